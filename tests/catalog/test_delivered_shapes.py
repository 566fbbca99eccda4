"""Shapes as others deliver them: every system is honoured, and what lies elsewhere is refused."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lib.catalog import DataProblemsError
from lib.catalog.boundaries import RD, read_shapes
from tools.build_geo import main

SQUARE = shapely.box(205_000, 372_000, 206_000, 373_000)
BOWTIE = shapely.Polygon(
    [(205_000, 372_000), (206_000, 373_000), (206_000, 372_000), (205_000, 373_000)]
)


def write(path: Path, shape: shapely.Polygon, *, system: int, is_named: bool) -> Path:
    """Write one shape in a system, with or without saying which."""
    frame = gpd.GeoDataFrame({"statcode": ["BU1"]}, geometry=[shape], crs=RD).to_crs(system)
    content = json.loads(frame.to_json())
    if is_named:
        name = f"urn:ogc:def:crs:EPSG::{system}"
        content["crs"] = {"type": "name", "properties": {"name": name}}
    else:
        content.pop("crs", None)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("system", "is_named"),
    [(28992, True), (28992, False), (4326, False), (3857, True), (32631, True)],
)
def test_system_of_a_file_is_honoured(tmp_path: Path, system: int, *, is_named: bool) -> None:
    found = read_shapes(write(tmp_path / "a.geojson", SQUARE, system=system, is_named=is_named))
    assert found.total_bounds == pytest.approx(SQUARE.bounds, abs=1)


@pytest.mark.parametrize(
    ("system", "cause"),
    [(32631, "UTM zone 31"), (32632, "UTM zone 32"), (3857, "Web Mercator")],
)
def test_shapes_elsewhere_are_refused_with_the_cause(
    tmp_path: Path, system: int, cause: str
) -> None:
    path = write(tmp_path / "a.geojson", SQUARE, system=system, is_named=False)
    with pytest.raises(DataProblemsError, match=cause):
        read_shapes(path)


def test_swapped_axes_are_recognised(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[SQUARE], crs=RD).to_crs(4326)
    swapped = shapely.transform(frame.geometry.iloc[0], lambda points: points[:, ::-1])
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(swapped)}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(DataProblemsError, match="verwisseld"):
        read_shapes(path)


def test_shape_that_crosses_itself_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.geojson", BOWTIE, system=28992, is_named=True)
    assert main([str(path), "--geo", str(tmp_path / "geo")]) == 1
    assert "BU1" in capsys.readouterr().err
    assert not (tmp_path / "geo").exists()
