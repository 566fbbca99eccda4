"""The official boundaries from PDOK: CBS buurten, dissolved to areas and focus neighbourhoods.

A buurt belongs to the area of its CBS wijk, so that a new division of buurten within a wijk does
no harm. Not here: dissolving (`lib.catalog.build_geo`) and writing (`storage`).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import shapely
from pyproj import CRS

from lib.catalog import Catalog
from lib.catalog.boundaries import RD
from lib.catalog.build_geo import (
    cleaned,
    focus_of_each_buurt,
    merged,
    simplified,
    to_geojson,
)
from lib.opendata import fetch_problems
from lib.opendata.client import Service

# The map stays light: the least simplification, in metres, that makes the areas no larger.
MOST_BYTES = 60_000
TOLERANCES = (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0)
CODE = "buurtcode"
WGS84 = CRS.from_user_input("OGC:CRS84")


@dataclass(frozen=True)
class Shapes:
    """Areas and focus neighbourhoods as GeoJSON; `notes` says what is new about the division."""

    year: int
    areas: str
    focus: str
    notes: tuple[str, ...] = field(default=())

    @property
    def attribution(self) -> str:
        """What stands at the map."""
        return f"Grenzen: CBS / Kadaster / PDOK, {self.year}"


def asked(catalog: Catalog, code: str, *, year: int) -> str:
    """Return what stands for the question: other text when other shapes would come out."""
    units = [(a.area, a.parent) for a in catalog.areas.values()]
    focus = [(f.focus, f.areas) for f in catalog.focus]
    return hashlib.sha256(repr((code, year, units, focus)).encode()).hexdigest()[:16]


def fetch(catalog: Catalog, code: str, *, year: int, service: Service) -> Shapes:
    """Return the official shapes of the catalog's areas and focus neighbourhoods.

    Raises `OpenDataError`, also when the division of that year does not fit the catalog.
    """
    what = f"Grenzen van {year}"
    buurten = _buurten(code, year=year, service=service, what=what)
    wijk_of = {str(row[CODE]): _wijk(row) for row in buurten}
    notes = _check(catalog, wijk_of, what)
    area_of = {b: str(catalog.areas[w].parent) for b, w in wijk_of.items()}
    frame = gpd.GeoDataFrame(
        {CODE: list(wijk_of)}, geometry=[_shape(row, what) for row in buurten], crs=WGS84
    ).to_crs(RD)
    focus_of = focus_of_each_buurt(list(catalog.focus), set(wijk_of))
    try:
        areas, focus = _light(frame, area_of, focus_of)
    except (ValueError, TypeError, shapely.GEOSException) as error:
        raise fetch_problems.broken_answer(what, why=f"geen hele vlakken: {error}") from None
    return Shapes(year, areas, focus, notes)


def _light(
    buurten: gpd.GeoDataFrame, area_of: Mapping[str, str], focus_of: Mapping[str, str]
) -> tuple[str, str]:
    """Return areas and focus as GeoJSON, simplified together so that their edges stay the same.

    Raises `ValueError` when a shape comes out invalid.
    """
    unit_of = {b: (area, focus_of.get(b, "")) for b, area in area_of.items()}
    names = {unit: "|".join(unit) for unit in unit_of.values()}
    units = merged(buurten, {b: names[u] for b, u in unit_of.items()}, code=CODE, name="unit")
    areas = {names[u]: u[0] for u in names}
    focus = {names[u]: u[1] for u in names if u[1]}
    texts = ("", "")
    for tolerance in TOLERANCES:
        light = simplified(units, tolerance=tolerance)
        texts = (_text(light, areas, name="area"), _text(light, focus, name="focus"))
        if len(texts[0]) <= MOST_BYTES:
            break
    return texts


def _text(units: gpd.GeoDataFrame, group_of: Mapping[str, str], *, name: str) -> str:
    shapes = merged(units, group_of, code="unit", name=name)
    return to_geojson(cleaned(shapes, name=name), name=name)


def _buurten(code: str, *, year: int, service: Service, what: str) -> list[dict[str, object]]:
    """Return properties and geometry of each buurt that is no water."""
    path = f"/cbs/wijken-en-buurten-{year}/ogc/v1/collections/buurten/items"
    question = {"f": "json", "limit": "1000", "gemeentecode": code}
    features = [
        feature
        for page in service.pages(path, what=what, params=question)
        for feature in page.rows("features", what=what)
    ]
    rows = [{**_properties(f), "geometry": f.get("geometry")} for f in features]
    land = [row for row in rows if row.get("water") != "JA"]
    if not land:
        raise fetch_problems.empty_answer(what, clause=f"naar {code}")
    if not all(row.get(CODE) for row in land):
        raise fetch_problems.broken_answer(what, why=f"zonder '{CODE}'")
    codes = [str(row[CODE]) for row in land]
    twice = sorted({c for c in codes if codes.count(c) > 1})
    if twice:
        raise fetch_problems.duplicates(what, example=twice[0], number=len(twice))
    return land


def _check(catalog: Catalog, wijk_of: Mapping[str, str], what: str) -> tuple[str, ...]:
    """Return what is new; raise `OpenDataError` for what no area claims and for what is missing.

    A buurt that is gone from a wijk which has a new one has got another code: that is no loss.
    """
    known = {a.area: str(a.parent) for a in catalog.of_kind("cbs_buurt").values()}
    wijken = set(catalog.of_kind("cbs_wijk"))
    unclaimed = sorted({w for w in wijk_of.values() if w not in wijken})
    if unclaimed:
        raise fetch_problems.division(what, codes=unclaimed)
    new, gone = sorted(set(wijk_of) - set(known)), sorted(set(known) - set(wijk_of))
    redivided = {wijk_of[b] for b in new}
    in_focus = {code for f in catalog.focus for code in f.areas}
    lost = [b for b in gone if known[b] not in redivided or b in in_focus]
    lost += sorted(wijken - set(wijk_of.values()))
    if lost:
        raise fetch_problems.missing_parts(what, codes=lost)
    return tuple(
        f"{word}: {', '.join(codes)}"
        for word, codes in (("nieuwe buurten", new), ("buurten die verdwenen zijn", gone))
        if codes
    )


def _wijk(row: Mapping[str, object]) -> str:
    """Return a buurt's CBS wijk: as it says itself, else by its code."""
    return str(row.get("wijkcode") or re.sub(r"^BU(\d{6})\d\d$", r"WK\1", str(row[CODE])))


def _shape(row: Mapping[str, object], what: str) -> shapely.Geometry:
    try:
        return shapely.make_valid(shapely.from_geojson(json.dumps(row["geometry"])))
    except shapely.GEOSException:
        raise fetch_problems.broken_answer(what, why=f"geen vlak bij {row[CODE]}") from None


def _properties(feature: dict[str, object]) -> dict[str, object]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}
