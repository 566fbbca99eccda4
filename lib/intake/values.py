"""What one cell means: a number, a count, a period, a date, a word. Not here: which cell it is.

Every function takes the value as it stands in the file and raises `CellError` for what it cannot
read: nothing is guessed.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from typing import TypeGuard

from babel.dates import get_month_names
from openpyxl.utils.datetime import from_excel

from lib.catalog import Period
from lib.catalog.problems import fill_message
from lib.text import normalise

CellValue = str | int | float | bool | dt.date | None  # a datetime is a date
MONTH_NUMBERS = {
    name: number
    for names in (
        get_month_names("wide", locale="nl"),
        get_month_names("abbreviated", locale="nl"),
        {9: "sept"},
    )
    for number, name in names.items()
}
# What people write in a cell for which there is no figure.
_NO_FIGURE = frozenset({"", "x", "nb", "nvt", "na", "geheim", "onbekend"})
# What stands where a number should be, by the kind of problem: never a number.
_NO_NUMBERS = {
    "hidden_count": re.compile(
        r"(?:[<≤]=?|(?:minder|kleiner) dan|hoogstens) ?\d[\d.]*", re.IGNORECASE
    ),
    "cell_error": re.compile(r"#[A-Z]+(?:/[A-Z\d]+)?[!?]?", re.IGNORECASE),
}
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_MONTH = re.compile(r"(?:(?P<month>\d{1,2})[-/](?P<year>\d{4})|(?P<year2>\d{4})-(?P<month2>\d{2}))")
# As databases and CBS write a month: 202501, 2025M01, 2025-1, 2025/01.
_COMPACT_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:(?:[-/]|MM?)(?=\d{1,2}$)|(?=\d\d$))(?P<month>0?[1-9]|1[0-2])",
    re.ASCII | re.IGNORECASE,
)
# Excel's day numbers of 1954 to 2118. Years lie below and dates like 20231001 above.
SERIALS = range(20_000, 80_000)
COMPACT_DATES = range(1900_01_01, 2100_01_01)
MAX_TIDY_LENGTH = 120  # what is longer means nothing, and could cost much to tidy
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:(\.| |')\d{3})(?:\1\d{3})*", re.ASCII)
_DIGITS = re.compile(r"\d{5,8}", re.ASCII)
_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})([ t]00:00(:00)?z?)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2}) (?P<month>[a-z]{3,9})\.? (?P<year>\d{4})",
    )
)
_WAVE = re.compile(
    r"(?:meting|jaar)? ?((?:19|20)\d\d(?:-(?:Q[1-4]|\d\d))?)(?:JJ00)?\*{0,2}",
    re.ASCII | re.IGNORECASE,
)
# What publishers put next to a figure to point at a footnote. Letters are no mark: they may matter.
_MARKS = r"(?:[*#†‡§]|\([*#†‡§\d]\)|[¹²³])+"
_QUARTER = re.compile(
    r"(?:kwartaal |q|(?P<first>(?:19|20)\d\d) (?:q|kwartaal )?)?(?P<quarter>[1-4])(?:e|ste)?"
    r"(?: kwartaal)?(?: (?:van )?(?P<last>(?:19|20)\d\d))?"
)
_SHORT_MONTH = re.compile(r"^(?P<month>[a-z]{3,9})\.?[- ]'?(?P<year>\d\d)$", re.ASCII)
_MARKED = re.compile(
    rf"(?P<before>{_MARKS})? ?(?P<figure>[^*#†‡§¹²³()]*\d%?) ?(?P<after>{_MARKS})?"
)
_COUNTED = re.compile(
    r"(?:n ?= ?)?(?P<count>\d[\d.' ]*?) ?(?:resp\.?|respondenten|deelnemers|personen)?",
    re.ASCII | re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})[/-]\d{4}(?: .*)?", re.ASCII)
MONTHS_IN_YEAR = 12


class CellError(ValueError):
    """A cell that cannot be read; for kind and context see `fill_message`."""

    def __init__(self, kind: str, /, **context: object) -> None:
        self.message = fill_message(kind, **context)
        super().__init__(self.message.expected)


def format_value(value: CellValue) -> str:
    """Return the value as Dutch Excel shows it: '7,2', '2021', '1-10-2021', 'WAAR'."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.date):
        has_time = isinstance(value, dt.datetime) and value.time() != dt.time.min
        time = f" {value:%H:%M}" if has_time else ""
        return f"{value.day}-{value.month}-{value.year}{time}"
    return str(value)


def cell_text(value: CellValue, *, longest: int | None = None) -> str:
    """Return what a cell says on one line, with ordinary letters, digits and spaces.

    A text that is too long to mean anything is returned as it is; `longest` cuts it before that.
    """
    text = format_value(value)[:longest]
    return text if len(text) > MAX_TIDY_LENGTH else normalise(text)


def strip_marks(value: CellValue) -> tuple[CellValue, str]:
    """Return a figure without the marks of footnotes around it, and those marks: '7,1 *'."""
    match = _MARKED.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return value, ""
    return match["figure"].strip(), (match["before"] or "") + (match["after"] or "")


def is_percentage(value: CellValue) -> TypeGuard[str]:
    """Return whether the cell shows a percentage, as text or by its format."""
    return isinstance(value, str) and value.rstrip().endswith("%")


def parse_percentage(value: CellValue) -> float | None:
    """Return the number, with or without the sign of a percentage."""
    return parse_number(value.rstrip()[:-1] if is_percentage(value) else value)


def says_no_figure(value: CellValue) -> bool:
    """Return whether a text says that there is no figure: a dash, 'n.v.t.', 'geheim'."""
    text = cell_text(value).casefold() if isinstance(value, str) else ""
    return bool(text) and re.sub(r"[-–—./ ]", "", text) in _NO_FIGURE


def parse_number(value: CellValue) -> float | None:
    """Return the number, with decimal comma or point; None for an empty cell."""
    text = _number_text(value)
    if isinstance(value, str) and _NUMBER.fullmatch(text):
        value = float(text.replace(",", "."))
    if value is None or text == "":
        return None
    if isinstance(value, dt.date):
        raise CellError("date_for_number", fix=_explain_date(value))
    if isinstance(value, bool | str) or not math.isfinite(value):
        kinds = (kind for kind, pattern in _NO_NUMBERS.items() if pattern.fullmatch(text))
        raise CellError(next(kinds, "no_number"))
    return float(value)


def _number_text(value: CellValue) -> str:
    """Return the text of a number without the sign that makes it text, with one sort of minus."""
    return re.sub(r"^[−–](?=\d)", "-", cell_text(value).removeprefix("'"))


def parse_respondents(value: CellValue) -> int | None:
    """Return how many answered: a whole number, perhaps as 'n=184' or '184 resp.'."""
    match = _COUNTED.fullmatch(cell_text(value)) if isinstance(value, str) else None
    return parse_count(match["count"] if match else value)


def parse_count(value: CellValue) -> int | None:
    """Return the whole number, thousands with or without points; None for an empty cell."""
    if isinstance(value, str) and _GROUPED.fullmatch(_number_text(value)):
        value = re.sub(r"\D", "", value)
    found = parse_number(value)
    if found is None:
        return None
    if found % 1 or found < 0:
        raise CellError("no_whole_number")
    return int(found)


def parse_serial_date(value: float) -> dt.date | None:
    """Return the day that Excel stores as this number, perhaps with a time; else None."""
    if not math.isfinite(value) or math.floor(value) not in SERIALS:
        return None
    found = from_excel(math.floor(value))
    return found.date() if isinstance(found, dt.datetime) else None


def find_date_fault(values: Iterable[CellValue]) -> str:
    """Return what is wrong with the order of day and month in a column; empty if nothing is.

    The kind of problem: 'month_first', 'mixed_dates', or 'ambiguous_dates' for dates with slashes
    that all mean something both ways.
    """
    texts = [cell_text(value) for value in values if isinstance(value, str)]
    found = {_name_order(*match.groups()) for match in map(_SLASHED.fullmatch, texts) if match}
    if "month" in found:
        return "mixed_dates" if "day" in found else "month_first"
    return "ambiguous_dates" if "either" in found and "day" not in found else ""


def _name_order(first: str, sign: str, second: str) -> str:
    """Return what stands first in a date: 'day', 'month', 'either', or nothing that matters."""
    if int(first) > MONTHS_IN_YEAR or int(second) > MONTHS_IN_YEAR:
        return "month" if int(second) > MONTHS_IN_YEAR else "day"
    return "either" if sign == "/" and first != second else ""


def parse_partial_date(value: CellValue) -> str:
    """Return a day, month or year as ISO text: '2026-11-23', '2026-11', '2026'; '' if empty."""
    text = cell_text(value)
    day = _parse_day(value)
    if day is not None and not _YEAR.fullmatch(text):
        return day.isoformat()
    match = _MONTH.fullmatch(text)
    year, month = (int((match[n] or match[f"{n}2"]) if match else 0) for n in ("year", "month"))
    if match and _day_or_none(year, month, 1):
        return f"{year:04}-{month:02}"
    if text and not _YEAR.fullmatch(text):
        raise CellError("no_partial_date")
    return text


def parse_period(value: CellValue, *, like: Period | None) -> Period:
    """Return the period; a day becomes the year, quarter or month of the length of `like`."""
    text = cell_text(value)
    match = _WAVE.fullmatch(text)
    quarter = _QUARTER.fullmatch(text.casefold())
    try:
        if match:
            return Period(match[1].upper())
        if compact := _COMPACT_MONTH.fullmatch(text):
            return Period(f"{compact['year']}-{int(compact['month']):02}")
        if quarter and bool(quarter["first"]) != bool(quarter["last"]):
            return Period(f"{quarter['first'] or quarter['last']}-Q{quarter['quarter']}")
        month = _SHORT_MONTH.sub(r"\g<month> 20\g<year>", text.casefold())
        day = _parse_day(value) or _parse_day(f"1 {month}")
        if day is not None:
            return Period.containing(day, like=like)
    except ValueError:
        pass
    raise CellError("no_wave")


def describe_date(value: CellValue) -> str:
    """Return the day or month that `parse_period` converts, as a person writes it; else nothing."""
    text = cell_text(value)
    return "" if _WAVE.fullmatch(text) else format_value(_parse_day(value)) or text


def parse_yes_or_no(value: CellValue) -> bool:
    """Return whether the cell says yes; an empty cell says no."""
    text = cell_text(value).casefold()
    if text in {"ja", "j", "waar", "true", "1", "x"}:
        return True
    if text in {"", "nee", "n", "onwaar", "false", "0"}:
        return False
    raise CellError("yes_or_no")


def _parse_day(value: CellValue) -> dt.date | None:
    """Return the day that a cell means, as a date, as Excel's number or as text; else None."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float):
        return parse_serial_date(value)
    text = cell_text(value).casefold()
    if _DIGITS.fullmatch(text) and int(text) not in COMPACT_DATES:
        return parse_serial_date(int(text))
    return next(filter(None, (_match_day(pattern, text) for pattern in _DATES)), None)


def _match_day(pattern: re.Pattern[str], text: str) -> dt.date | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    month = match["month"]
    number = int(month) if month.isdigit() else MONTH_NUMBERS.get(month, 0)
    return _day_or_none(int(match["year"]), number, int(match["day"]))


def _day_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _explain_date(day: dt.date) -> str:
    return (
        f"het rekenprogramma maakte er een datum van: bedoelt u {day.day},{day.month}? "
        "Geef de cel de opmaak Getal en typ het getal opnieuw"
    )
