"""Rates next to those of other regions: what was counted in another way is stated."""

import datetime as dt

from lib.access import PUBLIC
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.benchmark import rates_per_year, registration_rates


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


def test_a_year_without_figures_has_a_row_so_that_a_line_breaks_there(catalog: Catalog) -> None:
    board = Board(catalog, PUBLIC, dt.date(2026, 11, 23), "test")
    exhibit = rates_per_year(board, board.indicators["misdrijven"], name="thema")
    assert exhibit is not None
    assert list(exhibit.table["jaar"]) == list(range(2012, 2026))
    empty = exhibit.table[exhibit.table["Venlo"].isna()]
    assert list(empty["jaar"]) == [*range(2013, 2017), 2020, 2021]
    assert set(empty["ontbreekt omdat"]) == {"nog niet in dit dashboard"}
