"""Shapes: the areas' polygons and what lies around them, read and checked, in RD (EPSG:28992).

Around them are water, border, neighbours and place names, which are optional. Not here: making
shapes (`dissolve`, `tools.build_context`) and drawing them (`lib.figures`).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyogrio.errors import DataSourceError
from pyproj import CRS

from lib.catalog.problems import DataProblem, DataProblemsError, RowPlace
from lib.catalog.read import Reader

RD, WGS84 = CRS.from_epsg(28992), CRS.from_epsg(4326)
POLYGONS = frozenset({"Polygon", "MultiPolygon"})
# South-west and north-east of the Netherlands in RD, with what lies around it on a map.
COUNTRY = ((-60_000, 240_000), (360_000, 690_000))
OTHER_SYSTEMS = {"UTM zone 31": 32631, "UTM zone 32": 32632, "Web Mercator": 3857, "WGS84": 4326}
CONTEXT_COLUMNS = {"kind", "name", "geometry"}


class ContextKind(StrEnum):
    """What a shape of the context is: it decides how it is drawn."""

    NEIGHBOUR = "neighbour"
    WATER = "water"
    BORDER = "border"
    PLACE = "place"


GEOMETRIES: Mapping[str, Collection[str]] = {
    ContextKind.NEIGHBOUR: POLYGONS,
    ContextKind.WATER: POLYGONS,
    ContextKind.BORDER: {"LineString", "MultiLineString"},
    ContextKind.PLACE: {"Point"},
}


def read_boundaries(path: Path, reader: Reader, *, key: str) -> gpd.GeoDataFrame | None:
    """Return a frame with columns `key` and `geometry` in RD, or None after noting problems.

    The file holds one polygon or multipolygon for each key and nothing but its key: a figure
    next to a shape would be a second place where a figure can be wrong.
    """
    frame = read_geojson(path, reader)
    if frame is None:
        return None
    if frame.empty:  # no shapes, so no columns either; whether some are missing is checked later
        return gpd.GeoDataFrame({key: []}, geometry=[], crs=RD).set_index(key, drop=False)
    if set(frame.columns) != {key, "geometry"} or frame.crs != RD:
        reader.add(path, "shape_columns", key=key)
        return None
    found = list(_faults(frame, at=reader.place(path), key=key))
    reader.problems += found
    return None if found else frame.set_index(key, drop=False)


def read_context(path: Path, reader: Reader) -> gpd.GeoDataFrame:
    """Return columns `kind`, `name` and `geometry` in RD; no rows where there is no file.

    What is wrong with it is noted with the reader.
    """
    absent = gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs=RD)
    if not path.is_file():
        return absent
    frame = read_geojson(path, reader)
    if frame is None:
        return absent
    if set(frame.columns) != CONTEXT_COLUMNS or frame.crs != RD:
        reader.add(path, "context_columns")
        return absent
    for kind, name, shape in frame[["kind", "name", "geometry"]].itertuples(index=False):
        if getattr(shape, "geom_type", "") not in GEOMETRIES.get(kind, ()):
            problem = reader.place(path).problem(
                "bad_context", column="kind", value=kind, name=name
            )
            reader.problems.append(problem)
    return frame


def read_geojson(path: Path, reader: Reader) -> gpd.GeoDataFrame | None:
    """Return what a file holds, or None after noting why it cannot be read."""
    if reader.text(path) is None:
        return None
    try:
        return gpd.read_file(path, engine="pyogrio")
    except Exception as error:  # noqa: BLE001 - GDAL raises many kinds; each means the same here
        reader.add(path, "geojson", reason=type(error).__name__)
        return None


def read_shapes(path: Path) -> gpd.GeoDataFrame:
    """Return the shapes of a file as others deliver it, in RD; of several layers the buurten.

    Raises `DataProblemsError` for a file without shapes, for shapes that cross themselves, with
    what the file says of them, and for shapes outside the Netherlands, with the likely cause.
    """
    place, shapes = RowPlace(path.name), None
    with suppress(DataSourceError):
        layers = sorted(gpd.list_layers(path)["name"], key=lambda name: "buurt" not in name.lower())
        shapes = gpd.read_file(path, layer=layers[0], engine="pyogrio")
    if not isinstance(shapes, gpd.GeoDataFrame):
        raise DataProblemsError([place.problem("no_shapes")])
    # The CBS map in RD carries no crs member, and GeoJSON without one reads as WGS84.
    if shapes.crs == WGS84 and shapes.total_bounds[2] > 180:  # noqa: PLR2004 - no longitude is above 180
        shapes = shapes.set_crs(RD, allow_override=True)
    found = shapes.to_crs(RD)
    if not _is_near_country(found):
        cause = _explain_place(shapes)
        raise DataProblemsError([place.problem("outside_country", fix=cause)])
    if faults := list(_list_bad_polygons(found, place)):
        raise DataProblemsError(faults)
    return found


def _list_bad_polygons(shapes: gpd.GeoDataFrame, place: RowPlace) -> Iterator[DataProblem]:
    """Yield each polygon that is none, with what the file says of it."""
    about = shapes[shapes.columns.difference(["geometry", "id"], sort=False)]
    for number in np.flatnonzero(shapes.geom_type.isin(POLYGONS)):
        if fault := _fault(shapes.geometry.iloc[number]):
            value = "; ".join(map(str, about.iloc[number]))
            kind, column = "bad_shape_delivered", "geometry"
            yield place.problem(kind, column=column, value=value, fault=fault)


def _is_near_country(shapes: gpd.GeoDataFrame) -> bool:
    """Return whether shapes in RD lie in the Netherlands, or not far over its border."""
    west, south, east, north = shapes.total_bounds
    low, high = COUNTRY
    return bool(low[0] < west and east < high[0] and low[1] < south and north < high[1])


def _explain_place(shapes: gpd.GeoDataFrame) -> str:
    """Return why shapes lie elsewhere, by what would bring them to the Netherlands."""
    turned = shapely.transform(shapes.geometry.to_numpy(), lambda points: points[:, ::-1])
    swapped = shapes.set_geometry(turned)
    if _is_near_country(swapped.set_crs(shapes.crs, allow_override=True).to_crs(RD)):
        return "x en y zijn verwisseld: maak het bestand opnieuw met de lengte (oost-west) eerst"
    for name, code in OTHER_SYSTEMS.items():
        if _is_near_country(shapes.set_crs(code, allow_override=True).to_crs(RD)):
            return f"de getallen zijn van {name}: maak het bestand opnieuw in EPSG:28992"
    return "kies het bestand van deze gemeente, in EPSG:28992"


def _faults(frame: gpd.GeoDataFrame, *, at: RowPlace, key: str) -> Iterator[DataProblem]:
    """Yield what is wrong with keys and shapes."""
    for value, count in Counter(frame[key]).items():
        if count > 1:
            yield at.problem("double_shape", column=key, value=value)
    for value, shape in zip(frame[key], frame.geometry, strict=True):
        if not isinstance(value, str):
            yield at.problem("shape_without_key", column=key)
        fault = _fault(shape)
        if fault:
            yield at.problem("bad_shape", column="geometry", value=value, fault=fault)


def _fault(shape: object) -> str:
    """Say in Dutch what is wrong with a shape; empty when nothing is."""
    if shape is None or getattr(shape, "is_empty", True):
        return "het vlak is leeg"
    if shape.geom_type not in POLYGONS:  # type: ignore[attr-defined]
        return "het is geen vlak"
    if not shape.is_valid:  # type: ignore[attr-defined]
        return "de rand kruist zichzelf"
    return ""
