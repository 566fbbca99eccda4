"""Where the policy's goals stand: value, gap, verdict, and the pace that is still needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.analysis.course import (
    Course,
    CourseReason,
    CourseVerdict,
    Goal,
    judge_course,
    judge_courses,
    pace,
)
from lib.analysis.estimate import Estimate
from lib.analysis.gap import gap
from lib.board.planning import WaveStatus
from lib.catalog import Period, Target

NO_WAVE = CourseVerdict(Course.UNKNOWN, CourseReason.NO_WAVE)
# One area that fell short decides for all; one that cannot be judged leaves all unjudged.
SEVEREST = (Course.MISSED, Course.OFF_COURSE, Course.UNKNOWN, Course.ON_COURSE, Course.REACHED)


@dataclass(frozen=True)
class GoalStatus:
    """A target on the board.

    `value` and `gap` (value minus goal) are of the municipality for a municipal target, of the
    area that is furthest from it for a target that holds for every area. `short` names the areas
    that fall short. Both are of the newest wave; the verdict is never of one after the wave that
    decides. `pace` is the rise per wave still to come, None when none is left.
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
    def is_past(self) -> bool:
        """Whether the value is of a later wave than the one that decided."""
        return bool(self.period) and Period(self.period) > self.target.judged_on

    @property
    def pace(self) -> float | None:
        """The rise that is needed per wave."""
        if self.value is None:
            return None
        return pace(self.value, goal=self.target.value, waves_to_come=self.waves_to_come)


def waves_to_come(target: Target, waves: Iterable[WaveStatus]) -> int:
    """Count the surveys, up to the one that decides, in which residents can still be asked."""
    return sum(not w.survey_over and w.year <= target.judged_on.year for w in waves)


def judge_municipal_goal(
    target: Target, newest: Estimate | None, *, period: str, to_come: int
) -> GoalStatus:
    """Judge a target for the municipality by its newest wave."""
    if newest is None:
        return GoalStatus(target, NO_WAVE, to_come, period="", value=None)
    goal = _target_goal(target, target.baseline_value or target.value)
    verdict = judge_course(newest, year=Period(period).year, goal=goal)
    return GoalStatus(target, verdict, to_come, period=period, value=newest.value)


def judge_area_goal(
    target: Target,
    newest: Mapping[str, Estimate | None],
    *,
    period: str,
    baselines: Mapping[str, float],
    to_come: int,
) -> GoalStatus:
    """Judge a target that holds for every area.

    `newest` and `baselines` are the ratings of the newest wave and at the baseline. An area that
    stood above the goal at the baseline has the goal itself as its path.
    """
    known = {area: rating for area, rating in newest.items() if rating}
    if not known:
        return GoalStatus(target, NO_WAVE, to_come, period, value=None)
    goals = {
        a: _target_goal(target, min(baselines.get(a, target.value), target.value)) for a in known
    }
    verdicts = judge_courses(known, year=Period(period).year, goals=goals)
    verdict = _severest(verdicts.values(), is_complete=len(known) == len(newest))
    short = tuple(a for a, rating in known.items() if gap(rating.value, goal=target.value) < 0)
    lowest = min(rating.value for rating in known.values())
    return GoalStatus(target, verdict, to_come, period, lowest, short)


def _severest(verdicts: Iterable[CourseVerdict], *, is_complete: bool) -> CourseVerdict:
    """Return the verdict that decides for all areas together."""
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
