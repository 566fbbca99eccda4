"""A chart made fit for a slide: its type, a map's proportions, and its own specification kept."""

from copy import deepcopy
from typing import Any

import pytest

from lib.export.fit import fitted, is_map
from tests.export.samples import BARS, MAP


def sizes(node: Any) -> list[float]:
    if isinstance(node, dict):
        own = [v for k, v in node.items() if k.lower().endswith("fontsize")]
        return own + [size for part in node.values() for size in sizes(part)]
    return [size for part in node for size in sizes(part)] if isinstance(node, list) else []


@pytest.mark.parametrize("spec", [BARS, MAP])
def test_type_is_large_and_the_specification_stays_as_it_was(spec: dict[str, Any]) -> None:
    before = deepcopy(spec)
    assert min(sizes(fitted(spec, width=800, height=300))) >= 14
    assert spec == before


def test_chart_fills_its_box() -> None:
    fit = fitted(BARS, width=800, height=300)
    assert (fit["width"], fit["height"]) == (800, 300)


def test_map_keeps_its_proportions_and_has_its_legend_beside_it() -> None:
    fit = fitted(MAP, width=2000, height=300)
    assert fit["width"] == pytest.approx(300 * 2 + 200)  # two squares beside each other
    assert fit["layer"][0]["encoding"]["color"]["legend"]["orient"] == "right"
    assert fitted(MAP, width=400, height=300)["width"] == 400


def test_chart_of_several_views_keeps_its_size() -> None:
    several = {"hconcat": [BARS, BARS]}
    assert "width" not in fitted(several, width=800, height=300)


@pytest.mark.parametrize(("spec", "expected"), [(MAP, True), (BARS, False), ({}, False)])
def test_map_is_told_from_a_chart(spec: dict[str, Any], expected: bool) -> None:
    assert is_map(spec) is expected
