"""The map of the areas as SVG: for files, slides, the presentation, stories and the public site.

It has the classes, colours and figures of the map on the screen (`leaflet_map`). Places are pixels
from the top left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import geopandas as gpd
import shapely

from lib.board import Board
from lib.figures import palette
from lib.figures.layers.layer import Band, Layer, group_areas, list_bands
from lib.figures.svg_parts import (
    BASELINE,
    REGULAR_LETTER,
    crop_text,
    svg_document,
    svg_group,
    svg_rectangle,
    svg_shape,
    svg_text,
)
from lib.figures.vocabulary import focus_word

MAP_EDGE = 4  # around the map
PADDING = 5  # around map and list
LIST_ROW, LIST_INDENT, TEXT_LINE = 21, 24, 14.5
SWATCH = {"width": 14, "height": 14, "stroke": palette.BORDER}
FIGURE_WIDTH = 60  # of an area's figure in the list
FOOT_HEIGHT = 3 * LIST_ROW  # what the dashed line means, and whose boundaries these are
LARGE_TYPE, SMALL_TYPE = 13, 11
LABEL_RADIUS = 12.0  # of the circle in which a label in large type fits
MOST_ROOM_COLUMNS = 2  # of a list that is read from the back of a room
OUTLINE_DASHES = {
    "fill": "none",
    "stroke": palette.FOCUS,
    "stroke_width": 1.5,
    "stroke_dasharray": "3 3",
}
LOCATOR_HEIGHT = 300.0
Polygons = shapely.Polygon | shapely.MultiPolygon


class MapList(StrEnum):
    """What the list next to a map names.

    ROOM is for reading from afar: all areas where they fit in two columns, else those that ask for
    attention, and on the map only the figures that can be read. FOOT has no list, but what the
    dashed line means stands under the map.
    """

    AREAS = "areas"
    ROOM = "room"
    CLASSES = "classes"
    FOOT = "foot"
    NOTHING = "nothing"


@dataclass(frozen=True)
class MapForm:
    """The size that a map with its list may have, and how wide a column of the list is."""

    width: float
    height: float
    listed: MapList
    column: float = 280.0
    gutter: float = 40.0

    @property
    def has_list(self) -> bool:
        """Whether something stands next to the map."""
        return self.listed not in {MapList.FOOT, MapList.NOTHING}

    @property
    def rows(self) -> int:
        """How many rows of the list fit above its foot."""
        return int((self.height - FOOT_HEIGHT) // LIST_ROW)


FILE_MAP = MapForm(740, 620, MapList.AREAS)
ROOM_MAP = MapForm(900, 330, MapList.ROOM)  # the screen in the room makes more of it
SLIDE_MAP = MapForm(330, 270, MapList.CLASSES, column=190, gutter=24)  # next to a chart


@dataclass(frozen=True)
class _ListRow:
    """A class with its colour, or an area with its figure."""

    text: str
    colour: str = ""
    figure: str = ""


@dataclass(frozen=True)
class _Shapes:
    """The areas and the neighbourhoods with extra effort in pixels, and the size of their map."""

    areas: Mapping[str, Polygons]
    focus: Mapping[str, Polygons]
    width: float
    height: float


def draw_svg_map(layer: Layer, *, board: Board, form: MapForm = FILE_MAP) -> str:
    """Return the layer's map as large as the form allows: each area has its figure and its name."""
    rows = _list_rows(layer, board=board, form=form) if form.has_list else []
    columns = ceil(len(rows) / form.rows)
    list_width = form.gutter + columns * form.column if form.has_list else 0.0
    under = FOOT_HEIGHT if form.listed is MapList.FOOT else 0
    shapes = _place_shapes(
        board, width=max(form.width - list_width, form.width / 3), height=form.height - under
    )
    left = shapes.width + form.gutter if form.has_list else 0.0
    list_height = len(rows[: form.rows]) * LIST_ROW + FOOT_HEIGHT if form.has_list else 0
    height = max(shapes.height + under, list_height)
    drawn = [
        _draw_areas(layer, shapes),
        svg_group("".join(svg_shape(shape) for shape in shapes.focus.values()), **OUTLINE_DASHES),
        _draw_labels(layer, shapes, form),
        svg_group(_draw_list(rows, form=form), transform=f"translate({left:.1f} 0)"),
    ]
    width = shapes.width + list_width
    if form.listed is not MapList.NOTHING:
        attribution = "" if form.listed is MapList.CLASSES else board.municipality.map.attribution
        width = max(width, left + len(attribution) * SMALL_TYPE * REGULAR_LETTER)
        foot = _draw_foot(focus_word(internal=board.internal), attribution=attribution)
        top = height - 2 * LIST_ROW
        drawn.append(svg_group(foot, transform=f"translate({left:.1f} {top:.1f})"))
    width, height = ceil(width + 2 * PADDING), ceil(height + 2 * PADDING)
    paper = svg_rectangle(width=width, height=height, fill=palette.PAPER)
    inside = svg_group("".join(drawn), transform=f"translate({PADDING} {PADDING})")
    return svg_document(paper + inside, width=width, height=height, font_size=LARGE_TYPE)


def draw_locator(area: str, *, board: Board, accent: str = palette.ACCENT) -> str:
    """Return a small map that shows where one area lies."""
    shapes = _place_shapes(board, width=2 * LOCATOR_HEIGHT, height=LOCATOR_HEIGHT)
    body = "".join(
        svg_shape(shape, fill=accent if key == area else palette.GRID)
        for key, shape in shapes.areas.items()
    )
    return svg_document(
        svg_group(body, stroke=palette.PAPER),
        width=shapes.width,
        height=shapes.height,
        font_size=LARGE_TYPE,
    )


def _place_shapes(board: Board, *, width: float, height: float) -> _Shapes:
    """Return the shapes as large as they fit in a width and height."""
    west, south, east, north = (float(edge) for edge in board.geography.boundaries_rd.total_bounds)
    room = (width - 2 * MAP_EDGE, height - 2 * MAP_EDGE)
    scale = min(room[0] / (east - west), room[1] / (north - south))

    def place(frame: gpd.GeoDataFrame) -> dict[str, Polygons]:
        moved = frame.geometry.transform(
            lambda points: (points - (west, north)) * (scale, -scale) + MAP_EDGE
        )
        return {str(key): shape for key, shape in moved.items()}

    return _Shapes(
        areas=place(board.geography.boundaries_rd),
        focus=place(board.geography.focus_boundaries_rd),
        width=(east - west) * scale + 2 * MAP_EDGE,
        height=(north - south) * scale + 2 * MAP_EDGE,
    )


def _list_rows(layer: Layer, *, board: Board, form: MapForm) -> list[_ListRow | None]:
    """Return the rows of the list; None for a gap that holds a class above its areas."""
    groups = {layer.marks[g[0]].band: g for g in group_areas(layer, internal=board.internal)}
    if form.listed is MapList.CLASSES:
        groups = {}
    found = [(band, groups.get(band, [])) for band in list_bands(layer)]
    rows = _place_rows(layer, found, form)
    if form.listed is MapList.ROOM and len(rows) > MOST_ROOM_COLUMNS * form.rows:
        # The first class is the one that asks for attention.
        first, *others = found
        rows = _place_rows(layer, [first, *((band, []) for band, _ in others)], form)
    return rows


def _place_rows(
    layer: Layer, groups: Sequence[tuple[Band, Sequence[str]]], form: MapForm
) -> list[_ListRow | None]:
    rows: list[_ListRow | None] = []
    for band, areas in groups:
        if len(rows) % form.rows == form.rows - 1:
            rows.append(None)
        rows.append(_ListRow(f"{band.sign} {band.label}".strip(), colour=band.colour))
        marks = [layer.marks[area] for area in areas]
        rows += [_ListRow(mark.name, figure=mark.starred) for mark in marks]
    return rows


def _draw_areas(layer: Layer, shapes: _Shapes) -> str:
    marks = layer.marks
    areas = [
        svg_shape(
            shape,
            title=f"{marks[key].name}: {marks[key].text} ({marks[key].band.label})",
            fill=marks[key].band.colour,
        )
        for key, shape in shapes.areas.items()
    ]
    return svg_group("".join(areas), stroke=palette.BORDER, stroke_width=0.75)


def _draw_labels(layer: Layer, shapes: _Shapes, form: MapForm) -> str:
    """Return the areas' figures, each on a rim of paper: readable on every colour."""
    only_readable = form.listed in {MapList.ROOM, MapList.CLASSES}
    labels = ""
    for key, shape in shapes.areas.items():
        # The circle comes as a line from its centre to its rim.
        circle = shapely.maximum_inscribed_circle(shape)
        (x, y), size = shapely.get_coordinates(circle)[0], LARGE_TYPE
        if circle.length < LABEL_RADIUS:
            if only_readable:
                continue
            size = SMALL_TYPE
        y = round(y + BASELINE * size, 1)
        labels += svg_text(layer.marks[key].label, x=round(x, 1), y=y, font_size=size)
    look = {"text_anchor": "middle", "font_weight": 700}
    rim = {"stroke": palette.PAPER, "stroke_width": 3, "stroke_linejoin": "round"}
    return svg_group(labels, **look, **rim) + svg_group(labels, **look)


def _draw_list(rows: Sequence[_ListRow | None], *, form: MapForm) -> str:
    """Return the list in columns, from its own top left."""
    drawn = ""
    for number, row in enumerate(rows):
        if row is None:
            continue
        x, y = number // form.rows * form.column, number % form.rows * LIST_ROW
        width = form.column - LIST_INDENT - (0 if row.colour else FIGURE_WIDTH)
        text = crop_text(row.text, width=width, font_size=LARGE_TYPE, is_bold=bool(row.colour))
        place = {"x": x + LIST_INDENT, "y": y + TEXT_LINE}
        if row.colour:
            drawn += svg_rectangle(x=x + 1, y=y + 3, **SWATCH, fill=row.colour)
            drawn += svg_text(text, **place, font_weight=700)
        else:
            end = x + form.column - 10
            drawn += svg_text(text, **place)
            drawn += svg_text(row.figure, x=end, y=y + TEXT_LINE, text_anchor="end")
    return drawn


def _draw_foot(dashed: str, *, attribution: str) -> str:
    """Return what the dashed line means, and whose boundaries these are."""
    small = {"font_size": SMALL_TYPE, "fill": palette.QUIET}
    return (
        svg_rectangle(x=1, y=3, **SWATCH | OUTLINE_DASHES)
        + svg_text(dashed, x=LIST_INDENT, y=TEXT_LINE)
        + svg_text(attribution, x=0, y=LIST_ROW + TEXT_LINE, **small)
    )
