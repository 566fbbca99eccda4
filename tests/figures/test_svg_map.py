"""The SVG map: every area's figure and name, as on the screen, in the size asked for."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from defusedxml.ElementTree import fromstring

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.figures import palette
from lib.figures.layers.layer import Layer, group_areas, list_bands
from lib.figures.layers.modes import map_layers
from lib.figures.svg_map import (
    FILE_MAP,
    LIST_INDENT,
    LIST_ROW,
    ROOM_MAP,
    SLIDE_MAP,
    MapForm,
    MapList,
    draw_locator,
    draw_svg_map,
)

TODAY = dt.date(2026, 11, 23)
KEYS = ("rapportcijfer", "afstand", "misdrijven", "misdrijven-per-1000")
SVG = "{http://www.w3.org/2000/svg}"


class Row(NamedTuple):
    """A row of the list: a class with its colour, or an area with its figure."""

    x: float
    y: float
    text: str
    colour: str
    figure: str


class DrawnMap:
    """What stands on a drawn map, by reading the SVG."""

    def __init__(self, svg: str) -> None:
        root = fromstring(svg)
        self.width, self.height = float(root.get("width", 0)), float(root.get("height", 0))
        _, self.inside = root[0]
        self.groups = list(self.inside)
        # First those of the city, then those of its inset.
        self.areas = [e for e in root.iter(f"{SVG}path") if e.find(f"{SVG}title") is not None]
        # First the rims of the figures, then the figures.
        self.labels = [
            text
            for group in self.groups
            if group.get("font-weight") == "700" and group.get("stroke") is None
            for text in group
        ]

    @property
    def figures(self) -> list[str]:
        """The figures without the names under some."""
        return [text for e in self.labels if (text := e.text or "")[-1] in "0123456789*\N{EN DASH}"]

    @property
    def moved(self) -> list[Any]:
        """The list and its foot."""
        return [g for g in self.groups if "translate" in g.get("transform", "")]

    @property
    def rows(self) -> list[Row]:
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        if len(self.moved) < 2:
            return
        left, _ = shift(self.moved[0])
        elements = list(self.moved[0])
        for one, other in zip(elements, [*elements[1:], None], strict=True):
            x, y = left + float(one.get("x", 0)), float(one.get("y", 0))
            if one.tag == f"{SVG}rect" and other is not None:
                yield Row(x - 1, y, other.text or "", one.get("fill", ""), "")
            elif one.get("text-anchor") is None and one.get("font-weight") is None:
                assert other is not None
                yield Row(x - LIST_INDENT, y, one.text or "", "", other.text or "")


def shift(group: Any) -> tuple[float, float]:
    found = re.findall(r"[\d.]+", group.get("transform"))
    return float(found[0]), float(found[1])


def points(path: Any) -> list[tuple[float, float]]:
    found = re.findall(r"([-\d.]+) ([-\d.]+)", path.get("d"))
    return [(float(x), float(y)) for x, y in found]


def drawn(layer: Layer, board: Board, form: MapForm = FILE_MAP) -> DrawnMap:
    return DrawnMap(draw_svg_map(layer, board=board, form=form))


@pytest.fixture(scope="module", params=[LOCAL, PUBLIC], ids=["internal", "public"])
def board(request: pytest.FixtureRequest, catalog: Catalog) -> Board:
    return Board(catalog, request.param, TODAY, "test")


@pytest.mark.parametrize("key", KEYS)
def test_every_area_has_its_figure_on_the_map_and_its_name_in_the_list(
    board: Board, key: str
) -> None:
    layer = map_layers(board)[key]
    made = drawn(layer, board)
    figures = [mark.starred_label for mark in layer.marks.values()]
    assert sorted(made.figures) == sorted(figures)
    listed = [row for row in made.rows if not row.colour]
    order = [layer.marks[a] for g in group_areas(layer, internal=board.internal) for a in g]
    assert [(row.text, row.figure) for row in listed] == [(m.name, m.starred) for m in order]


@pytest.mark.parametrize("key", KEYS)
def test_an_area_has_the_colour_of_its_class_and_a_title_with_its_figure(
    board: Board, key: str
) -> None:
    layer = map_layers(board)[key]
    drawn_areas = {(path[0].text, path.get("fill")) for path in drawn(layer, board).areas}
    assert drawn_areas == {
        (f"{mark.name}: {mark.text} ({mark.band.label})", layer.find_ground(area))
        for area, mark in layer.marks.items()
    }


@pytest.mark.parametrize("key", KEYS)
def test_every_class_stands_in_the_list_above_its_areas(board: Board, key: str) -> None:
    layer = map_layers(board)[key]
    rows = drawn(layer, board).rows
    assert {row.colour for row in rows if row.colour} == {b.colour for b in list_bands(layer)}
    band = ""
    colours = {m.name: m.band.colour for m in layer.marks.values()}
    for row in rows:
        band = row.colour or band
        assert row.colour or colours[row.text] == band


@pytest.mark.parametrize(("width", "height"), [(740, 620), (1200, 400), (700, 1500), (740, 250)])
@pytest.mark.parametrize("listed", list(MapList))
def test_map_fits_in_its_size_and_nothing_lies_on_it(
    board: Board, width: float, height: float, *, listed: MapList
) -> None:
    layer = map_layers(board)["misdrijven"]
    made = drawn(layer, board, MapForm(width, height, listed))
    corners = [p for path in made.areas for p in points(path)]
    assert min(min(p) for p in corners) >= 0
    assert made.height <= height + 11
    right, low = max(x for x, _ in corners), max(y for _, y in corners)
    assert low <= made.height
    foot = shift(made.moved[-1]) if listed is not MapList.NOTHING else (0.0, 0.0)
    for row in made.rows:
        assert right < row.x <= made.width - FILE_MAP.column + 0.01
        assert row.y < foot[1]
    if listed is MapList.FOOT:
        assert foot[1] > low
    elif listed is not MapList.NOTHING:
        assert foot[0] > right
    for one, other in pairwise(made.rows):
        assert other.x > one.x or other.y >= one.y + LIST_ROW - 12


def test_list_for_a_room_names_every_area_in_two_columns(board: Board) -> None:
    layer = map_layers(board)["rapportcijfer"]
    made = drawn(layer, board, ROOM_MAP)
    assert {row.text for row in made.rows if not row.colour} == {
        m.name for m in layer.marks.values()
    }
    last = {row.x: row for row in made.rows}
    assert len(last) == 2
    assert not any(row.colour for row in last.values()), "a class stands above its areas"
    assert made.width <= ROOM_MAP.width + 11


def test_list_for_a_room_without_space_names_only_what_asks_for_attention(board: Board) -> None:
    layer = map_layers(board)["rapportcijfer"]
    made = drawn(layer, board, MapForm(600, 250, MapList.ROOM))
    listed = {row.text for row in made.rows if not row.colour}
    assert listed == {m.name for m in layer.marks.values() if m.band.sign == "▼"}


def test_map_next_to_a_chart_has_its_classes_and_no_areas(board: Board) -> None:
    layer = map_layers(board)["afstand"]
    made = drawn(layer, board, SLIDE_MAP)
    assert [row.colour for row in made.rows] == [b.colour for b in layer.bands]
    assert not [row for row in made.rows if not row.colour]
    assert made.figures


def test_every_colour_of_the_map_has_one_for_the_dark(board: Board) -> None:
    for layer in map_layers(board).values():
        svg = draw_svg_map(layer, board=board, form=ROOM_MAP)
        colours = set(re.findall(r"#[0-9A-F]{6}", svg))
        assert colours <= set(palette.DARK) | {palette.FOCUS}


def test_locator_marks_one_area_only(board: Board) -> None:
    made = fromstring(draw_locator(board, "steyl"))
    fills = [path.get("fill") for path in made.iter(f"{SVG}path")]
    assert fills.count(palette.ACCENT) == 1
    assert len(fills) == len(board.areas)


def test_hostile_names_are_escaped(board: Board) -> None:
    layer = map_layers(board)["afstand"]
    renamed = {area: replace(mark, name="<script>&") for area, mark in layer.marks.items()}
    fresh = replace(layer, marks=renamed)
    svg = draw_svg_map(fresh, board=board)
    assert "<script>" not in svg
    assert "&lt;script&gt;&amp;" in svg


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [(360, 640), (560, 520), (1000, 700)], ids=str)
def test_every_area_has_its_figure_in_every_mode_and_size(
    board: Board, key: str, size: tuple[float, float]
) -> None:
    made = drawn(map_layers(board)[key], board, MapForm(*size, MapList.NOTHING))
    assert len(made.figures) == len(board.areas)
    assert {e.get("font-size") for e in made.labels} == {"15"}
