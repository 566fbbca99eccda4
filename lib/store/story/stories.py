"""Reading stories: the newest version, all versions, and what the public may see.

Not here: changing them (`story_steps`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.database import Store
from lib.store.errors import NotFoundError
from lib.store.story.content import Story, read_story


class StoryStep(StrEnum):
    """How far a version of a story is."""

    DRAFT = "concept"
    SUBMITTED = "voorgelegd"
    APPROVED = "akkoord"
    PUBLISHED = "gepubliceerd"
    WITHDRAWN = "ingetrokken"


# From here on somebody else has seen the words.
REVIEWED_STEPS = {StoryStep.APPROVED, StoryStep.PUBLISHED}


@dataclass(frozen=True)
class StoryStepTaken:
    """A step that a version took: who, when, and with what note."""

    version: int
    step: StoryStep
    who: str
    at: dt.datetime
    note: str


@dataclass(frozen=True)
class StoredStory:
    """One version of a story, for those who work on it.

    `public`: the version that everybody sees now, None when none does. `steps` are those of this
    version, oldest first. `writers`: the accounts that wrote since a version was last approved,
    up to this one. `exhibits` are there once it was published.
    """

    number: int
    version: int
    slug: str
    public: int | None
    step: StoryStep
    story: Story
    exhibits: tuple[Mapping[str, Any], ...]
    steps: tuple[StoryStepTaken, ...]
    writers: frozenset[str]


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


def load_stories(actor: Actor, store: Store) -> tuple[StoredStory, ...]:
    """Return the newest version of every story, the newest story first."""
    require_colleague(actor)
    s, v = tables.story.c, tables.story_version.c
    query = _query_versions().where(v.version == s.newest).order_by(s.id.desc())
    with store.reading() as connection:
        return _read_stories(connection, connection.execute(query).mappings().all())


def load_story_versions(actor: Actor, store: Store, *, number: int) -> tuple[StoredStory, ...]:
    """Return all versions of a story, the newest first; raise `NotFoundError` without any."""
    require_colleague(actor)
    query = _query_versions().where(tables.story.c.id == number)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(tables.story_version.c.version.desc()))
        found = _read_stories(connection, rows.mappings().all())
    if not found:
        raise _not_found(number)
    return found


def load_published_stories(store: Store) -> tuple[PublicStory, ...]:
    """Return what everybody may read, the newest by its own date first."""
    s, v, t = tables.story.c, tables.story_version.c, tables.story_step.c
    moments = (
        select(t.story, func.min(t.at).label("first"), func.max(t.at).label("published"))
        .where(t.step == StoryStep.PUBLISHED.value)
        .group_by(t.story)
        .subquery()
    )
    query = (
        select(s.id, v.version, s.slug, v.content, v.exhibits, moments.c.first, moments.c.published)
        .join_from(tables.story, tables.story_version, v.story == s.id)
        .join(moments, moments.c.story == s.id)
        .where(v.version == s.public)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    found = [
        PublicStory(number, version, slug, read_story(content), tuple(exhibits), first, last)
        for number, version, slug, content, exhibits, first, last in rows
    ]
    return tuple(sorted(found, key=lambda p: (p.story.date, p.first, p.number), reverse=True))


def load_withdrawn_slugs(store: Store) -> frozenset[str]:
    """Return the ends of the addresses where a story was and is no more."""
    s = tables.story.c
    query = select(s.slug).where(s.public.is_(None), s.slug != "")
    with store.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def find_story(connection: Connection, number: int, *, version: int | None = None) -> StoredStory:
    """Return a version of a story, by default the newest; raise `NotFoundError`."""
    s, v = tables.story.c, tables.story_version.c
    query = _query_versions().where(
        s.id == number, v.version == (s.newest if version is None else version)
    )
    found = _read_stories(connection, connection.execute(query).mappings().all())
    if not found:
        raise _not_found(number)
    return found[0]


def require_colleague(actor: Actor) -> None:
    """Raise `NotAllowedError` unless the actor writes or publishes stories."""
    if not actor.may(Operation.PUBLISH):
        actor.require(Operation.WRITE_STORIES)


def _not_found(number: int) -> NotFoundError:
    return NotFoundError(f"Verhaal {number} is er niet, of niet meer.")


def _query_versions() -> Select[Any]:
    s, v = tables.story.c, tables.story_version.c
    return select(s.id, s.slug, s.public, v.version, v.step, v.content, v.exhibits).join_from(
        tables.story, tables.story_version, v.story == s.id
    )


def _read_stories(connection: Connection, rows: Sequence[RowMapping]) -> tuple[StoredStory, ...]:
    numbers = {row["id"] for row in rows}
    t = tables.story_step.c
    query = select(t.story, t.version, t.step, t.who, t.at, t.note).where(t.story.in_(numbers))
    steps: dict[int, list[StoryStepTaken]] = {number: [] for number in numbers}
    for number, version, step, *rest in connection.execute(query.order_by(t.id)):
        steps[number].append(StoryStepTaken(version, StoryStep(step), *rest))
    return tuple(_read_version(row, steps[row["id"]]) for row in rows)


def _read_version(row: RowMapping, steps: Sequence[StoryStepTaken]) -> StoredStory:
    version: int = row["version"]
    return StoredStory(
        number=row["id"],
        version=version,
        slug=row["slug"],
        public=row["public"],
        step=StoryStep(row["step"]),
        story=read_story(row["content"]),
        exhibits=tuple(row["exhibits"] or ()),
        steps=tuple(step for step in steps if step.version == version),
        writers=_find_writers(version, steps),
    )


def _find_writers(version: int, steps: Iterable[StoryStepTaken]) -> frozenset[str]:
    """Return who wrote since the last review before a version, up to that version."""
    until = [step for step in steps if step.version <= version]
    reviewed = [s.version for s in until if s.step in REVIEWED_STEPS and s.version < version]
    last = max(reviewed, default=0)
    return frozenset(s.who for s in until if s.step is StoryStep.DRAFT and s.version > last)
