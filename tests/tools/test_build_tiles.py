"""Tiles made from the shapes, and the rules for those that are written by hand."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.catalog import DataProblemsError, load_catalog
from tools.build_tiles import main

Change = Callable[[list[str]], list[str]]


def test_tiles_are_as_far_apart_as_the_areas(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    assert main(["--data", str(data), "--geo", str(geo)]) == 0
    with (data / "tiles.csv").open() as file:
        rows = list(csv.DictReader(file))
    place = {row["area"]: (int(row["column"]), int(row["row"])) for row in rows}
    assert len(set(place.values())) == len(place) == 18
    assert min(column for column, _ in place.values()) == min(row for _, row in place.values()) == 1
    # North above south, and west left of east.
    assert place["arcen-en-lomm"][1] < place["venlo-centrum"][1] < place["belfeld"][1]
    assert place["hout-blerick-en-boekend"][0] < place["venlo-oost-noord"][0]
    assert load_catalog(data, geo).tiles == place


def test_without_the_file_there_are_no_tiles(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    (data / "tiles.csv").unlink()
    assert load_catalog(data, geo).tiles == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[:-1], "nog niet voor: tegelen-op-de-heide"),
        (lambda lines: [*lines[:-1], "tegelen-op-de-heide,4,1"], "rij 2 staat er al"),
        (lambda lines: [*lines, "atlantis,1,1"], "atlantis"),
        (lambda lines: [*lines[:-1], "tegelen-op-de-heide,0,1"], "column"),
    ],
    ids=["an area without a tile", "two in one place", "unknown area", "no column 0"],
)
def test_bad_tiles_are_reported(data_copy: tuple[Path, Path], change: Change, message: str) -> None:
    data, geo = data_copy
    path = data / "tiles.csv"
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")
    with pytest.raises(DataProblemsError, match=message):
        load_catalog(data, geo)
