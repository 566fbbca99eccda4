"""The official boundaries of CBS buurten from PDOK. Not here: dissolving them (`build_geo`)."""

import json
from pathlib import Path

from lib.opendata import problems
from lib.opendata.client import Service


def fetch(code: str, *, year: int, service: Service, folder: Path) -> Path:
    """Write the buurten of a municipality, without water, as GeoJSON; return the file.

    Raises `OpenDataError`; then the former file stays as it was.
    """
    what = f"Grenzen van {year}"
    path = f"/cbs/wijken-en-buurten-{year}/ogc/v1/collections/buurten/items"
    asked = {"f": "json", "limit": "1000", "gemeentecode": code}
    features = [
        feature
        for page in service.pages(path, what=what, params=asked)
        for feature in page.rows("features", what=what)
    ]
    land = [f for f in features if _properties(f).get("water") != "JA"]
    if not land:
        raise problems.empty_answer(what, clause=f"naar {code}")
    codes = [str(_properties(f).get("buurtcode")) for f in land]
    twice = sorted({c for c in codes if codes.count(c) > 1})
    if twice:
        raise problems.duplicates(what, example=twice[0], number=len(twice))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"buurten-{year}.geojson"
    waiting = target.with_suffix(".tmp")
    whole = {"type": "FeatureCollection", "features": land}
    waiting.write_text(json.dumps(whole), encoding="utf-8")
    waiting.replace(target)
    return target


def _properties(feature: dict[str, object]) -> dict[str, object]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}
