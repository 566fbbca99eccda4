"""Make geo/areas.geojson and geo/focus.geojson: CBS buurten, dissolved.

    python -m tools.build_geo BUURTEN.geojson [--data data] [--geo geo]

The first holds the areas of areas.csv, the second the neighbourhoods of focus.csv that are no
area of their own but a set of buurten.

The input has one polygon for each buurt with its code in `statcode` (CBS map) or `buurtcode`
(PDOK), in RD (EPSG:28992) unless the file says otherwise. Fails, and writes nothing, when a
buurt is missing or an area comes out invalid.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd

from lib.catalog.boundaries import RD
from lib.catalog.dissolve import clean_shapes, focus_of_each_buurt, format_geojson, merge_shapes
from lib.catalog.read import Reader
from lib.catalog.schema import Area, Focus

CODE_COLUMNS = ("statcode", "buurtcode")


def area_of_each_buurt(areas: list[Area]) -> dict[str, str]:
    """Return buurt code -> area slug, by way of the buurt's CBS wijk."""
    parents = {a.area: a.parent for a in areas}
    return {
        a.area: str(parents[str(a.parent)]) for a in areas if a.kind == "cbs_buurt" and a.parent
    }


def dissolve(
    buurten: gpd.GeoDataFrame, group_of: Mapping[str, str], *, name: str = "area"
) -> gpd.GeoDataFrame:
    """Return one valid shape for each group, in RD, whole metres, without slivers and pinholes.

    Raises `ValueError` when a buurt that is asked for is not in `buurten`.
    """
    code = next((c for c in CODE_COLUMNS if c in buurten.columns), None)
    if code is None:
        raise ValueError(f"no column with buurt codes: one of {CODE_COLUMNS}")
    return clean_shapes(merge_shapes(buurten, group_of, code=code, name=name), name=name)


def read_buurten(path: Path) -> gpd.GeoDataFrame:
    """Return the buurten in RD."""
    buurten = gpd.read_file(path, engine="pyogrio")
    # The CBS map in RD carries no crs member, and GeoJSON without one reads as WGS84.
    if buurten.total_bounds[2] > 180:  # noqa: PLR2004 - no longitude is above 180
        buurten = buurten.set_crs(RD, allow_override=True)
    return buurten.to_crs(RD)


def write(path: Path, text: str) -> None:
    """Write a file at once: a broken run leaves the former file whole."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    print(f"{path}: {len(text):,} bytes")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("buurten", type=Path)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--geo", type=Path, default=Path("geo"))
    options = parser.parse_args(arguments)
    reader = Reader(options.data)
    areas = [area for _, area in reader.rows("areas.csv", Area)]
    focus = [row for _, row in reader.rows("focus.csv", Focus)]
    if reader.problems:
        print(*reader.problems, sep="\n", file=sys.stderr)
        return 1
    buurten = read_buurten(options.buurten)
    area_of = area_of_each_buurt(areas)
    focus_of = focus_of_each_buurt(focus, set(area_of))
    texts = {
        "areas.geojson": format_geojson(dissolve(buurten, area_of)),
        "focus.geojson": format_geojson(dissolve(buurten, focus_of, name="focus"), name="focus"),
    }
    for file, text in texts.items():
        write(options.geo / file, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
