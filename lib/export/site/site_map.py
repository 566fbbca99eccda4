"""The map of the areas as an inline SVG: the classes, colours and figures of the screen.

Not here: the map that can be clicked (`lib.figures.leaflet_map`), and charts (`export.picture`).
"""

import geopandas as gpd
import shapely
from markupsafe import Markup

from lib.analysis.gap import GoalGroup
from lib.board import Board
from lib.figures import palette
from lib.figures.layers import Layer
from lib.figures.sentences import map_alternative
from lib.figures.vocabulary import GROUP_SIGNS

HEIGHT = 720.0
EDGE = 6.0
SHORT = GROUP_SIGNS[GoalGroup.BELOW_FLOOR]


def area_map(layer: Layer, *, board: Board) -> Markup:
    """Return the map: each area says its name and figure, the whole says what `map_alt` does."""
    west, south, east, north = board.geography.boundaries_rd.total_bounds
    scale = (HEIGHT - 2 * EDGE) / (north - south)

    def place(points: object) -> object:
        """Turn points in metres, north up, into points of the drawing."""
        return (points - (west, north)) * (scale, -scale) + EDGE  # type: ignore[operator]

    drawn = board.geography.boundaries_rd.geometry.transform(place)
    focus = board.geography.focus_boundaries_rd.geometry.transform(place)
    labels = _labels(layer, drawn)
    width = (east - west) * scale + 2 * EDGE
    return Markup(
        '<svg role="img" class="vd-map" viewBox="0 0 {:.0f} {:.0f}" '
        'aria-labelledby="kaart-title kaart-desc"><title id="kaart-title">{}</title>'
        '<desc id="kaart-desc">{}</desc>{}{}{}</svg>'
    ).format(
        width,
        HEIGHT,
        layer.title,
        map_alternative(layer, board=board),
        Markup("").join(_area(layer, str(key), shape) for key, shape in drawn.items()),
        Markup('<g fill="none" stroke="{}" stroke-width="2" stroke-dasharray="3 4">{}</g>').format(
            palette.FOCUS, Markup("").join(Markup('<path d="{}"/>').format(_path(s)) for s in focus)
        ),
        labels,
    )


def _area(layer: Layer, key: str, shape: shapely.Geometry) -> Markup:
    mark = layer.marks[key]
    return Markup('<path d="{}" fill="{}" stroke="{}"><title>{}: {} ({})</title></path>').format(
        _path(shape), mark.band.colour, palette.BORDER, mark.name, mark.text, mark.band.label
    )


def _path(shape: shapely.Geometry) -> str:
    """Return the outline, holes included, to half a pixel or so."""
    rings = [
        ring
        for part in getattr(shape, "geoms", [shape])
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings
    )


def _labels(layer: Layer, drawn: gpd.GeoSeries) -> Markup:
    """Return the figure of each area, in the middle of the largest circle that fits in it.

    Only what falls short has its sign too: there is no room for all.
    """
    found = Markup("")
    for key, shape in drawn.items():
        mark = layer.marks[str(key)]
        text = mark.starred if mark.value is not None else mark.band.sign
        sign = SHORT if mark.band.sign == SHORT else ""
        x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0]
        colour = mark.band.colour
        found += Markup('<text x="{:.1f}" y="{:.1f}" fill="{}" stroke="{}">{}</text>').format(
            x, y, palette.text_on(colour), colour, f"{sign} {text}".strip()
        )
    return Markup('<g class="vd-map-labels" text-anchor="middle">{}</g>').format(found)
