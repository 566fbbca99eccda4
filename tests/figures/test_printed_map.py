"""The map for paper: every area's figure and name, as on the screen, in the size asked for."""

import datetime as dt
from itertools import pairwise

import pytest
import shapely

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.figures import palette
from lib.figures.charts import (
    draw_area_map,
    draw_locator,
    replace_texts,
    use_dark_colours,
    without_list,
)
from lib.figures.layers import group_areas, map_layers
from lib.figures.printed_map import COLUMN, ROW, Names, printed_map

DAY = dt.date(2026, 11, 23)
KEYS = ("rapportcijfer", "afstand", "misdrijven", "misdrijven-per-1000")


@pytest.fixture(scope="module", params=[LOCAL, PUBLIC], ids=["internal", "public"])
def board(request: pytest.FixtureRequest, catalog: Catalog) -> Board:
    return Board(catalog, request.param, DAY, "test")


@pytest.mark.parametrize("key", KEYS)
def test_every_area_has_its_figure_on_the_map_and_its_name_beside_it(
    board: Board, key: str
) -> None:
    layer = map_layers(board)[key]
    made = printed_map(layer, board=board, width=740, height=620, names=Names.ALL)
    for label, mark in zip(made.labels, (layer.marks[a] for a in made.shapes), strict=True):
        short = mark.band.sign == "▼"
        assert label.text == ("▼" if short else "") + mark.text
    listed = [line for line in made.lines if not line.colour]
    order = [layer.marks[a] for g in group_areas(layer, internal=board.internal) for a in g]
    assert [(line.text, line.figure) for line in listed] == [(m.name, m.starred) for m in order]


@pytest.mark.parametrize("key", KEYS)
def test_every_class_stands_in_the_list_above_its_areas(board: Board, key: str) -> None:
    layer = map_layers(board)[key]
    made = printed_map(layer, board=board, width=740, height=620, names=Names.ALL)
    assert {line.colour for line in made.lines if line.colour} == {b.colour for b in layer.bands}
    band = ""
    colours = {m.name: m.band.colour for m in layer.marks.values()}
    for line in made.lines:
        band = line.colour or band
        assert line.colour or colours[line.text] == band


@pytest.mark.parametrize(("width", "height"), [(740, 620), (1200, 400), (700, 1500), (740, 250)])
@pytest.mark.parametrize("names", list(Names))
def test_it_keeps_to_its_size_and_nothing_lies_on_the_map(
    board: Board, width: float, height: float, *, names: Names
) -> None:
    layer = map_layers(board)["misdrijven"]
    made = printed_map(layer, board=board, width=width, height=height, names=names)
    bounds = [s.bounds for s in made.shapes.values()]
    assert min(min(b) for b in bounds) >= 0
    assert made.height <= height
    right, low = max(b[2] for b in bounds), max(b[3] for b in bounds)
    assert low <= made.height
    for line in made.lines:
        assert right < line.x <= made.width - COLUMN + 0.01
        assert line.y + ROW <= made.foot[1]
    assert made.foot[0] > right if names is not Names.NONE else made.foot[1] > low
    for one, other in pairwise(made.lines):
        assert other.x > one.x or other.y >= one.y + ROW


def test_a_room_reads_every_name_in_two_columns(board: Board) -> None:
    layer = map_layers(board)["rapportcijfer"]
    made = printed_map(layer, board=board, width=900, height=330, names=Names.ROOM)
    assert {line.text for line in made.lines if not line.colour} == {
        m.name for m in layer.marks.values()
    }
    last = {line.x: line for line in made.lines}
    assert len(last) == 2
    assert not any(line.colour for line in last.values()), "a class stands above its areas"
    assert made.width <= 900
    assert 0 < len(made.labels) < len(made.shapes)


def test_a_room_without_space_reads_only_what_asks_for_attention(board: Board) -> None:
    layer = map_layers(board)["rapportcijfer"]
    made = printed_map(layer, board=board, width=600, height=250, names=Names.ROOM)
    listed = {line.text for line in made.lines if not line.colour}
    assert listed == {m.name for m in layer.marks.values() if m.band.sign == "▼"}
    assert 0 < len(made.labels) < len(made.shapes)


def test_label_stands_in_its_area(board: Board) -> None:
    made = printed_map(
        map_layers(board)["afstand"], board=board, width=740, height=620, names=Names.ALL
    )
    for label, shape in zip(made.labels, made.shapes.values(), strict=True):
        assert shape.contains(shapely.Point(label.x, label.y))


def test_dark_changes_every_colour_and_nothing_else(board: Board) -> None:
    spec = draw_area_map(map_layers(board)["afstand"], board=board).to_dict()
    text = repr(use_dark_colours(spec))
    assert not [c for c in palette.DARK if c in text]
    assert palette.DARK_PAPER in text
    back = {dark: light for light, dark in palette.DARK.items()}
    assert replace_texts(use_dark_colours(spec), back) == spec


@pytest.mark.parametrize("names", [Names.ALL, Names.ROOM])
def test_a_map_beside_bars_has_its_classes_and_no_list(board: Board, names: Names) -> None:
    layer = map_layers(board)["afstand"]
    spec = draw_area_map(layer, board=board, names=names).to_dict()
    bare = without_list(spec, legend={"orient": "bottom"})
    text = repr(bare)
    assert "Blerick-Noord" in repr(spec)
    assert "Blerick-Noord" not in text
    assert bare["width"] < spec["width"] / 1.5
    assert bare["layer"][0]["encoding"]["color"]["legend"]["orient"] == "bottom"
    assert [m.text for m in layer.marks.values() if f"'{m.text}'" in text]
    assert without_list(bare | {"usermeta": {}}, legend={}) == bare | {"usermeta": {}}


def test_dark_leaves_what_it_is_given(board: Board) -> None:
    spec = draw_locator("steyl", board=board).to_dict()
    before = repr(spec)
    use_dark_colours(spec)
    assert repr(spec) == before
