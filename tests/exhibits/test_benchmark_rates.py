"""Rates next to those of other regions: what was counted in another way is stated."""

import datetime as dt

from lib.access import PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.benchmark import registration_rates


def caveats_of(catalog: Catalog, key: str) -> str:
    board = Board(catalog, PUBLIC, dt.date(2026, 11, 23), "test")
    exhibit = registration_rates(board, board.indicators[key], name="thema")
    assert exhibit is not None
    return " ".join(caveat.text for caveat in exhibit.caveats)


def test_another_way_of_counting_is_a_caveat(catalog: Catalog) -> None:
    assert (
        "Niet overal op dezelfde manier geteld (Venlo: genoemd in een nieuwsbericht; "
        "Nederland: heel Nederland; andere gemeenten: genoemd in een nieuwsbericht)."
    ) in caveats_of(catalog, "overlast-verward")


def test_one_way_of_counting_is_none(catalog: Catalog) -> None:
    assert "manier geteld" not in caveats_of(catalog, "cybercrime")
