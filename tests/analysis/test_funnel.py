"""The limits of a funnel: exact for a Poisson count, wider with more spread, and well kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lib.analysis.funnel import ALARM, WARNING, Funnel, FunnelPosition, fit_funnel

PEOPLE = np.array([40_000.0, 60_000.0, 90_000.0, 100_000.0, 130_000.0, 190_000.0])


def make_counts(chance: np.random.Generator, *, rate: float, spread: float) -> pd.Series:
    """Return a count per unit with `spread` times the Poisson variance."""
    mean = PEOPLE * rate / 1000
    if spread == 1:
        return pd.Series(chance.poisson(mean))
    return pd.Series(chance.negative_binomial(mean / (spread - 1), 1 / spread))


def test_equal_rates_have_the_rate_of_the_group_and_no_extra_spread() -> None:
    funnel = fit_funnel(pd.Series(PEOPLE / 500), pd.Series(PEOPLE))
    assert funnel is not None
    assert funnel.rate == pytest.approx(2.0)
    assert funnel.dispersion == 1.0


def test_the_rate_weighs_inhabitants() -> None:
    counts = pd.Series([10.0, 10, 10, 10, 100])
    funnel = fit_funnel(counts, pd.Series([1000.0, 1000, 1000, 1000, 6000]))
    assert funnel is not None
    assert funnel.rate == pytest.approx(14.0)


@pytest.mark.parametrize("counts", [[1.0, 2, 3, 4], [0.0] * 6])
def test_too_few_units_or_no_case_give_no_funnel(counts: list[float]) -> None:
    assert fit_funnel(pd.Series(counts), pd.Series([1000.0] * len(counts))) is None


@pytest.mark.parametrize("counts", [[-1.0, *[5.0] * 5], [float("nan"), *[5.0] * 5]])
def test_what_is_no_count_is_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        fit_funnel(pd.Series(counts), pd.Series([1000.0] * 6))


@given(st.floats(0.5, 500), st.sampled_from([WARNING, ALARM]))
def test_limits_hold_the_share_of_poisson_counts_that_they_say(mean: float, share: float) -> None:
    """Between whole counts the limits are interpolated: one count outside is one too many."""
    people = np.array([100_000.0])
    low, high = Funnel(rate=mean / 100, dispersion=1.0).limits(people, share=share)
    least, most = (float(limit[0]) * 100 for limit in (low, high))
    tail = (1 - share) / 2
    assert stats.poisson.cdf(np.ceil(least) - 2, mean) <= tail
    assert stats.poisson.sf(np.floor(most) + 1, mean) <= tail
    assert 0 <= least <= mean + 1
    assert most >= mean - 1


@given(st.floats(1, 50), st.floats(1.5, 20))
def test_more_inhabitants_narrow_the_limits_and_more_spread_widens_them(
    rate: float, spread: float
) -> None:
    plain, wide = Funnel(rate, dispersion=1.0), Funnel(rate, dispersion=spread)
    for share in (WARNING, ALARM):
        low, high = plain.limits(PEOPLE, share=share)
        assert (np.diff(high) < 0).all()
        assert (np.diff(low) > 0).all()
        wider_low, wider_high = wide.limits(PEOPLE, share=share)
        assert (wider_high > high).all()
        assert (wider_low <= low).all()


@pytest.mark.parametrize(
    ("rate", "position"),
    [
        (2.0, FunnelPosition.WITHIN),
        (2.35, FunnelPosition.ABOVE),
        (3.0, FunnelPosition.FAR_ABOVE),
        (1.68, FunnelPosition.BELOW),
        (1.2, FunnelPosition.FAR_BELOW),
    ],
)
def test_where_a_unit_lies(rate: float, position: FunnelPosition) -> None:
    assert Funnel(2.0, dispersion=1.0).place(rate, inhabitants=100_000) is position


@pytest.mark.parametrize("spread", [1.0, 3.0, 10.0])
def test_few_units_lie_outside_by_chance(spread: float) -> None:
    """Dispersion is estimated from the same six units, so the limits lean outwards."""
    chance, outside, far = np.random.default_rng(20261128), 0, 0
    for _ in range(150):
        counts = make_counts(chance, rate=3.0, spread=spread)
        funnel = fit_funnel(counts, pd.Series(PEOPLE))
        assert funnel is not None
        places = [
            funnel.place(count / people * 1000, inhabitants=people)
            for count, people in zip(counts, PEOPLE, strict=True)
        ]
        outside += sum(place is not FunnelPosition.WITHIN for place in places)
        far += sum(
            place in {FunnelPosition.FAR_ABOVE, FunnelPosition.FAR_BELOW} for place in places
        )
    assert outside / 900 <= 0.065
    assert far / 900 <= 0.009
