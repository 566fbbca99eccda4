"""Risers and decliners: the laws of the test, the family, and the edges."""

from math import inf, isinf, isnan, nan
from statistics import NormalDist
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom, t

from lib.analysis.counts import (
    FEW_CASES,
    INFLATION,
    MIN_TOTAL,
    Verdict,
    detectable_ratio,
    judge,
    judge_against_rest,
)
from lib.analysis.dispersion import measure_spread, shrink_spread
from tests.analysis.samples import dispersion

counts = st.integers(0, 2_000)
spreads = st.floats(1, 10)
pairs = st.tuples(counts, counts)
families = st.lists(st.tuples(counts, counts, spreads), min_size=1, max_size=30)


def family_of(rows: list[tuple[int, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["before", "after", "dispersion"])
    return frame.assign(group="g", area=[f"a{i}" for i in range(len(rows))])


def judge_pair(before: int, after: int, *, spread: float = 1.0) -> pd.Series:
    """Return ratio, lower, upper and p_value of one pair of counts, however small."""
    return judge(family_of([(before, after, spread)]), min_total=0).iloc[0]


def inverse(value: float) -> float:
    return inf if value == 0 else 1 / value


@pytest.mark.parametrize(
    ("after", "total", "lower", "upper"),
    [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_the_interval_is_as_published(after: int, total: int, lower: float, upper: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 5, as shares
    with patch("lib.analysis.counts.INFLATION", 1):
        found = judge_pair(total - after, after)
    shares = [odds / (1 + odds) for odds in found[["lower", "upper"]]]
    assert shares == pytest.approx([lower, upper], abs=6e-5)


@given(pairs, st.floats(0.05, 0.95))
def test_without_dispersion_the_p_value_is_the_exact_one(
    pair: tuple[int, int], share: float
) -> None:
    assume(any(pair))
    before, after = pair
    with patch("lib.analysis.counts.INFLATION", 1):
        found = judge(family_of([(before, after, 1.0)]).assign(share=share), min_total=0)
    exact = binom(before + after, share)
    tails = exact.cdf(after), exact.sf(after - 1)
    assert found["p_value"].iloc[0] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("spread", [1.0, 2.0, 4.0])
def test_the_p_value_is_near_that_of_the_normal_approximation(spread: float) -> None:
    # 1,500 of 2,800: variance spread x inflation x 2,800 / 4
    z = 99.5 / (spread * (INFLATION + FEW_CASES * (spread - 1) / 1400) * 700) ** 0.5
    found = judge_pair(1300, 1500, spread=spread)
    assert found["ratio"] == pytest.approx(15 / 13)
    assert -NormalDist().inv_cdf(found["p_value"] / 2) == pytest.approx(z, rel=0.02)


@given(pairs, spreads, st.floats(2, 500))
def test_degrees_look_the_same_point_up_in_students_t(
    pair: tuple[int, int], spread: float, degrees: float
) -> None:
    family = family_of([(*pair, spread)])
    known = judge(family, min_total=0)["p_value"].iloc[0]
    unsure = judge(family.assign(degrees=degrees), min_total=0)["p_value"].iloc[0]
    assume(1e-12 < known < 1)
    assert unsure == pytest.approx(2 * t.sf(-NormalDist().inv_cdf(known / 2), degrees), rel=1e-6)
    assert unsure >= known


def test_pairs_without_cases() -> None:
    nothing = judge_pair(0, 0)
    assert isnan(nothing["ratio"])
    assert (nothing["lower"], nothing["upper"], nothing["p_value"]) == (0, inf, 1)
    new = judge_pair(0, 30)
    assert isinf(new["ratio"])
    assert isinf(new["upper"])
    assert new["lower"] > 1
    assert new["p_value"] < 0.001


@given(pairs, spreads)
def test_swapping_inverts_the_ratio_and_leaves_p(pair: tuple[int, int], spread: float) -> None:
    assume(any(pair))
    there, back = judge_pair(*pair, spread=spread), judge_pair(*pair[::-1], spread=spread)
    expected = (inverse(back["ratio"]), inverse(back["upper"]), inverse(back["lower"]))
    found = (there["ratio"], there["lower"], there["upper"])
    assert found == pytest.approx(expected, rel=1e-7, nan_ok=True)
    assert there["p_value"] == pytest.approx(back["p_value"], rel=1e-7)


@given(pairs, spreads, spreads)
def test_more_dispersion_is_less_certain(pair: tuple[int, int], one: float, other: float) -> None:
    low, high = (judge_pair(*pair, spread=spread) for spread in sorted((one, other)))
    assert high["lower"] <= low["lower"] * (1 + 1e-9)
    assert high["upper"] >= low["upper"] * (1 - 1e-9)
    if low["p_value"] <= 0.5:  # nearer to the middle nothing depends on it
        assert high["p_value"] >= low["p_value"] * (1 - 1e-9)


@given(pairs, spreads)
def test_the_interval_holds_the_ratio_and_agrees_with_p(
    pair: tuple[int, int], spread: float
) -> None:
    assume(any(pair))
    found = judge_pair(*pair, spread=spread)
    assert 0 <= found["lower"] <= found["ratio"] <= found["upper"]
    assert 0 <= found["p_value"] <= 1
    assume(abs(found["p_value"] - 0.05) > 1e-6)
    assert (found["lower"] <= 1 <= found["upper"]) == (found["p_value"] > 0.05)


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": -1},
        {"after": -1},
        {"before": nan},
        {"dispersion": 0.9},
        {"dispersion": nan},
        {"dispersion": inf},
        {"degrees": 0.0},
        {"degrees": nan},
        {"share": 0.0},
        {"share": 1.0},
        {"share": nan},
    ],
)
def test_judge_refuses_values_out_of_bounds(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        judge(family_of([(1, 1, 1.0)]).assign(**wrong))


def test_judge_calls_clear_changes_and_returns_the_same_index() -> None:
    family = family_of([(100, 300, 1.5), (300, 100, 1.5), (100, 105, 1.5), (9, 10, 1.5)])
    family.index = pd.Index(["w", "x", "y", "z"])
    result = judge(family)
    assert list(result.index) == ["w", "x", "y", "z"]
    assert list(result.columns) == ["ratio", "lower", "upper", "p_value", "verdict"]
    assert list(result["verdict"]) == [v for v in Verdict if v is not Verdict.UNKNOWN]
    assert result.loc["z", "p_value"] == 1


def test_judge_of_nothing() -> None:
    result = judge(family_of([]))
    assert list(result.columns) == ["ratio", "lower", "upper", "p_value", "verdict"]
    assert result.empty


def test_judge_refuses_a_row_twice_and_absent_counts() -> None:
    family = family_of([(100, 200, 1.0), (100, 200, 1.0)])
    with pytest.raises(ValueError, match="twice"):
        judge(family.assign(area="a"))
    with pytest.raises(ValueError, match="must be"):
        judge(family.assign(after=[1, nan]))


def test_small_rows_count_in_the_family() -> None:
    pair = (100, 137, 1.0)  # p about 0.019
    assert judge(family_of([pair]))["verdict"].iloc[0] == Verdict.RISE
    with_small = family_of([pair, (1, 2, 1.0), (2, 1, 1.0)])
    assert list(judge(with_small)["verdict"]) == [
        Verdict.NOT_DEMONSTRABLE,
        Verdict.TOO_SMALL,
        Verdict.TOO_SMALL,
    ]


@given(families, st.randoms(use_true_random=False))
def test_verdicts_do_not_depend_on_the_order(
    rows: list[tuple[int, int, float]], random: np.random.Generator
) -> None:
    family = family_of(rows)
    order = list(family.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(judge(family.loc[order]).loc[family.index], judge(family))


@given(families)
def test_the_procedure_is_monotone(rows: list[tuple[int, int, float]]) -> None:
    family = family_of(rows)
    found = judge(family)
    called = found["verdict"].isin([Verdict.RISE, Verdict.FALL])
    assert found.loc[called, "p_value"].max() <= 0.05 or not called.any()
    if called.any():  # nothing that is as clear as a call is left out
        assert called[found["p_value"] <= found.loc[called, "p_value"].max()].all()
    rises = found[found["verdict"] == Verdict.RISE]
    assert (rises["lower"] > 1).all()
    totals = family["before"] + family["after"]
    assert ((found["verdict"] == Verdict.TOO_SMALL) == (totals < MIN_TOTAL)).all()


@given(families)
def test_leaving_small_rows_out_of_the_calls_never_adds_one(
    rows: list[tuple[int, int, float]],
) -> None:
    family = family_of(rows)
    with_bound, without = judge(family, min_total=500), judge(family, min_total=0)
    called = with_bound["verdict"].isin([Verdict.RISE, Verdict.FALL])
    pd.testing.assert_series_equal(
        with_bound.loc[called, "verdict"], without.loc[called, "verdict"]
    )


def test_spread_by_hand() -> None:
    # expected 20 each; each cell gives 25 / 20; of 40 in 80 half a degree each
    found = measure_spread(pd.DataFrame([[15, 25], [25, 15]], index=["x", "y"]))
    assert found["mean"].tolist() == [20, 20]
    assert found["pearson"].tolist() == [2.5, 2.5]
    assert found["degrees"].tolist() == [0.5, 0.5]
    assert list(found.index) == ["x", "y"]


@pytest.mark.parametrize(
    "history",
    [
        pd.DataFrame([[5], [6]]),
        pd.DataFrame([[5, 6]]),
        pd.DataFrame([[0, 0]] * 9),
        pd.DataFrame([[0, 1]] * 9),
        pd.DataFrame([[5, 0], [6, 0]]),
    ],
)
def test_dispersion_of_too_little_is_the_assumption(history: pd.DataFrame) -> None:
    found = dispersion(history)
    assert found["dispersion"].tolist() == pytest.approx([2] * len(history))
    assert found["degrees"].tolist() == pytest.approx([4] * len(history))


def test_dispersion_of_nothing() -> None:
    assert list(dispersion(pd.DataFrame()).columns) == ["dispersion", "degrees"]


def test_dispersion_is_never_below_one() -> None:
    assert (dispersion(pd.DataFrame([[50] * 12] * 40))["dispersion"] == 1).all()


@pytest.mark.parametrize("wrong", [-1, nan, inf])
def test_dispersion_refuses(wrong: float) -> None:
    with pytest.raises(ValueError, match="history"):
        dispersion(pd.DataFrame([[1, 2], [3, wrong]]))


@given(st.lists(st.lists(counts, min_size=4, max_size=4), min_size=2, max_size=12))
def test_dispersion_does_not_depend_on_the_order(rows: list[list[int]]) -> None:
    history = pd.DataFrame(rows)
    found, turned = dispersion(history), dispersion(history.iloc[::-1, ::-1])
    pd.testing.assert_frame_equal(turned.loc[found.index], found, rtol=1e-4)
    assert (found["dispersion"] >= 1).all()
    assert (found["degrees"] > 0).all()


def test_groups_share_the_trend_but_not_the_course() -> None:
    rng = np.random.default_rng(3)
    course = np.array([1.0, 2.0, 4.0, 2.0, 1.0])
    calm = rng.poisson(100, (40, 5))
    wild = rng.poisson(100 * course, (40, 5))
    history, groups = pd.DataFrame(np.vstack([calm, wild])), ["calm"] * 40 + ["wild"] * 40
    assert dispersion(history, groups=groups)["dispersion"].mean() == pytest.approx(1.1, abs=0.15)
    assert dispersion(history)["dispersion"].mean() > 5  # two courses taken for one


def test_the_trend_follows_the_mean() -> None:
    rng = np.random.default_rng(4)
    mean = np.repeat(np.geomspace(5, 500, 200)[:, None], 6, axis=1)
    drawn = rng.poisson(rng.gamma(1 / 0.03, 0.03 * mean))
    found = dispersion(pd.DataFrame(drawn))
    expected = 1 + 0.03 * mean[:, 0]
    assert np.median(found["dispersion"] / expected) == pytest.approx(1, abs=0.15)
    assert found["degrees"].median() > 20


def test_a_row_of_its_own_is_trusted_less() -> None:
    rows = {"mean": [50.0] * 40, "pearson": [5.0] * 20 + [80.0] * 20, "degrees": [5.0] * 40}
    found = shrink_spread(pd.DataFrame(rows))
    calm, wild = found["dispersion"].iloc[0], found["dispersion"].iloc[-1]
    assert 1 <= calm < 8.5 < wild < 16  # between its own, 1 and 16, and the trend, 8.5
    assert found["degrees"].max() < 15


def rest_of(before: list[int], after: list[int]) -> pd.DataFrame:
    frame = pd.DataFrame({"before": before, "after": after})
    return frame.assign(group="g", area=range(len(frame)), dispersion=1.5, degrees=40.0, share=0.2)


@pytest.mark.parametrize("factor", [0.3, 0.5, 2.0])
def test_what_all_areas_share_is_no_change(factor: float) -> None:
    """A trend, registrations that come in late and a break in registration alike."""
    before = [400, 900, 120, 1600, 800, 240, 500, 120]
    after = [round(factor * b / 4) for b in before]
    plain, (scaled, rest) = (
        judge(rest_of(before, after)),
        judge_against_rest(rest_of(before, after)),
    )
    assert plain["verdict"].isin([Verdict.RISE, Verdict.FALL]).sum() > 4
    assert not rest["verdict"].isin([Verdict.RISE, Verdict.FALL]).any()
    assert rest["ratio"].to_numpy() == pytest.approx(1, abs=0.15)
    assert scaled["share"].to_numpy() == pytest.approx(factor / (4 + factor), abs=0.01)


def test_a_large_riser_does_not_make_the_others_fall() -> None:
    before, after = [2000, 1200, 1200, 400, 400], [1500, 300, 300, 100, 100]
    _, found = judge_against_rest(rest_of(before, after))
    assert found["verdict"].tolist() == [Verdict.RISE] + [Verdict.NOT_DEMONSTRABLE] * 4
    assert found["ratio"].iloc[0] == pytest.approx(3, rel=0.01)


def test_the_rest_varies_too() -> None:
    small, large = (rest_of([400, b], [100, b // 4]) for b in (400, 40_000))
    spreads = [judge_against_rest(family)[0]["dispersion"].iloc[0] for family in (small, large)]
    assert spreads == pytest.approx([3.3, 1.667], abs=0.01)


def test_without_a_rest_the_share_is_the_given_one() -> None:
    family = rest_of([400], [180])
    scaled, found = judge_against_rest(family)
    assert scaled["share"].tolist() == [0.2]
    pd.testing.assert_frame_equal(found, judge(family.assign(dispersion=1.5 * 1.1)))


@given(families)
def test_the_rest_gives_a_verdict_on_every_row(rows: list[tuple[int, int, float]]) -> None:
    scaled, found = judge_against_rest(family_of(rows))
    assert list(found.index) == list(range(len(rows)))
    assert scaled["share"].between(0, 1, inclusive="neither").all()
    assert (scaled["dispersion"] >= family_of(rows)["dispersion"]).all()


@given(st.floats(1, 5_000), spreads, st.integers(1, 500))
def test_detectable_ratio_falls_with_cases_and_grows_with_the_rest(
    cases: float, spread: float, size: int
) -> None:
    ratio = detectable_ratio(cases, dispersion=spread, family=size)
    assert ratio > 1
    assert detectable_ratio(2 * cases, dispersion=spread, family=size) < ratio
    assert detectable_ratio(cases, dispersion=spread + 1, family=size) > ratio
    assert detectable_ratio(cases, dispersion=spread, family=size + 1) > ratio
    assert detectable_ratio(cases, dispersion=spread, family=size, power=0.9) > ratio


def test_detectable_ratio_at_half_power_is_where_the_call_starts() -> None:
    ratio = detectable_ratio(400, dispersion=2, family=144, power=0.5)
    least = round(400 * ratio + 0.5)
    assert judge_pair(400, least + 4, spread=2)["p_value"] <= 0.05 / 144
    assert judge_pair(400, least - 4, spread=2)["p_value"] > 0.05 / 144


def test_detectable_ratio_with_a_longer_past_and_fewer_degrees() -> None:
    plain = detectable_ratio(100, dispersion=1.5, family=144)
    assert detectable_ratio(100, dispersion=1.5, family=144, share=0.2) < plain
    assert detectable_ratio(100, dispersion=1.5, family=144, degrees=20) > plain


@pytest.mark.parametrize(
    "wrong",
    [
        {"cases": 0},
        {"cases": nan},
        {"dispersion": 0.5},
        {"family": 0},
        {"power": 0.4},
        {"power": 1},
        {"degrees": 0},
        {"share": 0},
        {"share": 1},
    ],
)
def test_detectable_ratio_refuses(wrong: dict[str, float]) -> None:
    good = {"cases": 100, "dispersion": 1, "family": 144}
    with pytest.raises(ValueError, match="must be"):
        detectable_ratio(**good | wrong)  # type: ignore[arg-type]
