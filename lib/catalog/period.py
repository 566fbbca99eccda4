"""Periods as the data writes them: a year, a quarter or a month. Not here: Dutch labels."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

_PATTERN = re.compile(r"(?P<year>(19|20)\d{2})(-(Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_DECEMBER = 12


@total_ordering
@dataclass(frozen=True)
class Period:
    """A year (`2021`), quarter (`2023-Q2`) or month (`2023-05`), ordered by its days."""

    text: str

    def __post_init__(self) -> None:
        if not _PATTERN.fullmatch(self.text):
            raise ValueError(f"no period: {self.text!r}")

    def _months(self) -> tuple[int, int, int]:
        """Return year, first month and last month."""
        match = _PATTERN.fullmatch(self.text)
        assert match is not None  # noqa: S101 - __post_init__ has checked it
        year = int(match["year"])
        if match["quarter"]:
            last = int(match["quarter"]) * 3
            return year, last - 2, last
        if match["month"]:
            return year, int(match["month"]), int(match["month"])
        return year, 1, _DECEMBER

    @property
    def year(self) -> int:
        """The calendar year in which the period lies."""
        return self._months()[0]

    @property
    def start(self) -> dt.date:
        """The first day."""
        year, first, _ = self._months()
        return dt.date(year, first, 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        year, _, last = self._months()
        after = dt.date(year + last // _DECEMBER, last % _DECEMBER + 1, 1)
        return after - dt.timedelta(days=1)

    def __lt__(self, other: "Period") -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.text
