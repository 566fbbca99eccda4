"""Dutch numbers and dates, in one place. Not here: sentences (`sentences`)."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from math import isnan

from babel.dates import format_date, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

from lib.analysis.gap import round_half_up
from lib.catalog import Period, parse_date_parts
from lib.settings import DUTCH_TIME

LOCALE = "nl_NL"
FLOAT_NOISE = 1e-9
UNKNOWN = "onbekend"
NO_MARGIN = "geen marge bekend"
MINUS = "\u2212"  # as wide as a plus, so that columns of gaps line up
MONTHS = tuple(get_month_names(locale=LOCALE).values())
DAYS_FROM_SUNDAY = [get_day_names(locale=LOCALE)[number] for number in (6, *range(6))]
# Vega's own number locale, for axes and tooltips.
VEGA_LOCALE = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "time": {
        "dateTime": "%A %e %B %Y %X",
        "date": "%d-%m-%Y",
        "time": "%H:%M:%S",
        "periods": ["", ""],
        "days": DAYS_FROM_SUNDAY,
        "shortDays": [day[:2] for day in DAYS_FROM_SUNDAY],
        "months": list(MONTHS),
        "shortMonths": [month[:3] for month in MONTHS],
    },
}


def number(value: float | None, *, decimals: int = 0, locale: str = LOCALE) -> str:
    """Return '7,2' or '6.501', rounded half up; 'onbekend' when there is no value."""
    if value is None or isnan(value):
        return UNKNOWN
    return _write_decimal(round_half_up(value, decimals=decimals), decimals, locale)


@lru_cache(maxsize=4096)
def _write_decimal(rounded: float, decimals: int, locale: str) -> str:
    """Return a number as it is written; a page writes the same ones hundreds of times."""
    pattern = decimal_pattern(decimals)
    return str(format_decimal(rounded, format=pattern, locale=locale)).replace("-", MINUS)


def decimal_pattern(decimals: int) -> str:
    """Return '#,##0.0' for one decimal, as Unicode and Office say how a number is written."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def signed(value: float | None, *, decimals: int = 1) -> str:
    """Return '+0,3', '−0,3' or '0,0'; 'onbekend' when there is no value."""
    if value is None or isnan(value):
        return UNKNOWN
    plus = "+" if round_half_up(value, decimals=decimals) > 0 else ""
    return plus + number(value, decimals=decimals)


def interval(
    lower: float | None, upper: float | None, *, decimals: int, among: Iterable[float] = ()
) -> str:
    """Return '6,2 tot 6,6', or that it is unknown; ends with more decimals get one more.

    So do all that stand in one column: `among` are the ends in it.
    """
    if lower is None or upper is None or isnan(lower) or isnan(upper):
        return NO_MARGIN
    ends = (lower, upper)
    more = any(abs(round(end, decimals) - end) > FLOAT_NOISE for end in (*ends, *among))
    return " tot ".join(number(end, decimals=decimals + more) for end in ends)


def format_change_margin(lower: float, upper: float, *, decimals: int, unit: str = "") -> str:
    """Return 'marge −0,1 tot +0,5' of a difference, nothing where it is unknown."""
    if isnan(lower) or isnan(upper):
        return ""
    return "marge " + " tot ".join(f"{signed(v, decimals=decimals)}{unit}" for v in (lower, upper))


def margin(
    lower: float | None,
    upper: float | None,
    *,
    respondents: float | None,
    decimals: int,
    among: Iterable[float] = (),
) -> str:
    """Return 'marge 6,2 tot 6,6; 150 deelnemers', with what of it is known."""
    ends = interval(lower, upper, decimals=decimals, among=among)
    text = ends if ends == NO_MARGIN else f"marge {ends}"
    if respondents is None or isnan(respondents):
        return text
    return f"{text}; {count(int(respondents), 'deelnemer', 'deelnemers')}"


def count(amount: int, singular: str, plural: str) -> str:
    """Return '1 wijk' or '2 wijken'."""
    return f"{number(amount)} {singular if amount == 1 else plural}"


def listing(names: list[str]) -> str:
    """Return 'a', 'a en b' or 'a, b en c'."""
    return format_list(names, locale=LOCALE)


def day(date: dt.date) -> str:
    """Return '23 november 2026'."""
    return format_date(date, format="d MMMM y", locale=LOCALE)


def moment(value: dt.datetime) -> str:
    """Return '23 november 2026, 14:05', in Dutch time."""
    return f"{day(day_of(value))}, {value.astimezone(DUTCH_TIME):%H:%M}"


def day_of(value: dt.datetime) -> dt.date:
    """Return the day on which a moment is in the Netherlands, whatever its time zone."""
    return value.astimezone(DUTCH_TIME).date()


def partial_date(text: str) -> str:
    """Return an ISO date, month or year in Dutch: '19 oktober 2022', 'januari 2023', '2024'."""
    if not text:
        return ""
    parts = parse_date_parts(text)
    if parts.day:
        return day(parts.first_day)
    return f"{MONTHS[parts.month - 1]} {parts.year}" if parts.month else str(parts.year)


def period(value: Period) -> str:
    """Return '2021', '2e kwartaal van 2023' or 'mei 2023'."""
    if value.quarter:
        return f"{value.quarter}e kwartaal van {value.year}"
    return f"{MONTHS[value.month - 1]} {value.year}" if value.month else str(value.year)


def span(start: Period, end: Period) -> str:
    """Return one period, '3e en 4e kwartaal van 2026', or 'a tot en met b'."""
    if start == end:
        return period(start)
    if start.year == end.year and start.quarter and end.quarter:
        joint = "en" if end.quarter - start.quarter == 1 else "tot en met"
        return f"{start.quarter}e {joint} {end.quarter}e kwartaal van {start.year}"
    return f"{period(start)} tot en met {period(end)}"


def round_if_known(value: float | None, *, decimals: int) -> float | None:
    """Return a figure as the screen shows it; None where there is none."""
    return None if value is None or isnan(value) else round_half_up(value, decimals=decimals)


def escape_markdown(text: str) -> str:
    """Return a text for a label of Streamlit, in which nothing is taken for Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|:~$<>" else c for c in text)
