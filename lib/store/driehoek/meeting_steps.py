"""The steps of a meeting of the driehoek: planned on a day, with its standing items, moved, closed.

Closing is final: the agenda stays as it is, and so does what was agreed. Agreements live on after
it; the meeting has them as they were. Not here: what a meeting is (`meetings`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, exists, func, or_, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.audit import Event, Json, utc_now
from lib.store.database import Store
from lib.store.driehoek.agenda import AGENDA_FIELDS, Topic, insert_topics
from lib.store.driehoek.agreements import (
    OVER_STATUSES,
    StoredAgreement,
    read_agreement,
    sort_agreements,
)
from lib.store.driehoek.meetings import MEETINGS, Meeting, MeetingState, require_open
from lib.store.errors import WrongStateError
from lib.store.form_fields import PROSE, Day, FormFields

MEETING_FIELDS = FormFields("driehoek", {"day": "dag", "reason": "reden"})
DAY = TypeAdapter[dt.date](Day)
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def plan_meeting(
    actor: Actor, store: Store, *, day: object, topics: Iterable[Mapping[str, object]] = ()
) -> Meeting:
    """Plan a meeting on a day (a date, or its ISO text), with these topics on its agenda.

    Raises `DataProblemsError` for what is no day, a day that has a meeting already, or topics that
    cannot be stored; their keys are the fields of `Topic`.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = MEETING_FIELDS.validate_field(DAY, day, field="day")
    checked = [AGENDA_FIELDS.validate(Topic, topic) for topic in topics]
    values = {"day": planned.isoformat(), "state": MeetingState.PREPARING.value, "reason": ""}
    with store.writing() as connection:
        _require_free(connection, planned)
        meeting = MEETINGS.add(connection, actor, values, event=Event.MEETING_PLANNED)
        insert_topics(connection, actor, meeting.number, checked)
        return meeting


def move_meeting(actor: Actor, store: Store, *, seen: Meeting, day: object) -> Meeting:
    """Move a meeting in preparation to another day; `seen` is what the editor started from.

    Raises as `plan_meeting`, and `ChangedMeanwhileError` with the newer record, `NotFoundError`
    when it is gone, `WrongStateError` when it is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = MEETING_FIELDS.validate_field(DAY, day, field="day")
    with store.writing() as connection:
        require_open(connection, seen.number)
        before = MEETINGS.find_unchanged(connection, seen)
        if planned == before.day:
            return before
        _require_free(connection, planned)
        values = {"day": planned.isoformat()}
        return MEETINGS.change(connection, actor, seen, values, event=Event.MEETING_MOVED)


def remove_meeting(actor: Actor, store: Store, *, seen: Meeting) -> None:
    """Remove a meeting in preparation that has no figures, questions or agreements yet.

    Raises as `move_meeting`, and `WrongStateError` for one that is not empty.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    i, agreements = tables.agenda_item.c, tables.agreement.c.meeting
    prepared = exists().where(i.meeting == seen.number, or_(i.exhibit != "", i.question != ""))
    used = or_(prepared, exists().where(agreements == seen.number))
    with store.writing() as connection:
        require_open(connection, seen.number)
        if connection.scalar(select(used)):
            before = MEETINGS.find_unchanged(connection, seen)
            raise WrongStateError(
                f"{before} heeft agendapunten of afspraken: alleen een lege driehoek kan weg."
            )
        MEETINGS.remove(connection, actor, seen, event=Event.MEETING_REMOVED)


def _require_free(connection: Connection, day: dt.date) -> None:
    if connection.scalar(select(exists().where(tables.meeting.c.day == day.isoformat()))):
        MEETING_FIELDS.refuse(
            field="day",
            value=day,
            expected="een dag waarop nog geen driehoek is",
            fix="open de driehoek van die dag, of kies een andere dag",
        )


def close_meeting(
    actor: Actor,
    store: Store,
    *,
    seen: Meeting,
    on: dt.date,
    reason: str = "",
    verdicts: Json | None = None,
) -> Meeting:
    """Close a meeting for good; `seen` is what the editor started from.

    `on` is today: before the day of the meeting a reason is needed. `verdicts`: what the figures
    say now, for the next meeting to compare with. Raises `DataProblemsError` without that reason or
    for one that cannot be stored, `ChangedMeanwhileError` with the newer record, `NotFoundError`
    when it is gone, `WrongStateError` when it is closed already.
    """
    given = check_closing(actor, store, seen=seen, on=on, reason=reason)
    with store.writing() as connection:
        require_open(connection, seen.number)
        values = {
            "state": MeetingState.CLOSED.value,
            "closed_at": utc_now(),
            "reason": given,
            "frozen": _freeze_agreements(connection),
            "verdicts": verdicts,
        }
        return MEETINGS.change(connection, actor, seen, values, event=Event.MEETING_CLOSED)


def check_closing(
    actor: Actor, store: Store, *, seen: Meeting, on: dt.date, reason: str = ""
) -> str:
    """Return the reason as closing stores it; raise as `close_meeting`, and change nothing."""
    actor.require(Operation.WRITE_DRIEHOEK)
    is_early = on < seen.day
    given = MEETING_FIELDS.validate_field(PROSE, reason, field="reason") if is_early else ""
    if is_early and not given:
        MEETING_FIELDS.refuse(
            field="reason",
            expected=f"een reden: de dag van het overleg ({seen.day:%d-%m-%Y}) moet nog komen",
            fix="vul in waarom u eerder afsluit, of wacht tot het overleg is geweest",
        )
    with store.reading() as connection:
        require_open(connection, seen.number)
        MEETINGS.find_unchanged(connection, seen)
    return given


def load_frozen_agreements(
    actor: Actor, store: Store, *, meeting: int
) -> tuple[StoredAgreement, ...]:
    """Return the agreements as they were at a closing, in the order of `load_agreements`.

    Those that were open then, and those that ended after the closing before it. Raises
    `NotFoundError` when there is no such meeting, `WrongStateError` when it is not closed.
    """
    actor.require(Operation.READ_DRIEHOEK)
    m = tables.meeting.c
    with store.reading() as connection:
        found = MEETINGS.find(connection, meeting)
        rows = connection.scalar(select(m.frozen).where(m.id == meeting))
    if rows is None:
        raise WrongStateError(f"{found} is nog niet afgesloten.")
    return sort_agreements(map(read_agreement, rows))


def load_closing_verdicts(actor: Actor, store: Store, *, meeting: int) -> Json | None:
    """Return what the figures said when a meeting was closed; None where that was not stored."""
    actor.require(Operation.READ_DRIEHOEK)
    m = tables.meeting.c
    with store.reading() as connection:
        found: Json | None = connection.scalar(select(m.verdicts).where(m.id == meeting))
    return found


def _freeze_agreements(connection: Connection) -> list[dict[str, Any]]:
    """Return the rows to store; not all that ever ended, or every closing would repeat them."""
    a = tables.agreement.c
    former = connection.scalar(select(func.max(tables.meeting.c.closed_at))) or LONG_AGO
    is_open = a.status.not_in([status.value for status in OVER_STATUSES])
    query = select(tables.agreement).where(or_(is_open, a.changed_at > former))
    rows = connection.execute(query).mappings()
    return [{**row, "changed_at": row["changed_at"].isoformat()} for row in rows]
