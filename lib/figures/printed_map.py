"""Where everything stands on a map for paper: shapes, figures, and the list that is its legend.

Places are pixels from the top left. Not here: drawing it (`charts`), and the map of the screen
(`area_map`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import geopandas as gpd
import shapely

from lib.board import Board
from lib.figures.layers import NO_FIGURE, Band, Layer, attention_order, group_areas
from lib.figures.leaflet_map import label_text
from lib.figures.vocabulary import focus_word

EDGE, GUTTER = 4, 40  # around the map, and between map and list
ROW, COLUMN = 21, 280  # of the list
LARGE, SMALL = 13, 11  # type on the map
MOST_COLUMNS = 2  # of a list that a room takes in
RADIUS = 12.0  # of the circle that the larger type needs
Shape = shapely.Polygon | shapely.MultiPolygon
Row = tuple[str, str, str]


class Names(StrEnum):
    """Which areas the list beside a map names.

    For a room all where they fit in two columns, else those that ask for attention, and figures on
    the map only where they can be read; NONE: there is no list, not even of classes.
    """

    ALL = "all"
    ROOM = "room"
    NONE = "none"


@dataclass(frozen=True)
class Label:
    """An area's figure on the map."""

    x: float
    y: float
    text: str
    size: int


@dataclass(frozen=True)
class Line:
    """A line of the list: a class with its colour, or an area with its figure."""

    x: float
    y: float
    text: str
    colour: str = ""
    figure: str = ""


@dataclass(frozen=True)
class PrintedMap:
    """See the module. `outlines` are the neighbourhoods with extra effort, `word` their name.

    That word stands at the foot of the list, and under it whose boundaries these are.
    """

    shapes: Mapping[str, Shape]
    outlines: Mapping[str, Shape]
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    foot: tuple[float, float]
    word: str
    attribution: str
    width: float
    height: float


def printed_map(
    layer: Layer, *, board: Board, width: float, height: float, names: Names
) -> PrintedMap:
    """Return the layer's map, as large as fits in width and height with the list beside it.

    Without a list its foot stands under it.
    """
    listed = names is not Names.NONE
    rows = _rows(layer, board=board) if listed else []
    foot = 3 * ROW
    per_column = int((height - foot) // ROW)
    placed = _apart(rows, per_column)
    if names is Names.ROOM and len(placed) > MOST_COLUMNS * per_column:
        placed = _apart(_first(rows), per_column)
    columns = ceil(len(placed) / per_column)
    left, bottom, right, top = (float(edge) for edge in board.geography.boundaries_rd.total_bounds)
    room = max(width - (GUTTER + columns * COLUMN) * listed, width / 3) - 2 * EDGE
    scale = min(room / (right - left), (height - foot * (not listed) - 2 * EDGE) / (top - bottom))
    wide, high = (side * scale + 2 * EDGE for side in (right - left, top - bottom))
    at = wide + GUTTER if listed else 0.0
    lines = tuple(
        Line(at + n // per_column * COLUMN, (n % per_column + 0.5) * ROW, *row)
        for n, row in enumerate(placed)
        if row
    )
    high = max([high, *(line.y + foot for line in lines)]) if listed else high + foot
    shapes = _placed(board.geography.boundaries_rd, corner=(left, top), scale=scale)
    return PrintedMap(
        shapes=shapes,
        outlines=_placed(board.geography.focus_boundaries_rd, corner=(left, top), scale=scale),
        labels=_labels(layer, shapes, names),
        lines=lines,
        foot=(at, high - 1.5 * ROW),
        word=focus_word(internal=board.internal),
        attribution=board.municipality.map.attribution,
        width=max(wide, at + columns * COLUMN),
        height=high,
    )


def _placed(
    frame: gpd.GeoDataFrame, *, corner: tuple[float, float], scale: float
) -> dict[str, Shape]:
    """Return the shapes in pixels; `corner` is what lies at the top left."""
    return {
        str(key): shapely.transform(
            shape, lambda points: ((points - corner) * (scale, -scale) + EDGE).round(1)
        )
        for key, shape in frame.geometry.items()
    }


def _rows(layer: Layer, *, board: Board) -> list[Row]:
    """Return text, colour and figure of each line of the list."""
    areas = {layer.marks[g[0]].band: g for g in group_areas(layer, internal=board.internal)}
    rows = []
    for band in bands(layer):
        rows.append((f"{band.sign} {band.label}".strip(), band.colour, ""))
        marks = [layer.marks[a] for a in areas.get(band, [])]
        rows += [(m.name, "", m.starred) for m in marks]
    return rows


def _apart(rows: Sequence[Row], per_column: int) -> list[Row | None]:
    """Return the rows with a gap where a class would end a column, away from its areas."""
    placed: list[Row | None] = []
    for row in rows:
        if row[1] and len(placed) % per_column == per_column - 1:
            placed.append(None)
        placed.append(row)
    return placed


def _first(rows: Sequence[Row]) -> list[Row]:
    """Return all classes, and the areas of the first."""
    second = [n for n, (_, colour, _) in enumerate(rows) if colour][1:2]
    return [row for n, row in enumerate(rows) if row[1] or [n] < (second or [len(rows)])]


def bands(layer: Layer) -> list[Band]:
    """Return the classes in the order of the list, 'no figure' only where it is needed."""
    found = [layer.bands[n] for n in attention_order(layer)]
    return [*found, NO_FIGURE] if layer.has_gaps else found


def _labels(layer: Layer, shapes: Mapping[str, Shape], names: Names) -> tuple[Label, ...]:
    """Return the areas' figures; where a room must read them, only of areas with space for one."""
    found = []
    for area, shape in shapes.items():
        # The circle comes as a line from its centre to its rim.
        circle = shapely.maximum_inscribed_circle(shape)
        x, y = shapely.get_coordinates(circle)[0]
        has_room = circle.length >= RADIUS
        if has_room or names is not Names.ROOM:
            size = LARGE if has_room else SMALL
            found.append(Label(float(x), float(y), label_text(layer, area), size))
    return tuple(found)
