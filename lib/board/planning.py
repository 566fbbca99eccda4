"""Time on the board: which survey waves there are, and where the control cycle stands today."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pandas as pd

from lib.catalog import Milestone
from lib.catalog.period import month_of


class StepState(StrEnum):
    """Where a step of the cycle stands on a day; says nothing about whether it was done."""

    PAST = "past"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True)
class PlannedStep:
    """A milestone and where it stands today."""

    milestone: Milestone
    state: StepState


@dataclass(frozen=True)
class WaveStatus:
    """A survey wave: whether its figures are loaded, and whether residents can still be asked."""

    year: int
    loaded: bool
    survey_over: bool


@dataclass(frozen=True, eq=False)
class Planning:
    """The control cycle on one day; `loaded` are the years of the survey waves that are loaded."""

    milestones: tuple[Milestone, ...]
    loaded: Collection[int]
    today: dt.date

    @cached_property
    def steps(self) -> tuple[PlannedStep, ...]:
        """Every milestone with where it stands today, in order of time."""
        return planned_steps(self.milestones, today=self.today)

    @cached_property
    def waves(self) -> tuple[WaveStatus, ...]:
        """All survey waves that are loaded or planned, oldest first."""
        return wave_statuses(self.milestones, loaded=self.loaded, today=self.today)

    def events(self, *, first: str, last: str) -> pd.DataFrame:
        """Return columns `period` and `name`: decisions and plans between two months (2023-05)."""
        rows = [
            (m.start.text, m.title)
            for m in self.milestones
            if m.kind in {"decision", "plan"}
            and first <= month_of(m.start.start.isoformat()) <= last
        ]
        return pd.DataFrame(rows, columns=["period", "name"])


def planned_steps(milestones: Iterable[Milestone], *, today: dt.date) -> tuple[PlannedStep, ...]:
    """Return every milestone with its state, in order of time."""
    return tuple(PlannedStep(m, _step_state(m, today)) for m in milestones)


def _step_state(milestone: Milestone, today: dt.date) -> StepState:
    if milestone.end.end < today:
        return StepState.PAST
    return StepState.TO_COME if milestone.start.start > today else StepState.NOW


def wave_statuses(
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
