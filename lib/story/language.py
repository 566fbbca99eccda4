"""How numbers and claims are written in each language: `words.toml`, as patterns.

Not here: finding them in a text (`reading`).
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from text_to_num import text2num

from lib.text.word_patterns import either

DUTCH = "nl"


class ClaimKind(StrEnum):
    """What words claim without a number."""

    RISE = "stijging"
    FALL = "daling"
    CHANGE = "verandering"
    BETTER = "verbetering"
    WORSE = "verslechtering"
    SAME = "gelijk"
    HIGHER = "hoger"
    LOWER = "lager"
    TOP = "hoogste"
    BOTTOM = "laagste"
    RANK = "rangorde"
    ALL = "alle"
    NONE = "geen enkele"
    MOST = "de meeste"
    CAUSE = "oorzaak"
    TOPIC = "bewering"  # a sentence about safety that no other word or number was seen in


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its tables of `words.toml`: lists of words, and words that are a value."""

    key: str
    decimal: str
    lists: Mapping[str, Sequence[str]]
    values: Mapping[str, float]
    rough: Mapping[str, float]
    many: Mapping[str, float]
    parts: Mapping[str, float]
    claim: Sequence[Mapping[str, Any]]
    same: Mapping[str, str] = field(default_factory=dict)  # other names of subjects

    @lru_cache(maxsize=256)  # noqa: B019 - there is one of each language
    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern in which `<name>` is any of a list of words, or a part of the file.

        Upper and lower case are the same.
        """
        parts = load_word_file()["patterns"]["parts"]
        while name := re.search(r"(?<!P)<(\w+)>", pattern):
            own = parts.get(name[1]) or either(tuple(self.lists[name[1]]))
            pattern = pattern.replace(name[0], f"(?:{own})")
        return re.compile(pattern, re.IGNORECASE)

    @cached_property
    def claims(self) -> Sequence[tuple[ClaimKind, str, re.Pattern[str]]]:
        """Each single claim: its kind, letters that stand in every text with it, and its pattern.

        The letters are looked for first: a text has few of the thousand claims.
        """
        every = ((ClaimKind(c["kind"]), word) for c in self.claim for word in c["words"])
        return [
            (kind, _longest_part(w), re.compile(either((w,)), re.IGNORECASE)) for kind, w in every
        ]

    @cached_property
    def _known(self) -> Mapping[str, float]:
        return {**self.values, **self.rough, **dict.fromkeys(self.lists["one"], 1.0)}

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one of each language
    def number_of(self, word: str) -> float | None:
        """Return the number that one or more words say, None where they say none."""
        folded = word.lower()
        if folded in self._known:
            return self._known[folded]
        if split := self.compile(r"(.+?)\s<point>\s(.+)").fullmatch(folded.replace("-", " ")):
            return self._join(*split.groups())
        return self._read_whole(folded) if (part := self._read_part(folded)) is None else part

    def _join(self, before: str, behind: str) -> float | None:
        """Return the number of words around a decimal sign: 'zeven komma twee'."""
        whole, tenths = self.number_of(before), self.number_of(behind)
        is_read = whole is not None and tenths is not None and tenths < 10  # noqa: PLR2004
        return (whole or 0) + (tenths or 0) / 10 if is_read else None

    def _read_part(self, word: str) -> float | None:
        """Return the number of 'zevenenhalf' or 'twee tienden'."""
        for name, factor, more in (("half", 1.0, 0.5), ("tenth", 0.1, 0.0)):
            for ending in self.lists.get(name, ()):
                rest = word.removesuffix(ending).strip()
                if rest not in {word, ""} and (value := self.number_of(rest)) is not None:
                    return value * factor + more
        return None

    def _read_whole(self, word: str) -> float | None:
        try:
            return float(text2num(word, self.key))
        except (ValueError, OverflowError, NotImplementedError):
            return None


def _longest_part(word: str) -> str:
    return max(re.split(r"[^\w-]+", word.casefold()), key=len)


@cache
def load_word_file() -> dict[str, Any]:
    """Return `words.toml` as it is."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def load_language(key: str = DUTCH) -> Language:
    """Return a language that stories may have: 'nl', 'en', 'de' or 'pl'."""
    return Language(key, **load_word_file()[key])
