"""On course or not: waves before, between, at and after baseline and goal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.course import (
    Course,
    CourseReason,
    CourseVerdict,
    Goal,
    judge_course,
    judge_courses,
    pace,
    straight_path,
)
from lib.analysis.estimate import Estimate

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


NO_MARGIN = CourseVerdict(Course.UNKNOWN, CourseReason.NO_MARGIN)
WITHIN_MARGIN = CourseVerdict(Course.UNKNOWN, CourseReason.WITHIN_MARGIN, 7.3)
REACHED = CourseVerdict(Course.REACHED, CourseReason.JUDGED_WAVE)
MISSED = CourseVerdict(Course.MISSED, CourseReason.JUDGED_WAVE)
ON_COURSE = CourseVerdict(Course.ON_COURSE, CourseReason.AGAINST_PATH, 7.3)
OFF_COURSE = CourseVerdict(Course.OFF_COURSE, CourseReason.AGAINST_PATH, 7.3)


@pytest.mark.parametrize(
    ("year", "wave", "expected"),
    [
        (2016, Estimate(7.4), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        (2021, Estimate(7.2), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        (2021, Estimate(9.0), CourseVerdict(Course.UNKNOWN, CourseReason.ONLY_BASELINE)),
        # Without a margin there is no verdict, whatever the value; half an interval is none.
        (2023, Estimate(6.0), NO_MARGIN),
        (2023, Estimate(7.3), NO_MARGIN),
        (2023, Estimate(9.0), NO_MARGIN),
        (2023, Estimate(6.0, lower=5.9), NO_MARGIN),
        (2025, Estimate(7.4), NO_MARGIN),
        (2027, Estimate(7.3), NO_MARGIN),
        # The interval holds the path, its bounds included: nothing can be said.
        (2023, Estimate(7.2, 7.1, 7.3), WITHIN_MARGIN),
        (2023, Estimate(7.3, 7.2, 7.4), WITHIN_MARGIN),
        (2023, Estimate(7.4, 7.3, 7.5), WITHIN_MARGIN),
        (2023, Estimate(7.2, 7.11, 7.29), OFF_COURSE),
        (2023, Estimate(7.4, 7.31, 7.49), ON_COURSE),
        # The same interval, but the survey's design is not in it.
        (2023, Estimate(7.4, 7.31, 7.49, design_effect=1.5), WITHIN_MARGIN),
        # The wave that decides goes by its published value, whatever its margin.
        (2025, Estimate(7.2 + 0.2, 7.3, 7.5), REACHED),
        (2025, Estimate(7.3, 7.2, 7.5), MISSED),
        (2027, Estimate(7.5, 7.4, 7.6), REACHED),
        (2027, Estimate(7.3, 7.2, 7.5), MISSED),
    ],
)
def test_verdict(year: int, wave: Estimate, expected: CourseVerdict) -> None:
    assert judge_course(wave, year=year, goal=GOAL) == expected


def test_goal_that_is_not_above_its_baseline_asks_to_hold_it() -> None:
    goal = Goal(value=6.7, year=2025, baseline=6.7, baseline_year=2021)
    above, below = Estimate(6.8, 6.75, 6.85), Estimate(6.6, 6.55, 6.65)
    assert judge_course(above, year=2023, goal=goal).course is Course.ON_COURSE
    assert judge_course(below, year=2023, goal=goal).course is Course.OFF_COURSE


@given(rating, rating, st.integers(2015, 2030), st.integers(0, 9).map(lambda n: n / 10))
def test_higher_value_is_never_judged_worse(
    one: float, other: float, year: int, margin: float
) -> None:
    rank = {Course.MISSED: 0, Course.OFF_COURSE: 0, Course.UNKNOWN: 1}
    waves = [Estimate(v, v - margin, v + margin) for v in sorted((one, other))]
    ranks = [rank.get(judge_course(w, year=year, goal=GOAL).course, 2) for w in waves]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("margin", "expected"), [(0.11, Course.UNKNOWN), (0.06, Course.OFF_COURSE)]
)
def test_of_many_areas_one_has_to_be_further_behind_than_alone(
    margin: float, expected: Course
) -> None:
    """Of eighteen areas on their path, one is often just outside its own interval."""
    behind = Estimate(7.18, 7.18 - margin, 7.18 + margin)
    assert judge_course(behind, year=2023, goal=GOAL).course is Course.OFF_COURSE
    on_path = {place: Estimate(7.3, 7.2, 7.4) for place in range(1, 18)}
    goals = dict.fromkeys(range(18), GOAL)
    together = judge_courses({0: behind, **on_path}, year=2023, goals=goals)
    assert together[0].course is expected
    assert {together[place].reason for place in on_path} == {CourseReason.WITHIN_MARGIN}


def test_each_area_has_to_be_ahead_by_itself() -> None:
    waves = {"one": Estimate(7.4, 7.31, 7.49), "other": Estimate(7.9, 7.8, 8.0)}
    together = judge_courses(waves, year=2023, goals=dict.fromkeys(waves, GOAL))
    assert {verdict.course for verdict in together.values()} == {Course.ON_COURSE}


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
