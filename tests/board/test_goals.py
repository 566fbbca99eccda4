"""Where the goals stand: waves to come by date, and verdicts by wave."""

import datetime as dt

import pandas as pd
import pytest

from lib.analysis.course import Course, CourseReason
from lib.board.goals import GoalStatus, judge_area_goal, judge_municipal_goal, waves_to_come
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
    today = dt.date.fromisoformat(day)
    assert waves_to_come(municipal, catalog.milestones, today=today) == number


def test_survey_after_the_one_that_decides_does_not_count(
    catalog: Catalog, municipal: Target
) -> None:
    judged_earlier = municipal.model_copy(update={"judged_on": catalog.milestones[2].wave})
    before = dt.date(2022, 1, 1)
    assert waves_to_come(judged_earlier, catalog.milestones, today=before) == 1


def municipal_row(year: str, value: float, margin: float = float("nan")) -> pd.Series:
    return pd.Series(
        {"period": year, "value": value, "lower": value - margin, "upper": value + margin}
    )


@pytest.mark.parametrize(
    ("row", "to_come", "expected"),
    [
        (None, 2, (None, None, Course.UNKNOWN, CourseReason.NO_WAVE, None)),
        (
            municipal_row("2021", 7.2),
            2,
            (7.2, -0.2, Course.UNKNOWN, CourseReason.ONLY_BASELINE, 0.1),
        ),
        (
            municipal_row("2021", 7.2),
            0,
            (7.2, -0.2, Course.UNKNOWN, CourseReason.ONLY_BASELINE, None),
        ),
        (
            municipal_row("2023", 7.2),
            1,
            (7.2, -0.2, Course.OFF_COURSE, CourseReason.AGAINST_PATH, 0.2),
        ),
        (
            municipal_row("2023", 7.3),
            1,
            (7.3, -0.1, Course.ON_COURSE, CourseReason.AGAINST_PATH, 0.1),
        ),
        (
            municipal_row("2023", 7.2, 0.1),
            1,
            (7.2, -0.2, Course.UNKNOWN, CourseReason.WITHIN_MARGIN, 0.2),
        ),
        (
            municipal_row("2023", 7.6),
            1,
            (7.6, 0.2, Course.ON_COURSE, CourseReason.AGAINST_PATH, 0.0),
        ),
        (municipal_row("2025", 7.4), 0, (7.4, 0.0, Course.REACHED, CourseReason.JUDGED_WAVE, None)),
        (municipal_row("2025", 7.3), 0, (7.3, -0.1, Course.MISSED, CourseReason.JUDGED_WAVE, None)),
    ],
)
def test_municipal_goal(
    municipal: Target,
    row: pd.Series | None,
    to_come: int,
    expected: tuple[float | None, float | None, Course, CourseReason, float | None],
) -> None:
    found = judge_municipal_goal(municipal, row, to_come=to_come)
    verdict = found.verdict
    assert (found.value, found.gap, verdict.course, verdict.reason, found.pace) == expected
    assert found.period == ("" if row is None else row["period"])
    assert found.waves_to_come == to_come


BASELINE = {"a": 6.2, "b": 6.4, "c": 7.5}


def every_area(floor: Target, values: dict[str, float], period: str) -> GoalStatus:
    nothing = float("nan")
    newest = pd.DataFrame({"value": values, "lower": nothing, "upper": nothing})
    return judge_area_goal(floor, newest, period=period, baselines=pd.Series(BASELINE), to_come=1)


@pytest.mark.parametrize(
    ("period", "values", "short", "course"),
    [
        ("2021", BASELINE, ("a", "b"), Course.UNKNOWN),
        ("2023", {"a": 6.5, "b": 6.6, "c": 7.5}, ("a", "b"), Course.ON_COURSE),
        ("2023", {"a": 6.4, "b": 6.6, "c": 7.5}, ("a", "b"), Course.OFF_COURSE),
        # c may fall: its path is the floor itself, not where it stood
        ("2023", {"a": 6.7, "b": 6.7, "c": 6.7}, (), Course.ON_COURSE),
        ("2023", {"a": 6.7, "b": 6.7, "c": 6.6}, ("c",), Course.OFF_COURSE),
        ("2025", {"a": 6.7, "b": 6.7, "c": 6.8}, (), Course.REACHED),
        ("2025", {"a": 6.7, "b": 6.6, "c": 6.8}, ("b",), Course.MISSED),
        # an area of which nothing was known at the baseline
        ("2023", {"a": 6.7, "b": 6.7, "d": 6.7}, (), Course.ON_COURSE),
        ("2023", {"a": 6.7, "b": 6.7, "d": 6.6}, ("d",), Course.OFF_COURSE),
        # an area without a rating neither reaches nor misses the goal
        ("2025", {"a": 6.7, "b": 6.7, "c": float("nan")}, (), Course.UNKNOWN),
    ],
)
def test_every_area(
    floor: Target, period: str, values: dict[str, float], short: tuple[str, ...], course: Course
) -> None:
    found = every_area(floor, values, period)
    assert (found.short, found.verdict.course) == (short, course)
    assert found.value == pd.Series(values).min()


def test_goal_for_every_area_is_measured_at_the_area_furthest_from_it(floor: Target) -> None:
    found = every_area(floor, BASELINE, "2021")
    assert (found.value, found.gap, found.pace) == (6.2, -0.5, 0.5)


@pytest.mark.parametrize("values", [{}, {"a": float("nan")}])
def test_no_rating_no_verdict(floor: Target, values: dict[str, float]) -> None:
    found = every_area(floor, values, "2023")
    assert (found.value, found.gap, found.pace, found.short) == (None, None, None, ())
    assert (found.verdict.course, found.verdict.reason) == (Course.UNKNOWN, CourseReason.NO_WAVE)


def test_one_area_within_its_margin_leaves_the_goal_unjudged(floor: Target) -> None:
    newest = pd.DataFrame(
        {
            "value": {"a": 6.5, "b": 6.6},
            "lower": {"a": 6.3, "b": 6.58},
            "upper": {"a": 6.7, "b": 6.62},
        }
    )
    found = judge_area_goal(floor, newest, period="2023", baselines=pd.Series(BASELINE), to_come=1)
    assert (found.verdict.course, found.verdict.reason) == (
        Course.UNKNOWN,
        CourseReason.WITHIN_MARGIN,
    )
    assert found.short == ("a", "b")
