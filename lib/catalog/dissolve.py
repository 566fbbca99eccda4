"""Buurten to the shapes of areas and focus neighbourhoods: merged, simplified, cleaned, written.

Not here: fetching the official ones (`lib.opendata.pdok`), and making them by hand
(`tools.build_geo`).
"""

import json
from collections.abc import Mapping

import geopandas as gpd
import shapely
from shapely.geometry import mapping

from lib.catalog.boundaries import RD
from lib.catalog.schema import Focus

SLIVER_M2 = 2_500.0
# The map stays light: the least simplification, in metres, that makes the areas no larger.
MOST_MAP_BYTES = 60_000
TOLERANCES = (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0)


def focus_of_each_buurt(focus: list[Focus], buurten: set[str]) -> dict[str, str]:
    """Return buurt code -> focus key, for the focus neighbourhoods made of buurten."""
    return {code: f.focus for f in focus for code in f.areas if code in buurten}


def merge_shapes(
    parts: gpd.GeoDataFrame, group_of: Mapping[str, str], *, code: str, name: str
) -> gpd.GeoDataFrame:
    """Return one shape for each group of parts as it is; columns `name` and `geometry`.

    Raises `ValueError` when a part that is asked for is not there or has no surface.
    """
    missing = sorted(set(group_of) - set(parts[code]))
    if missing:
        codes = ", ".join(missing)
        raise ValueError(
            f"Niet in de vlakken: {codes}. Wat te doen: kies het bestand met deze codes."
        )
    if not group_of:
        return gpd.GeoDataFrame({name: []}, geometry=[], crs=parts.crs)
    if flat := sorted(parts.loc[parts[code].isin(group_of) & ~(parts.area > 0), code]):
        fix = "vul hun vlak in het bestand aan, of haal hun rij weg"
        raise ValueError(f"Zonder vlak: {', '.join(flat)}. Wat te doen: {fix}.")
    frame = parts.assign(**{name: parts[code].map(group_of)}).dropna(subset=[name])
    return frame[[name, "geometry"]].dissolve(name, method="unary").reset_index()


def simplify_shapes(parts: gpd.GeoDataFrame, *, tolerance: float) -> gpd.GeoDataFrame:
    """Return shapes with fewer points; an edge that two of them share stays shared.

    `tolerance` is in metres: corners that cut off less than its square may go.
    """
    shapes = shapely.coverage_simplify(parts.geometry.to_numpy(), tolerance)
    return parts.set_geometry(gpd.GeoSeries(shapes, index=parts.index, crs=parts.crs))


def dissolve_for_map(
    parts: gpd.GeoDataFrame, area_of: Mapping[str, str], focus_of: Mapping[str, str], *, code: str
) -> tuple[str, str]:
    """Return areas and focus neighbourhoods as GeoJSON, light enough for a page.

    They are simplified together, so that edges that are the same stay the same. `code` is the
    column with the codes that `area_of` and `focus_of` have. Raises `ValueError` when a part is
    not there or a shape comes out invalid.
    """
    unit_of = {part: f"{area}|{focus_of.get(part, '')}" for part, area in area_of.items()}
    units = merge_shapes(parts, unit_of, code=code, name="unit")
    areas = {unit: unit.partition("|")[0] for unit in unit_of.values()}
    focus = {unit: name for unit in areas if (name := unit.partition("|")[2])}
    texts = ("", "")
    for tolerance in TOLERANCES:
        light = simplify_shapes(units, tolerance=tolerance)
        texts = (
            _dissolve_units(light, areas, name="area"),
            _dissolve_units(light, focus, name="focus"),
        )
        if len(texts[0]) <= MOST_MAP_BYTES:
            break
    return texts


def _dissolve_units(units: gpd.GeoDataFrame, group_of: Mapping[str, str], *, name: str) -> str:
    shapes = merge_shapes(units, group_of, code="unit", name=name)
    return format_geojson(clean_shapes(shapes, name=name))


def clean_shapes(parts: gpd.GeoDataFrame, *, name: str) -> gpd.GeoDataFrame:
    """Return shapes in whole metres without slivers and pinholes.

    Raises `ValueError` when one comes out invalid or empty.
    """
    shapes = {key: _clean(s) for key, s in zip(parts[name], parts.geometry, strict=True)}
    bad = [k for k, s in shapes.items() if shapely.is_empty(s) or not shapely.is_valid(s)]
    if bad:
        names, fix = ", ".join(map(str, bad)), f"geef vlakken van {SLIVER_M2:.0f} m2 of meer"
        raise ValueError(f"Te klein of ongeldig in hele meters: {names}. Wat te doen: {fix}.")
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


def format_geojson(shapes: gpd.GeoDataFrame) -> str:
    """Return GeoJSON text with whole-metre coordinates and the CRS named, one shape a line.

    The columns but `geometry` are the properties; shapes are in order of these.
    """
    names = [column for column in shapes.columns if column != "geometry"]
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": dict(zip(names, keys, strict=True)),
                "geometry": _whole_numbers(mapping(shape)),
            },
            separators=(",", ":"),
            ensure_ascii=False,
        )
        for *keys, shape in sorted(
            zip(*(shapes[n] for n in names), shapes.geometry, strict=True), key=lambda row: row[:-1]
        )
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
