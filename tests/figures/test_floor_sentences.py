"""What the screen says of areas at the floor, with and without margins."""

import math
from pathlib import Path

import pandas as pd
import pytest

from lib.access import PUBLIC
from lib.board import Board
from lib.exhibits.exhibit import INTERNAL
from lib.exhibits.goals import floor_chances
from lib.exhibits.ratings import area_ratings
from lib.export.columns import join_margins
from lib.figures.format import interval, margin
from lib.figures.keynumbers import overview_tiles
from lib.figures.layers.modes import map_layers
from lib.figures.leaflet_map import render_tooltip
from lib.figures.sentences.area_sentences import unknown_about_area
from lib.figures.sentences.floor_sentences import (
    describe_certainty,
    describe_chance_below,
    describe_positions,
    format_chance,
)
from lib.ui.map.map_and_list import area_card
from tests.builders import add_waves, build_board_from

Folders = tuple[Path, Path]
WEAK = "blerick-noord-en-trade-port"


@pytest.fixture
def with_margins(data_copy: Folders) -> Folders:
    """A wave like that of 2021 in which 150 people an area answered."""
    add_waves(data_copy[0], {"2023": {"*": 0.0, "klingerberg": 0.2}}, margin=0.2, respondents="150")
    return data_copy


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "minder dan 1 van de 20"),
        (0.049, "minder dan 1 van de 20"),
        (0.1, "1 van de 10"),
        (0.24, "1 van de 4"),
        (0.35, "1 van de 3"),
        (0.5, "1 van de 2"),
        (0.7, "2 van de 3"),
        (0.75, "3 van de 4"),
        (0.82, "4 van de 5"),
        (0.93, "9 van de 10"),
        (0.96, "meer dan 19 van de 20"),
        (1.0, "meer dan 19 van de 20"),
    ],
)
def test_a_chance_in_plain_words(chance: float, words: str) -> None:
    assert format_chance(chance) == words


@pytest.mark.parametrize(
    ("lower", "upper", "respondents", "text"),
    [
        (6.2, 6.6, 150, "marge 6,2 tot 6,6; 150 deelnemers"),
        (6.15, 6.6, 1, "marge 6,15 tot 6,60; 1 deelnemer"),
        (6.2, 6.6, None, "marge 6,2 tot 6,6"),
        (None, None, 1500, "geen marge bekend; 1.500 deelnemers"),
        (float("nan"), float("nan"), float("nan"), "geen marge bekend"),
    ],
)
def test_a_margin_in_words(
    lower: float | None, upper: float | None, respondents: float | None, text: str
) -> None:
    assert margin(lower, upper, respondents=respondents, decimals=1) == text
    assert interval(lower, upper, decimals=1) in text


def test_margins_in_one_column_have_equal_decimals() -> None:
    ends = [6.4, 6.8, 6.26, 6.74, math.nan]
    assert interval(6.4, 6.8, decimals=1, among=ends) == "6,40 tot 6,80"
    assert interval(6.26, 6.74, decimals=1, among=ends) == "6,26 tot 6,74"
    assert interval(6.4, 6.8, decimals=1, among=[6.5, 6.9]) == "6,4 tot 6,8"
    table = pd.DataFrame({"marge van": [6.4, 6.26, None], "marge tot": [6.8, 6.74, None]})
    words = join_margins(table)["marge (95 %)"].dropna()
    assert list(words) == ["6,40 tot 6,80", "6,26 tot 6,74"]


def test_an_area_surely_under_the_floor(with_margins: Folders) -> None:
    board = build_board_from(*with_margins)
    assert board.floor is not None
    rating = board.ratings.of_area(WEAK)
    assert describe_certainty(rating) == (
        "Marge 6,0 tot 6,4; 150 deelnemers. De hele marge lag eronder: de wijk zat zeker onder "
        "de ondergrens."
    )
    assert describe_chance_below(rating, floor=board.floor) == (
        "Kans dat de wijk echt onder 6,7 zat: meer dan 19 van de 20."
    )
    card = str(area_card(board, map_layers(board)["rapportcijfer"], WEAK))
    assert "0,5 onder de ondergrens (6,7): zeker onder 6,7" in card
    assert "marge 6,0 tot 6,4; 150 deelnemers" in card
    assert "meer dan 19 van de 20" in card
    tooltip = render_tooltip(map_layers(board)["afstand"], WEAK)
    assert "marge 6,0 tot 6,4; 150 deelnemers<br>zeker onder 6,7" in tooltip


def test_a_wider_margin_than_the_published_one_is_named(with_margins: Folders) -> None:
    exhibit = area_ratings(build_board_from(*with_margins, actor=PUBLIC), order="name")
    assert exhibit is not None
    assert any("1,22 keer zo breed" in note for note in exhibit.notes)


def test_positions_are_counted_and_few_are_named(with_margins: Folders) -> None:
    board = build_board_from(*with_margins, actor=PUBLIC)
    assert describe_positions(board) == (
        "Met de marge erbij: 1 wijk zeker onder 6,7 (Blerick-Noord en Trade-Port), 6 wijken binnen "
        "de marge (Klingerberg, Tegelen op de Heide, Venlo-Centrum, Venlo-Noord, Venlo-Oost-Zuid "
        "en Venlo-Zuid) en 11 wijken zeker boven 6,7."
    )
    assert (
        "2 van 18",
        "Wijken onder 6,7",
        "meting 2023: 1 zeker, 6 binnen de marge",
    ) in overview_tiles(board)


def test_the_public_sees_no_chance(with_margins: Folders) -> None:
    board = build_board_from(*with_margins, actor=PUBLIC)
    assert board.floor is not None
    assert floor_chances(board) is None
    assert describe_chance_below(board.ratings.of_area(WEAK), floor=board.floor) == ""
    assert "Kans" not in str(area_card(board, map_layers(board)["rapportcijfer"], WEAK))


def test_chances_of_all_areas_are_an_internal_figure(with_margins: Folders) -> None:
    exhibit = floor_chances(build_board_from(*with_margins))
    assert exhibit is not None
    assert INTERNAL in exhibit.marks
    assert exhibit.finding.startswith(
        "De kans dat alle 18 wijken met een cijfer echt op of boven 6,7 zaten, was minder dan 1 "
        "van de 20."
    )
    rows = exhibit.figures.set_index("wijk")
    assert rows.loc["Blerick-Noord en Trade-Port", "wat de marge zegt"] == "zeker onder 6,7"
    assert rows.loc["Blerick-Noord en Trade-Port", "deelnemers"] == 150
    assert rows["kans onder 6,7"].between(0, 1).all()


def test_without_margins_there_is_no_verdict_and_no_chance(policy_board: Board) -> None:
    assert describe_certainty(policy_board.ratings.of_area(WEAK)) == "Geen marge bekend."
    assert describe_positions(policy_board) == ""
    assert floor_chances(policy_board) is None
    card = str(area_card(policy_board, map_layers(policy_board)["rapportcijfer"], WEAK))
    assert "geen marge bekend" in card
    assert "zeker" not in card


def test_how_large_a_difference_chance_makes(policy_board: Board, with_margins: Folders) -> None:
    assert any(
        "150 deelnemers" in t and "0,37" in t for t in unknown_about_area(policy_board, WEAK)
    )
    known = unknown_about_area(build_board_from(*with_margins), WEAK)
    # sqrt(2) * sqrt(1.5 * 0.2² + (1.96 * 0.1)² / 12)
    assert any("een verschil tot 0,36 toeval zijn" in text for text in known)


@pytest.fixture
def policy_board(data_copy: Folders) -> Board:
    """The policy's own data: no margins."""
    return build_board_from(*data_copy)
