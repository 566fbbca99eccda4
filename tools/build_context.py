"""Make geo/context.geojson: what lies around the areas on the map, so that people recognise it.

    python -m tools.build_context [--water FILE] [--border FILE] [--neighbours FILE]
                                  [--place NAME X Y]... [--geo geo]

`--water`: polygons; `--border`: lines of a state border, in `naam` the country across it;
`--neighbours`: polygons of other municipalities, their name in `naam`. `--place`, as often as
needed: a name on the map and where it stands, in metres in RD. All is cut off at some distance of
the areas, simplified, and written in whole metres; what is not given is not on the map. Run
`tools.build_geo` first.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lib.catalog.boundaries import RD, ContextKind, read_shapes
from lib.catalog.dissolve import format_geojson
from tools.build_geo import write

AROUND = 0.6  # of the larger side of the areas' box: enough for a map of any proportions
TOLERANCE = 25.0  # metres: background only


def build_context(files: dict[ContextKind, Path], places: list[list[str]], *, geo: Path) -> str:
    """Return the context as GeoJSON with columns `kind`, `name` and `geometry`.

    `places` have a name and its coordinates, as text.
    """
    west, south, east, north = read_shapes(geo / "areas.geojson").total_bounds
    around = AROUND * max(east - west, north - south)
    frame = shapely.box(west - around, south - around, east + around, north + around)
    rows = [row for kind, path in files.items() for row in _read_context(kind, path, frame)]
    rows += [(ContextKind.PLACE, name, shapely.Point(float(x), float(y))) for name, x, y in places]
    found = pd.DataFrame(rows, columns=["kind", "name", "geometry"])
    return format_geojson(gpd.GeoDataFrame(found, crs=RD))


def _read_context(
    kind: ContextKind, path: Path, frame: shapely.Polygon
) -> Iterator[tuple[ContextKind, str, shapely.Geometry]]:
    shapes = read_shapes(path)
    names = shapes["naam"] if "naam" in shapes else [""] * len(shapes)
    simple = (
        shapely.coverage_simplify(shapes.geometry.to_numpy(), TOLERANCE)
        if kind is ContextKind.NEIGHBOUR
        else shapely.simplify(shapes.geometry.to_numpy(), TOLERANCE)
    )
    cut = shapely.set_precision(shapely.intersection(simple, frame), 1.0)
    for name, shape in zip(names, cut, strict=True):
        if not shape.is_empty:
            yield kind, str(name), shape


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--water", type=Path)
    parser.add_argument("--border", type=Path)
    parser.add_argument("--neighbours", type=Path)
    parser.add_argument("--place", nargs=3, action="append", default=[], metavar=("NAME", "X", "Y"))
    parser.add_argument("--geo", type=Path, default=Path("geo"))
    options = parser.parse_args(arguments)
    files = {
        ContextKind.NEIGHBOUR: options.neighbours,
        ContextKind.WATER: options.water,
        ContextKind.BORDER: options.border,
    }
    given = {kind: path for kind, path in files.items() if path}
    write(options.geo / "context.geojson", build_context(given, options.place, geo=options.geo))
    return 0


if __name__ == "__main__":
    sys.exit(main())
