"""Make geo/areas.geojson and geo/focus.geojson: CBS buurten or wijken, dissolved.

    python -m tools.build_geo UNITS.geojson [--focus FOCUS.geojson] [--data data] [--geo geo]

The first holds the areas of areas.csv, the second the neighbourhoods of focus.csv that are no
area of their own but a set of buurten.

The input has one polygon for each buurt, with its code in `statcode` (CBS map) or `buurtcode`
(PDOK), or for each wijk, with its code in `wijkcode`; in RD (EPSG:28992) unless the file says
otherwise. Wijken hold no focus neighbourhoods: these come from FOCUS, one polygon for each with
its key in `focus`. Fails, and writes nothing, when a unit is missing or an area comes out invalid.
"""

import argparse
import sys
from pathlib import Path

import geopandas as gpd
import shapely

from lib.catalog import DataProblemsError
from lib.catalog.boundaries import RD, read_shapes
from lib.catalog.dissolve import (
    clean_shapes,
    dissolve_for_map,
    focus_of_each_buurt,
    format_geojson,
)
from lib.catalog.problems import describe_file_trouble
from lib.catalog.read import Reader
from lib.catalog.schema import Area, Focus

BUURT_COLUMNS = ("statcode", "buurtcode")
WIJK_COLUMN = "wijkcode"
LEAST_SHARE = 0.05  # of a focus neighbourhood that lies in an area: less is a matter of precision


def build_shapes(
    units: gpd.GeoDataFrame, *, areas: list[Area], focus: list[Focus]
) -> tuple[str, str]:
    """Return areas and focus neighbourhoods as GeoJSON in RD.

    Raises `ValueError` when a unit that areas.csv names is not in `units`.
    """
    parents = {a.area: str(a.parent) for a in areas}
    buurt_column = next((c for c in BUURT_COLUMNS if c in units.columns), None)
    if buurt_column is not None:
        wijken = {a.area for a in areas if a.kind == "cbs_wijk"}
        above = {a.area: str(a.parent) for a in areas if a.kind == "cbs_buurt"}
        area_of = {b: parents[p] if p in wijken else p for b, p in above.items()}
        focus_of = focus_of_each_buurt(focus, set(area_of))
        return dissolve_for_map(units, area_of, focus_of, code=buurt_column)
    if WIJK_COLUMN not in units.columns:
        columns = ", ".join((*BUURT_COLUMNS, WIJK_COLUMN))
        raise ValueError(f"Geen kolom met CBS-codes. Wat te doen: noem die een van {columns}.")
    area_of = {a.area: str(a.parent) for a in areas if a.kind == "cbs_wijk"}
    return dissolve_for_map(units, area_of, {}, code=WIJK_COLUMN)


def write(path: Path, text: str) -> None:
    """Write a file at once: a broken run leaves the former file whole."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    print(f"{path}: {len(text):,} bytes")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("units", type=Path)
    parser.add_argument("--focus", type=Path)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--geo", type=Path, default=Path("geo"))
    options = parser.parse_args(arguments)
    reader = Reader(options.data)
    areas = [area for _, area in reader.rows("areas.csv", Area)]
    focus = [row for _, row in reader.rows("focus.csv", Focus)]
    if reader.problems:
        print(*reader.problems, sep="\n", file=sys.stderr)
        return 1
    try:
        units = read_shapes(options.units)
        focus_shapes = read_shapes(options.focus) if options.focus else None
        area_text, focus_text = build_shapes(units, areas=areas, focus=focus)
        if focus_shapes is not None:
            focus_text = _cut_to_areas(focus_shapes, areas=gpd.read_file(area_text))
        write(options.geo / "areas.geojson", area_text)
        write(options.geo / "focus.geojson", focus_text)
    except (DataProblemsError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(describe_file_trouble(error), file=sys.stderr)
        return 1
    return 0


def _cut_to_areas(focus: gpd.GeoDataFrame, *, areas: gpd.GeoDataFrame) -> str:
    """Return the shapes without what simplifying has put over the border of their areas."""
    cut = [
        shape.intersection(
            shapely.union_all(
                [a for a in areas.geometry if a.intersection(shape).area > LEAST_SHARE * shape.area]
            )
        )
        for shape in focus.geometry
    ]
    own = focus[["focus"]].set_geometry(gpd.GeoSeries(cut, crs=RD))
    return format_geojson(clean_shapes(own, name="focus"))


if __name__ == "__main__":
    sys.exit(main())
