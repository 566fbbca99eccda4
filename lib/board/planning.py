"""Time on the board: which survey waves there are, and where the control cycle stands today."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lib.catalog import Milestone


class State(StrEnum):
    """Where a step of the cycle stands on a day; says nothing about whether it was done."""

    PAST = "past"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True)
class Step:
    """A milestone and where it stands today."""

    milestone: Milestone
    state: State


@dataclass(frozen=True)
class WaveStatus:
    """A survey wave: whether its figures are loaded, and whether residents can still be asked."""

    year: int
    loaded: bool
    survey_over: bool


def steps(milestones: Iterable[Milestone], *, today: dt.date) -> tuple[Step, ...]:
    """Return every milestone with its state, in order of time."""
    return tuple(Step(m, _state(m, today)) for m in milestones)


def _state(milestone: Milestone, today: dt.date) -> State:
    if milestone.end.end < today:
        return State.PAST
    return State.TO_COME if milestone.start.start > today else State.NOW


def waves(
    milestones: Iterable[Milestone], *, loaded: Iterable[int], today: dt.date
) -> tuple[WaveStatus, ...]:
    """Return all waves that are loaded or planned, oldest first."""
    have = set(loaded)
    surveys = {m.wave.year: m.end.end for m in milestones if m.kind == "survey" and m.wave}
    return tuple(
        WaveStatus(
            year=year, loaded=year in have, survey_over=year in have or surveys[year] < today
        )
        for year in sorted(have | set(surveys))
    )
