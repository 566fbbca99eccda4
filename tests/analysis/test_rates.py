"""Counts per 1,000 inhabitants, and areas that are alike."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.rates import find_similar, per_1000

NAN = float("nan")


@pytest.mark.parametrize(
    ("count", "inhabitants", "minimum", "rate"),
    [
        (50, 1000, 500, 50.0),
        (0, 1000, 500, 0.0),
        (112, 120, 500, NAN),
        (1, 500, 500, 2.0),
        (1, 499, 500, NAN),
        (NAN, 1000, 500, NAN),
        (5, NAN, 500, NAN),
        (5, 0, 0, NAN),
        (5, 1, 0, 5000.0),
    ],
)
def test_per_1000(count: float, inhabitants: float, minimum: int, rate: float) -> None:
    result = per_1000(pd.Series([count]), pd.Series([inhabitants]), minimum=minimum)
    assert result.iloc[0] == pytest.approx(rate, nan_ok=True)


def test_rates_are_matched_by_area_not_by_position() -> None:
    counts = pd.Series({"a": 10, "b": 20})
    inhabitants = pd.Series({"b": 1000, "a": 2000})
    rates = per_1000(counts, inhabitants, minimum=500)
    assert rates.to_dict() == {"a": 5.0, "b": 20.0}


@given(st.integers(0, 10_000), st.integers(0, 50_000), st.integers(0, 1000))
def test_rate_is_absent_exactly_below_the_minimum(
    count: int, inhabitants: int, minimum: int
) -> None:
    rate = per_1000(pd.Series([count]), pd.Series([inhabitants]), minimum=minimum).iloc[0]
    if inhabitants < max(minimum, 1):
        assert pd.isna(rate)
    else:
        assert rate * inhabitants == pytest.approx(count * 1000)


VALUES = pd.Series({"b": 6.8, "c": 7.0, "a": 6.9, "d": NAN, "e": 7.0, "f": 6.0, "g": 6.9})
KIND = pd.Series({"a": "x", "b": "x", "c": "x", "d": "x", "e": "y", "f": "x", "g": "y"})


@pytest.mark.parametrize(
    ("area", "number", "expected"),
    [
        # 6.8 and 7.0 lie equally far from 6.9, though not in binary fractions
        ("a", 2, ["b", "c"]),
        ("a", 9, ["b", "c", "f"]),
        ("a", 1, ["b"]),
        ("a", 0, []),
        ("f", 3, ["b", "a", "c"]),
        ("e", 3, ["g"]),
        ("d", 3, []),
    ],
)
def test_most_alike(area: str, number: int, expected: list[str]) -> None:
    assert find_similar(VALUES, area=area, among=KIND, number=number) == expected


@given(st.lists(st.integers(10, 100), min_size=1, max_size=10), st.integers(0, 10))
def test_no_area_left_out_is_nearer(tenths: list[int], number: int) -> None:
    values = pd.Series([t / 10 for t in tenths], index=[f"area-{n}" for n in range(len(tenths))])
    chosen = find_similar(
        values, area="area-0", among=pd.Series("all", index=values.index), number=number
    )
    distance = (values - values["area-0"]).abs()
    others = [str(a) for a in values.index if a not in {"area-0", *chosen}]
    assert len(chosen) == min(number, len(values) - 1)
    assert "area-0" not in chosen
    if chosen and others:
        assert distance[chosen].max() <= distance[others].min() + 1e-9
