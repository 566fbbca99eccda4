"""Where the policy's goals stand: value, gap, verdict, and the pace that is still needed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from lib.analysis.course import (
    Course,
    CourseReason,
    CourseVerdict,
    Goal,
    SurveyResult,
    judge_course,
    pace,
)
from lib.analysis.gap import gap
from lib.board.area_values import number_or_none
from lib.catalog import Milestone, Period, Target

NO_WAVE = CourseVerdict(Course.UNKNOWN, CourseReason.NO_WAVE)
# One area that fell short decides for all; one that cannot be judged leaves all unjudged.
SEVEREST = (Course.MISSED, Course.OFF_COURSE, Course.UNKNOWN, Course.ON_COURSE, Course.REACHED)


@dataclass(frozen=True)
class GoalStatus:
    """A target on the board.

    `value` and `gap` (value minus goal) are of the municipality for a municipal target, of the
    area that is furthest from it for a target that holds for every area. `short` names the areas
    that fall short. `pace` is the rise per wave still to come, None when none is left.
    """

    target: Target
    verdict: CourseVerdict
    waves_to_come: int
    period: str
    value: float | None
    short: tuple[str, ...] = ()

    @property
    def gap(self) -> float | None:
        """The distance of the value to the goal."""
        return None if self.value is None else gap(self.value, goal=self.target.value)

    @property
    def pace(self) -> float | None:
        """The rise that is needed per wave."""
        if self.value is None:
            return None
        return pace(self.value, goal=self.target.value, waves_to_come=self.waves_to_come)


def waves_to_come(target: Target, milestones: Iterable[Milestone], *, today: dt.date) -> int:
    """Count the surveys, up to the one that decides, in which residents can still be asked."""
    return sum(
        1
        for m in milestones
        if m.kind == "survey" and m.wave and m.wave <= target.judged_on and m.end.end >= today
    )


def judge_municipal_goal(target: Target, newest: pd.Series | None, *, to_come: int) -> GoalStatus:
    """Judge a target for the municipality by its newest wave (a row of the survey frame)."""
    if newest is None:
        return GoalStatus(target, NO_WAVE, to_come, period="", value=None)
    period = str(newest["period"])
    goal = _target_goal(target, target.baseline_value or target.value)
    verdict = judge_course(_survey_result(newest, period), goal=goal)
    return GoalStatus(target, verdict, to_come, period=period, value=float(newest["value"]))


def judge_area_goal(
    target: Target, newest: pd.DataFrame, *, period: str, baselines: pd.Series, to_come: int
) -> GoalStatus:
    """Judge a target that holds for every area.

    `newest` is the frame of `AreaValues`, `baselines` the ratings at the baseline. An area that
    stood above the goal at the baseline has the goal itself as its path.
    """
    known = newest.dropna(subset="value")
    verdicts = [
        judge_course(
            _survey_result(row, period),
            goal=_target_goal(target, min(baselines.get(area, target.value), target.value)),
        )
        for area, row in known.iterrows()
    ]
    verdict = _severest(verdicts, is_complete=len(known) == len(newest))
    lowest = None if known.empty else float(known["value"].min())
    short = [str(a) for a, v in known["value"].items() if gap(v, goal=target.value) < 0]
    return GoalStatus(target, verdict, to_come, period, lowest, tuple(short))


def _severest(verdicts: Sequence[CourseVerdict], *, is_complete: bool) -> CourseVerdict:
    """Return the verdict that decides for all areas together."""
    if not verdicts:
        return NO_WAVE
    found = min(verdicts, key=lambda verdict: SEVEREST.index(verdict.course))
    if is_complete or found.course in {Course.MISSED, Course.OFF_COURSE}:
        return found
    return CourseVerdict(Course.UNKNOWN, CourseReason.INCOMPLETE)


def _target_goal(target: Target, baseline: float) -> Goal:
    return Goal(
        value=target.value,
        year=target.judged_on.year,
        baseline=baseline,
        baseline_year=target.baseline_period.year,
    )


def _survey_result(row: pd.Series, period: str) -> SurveyResult:
    return SurveyResult(
        year=Period(period).year,
        value=float(row["value"]),
        lower=number_or_none(row.get("lower")),
        upper=number_or_none(row.get("upper")),
    )
