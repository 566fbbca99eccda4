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
    LIST_SAVED = "politielijst ingelezen"
    LIST_WITHDRAWN = "politielijst ingetrokken"
    RESTORED = "reservekopie teruggezet"
    CLEANED = "oude gegevens opgeruimd"
    ANONYMISED = "naam uit het logboek gehaald"
    EMPTIED = "inhoud uit het logboek gehaald"
    MEETING_PLANNED = "driehoek gepland"
    MEETING_MOVED = "driehoek verplaatst"
    MEETING_CLOSED = "driehoek afgesloten"
    MEETING_REMOVED = "driehoek verwijderd"
    ITEM_ADDED = "agendapunt toegevoegd"
    ITEM_RENEWED = "agendapunt vernieuwd"
    ITEM_ASKED = "vraag bij agendapunt gewijzigd"
    ITEM_MOVED = "agendapunt verplaatst"
    ITEM_REMOVED = "agendapunt verwijderd"
    AGREEMENT_ADDED = "afspraak toegevoegd"
    AGREEMENT_CHANGED = "afspraak gewijzigd"


# None of these changes anything that a board or the public site shows.
ABOUT_THE_DRIEHOEK = frozenset(
    {
        Event.MEETING_PLANNED,
        Event.MEETING_MOVED,
        Event.MEETING_CLOSED,
        Event.MEETING_REMOVED,
        Event.ITEM_ADDED,
        Event.ITEM_RENEWED,
        Event.ITEM_ASKED,
        Event.ITEM_MOVED,
        Event.ITEM_REMOVED,
        Event.AGREEMENT_ADDED,
        Event.AGREEMENT_CHANGED,
    }
)
# Nor do these change anything on a board; the public site shows stories.
NOT_ON_BOARD = ABOUT_THE_DRIEHOEK | {
    Event.STORY_WRITTEN,
    Event.STORY_SUBMITTED,
    Event.STORY_APPROVED,
    Event.STORY_PUBLISHED,
    Event.STORY_WITHDRAWN,
}


@dataclass(frozen=True)
class AuditEntry:
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
            at=now(),
            who=actor.name,
            role=actor.role.value,
            what=event.value,
            subject=subject,
            before=before,
            after=after,
        )
    )


def load_audit_trail(
    actor: Actor,
    store: Store,
    *,
    subject: str = "",
    older_than: int | None = None,
    limit: int | None = None,
) -> tuple[AuditEntry, ...]:
    """Return entries, newest first: of one subject ('meting 7'), older than an entry's number."""
    actor.require(Operation.READ_AUDIT)
    table = tables.audit
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if subject:
        query = query.where(table.c.subject == subject)
    if older_than is not None:
        query = query.where(table.c.id < older_than)
    with store.reading() as connection:
        return tuple(AuditEntry(*row) for row in connection.execute(query))


def anonymise(actor: Actor, store: Store, *, who: str) -> int:
    """Take somebody's name out of the audit trail and off what they brought in or wrote.

    Returns from how many entries. Raises `NotFoundError` when the name is nowhere.
    """
    actor.require(Operation.MAINTAIN)
    accounts = (
        tables.audit.c.who,
        tables.wave.c.proposed_by,
        tables.police_list.c.kept_by,
        tables.story_step.c.who,
    )
    with store.writing() as connection:
        count = sum(
            connection.execute(
                update(account.table).where(account == who).values({account: ANONYMOUS})
            ).rowcount
            for account in accounts
        )
        if not count:
            raise NotFoundError(f"De naam '{who}' staat niet in het logboek.")
        record(
            connection,
            actor,
            event=Event.ANONYMISED,
            subject="logboek",
            change=(None, {"regels": count}),
        )
    return count


def erase_texts(actor: Actor, store: Store, *, subject: str) -> int:
    """Take all text about a subject ('meting 7') out of its entries; return of how many.

    That something happened stays. Of a wave and a list the remarks go too, of a story the remarks
    and all versions but the newest and the public one, of a meeting of the driehoek ('driehoek 2')
    the questions, and of an agreement ('afspraak 3') the text that closed meetings keep. A measure,
    story or agreement itself is fixed by changing it first. Raises `NotFoundError` when there is
    nothing about the subject.
    """
    actor.require(Operation.MAINTAIN)
    entries = update(tables.audit).where(tables.audit.c.subject == subject)
    with store.writing() as connection:
        count = connection.execute(entries.values({"before": None, "after": None})).rowcount
        if not count:
            raise NotFoundError(f"Over '{subject}' staat niets in het logboek.")
        _empty_texts(connection, subject)
        record(
            connection,
            actor,
            event=Event.EMPTIED,
            subject="logboek",
            change=(None, {"onderwerp": subject, "regels": count}),
        )
    return count


def _empty_texts(connection: Connection, subject: str) -> None:
    """Take the text out of what nobody can change any more."""
    kind, _, number = subject.partition(" ")
    wave, observation, item = tables.wave, tables.observation, tables.agenda_item
    match kind:
        case "meting":
            connection.execute(update(wave).where(wave.c.id == int(number)).values(note=""))
            of_wave = observation.c.wave == int(number)
            connection.execute(update(observation).where(of_wave).values(note=""))
        case "driehoek":
            of_meeting = item.c.meeting == int(number)
            connection.execute(update(item).where(of_meeting).values(question=""))
        case "politielijst":
            kept = tables.police_list
            connection.execute(update(kept).where(kept.c.id == int(number)).values(note=""))
        case "afspraak":
            _empty_frozen(connection, int(number))
        case "verhaal":
            step = tables.story_step
            of_story = step.c.story == int(number)
            connection.execute(update(step).where(of_story).values(note=""))
            connection.execute(_former_versions(int(number)))


def _empty_frozen(connection: Connection, agreement: int) -> None:
    m = tables.meeting.c
    for number, kept in connection.execute(select(m.id, m.frozen).where(m.frozen.is_not(None))):
        emptied = [k | {"what": "", "note": ""} if k["id"] == agreement else k for k in kept]
        connection.execute(update(tables.meeting).where(m.id == number).values(frozen=emptied))


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
