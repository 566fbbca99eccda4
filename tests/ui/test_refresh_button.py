"""The published tables on Gegevens: what each is called, and the day of its version."""

import datetime as dt

import pytest

from lib.catalog.open_tables import StoredTable
from lib.ui.data_parts import format_version, list_tables


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        ("2025-12-15T02:00:00", "15 december 2025"),
        ("2026-11-24", "24 november 2026"),
        ("2026-11", "november 2026"),
        ("versie 3", "versie 3"),
        ("", ""),
    ],
)
def test_version_is_a_dutch_day_where_it_is_one(version: str, shown: str) -> None:
    assert format_version(version) == shown


def table(number: str, title: str) -> StoredTable:
    return StoredTable.model_construct(
        table=number,
        title=title,
        file="t.parquet",
        since="",
        asked="",
        source="open",
        rows=1,
        sha256="",
        kinds={},
        version="2026-11-24",
        retrieved=dt.date(2026, 11, 25),
        first="2012",
        last="2025",
    )


def test_a_title_of_all_tables_is_said_once() -> None:
    when = ("2012 tot en met 2025", "24 november 2026", "25 november 2026")
    caption, rows = list_tables(
        [table("1NED", "Fictieve cijfers"), table("2NED", "Fictieve cijfers")]
    )
    assert caption == "Opgehaalde tabellen: Fictieve cijfers"
    assert rows == [("1NED", *when), ("2NED", *when)]
    caption, rows = list_tables([table("1NED", "Misdrijven"), table("2NED", "Overlast")])
    assert caption == "Opgehaalde tabellen"
    assert rows == [("Misdrijven", *when), ("Overlast", *when)]
    assert list_tables([table("1NED", "Misdrijven")])[1] == [("Misdrijven", *when)]
