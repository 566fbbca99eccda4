"""Reading stories: the newest version, all versions, and what the public may see.

Not here: changing them (`story_steps`).
"""

import datetime as dt
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, func, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.database import Store
from lib.store.errors import NotFoundError
from lib.store.repository import Row, read_record
from lib.store.story.content import Story, read_story
from lib.text import fold_account


class StoryStep(StrEnum):
    """How far a version of a story is; one that was returned is a draft again."""

    DRAFT = "concept"
    SUBMITTED = "voorgelegd"
    RETURNED = "teruggestuurd"
    APPROVED = "akkoord"
    PUBLISHED = "gepubliceerd"
    WITHDRAWN = "ingetrokken"


# From here on somebody else has seen the words.
REVIEWED_STEPS = {StoryStep.APPROVED, StoryStep.PUBLISHED}


class Written(Protocol):
    """A text whose writers may not judge it: their accounts, and who they are where known."""

    @property
    def writers(self) -> frozenset[str]:
        """The accounts."""

    @property
    def persons(self) -> frozenset[str]:
        """The provider's keys of who they are; an empty one says nothing."""


def is_written_by(record: Written, actor: Actor) -> bool:
    """Return whether somebody wrote a text, with this account or another."""
    names = {fold_account(name) for name in record.writers}
    return fold_account(actor.name) in names or actor.person in record.persons - {""}


@dataclass(frozen=True)
class StoryStepTaken:
    """A step that a version took: who, when, and with what note."""

    version: int
    step: StoryStep
    who: str
    at: dt.datetime
    note: str
    person: str = ""


@dataclass(frozen=True)
class StoredStory:
    """One version of a story, for those who work on it.

    `public`: the version that everybody sees now, None when none does. `steps` are those of this
    version, oldest first. `writers`: the accounts that wrote since a version was last approved,
    up to this one, `persons` who they are where the provider says so.
    """

    number: int
    version: int
    slug: str
    public: int | None
    step: StoryStep
    story: Story
    steps: tuple[StoryStepTaken, ...]
    writers: frozenset[str]
    persons: frozenset[str]

    @property
    def name(self) -> str:
        """What it is called: 'Verhaal 1', or 'Antwoord 1' to a text of somebody else."""
        return f"{'Antwoord' if self.story.is_answer else 'Verhaal'} {self.number}"

    @property
    def is_final(self) -> bool:
        """Whether it is an answer that was approved: it is never published."""
        return self.story.is_answer and self.step is StoryStep.APPROVED


@dataclass(frozen=True)
class PublicStory:
    """A published story; it names no account. `first` is when its first version was published."""

    number: int
    version: int
    slug: str
    story: Story
    exhibits: tuple[Mapping[str, Any], ...]
    first: dt.datetime
    published: dt.datetime
    photo: bytes = field(default=b"", repr=False)


def load_stories(actor: Actor, store: Store) -> tuple[StoredStory, ...]:
    """Return the newest version of every story, the newest story first."""
    require_colleague(actor)
    is_newest = tables.story_version.c.version == tables.story.c.newest
    with store.reading() as connection:
        return tuple(_load_versions(connection, is_newest))


def list_waiting_stories(actor: Actor, store: Store) -> tuple[StoredStory, ...]:
    """Return the stories that wait for somebody: to approve, publish, or write on after a return.

    Raises as `load_stories`.
    """
    return tuple(s for s in load_stories(actor, store) if _waits_for(s, actor))


def _waits_for(story: StoredStory, actor: Actor) -> bool:
    is_own = is_written_by(story, actor)
    match story.step:
        case StoryStep.SUBMITTED:
            return not is_own
        case StoryStep.APPROVED:
            return actor.may(Operation.PUBLISH) and not story.is_final
        case StoryStep.DRAFT:
            return is_own and story.steps[-1].step is StoryStep.RETURNED
    return False


def load_story_versions(actor: Actor, store: Store, *, number: int) -> tuple[StoredStory, ...]:
    """Return all versions of a story, the newest first; raise `NotFoundError` without any."""
    require_colleague(actor)
    with store.reading() as connection:
        found = _load_versions(connection, tables.story.c.id == number)
    if not found:
        raise _not_found(number)
    return tuple(found)


def load_published_stories(store: Store) -> tuple[PublicStory, ...]:
    """Return what everybody may read, the newest by its own date first."""
    s, v, t = tables.story.c, tables.story_version.c, tables.story_step.c
    moments = (
        select(t.story, func.min(t.at).label("first"), func.max(t.at).label("published"))
        .where(t.step == StoryStep.PUBLISHED.value)
        .group_by(t.story)
        .subquery()
    )
    columns = select(s.id, s.slug, v.version, v.content, v.exhibits, v.photo, *moments.c)
    query = columns.join_from(tables.story, tables.story_version).join(moments)
    with store.reading() as connection:
        rows = connection.execute(query.where(v.version == s.public)).mappings().all()
    found = [
        read_record(
            PublicStory,
            row,
            story=read_story(row["content"]),
            exhibits=tuple(row["exhibits"]),
            photo=b64decode(row["photo"] or ""),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda p: (p.story.date, p.first, p.number), reverse=True))


def load_story_photo(actor: Actor, store: Store, *, seen: StoredStory) -> bytes:
    """Return the photo of a version as JPEG; nothing where it has none."""
    require_colleague(actor)
    v = tables.story_version.c
    query = select(v.photo).where(v.story == seen.number, v.version == seen.version)
    with store.reading() as connection:
        return b64decode(connection.execute(query).scalar_one_or_none() or "")


def load_withdrawn_slugs(store: Store) -> frozenset[str]:
    """Return the ends of the addresses where a story was and is no more."""
    s = tables.story.c
    query = select(s.slug).where(s.public.is_(None), s.slug != "")
    with store.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def find_story(connection: Connection, number: int, *, version: int | None = None) -> StoredStory:
    """Return a version of a story, by default the newest; raise `NotFoundError`."""
    s, v = tables.story.c, tables.story_version.c
    is_wanted = v.version == (s.newest if version is None else version)
    found = _load_versions(connection, s.id == number, is_wanted)
    if not found:
        raise _not_found(number)
    return found[0]


def require_colleague(actor: Actor) -> None:
    """Raise `NotAllowedError` unless the actor writes or publishes stories."""
    if not actor.may(Operation.PUBLISH):
        actor.require(Operation.WRITE_STORIES)


def _not_found(number: int) -> NotFoundError:
    return NotFoundError(f"Verhaal {number} is er niet, of niet meer.")


def _load_versions(connection: Connection, *conditions: ColumnElement[bool]) -> list[StoredStory]:
    """Return the versions of stories that pass, the newest first."""
    s, v, t = tables.story.c, tables.story_version.c, tables.story_step.c
    columns = select(s.id, s.slug, s.public, v.version, v.step, v.content)
    query = columns.join_from(tables.story, tables.story_version).where(*conditions)
    rows = connection.execute(query.order_by(s.id.desc(), v.version.desc())).mappings().all()
    steps: dict[int, list[StoryStepTaken]] = {row["id"]: [] for row in rows}
    taken = select(t.story, t.version, t.step, t.who, t.at, t.note, t.person).where(
        t.story.in_(steps)
    )
    for number, version, step, *rest in connection.execute(taken.order_by(t.id)):
        steps[number].append(StoryStepTaken(version, StoryStep(step), *rest))
    return [_read_version(row, steps[row["id"]]) for row in rows]


def _read_version(row: Row, steps: Sequence[StoryStepTaken]) -> StoredStory:
    written = _find_written(row["version"], steps)
    return read_record(
        StoredStory,
        row,
        story=read_story(row["content"]),
        steps=tuple(step for step in steps if step.version == row["version"]),
        writers=frozenset(step.who for step in written),
        persons=frozenset(step.person for step in written),
    )


def _find_written(version: int, steps: Iterable[StoryStepTaken]) -> list[StoryStepTaken]:
    """Return what was written since the last review before a version, up to that version."""
    until = [step for step in steps if step.version <= version]
    reviewed = [s.version for s in until if s.step in REVIEWED_STEPS and s.version < version]
    last = max(reviewed, default=0)
    return [s for s in until if s.step is StoryStep.DRAFT and s.version > last]
