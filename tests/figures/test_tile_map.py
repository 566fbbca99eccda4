"""The map of tiles: every area once, with its figure, star and name, in its place."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from PIL import ImageFont

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.maps import ROOM_TILES, SLIDE_TILES, area_map_for_room
from lib.export.pdf.briefing import SHEET_TILES
from lib.export.typeset import FONT_FOLDER
from lib.figures import palette
from lib.figures.layers.modes import map_layers
from lib.figures.tile_map import draw_tile_map, draw_tiles

KEYS = ("rapportcijfer", "afstand", "misdrijven", "misdrijven-per-1000")
SVG = "{http://www.w3.org/2000/svg}"
FONT = ImageFont.truetype(str(FONT_FOLDER / "SourceSansPro-Regular.ttf"), 100)
CAPITAL, DESCENT = 0.66, 0.21  # of that type, as a part of its size
SIZES = [(900.0, 330.0), (560.0, 460.0), (360.0, 420.0)]


@pytest.fixture(scope="module", params=[LOCAL, PUBLIC], ids=["internal", "public"])
def board(request: pytest.FixtureRequest, catalog: Catalog) -> Board:
    return Board(catalog, request.param, dt.date(2026, 11, 23), "test")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_area_has_a_tile_with_its_figure_star_and_name(
    board: Board, key: str, size: tuple[float, float]
) -> None:
    layer = map_layers(board)[key]
    root = fromstring(draw_tile_map(layer, board=board, width=size[0], height=size[1]))
    tiles = {g.get("data-area"): g for g in root.iter(f"{SVG}g") if g.get("data-area")}
    assert set(tiles) == set(layer.marks)
    for area, mark in layer.marks.items():
        figure, *lines = read_texts(tiles[area])
        rectangle = tiles[area].find(f"{SVG}rect")
        assert rectangle is not None
        assert (figure.text, rectangle.get("fill")) == (mark.starred_label, layer.find_ground(area))
        # What stands in brackets is left out; a name that does not fit is cut off.
        name = "".join(line.text or "" for line in lines).rstrip("…")
        assert mark.name.replace(" ", "").startswith(name.replace(" ", ""))
        assert len(name) > 2


def read_texts(tile: Any) -> list[Any]:
    """Return the figure and the lines of the name, without the rims of these on a hatch."""
    return [e for group in list(tile)[-1:] for e in group if e.tag == f"{SVG}text"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [ROOM_TILES, SLIDE_TILES, SHEET_TILES], ids=str)
def test_names_stand_whole_and_clear_of_the_edges_on_slides_and_sheets(
    board: Board, key: str, size: tuple[float, float]
) -> None:
    root = fromstring(
        draw_tile_map(map_layers(board)[key], board=board, width=size[0], height=size[1])
    )
    for tile in (g for g in root.iter(f"{SVG}g") if g.get("data-area")):
        figure, *lines = read_texts(tile)
        box = tile.find(f"{SVG}rect")
        assert box is not None
        width, height = float(box.get("width", 0)), float(box.get("height", 0))
        assert not any((line.text or "").endswith("…") for line in lines)
        for line in lines:
            assert measure_width(line) <= width - 2
        # The dashed line of extra effort lies 3 pixels from the edge; no letter is on it.
        under, above = lines[-1], figure
        assert float(under.get("y", 0)) + DESCENT * float(under.get("font-size", 0)) < height - 4
        assert float(above.get("y", 0)) - CAPITAL * float(above.get("font-size", 0)) > 4


def measure_width(line: Any) -> float:
    """Return how wide a text is in the type of the files."""
    return FONT.getlength(line.text or "") * float(line.get("font-size", 0)) / 100


@pytest.mark.parametrize("key", KEYS)
def test_names_fit_on_the_tiles_of_a_telephone(board: Board, key: str) -> None:
    svg = draw_tiles(map_layers(board)[key], board=board, width=336.0, height=560.0)
    tiles = [g for g in fromstring(svg).iter(f"{SVG}g") if g.get("data-area")]
    assert len(tiles) == len(board.areas)
    for tile in tiles:
        figure, *lines = read_texts(tile)
        assert float(figure.get("font-size", 0)) >= 14
        places = [float(e.get("y", 0)) for e in (figure, *lines)]
        assert places == sorted(places)
        assert not any((line.text or "").endswith("…") for line in lines)
        box = tile.find(f"{SVG}rect")
        assert box is not None
        width, height = float(box.get("width", 0)), float(box.get("height", 0))
        assert places[-1] < height - 2
        for line in lines:
            size = float(line.get("font-size", 0))
            assert size >= 14
            assert measure_width(line) <= width


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Klingerberg", ["Klinger-", "berg"]),
        ("Nieuw-Vossener", ["Nieuw-", "Vossener"]),
        ("Kerkschool", ["Kerk-", "school"]),  # never between the letters of one sound
        ("Op de Klingerberg", ["Op de", "Klinger-", "berg"]),
        ("Aaaaaaaaaaa", ["Aaaaaaa…"]),
    ],
)
def test_a_word_too_long_for_a_tile_breaks_between_two_consonants(
    board: Board, name: str, lines: list[str]
) -> None:
    layer = map_layers(board)["rapportcijfer"]
    marks = {**layer.marks, "klingerberg": replace(layer.marks["klingerberg"], name=name)}
    named = replace(layer, marks=marks)
    root = fromstring(draw_tiles(named, board=board, width=336.0, height=560.0))
    tile = next(g for g in root.iter() if g.get("data-area") == "klingerberg")
    assert [line.text for line in read_texts(tile)[1:]] == lines


def test_tiles_do_not_overlap_and_follow_the_order_of_the_city(board: Board) -> None:
    svg = draw_tile_map(map_layers(board)["rapportcijfer"], board=board, width=900.0, height=330.0)
    places = [(float(x), float(y)) for x, y in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", svg)]
    tiles = places[1:-1]  # the first is the margin, the last the legend
    assert len(set(tiles)) == len(board.areas)
    top = dict(zip(board.files.tiles, tiles, strict=True))
    assert top["arcen-en-lomm"][1] < top["venlo-centrum"][1] < top["tegelen-op-de-heide"][1]
    assert top["blerick-midden"][0] < top["venlo-centrum"][0]


def test_every_colour_has_one_for_the_dark(board: Board) -> None:
    for layer in map_layers(board).values():
        svg = draw_tile_map(layer, board=board, width=900.0, height=330.0)
        assert set(re.findall(r"#[0-9A-F]{6}", svg)) <= set(palette.DARK) | {palette.FOCUS}


def test_a_municipality_without_tiles_has_its_shapes_in_a_room(catalog: Catalog) -> None:
    bare = Board(replace(catalog, tiles={}), LOCAL, dt.date(2026, 11, 23), "test")
    exhibit = area_map_for_room(bare, map_layers(bare)["rapportcijfer"], name="map")
    assert "<path" in exhibit.svg
    assert "<path" in exhibit.compact_svg
