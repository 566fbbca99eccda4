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

DUTCH = "nl"
LETTERS = r"[^\W_]*(?:[-'’][^\W_]+)*"


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


@lru_cache(maxsize=512)
def either(words: tuple[str, ...], ending: str = "") -> str:
    """Return the pattern of any of the words, the longest first: `*`, `#` and `..` as in the file.

    A single word may have the `ending`, a pattern.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(_pattern_of(w, ending if " " not in w else "") for w in longest_first)


def _pattern_of(word: str, ending: str = "") -> str:
    parts = (re.escape(part).replace(r"\ ", r"\s+") for part in word.replace("’", "'").split("*"))
    body = LETTERS.join(parts).replace(r"\#", "(?<!#)#++")
    body = body.replace(r"\s+\.\.\s+", r"\s+(?:[^\s.;:!?]+\s+){0,6}?").replace("'", "['’]")
    start = r"(?<![\w-])" if word[:1].isalnum() or word[:1] == "*" else ""
    end = r"(?!\w|-\w)" if word[-1:].isalnum() or word[-1:] == "*" else ""
    return f"{start}{body}{'' if word.endswith('*') else ending}{end}"


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
    def claims(self) -> Sequence[tuple[ClaimKind, re.Pattern[str]]]:
        """A pattern of each single claim, with its kind."""
        every = ((ClaimKind(c["kind"]), word) for c in self.claim for word in c["words"])
        return [(kind, re.compile(_pattern_of(w), re.IGNORECASE)) for kind, w in every]

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one of each language
    def number_of(self, word: str) -> float | None:
        """Return the number that one or more words say, None where they say none."""
        folded = word.lower()
        known = {**self.values, **self.rough, **dict.fromkeys(self.lists["one"], 1.0)}
        if folded in known:
            return known[folded]
        if split := self.compile(r"(.+?)\s<point>\s(.+)").fullmatch(folded.replace("-", " ")):
            whole, tenths = (self.number_of(part) for part in split.groups())
            is_read = whole is not None and tenths is not None and tenths < 10  # noqa: PLR2004
            return (whole or 0) + (tenths or 0) / 10 if is_read else None
        for name, factor, more in (("half", 1.0, 0.5), ("tenth", 0.1, 0.0)):
            for ending in self.lists.get(name, ()):  # 'zevenenhalf', 'twee tienden'
                rest = folded.removesuffix(ending).strip()
                if rest not in {folded, ""} and (value := self.number_of(rest)) is not None:
                    return value * factor + more
        try:
            return float(text2num(folded, self.key))
        except (ValueError, OverflowError, NotImplementedError):
            return None


@cache
def load_word_file() -> dict[str, Any]:
    """Return `words.toml` as it is."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def load_language(key: str = DUTCH) -> Language:
    """Return a language that stories may have: 'nl', 'en', 'de' or 'pl'."""
    return Language(key, **load_word_file()[key])
