"""Which parts of the country a map has: all areas, and an inset of those that are small on it.

In pixels, with the origin at the top left, from metres in RD. Not here: drawing (`svg_map`,
`leaflet_map`) and where labels stand (`map_labels`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from lib.board.cached_method import cached_method
from lib.catalog.boundaries import ContextKind
from lib.catalog.geography import Geography

Context = Mapping[ContextKind, Mapping[str, BaseGeometry]]
Bounds = tuple[float, float, float, float]  # west, south, east, north, in metres in RD

WINDOW_EDGE = 4.0  # pixels around the shapes
GUTTER = 8.0  # pixels between the city and its inset
LABEL_RADIUS = 13.0  # pixels: of the circle in which a figure fits
MOST_OF_WIDTH = 0.44  # that the city takes where there is an inset
LEAST_INSET = 120.0  # pixels: a narrower one shows nothing
INSET_MARGIN = 0.03  # around the areas that it is for, as a part of their size


@dataclass(frozen=True)
class Window:
    """A part of the country, and the rectangle of pixels that it is drawn on."""

    west: float
    north: float
    scale: float  # pixels a metre
    left: float
    width: float
    height: float

    @property
    def frame(self) -> shapely.Polygon:
        """The rectangle in pixels."""
        return shapely.box(self.left, 0, self.left + self.width, self.height)

    @property
    def bounds(self) -> Bounds:
        """The part of the country."""
        south, east = self.north - self.height / self.scale, self.west + self.width / self.scale
        return self.west, south, east, self.north

    def place(self, shapes: gpd.GeoSeries) -> dict[str, BaseGeometry]:
        """Return what of the shapes is in the window, in pixels; shapes outside are left out."""
        moved = shapes.transform(
            lambda points: (
                (points - (self.west, self.north)) * (self.scale, -self.scale) + (self.left, 0)
            )
        )
        cut = {str(key): shapely.intersection(s, self.frame) for key, s in moved.items()}
        return {key: shape for key, shape in cut.items() if not shape.is_empty}


@dataclass(frozen=True)
class MapWindows:
    """The city, and the inset where it has one; `in_inset` are the areas that the inset is for."""

    city: Window
    inset: Window | None = None
    in_inset: frozenset[str] = frozenset()

    @property
    def width(self) -> float:
        """The pixels from the left of the city to the right of the last window."""
        last = self.inset or self.city
        return last.left + last.width


def fit_city(geography: Geography, *, width: float, height: float) -> Window:
    """Return the window that shows all areas as large as they can be; it is as narrow as they."""
    west, south, east, north = geography.boundaries_rd.total_bounds
    across = (east - west) * (height - 2 * WINDOW_EDGE) / (north - south) + 2 * WINDOW_EDGE
    return _fit((west, south, east, north), left=0, width=min(width, across), height=height)


@cached_method(most=32)
def choose_windows(geography: Geography, *, width: float, height: float) -> MapWindows:
    """Return the windows that show all areas in a width and height.

    The inset is for the smallest areas: for as many of them as let most figures stand inside their
    area. There is none where that lets no more figures fit than the city alone.
    """
    areas = geography.boundaries_rd.geometry
    # The circle comes as a line from its centre to its rim.
    circles = shapely.maximum_inscribed_circle(areas.to_numpy(), tolerance=10.0)
    radius = pd.Series(shapely.length(circles), index=areas.index.astype(str)).sort_values()
    alone = MapWindows(fit_city(geography, width=width, height=height))
    city = fit_city(geography, width=width * MOST_OF_WIDTH, height=height)
    left = city.width + GUTTER
    if _count_fitting(alone, radius)[0] == len(radius):
        return alone
    found = [alone]
    for number in range(2, len(radius)) if width - left >= LEAST_INSET else ():
        bounds = _add_margin(areas[list(radius.index[:number])])
        inset = _fit(bounds, left=left, width=width - left, height=height)
        inside = areas.intersection(shapely.box(*inset.bounds)).area > areas.area / 2
        found.append(MapWindows(city, inset, frozenset(areas.index[inside].astype(str))))
    return max(found, key=lambda windows: _count_fitting(windows, radius))


def _count_fitting(windows: MapWindows, radius: pd.Series) -> tuple[int, float]:
    """Return how many figures fit in their area, and how large the smallest of these is drawn."""
    scales = [
        windows.inset.scale if windows.inset and area in windows.in_inset else windows.city.scale
        for area in radius.index
    ]
    drawn = radius * scales
    fitting = drawn[drawn >= LABEL_RADIUS]
    return len(fitting), float(drawn.min())


# A window of each of the two that a map may have.
@cached_method(most=64)
def place_context(geography: Geography, window: Window) -> Context:
    """Return what lies around the areas in a window, in pixels, by kind and name."""
    context = geography.context_rd
    return {
        kind: window.place(rows.set_index("name").geometry)
        for kind in ContextKind
        if len(rows := context[context["kind"] == kind])
    }


def _fit(bounds: Bounds, *, left: float, width: float, height: float) -> Window:
    """Return the window that has the bounds in its middle, as large as they fit."""
    west, south, east, north = bounds
    room = (width - 2 * WINDOW_EDGE, height - 2 * WINDOW_EDGE)
    scale = min(room[0] / max(east - west, 1.0), room[1] / max(north - south, 1.0))
    return Window(
        west=(west + east) / 2 - width / scale / 2,
        north=(south + north) / 2 + height / scale / 2,
        scale=scale,
        left=left,
        width=width,
        height=height,
    )


def _add_margin(areas: gpd.GeoSeries) -> Bounds:
    west, south, east, north = areas.total_bounds
    margin = INSET_MARGIN * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin
