"""Is a goal on course, and what pace does it still need? Margins decide, not decimals alone."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from lib.analysis.discoveries import find_discoveries
from lib.analysis.estimate import Estimate, find_p_value, is_beyond_chance
from lib.analysis.gap import gap, shortfall

PlaceT = TypeVar("PlaceT", bound=Hashable)


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
    NO_MARGIN = "no_margin"
    WITHIN_MARGIN = "within_margin"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class CourseVerdict:
    """A verdict with its reason; `path` is the value that the straight path asked for."""

    course: Course
    reason: CourseReason
    path: float | None = None


@dataclass(frozen=True)
class Goal:
    """A value to reach in the wave of `year`, from `baseline` in `baseline_year`."""

    value: float
    year: int
    baseline: float
    baseline_year: int


class _PathTest(NamedTuple):
    """A wave held against its path: on which side its value is, and whether that may be chance."""

    path: float
    is_ahead: bool
    p_value: float


def straight_path(goal: Goal, *, year: int) -> float:
    """Return the value that a straight line from baseline to goal has in `year`."""
    share = (year - goal.baseline_year) / (goal.year - goal.baseline_year)
    return round(goal.baseline + (goal.value - goal.baseline) * min(max(share, 0.0), 1.0), 10)


def judge_course(wave: Estimate, *, year: int, goal: Goal) -> CourseVerdict:
    """Judge the newest comparable wave, which was held in `year`.

    The wave on which the goal is judged decides by its published value. An earlier wave is held
    against the straight path; when the margin holds the path, there is no verdict. Nor is there one
    for a wave without a margin, or one that is not newer than the baseline.
    """
    return judge_courses({0: wave}, year=year, goals={0: goal})[0]


def judge_courses(
    waves: Mapping[PlaceT, Estimate], *, year: int, goals: Mapping[PlaceT, Goal]
) -> dict[PlaceT, CourseVerdict]:
    """Judge all areas of a wave, each by its own goal; see `judge_course`.

    One area that is off course decides for all, so those behind are judged together, by
    Benjamini-Hochberg at 5 %. All have to be on course, so for that each is judged by itself.
    """
    found, tests = {}, {}
    for place, wave in waves.items():
        verdict = _judge_at_once(wave, year=year, goal=goals[place])
        if verdict:
            found[place] = verdict
        else:
            tests[place] = _test_path(
                wave, straight_path(goals[place], year=year), in_family=len(waves) > 1
            )
    behind = find_discoveries([1.0 if t.is_ahead else t.p_value for t in tests.values()])
    for (place, test), is_behind in zip(tests.items(), behind, strict=True):
        found[place] = _judge_test(test, is_behind=bool(is_behind))
    return found


def _judge_at_once(wave: Estimate, *, year: int, goal: Goal) -> CourseVerdict | None:
    """Return the verdict that needs no path, or that there can be none; None for all others."""
    if year <= goal.baseline_year:
        return CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)
    if wave.standard_error is None:
        return CourseVerdict(Course.UNKNOWN, CourseReason.NO_MARGIN)
    if year < goal.year:
        return None
    reached = gap(wave.value, goal=goal.value) >= 0
    return CourseVerdict(Course.REACHED if reached else Course.MISSED, CourseReason.JUDGED_WAVE)


def _test_path(wave: Estimate, path: float, *, in_family: bool) -> _PathTest:
    published = gap(wave.value, goal=path)
    p_value = find_p_value(wave.centre - path, published=published, of=[wave], in_family=in_family)
    return _PathTest(path, published > 0, 1.0 if p_value is None else p_value)


def _judge_test(test: _PathTest, *, is_behind: bool) -> CourseVerdict:
    is_clear = is_beyond_chance(test.p_value)
    if is_clear and (test.is_ahead or is_behind):
        course = Course.ON_COURSE if test.is_ahead else Course.OFF_COURSE
        return CourseVerdict(course, CourseReason.AGAINST_PATH, test.path)
    return CourseVerdict(Course.UNKNOWN, CourseReason.WITHIN_MARGIN, test.path)


def pace(value: float, *, goal: float, waves_to_come: int) -> float | None:
    """Return the rise needed in each survey wave to come; None when no wave is left."""
    return shortfall(value, goal=goal) / waves_to_come if waves_to_come else None
