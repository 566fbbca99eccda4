"""What the map's frame on the screen is made of: city, inset and tiles, and where labels stand.

The areas themselves are drawn on the city (`leaflet_map`); the browser copies them to the inset,
and does all that follows the size of the frame and the pointer (`map_frame.js`).
"""

from collections.abc import Mapping
from functools import lru_cache

import folium
from markupsafe import Markup, escape
from pyproj import Transformer

from lib.board import Board
from lib.catalog.boundaries import RD
from lib.figures import palette
from lib.figures.layers.layer import Layer
from lib.figures.map_labels import Label
from lib.figures.map_windows import Window, choose_windows
from lib.figures.tile_map import draw_tiles
from lib.figures.window_labels import WindowLabels, label_windows, place_circles

# The frames that labels are placed for, in pixels, the widest first. In a larger frame of about the
# same form the type grows with the map, so what does not overlap here does not overlap there.
FORMS = ((540.0, 430.0), (420.0, 430.0), (300.0, 430.0))
FRAME_TILES = (336.0, 560.0)


def hide_braces(html: str) -> str:
    """Return the same HTML without braces: folium runs what it made as a template once more.

    An area called `{{...}}` would run on the server.
    """
    return str(html).replace("{", "&#123;")


class Panes(folium.MacroElement):
    """What runs the script of the frame on its data; the last child of the city's map.

    `data` holds the title, the colours, the tiles as SVG, and `forms`: of each the size, how much
    of the width the city takes, and of city and inset the bounds and labels.
    """

    _template = folium.template.Template(
        "{% macro script(this, kwargs) %}"
        "drawPanes({{this._parent.get_name()}}, {{this.data|tojson}});"
        "{% endmacro %}"
    )

    def __init__(self, layer: Layer, board: Board) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Panes"
        self.data = {
            "title": hide_braces(
                f"Kaart van {board.municipality.name}; dezelfde cijfers staan in de lijst"
            ),
            "ink": palette.INK,
            "circle": palette.CIRCLE,
            "circleEdge": palette.CIRCLE_EDGE,
            "hatch": palette.BORDER,
            "forms": [_describe_form(layer, board, size=size) for size in FORMS],
            "tiles": hide_braces(_draw_frame_tiles(layer, board)),
        }


def _draw_frame_tiles(layer: Layer, board: Board) -> str:
    if not board.files.tiles:
        return ""
    width, height = FRAME_TILES
    return draw_tiles(layer, board=board, width=width, height=height)


def _describe_form(layer: Layer, board: Board, *, size: tuple[float, float]) -> dict[str, object]:
    width, height = size
    windows = choose_windows(board.geography, width=width, height=height)
    labels = label_windows(layer, windows, board=board)
    city, *insets = (_describe_pane(layer, found) for found in labels)
    form = {"width": width, "height": height, "city": city}
    share = round(100 * windows.city.width / width, 1)
    return form | {"inset": insets[0], "share": share} if insets else form


def _describe_pane(layer: Layer, found: WindowLabels) -> Mapping[str, object]:
    west, south, east, north = found.window.bounds
    names = [_describe_label(found.window, label, halo=palette.PAPER) for label in found.names]
    figures = [_describe_figure(layer, area, found) for area in found.figures]
    return {
        "bounds": [_find_place(west, south), _find_place(east, north)],
        "labels": [*names, *figures],
    }


def _describe_figure(layer: Layer, area: str, found: WindowLabels) -> dict[str, object]:
    """Return the label of an area: on its colour, or on a line that leads to it."""
    label, window = found.figures[area], found.window
    ground = layer.find_ground(area) if label.pointer is None else palette.PAPER
    described = _describe_label(window, label, halo=ground)
    described |= {"area": area, "ink": palette.text_on(ground)}
    if circle := place_circles(layer, {area: label}).get(area):
        at = _find_place(*_to_metres(window, circle.x, circle.y))
        described |= {"circle": at, "radius": round(circle.radius, 1)}
    return described


def _describe_label(window: Window, label: Label, *, halo: str) -> dict[str, object]:
    line = label.leader
    return {
        "area": "",
        "at": _find_place(*_to_metres(window, label.x, label.y)),
        "leader": [_find_place(*_to_metres(window, x, y)) for x, y in line.coords] if line else [],
        "html": hide_braces(_render_lines(*label.lines)),
        "ink": palette.INK,
        "halo": halo,
    }


def _render_lines(first: str, *others: str) -> Markup:
    return Markup("").join([escape(first), *map(Markup("<br><span>{}</span>").format, others)])


def _to_metres(window: Window, x: float, y: float) -> tuple[float, float]:
    return window.west + (x - window.left) / window.scale, window.north - y / window.scale


@lru_cache(maxsize=1)
def _make_transformer() -> Transformer:
    return Transformer.from_crs(RD, "EPSG:4326", always_xy=True)


def _find_place(x: float, y: float) -> list[float]:
    """Return latitude and longitude of a place in RD, as Leaflet takes them."""
    longitude, latitude = _make_transformer().transform(x, y)
    return [round(latitude, 5), round(longitude, 5)]
