"""What lies around the areas on the map: water, border, neighbours and place names; optional.

Read and checked here. Not here: making it (`tools.build_context`) and drawing it (`lib.figures`).
"""

from enum import StrEnum
from pathlib import Path

import geopandas as gpd

from lib.catalog.boundaries import RD, read_geojson
from lib.catalog.read import Reader

COLUMNS = {"kind", "name", "geometry"}


class ContextKind(StrEnum):
    """What a shape of the context is: it decides how it is drawn."""

    NEIGHBOUR = "neighbour"
    WATER = "water"
    BORDER = "border"
    PLACE = "place"


GEOMETRIES = {
    ContextKind.NEIGHBOUR: {"Polygon", "MultiPolygon"},
    ContextKind.WATER: {"Polygon", "MultiPolygon"},
    ContextKind.BORDER: {"LineString", "MultiLineString"},
    ContextKind.PLACE: {"Point"},
}


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
    if set(frame.columns) != COLUMNS or frame.crs != RD:
        reader.add(path, "context_columns")
        return absent
    for kind, name, shape in frame[["kind", "name", "geometry"]].itertuples(index=False):
        if getattr(shape, "geom_type", "") not in GEOMETRIES.get(kind, set()):
            problem = reader.place(path).problem(
                "bad_context", column="kind", value=kind, name=name
            )
            reader.problems.append(problem)
    return frame
