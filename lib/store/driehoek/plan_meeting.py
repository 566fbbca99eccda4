"""Planning a meeting of the driehoek on a day, with its standing items; moving and removing it.

Not here: what a meeting is (`meetings`), and closing it (`closing`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, exists, or_, select

from lib.access import Actor, Operation
from lib.catalog.fields import FrozenModel
from lib.store import tables
from lib.store.audit import Event
from lib.store.database import Store
from lib.store.driehoek.agenda import AGENDA_FIELDS, Topic, insert_topics
from lib.store.driehoek.meetings import MEETINGS, Meeting, MeetingState, require_open
from lib.store.errors import WrongStateError
from lib.store.free_text import FormFields
from lib.store.known_keys import Day

MEETING_FIELDS = FormFields("driehoek", {"day": "dag", "reason": "reden"})


class _Planned(FrozenModel):
    day: Day


def plan_meeting(
    actor: Actor, store: Store, *, day: object, topics: Iterable[Mapping[str, object]] = ()
) -> Meeting:
    """Plan a meeting on a day (a date, or its ISO text), with these topics on its agenda.

    Raises `DataProblemsError` for what is no day, a day that has a meeting already, or topics that
    cannot be stored; their keys are the fields of `Topic`.
    """
    actor.require(Operation.WRITE_DRIEHOEK)
    planned = MEETING_FIELDS.validate(_Planned, {"day": day}).day
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
