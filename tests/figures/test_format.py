"""Dutch numbers, dates and lists."""

import datetime as dt
import math
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.gap import round_half_up
from lib.catalog import Period
from lib.figures.format import (
    MONTHS,
    VEGA_LOCALE,
    count,
    day,
    listing,
    number,
    partial_date,
    period,
    signed,
    span,
)

MINUS = "−"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (7.2, 1, "7,2"),
        (7.0, 1, "7,0"),
        (7.25, 1, "7,3"),
        (7.25, 2, "7,25"),
        (6501, 0, "6.501"),
        (999, 0, "999"),
        (1_234_567, 0, "1.234.567"),
        (103_800.0, 0, "103.800"),
        (57.94, 1, "57,9"),
        (0, 0, "0"),
        (0.5, 0, "1"),
        (-0.3, 1, f"{MINUS}0,3"),
        (-1500, 0, f"{MINUS}1.500"),
        (-0.04, 1, "0,0"),
        (-0.0, 1, "0,0"),
        (None, 1, "onbekend"),
        (math.nan, 1, "onbekend"),
    ],
)
def test_number(value: float | None, decimals: int, text: str) -> None:
    assert number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.3, "+0,3"),
        (-0.3, f"{MINUS}0,3"),
        (0.0, "0,0"),
        (-0.04, "0,0"),
        (0.04, "0,0"),
        (0.05, "+0,1"),
        (-0.05, f"{MINUS}0,1"),
        (1234.5, "+1.234,5"),
        (None, "onbekend"),
        (math.nan, "onbekend"),
    ],
)
def test_signed(value: float | None, text: str) -> None:
    assert signed(value) == text


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_number_is_the_published_value(value: float, decimals: int) -> None:
    text = number(value, decimals=decimals)
    plain = text.replace(".", "").replace(",", ".").replace(MINUS, "-")
    assert float(plain) == round_half_up(value, decimals=decimals)
    assert signed(value, decimals=decimals) in {text, f"+{text}"}


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 wijken"), (1, "1 wijk"), (2, "2 wijken"), (1800, "1.800 wijken")]
)
def test_count(amount: int, text: str) -> None:
    assert count(amount, "wijk", "wijken") == text


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_listing(names: list[str], text: str) -> None:
    assert listing(names) == text


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("2021", "2021"),
        ("2023-Q1", "1e kwartaal van 2023"),
        ("2023-Q4", "4e kwartaal van 2023"),
        ("2023-05", "mei 2023"),
        ("2023-12", "december 2023"),
    ],
)
def test_period(text: str, dutch: str) -> None:
    assert period(Period(text)) == dutch


@pytest.mark.parametrize(
    ("start", "end", "dutch"),
    [
        ("2023-Q3", "2023-Q3", "3e kwartaal van 2023"),
        ("2026-Q3", "2026-Q4", "3e en 4e kwartaal van 2026"),
        ("2025-Q4", "2026-Q1", "4e kwartaal van 2025 tot en met 1e kwartaal van 2026"),
        ("2023-Q1", "2023-Q4", "1e tot en met 4e kwartaal van 2023"),
        ("2023", "2026", "2023 tot en met 2026"),
        ("2023-05", "2023-06", "mei 2023 tot en met juni 2023"),
        ("2023-05", "2023-Q4", "mei 2023 tot en met 4e kwartaal van 2023"),
    ],
)
def test_span(start: str, end: str, dutch: str) -> None:
    assert span(Period(start), Period(end)) == dutch


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("2024", "2024"),
        ("2023-01", "januari 2023"),
        ("2022-10-19", "19 oktober 2022"),
        ("2026-03-01", "1 maart 2026"),
    ],
)
def test_partial_date(text: str, dutch: str) -> None:
    assert partial_date(text) == dutch


@given(st.dates())
def test_day(date: dt.date) -> None:
    assert day(date) == f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def test_charts_write_numbers_as_the_text_does() -> None:
    locale = cast("dict[str, str]", VEGA_LOCALE["number"])
    assert number(1234.5, decimals=1) == f"1{locale['thousands']}234{locale['decimal']}5"
