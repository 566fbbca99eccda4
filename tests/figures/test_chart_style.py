"""The style that all charts have, on white and in the dark."""

from typing import Any

import pytest

from lib.catalog import Catalog
from lib.figures import palette
from lib.figures.chart_style import replace_texts
from lib.figures.rating_charts import draw_rating_dots
from tests.builders import build_board


@pytest.fixture(scope="module")
def spec(catalog: Catalog) -> dict[str, Any]:
    ratings = build_board(catalog).ratings.newest()
    chart = draw_rating_dots(ratings, floor=6.7, target=7.4, order=list(ratings.index))
    found: dict[str, Any] = chart.to_dict()
    return found


def test_dark_colours_replace_every_colour_and_nothing_else(spec: dict[str, Any]) -> None:
    text = repr(replace_texts(spec, palette.DARK))
    assert not [c for c in palette.DARK if c in text]
    assert palette.DARK[palette.INK] in text
    back = {dark: light for light, dark in palette.DARK.items()}
    assert replace_texts(replace_texts(spec, palette.DARK), back) == spec


def test_dark_colours_leave_the_specification_as_it_is(spec: dict[str, Any]) -> None:
    before = repr(spec)
    replace_texts(spec, palette.DARK)
    assert repr(spec) == before
