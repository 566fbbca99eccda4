"""How sure a survey value is: design, rounding, and the chance of a difference."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.change import Change, judge_change, judge_changes
from lib.analysis.estimate import (
    Estimate,
    Rounding,
    SurveyNumbers,
    find_p_value,
    find_rounding,
)
from lib.analysis.sample_size import Z95

ONE_DECIMAL, TWO_DECIMALS = Rounding(0.1, 0.1), Rounding(0.1, 0.01)
tenths = st.integers(10, 100).map(lambda n: n / 10)
margins = st.floats(0.01, 1)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([(7.2, 7.0, 7.3), (6.4, 6.2, 6.7)], ONE_DECIMAL),
        ([(7.2, 7.01, 7.3), (6.4, 6.2, 6.7)], TWO_DECIMALS),
        ([(7.2, 7.0123, 7.3987), (6.4, 6.2, 6.7)], TWO_DECIMALS),
        # The published value in the middle of each: the bounds were made of it.
        ([(7.2, 7.0, 7.4), (6.4, 6.1, 6.7)], Rounding(0.1, 0.1, is_centred=True)),
        ([(7.2, 7.03, 7.37), (6.4, 6.14, 6.65)], Rounding(0.1, 0.01, is_centred=True)),
        ([(7.2, 7.03, 7.37), (6.4, 6.11, 6.65)], TWO_DECIMALS),
        ([(7.2, 7.2 - 0.2, 7.2 + 0.2)], Rounding(0.1, 0.1, is_centred=True)),
    ],
)
def test_rounding_of_a_wave(figures: list[tuple[float, float, float]], expected: Rounding) -> None:
    found = find_rounding((SurveyNumbers(*row) for row in figures), decimals=1)
    assert (found.value, found.bounds) == pytest.approx((expected.value, expected.bounds))
    assert found.is_centred is expected.is_centred


@pytest.mark.parametrize(
    ("rounding", "alone", "together"),
    [
        (Rounding(), 0, 0),
        (ONE_DECIMAL, 0.01 / 12, 0.02 / 12),
        (TWO_DECIMALS, 0.0001 / 12, 0.0002 / 12),
        (Rounding(0.1, 0.01, is_centred=True), 0.01 / 12, 0.0203 / 12),
        (Rounding(0.1, 0.1, is_centred=True), 0.01 / 12, 0.05 / 12),
    ],
)
def test_what_rounding_adds(rounding: Rounding, alone: float, together: float) -> None:
    assert rounding.variance(in_family=False) == pytest.approx(alone)
    assert rounding.variance(in_family=True) == pytest.approx(together)


@pytest.mark.parametrize(
    ("estimate", "centre"),
    [
        (Estimate(7.2), 7.2),
        (Estimate(7.2, 7.0, 7.5), 7.2),
        (Estimate(7.2, 7.0, 7.46, rounding=TWO_DECIMALS), 7.2299),
        (Estimate(7.2, 7.0, 7.5, rounding=ONE_DECIMAL), 7.2333),
        # Nothing that would be published as another value.
        (Estimate(7.2, 7.0, 7.9, rounding=TWO_DECIMALS), 7.2498),
        (Estimate(7.2, 6.4, 7.3, rounding=TWO_DECIMALS), 7.1502),
    ],
)
def test_bounds_make_a_value_sharper(estimate: Estimate, centre: float) -> None:
    assert estimate.centre == pytest.approx(centre, abs=1e-4)


def test_design_effect_widens_the_standard_error() -> None:
    plain, wide = (Estimate(7.2, 7.0, 7.4, design_effect=effect) for effect in (1.0, 1.5))
    assert plain.standard_error == pytest.approx(0.2 / Z95)
    assert wide.standard_error == pytest.approx(sqrt(1.5) * 0.2 / Z95)
    assert Estimate(7.2, lower=7.0).standard_error is None


@pytest.mark.parametrize(
    ("respondents", "in_family", "expected"),
    [
        (None, False, 0.0455),  # the normal distribution
        (40, False, 0.0490),  # t with 78 degrees of freedom
        (None, True, 0.0490),  # as if there were 40
        (1000, True, 0.0456),
        (1, False, 0.1835),
    ],
)
def test_few_respondents_make_chance_likelier(
    respondents: int | None, *, in_family: bool, expected: float
) -> None:
    half = Z95 / sqrt(2)
    wave = Estimate(5.0, 5 - half, 5 + half, n=respondents)
    found = find_p_value(2.0, published=2.0, of=[wave, wave], in_family=in_family)
    assert found == pytest.approx(expected, abs=1e-4)


@given(tenths, margins, tenths, margins)
def test_no_one_sees_a_rise_between_equal_values_and_none_goes_the_other_way(
    one: float, its_margin: float, other: float, other_margin: float
) -> None:
    before = Estimate(one, one - its_margin, one + 0.3 * its_margin, rounding=TWO_DECIMALS)
    after = Estimate(other, other - 0.3 * other_margin, other + other_margin, rounding=TWO_DECIMALS)
    verdict = judge_change(before, after)
    assert verdict is not Change.RISE or other > one
    assert verdict is not Change.FALL or other < one


@given(st.lists(st.tuples(tenths, margins, tenths, margins), min_size=1, max_size=20))
def test_the_family_never_calls_what_one_comparison_would_not(
    rows: list[tuple[float, float, float, float]],
) -> None:
    pairs = {
        place: (Estimate(a, a - m, a + m), Estimate(b, b - k, b + k))
        for place, (a, m, b, k) in enumerate(rows)
    }
    for place, verdict in judge_changes(pairs).items():
        assert verdict in {judge_change(*pairs[place]), Change.NOT_DEMONSTRABLE}


def test_areas_without_margin_do_not_count_in_the_family() -> None:
    pairs = {place: (Estimate(7.0), Estimate(7.5)) for place in range(17)}
    pairs[17] = (Estimate(7.0, 6.8, 7.2), Estimate(7.35, 7.15, 7.55))
    pairs[18] = (Estimate(7.0, 6.8, 7.2), Estimate(7.5, 7.3, 7.7, comparable=False))
    verdicts = judge_changes(pairs)
    assert [verdicts[place] for place in (0, 17, 18)] == [
        Change.NO_MARGIN,
        Change.RISE,
        Change.NOT_COMPARABLE,
    ]


def test_the_case_of_the_municipality_is_a_rise_whatever_is_known_of_its_design() -> None:
    """7.2 [7.1-7.3] to 7.4 [7.3-7.5], rounded to one decimal."""
    for effect in (1.0, 1.5):
        before, after = (
            Estimate(v, v - 0.1, v + 0.1, design_effect=effect, rounding=ONE_DECIMAL)
            for v in (7.2, 7.4)
        )
        assert judge_change(before, after) is Change.RISE
        assert judge_change(after, before) is Change.FALL
