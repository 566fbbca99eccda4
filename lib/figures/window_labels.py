"""Which figures and names stand in a window of the map, and where.

The same on the screen (`leaflet_panes`) and in files (`svg_map`). In pixels.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from lib.board import Board
from lib.board.cached_method import cached_method
from lib.catalog.boundaries import ContextKind
from lib.catalog.geography import Geography
from lib.figures.layers.layer import Layer
from lib.figures.map_labels import Label, find_middle, place_labels, place_names, place_names_inside
from lib.figures.map_windows import Context, MapWindows, Window, place_context

FIGURE_TYPE, NAME_TYPE = 15.0, 14.0
LARGEST_CIRCLE = 24.0  # pixels: the radius of the largest count's
EDGE = 6.0  # pixels that the name of what goes on outside the window stays from its edge


class Circle(NamedTuple):
    """A circle by its middle and radius."""

    x: float
    y: float
    radius: float


class _AreaLabel(NamedTuple):
    """What an area's label may say, the best form first, and the radius of its circle, or 0."""

    area: str
    forms: tuple[tuple[str, ...], ...]
    radius: float


@dataclass(frozen=True)
class WindowLabels:
    """The figures by area, and the names of places, neighbours and the country across."""

    window: Window
    figures: Mapping[str, Label]
    names: Collection[Label]


def label_windows(layer: Layer, windows: MapWindows, *, board: Board) -> list[WindowLabels]:
    """Return the labels of the city and of its inset, if any: what the inset has is left to it."""
    part, own = find_inset_part(windows), windows.in_inset
    others = [area for area in layer.marks if area not in own]
    found = [_label_window(layer, windows.city, board=board, labelled=others, except_in=part)]
    if inset := windows.inset:
        found.append(_label_window(layer, inset, board=board, labelled=own, except_in=None))
    return found


def place_circles(layer: Layer, figures: Mapping[str, Label]) -> dict[str, Circle]:
    """Return the circle of each count: behind its figure, or where the figure's line ends."""
    return {
        area: Circle(*(label.pointer or (label.x, label.y)), share * LARGEST_CIRCLE)
        for area, label in figures.items()
        if (share := layer.find_circle(area))
    }


def find_inset_part(windows: MapWindows) -> BaseGeometry | None:
    """Return the part of the city's window that the inset enlarges, in pixels."""
    if windows.inset is None:
        return None
    return windows.city.place(gpd.GeoSeries([shapely.box(*windows.inset.bounds)]))["0"]


def _label_window(
    layer: Layer,
    window: Window,
    *,
    board: Board,
    labelled: Collection[str],
    except_in: BaseGeometry | None,
) -> WindowLabels:
    _, context, around = _find_parts(board.geography, window)
    wanted = tuple(
        _AreaLabel(
            area,
            _list_label_forms(layer, area) if area in labelled else (),
            layer.find_circle(area) * LARGEST_CIRCLE,
        )
        for area in layer.marks
    )
    figures = _place_figures(board.geography, window, wanted)
    points = {
        name: point
        for name, point in context.get(ContextKind.PLACE, {}).items()
        if except_in is None or not except_in.intersects(point)
    }
    names = place_names(points, size=NAME_TYPE, frame=window.frame, taken=figures.values())
    outside = place_names_inside(around, size=NAME_TYPE, taken=[*figures.values(), *names])
    return WindowLabels(window, figures, [*names, *outside])


@cached_method(most=64)
def _find_parts(
    geography: Geography, window: Window
) -> tuple[Mapping[str, BaseGeometry], Context, Mapping[str, BaseGeometry]]:
    """Return the areas in a window, what lies around them, and of that the land by name."""
    shapes = window.place(geography.boundaries_rd.geometry)
    context = place_context(geography, window)
    return shapes, context, _find_surroundings(window, context, list(shapes.values()))


@cached_method(most=128)
def _place_figures(
    geography: Geography, window: Window, wanted: tuple[_AreaLabel, ...]
) -> Mapping[str, Label]:
    """Return the labels of areas by area; most layers have those of the board before."""
    shapes = dict(_find_parts(geography, window)[0])
    forms = {label.area: label.forms for label in wanted if label.forms}
    for label in wanted:
        # A figure that fits in its circle needs no line.
        if label.radius and label.area in shapes:
            middle = shapely.Point(find_middle(shapes[label.area]))
            shapes[label.area] = shapes[label.area].union(middle.buffer(label.radius))
    texts = {area: forms[area] for area in shapes if area in forms}
    return place_labels(shapes, texts, size=FIGURE_TYPE, frame=window.frame)


def _list_label_forms(layer: Layer, area: str) -> tuple[tuple[str, ...], ...]:
    """Return the forms of an area's label: with its name where there is room, else its figure.

    A circle has its figure in the middle.
    """
    mark = layer.marks[area]
    figure = (mark.starred_label,)
    return (figure,) if layer.has_circles else ((*figure, mark.name), figure)


def _find_surroundings(
    window: Window, context: Context, shapes: list[BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Return the land around the areas by name: neighbours, and what lies across the border."""
    neighbours = context.get(ContextKind.NEIGHBOUR, {})
    inner = window.frame.buffer(-EDGE)
    found = {name: shape.intersection(inner) for name, shape in neighbours.items()}
    land = shapely.union_all([*shapes, *neighbours.values()])
    for name, border in context.get(ContextKind.BORDER, {}).items():
        abroad = inner.difference(land.buffer(1)).difference(border.buffer(1))
        found[name] = max(getattr(abroad, "geoms", [abroad]), key=lambda part: part.area)
    return {name: shape for name, shape in found.items() if name and not shape.is_empty}
