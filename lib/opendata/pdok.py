"""The official boundaries from PDOK: CBS buurten, dissolved to areas and focus neighbourhoods.

A buurt belongs to the area of its CBS wijk, so that a new division of buurten within a wijk does
no harm. Not here: dissolving (`lib.catalog.dissolve`) and writing (`storage`).
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely
from pyproj import CRS

from lib.catalog import Catalog
from lib.catalog.boundaries import RD, ContextKind
from lib.catalog.dissolve import dissolve_for_map, focus_of_each_buurt, format_geojson
from lib.catalog.published_files import name_of_wijk
from lib.opendata.client import Service
from lib.opendata.fetch_problems import FetchProblem, list_codes

BUURT_CODE = "buurtcode"
WATER_TOLERANCE = 10.0  # metres: background only
LONGITUDE_LATITUDE = CRS.from_user_input("OGC:CRS84")


@dataclass(frozen=True)
class OfficialShapes:
    """Areas, focus neighbourhoods and water as GeoJSON; `notes`: what is new about the division.

    `water` is as `lib.catalog.boundaries` reads it; empty where the municipality has none.
    """

    year: int
    areas: str
    focus: str
    water: str = ""
    notes: tuple[str, ...] = ()

    @property
    def attribution(self) -> str:
        """What stands at the map."""
        return f"Grenzen: CBS / Kadaster / PDOK, {self.year}"


def shapes_question(catalog: Catalog, code: str) -> tuple[object, ...]:
    """Return what the shapes follow from: where it differs, other shapes would come out."""
    units = [(a.area, a.parent) for a in catalog.areas.values()]
    focus = [(f.focus, f.areas) for f in catalog.focus]
    return code, catalog.municipality.map.official_year, units, focus


def fetch_shapes(catalog: Catalog, code: str, service: Service) -> OfficialShapes:
    """Return the official shapes of the catalog's areas and focus neighbourhoods.

    Raises `OpenDataError`, also when the division of that year does not fit the catalog.
    """
    year = catalog.municipality.map.official_year
    what = f"Grenzen van {year}"
    buurten = _fetch_buurten(code, year=year, service=service, what=what)
    wijk_of = {str(row[BUURT_CODE]): _wijk_of(row) for row in buurten}
    notes = _check_division(catalog, wijk_of, what)
    area_of = {
        b: str(catalog.areas[w if w in catalog.areas else b].parent) for b, w in wijk_of.items()
    }
    shapes = [_parse_shape(row, what) for row in buurten]
    frame = gpd.GeoDataFrame({BUURT_CODE: list(wijk_of)}, geometry=shapes, crs=LONGITUDE_LATITUDE)
    focus_of = focus_of_each_buurt(list(catalog.focus), set(wijk_of))
    try:
        areas, focus = dissolve_for_map(frame.to_crs(RD), area_of, focus_of, code=BUURT_CODE)
    except (ValueError, TypeError, shapely.GEOSException) as error:
        why = f"geen hele vlakken: {error}"
        raise FetchProblem.UNREADABLE.error(what=what, why=why) from None
    water = _fetch_units("buurten", code, year=year, service=service, what=what, is_water=True)
    return OfficialShapes(year, areas, focus, _format_water(water, what), notes)


def _format_water(rows: list[dict[str, object]], what: str) -> str:
    """Return the water as a part of the map's context, light enough for a page."""
    shapes = gpd.GeoSeries([_parse_shape(row, what) for row in rows], crs=LONGITUDE_LATITUDE)
    if shapes.empty:
        return ""
    light = shapely.simplify(shapely.union_all(shapes.to_crs(RD).to_numpy()), WATER_TOLERANCE)
    water = shapely.set_precision(light, 1.0)
    row = {"kind": [ContextKind.WATER], "name": [""]}
    return "" if water.is_empty else format_geojson(gpd.GeoDataFrame(row, geometry=[water], crs=RD))


def fetch_units(code: str, *, year: int, service: Service) -> tuple[str, gpd.GeoDataFrame]:
    """Return a municipality's name and its buurten, as `published_files.read_units` does.

    Each belongs to the area of its CBS wijk. Raises `OpenDataError`.
    """
    what = f"Grenzen van {year}"
    wijken = _fetch_units("wijken", code, year=year, service=service, what=what)
    names = {str(row["wijkcode"]): name_of_wijk(str(row["wijknaam"])) for row in wijken}
    buurten = _fetch_buurten(code, year=year, service=service, what=what)
    frame = gpd.GeoDataFrame(
        {
            "unit": [str(row[BUURT_CODE]) for row in buurten],
            "name": [str(row["buurtnaam"]) for row in buurten],
            "area": [names[_wijk_of(row)] for row in buurten],
        },
        geometry=[_parse_shape(row, what) for row in buurten],
        crs=LONGITUDE_LATITUDE,
    )
    return str(buurten[0].get("gemeentenaam", "")), frame.to_crs(RD)


def _fetch_units(
    collection: str, code: str, *, year: int, service: Service, what: str, is_water: bool = False
) -> list[dict[str, object]]:
    """Return properties and geometry of each buurt or wijk: of those on land, or of the water."""
    path = f"/cbs/wijken-en-buurten-{year}/ogc/v1/collections/{collection}/items"
    asked = {"f": "json", "limit": "1000", "gemeentecode": code}
    features = service.rows(path, "features", what=what, params=asked)
    rows = [{**_properties_of(f), "geometry": f.get("geometry")} for f in features]
    if all(row.get("water") == "JA" for row in rows):
        raise FetchProblem.NO_ROWS.error(what=what, clause=f"naar {code}")
    return [row for row in rows if (row.get("water") == "JA") is is_water]


def _fetch_buurten(code: str, *, year: int, service: Service, what: str) -> list[dict[str, object]]:
    """Return the buurten that are no water, each once."""
    land = _fetch_units("buurten", code, year=year, service=service, what=what)
    codes = Counter(row.get(BUURT_CODE) for row in land)
    if not all(codes):
        raise FetchProblem.UNREADABLE.error(what=what, why=f"zonder '{BUURT_CODE}'")
    twice = sorted(str(code) for code, number in codes.items() if number > 1)
    if twice:
        raise FetchProblem.DUPLICATES.error(what=what, example=twice[0], number=len(twice))
    return land


def _check_division(catalog: Catalog, wijk_of: Mapping[str, str], what: str) -> tuple[str, ...]:
    """Return what is new; raise `OpenDataError` for what no area claims and for what is missing."""
    known, areas = catalog.of_kind("cbs_buurt"), catalog.of_kind("area")
    wijken = set(catalog.of_kind("cbs_wijk"))
    own = {buurt for buurt, unit in known.items() if unit.parent in areas}  # not of a CBS wijk
    found = {wijk_of[buurt] for buurt in wijk_of.keys() - own}
    if unclaimed := sorted(found - wijken):
        raise FetchProblem.UNKNOWN_UNITS.error(what=what, codes=list_codes(unclaimed))
    new, gone = sorted(wijk_of.keys() - known.keys()), sorted(known.keys() - wijk_of.keys())
    # A buurt that is gone from a wijk which has a new one has got another code: that is no loss.
    renamed = {buurt for buurt in gone if known[buurt].parent in map(wijk_of.get, new)}
    renamed = renamed.difference(*(focus.areas for focus in catalog.focus))
    if lost := [*sorted(set(gone) - renamed), *sorted(wijken - found)]:
        raise FetchProblem.LOST_UNITS.error(what=what, codes=list_codes(lost))
    return (*_note("nieuwe buurten", new), *_note("buurten die verdwenen zijn", gone))


def _note(what: str, codes: Sequence[str]) -> tuple[str, ...]:
    return (f"{what}: {', '.join(codes)}",) if codes else ()


def _wijk_of(row: Mapping[str, object]) -> str:
    """Return a buurt's CBS wijk: by its own property, else by its code."""
    return str(row.get("wijkcode") or re.sub(r"^BU(\d{6})\d\d$", r"WK\1", str(row[BUURT_CODE])))


def _parse_shape(row: Mapping[str, object], what: str) -> shapely.Geometry:
    try:
        return shapely.make_valid(shapely.from_geojson(json.dumps(row["geometry"])))
    except shapely.GEOSException:
        why = f"geen vlak bij {row[BUURT_CODE]}"
        raise FetchProblem.UNREADABLE.error(what=what, why=why) from None


def _properties_of(feature: Mapping[str, object]) -> dict[str, object]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}
