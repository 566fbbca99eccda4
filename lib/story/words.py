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
from lib.story.language import either
from lib.text.splitting import Span, sentences

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
        Marked(*match.span(), match.group(), kind, entry.reason, entry.alternative)
        for kind, entries in kinds
        for entry in entries
        for match in _either(entry.words).finditer(text)
    ]
    if origin := lists.origin:
        why = origin.reason, origin.alternative
        for sentence in sentences(text):
            if _either(origin.nuisance).search(sentence.text):
                people = _either(origin.people).finditer(text, sentence.start, sentence.end)
                found += [
                    Marked(*match.span(), match.group(), Mark.ORIGIN, *why) for match in people
                ]
    return _drop_overlaps(found)


def difficult_words(text: str, lists: WordLists) -> list[Marked]:
    """Return the difficult words with a simpler suggestion, in order."""
    found = [
        Marked(*match.span(), match.group(), Mark.DIFFICULT, "Dit woord is moeilijk.", simpler)
        for word, simpler in lists.difficult.items()
        for match in _either((word,)).finditer(text)
    ]
    return _drop_overlaps(found)


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
