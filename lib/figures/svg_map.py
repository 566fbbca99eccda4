"""The map of the areas as SVG: for files, slides, the presentation, stories and the public site.

It has the classes, colours and figures of the map on the screen (`leaflet_map`). Places are pixels
from the top left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from shapely.geometry.base import BaseGeometry

from lib.board import Board
from lib.board.cached_method import cached_method
from lib.catalog.boundaries import ContextKind
from lib.figures import palette
from lib.figures.layers.layer import NOT_COMPARED, Band, Layer, group_areas, list_bands
from lib.figures.map_labels import LINE_HEIGHT, Label
from lib.figures.map_windows import (
    Context,
    MapWindows,
    Window,
    choose_windows,
    fit_city,
    place_context,
)
from lib.figures.svg_parts import (
    BASELINE,
    REGULAR_LETTER,
    RIM,
    crop_text,
    svg_circle,
    svg_document,
    svg_group,
    svg_hatch,
    svg_line,
    svg_rectangle,
    svg_shape,
    svg_text,
)
from lib.figures.vocabulary import focus_word
from lib.figures.window_labels import WindowLabels, find_inset_part, label_windows, place_circles

PADDING = 5  # around map and list
LIST_ROW, LIST_INDENT, TEXT_LINE = 21, 24, 14.5
SWATCH = {"width": 14, "height": 14, "stroke": palette.BORDER}
FIGURE_WIDTH = 60  # of an area's figure in the list
FOOT_HEIGHT = 3 * LIST_ROW  # what the dashed line means, and whose boundaries these are
LARGE_TYPE, SMALL_TYPE = 13, 11
MOST_ROOM_COLUMNS = 2  # of a list that is read from the back of a room
OUTLINE_DASHES = {
    "fill": "none",
    "stroke": palette.FOCUS,
    "stroke_width": 1.5,
    "stroke_dasharray": "3 3",
}
LOCATOR_HEIGHT = 300.0


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


FILE_MAP = MapForm(860, 620, MapList.AREAS)
ROOM_MAP = MapForm(900, 330, MapList.ROOM)  # the screen in the room makes more of it
SLIDE_MAP = MapForm(330, 270, MapList.CLASSES, column=190, gutter=24)  # next to a chart


@dataclass(frozen=True)
class _ListRow:
    """A class with its colour, or an area with its figure."""

    text: str
    colour: str = ""
    figure: str = ""


def draw_svg_map(layer: Layer, *, board: Board, form: MapForm = FILE_MAP) -> str:
    """Return the layer's map as large as the form allows: each area has its figure and its name."""
    rows = _list_rows(layer, board=board, form=form) if form.has_list else []
    columns = ceil(len(rows) / form.rows)
    list_width = form.gutter + columns * form.column if form.has_list else 0.0
    under = FOOT_HEIGHT if form.listed is MapList.FOOT else 0
    windows = choose_windows(
        board.geography,
        width=max(form.width - list_width, form.width / 3),
        height=form.height - under,
    )
    left = windows.width + form.gutter if form.has_list else 0.0
    list_height = len(rows[: form.rows]) * LIST_ROW + FOOT_HEIGHT if form.has_list else 0
    height = max(windows.city.height + under, list_height)
    drawn = [
        _draw_windows(layer, windows, board=board),
        svg_group(_draw_list(rows, form=form), transform=f"translate({left:.1f} 0)"),
    ]
    width = windows.width + list_width
    if form.listed is not MapList.NOTHING:
        attribution = "" if form.listed is MapList.CLASSES else board.municipality.map.attribution
        width = max(width, left + len(attribution) * SMALL_TYPE * REGULAR_LETTER)
        foot = _draw_foot(focus_word(internal=board.internal), attribution=attribution)
        top = height - 2 * LIST_ROW
        drawn.append(svg_group(foot, transform=f"translate({left:.1f} {top:.1f})"))
    width, height = ceil(width + 2 * PADDING), ceil(height + 2 * PADDING)
    paper = svg_rectangle(width=width, height=height, fill=palette.PAPER)
    inside = svg_group(*drawn, transform=f"translate({PADDING} {PADDING})")
    return svg_document(paper + inside, width=width, height=height, font_size=LARGE_TYPE)


@cached_method()
def draw_locator(board: Board, area: str) -> str:
    """Return a small map that shows where one area lies."""
    city = fit_city(board.geography, width=2 * LOCATOR_HEIGHT, height=LOCATOR_HEIGHT)
    shapes = (
        svg_shape(shape, fill=palette.ACCENT if key == area else palette.GRID)
        for key, shape in city.place(board.geography.boundaries_rd.geometry).items()
    )
    body = svg_group(*shapes, stroke=palette.PAPER)
    return svg_document(body, width=city.width, height=city.height, font_size=LARGE_TYPE)


def _draw_windows(layer: Layer, windows: MapWindows, *, board: Board) -> str:
    """Return the city and its inset, with all figures; the city shows where the inset lies."""
    labels = label_windows(layer, windows, board=board)
    drawn = [_draw_window(layer, found, board=board) for found in labels]
    part = find_inset_part(windows)
    if part is not None:
        drawn.insert(1, svg_shape(part, fill="none", stroke=palette.INK))
    return "".join(drawn)


def _draw_window(layer: Layer, found: WindowLabels, *, board: Board) -> str:
    """Return one window, with its figures and names."""
    window = found.window
    shapes = window.place(board.geography.boundaries_rd.geometry)
    focus = window.place(board.geography.focus_boundaries_rd.geometry)
    context = place_context(board.geography, window)
    circles = [
        svg_circle(cx=round(c.x, 1), cy=round(c.y, 1), r=round(c.radius, 1))
        for c in place_circles(layer, found.figures).values()
    ]
    drawn = [
        _draw_ground(window, context),
        _draw_areas(layer, shapes),
        *(svg_hatch(s) for a, s in shapes.items() if layer.marks[a].band == NOT_COMPARED),
        _draw_water_and_border(context),
        svg_group(*map(svg_shape, focus.values()), **OUTLINE_DASHES),
        svg_group(*circles, fill=palette.CIRCLE, stroke=palette.CIRCLE_EDGE),
        _draw_labels(found.figures.values(), found.names),
    ]
    return "".join(drawn)


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


def _draw_ground(window: Window, context: Context) -> str:
    """Return what lies under the areas: land abroad, and the neighbouring municipalities."""
    west, north, east, south = window.frame.bounds
    fill = palette.ABROAD if context else palette.PAPER
    ground = svg_rectangle(x=west, y=north, width=east - west, height=south - north, fill=fill)
    land = map(svg_shape, context.get(ContextKind.NEIGHBOUR, {}).values())
    return ground + svg_group(*land, fill=palette.NEIGHBOUR, stroke=palette.PAPER)


def _draw_water_and_border(context: Context) -> str:
    water = map(svg_shape, context.get(ContextKind.WATER, {}).values())
    border = map(svg_line, context.get(ContextKind.BORDER, {}).values())
    dashes = {"fill": "none", "stroke": palette.QUIET, "stroke_dasharray": "8 3 2 3"}
    return svg_group(*water, fill=palette.WATER) + svg_group(*border, **dashes)


def _draw_areas(layer: Layer, shapes: Mapping[str, BaseGeometry]) -> str:
    marks = layer.marks
    areas = [
        svg_shape(
            shape,
            title=f"{marks[key].name}: {marks[key].text} ({marks[key].band.label})",
            fill=layer.find_ground(key),
            data_area=key,
        )
        for key, shape in shapes.items()
    ]
    return svg_group(*areas, stroke=palette.PAPER, stroke_width=1)


def _draw_labels(labels: Collection[Label], places: Collection[Label]) -> str:
    """Return the figures and names, each on a rim of paper: readable on every colour."""
    leaders = "".join(svg_line(line) for label in labels if (line := label.leader) is not None)
    figures = "".join(_draw_label(label) for label in labels)
    names = "".join(_draw_label(label) for label in places)
    quiet = {"text_anchor": "middle", "font_style": "italic", "fill": palette.QUIET}
    look = {"text_anchor": "middle", "font_weight": 700}
    return (
        svg_group(leaders, fill="none", stroke=palette.INK)
        + svg_group(names, **quiet, **RIM)
        + svg_group(names, **quiet)
        + svg_group(figures, **look, **RIM)
        + svg_group(figures, **look)
    )


def _draw_label(label: Label) -> str:
    first = label.y - (len(label.lines) - 1) / 2 * label.size * LINE_HEIGHT
    return "".join(
        svg_text(
            line,
            x=round(label.x, 1),
            y=round(first + (number * LINE_HEIGHT + BASELINE) * label.size, 1),
            font_size=label.size,
        )
        for number, line in enumerate(label.lines)
    )


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
