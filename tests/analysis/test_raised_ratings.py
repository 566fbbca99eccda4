"""Laws of the scenario arithmetic, and what it says of the real ratings."""

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.analysis.gap import round_half_up
from lib.analysis.raised_ratings import (
    Scenario,
    apply_raises,
    raises_to_floor,
    run_scenario,
    weighted_mean,
)
from lib.catalog import Catalog

rating = st.integers(10, 100).map(lambda tenths: tenths / 10)
weight = st.integers(1, 20_000).map(float)
cities = st.lists(st.tuples(rating, weight), min_size=1, max_size=20)
City = list[tuple[float, float]]
SCALE = (1.0, 10.0)


def series(city: City) -> tuple[pd.Series, pd.Series]:
    keys = [f"area-{n}" for n in range(len(city))]
    values, weights = zip(*city, strict=True)
    return pd.Series(values, index=keys), pd.Series(weights, index=keys)


def run(city: City, raises: dict[str, float]) -> Scenario:
    values, weights = series(city)
    return run_scenario(values, weights=weights, raises=raises, target=7.4, scale=SCALE)


@given(cities)
def test_mean_lies_between_lowest_and_highest(city: City) -> None:
    values, weights = series(city)
    mean = weighted_mean(values, weights)
    assert values.min() - 1e-9 <= mean <= values.max() + 1e-9


@given(cities, st.data())
def test_raising_never_lowers_the_mean_and_lowers_no_area(city: City, data: st.DataObject) -> None:
    keys = series(city)[0].index
    up = st.floats(0, 9)
    raises = {key: data.draw(up) for key in data.draw(st.sets(st.sampled_from(list(keys))))}
    result = run(city, raises)
    assert result.mean_after >= result.mean_before - 1e-9
    assert (result.ratings >= series(city)[0] - 1e-9).all()
    assert result.ratings.between(1, 10).all()


@given(cities)
def test_raising_nothing_changes_nothing(city: City) -> None:
    result = run(city, {})
    assert result.mean_after == result.mean_before
    assert list(result.ratings) == [value for value, _ in city]


@given(cities, weight)
def test_equal_weights_give_the_plain_mean(city: City, weight: float) -> None:
    result = run([(value, weight) for value, _ in city], {})
    assert result.mean_after == pytest.approx(sum(v for v, _ in city) / len(city), abs=1e-9)


@given(cities, st.floats(0.001, 1000))
def test_scaling_the_weights_changes_nothing(city: City, factor: float) -> None:
    scaled = [(value, weight * factor) for value, weight in city]
    assert run(scaled, {}).mean_after == pytest.approx(run(city, {}).mean_after, abs=1e-9)


@given(cities)
def test_lifting_to_the_floor_leaves_no_area_below_it(city: City) -> None:
    values, _ = series(city)
    raises = raises_to_floor(values, floor=6.7)
    assert set(raises) == {key for key, value in values.items() if value < 6.7}
    lifted = apply_raises(values, raises, scale=SCALE)
    assert list(lifted) == [max(value, 6.7) for value, _ in city]


@given(cities, rating)
def test_mean_meets_the_target_exactly_when_its_gap_is_not_negative(
    city: City, target: float
) -> None:
    values, weights = series(city)
    result = run_scenario(values, weights=weights, raises={}, target=target, scale=SCALE)
    assume(abs(result.mean_after - target) > 1e-8 or result.gap == 0)
    assert result.meets_target == (result.gap >= 0)
    assert result.gap == pytest.approx(result.mean_after - target, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "up", "after"),
    [(9.8, 0.5, 10.0), (1.2, -0.5, 1.0), (7.2, 0.2, 7.4), (6.4, 0.3, 6.7), (7.0, 0.0, 7.0)],
)
def test_raise_stays_on_the_scale(value: float, up: float, after: float) -> None:
    assert apply_raises(pd.Series({"a": value}), {"a": up}, scale=SCALE)["a"] == after


def test_raise_of_an_unknown_area_and_an_area_without_rating_change_nothing() -> None:
    values = pd.Series({"a": 7.0, "b": float("nan")})
    after = apply_raises(values, {"b": 1.0, "c": 1.0}, scale=SCALE)
    assert after["a"] == 7.0
    assert list(after.index) == ["a", "b"]
    assert after.isna()["b"]


def test_mean_leaves_out_what_has_no_rating_or_no_weight() -> None:
    values = pd.Series({"a": 6.0, "b": 8.0, "c": float("nan"), "d": 1.0})
    weights = pd.Series({"a": 1.0, "b": 3.0, "c": 9.0, "d": float("nan")})
    assert weighted_mean(values, weights) == 7.5


@pytest.mark.parametrize("weights", [{"a": 0.0}, {"a": float("nan")}, {"b": 1.0}])
def test_no_mean_without_weight(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="more than zero"):
        weighted_mean(pd.Series({"a": 7.0}), pd.Series(weights))


def real(catalog: Catalog, *, by_inhabitants: bool) -> tuple[pd.Series, pd.Series]:
    survey = catalog.frame("survey").query("period == '2021'").set_index("area")["value"]
    values = survey[list(catalog.of_kind("area"))]
    people = catalog.frame("counts").query("indicator == 'inwoners'").set_index("area")["value"]
    weights = {
        area: people[[p.area for p in catalog.parts(area, kind="cbs_buurt")]].sum()
        for area in values.index
    }
    return values, pd.Series(weights) if by_inhabitants else pd.Series(1.0, index=values.index)


@pytest.mark.parametrize(
    ("preset", "by_inhabitants", "after", "meets"),
    [
        ("floor", False, "7.25", False),
        ("floor", True, "7.22", False),
        ("everywhere", False, "7.41", True),
        ("everywhere", True, "7.38", False),
        ("nothing", False, "7.21", False),
        ("nothing", True, "7.18", False),
    ],
)
def test_real_ratings(
    catalog: Catalog, preset: str, by_inhabitants: bool, after: str, meets: bool
) -> None:
    values, weights = real(catalog, by_inhabitants=by_inhabitants)
    raises = {
        "floor": raises_to_floor(values, floor=6.7),
        "everywhere": dict.fromkeys(map(str, values.index), 0.2),
        "nothing": {},
    }[preset]
    result = run_scenario(values, weights=weights, raises=raises, target=7.4, scale=SCALE)
    assert f"{result.mean_after:.2f}" == after
    assert result.meets_target is meets


def test_scenario_that_only_rounds_to_the_target_misses_it(catalog: Catalog) -> None:
    values, weights = real(catalog, by_inhabitants=True)
    raises = dict.fromkeys(map(str, values.index), 0.2)
    result = run_scenario(values, weights=weights, raises=raises, target=7.4, scale=SCALE)
    assert round_half_up(result.mean_after, decimals=1) == 7.4
    assert result.gap < 0
    assert not result.meets_target
    assert set(raises_to_floor(result.ratings, floor=6.7)) == {
        "blerick-noord-en-trade-port",
        "klingerberg",
    }


def test_sum_that_is_short_only_by_binary_fractions_meets_the_target() -> None:
    values = pd.Series([7.1, 7.3, 7.5, 7.7, 7.4, 7.4, 7.2, 7.6, 7.4, 7.4])
    for shift in range(10):
        rolled = pd.Series([values.iloc[(n + shift) % 10] for n in range(10)])
        weights = pd.Series(0.1, index=rolled.index)
        result = run_scenario(rolled, weights=weights, raises={}, target=7.4, scale=SCALE)
        assert result.meets_target
