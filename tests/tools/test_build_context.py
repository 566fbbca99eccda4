"""What lies around the areas: made by the script, read by the catalog, and optional."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from lib.catalog import DataProblemsError, load_catalog
from lib.catalog.boundaries import ContextKind
from tools.build_context import main

X, Y = 205_000, 375_000  # in the middle of the areas


def write_shapes(path: Path, shapes: dict[str, BaseGeometry]) -> Path:
    frame = gpd.GeoDataFrame(
        {"naam": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:28992"
    )
    frame.to_file(path, driver="GeoJSON")
    return path


def test_context_is_cut_off_around_the_areas(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    folder = data.parent
    river = shapely.box(X, Y - 90_000, X + 100, Y + 90_000)
    far = shapely.box(X - 90_000, Y, X - 80_000, Y + 1_000)
    near = shapely.box(X - 9_000, Y, X - 8_000, Y + 1_000)
    arguments = ["--geo", str(geo), "--place", "Kern", "205100", "375200"]
    arguments += ["--water", str(write_shapes(folder / "w.geojson", {"Rivier": river}))]
    arguments += ["--neighbours", str(write_shapes(folder / "n.geojson", {"V": far, "N": near}))]
    assert main(arguments) == 0
    context = load_catalog(data, geo).geography.context_rd
    found = {(kind, name): shape for kind, name, shape in context.itertuples(index=False)}
    assert set(found) == {
        (ContextKind.WATER, "Rivier"),
        (ContextKind.NEIGHBOUR, "N"),
        (ContextKind.PLACE, "Kern"),
    }
    assert found[ContextKind.WATER, "Rivier"].bounds[3] < Y + 40_000
    assert found[ContextKind.PLACE, "Kern"].equals(shapely.Point(205_100, 375_200))


def test_without_the_file_there_is_no_context(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    (geo / "context.geojson").unlink()
    assert load_catalog(data, geo).geography.context_rd.empty


@pytest.mark.parametrize(
    ("properties", "shape", "message"),
    [
        ({"kind": "river", "name": "Maas"}, shapely.box(X, Y, X + 9, Y + 9), "neighbour of water"),
        ({"kind": "place", "name": "Kern"}, shapely.box(X, Y, X + 9, Y + 9), "place met een punt"),
        ({"kind": "place"}, shapely.Point(X, Y), "alleen 'kind' en 'name'"),
    ],
    ids=["unknown kind", "place without a point", "no name"],
)
def test_bad_context_is_reported(
    data_copy: tuple[Path, Path],
    properties: dict[str, str],
    shape: BaseGeometry,
    message: str,
) -> None:
    data, geo = data_copy
    geometry = json.loads(shapely.to_geojson(shape))
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    (geo / "context.geojson").write_text(json.dumps(collection))
    with pytest.raises(DataProblemsError, match=message):
        load_catalog(data, geo)
