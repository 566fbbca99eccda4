"""How numbers and claims are written in each language: `words.toml`, as patterns.

Not here: finding them in a text (`reading`).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
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


class ClaimWords(BaseModel):
    """The words of one kind of claim."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: ClaimKind
    words: tuple[str, ...]


class LanguageWords(BaseModel):
    """The words of one language: its lists of words by name, and words that stand for a value."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    decimal: str
    lists: Mapping[str, tuple[str, ...]]
    values: Mapping[str, float]
    rough: Mapping[str, float]
    many: Mapping[str, float]
    parts: Mapping[str, float]
    claim: tuple[ClaimWords, ...]


@lru_cache(maxsize=512)
def either(words: tuple[str, ...]) -> str:
    """Return the pattern of any of the words, the longest first: `*`, `#` and `..` as in the file.

    Of words with a number or a gap in them the last ones are the group that `last_words` finds.
    """
    return "|".join(_pattern_of(w) for w in sorted(words, key=len, reverse=True))


def _pattern_of(word: str) -> str:
    parts = (re.escape(part).replace(r"\ ", r"\s+") for part in word.replace("’", "'").split("*"))
    body = LETTERS.join(parts).replace(r"\#", "#+")
    body = body.replace(r"\s+\.\.\s+", r"\s+(?:[^\s.;:!?]+\s+){0,6}?").replace("'", "['’]")
    start = r"(?<![\w-])" if word[:1].isalnum() or word[:1] == "*" else ""
    end = r"(?!\w|-\w)" if word[-1:].isalnum() or word[-1:] == "*" else ""
    return f"{start}{body}{end}"


@dataclass(frozen=True, eq=False)
class Language:
    """A language with the patterns of its words."""

    key: str
    words: LanguageWords

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern of one of the lists; upper and lower case are the same."""
        return re.compile(either(self.words.lists[name]), re.IGNORECASE)

    @cached_property
    def claims(self) -> tuple[tuple[ClaimKind, re.Pattern[str]], ...]:
        """A pattern of each single claim, with its kind."""
        every = ((c.kind, word) for c in self.words.claim for word in c.words)
        return tuple((kind, re.compile(_pattern_of(w), re.IGNORECASE)) for kind, w in every)

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one of each language
    def number_of(self, word: str) -> float | None:
        """Return the number that one or more words say, None where they say none."""
        folded = word.lower()
        known = {**self.words.values, **self.words.rough}
        if folded in known:
            return known[folded]
        if folded in self.words.lists["one"]:
            return 1
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
    return Language(key, LanguageWords.model_validate(load_word_file()[key]))
