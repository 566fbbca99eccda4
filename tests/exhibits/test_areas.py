"""One area next to others, and the CBS wijken that it consists of."""

from dataclasses import replace
from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import Board
from lib.exhibits.areas import cbs_wijken
from lib.exhibits.ratings import area_ratings
from lib.exhibits.scenario import Weighting, scenario_ratings
from tests.builders import build_board_from


def test_parts_cite_only_the_tables_that_they_use(public: Board) -> None:
    exhibit = cbs_wijken(public, "blerick-noord-en-trade-port")
    assert exhibit is not None
    assert "47018NED" in exhibit.source
    assert "85984NED" in exhibit.source
    assert "per gemeente" not in exhibit.source
    assert exhibit.table is not None
    assert not exhibit.table["bron"].str.contains("47013NED|37230NED").any()


def test_only_the_part_with_a_business_park_has_a_star(public: Board) -> None:
    exhibit = cbs_wijken(public, "blerick-noord-en-trade-port")
    assert exhibit is not None
    rows = str(exhibit.html).split("<tr>")
    assert [("*" in row) for row in rows if "Blerick-Noord" in row and "57,9" in row] == [False]
    assert [("*" in row) for row in rows if "Trade-Port" in row and "335,7" in row] == [True]


def test_all_parts_have_a_star_where_no_part_has_a_flag(data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    path = data / "areas.csv"
    text = path.read_text(encoding="utf-8")
    flagged = "Wijk 28 Trade-Port,blerick-noord-en-trade-port,,business_park"
    assert flagged in text
    path.write_text(text.replace(flagged, flagged.replace("business_park", "")), encoding="utf-8")
    board = build_board_from(data, geo, actor=PUBLIC)
    parts = board.unit_values("blerick-noord-en-trade-port", "misdrijven-per-1000", kind="cbs_wijk")
    assert [bool(cell.remark) for cell in parts.values()] == [True, True]


def test_a_scenario_cites_the_inhabitants_that_it_uses(public: Board) -> None:
    for weighting, is_cited in ((Weighting.EQUAL, False), (Weighting.INHABITANTS, True)):
        exhibit = scenario_ratings(public, (), weighting, name="voorbeeld")
        assert exhibit is not None
        assert ("85984NED" in exhibit.source) == is_cited
        assert "37230NED" not in exhibit.source


@pytest.mark.parametrize(
    ("floor", "words"),
    [(6.3, "zat 1 van de 18 wijken"), (6.7, "zaten 2 van de 18 wijken"), (6.0, "zaten 0 van de")],
)
def test_one_area_was_and_more_were_under_the_floor(
    public: Board, floor: float, words: str
) -> None:
    assert public.floor is not None
    board = replace(public)
    board.__dict__["floor"] = public.floor.model_copy(update={"value": floor})
    exhibit = area_ratings(board, order="name")
    assert exhibit is not None
    assert words in exhibit.finding
