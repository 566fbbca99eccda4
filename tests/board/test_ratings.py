"""Where ratings stand at the floor, and who may see the chances."""

from math import isnan
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.analysis.floor import FloorPosition
from tests.builders import add_waves, build_board_from

Folders = tuple[Path, Path]
WEAK = "blerick-noord-en-trade-port"  # 6.2 in 2021; Klingerberg 6.4


def test_position_follows_the_interval(data_copy: Folders) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0, "klingerberg": 0.2}}, margin=0.2, respondents="150")
    ratings = build_board_from(*data_copy, actor=PUBLIC).ratings
    assert ratings.of_area(WEAK).position is FloorPosition.SURELY_BELOW
    assert ratings.of_area("klingerberg").position is FloorPosition.WITHIN_MARGIN
    assert ratings.of_area("arcen-en-lomm").position is FloorPosition.SURELY_ABOVE
    assert ratings.of_area("klingerberg").n == 150


def test_without_margins_there_is_no_position_and_no_chance(data_copy: Folders) -> None:
    ratings = build_board_from(*data_copy).ratings
    assert set(ratings.newest()["position"]) == {FloorPosition.NO_MARGIN}
    assert ratings.floor_chances is None
    assert ratings.newest()["chance_below"].isna().all()
    assert isnan(ratings.newest()["n"].iloc[0])


def test_chances_are_for_internal_readers_only(data_copy: Folders) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}}, margin=0.2)
    internal = build_board_from(*data_copy).ratings
    assert internal.floor_chances is not None
    assert internal.of_area(WEAK).chance_below == pytest.approx(1, abs=0.01)
    public = build_board_from(*data_copy, actor=PUBLIC).ratings
    assert public.floor_chances is None
    assert public.of_area(WEAK).chance_below is None


def test_one_area_without_margin_leaves_all_without_chances(data_copy: Folders) -> None:
    add_waves(data_copy[0], {"2023": {"*": 0.0}}, margin=0.2)
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        cells = line.split(",")
        if cells[1:3] == ["velden", "2023"]:
            lines[at] = ",".join([*cells[:4], "", "", *cells[6:]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ratings = build_board_from(*data_copy).ratings
    assert ratings.of_area("velden").position is FloorPosition.NO_MARGIN
    assert ratings.of_area(WEAK).position is FloorPosition.SURELY_BELOW
    assert ratings.floor_chances is None
