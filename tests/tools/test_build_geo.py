"""Areas made from buurten, and the committed shapes."""

import json
import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from lib.catalog import Catalog
from tools.build_geo import main

ROOT = Path(__file__).parents[2]
SLIVER_M2 = 2_500
AREAS_CSV = """area,kind,name,parent,aliases,flags,boundary_year,mapping,note
GM1,municipality,Plaats,,,,2021,,
east,area,Oost,GM1,,,2021,,
west,area,West,GM1,,,2021,,
WK1,cbs_wijk,Wijk 1,west,,,2021,certain,
WK2,cbs_wijk,Wijk 2,east,,,2021,certain,
BU11,cbs_buurt,Een,WK1,,,2021,certain,
BU12,cbs_buurt,Twee,WK1,,,2021,certain,
BU21,cbs_buurt,Drie,WK2,,,2021,certain,
"""
FOCUS_CSV = """focus,name,areas,source,section,note
part,Deel,BU12,note,1,
east,Oost,east,note,1,
"""
X, Y = 200_000, 370_000  # in the Netherlands, in RD


def square(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height)


# West is two squares side by side; each has one sliver apart, and the second a pinhole.
SHAPES: dict[str, BaseGeometry] = {
    "BU11": shapely.MultiPolygon([square(0, 0, 1000, 1000), square(0, 5000, 40, 40)]),
    "BU12": square(1000, 0, 1000, 1000) - square(1400, 400, 40, 40),
    "BU21": square(2000, 0, 1000.4, 1000) - square(2300, 300, 200, 200),
    "BU99": square(9000, 0, 1000, 1000),  # of another municipality
}


def write_units(path: Path, shapes: Mapping[str, BaseGeometry], *, code: str) -> None:
    features = [
        {"type": "Feature", "properties": {code: key, "x": 1}, "geometry": mapping(shape)}
        for key, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data", "geo"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/areas.csv").write_text(AREAS_CSV)
    (tmp_path / "data/focus.csv").write_text(FOCUS_CSV)
    write_units(tmp_path / "units.geojson", SHAPES, code="statcode")
    return tmp_path


def build(folder: Path, *more: str) -> int:
    arguments = ["units.geojson", *more, "--data", "data", "--geo", "geo"]
    return main([a if a.startswith("--") else str(folder / a) for a in arguments])


def built(folder: Path, name: str, key: str) -> dict[str, BaseGeometry]:
    frame = gpd.read_file(folder / "geo" / name)
    assert frame.crs.to_epsg() == 28992
    assert set(frame.columns) == {key, "geometry"}
    return dict(zip(frame[key], frame.geometry, strict=True))


@pytest.mark.parametrize("code", ["statcode", "buurtcode"])
def test_buurten_are_dissolved_without_slivers_and_pinholes(folder: Path, code: str) -> None:
    write_units(folder / "units.geojson", SHAPES, code=code)
    assert build(folder) == 0
    areas = built(folder, "areas.geojson", "area")
    assert set(areas) == {"east", "west"}
    assert areas["west"].equals(square(0, 0, 2000, 1000))
    # A hole that is large enough to be meant stays; coordinates are whole metres.
    assert areas["east"].equals(square(2000, 0, 1000, 1000) - square(2300, 300, 200, 200))


def test_only_focus_neighbourhoods_that_are_no_area_are_drawn(folder: Path) -> None:
    assert build(folder) == 0
    focus = built(folder, "focus.geojson", "focus")
    assert set(focus) == {"part"}
    assert focus["part"].equals(square(1000, 0, 1000, 1000))


def test_input_in_degrees_gives_the_same_shapes(folder: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"statcode": list(SHAPES)}, geometry=list(SHAPES.values()), crs=28992
    ).to_crs(4326)
    frame.to_file(folder / "units.geojson", driver="GeoJSON", COORDINATE_PRECISION=9)
    assert build(folder) == 0
    west = built(folder, "areas.geojson", "area")["west"]
    assert west.symmetric_difference(square(0, 0, 2000, 1000)).area < 4_000


def test_wijken_are_dissolved_and_focus_neighbourhoods_come_from_a_file(folder: Path) -> None:
    wijken = {"WK1": square(0, 0, 2000, 1000), "WK2": square(2000, 0, 1000, 1000)}
    write_units(folder / "units.geojson", wijken, code="wijkcode")
    write_units(folder / "own.geojson", {"part": square(1000, 0, 500, 900)}, code="focus")
    assert build(folder, "--focus", "own.geojson") == 0
    areas = built(folder, "areas.geojson", "area")
    assert areas["west"].equals(wijken["WK1"])
    assert areas["east"].equals(wijken["WK2"])
    assert built(folder, "focus.geojson", "focus")["part"].equals(square(1000, 0, 500, 900))


def test_building_twice_gives_the_same_bytes(folder: Path) -> None:
    build(folder)
    before = (folder / "geo/areas.geojson").read_bytes()
    build(folder)
    assert (folder / "geo/areas.geojson").read_bytes() == before


@pytest.mark.parametrize(
    ("shapes", "code", "message"),
    [
        ({k: s for k, s in SHAPES.items() if k != "BU12"}, "statcode", "BU12"),
        (SHAPES, "name", "Geen kolom met CBS-codes"),
        ({**SHAPES, "BU21": square(0, 0, 40, 40)}, "statcode", "Te klein.*east.*2500 m2"),
        ({**SHAPES, "BU21": shapely.Point(X, Y)}, "statcode", "Zonder vlak: BU21"),
    ],
    ids=["missing buurt", "no codes", "nothing left", "no surface"],
)
def test_bad_buurten_leave_the_old_files_whole(
    folder: Path,
    shapes: dict[str, BaseGeometry],
    code: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "geo/areas.geojson").write_text("old")
    write_units(folder / "units.geojson", shapes, code=code)
    assert build(folder) == 1
    assert re.search(message, capsys.readouterr().err)
    assert [(p.name, p.read_text()) for p in (folder / "geo").iterdir()] == [
        ("areas.geojson", "old")
    ]


def test_a_folder_that_is_not_there_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_units(folder / "units.geojson", SHAPES, code="statcode")
    (folder / "geo").rmdir()
    assert build(folder) == 1
    printed = capsys.readouterr().err
    assert str(folder / "geo") in printed
    assert "Wat te doen: kijk of de naam goed is." in printed


def test_bad_areas_are_reported_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data/areas.csv").write_text(AREAS_CSV.replace("WK1,cbs_wijk", "WK1,wijk"))
    assert build(folder) == 1
    assert "data/areas.csv, rij 5, kolom 'kind'" in capsys.readouterr().err
    assert list((folder / "geo").iterdir()) == []


@pytest.fixture(scope="module")
def shapes(catalog: Catalog) -> dict[str, BaseGeometry]:
    return dict(catalog.geography.boundaries_rd.geometry)


def test_committed_shapes_are_small_and_complete(
    catalog: Catalog, shapes: dict[str, BaseGeometry]
) -> None:
    files = [ROOT / "geo" / f"{name}.geojson" for name in ("areas", "focus", "context")]
    assert sum(path.stat().st_size for path in files) < 60_000
    # Sharp: the shapes that these replaced had 16 points each, and lay up to 587 m off.
    assert min(shapely.get_num_coordinates(list(shapes.values()))) > 20
    assert set(shapes) == set(catalog.of_kind("area"))
    assert set(catalog.geography.focus_boundaries_rd.index) == {f.focus for f in catalog.focus}


def test_committed_shapes_are_valid_without_slivers(shapes: dict[str, BaseGeometry]) -> None:
    assert all(shapely.is_valid(s) for s in shapes.values())
    parts = [p for s in shapes.values() for p in shapely.get_parts(s)]
    assert min(p.area for p in parts) >= SLIVER_M2
    holes = [shapely.Polygon(ring).area for p in parts for ring in p.interiors]
    assert all(area >= SLIVER_M2 for area in holes)


def test_committed_shapes_cover_nothing_twice(shapes: dict[str, BaseGeometry]) -> None:
    overlaps = {(a, b): shapes[a].intersection(shapes[b]).area for a, b in combinations(shapes, 2)}
    assert {pair: area for pair, area in overlaps.items() if area > 1} == {}
    whole = shapely.union_all(list(shapes.values()))
    assert whole.area == pytest.approx(sum(s.area for s in shapes.values()), abs=1)
    assert 100e6 < whole.area < 150e6  # the municipality is about 129 square kilometres


def test_committed_focus_shape_lies_in_its_area(
    catalog: Catalog, shapes: dict[str, BaseGeometry]
) -> None:
    part = catalog.geography.focus_boundaries_rd.geometry["vastenavondkamp"]
    # Both have whole metres.
    assert shapes["blerick-noord-en-trade-port"].buffer(1).covers(part)
