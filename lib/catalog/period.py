"""Periods as the data writes them: a year, a quarter or a month; and days that may be incomplete.

No other module parses these texts. Not here: Dutch labels (`lib.figures.format`).
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache, total_ordering
from typing import NamedTuple

import pandas as pd

_DECEMBER = 12
_PERIOD = re.compile(r"(?P<year>(19|20)\d{2})(-(Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Period:
    """A year (`2021`), quarter (`2023-Q2`) or month (`2023-05`), ordered by its days."""

    text: str

    def __post_init__(self) -> None:
        if not _PERIOD.fullmatch(self.text):
            raise ValueError(f"no period: {self.text!r}")

    @staticmethod
    def containing(day: dt.date, *, like: "Period | None" = None) -> "Period":
        """Return the year, quarter or month with a day in it, as long as `like`; else the year."""
        if like and like.is_quarter:
            return Period(f"{day.year}-Q{(day.month + 2) // 3}")
        return Period(f"{day:%Y-%m}" if like and like.is_month else f"{day.year}")

    @cached_property
    def _parts(self) -> dict[str, int]:
        match = _PERIOD.fullmatch(self.text)
        assert match is not None  # noqa: S101 - __post_init__ has checked it
        return {name: int(number) for name, number in match.groupdict().items() if number}

    @property
    def year(self) -> int:
        """The calendar year in which the period lies."""
        return self._parts["year"]

    @property
    def quarter(self) -> int | None:
        """The number of the quarter, 1 to 4; None for a year or a month."""
        return self._parts.get("quarter")

    @property
    def month(self) -> int | None:
        """The number of the month, 1 to 12; None for a year or a quarter."""
        return self._parts.get("month")

    @property
    def is_year(self) -> bool:
        """Whether the period is a whole calendar year."""
        return not self.is_quarter and not self.is_month

    @property
    def is_quarter(self) -> bool:
        """Whether the period is a quarter of a year."""
        return self.quarter is not None

    @property
    def is_month(self) -> bool:
        """Whether the period is one month."""
        return self.month is not None

    @property
    def start(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.month or 3 * (self.quarter or 1) - 2, 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        last = self.month or 3 * (self.quarter or 4)
        return dt.date(self.year, last, calendar.monthrange(self.year, last)[1])

    def is_as_long_as(self, other: "Period") -> bool:
        """Return whether both are a year, both a quarter or both a month."""
        return (self.is_quarter, self.is_month) == (other.is_quarter, other.is_month)

    def __lt__(self, other: "Period") -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.text


class DateParts(NamedTuple):
    """What is known of a date: its year, and perhaps its month and day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> dt.date:
        """The first day that may be meant."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The last day that may be meant."""
        month = self.month or _DECEMBER
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_date_parts(text: str) -> DateParts:
    """Return the parts of '2026-11-23', '2026-11' or '2026'; raise `ValueError` for other text."""
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"no date: {text!r}")
    parts = DateParts(**{name: int(part) for name, part in match.groupdict().items() if part})
    _ = parts.first_day  # raises for what no calendar has
    return parts


def ends_before(end: str, start: str) -> bool:
    """Return whether an incomplete date lies before another; 2026 does not lie before 2026-03.

    Nothing lies before or after an empty text. Raises `ValueError` for other text than dates.
    """
    if not end or not start:
        return False
    pairs = zip(parse_date_parts(end), parse_date_parts(start), strict=True)
    known = [(e, s) for e, s in pairs if e and s]
    return [e for e, _ in known] < [s for _, s in known]


def is_year(text: str) -> bool:
    """Return whether a text is a whole year."""
    return re.fullmatch(r"(19|20)\d{2}", text) is not None


@lru_cache(maxsize=4096)
def year_of(text: str) -> str:
    """Return the year ('2023') in which a period or an ISO day lies; raise `ValueError` for none.

    For the text in frames: `rows["period"].map(year_of)`, `days.groupby(year_of)`.
    """
    return Period(text.partition("-")[0]).text


@lru_cache(maxsize=4096)
def month_of(text: str) -> str:
    """Return the month ('2023-05') in which a month or an ISO day lies.

    Raises `ValueError` for text that does not say a month.
    """
    parts = parse_date_parts(text)
    if parts.month is None:
        raise ValueError(f"no month: {text!r}")
    return f"{parts.year:04}-{parts.month:02}"


def yearly_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of which `period` is a whole year."""
    return rows[rows["period"].isin([p for p in rows["period"].unique() if Period(p).is_year])]


def monthly_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of which `period` is a month."""
    return rows[rows["period"].isin([p for p in rows["period"].unique() if Period(p).is_month])]
