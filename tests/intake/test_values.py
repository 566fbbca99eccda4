"""One cell at a time: numbers, counts, days and periods as people and programs write them."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalog import Period
from lib.intake.names import NameIndex, fold_name, name_key
from lib.intake.values import (
    CellError,
    format_value,
    parse_count,
    parse_number,
    parse_partial_date,
    parse_period,
    parse_yes_or_no,
)


@given(st.integers(-10_000, 10_000), st.integers(0, 3), st.sampled_from(",."))
def test_number_is_read_with_comma_and_point(whole: int, decimals: int, sign: str) -> None:
    value = whole / 10**decimals
    text = f"{value:.{decimals}f}".replace(".", sign)
    assert parse_number(text) == value
    assert parse_number(f"\u00a0{text} ") == value
    assert parse_number(value) == value


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6))
def test_number_is_read_as_it_is_formatted(value: float) -> None:
    assert parse_number(format_value(round(value, 3))) == pytest.approx(round(value, 3), rel=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "zeven",
        "7,4,1",
        "7.4.1",
        "1.234,5",
        "7 4",
        "7,",
        ",4",
        "7,4 %",
        "€ 7",
        "--7",
        "1e3",
        "0x7",
        "inf",
        "nan",
        "½",
        "7;4",
        "=7",
        "9" * 400,
        "7" + " " * 200 + "x",
        True,
        False,
        dt.date(2026, 4, 7),
        float("nan"),
        float("inf"),
    ],
    ids=lambda v: repr(v)[:20],
)
def test_what_is_no_number(text: str | float | dt.date) -> None:
    with pytest.raises(CellError):
        parse_number(text)


@pytest.mark.parametrize("empty", ["", " ", "\u200b", "\u00a0", None])
def test_empty_cell_is_no_number_and_no_day(empty: str | None) -> None:
    assert (parse_number(empty), parse_count(empty), parse_partial_date(empty)) == (None, None, "")
    assert parse_yes_or_no(empty) is False


@given(st.integers(0, 10**9))
def test_count_is_read_with_and_without_points(value: int) -> None:
    assert (
        parse_count(str(value))
        == parse_count(f"{value:,}".replace(",", "."))
        == parse_count(value)
        == value
    )
    assert parse_count(float(value)) == value


NO_COUNTS = ["1,5", 1.5, "-3", "1.23", "1.2345", "duizend", "1,234", True, "1\uf02c5"]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_is_no_count(text: str | float) -> None:
    with pytest.raises(CellError):
        parse_count(text)


MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
DAYS = st.dates(dt.date(1955, 1, 1), dt.date(2099, 12, 31))


@given(DAYS)
def test_day_is_read_in_every_way_to_write_it(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    ways: list[str | float | dt.date] = [
        f"{day:%d-%m-%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d %m %Y}",
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
        int(f"{day:%Y%m%d}"),
        serial,
        float(serial),
        serial + 0.75,
        str(serial),
        day,
        dt.datetime.combine(day, dt.time(9)),
        f"{day} 00:00:00",
    ]
    for way in ways:
        assert parse_partial_date(way) == day.isoformat()
        assert parse_period(way, like=None) == Period(str(day.year))


@given(DAYS)
def test_day_becomes_the_period_that_holds_it(day: dt.date) -> None:
    for like in ("2021", "2021-Q1", "2021-05"):
        found = parse_period(day, like=Period(like))
        assert found.start <= day <= found.end
        assert len(found.text) == len(like)


@given(st.text(max_size=40) | st.integers() | st.floats() | st.booleans())
def test_any_cell_is_a_value_or_a_fault(value: str | float) -> None:
    for read in (
        parse_number,
        parse_count,
        parse_partial_date,
        parse_yes_or_no,
        lambda v: parse_period(v, like=None),
    ):
        with suppress(CellError):
            read(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.2, "7,2"),
        (2021.0, "2021"),
        (2021, "2021"),
        (True, "WAAR"),
        (False, "ONWAAR"),
        (None, ""),
        (0.1 + 0.2, "0,3"),
        (dt.date(2021, 10, 1), "1-10-2021"),
        ("a", "a"),
    ],
)
def test_value_is_formatted_as_in_dutch_excel(
    value: str | float | dt.date | None, text: str
) -> None:
    assert format_value(value) == text


@pytest.mark.parametrize("text", ["ja", "JA", " j ", "waar", "x", 1, True])
def test_yes(text: str | float) -> None:
    assert parse_yes_or_no(text) is True


@pytest.mark.parametrize("text", ["nee", "N", "onwaar", 0, False])
def test_no(text: str | float) -> None:
    assert parse_yes_or_no(text) is False


@given(st.text(max_size=60))
def test_names_are_compared_without_what_does_not_count(text: str) -> None:
    assert name_key(text) == name_key(name_key(text)) == name_key(f" {text}-")
    assert name_key(text) == fold_name(text).replace(" ", "")


def test_name_of_two_keys_means_none() -> None:
    names = NameIndex.of([("a", ("Noord", "Een")), ("b", ("noord", "Twee"))])
    assert [names.find(text) for text in ("Noord", "een", "TWEE", "a", "c", "")] == [
        None,
        "a",
        "b",
        "a",
        None,
        None,
    ]
