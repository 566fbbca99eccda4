"""Is a goal on course, and what pace does it still need? Judged on published decimals."""

from dataclasses import dataclass
from enum import StrEnum

from lib.analysis.gap import gap, shortfall


class Course(StrEnum):
    """The verdict on a goal."""

    REACHED = "reached"
    MISSED = "missed"
    ON_COURSE = "on_course"
    OFF_COURSE = "off_course"
    UNKNOWN = "unknown"


class CourseReason(StrEnum):
    """Why the verdict is what it is."""

    JUDGED_WAVE = "judged_wave"
    AGAINST_PATH = "against_path"
    NO_WAVE = "no_wave"
    ONLY_BASELINE = "only_baseline"
    WITHIN_MARGIN = "within_margin"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class CourseVerdict:
    """A verdict with its reason; `path` is the value that the straight path asked for."""

    course: Course
    reason: CourseReason
    path: float | None = None


@dataclass(frozen=True)
class SurveyResult:
    """One survey result: year, published value, and its 95 % interval where known."""

    year: int
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Goal:
    """A value to reach in the wave of `year`, from `baseline` in `baseline_year`."""

    value: float
    year: int
    baseline: float
    baseline_year: int


def straight_path(goal: Goal, *, year: int) -> float:
    """Return the value that a straight line from baseline to goal has in `year`."""
    share = (year - goal.baseline_year) / (goal.year - goal.baseline_year)
    return round(goal.baseline + (goal.value - goal.baseline) * min(max(share, 0.0), 1.0), 10)


def judge_course(wave: SurveyResult | None, *, goal: Goal) -> CourseVerdict:
    """Judge the newest comparable wave.

    The wave on which the goal is judged decides by its published value. An earlier wave is held
    against the straight path; when its interval holds the path, there is no verdict. Nor is
    there one for a wave that is not newer than the baseline.
    """
    if wave is None:
        return CourseVerdict(Course.UNKNOWN, CourseReason.NO_WAVE)
    if wave.year >= goal.year:
        reached = gap(wave.value, goal=goal.value) >= 0
        return CourseVerdict(Course.REACHED if reached else Course.MISSED, CourseReason.JUDGED_WAVE)
    if wave.year <= goal.baseline_year:
        return CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)
    needed = straight_path(goal, year=wave.year)
    if wave.lower is not None and wave.upper is not None and wave.lower <= needed <= wave.upper:
        return CourseVerdict(Course.UNKNOWN, CourseReason.WITHIN_MARGIN, needed)
    ahead = gap(wave.value, goal=needed) >= 0
    return CourseVerdict(
        Course.ON_COURSE if ahead else Course.OFF_COURSE, CourseReason.AGAINST_PATH, needed
    )


def pace(value: float, *, goal: float, waves_to_come: int) -> float | None:
    """Return the rise needed in each survey wave to come; None when no wave is left."""
    return shortfall(value, goal=goal) / waves_to_come if waves_to_come else None
