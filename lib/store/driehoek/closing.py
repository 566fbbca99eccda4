"""Closing a meeting of the driehoek: its agenda stays as it is, and so does what was agreed.

Agreements live on after it; the meeting has them as they were. Closing is final.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, func, or_, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.audit import Event, Json, utc_now
from lib.store.database import Store
from lib.store.driehoek.agreements import (
    OVER_STATUSES,
    StoredAgreement,
    read_agreement,
    sort_agreements,
)
from lib.store.driehoek.meetings import MEETINGS, Meeting, MeetingState, require_open
from lib.store.driehoek.plan_meeting import MEETING_FIELDS
from lib.store.errors import WrongStateError
from lib.store.free_text import PROSE

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


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
    actor.require(Operation.WRITE_DRIEHOEK)
    is_early = on < seen.day
    given = MEETING_FIELDS.validate_field(PROSE, reason, field="reason") if is_early else ""
    if is_early and not given:
        MEETING_FIELDS.refuse(
            field="reason",
            expected=f"een reden: de dag van het overleg ({seen.day:%d-%m-%Y}) moet nog komen",
            fix="vul in waarom u eerder afsluit, of wacht tot het overleg is geweest",
        )
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
