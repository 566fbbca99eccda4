"""How many respondents a difference needs, and how far chance alone brings two waves apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.sample_size import Answers, find_chance_difference, find_respondents

RATING = Answers(deviation=1.6)


def test_differences_that_chance_makes() -> None:
    """150 respondents with a deviation of 1.6, published with one decimal: 0.37."""
    found = find_chance_difference(RATING.standard_error(150), decimals=1)
    assert round(found, 2) == 0.37


def test_without_sampling_only_rounding_is_chance() -> None:
    assert find_chance_difference(0.0, decimals=1) == pytest.approx(1.96 * 0.1 / 6**0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("waves", "comparisons", "expected"),
    [
        (1, 1, 503),  # (1.960 + 0.842)² * 1.6² / 0.2² = 502.3
        (2, 1, 1005),
        (2, 18, 1881),  # 5 % / 18: 2.991 in place of 1.960
    ],
)
def test_respondents_for_two_tenths(waves: int, comparisons: int, expected: int) -> None:
    found = find_respondents(0.2, answers=RATING, waves=waves, comparisons=comparisons)
    assert found == expected


@given(st.floats(0.1, 1), st.floats(0.5, 3), st.floats(1, 3), st.integers(1, 2), st.integers(1, 40))
def test_half_the_difference_needs_four_times_as_many(
    difference: float, deviation: float, effect: float, waves: int, comparisons: int
) -> None:
    answers = Answers(deviation, effect)
    one, half = (
        find_respondents(d, answers=answers, waves=waves, comparisons=comparisons)
        for d in (difference, difference / 2)
    )
    assert 4 * (one - 1) <= half <= 4 * one
