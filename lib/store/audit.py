"""The audit trail: who did what when, with before and after. Nobody changes it, see `migrations`.

Every function that changes the store records it here, in the same transaction. Two things may be
taken out of an entry when the law asks so: who did it, and what was written.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Delete, delete, func, insert, select, update

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.database import Store
from lib.store.errors import NotFoundError

ANONYMOUS = "geanonimiseerd"
# Where remarks stand about a subject, by its first word.
NOTES = {
    "meting": (tables.wave.c.id, tables.observation.c.wave),
    "verhaal": (tables.story_step.c.story,),
}
Json = Mapping[str, object]


class Event(StrEnum):
    """What can happen to the store."""

    WAVE_PROPOSED = "meting voorgesteld"
    WAVE_PUBLISHED = "meting gepubliceerd"
    WAVE_WITHDRAWN = "meting ingetrokken"
    MEASURE_ADDED = "maatregel toegevoegd"
    MEASURE_CHANGED = "maatregel gewijzigd"
    MEASURE_ENDED = "maatregel beëindigd"
    STORY_WRITTEN = "verhaal geschreven"
    STORY_SUBMITTED = "verhaal voorgelegd"
    STORY_APPROVED = "verhaal akkoord"
    STORY_PUBLISHED = "verhaal gepubliceerd"
    STORY_WITHDRAWN = "verhaal ingetrokken"
    RESTORED = "reservekopie teruggezet"
    CLEANED = "oude gegevens opgeruimd"
    ANONYMISED = "naam uit het logboek gehaald"
    EMPTIED = "inhoud uit het logboek gehaald"


@dataclass(frozen=True)
class Entry:
    """One line of the audit trail; `before` and `after` are None where there is nothing to tell."""

    number: int
    at: dt.datetime
    who: str
    role: str
    what: str
    subject: str
    before: Json | None
    after: Json | None


def record(
    connection: Connection,
    actor: Actor,
    *,
    event: Event,
    subject: str,
    change: tuple[Json | None, Json | None],
) -> None:
    """Add an entry in the transaction of what it tells of; `change` is before and after."""
    before, after = change
    connection.execute(
        insert(tables.audit).values(
            at=now(), who=actor.name, role=actor.role.value, what=event.value,
            subject=subject, before=before, after=after,
        )
    )  # fmt: skip


def audit(
    actor: Actor,
    store: Store,
    *,
    subject: str = "",
    older_than: int | None = None,
    limit: int | None = None,
) -> tuple[Entry, ...]:
    """Return entries, newest first: of one subject ('meting 7'), older than an entry's number."""
    actor.require(Operation.READ_AUDIT)
    table = tables.audit
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if subject:
        query = query.where(table.c.subject == subject)
    if older_than is not None:
        query = query.where(table.c.id < older_than)
    with store.reading() as connection:
        return tuple(Entry(*row) for row in connection.execute(query))


def anonymise(actor: Actor, store: Store, *, who: str) -> int:
    """Take somebody's name out of the audit trail and off waves and stories.

    Returns from how many entries. Raises `NotFoundError` when the name is nowhere.
    """
    actor.require(Operation.MAINTAIN)
    names = (tables.audit.c.who, tables.wave.c.proposed_by, tables.story_step.c.who)
    with store.writing() as connection:
        count = sum(
            connection.execute(
                update(name.table).where(name == who).values({name: ANONYMOUS})
            ).rowcount
            for name in names
        )
        if not count:
            raise NotFoundError(f"De naam '{who}' staat niet in het logboek.")
        record(
            connection, actor, event=Event.ANONYMISED, subject="logboek",
            change=(None, {"regels": count}),
        )  # fmt: skip
    return count


def empty_entries(actor: Actor, store: Store, *, subject: str) -> int:
    """Take all text about a subject ('meting 7') out of its entries; return of how many.

    That something happened stays. Of a wave the remarks go too, of a story the remarks and all
    versions but the newest and the public one; a measure and a story are mended by changing them
    first. Raises `NotFoundError` when there is nothing about the subject.
    """
    actor.require(Operation.MAINTAIN)
    entries = update(tables.audit).where(tables.audit.c.subject == subject)
    kind, _, number = subject.partition(" ")
    with store.writing() as connection:
        count = connection.execute(entries.values({"before": None, "after": None})).rowcount
        if not count:
            raise NotFoundError(f"Over '{subject}' staat niets in het logboek.")
        if kind in NOTES:
            for key in NOTES[kind]:
                connection.execute(update(key.table).where(key == int(number)).values(note=""))
        if kind == "verhaal":
            connection.execute(_former_versions(int(number)))
        record(
            connection, actor, event=Event.EMPTIED, subject="logboek",
            change=(None, {"onderwerp": subject, "regels": count}),
        )  # fmt: skip
    return count


def _former_versions(number: int) -> Delete:
    v, s = tables.story_version.c, tables.story.c
    shown = (
        select(column).where(s.id == number).scalar_subquery()
        for column in (s.newest, func.coalesce(s.public, s.newest))
    )
    return delete(tables.story_version).where(v.story == number, *(v.version != n for n in shown))


def now() -> dt.datetime:
    """Return this moment, in UTC."""
    return dt.datetime.now(dt.UTC)
