"""Where the policy's goals stand: value, gap, verdict, and the pace that is still needed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from lib.analysis.course import Course, Goal, Reason, Verdict, Wave, pace, verdict
from lib.analysis.gap import gap
from lib.catalog import Milestone, Target

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
    period: str
    value: float | None
    gap: float | None
    short: tuple[str, ...]
    verdict: Verdict
    waves_to_come: int
    pace: float | None


def waves_to_come(target: Target, milestones: Iterable[Milestone], *, today: dt.date) -> int:
    """Count the surveys, up to the one that decides, in which residents can still be asked."""
    return sum(
        1
        for m in milestones
        if m.kind == "survey" and m.wave and m.wave <= target.judged_on and m.end.end >= today
    )


def municipal_goal(target: Target, newest: pd.Series | None, *, to_come: int) -> GoalStatus:
    """Judge a target for the municipality by its newest wave (a row of the survey frame)."""
    wave = None if newest is None else _wave(newest)
    value = wave.value if wave else None
    return GoalStatus(
        target=target,
        period="" if newest is None else str(newest["period"]),
        value=value,
        gap=None if value is None else gap(value, goal=target.value),
        short=(),
        verdict=verdict(wave, goal=_goal(target, target.baseline_value or target.value)),
        waves_to_come=to_come,
        pace=None if value is None else pace(value, goal=target.value, waves_to_come=to_come),
    )


def areas_goal(
    target: Target,
    newest: pd.DataFrame,
    *,
    period: str,
    baselines: pd.Series,
    to_come: int,
) -> GoalStatus:
    """Judge a target that holds for every area.

    `newest` is a level's frame (index area), `baselines` the ratings at the baseline. An area
    that stood above the goal at the baseline has the goal itself as its path.
    """
    known = newest.dropna(subset="value")
    is_complete = len(known) == len(newest)
    short = [str(a) for a, v in known["value"].items() if gap(v, goal=target.value) < 0]
    verdicts = [
        verdict(
            _wave(row, period),
            goal=_goal(target, min(baselines.get(area, target.value), target.value)),
        )
        for area, row in known.iterrows()
    ]
    if known.empty:
        worst = Verdict(Course.UNKNOWN, Reason.NO_WAVE)
    else:
        worst = min(verdicts, key=lambda v: SEVEREST.index(v.course))
        if not is_complete and worst.course not in {Course.MISSED, Course.OFF_COURSE}:
            worst = Verdict(Course.UNKNOWN, Reason.INCOMPLETE)
    lowest = None if known.empty else float(known["value"].min())
    return GoalStatus(
        target=target,
        period=period,
        value=lowest,
        gap=None if lowest is None else gap(lowest, goal=target.value),
        short=tuple(short),
        verdict=worst,
        waves_to_come=to_come,
        pace=None if lowest is None else pace(lowest, goal=target.value, waves_to_come=to_come),
    )


def _goal(target: Target, baseline: float) -> Goal:
    return Goal(
        value=target.value,
        year=target.judged_on.year,
        baseline=baseline,
        baseline_year=target.baseline_period.year,
    )


def _wave(row: pd.Series, period: str = "") -> Wave:
    def known(name: str) -> float | None:
        value = row.get(name)
        return None if value is None or pd.isna(value) else float(value)

    return Wave(
        year=int(str(period or row["period"])[:4]),
        value=float(row["value"]),
        lower=known("lower"),
        upper=known("upper"),
    )
