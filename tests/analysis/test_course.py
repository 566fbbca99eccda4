"""On course or not: waves before, between, at and after baseline and goal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.course import (
    Course,
    CourseReason,
    CourseVerdict,
    Goal,
    SurveyResult,
    judge_course,
    pace,
    straight_path,
)

GOAL = Goal(value=7.4, year=2025, baseline=7.2, baseline_year=2021)
rating = st.integers(10, 100).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("year", "value"),
    [(2016, 7.2), (2021, 7.2), (2022, 7.25), (2023, 7.3), (2024, 7.35), (2025, 7.4), (2027, 7.4)],
)
def test_path(year: int, value: float) -> None:
    assert straight_path(GOAL, year=year) == value


@given(rating, rating, st.integers(2000, 2050))
def test_path_stays_between_baseline_and_goal(baseline: float, value: float, year: int) -> None:
    goal = Goal(value=value, year=2025, baseline=baseline, baseline_year=2021)
    low, high = sorted((baseline, value))
    assert low <= straight_path(goal, year=year) <= high


@pytest.mark.parametrize(
    ("wave", "expected"),
    [
        (None, CourseVerdict(Course.UNKNOWN, CourseReason.NO_WAVE)),
        (SurveyResult(2016, 7.4), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        (SurveyResult(2021, 7.2), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        (SurveyResult(2021, 9.0), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        (SurveyResult(2023, 7.2), CourseVerdict(Course.OFF_COURSE, CourseReason.AGAINST_PATH, 7.3)),
        (SurveyResult(2023, 7.3), CourseVerdict(Course.ON_COURSE, CourseReason.AGAINST_PATH, 7.3)),
        (SurveyResult(2023, 7.4), CourseVerdict(Course.ON_COURSE, CourseReason.AGAINST_PATH, 7.3)),
        # The interval holds the path, its bounds included: nothing can be said.
        (
            SurveyResult(2023, 7.2, 7.1, 7.3),
            CourseVerdict(Course.UNKNOWN, CourseReason.WITHIN_MARGIN, 7.3),
        ),
        (
            SurveyResult(2023, 7.4, 7.3, 7.5),
            CourseVerdict(Course.UNKNOWN, CourseReason.WITHIN_MARGIN, 7.3),
        ),
        (
            SurveyResult(2023, 7.2, 7.11, 7.29),
            CourseVerdict(Course.OFF_COURSE, CourseReason.AGAINST_PATH, 7.3),
        ),
        (
            SurveyResult(2023, 7.4, 7.31, 7.49),
            CourseVerdict(Course.ON_COURSE, CourseReason.AGAINST_PATH, 7.3),
        ),
        # Half an interval is no interval.
        (
            SurveyResult(2023, 7.2, 7.1, None),
            CourseVerdict(Course.OFF_COURSE, CourseReason.AGAINST_PATH, 7.3),
        ),
        # The wave that decides goes by its published value, whatever its margin.
        (SurveyResult(2025, 7.4), CourseVerdict(Course.REACHED, CourseReason.JUDGED_WAVE)),
        (SurveyResult(2025, 7.2 + 0.2), CourseVerdict(Course.REACHED, CourseReason.JUDGED_WAVE)),
        (SurveyResult(2025, 7.3, 7.2, 7.5), CourseVerdict(Course.MISSED, CourseReason.JUDGED_WAVE)),
        (SurveyResult(2027, 7.5), CourseVerdict(Course.REACHED, CourseReason.JUDGED_WAVE)),
        (SurveyResult(2027, 7.3), CourseVerdict(Course.MISSED, CourseReason.JUDGED_WAVE)),
    ],
)
def test_verdict(wave: SurveyResult | None, expected: CourseVerdict) -> None:
    assert judge_course(wave, goal=GOAL) == expected


def test_goal_that_is_not_above_its_baseline_asks_to_hold_it() -> None:
    goal = Goal(value=6.7, year=2025, baseline=6.7, baseline_year=2021)
    assert judge_course(SurveyResult(2023, 6.7), goal=goal).course is Course.ON_COURSE
    assert judge_course(SurveyResult(2023, 6.6), goal=goal).course is Course.OFF_COURSE


@given(rating, rating, st.integers(2015, 2030))
def test_higher_value_is_never_judged_worse(one: float, other: float, year: int) -> None:
    better = {Course.MISSED: 0, Course.OFF_COURSE: 0, Course.UNKNOWN: 1}
    low, high = sorted((one, other))
    ranks = [
        better.get(judge_course(SurveyResult(year, v), goal=GOAL).course, 2) for v in (low, high)
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("value", "waves", "needed"),
    [(7.2, 2, 0.1), (7.2, 1, 0.2), (7.2, 0, None), (7.4, 2, 0.0), (7.8, 1, 0.0), (7.8, 0, None)],
)
def test_pace(value: float, waves: int, needed: float | None) -> None:
    assert pace(value, goal=7.4, waves_to_come=waves) == needed


@given(rating, rating, st.integers(1, 5))
def test_pace_reaches_the_goal_in_the_waves_to_come(value: float, goal: float, waves: int) -> None:
    needed = pace(value, goal=goal, waves_to_come=waves)
    assert needed is not None
    assert value + needed * waves == pytest.approx(max(value, goal))
