"""The steps of a story: written, submitted, approved, published, withdrawn.

Every change of the words is a new version, a draft again, and all versions stay. Nobody approves
words of their own, and what is public stays so until another version takes its place or it is
withdrawn. Not here: the content of a story (`content`), reading stories (`stories`), and whether
the numbers are right: the caller's judge decides that at publication.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, update

from lib.access import Actor, Operation
from lib.catalog import Catalog, DataProblemsError
from lib.store import tables
from lib.store.audit import Event, record_event, utc_now
from lib.store.database import Store
from lib.store.erasure import ANONYMOUS
from lib.store.errors import ChangedMeanwhileError, StoreError, WrongStateError
from lib.store.form_fields import PROSE, REASON
from lib.store.story.content import (
    MAX_STORY_FIGURES,
    STORY_FIELDS,
    Story,
    check_story,
    copy_json,
    find_missing_parts,
)
from lib.store.story.stories import (
    StoredStory,
    StoryStep,
    Written,
    find_story,
    is_written_by,
    require_colleague,
)
from lib.text import slug

MAX_EXHIBITS_BYTES = 300_000
MAX_SLUG_LENGTH = 60
EVENTS = {
    StoryStep.DRAFT: Event.STORY_WRITTEN,
    StoryStep.SUBMITTED: Event.STORY_SUBMITTED,
    StoryStep.RETURNED: Event.STORY_RETURNED,
    StoryStep.APPROVED: Event.STORY_APPROVED,
    StoryStep.PUBLISHED: Event.STORY_PUBLISHED,
    StoryStep.WITHDRAWN: Event.STORY_WITHDRAWN,
}


class StoryChangedError(ChangedMeanwhileError[StoredStory]):
    """Somebody else changed the story, or took a step, since it was read; `newer` is it now."""

    def __init__(self, newer: StoredStory) -> None:
        super().__init__(f"{newer.name} (nu: {newer.step})", newer=newer)


class OwnWordsError(StoreError):
    """Somebody would approve what they wrote themselves."""


class NotPublishableError(StoreError):
    """The judge found something wrong; `reasons` are Dutch, and all of them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("Dit verhaal kan niet worden gepubliceerd. " + " ".join(self.reasons))


def write_story(
    actor: Actor,
    store: Store,
    *,
    values: Mapping[str, object],
    catalog: Catalog,
    photo: bytes = b"",
) -> StoredStory:
    """Save a new story as a draft; raise `DataProblemsError` for values that cannot be stored.

    `photo` is the one that the story describes, as JPEG.
    """
    actor.require(Operation.WRITE_STORIES)
    story = check_story(values, catalog=catalog)
    with store.writing() as connection:
        query = insert(tables.story).values(slug="", newest=0).returning(tables.story.c.id)
        number: int = connection.execute(query).scalar_one()
        return _add_version(connection, actor, number, version=1, story=story, photo=photo)


def change_story(
    actor: Actor,
    store: Store,
    *,
    seen: StoredStory,
    values: Mapping[str, object],
    catalog: Catalog,
    photo: bytes = b"",
) -> StoredStory:
    """Save other words as the next version, a draft; `seen` is what the editor started from.

    What is public stays so. `photo` is the one that the story describes. Raises `StoryChangedError`
    with the newer one, `NotFoundError` when the story is gone, `DataProblemsError` for values that
    cannot be stored.
    """
    actor.require(Operation.WRITE_STORIES)
    story = check_story(values, catalog=catalog)
    with store.writing() as connection:
        _require_unchanged(connection, seen)
        version = seen.version + 1
        return _add_version(
            connection, actor, seen.number, version=version, story=story, photo=photo
        )


def submit_story(actor: Actor, store: Store, *, seen: StoredStory, note: str = "") -> StoredStory:
    """Ask for somebody else's judgement of a draft.

    Raises `DataProblemsError` with all that the story still needs, `WrongStateError` unless it is
    a draft, and as `change_story`.
    """
    actor.require(Operation.WRITE_STORIES)
    note = STORY_FIELDS.validate_field(PROSE, note, field="note")
    with store.writing() as connection:
        current = _require_unchanged(connection, seen, in_step=StoryStep.DRAFT)
        if problems := find_missing_parts(current.story):
            raise DataProblemsError(problems)
        return _take_step(connection, actor, current, step=StoryStep.SUBMITTED, note=note)


def return_story(actor: Actor, store: Store, *, seen: StoredStory, note: str) -> StoredStory:
    """Send a submitted or approved story back to its writers, a draft again, with what to change.

    Raises `DataProblemsError` for a note that cannot be stored or is empty, `WrongStateError` for
    another step, and as `change_story`.
    """
    require_colleague(actor)
    reason = STORY_FIELDS.validate_field(REASON, note, field="note")
    with store.writing() as connection:
        current = _require_unchanged(connection, seen)
        if current.step not in {StoryStep.SUBMITTED, StoryStep.APPROVED}:
            raise _wrong_step_error(current)
        return _take_step(connection, actor, current, step=StoryStep.RETURNED, note=reason)


def approve_story(actor: Actor, store: Store, *, seen: StoredStory, note: str = "") -> StoredStory:
    """Approve a submitted story: anybody who writes or publishes stories can, except its writers.

    Raises `OwnWordsError` for whoever wrote any of its words that nobody approved yet,
    `WrongStateError` unless it was submitted, and as `change_story`.
    """
    require_colleague(actor)
    note = STORY_FIELDS.validate_field(PROSE, note, field="note")
    with store.writing() as connection:
        current = _require_unchanged(connection, seen, in_step=StoryStep.SUBMITTED)
        require_other_writer(actor, current)
        return _take_step(connection, actor, current, step=StoryStep.APPROVED, note=note)


def publish_story(
    actor: Actor,
    store: Store,
    *,
    seen: StoredStory,
    exhibits: Sequence[Mapping[str, object]],
    judge: Callable[[StoredStory], Sequence[str]],
) -> StoredStory:
    """Make an approved story public, with its figures as they are now, in place of what was.

    `exhibits`: one for each of its figures, as JSON, stored as they are. `judge` is given the story
    as it would be published and returns, in Dutch, all that forbids it. Raises
    `NotPublishableError` when it returns anything, `WrongStateError` for an answer and unless the
    story was approved, `ValueError` for exhibits that cannot be stored, and as `change_story`.
    """
    actor.require(Operation.PUBLISH)
    with store.reading() as connection:
        current = _require_unchanged(connection, seen, in_step=StoryStep.APPROVED)
    if current.story.is_answer:
        raise _wrong_step_error(current)
    frozen = _freeze_exhibits(exhibits, of=current.story)
    reasons = tuple(judge(current))
    if reasons:
        raise NotPublishableError(reasons)
    with store.writing() as connection:
        # Words never change within a version: what was judged is what is published.
        current = _require_unchanged(connection, seen, in_step=StoryStep.APPROVED)
        _change_version(connection, current, exhibits=frozen)
        address = current.slug or _make_address(current.story.title, number=current.number)
        _change_story(connection, current.number, public=current.version, slug=address)
        return _take_step(connection, actor, current, step=StoryStep.PUBLISHED, note="")


def withdraw_story(actor: Actor, store: Store, *, seen: StoredStory, reason: str) -> StoredStory:
    """Take what is public off, at once; of a story that is not public, drop the draft.

    A newer version that is on its way stays and may be published later. Without the right to
    publish one can only drop what is not public. Raises `WrongStateError` when nothing is left to
    withdraw, `DataProblemsError` for a reason that cannot be stored, and as `change_story`.
    """
    require_colleague(actor)
    note = STORY_FIELDS.validate_field(REASON, reason, field="reason")
    with store.writing() as connection:
        current = _require_unchanged(connection, seen)
        target = current
        if current.public is not None:
            actor.require(Operation.PUBLISH)
            target = find_story(connection, current.number, version=current.public)
        if target.step is StoryStep.WITHDRAWN:
            raise _wrong_step_error(target)
        _change_story(connection, current.number, public=None)
        return _take_step(connection, actor, target, step=StoryStep.WITHDRAWN, note=note)


def require_other_writer(actor: Actor, record: Written) -> None:
    """Raise `OwnWordsError` for whoever wrote a record, or where that is not known any more."""
    if ANONYMOUS in record.writers:
        raise OwnWordsError(
            "Van een schrijver van deze tekst is de naam weggehaald, dus is niet te zien of een "
            "ander hem beoordeelt. Wat te doen: schrijf de tekst opnieuw."
        )
    if is_written_by(record, actor):
        raise OwnWordsError(
            "U schreef mee aan deze versie, met dit account of een ander. Een ander moet de tekst "
            "beoordelen. Wat te doen: vraag een collega die niet meeschreef om akkoord te geven."
        )


def _freeze_exhibits(
    exhibits: Sequence[Mapping[str, object]], *, of: Story
) -> list[dict[str, Any]]:
    if len(exhibits) != len(of.figures) or not 0 < len(exhibits) <= MAX_STORY_FIGURES:
        raise ValueError("an exhibit for each figure")
    copied: list[dict[str, Any]] = copy_json(list(exhibits), max_bytes=MAX_EXHIBITS_BYTES)
    return copied


def _make_address(title: str, *, number: int) -> str:
    """Return the end of a story's public address: readable, and never of two stories."""
    words = slug(title, longest=MAX_SLUG_LENGTH)
    return f"{words}-{number}" if words else str(number)


def _require_unchanged(
    connection: Connection, seen: StoredStory, *, in_step: StoryStep | None = None
) -> StoredStory:
    """Return the story as it is; raise unless it is what the actor saw, and in a step."""
    current = find_story(connection, seen.number)
    if (current.version, current.step, current.public) != (seen.version, seen.step, seen.public):
        raise StoryChangedError(current)
    if in_step is not None and current.step is not in_step:
        raise _wrong_step_error(current)
    return current


def _wrong_step_error(current: StoredStory) -> WrongStateError:
    return WrongStateError(
        f"{current.name} is nu {current.step}: deze stap kan dan niet. "
        "Wat te doen: kijk op de pagina welke stap aan de beurt is."
    )


def _add_version(
    connection: Connection, actor: Actor, number: int, *, version: int, story: Story, photo: bytes
) -> StoredStory:
    if story.photo and sha256(photo).hexdigest() != story.photo.key:
        STORY_FIELDS.refuse(field="photo", expected="een foto", fix="kies de foto opnieuw")
    connection.execute(
        insert(tables.story_version).values(
            story=number,
            version=version,
            step=StoryStep.DRAFT.value,
            content=story.model_dump(mode="json"),
            photo=b64encode(photo).decode() if story.photo else None,
        )
    )
    _change_story(connection, number, newest=version)
    return _take_step(
        connection, actor, find_story(connection, number), step=StoryStep.DRAFT, note=""
    )


def _take_step(
    connection: Connection, actor: Actor, current: StoredStory, *, step: StoryStep, note: str
) -> StoredStory:
    """Put a version in a step, and record who did that; return the story as it is then."""
    state = StoryStep.DRAFT if step is StoryStep.RETURNED else step
    _change_version(connection, current, step=state.value)
    connection.execute(
        insert(tables.story_step).values(
            story=current.number,
            version=current.version,
            step=step.value,
            who=actor.name,
            person=actor.person,
            at=utc_now(),
            note=note,
        )
    )
    after = {"versie": current.version, "stap": step.value, "titel": current.story.title}
    before = None if step is StoryStep.DRAFT else after | {"stap": current.step.value}
    record_event(
        connection,
        actor,
        event=EVENTS[step],
        subject=f"{STORY_FIELDS.record} {current.number}",
        before=before,
        after=after | {"toelichting": note},
    )
    return find_story(connection, current.number)


def _change_version(connection: Connection, current: StoredStory, **values: object) -> None:
    v = tables.story_version.c
    connection.execute(
        update(tables.story_version)
        .where(v.story == current.number, v.version == current.version)
        .values(**values)
    )


def _change_story(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(tables.story).where(tables.story.c.id == number).values(**values))
