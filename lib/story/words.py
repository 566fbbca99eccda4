"""Words that a story may not use, each with a reason and an alternative; and difficult words.

The lists stand in the data folder, for anyone to edit (`lib.catalog.word_lists`). Not here: numbers
and claims (`reading`), how hard a text is (`plain`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lib.catalog.word_lists import WordLists
from lib.text.splitting import Span, sentences
from lib.text.word_patterns import either

ENDINGS = r"(?:e|en|er|s|n)?"


class Mark(StrEnum):
    """Why a word is marked."""

    CLAIM = "bewering"
    STIGMA = "stempel"
    ORIGIN = "herkomst"
    DIFFICULT = "moeilijk woord"


@dataclass(frozen=True, order=True)
class Marked(Span):
    """A marked word, with the reason and an alternative in Dutch."""

    kind: Mark
    reason: str
    alternative: str


def check_words(text: str, lists: WordLists) -> list[Marked]:
    """Return the words that a story may not use, in order; of two that overlap the longest."""
    kinds = ((Mark.CLAIM, lists.claim), (Mark.STIGMA, lists.stigma))
    found = [
        marked
        for kind, entries in kinds
        for entry in entries
        for marked in _mark(text, entry.words, kind, entry.reason, entry.alternative)
    ]
    if origin := lists.origin:
        people = _mark(text, origin.people, Mark.ORIGIN, origin.reason, origin.alternative)
        nuisance = _either(origin.nuisance)
        about = [s for s in sentences(text) if nuisance.search(s.text)]
        found += [marked for sentence in about for marked in sentence.within(people)]
    return _drop_overlaps(found)


def difficult_words(text: str, lists: WordLists) -> list[Marked]:
    """Return the difficult words with a simpler suggestion, in order."""
    known, why = lists.difficult.items(), "Dit woord is moeilijk."
    found = [m for w, simpler in known for m in _mark(text, (w,), Mark.DIFFICULT, why, simpler)]
    return _drop_overlaps(found)


def _mark(text: str, words: tuple[str, ...], kind: Mark, *why: str) -> list[Marked]:
    return [Marked(*m.span(), m.group(), kind, *why) for m in _either(words).finditer(text)]


def _drop_overlaps(found: Sequence[Marked]) -> list[Marked]:
    """Return what does not lie in a longer one, in order."""
    apart: list[Marked] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


@lru_cache(maxsize=1024)
def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words, as the head of words.toml says."""
    small = either(tuple(w for w in words if w == w.lower()), ENDINGS)
    others = either(tuple(w for w in words if w != w.lower()), ENDINGS)
    return re.compile("|".join([f"(?i:{small})"] * bool(small) + [others] * bool(others)))
