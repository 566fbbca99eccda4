"""The map of tiles: every area once, with its figure, star and name, in its place."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.maps import area_map_for_room
from lib.figures import palette
from lib.figures.layers.modes import map_layers
from lib.figures.tile_map import draw_tile_map

KEYS = ("rapportcijfer", "afstand", "misdrijven", "misdrijven-per-1000")
SVG = "{http://www.w3.org/2000/svg}"
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
    tiles = [g for g in root.iter(f"{SVG}g") if len(g.findall(f"{SVG}text[@text-anchor]")) > 1]
    found = {}
    for tile in tiles:
        figure, *lines = (e.text or "" for e in tile.findall(f"{SVG}text"))
        parts = [re.escape(line.rstrip("…")) for line in reversed(lines)]
        rectangle = tile.find(f"{SVG}rect")
        assert rectangle is not None
        found["[^,]*".join([*parts, ""])] = (figure, rectangle.get("fill"))
    assert len(found) == len(layer.marks)
    for mark in layer.marks.values():
        # A name that does not fit on two lines is cut off.
        name = max((n for n in found if re.fullmatch(n, mark.name)), key=len)
        assert found[name] == (mark.starred_label, mark.band.colour)


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
