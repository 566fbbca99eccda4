"""Risers and decliners: the laws of the test, the family, and the edges."""

from math import inf, isinf, isnan, nan
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.analysis.counts import (
    MIN_TOTAL,
    Verdict,
    detectable_ratio,
    dispersion,
    judge,
)

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
        (81, 263, 0.2535, 0.3682),
        (15, 148, 0.0598, 0.1644),
        (0, 20, 0, 0.2005),
        (1, 29, 0.0018, 0.1963),
    ],
)
def test_the_interval_is_as_published(after: int, total: int, lower: float, upper: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 4, as shares
    found = judge_pair(total - after, after)
    shares = [odds / (1 + odds) for odds in found[["lower", "upper"]]]
    assert shares == pytest.approx([lower, upper], abs=6e-5)


@pytest.mark.parametrize(
    ("spread", "z"), [(1.0, 24.5 / 62.5**0.5), (2.0, 24.5 / 125**0.5), (4.0, 24.5 / 250**0.5)]
)
def test_the_p_value_by_hand(spread: float, z: float) -> None:
    # 150 of 250, half expected: |150 - 125| - 1/2 = 24.5; variance spread x 250 / 4
    found = judge_pair(100, 150, spread=spread)
    assert found["ratio"] == 1.5
    assert found["p_value"] == pytest.approx(2 * (1 - NormalDist().cdf(z)))


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
    assert high["p_value"] >= low["p_value"]
    assert high["lower"] <= low["lower"] * (1 + 1e-9)
    assert high["upper"] >= low["upper"] * (1 - 1e-9)


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
    with pytest.raises(ValueError, match="between"):
        judge(family, false_discovery_rate=0)


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
    strict, loose = judge(family, false_discovery_rate=0.01), judge(family)
    called = loose["verdict"].isin([Verdict.RISE, Verdict.FALL])
    assert called[strict["verdict"].isin([Verdict.RISE, Verdict.FALL])].all()
    assert loose.loc[called, "p_value"].max() <= 0.05 or not called.any()
    if called.any():  # nothing that is as clear as a call is left out
        assert called[loose["p_value"] <= loose.loc[called, "p_value"].max()].all()
    rises = loose[loose["verdict"] == Verdict.RISE]
    assert (rises["lower"] > 1).all()
    totals = family["before"] + family["after"]
    assert ((loose["verdict"] == Verdict.TOO_SMALL) == (totals < MIN_TOTAL)).all()


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


def test_dispersion_by_hand() -> None:
    # expected 20, 40 / 20, 40; X² = 0; (0 + 4 x 2) / 5 x (1 + 3.5 / 5)²
    assert dispersion(pd.DataFrame([[20, 40], [20, 40]])) == pytest.approx(1.6 * 1.7**2)
    # expected 20 each; X² = 4 x 25 / 20 = 5
    assert dispersion(pd.DataFrame([[15, 25], [25, 15]])) == pytest.approx(2.6 * 1.7**2)


@pytest.mark.parametrize(
    "history",
    [
        pd.DataFrame(),
        pd.DataFrame([[5], [6]]),
        pd.DataFrame([[5, 6]]),
        pd.DataFrame([[0, 0]] * 9),
        pd.DataFrame([[0, 1]] * 9),
        pd.DataFrame([[5, 0], [6, 0]]),
    ],
)
def test_dispersion_of_too_little_is_the_assumption(history: pd.DataFrame) -> None:
    assert dispersion(history) == pytest.approx(2 * 1.875**2)


def test_dispersion_is_never_below_one() -> None:
    assert dispersion(pd.DataFrame([[50] * 12] * 40)) == 1


@pytest.mark.parametrize("wrong", [-1, nan, inf])
def test_dispersion_refuses(wrong: float) -> None:
    with pytest.raises(ValueError, match="history"):
        dispersion(pd.DataFrame([[1, 2], [3, wrong]]))


@given(st.lists(st.lists(counts, min_size=4, max_size=4), min_size=2, max_size=12))
def test_dispersion_does_not_depend_on_the_order(rows: list[list[int]]) -> None:
    history = pd.DataFrame(rows)
    turned = history.iloc[::-1, ::-1]
    assert dispersion(turned) == pytest.approx(dispersion(history))
    assert dispersion(history) >= 1


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
    assert judge_pair(400, least + 1, spread=2)["p_value"] <= 0.05 / 144
    assert judge_pair(400, least - 1, spread=2)["p_value"] > 0.05 / 144


@pytest.mark.parametrize(
    "wrong",
    [
        {"cases": 0},
        {"cases": nan},
        {"dispersion": 0.5},
        {"family": 0},
        {"power": 0.4},
        {"power": 1},
        {"false_discovery_rate": 0},
        {"false_discovery_rate": 1},
    ],
)
def test_detectable_ratio_refuses(wrong: dict[str, float]) -> None:
    good = {"cases": 100, "dispersion": 1, "family": 144}
    with pytest.raises(ValueError, match="must be"):
        detectable_ratio(**good | wrong)  # type: ignore[arg-type]
