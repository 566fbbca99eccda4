"""Closing a meeting of the driehoek: its agenda stays as it is, and so does what was agreed.

Agreements live on after it; the meeting keeps them as they were. Closing is final.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, func, or_, select

from lib.access import Actor, Operation
from lib.store import tables
from lib.store.audit import Event, now
from lib.store.database import Store
from lib.store.driehoek.agreements import OVER_STATUSES, StoredAgreement, in_order, stored
from lib.store.driehoek.meetings import Meeting, MeetingState, find_meeting, replace, require_same
from lib.store.errors import WrongStateError

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def close_meeting(actor: Actor, store: Store, *, seen: Meeting) -> Meeting:
    """Close a meeting for good; `seen` is what the editor started from.

    Raises `ChangedMeanwhileError` with the newer record, `NotFoundError` when it is gone,
    `WrongStateError` when it is closed already.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    with store.writing() as connection:
        before = require_same(connection, seen)
        values = {
            "state": MeetingState.CLOSED.value,
            "closed_at": now(),
            "frozen": _frozen(connection),
        }
        return replace(connection, actor, before, values, event=Event.MEETING_CLOSED)


def load_frozen_agreements(
    actor: Actor, store: Store, *, meeting: int
) -> tuple[StoredAgreement, ...]:
    """Return the agreements as they were at a closing, in the order of `load_agreements`.

    Those that were open then, and those that ended after the closing before it. Raises
    `NotFoundError` when there is no such meeting, `WrongStateError` when it is not closed.
    """
    actor.require(Operation.READ_DRIEHOEK)
    with store.reading() as connection:
        found = find_meeting(connection, meeting)
        m = tables.meeting.c
        kept = connection.scalar(select(m.frozen).where(m.id == meeting))
    if kept is None:
        raise WrongStateError(f"{found} is nog niet afgesloten.")
    return in_order(
        stored(row | {"changed_at": dt.datetime.fromisoformat(row["changed_at"])}) for row in kept
    )


def _frozen(connection: Connection) -> list[dict[str, Any]]:
    """Return the rows to keep; not all that ever ended, or they would be kept at every closing."""
    a = tables.agreement.c
    former = connection.scalar(select(func.max(tables.meeting.c.closed_at))) or LONG_AGO
    is_open = a.status.not_in([status.value for status in OVER_STATUSES])
    query = select(tables.agreement).where(or_(is_open, a.changed_at > former))
    rows = connection.execute(query).mappings()
    return [{**row, "changed_at": row["changed_at"].isoformat()} for row in rows]
