"""Official boundaries: fetched, dissolved, light, and used only while they fit the areas."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely

from lib.catalog import Catalog, load_catalog
from lib.catalog.dissolve import MOST_MAP_BYTES, dissolve_for_map
from lib.catalog.open_tables import BOUNDARIES, OPEN_DATA_FOLDER, read_manifest
from lib.opendata import pdok
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.refresh import RefreshOutcome
from tests.opendata.conftest import GEO, Run
from tests.opendata.fake import Fake, Fault, World, new_division

OWN_ATTRIBUTION = "Grenzen: CBS / Kadaster, 2013"

Fetch = Callable[..., RefreshOutcome]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def fetch(run: Run) -> Fetch:
    return lambda **options: run("grenzen", **options)["grenzen"]


def files(data: Path) -> dict[str, bytes]:
    """Return what lies in the folder with open data, the lock apart."""
    folder = data / OPEN_DATA_FOLDER
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.name != ".lock"}


def test_official_boundaries_replace_those_of_geo(
    fetch: Fetch, data: Path, catalog: Catalog
) -> None:
    assert fetch().error is None
    found = load_catalog(data, GEO)
    shapes, outlines = found.geography.boundaries_rd, found.geography.focus_boundaries_rd
    assert set(shapes.index) == set(catalog.geography.boundaries_rd.index)
    assert set(outlines.index) == set(catalog.geography.focus_boundaries_rd.index)
    # The fake's buurten are all of one size, and two of this area make up the other shape.
    area = "blerick-noord-en-trade-port"
    share = 2 / len(found.parts(area, kind="cbs_buurt"))
    drawn = outlines.area["vastenavondkamp"] / shapes.area[area]
    assert drawn == pytest.approx(share, rel=0.02)
    assert found.municipality.map.attribution == "Grenzen: CBS / Kadaster / PDOK, 2024"
    assert found.sources[found.municipality.map.source].source == BOUNDARIES
    assert found.sources[BOUNDARIES].licence == "CC BY 4.0"


def kinds_of_context(catalog: Catalog) -> dict[str, int]:
    return dict(catalog.geography.context_rd["kind"].value_counts())


def test_fetched_water_replaces_that_of_the_file_and_nothing_else(
    fetch: Fetch, data: Path, catalog: Catalog
) -> None:
    assert fetch().error is None
    found = load_catalog(data, GEO)
    before, after = kinds_of_context(catalog), kinds_of_context(found)
    assert after["water"] == 1
    assert {k: n for k, n in after.items() if k != "water"} == {
        k: n for k, n in before.items() if k != "water"
    }
    surroundings = found.geography.context_rd
    water = surroundings[surroundings["kind"] == "water"].geometry.iloc[0]
    # The fake's water is one square, at the left of its buurten.
    buurt = found.geography.boundaries_rd.area.sum() / len(found.of_kind("cbs_buurt"))
    assert water.area == pytest.approx(buurt, rel=0.05)
    assert not any(water.overlaps(area) for area in found.geography.boundaries_rd.geometry)


def test_without_water_there_is_that_of_the_file(
    fetch: Fetch, data: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdok, "_format_water", lambda _rows, _what: "")
    assert fetch().error is None
    found = load_catalog(data, GEO)
    assert kinds_of_context(found) == kinds_of_context(catalog)


def test_another_municipality_may_have_no_context(tmp_path: Path, data: Path) -> None:
    bare = tmp_path / "geo"
    shutil.copytree(GEO, bare)
    (bare / "context.geojson").unlink()
    assert load_catalog(data, bare).geography.context_rd.empty


def test_without_the_folder_geo_is_used_again(fetch: Fetch, data: Path, catalog: Catalog) -> None:
    fetch()
    shutil.rmtree(data / OPEN_DATA_FOLDER)
    found = load_catalog(data, GEO)
    assert found.municipality.map == catalog.municipality.map
    assert found.geography.boundaries_rd.geom_equals(catalog.geography.boundaries_rd).all()


@pytest.mark.parametrize("key", ["steyl", "vastenavondkamp"])
def test_boundaries_of_other_areas_are_not_used(
    fetch: Fetch, data: Path, tmp_path: Path, key: str
) -> None:
    """Given that afterwards an area or focus neighbourhood gets another key."""
    fetch()
    geo = tmp_path / "geo"
    shutil.copytree(GEO, geo)
    for path in (*data.rglob("*.csv"), *geo.glob("*.geojson")):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf'(^|[",\n]){key}([",])', r"\1other\2", text), encoding="utf-8")
    assert load_catalog(data, geo).municipality.map.attribution == OWN_ATTRIBUTION


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text('{"type": "Fea')])
def test_damaged_boundaries_are_not_used(
    fetch: Fetch, data: Path, spoil: Callable[[Path], object]
) -> None:
    fetch()
    spoil(next((data / OPEN_DATA_FOLDER).glob("focus-*.geojson")))
    assert load_catalog(data, GEO).municipality.map.attribution == OWN_ATTRIBUTION


def test_again_the_same_day_asks_nothing(fetch: Fetch, fake: Fake, data: Path) -> None:
    fetch()
    before, asked = files(data), len(fake.requests)
    outcome = fetch()
    assert outcome.changed == (0, 0, 0)
    assert [request.path for request in fake.requests[asked:]] == ["/"]
    assert files(data) == before


def test_other_buurten_asked_for_are_fetched_the_same_day(fetch: Fetch, data: Path) -> None:
    fetch()
    path = data / "focus.csv"
    text = path.read_text(encoding="utf-8").replace("BU09832202|BU09832203", "BU09832202")
    path.write_text(text, encoding="utf-8")
    assert fetch(catalog=load_catalog(data, GEO)).changed == (0, 18, 0)


def test_new_codes_within_a_wijk_are_reported_and_do_no_harm(
    fetch: Fetch, world: World, data: Path, catalog: Catalog
) -> None:
    renumbered = {c.replace("BU09831204", "BU09831294"): n for c, n in world.areas().items()}
    world.pdok_areas[2024] = renumbered
    outcome = fetch()
    assert outcome.error is None
    assert outcome.notes == (
        "nieuwe buurten: BU09831294",
        "buurten die verdwenen zijn: BU09831204",
    )
    assert set(load_catalog(data, GEO).geography.boundaries_rd.index) == set(
        catalog.geography.boundaries_rd.index
    )


def without(code: str) -> Callable[[World], dict[str, str]]:
    return lambda world: {c: n for c, n in world.areas().items() if c != code}


@pytest.mark.parametrize(
    ("division", "told"),
    [
        (new_division, "horen bij geen wijk: WK098361"),
        (without("BU09831204"), "zijn er niet meer: BU09831204"),
        (without("BU09832202"), "zijn er niet meer: BU09832202"),
    ],
    ids=["unclaimed", "missing", "missing of the focus"],
)
def test_another_division_is_reported_and_replaces_nothing(
    fetch: Fetch, world: World, data: Path, division: Callable[[World], dict[str, str]], told: str
) -> None:
    fetch()
    before = files(data)
    world.pdok_areas[2024] = division(world)
    manifest = data / OPEN_DATA_FOLDER / "manifest.json"  # of another day, so asked anew
    yesterday = manifest.read_text().replace(
        read_manifest(data / OPEN_DATA_FOLDER).boundaries.retrieved.isoformat(),  # type: ignore[union-attr]
        "2026-01-01",
    )
    manifest.write_text(yesterday)
    before["manifest.json"] = manifest.read_bytes()
    error = fetch().error
    assert error is not None
    assert "de wijkindeling is veranderd" in error.problem
    assert told in error.problem
    assert files(data) == before


@pytest.mark.parametrize("kind", ["404", "empty", "truncated"])
def test_faults_are_reported(fetch: Fetch, world: World, data: Path, kind: str) -> None:
    world.faults.append(Fault("buurten/items", None, kind))  # type: ignore[arg-type]
    outcome = fetch()
    assert outcome.error is not None
    assert outcome.summary.startswith("grenzen: Grenzen van 2024")
    assert files(data) == {}


def test_buurten_without_a_code_are_reported(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdok, "BUURT_CODE", "code")
    error = fetch().error
    assert error is not None
    assert "zonder 'code'" in error.problem


@pytest.mark.parametrize("geometry", [None, {"type": "Point"}, {"type": "Polygon"}])
def test_an_invalid_shape_is_reported(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, geometry: object
) -> None:
    codes = list(catalog.of_kind("cbs_buurt"))
    rows: list[dict[str, object]] = [{"buurtcode": c, "geometry": geometry} for c in codes]
    monkeypatch.setattr(pdok, "_fetch_buurten", lambda *_, **__: rows)
    with pytest.raises(OpenDataError, match="Grenzen van 2024: het antwoord"):
        pdok.fetch_shapes(catalog, "GM0983", None)  # type: ignore[arg-type]


def test_no_focus_of_its_own_is_no_shape(catalog: Catalog) -> None:
    codes = sorted(catalog.of_kind("cbs_buurt"))
    text = dissolve_for_map(wobbly(codes), dict.fromkeys(codes, "all"), {}, code="buurtcode")[1]
    assert json.loads(text)["features"] == []


def wobbly(codes: list[str]) -> gpd.GeoDataFrame:
    """Return detailed shapes for buurten that share every point of their edges, one in a row."""
    squares = [shapely.box(x * 1000, 0, x * 1000 + 1000, 1500) for x in range(len(codes))]

    def wobble(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        seeds = np.round(at, 2) @ [[12.99, 39.35], [78.23, 11.14]]
        moved: npt.NDArray[np.float64] = at + np.sin(seeds) * 3 + [200_000, 370_000]
        return moved

    shapes = shapely.transform(shapely.segmentize(squares, 10), wobble)
    return gpd.GeoDataFrame({"buurtcode": codes}, geometry=list(shapes), crs=28992)


def test_detailed_shapes_become_light_and_still_fit_together(catalog: Catalog) -> None:
    areas = {
        b: str(catalog.areas[str(u.parent)].parent) for b, u in catalog.of_kind("cbs_buurt").items()
    }
    shapes = wobbly(sorted(areas, key=lambda b: (areas[b], b)))
    text, focus = dissolve_for_map(
        shapes, areas, {"BU09832202": "f", "BU09832203": "f"}, code="buurtcode"
    )
    assert len(text) <= MOST_MAP_BYTES
    found = gpd.read_file(text)
    assert found.is_valid.all()
    assert found.area.sum() == pytest.approx(found.union_all().area, rel=1e-6)  # no overlaps
    assert found.area.sum() == pytest.approx(shapes.area.sum(), rel=1e-3)
    assert len(shapely.get_parts(found.union_all())) == 1  # no gaps
    inside = found.set_index("area").geometry["blerick-noord-en-trade-port"]
    outline = gpd.read_file(focus).geometry[0]
    assert outline.difference(inside).area < 1
    assert json.loads(text)["crs"]["properties"]["name"].endswith("EPSG::28992")
