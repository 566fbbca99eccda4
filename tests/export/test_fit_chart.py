"""A chart made fit for a slide: its type, a map's proportions, and its own specification stored."""

from copy import deepcopy
from typing import Any

import pytest

from lib.export.picture import fit_chart
from tests.export.samples import BARS


def sizes(node: Any) -> list[float]:
    if isinstance(node, dict):
        own = [v for k, v in node.items() if k.lower().endswith("fontsize")]
        return own + [size for part in node.values() for size in sizes(part)]
    return [size for part in node for size in sizes(part)] if isinstance(node, list) else []


def test_type_is_large_and_the_specification_stays_as_it_was() -> None:
    before = deepcopy(BARS)
    assert min(sizes(fit_chart(BARS, width=800, height=300))) >= 14
    assert before == BARS


def test_chart_fills_its_box() -> None:
    fit = fit_chart(BARS, width=800, height=300)
    assert (fit["width"], fit["height"]) == (800, 300)


def test_a_strip_has_its_own_height() -> None:
    assert fit_chart(BARS | {"height": 100}, width=800, height=300)["height"] == 100


def test_chart_with_a_width_of_its_own_is_not_resized() -> None:
    """What stands on it has a place in pixels."""
    own = BARS | {"width": 200}
    assert fit_chart(own, width=2000, height=300) == own


def test_type_may_be_larger_for_a_room() -> None:
    assert min(sizes(fit_chart(BARS, width=800, height=300, smallest=20))) >= 20


def test_chart_of_several_views_is_not_resized() -> None:
    several = {"hconcat": [BARS, BARS]}
    assert "width" not in fit_chart(several, width=800, height=300)


def test_charts_under_each_other_are_placed_in_columns_on_a_slide() -> None:
    stacked = {"concat": [BARS] * 7, "columns": 1}
    fit = fit_chart(stacked, width=870, height=300)
    assert fit["columns"] == 3
    (wide,) = {part["width"] for part in fit["concat"]}
    assert wide == pytest.approx(870 * 450 / 300 / 3 - 190), "as wide as the box, once it fits"
    assert min(sizes(fit)) >= 14
    assert fit_chart(stacked, width=300, height=900)["columns"] == 1
