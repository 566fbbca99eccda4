"""Time on the board: which survey waves there are, and where the control cycle stands today."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pandas as pd

from lib.catalog import Milestone
from lib.catalog.period import month_of


class StepState(StrEnum):
    """Where a step of the cycle stands on a day, whether it was done or not."""

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
        return tuple(PlannedStep(m, self._state(m)) for m in self.milestones)

    def _state(self, milestone: Milestone) -> StepState:
        if milestone.end.end < self.today:
            return StepState.PAST
        return StepState.TO_COME if milestone.start.start > self.today else StepState.NOW

    @cached_property
    def waves(self) -> tuple[WaveStatus, ...]:
        """All survey waves that are loaded or planned, oldest first."""
        have = set(self.loaded)
        surveys = {m.wave.year: m.end.end for m in self.milestones if m.kind == "survey" and m.wave}
        return tuple(
            WaveStatus(year, year in have, year in have or surveys[year] < self.today)
            for year in sorted(have | set(surveys))
        )

    def events(self, *, first: str, last: str) -> pd.DataFrame:
        """Return columns `period` and `name`: decisions and plans between two months (2023-05)."""
        rows = [
            (m.start.text, m.title)
            for m in self.milestones
            if m.kind in {"decision", "plan"}
            and first <= month_of(m.start.start.isoformat()) <= last
        ]
        return pd.DataFrame(rows, columns=["period", "name"])
