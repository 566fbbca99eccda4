"""Yearly counts: judged with the spread of the years before, or not at all."""

import numpy as np
import pandas as pd
import pytest

from lib.analysis.counts import Verdict
from lib.analysis.years import judge_years
from tests.simulation import highest_error_rate, number_of_lists

YEARS = [2012, 2017, 2018, 2019, 2022, 2025]
SIZES = {"own": 1.0, "one": 0.6, "two": 1.4, "three": 0.9}


def make_table(
    mean: float, *, last: float = 1.0, spread: float = 1.0, seed: int = 1
) -> pd.DataFrame:
    """Return counts around a mean per municipality; `last` multiplies the own newest year."""
    chance = np.random.default_rng(seed)
    means = np.array([[mean * size] * len(YEARS) for size in SIZES.values()])
    means[0, -1] *= last
    drawn = (
        chance.poisson(means)
        if spread == 1
        else chance.negative_binomial(means / (spread - 1), 1 / spread)
    )
    return pd.DataFrame(drawn, index=list(SIZES), columns=YEARS, dtype="float64")


def judge_one(table: pd.DataFrame) -> Verdict:
    rows = judge_years({"kind": table}, own="own", years=(2022, 2025))
    return Verdict(rows["verdict"].to_dict()["kind"])


@pytest.mark.parametrize(
    ("last", "verdict"),
    [(3.0, Verdict.RISE), (0.3, Verdict.FALL), (1.0, Verdict.NOT_DEMONSTRABLE)],
)
def test_a_large_change_is_called(last: float, verdict: Verdict) -> None:
    assert judge_one(make_table(400, last=last)) is verdict


def test_few_cases_are_too_small() -> None:
    assert judge_one(make_table(3)) is Verdict.TOO_SMALL


def test_too_few_earlier_years_are_not_judged() -> None:
    table = make_table(400, last=3.0)
    assert judge_one(table.drop(columns=2018)) is Verdict.UNKNOWN


def test_years_long_ago_do_not_count_as_earlier_years() -> None:
    table = make_table(400, last=3.0).rename(columns={2017: 2010, 2018: 2011})
    assert judge_one(table) is Verdict.UNKNOWN


def test_without_another_municipality_nothing_is_judged() -> None:
    rows = judge_years(
        {"kind": make_table(400, last=3.0).loc[["own"]]}, own="own", years=(2022, 2025)
    )
    assert rows.loc["kind", "verdict"] is Verdict.UNKNOWN
    assert rows.loc["kind", ["before", "after"]].notna().all()
    assert rows.loc["kind", ["ratio", "lower", "upper"]].isna().all()


def test_a_municipality_with_a_gap_says_nothing_about_spread() -> None:
    table = make_table(400, last=3.0)
    table.loc[["one", "two", "three"], 2018] = float("nan")
    assert judge_one(table) is Verdict.UNKNOWN


def test_a_kind_without_one_of_the_years_is_left_out() -> None:
    whole, partial = make_table(400), make_table(400).drop(columns=2025)
    rows = judge_years({"whole": whole, "partial": partial}, own="own", years=(2022, 2025))
    assert list(rows.index) == ["whole"]


def test_what_was_not_tested_changes_no_verdict() -> None:
    called, unknown = make_table(400, last=1.6), make_table(400).drop(columns=2018)
    alone = judge_years({"a": called}, own="own", years=(2022, 2025))
    together = judge_years({"a": called, "b": unknown}, own="own", years=(2022, 2025))
    assert together["p_value"].to_dict()["a"] == alone["p_value"].to_dict()["a"]
    assert together.loc["a", "verdict"] is alone.loc["a", "verdict"]


@pytest.mark.simulation
@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_few_lists_have_a_false_call(spread: float) -> None:
    """Thirteen kinds in which nothing changed: at most one list in twenty has a call."""
    means, number, called = np.geomspace(10, 800, 13), number_of_lists(50), 0
    for seed in range(number):
        tables = {
            f"kind-{n}": make_table(mean, spread=spread, seed=seed * 100 + n)
            for n, mean in enumerate(means)
        }
        rows = judge_years(tables, own="own", years=(2022, 2025))
        called += int(rows["verdict"].isin([Verdict.RISE, Verdict.FALL]).any())
    assert called / number <= highest_error_rate(number)
