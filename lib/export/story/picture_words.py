"""The fixed words, numbers and dates of pictures in four languages; the words are a table.

Not here: what a person types, which is never translated.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from lib.catalog import Period, Source, Status
from lib.figures.format import number

WORDS_FILE = Path(__file__).parent / "picture_words.toml"


class PictureLanguage(StrEnum):
    """A language that pictures can have."""

    DUTCH = "nl"
    ENGLISH = "en"
    GERMAN = "de"
    POLISH = "pl"


@dataclass(frozen=True)
class PictureWords:
    """The words of one language."""

    language: PictureLanguage

    @property
    def table(self) -> Mapping[str, Any]:
        """Every fixed text of the language, by key."""
        found: Mapping[str, Any] = _load_words()[self.language]
        return found

    def text(self, key: str, **values: object) -> str:
        """Return a fixed text with its values filled in."""
        text: str = self.table[key].format(**values)
        return text

    def indicator(self, key: str) -> str:
        """Return what a figure counts; empty where the language has no word for it."""
        found: str = self.table["indicators"].get(key, "")
        return found

    def translate(self, text: str) -> str:
        """Return a Dutch text of a drawing with its fixed words in this language."""
        table = self.table["drawing"]
        either = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
        return re.sub(rf"(?<![\w-])(?:{either})(?![\w-])", lambda found: table[found[0]], text)

    def write_numbers(self, text: str) -> str:
        """Return a Dutch text with the decimal and group signs of this language."""
        signs = {",": get_decimal_symbol(self.locale), ".": get_group_symbol(self.locale)}
        return re.sub(r"(?<=\d)[.,](?=\d)", lambda found: signs[found[0]], text)

    @property
    def locale(self) -> str:
        """The name by which numbers and dates are written."""
        return str(self.table["locale"])

    def number(self, value: float, *, decimals: int) -> str:
        """Return '7,2' or '7.2', rounded half up."""
        return number(value, decimals=decimals, locale=self.locale)

    def day(self, date: dt.date) -> str:
        """Return '23 november 2026'."""
        return str(format_date(date, format="long", locale=self.locale))

    def period(self, text: str) -> str:
        """Return a period (2021, 2023-Q2, 2023-05) or an ISO date in words."""
        if text.count("-") == 2:  # noqa: PLR2004
            return self.day(dt.date.fromisoformat(text))
        found = Period(text)
        pattern = "QQQQ y" if found.is_quarter else "LLLL y" if found.is_month else "y"
        return str(format_date(found.start, format=pattern, locale=self.locale))

    def source(self, sources: Iterable[Source], *, period: str, status: Status) -> str:
        """Return the line with source, period and retrieval date; `period` is in words."""
        found = tuple(sources)
        names = "; ".join(dict.fromkeys(f"{s.publisher}, {s.title}" for s in found))
        date = self.day(max(s.retrieved for s in found))
        text = self.text("source", sources=names, period=period, date=date)
        return f"{text} {self.text('provisional')}" if status is Status.PROVISIONAL else text


@cache
def _load_words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
