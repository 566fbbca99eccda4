"""A difference is only a rise or a fall outside its margin."""

from math import isnan, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.analysis.change import (
    Change,
    Difference,
    find_change_interval,
    judge_change,
    judge_difference,
)
from lib.analysis.estimate import Estimate


def estimate(value: float, margin: float | None = None, *, comparable: bool = True) -> Estimate:
    if margin is None:
        return Estimate(value, comparable=comparable)
    return Estimate(value, value - margin, value + margin, comparable)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (estimate(7.0), estimate(7.5), Change.NO_MARGIN),
        (estimate(7.0, 0.1), estimate(7.5), Change.NO_MARGIN),
        (estimate(7.0), estimate(7.5, 0.1), Change.NO_MARGIN),
        (estimate(7.0, 0.1), Estimate(7.5, lower=7.4), Change.NO_MARGIN),
        (estimate(7.0, 0.1), estimate(7.2, 0.1), Change.RISE),
        (estimate(7.2, 0.1), estimate(7.0, 0.1), Change.FALL),
        (estimate(7.0, 0.1), estimate(7.1, 0.1), Change.NOT_DEMONSTRABLE),
        (estimate(7.0, 0.1), estimate(7.0, 0.1), Change.NOT_DEMONSTRABLE),
        # sqrt(0.3² + 0.4²) = 0.5: the bound itself is not outside the margin
        (estimate(7.0, 0.3), estimate(7.5, 0.4), Change.NOT_DEMONSTRABLE),
        (estimate(7.5, 0.4), estimate(7.0, 0.3), Change.NOT_DEMONSTRABLE),
        (estimate(7.0, 0.3), estimate(7.51, 0.4), Change.RISE),
        (estimate(7.51, 0.4), estimate(7.0, 0.3), Change.FALL),
        (estimate(7.0, 0.0), estimate(7.0, 0.0), Change.NOT_DEMONSTRABLE),
        (estimate(7.0, 0.0), estimate(7.1, 0.0), Change.RISE),
        (estimate(6.9, 0.1, comparable=False), estimate(7.9, 0.1), Change.NOT_COMPARABLE),
        (estimate(6.9, 0.1), estimate(7.9, comparable=False), Change.NOT_COMPARABLE),
    ],
)
def test_change(before: Estimate, after: Estimate, expected: Change) -> None:
    assert judge_change(before, after) is expected


def test_interval_of_a_change_is_as_wide_as_its_margins_together() -> None:
    # sqrt(0.3² + 0.4²) = 0.5
    found = find_change_interval(estimate(7.0, 0.3), estimate(7.6, 0.4))
    assert found == pytest.approx((0.1, 1.1))
    for absent in (None, estimate(7.0), estimate(7.0, 0.1, comparable=False)):
        assert all(map(isnan, find_change_interval(absent, estimate(7.6, 0.4))))
        assert all(map(isnan, find_change_interval(estimate(7.6, 0.4), absent)))


values, margins = st.floats(1, 10), st.floats(0, 2)


@given(values, margins, values, margins)
def test_looking_back_turns_rise_into_fall(
    one: float, its_margin: float, other: float, other_margin: float
) -> None:
    before, after = estimate(one, its_margin), estimate(other, other_margin)
    turned = {Change.RISE: Change.FALL, Change.FALL: Change.RISE}
    verdict = judge_change(before, after)
    assert judge_change(after, before) is turned.get(verdict, verdict)


@given(values, margins, values, margins)
def test_difference_counts_only_outside_the_joint_margin(
    one: float, its_margin: float, other: float, other_margin: float
) -> None:
    joint = sqrt(its_margin**2 + other_margin**2)
    assume(abs(abs(other - one) - joint) > 1e-6)
    demonstrable = judge_change(estimate(one, its_margin), estimate(other, other_margin))
    assert (demonstrable is not Change.NOT_DEMONSTRABLE) == (abs(other - one) > joint)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (estimate(30.0, 3.0), estimate(25.0, 1.0), Difference.HIGHER),
        (estimate(20.0, 3.0), estimate(25.0, 1.0), Difference.LOWER),
        (estimate(28.0, 3.0), estimate(25.0, 1.0), Difference.NOT_DEMONSTRABLE),
        (estimate(25.0, 0.0), estimate(25.0, 0.0), Difference.NOT_DEMONSTRABLE),
        (estimate(30.0, 3.0), estimate(25.0), Difference.NO_MARGIN),
        (estimate(30.0), estimate(25.0, 1.0), Difference.NO_MARGIN),
        (estimate(30.0, 3.0, comparable=False), estimate(25.0, 1.0), Difference.NOT_COMPARABLE),
    ],
)
def test_difference(own: Estimate, other: Estimate, expected: Difference) -> None:
    assert judge_difference(own, other) is expected


@given(values, margins, values, margins)
def test_a_higher_value_is_a_rise_from_the_lower_one(
    one: float, its_margin: float, other: float, other_margin: float
) -> None:
    own, beside = estimate(one, its_margin), estimate(other, other_margin)
    assert (judge_difference(own, beside) is Difference.HIGHER) == (
        judge_change(beside, own) is Change.RISE
    )
    assert (judge_difference(own, beside) is Difference.LOWER) == (
        judge_change(beside, own) is Change.FALL
    )
