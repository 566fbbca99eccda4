"""Periods and incomplete dates: which texts they are, and their parts."""

import datetime as dt
from typing import Literal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalog.period import (
    DateParts,
    Period,
    month_of,
    monthly_rows,
    parse_date_parts,
    year_of,
    yearly_rows,
)


@pytest.mark.parametrize(
    ("text", "year", "start", "end"),
    [
        ("2021", 2021, dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
        ("2023-Q1", 2023, dt.date(2023, 1, 1), dt.date(2023, 3, 31)),
        ("2023-Q4", 2023, dt.date(2023, 10, 1), dt.date(2023, 12, 31)),
        ("2024-02", 2024, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023-02", 2023, dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("1999-12", 1999, dt.date(1999, 12, 1), dt.date(1999, 12, 31)),
    ],
)
def test_period(text: str, year: int, start: dt.date, end: dt.date) -> None:
    period = Period(text)
    assert (str(period), period.year, period.start, period.end) == (text, year, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "1899",
        "2023-Q0",
        "2023-Q5",
        "2023-00",
        "2023-13",
        "2023-5",
        "2023-q1",
        " 2023",
        "2023\n",
        "2023-05-01",
        "2023/05",
        "2023-",
    ],
)
def test_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period(text)


def test_periods_are_ordered_by_their_days() -> None:
    texts = ["2022", "2023-01", "2023-Q1", "2023", "2023-02", "2023-Q2", "2023-12", "2024-01"]
    assert [p.text for p in sorted(map(Period, reversed(texts)))] == texts
    assert Period("2023-Q1") >= Period("2023-01")
    assert Period("2023") == Period("2023")


@pytest.mark.parametrize(
    ("text", "quarter", "month"),
    [("2023", None, None), ("2023-Q2", 2, None), ("2023-05", None, 5)],
)
def test_period_knows_its_quarter_and_month(
    text: str, quarter: int | None, month: int | None
) -> None:
    period = Period(text)
    assert (period.quarter, period.month) == (quarter, month)
    assert period.is_year == (quarter is None and month is None)
    assert period.is_quarter == (quarter is not None)
    assert period.is_month == (month is not None)


@pytest.mark.parametrize("like", ["2021", "2021-Q4", "2021-12"])
@given(day=st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_period_containing_a_day_is_as_long_as_the_example(like: str, day: dt.date) -> None:
    example = Period(like)
    found = Period.containing(day, like=example)
    assert found.start <= day <= found.end
    assert (found.is_quarter, found.is_month) == (example.is_quarter, example.is_month)


def test_period_containing_a_day_without_example_is_the_year() -> None:
    assert Period.containing(dt.date(2023, 5, 1)) == Period("2023")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2026", DateParts(2026)),
        ("2026-11", DateParts(2026, 11)),
        ("2026-11-23", DateParts(2026, 11, 23)),
    ],
)
def test_parts_of_a_date_that_may_be_incomplete(text: str, parts: DateParts) -> None:
    assert parse_date_parts(text) == parts


@pytest.mark.parametrize(
    "text", ["", "26", "2026-1", "2026-13", "2026-02-30", "2026-11-23T10:00", "2026-Q1", "0000"]
)
def test_no_date_has_no_parts(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_date_parts(text)


@pytest.mark.parametrize("text", ["2023", "2023-Q2", "2023-05", "2023-05-17"])
def test_year_of_a_period_or_day(text: str) -> None:
    assert year_of(text) == "2023"


@pytest.mark.parametrize("text", ["2023-05", "2023-05-17"])
def test_month_of_a_month_or_day(text: str) -> None:
    assert month_of(text) == "2023-05"


@pytest.mark.parametrize("text", ["2023", "2023-Q2", ""])
def test_text_without_a_month_has_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (month|date)"):
        month_of(text)


@pytest.mark.parametrize("dtype", ["object", "category"])
def test_rows_of_years_and_of_months(dtype: Literal["object", "category"]) -> None:
    rows = pd.DataFrame({"period": ["2022", "2022-01", "2022-Q1", "2023"]}).astype(dtype)
    assert list(yearly_rows(rows)["period"]) == ["2022", "2023"]
    assert list(monthly_rows(rows)["period"]) == ["2022-01"]
