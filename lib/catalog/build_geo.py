"""Make geo/areas.geojson and geo/focus.geojson: CBS buurten, dissolved.

    python -m lib.catalog.build_geo BUURTEN.geojson [--data data] [--geo geo]

The first holds the areas of areas.csv, the second the neighbourhoods of focus.csv that are no
area of their own but a set of buurten.

The input has one polygon for each buurt with its code in `statcode` (CBS map) or `buurtcode`
(PDOK), in RD (EPSG:28992) unless the file says otherwise. Fails, and writes nothing, when a
buurt is missing or an area comes out invalid.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import mapping

from lib.catalog.boundaries import RD
from lib.catalog.read import Reader
from lib.catalog.schema import Area, Focus

SLIVER_M2 = 2_500.0
CODE_COLUMNS = ("statcode", "buurtcode")


def area_of_each_buurt(areas: list[Area]) -> dict[str, str]:
    """Return buurt code -> area slug, by way of the buurt's CBS wijk."""
    parents = {a.area: a.parent for a in areas}
    return {
        a.area: str(parents[str(a.parent)]) for a in areas if a.kind == "cbs_buurt" and a.parent
    }


def focus_of_each_buurt(focus: list[Focus], buurten: set[str]) -> dict[str, str]:
    """Return buurt code -> focus key, for the focus neighbourhoods made of buurten."""
    return {code: f.focus for f in focus for code in f.areas if code in buurten}


def dissolve(
    buurten: gpd.GeoDataFrame, group_of: Mapping[str, str], *, name: str = "area"
) -> gpd.GeoDataFrame:
    """Return one valid shape for each group, in RD, whole metres, without slivers and pinholes.

    Raises `ValueError` when a buurt that is asked for is not in `buurten`.
    """
    code = next((c for c in CODE_COLUMNS if c in buurten.columns), None)
    if code is None:
        raise ValueError(f"no column with buurt codes: one of {CODE_COLUMNS}")
    return cleaned(merged(buurten, group_of, code=code, name=name), name=name)


def merged(
    parts: gpd.GeoDataFrame, group_of: Mapping[str, str], *, code: str, name: str
) -> gpd.GeoDataFrame:
    """Return one shape for each group of parts as it is; columns `name` and `geometry`.

    Raises `ValueError` when a part that is asked for is not there.
    """
    missing = sorted(set(group_of) - set(parts[code]))
    if missing:
        raise ValueError(f"not in the input: {', '.join(missing)}")
    if not group_of:
        return gpd.GeoDataFrame({name: []}, geometry=[], crs=parts.crs)
    frame = parts.assign(**{name: parts[code].map(group_of)}).dropna(subset=[name])
    return frame[[name, "geometry"]].dissolve(name, method="unary").reset_index()


def simplified(parts: gpd.GeoDataFrame, *, tolerance: float) -> gpd.GeoDataFrame:
    """Return shapes with fewer points; an edge that two of them share stays shared.

    `tolerance` is in metres: corners that cut off less than its square may go.
    """
    shapes = shapely.coverage_simplify(parts.geometry.to_numpy(), tolerance)
    return parts.set_geometry(gpd.GeoSeries(shapes, index=parts.index, crs=parts.crs))


def cleaned(parts: gpd.GeoDataFrame, *, name: str) -> gpd.GeoDataFrame:
    """Return shapes in whole metres without slivers and pinholes.

    Raises `ValueError` when one comes out invalid or empty.
    """
    shapes = {key: _clean(s) for key, s in zip(parts[name], parts.geometry, strict=True)}
    bad = [k for k, s in shapes.items() if shapely.is_empty(s) or not shapely.is_valid(s)]
    if bad:
        raise ValueError(f"invalid or empty after dissolving: {bad}")
    return gpd.GeoDataFrame({name: list(shapes)}, geometry=list(shapes.values()), crs=RD)


def _clean(shape: shapely.Geometry) -> shapely.Geometry:
    """Round to whole metres; drop parts and holes that are too small to be meant."""
    rounded = shapely.set_precision(shape, 1.0)
    parts = [
        shapely.Polygon(
            part.exterior, [r for r in part.interiors if shapely.Polygon(r).area >= SLIVER_M2]
        )
        for part in shapely.get_parts(rounded)
        if part.area >= SLIVER_M2
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def to_geojson(shapes: gpd.GeoDataFrame, *, name: str = "area") -> str:
    """Return GeoJSON text with whole-metre coordinates and the CRS named, one shape a line."""
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {name: key},
                "geometry": _whole_numbers(mapping(shape)),
            },
            separators=(",", ":"),
        )
        for key, shape in sorted(zip(shapes[name], shapes.geometry, strict=True))
    ]
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    body = ",\n".join(features)
    return f'{{"type":"FeatureCollection","crs":{crs},"features":[\n{body}\n]}}\n'


def _whole_numbers(value: object) -> object:
    if isinstance(value, float):
        return int(value)
    if isinstance(value, tuple | list):
        return [_whole_numbers(v) for v in value]
    if isinstance(value, dict):
        return {k: _whole_numbers(v) for k, v in value.items()}
    return value


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
    areas = [area for _, area in reader.rows(options.data / "areas.csv", Area)]
    focus = [row for _, row in reader.rows(options.data / "focus.csv", Focus)]
    if reader.problems:
        print(*reader.problems, sep="\n", file=sys.stderr)
        return 1
    buurten = read_buurten(options.buurten)
    area_of = area_of_each_buurt(areas)
    focus_of = focus_of_each_buurt(focus, set(area_of))
    texts = {
        "areas.geojson": to_geojson(dissolve(buurten, area_of)),
        "focus.geojson": to_geojson(dissolve(buurten, focus_of, name="focus"), name="focus"),
    }
    for file, text in texts.items():
        write(options.geo / file, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
