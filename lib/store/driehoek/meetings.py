"""Meetings of the driehoek: planned on a day, prepared, and in the end closed.

What a closed meeting has does not change any more. Not here: its agenda (`agenda`), agreements
(`agreements`), and what closing freezes (`closing`).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, exists, or_, select

from lib.access import Actor, Operation
from lib.catalog.fields import FrozenModel
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.errors import WrongStateError
from lib.store.free_text import FormFields
from lib.store.known_keys import Day
from lib.store.repository import Repository, pick, read_record

MEETING_FIELDS = FormFields("driehoek", {"day": "dag"})


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


MEETINGS = Repository(
    tables.meeting,
    name="driehoek",
    read=lambda row: read_record(Meeting, row),
    describe=lambda row: pick(row, ("day", "state")),
    large=frozenset({"frozen"}),
    title=str,
    missing="Deze driehoek is er niet, of niet meer.",
)


def load_meetings(actor: Actor, store: Store) -> tuple[Meeting, ...]:
    """Return every meeting, the newest day first."""
    actor.require(Operation.READ_DRIEHOEK)
    query = MEETINGS.query().order_by(tables.meeting.c.day.desc())
    with store.reading() as connection:
        return tuple(MEETINGS.load(connection, query))


def load_last_meeting(actor: Actor, store: Store, *, before: dt.date) -> Meeting | None:
    """Return the last meeting on an earlier day, closed or not; None when there is none."""
    found = (meeting for meeting in load_meetings(actor, store) if meeting.day < before)
    return next(found, None)


def plan_meeting(actor: Actor, store: Store, *, day: object) -> Meeting:
    """Plan a meeting on a day (a date, or its ISO text).

    Raises `DataProblemsError` for what is no day, or a day that has a meeting already.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = MEETING_FIELDS.validate(_Planned, {"day": day}).day
    values = {"day": planned.isoformat(), "state": MeetingState.PREPARING.value}
    with store.writing() as connection:
        _require_free(connection, planned)
        return MEETINGS.add(connection, actor, values, event=Event.MEETING_PLANNED)


def move_meeting(actor: Actor, store: Store, *, seen: Meeting, day: object) -> Meeting:
    """Move a meeting in preparation to another day; `seen` is what the editor started from.

    Raises as `plan_meeting`, and `ChangedMeanwhileError` with the newer record, `NotFoundError`
    when it is gone, `WrongStateError` when it is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = MEETING_FIELDS.validate(_Planned, {"day": day}).day
    with store.writing() as connection:
        require_open(connection, seen.number)
        before = MEETINGS.find_unchanged(connection, seen)
        if planned == before.day:
            return before
        _require_free(connection, planned)
        values = {"day": planned.isoformat()}
        return MEETINGS.change(connection, actor, seen, values, event=Event.MEETING_MOVED)


def remove_meeting(actor: Actor, store: Store, *, seen: Meeting) -> None:
    """Remove a meeting in preparation that has no agenda and no agreements yet.

    Raises as `move_meeting`, and `WrongStateError` for one that is not empty.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    items, agreements = tables.agenda_item.c.meeting, tables.agreement.c.meeting
    used = or_(exists().where(items == seen.number), exists().where(agreements == seen.number))
    with store.writing() as connection:
        require_open(connection, seen.number)
        if connection.scalar(select(used)):
            before = MEETINGS.find_unchanged(connection, seen)
            raise WrongStateError(
                f"{before} heeft agendapunten of afspraken: alleen een lege driehoek kan weg."
            )
        MEETINGS.remove(connection, actor, seen, event=Event.MEETING_REMOVED)


def require_open(connection: Connection, number: int) -> None:
    """Raise `WrongStateError` when a meeting is closed, `NotFoundError` when there is none."""
    meeting = MEETINGS.find(connection, number)
    if meeting.state is MeetingState.CLOSED:
        raise WrongStateError(
            f"{meeting} is afgesloten: daaraan verandert niets meer. "
            "Wat te doen: zet het bij een volgende driehoek."
        )


def _require_free(connection: Connection, day: dt.date) -> None:
    if connection.scalar(select(exists().where(tables.meeting.c.day == day.isoformat()))):
        MEETING_FIELDS.refuse(
            field="day",
            value=day,
            expected="een dag waarop nog geen driehoek is",
            fix="open de driehoek van die dag, of kies een andere dag",
        )
