"""What one cell means: a number, a count, a period, a date, a word. Not here: which cell it is.

Every function takes the value as it stands in the file and raises `CellError` for what it cannot
read: nothing is guessed.
"""

import datetime as dt
import math
import re
import unicodedata

from openpyxl.utils.datetime import from_excel

from lib.catalog import Period

Value = str | int | float | bool | dt.date | None  # a datetime is a date

MONTHS = {
    "januari": 1,
    "jan": 1,
    "februari": 2,
    "feb": 2,
    "maart": 3,
    "mrt": 3,
    "april": 4,
    "apr": 4,
    "mei": 5,
    "juni": 6,
    "jun": 6,
    "juli": 7,
    "jul": 7,
    "augustus": 8,
    "aug": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "okt": 10,
    "november": 11,
    "nov": 11,
    "december": 12,
    "dec": 12,
}
# What people write in a cell for which there is no figure.
NOT_PUBLISHED = frozenset({"-", "–", "—", ".", "x", "n.b.", "nb", "n.v.t.", "nvt"})
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_MONTH = re.compile(r"(?:(?P<month>\d{1,2})[-/](?P<year>\d{4})|(?P<year2>\d{4})-(?P<month2>\d{2}))")
# Excel's day numbers of 1954 to 2118. Years lie below and dates like 20231001 above.
SERIALS = range(20_000, 80_000)
COMPACT_DATES = range(1900_01_01, 2100_01_01)
LONGEST = 120
# Control signs, of zero width and of direction, but not what parts words.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_DIGITS = re.compile(r"\d{5,8}", re.ASCII)
_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})( 00:00(:00)?)?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2}) (?P<month>[a-z]{3,9})\.? (?P<year>\d{4})",
    )
)
_WAVE = re.compile(
    r"(?:meting|jaar)? ?((?:19|20)\d\d(?:-(?:Q[1-4]|\d\d))?)", re.ASCII | re.IGNORECASE
)


class CellError(ValueError):
    """A cell that cannot be read; `expected` and `fix` are Dutch, as in `DataProblem`."""

    def __init__(self, expected: str, *, fix: str) -> None:
        self.expected, self.fix = expected, fix
        super().__init__(expected)


def tidy(text: str) -> str:
    """Return the text with ordinary spaces, digits and commas, and no signs that are not seen.

    A text that is too long to mean anything is returned as it is.
    """
    if len(text) > LONGEST:
        return text
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def shown(value: Value) -> str:
    """Return the value as Dutch Excel shows it: '7,2', '2021', '1-10-2021', 'WAAR'."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value.day}-{value.month}-{value.year}"
    return str(value)


def number(value: Value) -> float | None:
    """Return the number, with decimal comma or point; None for an empty cell."""
    if isinstance(value, str):
        text = tidy(value)
        found = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else math.nan
        value = None if not text else found
    if value is None:
        return None
    if isinstance(value, dt.date):
        raise CellError("een getal, geen datum", fix=_not_a_date(value))
    if isinstance(value, bool) or not math.isfinite(value):
        raise CellError("een getal", fix="schrijf alleen cijfers, met een komma voor decimalen")
    return float(value)


def count(value: Value) -> int | None:
    """Return the whole number, thousands with or without points; None for an empty cell."""
    if isinstance(value, str) and _GROUPED.fullmatch(tidy(value)):
        value = tidy(value).replace(".", "")
    found = number(value)
    if found is None:
        return None
    if found % 1 or found < 0:
        raise CellError("een heel getal van 0 of meer", fix="schrijf alleen cijfers")
    return int(found)


def serial_date(value: float) -> dt.date | None:
    """Return the day that Excel keeps as this number, perhaps with a time; else None."""
    if not math.isfinite(value) or math.floor(value) not in SERIALS:
        return None
    found = from_excel(math.floor(value))
    return found.date() if isinstance(found, dt.datetime) else None


def partial_date(value: Value) -> str:
    """Return a day, month or year as ISO text: '2026-11-23', '2026-11', '2026'; '' if empty."""
    text = tidy(shown(value))
    day = _date(value)
    if day is not None and not _YEAR.fullmatch(text):
        return day.isoformat()
    match = _MONTH.fullmatch(text)
    year, month = (int((match[n] or match[f"{n}2"]) if match else 0) for n in ("year", "month"))
    if match and _day(year, month, 1):
        return f"{year:04}-{month:02}"
    if text and not _YEAR.fullmatch(text):
        raise CellError(
            "een datum als 23-11-2026, een maand als 11-2026 of een jaar",
            fix="schrijf dag-maand-jaar, of laat dag en maand weg",
        )
    return text


def period(value: Value, *, like: Period | None) -> Period:
    """Return the period; a day becomes the year, quarter or month of the kind that `like` is."""
    text = tidy(shown(value))
    match = _WAVE.fullmatch(text)
    try:
        if match:
            return Period(match[1].upper())
        day = _date(value) or _date(f"1 {text}")
        if day is not None:
            return _holding(day, like=like)
    except ValueError:
        pass
    raise CellError("een meting als 2021, 2023-Q2 of 2023-05", fix="schrijf het jaar voluit")


def day_told(value: Value) -> str:
    """Return the day or month that `period` converts, as a person writes it; else nothing."""
    text = tidy(shown(value))
    return "" if _WAVE.fullmatch(text) else shown(_date(value)) or text


def yes_or_no(value: Value) -> bool:
    """Return whether the cell says yes; an empty cell says no."""
    text = tidy(shown(value)).casefold()
    if text in {"ja", "j", "waar", "true", "1", "x"}:
        return True
    if text in {"", "nee", "n", "onwaar", "false", "0"}:
        return False
    raise CellError("ja of nee", fix="kies een van deze woorden")


def _date(value: Value) -> dt.date | None:
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    if isinstance(value, float):
        return serial_date(value)
    text = tidy(shown(value)).casefold()
    if _DIGITS.fullmatch(text) and int(text) not in COMPACT_DATES:
        return serial_date(int(text))
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match and (match["month"].isdigit() or match["month"] in MONTHS):
            month = MONTHS.get(match["month"]) or int(match["month"])
            return _day(int(match["year"]), month, int(match["day"]))
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _holding(day: dt.date, *, like: Period | None) -> Period:
    kind = like.text if like else ""
    if "Q" in kind:
        return Period(f"{day.year}-Q{(day.month + 2) // 3}")
    return Period(f"{day:%Y-%m}" if "-" in kind else f"{day.year}")


def _not_a_date(day: dt.date) -> str:
    return (
        f"het rekenprogramma maakte er een datum van: bedoelt u {day.day},{day.month}? "
        "Geef de cel de opmaak Getal en typ het getal opnieuw"
    )
