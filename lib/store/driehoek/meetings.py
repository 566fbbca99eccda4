"""Meetings of the driehoek: planned on a day, prepared, and in the end closed.

What a closed meeting has does not change any more. Not here: planning and closing it
(`meeting_steps`), its agenda (`agenda`) and agreements (`agreements`).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, update

from lib.access import Actor, Operation
from lib.catalog.fields import FrozenModel, Key
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.errors import WrongStateError
from lib.store.form_fields import Day
from lib.store.repository import Repository, Row, pick, read_record


class MeetingState(StrEnum):
    """How far a meeting is."""

    PREPARING = "voorbereiding"
    CLOSED = "afgesloten"


class MeetingWindow(FrozenModel):
    """Which days are compared for a meeting: the keys of a choice, and days where it needs them."""

    preset: Key
    comparison: Key
    first: Day | None = None
    last: Day | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting as it stands in the store; `version` counts its own changes.

    `reason`: why it was closed before its day, if it was. `window`: the days that somebody chose
    to compare.
    """

    number: int
    version: int
    changed_at: dt.datetime
    day: dt.date
    state: MeetingState
    closed_at: dt.datetime | None
    reason: str
    window: MeetingWindow | None

    def __str__(self) -> str:
        return f"De driehoek van {self.day:%d-%m-%Y}"


def _read_meeting(row: Row) -> Meeting:
    window = row["compared"] and MeetingWindow.model_validate(row["compared"])
    return read_record(Meeting, row, window=window)


MEETINGS = Repository(
    tables.meeting,
    name="driehoek",
    read=_read_meeting,
    describe=lambda row: {
        **pick(row, ("day", "state")),
        **{name: row[name] for name in ("reason", "compared") if row[name]},
    },
    large=frozenset({"frozen", "verdicts"}),
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


def compare_days(actor: Actor, store: Store, *, meeting: int, window: MeetingWindow) -> None:
    """Remember which days are compared for a meeting; its version stays, for it is no other one.

    Raises `NotFoundError` when it is gone and `WrongStateError` when it is closed.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    values = {"compared": window.model_dump(mode="json")}
    with store.writing() as connection:
        require_open(connection, meeting)
        before = MEETINGS.find_row(connection, meeting)
        if before["compared"] == values["compared"]:
            return
        query = update(tables.meeting).where(tables.meeting.c.id == meeting)
        connection.execute(query.values(**values))
        MEETINGS.record_change(
            connection,
            actor,
            event=Event.MEETING_COMPARED,
            before=before,
            after={**before, **values},
        )


def require_open(connection: Connection, number: int) -> None:
    """Raise `WrongStateError` when a meeting is closed, `NotFoundError` when there is none."""
    meeting = MEETINGS.find(connection, number)
    if meeting.state is MeetingState.CLOSED:
        raise WrongStateError(
            f"{meeting} is afgesloten: daaraan verandert niets meer. "
            "Wat te doen: zet het bij een volgende driehoek."
        )
