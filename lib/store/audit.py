"""The audit trail: who did what when, with before and after. Nobody changes it, see `migrations`.

Every function that changes the store records it here, in the same transaction. Not here: what the
law may ask to take out of an entry (`erasure`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.database import Store

Json = Mapping[str, object]


class Event(StrEnum):
    """What can happen to the store."""

    WAVE_PROPOSED = "meting voorgesteld"
    WAVE_PUBLISHED = "meting gepubliceerd"
    EMBARGO_MOVED = "embargo verplaatst"
    WAVE_WITHDRAWN = "meting ingetrokken"
    MEASURE_ADDED = "maatregel toegevoegd"
    MEASURE_CHANGED = "maatregel gewijzigd"
    MEASURE_ENDED = "maatregel beëindigd"
    STORY_WRITTEN = "verhaal geschreven"
    STORY_SUBMITTED = "verhaal voorgelegd"
    STORY_RETURNED = "verhaal teruggestuurd"
    STORY_APPROVED = "verhaal akkoord"
    STORY_PUBLISHED = "verhaal gepubliceerd"
    STORY_WITHDRAWN = "verhaal ingetrokken"
    INTERPRETATION_PROPOSED = "duiding voorgesteld"
    INTERPRETATION_AGREED = "duiding akkoord"
    INTERPRETATION_WITHDRAWN = "duiding ingetrokken"
    LIST_SAVED = "politielijst ingelezen"
    LIST_WITHDRAWN = "politielijst ingetrokken"
    BACKED_UP = "reservekopie gemaakt"
    RESTORED = "reservekopie teruggezet"
    CLEANED = "oude gegevens opgeruimd"
    ANONYMISED = "naam uit het logboek gehaald"
    EMPTIED = "inhoud uit het logboek gehaald"
    MEETING_PLANNED = "driehoek gepland"
    MEETING_MOVED = "driehoek verplaatst"
    MEETING_COMPARED = "dagen bij driehoek gekozen"
    MEETING_CLOSED = "driehoek afgesloten"
    MEETING_REMOVED = "driehoek verwijderd"
    ITEM_ADDED = "agendapunt toegevoegd"
    ITEM_RENEWED = "agendapunt vernieuwd"
    ITEM_ASKED = "vraag bij agendapunt gewijzigd"
    ITEM_TIMED = "tijd van agendapunt gewijzigd"
    ITEM_MOVED = "agendapunt verplaatst"
    ITEM_REMOVED = "agendapunt verwijderd"
    AGREEMENT_ADDED = "afspraak toegevoegd"
    AGREEMENT_CHANGED = "afspraak gewijzigd"


# None of these changes anything that a board or the public site shows.
ABOUT_THE_DRIEHOEK = frozenset(
    event for event in Event if event.name.startswith(("MEETING_", "ITEM_", "AGREEMENT_"))
)
NOT_PUBLIC = ABOUT_THE_DRIEHOEK | {Event.BACKED_UP}
# Nor do these change anything on a board; the public site shows stories.
NOT_ON_BOARD = NOT_PUBLIC | {event for event in Event if event.name.startswith("STORY_")}


@dataclass(frozen=True)
class StoreEvent:
    """Something that happened: by which role, not by whom.

    `before` and `after` are None where there was nothing.
    """

    at: dt.datetime
    role: str
    what: str
    subject: str
    before: Json | None
    after: Json | None


@dataclass(frozen=True)
class AuditEntry(StoreEvent):
    """One line of the audit trail: what happened, and by whom."""

    number: int
    who: str


_A = tables.audit.c
EVENT_COLUMNS = (_A.at, _A.role, _A.what, _A.subject, _A.before, _A.after)


def record_event(
    connection: Connection,
    actor: Actor,
    *,
    event: Event,
    subject: str,
    before: Json | None = None,
    after: Json | None = None,
) -> None:
    """Add an entry to the audit trail, in the transaction of what happened."""
    connection.execute(
        insert(tables.audit).values(
            at=utc_now(),
            who=actor.name,
            role=actor.role.value,
            what=event.value,
            subject=subject,
            before=before,
            after=after,
        )
    )


def load_audit_trail(
    actor: Actor, store: Store, *, subject: str = "", limit: int | None = None
) -> tuple[AuditEntry, ...]:
    """Return entries, newest first; with a subject those of it ('meting 7')."""
    actor.require(Operation.READ_AUDIT)
    query = select(*EVENT_COLUMNS, _A.id, _A.who).order_by(_A.id.desc()).limit(limit)
    if subject:
        query = query.where(_A.subject == subject)
    with store.reading() as connection:
        return tuple(AuditEntry(*row) for row in connection.execute(query))


def load_events_since(actor: Actor, store: Store, *, since: dt.datetime) -> tuple[StoreEvent, ...]:
    """Return what happened since a moment to measures, waves, lists and stories, oldest first."""
    actor.require(Operation.READ_DRIEHOEK)
    names = ("MEASURE_", "WAVE_", "LIST_", "STORY_")
    wanted = [event.value for event in Event if event.name.startswith(names)]
    return _load_events(store, _A.at >= since, _A.what.in_(wanted))


def load_agreement_history(actor: Actor, store: Store, *, number: int) -> tuple[StoreEvent, ...]:
    """Return what happened to an agreement, newest first, as far as the audit trail has it."""
    actor.require(Operation.READ_DRIEHOEK)
    return _load_events(store, _A.subject == f"afspraak {number}")[::-1]


def _load_events(store: Store, *conditions: ColumnElement[bool]) -> tuple[StoreEvent, ...]:
    query = select(*EVENT_COLUMNS).where(*conditions).order_by(_A.id)
    with store.reading() as connection:
        return tuple(StoreEvent(*row) for row in connection.execute(query))


def utc_now() -> dt.datetime:
    """Return this moment, in UTC."""
    return dt.datetime.now(dt.UTC)
