"""Where the goals stand: waves to come by date, and verdicts by wave."""

import datetime as dt
from math import isnan, nan

import pytest

from lib.analysis.course import Course, CourseReason
from lib.analysis.estimate import Estimate
from lib.board.goals import GoalStatus, judge_area_goal, judge_municipal_goal, waves_to_come
from lib.board.planning import Planning
from lib.catalog import Catalog, Target


@pytest.fixture
def municipal(catalog: Catalog) -> Target:
    return next(t for t in catalog.targets if t.scope == "municipality")


@pytest.fixture
def floor(catalog: Catalog) -> Target:
    return next(t for t in catalog.targets if t.scope == "every_area")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2022-06-01", 2),
        ("2023-01-01", 2),
        ("2023-07-01", 2),
        ("2023-09-30", 2),
        ("2023-10-01", 1),
        ("2025-06-30", 1),
        ("2025-08-15", 1),
        ("2025-09-30", 1),
        ("2025-10-01", 0),
        ("2026-11-23", 0),
        ("2031-01-01", 0),
    ],
)
def test_waves_to_come(catalog: Catalog, municipal: Target, day: str, number: int) -> None:
    planning = Planning(catalog.milestones, loaded=(), today=dt.date.fromisoformat(day))
    assert waves_to_come(municipal, planning.waves) == number


def test_survey_after_the_one_that_decides_does_not_count(
    catalog: Catalog, municipal: Target
) -> None:
    judged_earlier = municipal.model_copy(update={"judged_on": catalog.milestones[2].wave})
    planning = Planning(catalog.milestones, loaded=(), today=dt.date(2022, 1, 1))
    assert waves_to_come(judged_earlier, planning.waves) == 1


def test_wave_that_is_loaded_before_its_planned_end_is_not_to_come(
    catalog: Catalog, municipal: Target
) -> None:
    planning = Planning(catalog.milestones, loaded=(2023, 2025), today=dt.date(2025, 8, 15))
    assert waves_to_come(municipal, planning.waves) == 0


def surveyed(value: float, margin: float | None = 0.01) -> Estimate:
    if margin is None:
        return Estimate(value)
    return Estimate(value, value - margin, value + margin)


@pytest.mark.parametrize(
    ("period", "wave", "expected"),
    [
        ("", None, (None, None, Course.UNKNOWN, CourseReason.NO_WAVE, None)),
        (
            "2021",
            surveyed(7.2, None),
            (7.2, -0.2, Course.UNKNOWN, CourseReason.ONLY_BASELINE, 0.2),
        ),
        ("2023", surveyed(7.2), (7.2, -0.2, Course.OFF_COURSE, CourseReason.AGAINST_PATH, 0.2)),
        ("2023", surveyed(7.4), (7.4, 0.0, Course.ON_COURSE, CourseReason.AGAINST_PATH, 0.0)),
        ("2023", surveyed(7.6), (7.6, 0.2, Course.ON_COURSE, CourseReason.AGAINST_PATH, 0.0)),
        (
            "2023",
            surveyed(7.2, 0.1),
            (7.2, -0.2, Course.UNKNOWN, CourseReason.WITHIN_MARGIN, 0.2),
        ),
        # Values that would be on or off course, had they a margin.
        ("2023", surveyed(7.2, None), (7.2, -0.2, Course.UNKNOWN, CourseReason.NO_MARGIN, 0.2)),
        ("2023", surveyed(7.6, None), (7.6, 0.2, Course.UNKNOWN, CourseReason.NO_MARGIN, 0.0)),
        ("2025", surveyed(7.4, None), (7.4, 0.0, Course.UNKNOWN, CourseReason.NO_MARGIN, 0.0)),
        ("2025", surveyed(7.4), (7.4, 0.0, Course.REACHED, CourseReason.JUDGED_WAVE, 0.0)),
        ("2025", surveyed(7.3), (7.3, -0.1, Course.MISSED, CourseReason.JUDGED_WAVE, 0.1)),
    ],
)
def test_municipal_goal(
    municipal: Target,
    period: str,
    wave: Estimate | None,
    expected: tuple[float | None, float | None, Course, CourseReason, float | None],
) -> None:
    found = judge_municipal_goal(municipal, wave, period=period, to_come=1)
    verdict = found.verdict
    assert (found.value, found.gap, verdict.course, verdict.reason, found.pace) == expected
    assert (found.period, found.waves_to_come) == (period, 1)


@pytest.mark.parametrize(("to_come", "pace"), [(2, 0.1), (1, 0.2), (0, None)])
def test_pace_is_per_wave_to_come(municipal: Target, to_come: int, pace: float | None) -> None:
    found = judge_municipal_goal(municipal, surveyed(7.2), period="2021", to_come=to_come)
    assert found.pace == pace


BASELINE = {"a": 6.2, "b": 6.4, "c": 7.5}


def every_area(
    floor: Target, values: dict[str, float], period: str, *, margin: float | None = 0.01
) -> GoalStatus:
    newest = {a: None if isnan(v) else surveyed(v, margin) for a, v in values.items()}
    return judge_area_goal(floor, newest, period=period, baselines=BASELINE, to_come=1)


@pytest.mark.parametrize(
    ("period", "values", "short", "course"),
    [
        ("2021", BASELINE, ("a", "b"), Course.UNKNOWN),
        ("2023", {"a": 6.5, "b": 6.6, "c": 7.5}, ("a", "b"), Course.ON_COURSE),
        ("2023", {"a": 6.4, "b": 6.6, "c": 7.5}, ("a", "b"), Course.OFF_COURSE),
        # c may fall: its path is the floor itself, not where it stood
        ("2023", {"a": 6.7, "b": 6.7, "c": 6.8}, (), Course.ON_COURSE),
        ("2023", {"a": 6.7, "b": 6.7, "c": 6.7}, (), Course.UNKNOWN),
        ("2023", {"a": 6.7, "b": 6.7, "c": 6.6}, ("c",), Course.OFF_COURSE),
        ("2025", {"a": 6.7, "b": 6.7, "c": 6.8}, (), Course.REACHED),
        ("2025", {"a": 6.7, "b": 6.6, "c": 6.8}, ("b",), Course.MISSED),
        # an area of which nothing was known at the baseline
        ("2023", {"a": 6.7, "b": 6.7, "d": 6.8}, (), Course.ON_COURSE),
        ("2023", {"a": 6.7, "b": 6.7, "d": 6.6}, ("d",), Course.OFF_COURSE),
        # an area without a rating neither reaches nor misses the goal
        ("2025", {"a": 6.7, "b": 6.7, "c": nan}, (), Course.UNKNOWN),
    ],
)
def test_every_area(
    floor: Target, period: str, values: dict[str, float], short: tuple[str, ...], course: Course
) -> None:
    found = every_area(floor, values, period)
    assert (found.short, found.verdict.course) == (short, course)
    assert found.value == min(v for v in values.values() if not isnan(v))


@pytest.mark.parametrize("period", ["2023", "2025"])
@pytest.mark.parametrize("value", [6.0, 6.7, 8.0])
def test_without_margins_no_area_is_judged(floor: Target, period: str, value: float) -> None:
    found = every_area(floor, dict.fromkeys(BASELINE, value), period, margin=None)
    assert (found.verdict.course, found.verdict.reason) == (Course.UNKNOWN, CourseReason.NO_MARGIN)
    assert found.short == (tuple(BASELINE) if value < 6.7 else ())


def test_goal_for_every_area_is_measured_at_the_area_furthest_from_it(floor: Target) -> None:
    found = every_area(floor, BASELINE, "2021")
    assert (found.value, found.gap, found.pace) == (6.2, -0.5, 0.5)


@pytest.mark.parametrize("values", [{}, {"a": nan}])
def test_no_rating_no_verdict(floor: Target, values: dict[str, float]) -> None:
    found = every_area(floor, values, "2023")
    assert (found.value, found.gap, found.pace, found.short) == (None, None, None, ())
    assert (found.verdict.course, found.verdict.reason) == (Course.UNKNOWN, CourseReason.NO_WAVE)


def test_one_area_within_its_margin_leaves_the_goal_unjudged(floor: Target) -> None:
    newest = {"a": Estimate(6.5, 6.3, 6.7), "b": Estimate(6.6, 6.58, 6.62)}
    found = judge_area_goal(floor, newest, period="2023", baselines=BASELINE, to_come=1)
    assert (found.verdict.course, found.verdict.reason) == (
        Course.UNKNOWN,
        CourseReason.WITHIN_MARGIN,
    )
    assert found.short == ("a", "b")
