"""Distance to a goal, rounding as published, and the groups."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.gap import GoalGroup, gap, goal_group, round_half_up, shortfall

ratings = st.floats(1, 10)
figures = st.floats(-1e6, 1e6)
decimals = st.integers(0, 3)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (7.25, 1, 7.3),
        (7.35, 1, 7.4),
        (7.2499999, 1, 7.2),
        (7.206, 1, 7.2),
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-7.25, 1, -7.3),
        (1.005, 2, 1.01),
        (0.1 + 0.2, 1, 0.3),
        (6501.0, 0, 6501.0),
        (0.0, 2, 0.0),
    ],
)
def test_published(value: float, places: int, shown: float) -> None:
    assert round_half_up(value, decimals=places) == shown


@pytest.mark.parametrize("value", [-0.0, 0.0, -0.04])
def test_published_zero_has_no_sign(value: float) -> None:
    assert str(round_half_up(value, decimals=1)) == "0.0"


@given(figures, decimals)
def test_published_is_near_and_idempotent(value: float, places: int) -> None:
    once = round_half_up(value, decimals=places)
    assert round_half_up(once, decimals=places) == once
    assert abs(once - value) <= 0.5 * 10**-places + 1e-9


@given(st.integers(-100_000, 100_000), decimals)
def test_published_rounds_halves_away_from_zero(steps: int, places: int) -> None:
    half = float(Decimal(2 * steps + 1).scaleb(-places) / 2)
    up = Decimal(steps + (1 if steps >= 0 else 0)).scaleb(-places)
    assert round_half_up(half, decimals=places) == float(up)


@given(figures, figures, decimals)
def test_rounding_preserves_order(one: float, other: float, places: int) -> None:
    low, high = sorted((one, other))
    assert round_half_up(low, decimals=places) <= round_half_up(high, decimals=places)


@pytest.mark.parametrize(
    ("value", "goal", "distance", "short"),
    [(6.4, 6.7, -0.3, 0.3), (7.2, 7.4, -0.2, 0.2), (6.7, 6.7, 0.0, 0.0), (7.8, 6.7, 1.1, 0.0)],
)
def test_gap_and_shortfall(value: float, goal: float, distance: float, short: float) -> None:
    assert gap(value, goal=goal) == distance
    assert shortfall(value, goal=goal) == short


@given(figures, figures)
def test_gap_is_antisymmetric(value: float, goal: float) -> None:
    assert gap(value, goal=goal) == -gap(goal, goal=value)


@given(ratings, ratings)
def test_shortfall_closes_a_negative_gap_exactly(value: float, goal: float) -> None:
    short = shortfall(value, goal=goal)
    assert short >= 0
    assert (short > 0) == (gap(value, goal=goal) < 0)
    assert gap(value + short, goal=goal) >= 0


@pytest.mark.parametrize(
    ("value", "floor", "target", "expected"),
    [
        (6.6, 6.7, 7.4, GoalGroup.BELOW_FLOOR),
        (6.7, 6.7, 7.4, GoalGroup.BETWEEN),
        (7.3, 6.7, 7.4, GoalGroup.BETWEEN),
        (7.4, 6.7, 7.4, GoalGroup.AT_TARGET),
        (6.4 + 0.3, 6.7, 7.4, GoalGroup.BETWEEN),
        (7.2 + 0.2, 6.7, 7.4, GoalGroup.AT_TARGET),
        (None, 6.7, 7.4, GoalGroup.NO_RATING),
        (float("nan"), 6.7, 7.4, GoalGroup.NO_RATING),
        (1.0, None, 7.4, GoalGroup.BETWEEN),
        (9.0, 6.7, None, GoalGroup.BETWEEN),
        (1.0, 6.7, None, GoalGroup.BELOW_FLOOR),
        (9.0, None, 7.4, GoalGroup.AT_TARGET),
        (7.0, None, None, GoalGroup.BETWEEN),
        (None, None, None, GoalGroup.NO_RATING),
    ],
)
def test_group(
    value: float | None, floor: float | None, target: float | None, expected: GoalGroup
) -> None:
    assert goal_group(value, floor=floor, target=target) is expected


@given(ratings, ratings, ratings)
def test_every_rating_falls_in_the_group_that_its_gaps_say(
    value: float, one: float, other: float
) -> None:
    floor, target = sorted((one, other))
    below, reached = gap(value, goal=floor) < 0, gap(value, goal=target) >= 0
    expected = {
        (True, False): GoalGroup.BELOW_FLOOR,
        (False, False): GoalGroup.BETWEEN,
        (False, True): GoalGroup.AT_TARGET,
    }
    assert goal_group(value, floor=floor, target=target) is expected[below, reached]
