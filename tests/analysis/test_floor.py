"""Three words for where a rating stands at the floor, and the laws of the chances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.estimate import Estimate
from lib.analysis.floor import FloorChances, FloorPosition, estimate_floor_chances, judge_floor

FLOOR = 6.7


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (None, FloorPosition.NO_RATING),
        (Estimate(6.2), FloorPosition.NO_MARGIN),
        (Estimate(6.2, lower=6.1), FloorPosition.NO_MARGIN),
        (Estimate(6.4, 6.2, 6.6), FloorPosition.SURELY_BELOW),
        (Estimate(6.5, 6.3, 6.7), FloorPosition.WITHIN_MARGIN),
        (Estimate(6.9, 6.7, 7.1), FloorPosition.WITHIN_MARGIN),
        (Estimate(7.0, 6.8, 7.2), FloorPosition.SURELY_ABOVE),
        (Estimate(6.7, 6.7, 6.7), FloorPosition.WITHIN_MARGIN),
        # Widened by sqrt(2.25): 6.1 to 6.7 and 6.7 to 7.3.
        (Estimate(6.4, 6.2, 6.6, design_effect=2.25), FloorPosition.WITHIN_MARGIN),
        (Estimate(7.0, 6.8, 7.2, design_effect=2.25), FloorPosition.WITHIN_MARGIN),
        (Estimate(6.3, 6.1, 6.5, design_effect=2.25), FloorPosition.SURELY_BELOW),
    ],
)
def test_position_at_the_floor(rating: Estimate | None, expected: FloorPosition) -> None:
    assert judge_floor(rating, floor=FLOOR) is expected


def chances(values: list[float], half: list[float], *, floor: float = FLOOR) -> FloorChances:
    rated = {
        str(place): Estimate(v, v - h, v + h)
        for place, (v, h) in enumerate(zip(values, half, strict=True))
    }
    found = estimate_floor_chances(rated, floor=floor, decimals=1)
    assert found is not None
    return found


ratings = st.lists(
    st.tuples(st.integers(50, 90).map(lambda tenth: tenth / 10), st.floats(0, 1)),
    min_size=1,
    max_size=20,
)


@given(ratings)
def test_chances_are_chances_and_fit_together(rated: list[tuple[float, float]]) -> None:
    found = chances([v for v, _ in rated], [h for _, h in rated])
    below = found.below
    assert below.between(0, 1 + 1e-9).all()
    assert -1e-9 <= found.any_falls <= 1
    # All above is no likelier than the likeliest area alone allows.
    assert -1e-9 <= found.all_above <= 1 - below.max() + 1e-9


@given(ratings, st.floats(0, 0.5))
def test_a_higher_floor_makes_each_area_likelier_under_it(
    rated: list[tuple[float, float]], higher: float
) -> None:
    values, half = [v for v, _ in rated], [h for _, h in rated]
    low, high = chances(values, half), chances(values, half, floor=FLOOR + higher)
    assert (high.below >= low.below - 1e-9).all()
    assert high.all_above <= low.all_above + 1e-9


def test_one_area_alone_is_not_shrunk() -> None:
    assert chances([6.7], [0.2]).below["0"] == pytest.approx(0.5)


def test_an_uncertain_area_is_drawn_to_the_others() -> None:
    others, small = [7.2, 7.3, 7.1, 7.2, 7.3], [0.1] * 5
    sure, unsure = (chances([6.5, *others], [half, *small]).below["0"] for half in (0.1, 1.0))
    assert sure > 0.95
    assert unsure < 0.5


def test_areas_published_under_the_floor_cannot_fall_under_it() -> None:
    assert chances([6.0, 6.1], [0.1, 0.1]).any_falls == pytest.approx(0)


def test_with_wide_margins_chance_alone_brings_an_area_under_the_floor() -> None:
    many = [6.8] * 18
    assert chances(many, [0.5] * 18).any_falls > 0.9
    assert chances(many, [0.05] * 18).any_falls < 0.2


def test_without_a_margin_or_a_rating_there_are_no_chances() -> None:
    without = {"one": Estimate(6.5, 6.3, 6.7), "other": Estimate(7.0)}
    assert estimate_floor_chances(without, floor=FLOOR, decimals=1) is None
    assert estimate_floor_chances({}, floor=FLOOR, decimals=1) is None
