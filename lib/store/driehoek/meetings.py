"""Meetings of the driehoek: planned on a day, prepared, and in the end closed.

What a closed meeting has does not change any more. Not here: its agenda (`agenda`), agreements
(`agreements`), and what closing keeps (`closing`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, exists, insert, or_, select, update

from lib.access import Actor, Operation
from lib.catalog import DataProblemsError
from lib.catalog.fields import FrozenModel
from lib.catalog.problems import DataProblem
from lib.store import tables
from lib.store.audit import Event, now, record
from lib.store.database import Store
from lib.store.errors import ChangedMeanwhileError, NotFoundError, WrongStateError
from lib.store.free_text import validate_fields
from lib.store.known_keys import Day

PLACE = "driehoek"
LABELS = {"day": "dag"}


class MeetingState(StrEnum):
    """How far a meeting is."""

    PREPARING = "voorbereiding"
    CLOSED = "afgesloten"


@dataclass(frozen=True)
class Meeting:
    """A meeting as it stands in the store; `version` counts its own changes."""

    number: int
    version: int
    changed_at: dt.datetime
    day: dt.date
    state: MeetingState
    closed_at: dt.datetime | None

    def __str__(self) -> str:
        return f"De driehoek van {self.day:%d-%m-%Y}"


class _Planned(FrozenModel):
    day: Day


# All but what closing keeps, which may be much.
_LIGHT = [column for column in tables.meeting.c if column.name != "frozen"]


def load_meetings(actor: Actor, store: Store) -> tuple[Meeting, ...]:
    """Return every meeting, the newest day first."""
    actor.require(Operation.READ_DRIEHOEK)
    query = select(*_LIGHT).order_by(tables.meeting.c.day.desc())
    with store.reading() as connection:
        return tuple(_meeting(row) for row in connection.execute(query).mappings())


def load_last_meeting(actor: Actor, store: Store, *, before: dt.date) -> Meeting | None:
    """Return the last meeting on an earlier day, closed or not; None when there is none."""
    found = (meeting for meeting in load_meetings(actor, store) if meeting.day < before)
    return next(found, None)


def plan_meeting(actor: Actor, store: Store, *, day: object) -> Meeting:
    """Plan a meeting on a day (a date, or its ISO text).

    Raises `DataProblemsError` for what is no day, or a day that has a meeting already.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = _checked(day)
    with store.writing() as connection:
        _require_free(connection, planned)
        query = insert(tables.meeting).values(
            version=1, changed_at=now(), day=planned.isoformat(), state=MeetingState.PREPARING.value
        )
        number = connection.execute(query.returning(tables.meeting.c.id)).scalar_one()
        meeting = find_meeting(connection, number)
        record(
            connection,
            actor,
            event=Event.MEETING_PLANNED,
            subject=subject(number),
            change=(None, _told(meeting)),
        )
    return meeting


def move_meeting(actor: Actor, store: Store, *, seen: Meeting, day: object) -> Meeting:
    """Move a meeting in preparation to another day; `seen` is what the editor started from.

    Raises as `plan_meeting`, and `ChangedMeanwhileError` with the newer record, `NotFoundError`
    when it is gone, `WrongStateError` when it is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = _checked(day)
    with store.writing() as connection:
        before = require_same(connection, seen)
        if planned == before.day:
            return before
        _require_free(connection, planned)
        values = {"day": planned.isoformat()}
        return replace(connection, actor, before, values, event=Event.MEETING_MOVED)


def remove_meeting(actor: Actor, store: Store, *, seen: Meeting) -> None:
    """Remove a meeting in preparation that has no agenda and no agreements yet.

    Raises as `change_day`, and `WrongStateError` for one that is not empty.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    items, agreements = tables.agenda_item.c.meeting, tables.agreement.c.meeting
    with store.writing() as connection:
        before = require_same(connection, seen)
        used = or_(exists().where(items == seen.number), exists().where(agreements == seen.number))
        if connection.scalar(select(used)):
            raise WrongStateError(
                f"{before} heeft agendapunten of afspraken: alleen een lege driehoek kan weg."
            )
        connection.execute(delete(tables.meeting).where(tables.meeting.c.id == seen.number))
        record(
            connection,
            actor,
            event=Event.MEETING_REMOVED,
            subject=subject(seen.number),
            change=(_told(before), None),
        )


def find_meeting(connection: Connection, number: int) -> Meeting:
    """Return a meeting; raise `NotFoundError` when there is none."""
    query = select(*_LIGHT).where(tables.meeting.c.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError("Deze driehoek is er niet, of niet meer.")
    return _meeting(row)


def require_open(connection: Connection, number: int) -> Meeting:
    """Return a meeting; raise `WrongStateError` when it is closed."""
    meeting = find_meeting(connection, number)
    if meeting.state is MeetingState.CLOSED:
        raise WrongStateError(
            f"{meeting} is afgesloten: daaraan verandert niets meer. "
            "Wat te doen: zet het bij een volgende driehoek."
        )
    return meeting


def require_same(connection: Connection, seen: Meeting) -> Meeting:
    """Return an open meeting; raise `ChangedMeanwhileError` when it is not as it was seen."""
    meeting = require_open(connection, seen.number)
    if meeting.version != seen.version:
        raise ChangedMeanwhileError(str(meeting), newer=meeting)
    return meeting


def replace(
    connection: Connection,
    actor: Actor,
    before: Meeting,
    values: Mapping[str, object],
    *,
    event: Event,
) -> Meeting:
    """Write values over a meeting and record it; return what it is now."""
    connection.execute(
        update(tables.meeting)
        .where(tables.meeting.c.id == before.number)
        .values(version=before.version + 1, changed_at=now(), **values)
    )
    after = find_meeting(connection, before.number)
    record(
        connection,
        actor,
        event=event,
        subject=subject(before.number),
        change=(_told(before), _told(after)),
    )
    return after


def subject(number: int) -> str:
    """Return how the audit trail names a meeting with its agenda."""
    return f"{PLACE} {number}"


def _checked(day: object) -> dt.date:
    return validate_fields(_Planned, {"day": day}, file=PLACE, labels=LABELS).day


def _require_free(connection: Connection, day: dt.date) -> None:
    if connection.scalar(select(exists().where(tables.meeting.c.day == day.isoformat()))):
        raise DataProblemsError(
            [
                DataProblem(
                    PLACE,
                    column=LABELS["day"],
                    value=day.isoformat(),
                    expected="een dag waarop nog geen driehoek is",
                    fix="open de driehoek van die dag, of kies een andere dag",
                )
            ]
        )


def _told(meeting: Meeting) -> dict[str, object]:
    return {"day": meeting.day.isoformat(), "state": meeting.state.value}


def _meeting(row: RowMapping) -> Meeting:
    return Meeting(
        number=row["id"],
        version=row["version"],
        changed_at=row["changed_at"],
        day=dt.date.fromisoformat(row["day"]),
        state=MeetingState(row["state"]),
        closed_at=row["closed_at"],
    )
