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


class Reason(StrEnum):
    """Why the verdict is what it is."""

    JUDGED_WAVE = "judged_wave"
    AGAINST_PATH = "against_path"
    NO_WAVE = "no_wave"
    ONLY_BASELINE = "only_baseline"
    WITHIN_MARGIN = "within_margin"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Verdict:
    """A verdict with its reason; `path` is the value that the straight path asked for."""

    course: Course
    reason: Reason
    path: float | None = None


@dataclass(frozen=True)
class Wave:
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


def path(goal: Goal, *, year: int) -> float:
    """Return the value that a straight line from baseline to goal has in `year`."""
    share = (year - goal.baseline_year) / (goal.year - goal.baseline_year)
    return round(goal.baseline + (goal.value - goal.baseline) * min(max(share, 0.0), 1.0), 10)


def verdict(wave: Wave | None, *, goal: Goal) -> Verdict:
    """Judge the newest comparable wave.

    The wave on which the goal is judged decides by its published value. An earlier wave is held
    against the straight path; when its interval holds the path, nothing can be said. A wave that
    is not newer than the baseline says nothing about the course.
    """
    if wave is None:
        return Verdict(Course.UNKNOWN, Reason.NO_WAVE)
    if wave.year >= goal.year:
        reached = gap(wave.value, goal=goal.value) >= 0
        return Verdict(Course.REACHED if reached else Course.MISSED, Reason.JUDGED_WAVE)
    if wave.year <= goal.baseline_year:
        return Verdict(Course.UNKNOWN, Reason.ONLY_BASELINE)
    needed = path(goal, year=wave.year)
    if wave.lower is not None and wave.upper is not None and wave.lower <= needed <= wave.upper:
        return Verdict(Course.UNKNOWN, Reason.WITHIN_MARGIN, needed)
    ahead = gap(wave.value, goal=needed) >= 0
    return Verdict(Course.ON_COURSE if ahead else Course.OFF_COURSE, Reason.AGAINST_PATH, needed)


def pace(value: float, *, goal: float, waves_to_come: int) -> float | None:
    """Return the rise needed in each survey wave to come; None when no wave is left."""
    return shortfall(value, goal=goal) / waves_to_come if waves_to_come else None
