"""Which parts of the country a map has: the whole city, and an inset of what is small on it."""

import datetime as dt
from itertools import combinations

import pytest
import shapely

from lib.access import LOCAL
from lib.board import Board
from lib.catalog import Catalog
from lib.catalog.boundaries import ContextKind
from lib.figures.map_windows import choose_windows, place_context

SIZES = [(330, 520), (360, 640), (560, 520), (760, 620), (1000, 600)]


@pytest.fixture(scope="module")
def board(catalog: Catalog) -> Board:
    return Board(catalog, LOCAL, dt.date(2026, 11, 23), "test")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_city_shows_every_area_whole_and_the_inset_lies_next_to_it(
    board: Board, width: float, height: float
) -> None:
    windows = choose_windows(board.geography, width=width, height=height)
    west, south, east, north = windows.city.bounds
    whole = board.geography.boundaries_rd.total_bounds
    assert west <= whole[0]
    assert south <= whole[1]
    assert east >= whole[2]
    assert north >= whole[3]
    assert windows.inset is not None
    assert windows.inset.left > windows.city.width
    assert windows.width == pytest.approx(width)
    assert windows.inset.scale > 1.5 * windows.city.scale


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_inset_has_its_areas_for_the_greater_part(
    board: Board, width: float, height: float
) -> None:
    windows = choose_windows(board.geography, width=width, height=height)
    assert windows.inset is not None
    part = shapely.box(*windows.inset.bounds)
    for area, shape in board.geography.boundaries_rd.geometry.items():
        share = shape.intersection(part).area / shape.area
        assert (share > 0.5) == (str(area) in windows.in_inset)


def test_no_inset_where_every_figure_fits(board: Board) -> None:
    assert choose_windows(board.geography, width=2500, height=2500).inset is None


def test_shapes_keep_their_form_and_their_order(board: Board) -> None:
    city = choose_windows(board.geography, width=560, height=520).city
    shapes = city.place(board.geography.boundaries_rd.geometry)
    assert set(shapes) == set(board.areas)
    metres = board.geography.boundaries_rd.geometry
    for one, other in combinations(shapes, 2):
        further_north = metres[one].centroid.y > metres[other].centroid.y
        assert (shapes[one].centroid.y < shapes[other].centroid.y) == further_north
    assert shapes["steyl"].area == pytest.approx(metres["steyl"].area * city.scale**2)


def test_context_is_cut_off_at_the_edge_of_the_window(board: Board) -> None:
    city = choose_windows(board.geography, width=560, height=520).city
    context = place_context(board.geography, city)
    assert set(context) == set(ContextKind)
    assert "Venlo" in context[ContextKind.PLACE]
    edge = city.frame.buffer(1e-6)
    assert all(edge.covers(s) for shapes in context.values() for s in shapes.values())
