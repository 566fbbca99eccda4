"""What months would have been if nothing changed: season, course and band."""

from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from lib.analysis.expected import (
    EXPECTED_COLUMNS,
    expect_after,
    expect_count,
    expect_months,
    expect_total,
)
from lib.analysis.windows import Comparison, Windows, make_windows

MONTHS = [str(m) for m in pd.period_range("2019-01", "2024-12", freq="M")]
SEASON = np.array([1, 1, 2, 2, 3, 3, 4, 4, 2, 2, 1, 1]) * 4.0
spreads = st.floats(1, 10)


def four_years() -> Windows:
    found = make_windows(MONTHS, Comparison.FOUR_YEARS, base_year=2022)
    assert found is not None
    return found


def course_of(
    counts: pd.Series, *, expected: float, season: pd.Series | None = None
) -> pd.DataFrame:
    return expect_months(
        counts,
        four_years(),
        season=counts if season is None else season,
        expected=expected,
        dispersion=1.5,
    )


@given(st.floats(0.1, 3_000), spreads)
def test_the_expected_band_holds_nineteen_of_twenty(mean: float, spread: float) -> None:
    low, high = expect_count(mean, spread)
    assert 0 <= low <= high
    excess = max(spread - 1, 1e-6)
    drawn = nbinom(mean / excess, 1 / (1 + excess))
    assert drawn.cdf(high) - drawn.cdf(low - 1) >= 0.95 - 1e-9


def test_no_band_without_a_mean() -> None:
    low, high = expect_count([nan, 0.0], 2.0)
    assert isnan(low[0])
    assert isnan(high[0])
    assert (low[1], high[1]) == (0, 0)


def test_what_before_makes_expected() -> None:
    assert expect_after(400, 0.2) == pytest.approx(100)
    assert expect_after(100, 0.5) == pytest.approx(100)


def test_the_band_of_a_total_holds_nineteen_of_twenty() -> None:
    rng, size, spread = np.random.default_rng(1), 2_000, 1.5
    before, after = (
        rng.poisson(rng.gamma(mean / (spread - 1), spread - 1, size)) for mean in (400.0, 100.0)
    )
    bands = [expect_total(float(b), share=0.2, dispersion=spread) for b in before]
    inside = [low <= a <= high for (_, low, high), a in zip(bands, after, strict=True)]
    assert np.mean(inside) == pytest.approx(0.955, abs=0.015)


def test_months_follow_season_and_course() -> None:
    levels = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 1.0])
    counts = pd.Series((levels[:, None] * SEASON).ravel(), index=MONTHS)
    found = course_of(counts, expected=150)
    assert list(found.columns) == EXPECTED_COLUMNS
    assert found["period"].tolist() == MONTHS
    assert found["is_after"].tolist() == [False] * 60 + [True] * 12
    earlier = found[~found["is_after"]]
    assert earlier["expected"].to_numpy() == pytest.approx(earlier["value"].to_numpy())
    after = found[found["is_after"]]["expected"].to_numpy()
    assert after == pytest.approx(150 * SEASON / SEASON.sum())
    assert (found["lower"] <= found["expected"]).all()
    assert (found["expected"] <= found["upper"]).all()


def test_one_incident_cluster_stands_out_and_changes_no_other_month() -> None:
    counts = pd.Series(np.tile(SEASON, 6), index=MONTHS)
    counts["2024-05"] = 300
    found = course_of(counts, expected=float(SEASON.sum()))
    outside = found[(found["value"] > found["upper"]) | (found["value"] < found["lower"])]
    assert outside["period"].tolist() == ["2024-05"]


def test_the_season_is_that_of_the_larger_population() -> None:
    flat, whole = (pd.Series(np.tile(s, 6), index=MONTHS) for s in (np.full(12, 5.0), SEASON))
    found = course_of(flat, expected=60, season=whole)
    assert found["expected"].tail(12).to_numpy() == pytest.approx(60 * SEASON / SEASON.sum())


def test_a_month_that_may_not_be_seen_hides_the_band_of_its_window_only() -> None:
    counts = pd.Series(np.tile(SEASON, 6), index=MONTHS)
    counts["2021-03"] = nan
    found = course_of(counts, expected=float(SEASON.sum()))
    hidden = found[found["upper"].isna()]["period"]
    assert hidden.tolist() == [m for m in MONTHS if m.startswith("2021")]
    assert found["expected"].tail(12).to_numpy() == pytest.approx(SEASON)


def test_without_an_expected_total_the_newest_months_have_no_band() -> None:
    found = course_of(pd.Series(5.0, index=MONTHS), expected=nan)
    assert found.tail(12)["upper"].isna().all()
    assert found.head(60)["upper"].notna().all()
