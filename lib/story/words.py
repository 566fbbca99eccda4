"""Words that a story may not use, each with a reason and an alternative; and difficult words.

The lists stand in the data folder, for anyone to edit; this reads, checks and looks for them. Not
here: numbers and claims (`reading`), how hard a text is (`plain`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lib.board import Board, find_folders
from lib.catalog import DataProblemsError
from lib.catalog.fields import FrozenModel, Name, NameList
from lib.catalog.read import Reader
from lib.story.splitting import sentences

LETTERS = r"[^\W_]*(?:-[^\W_]+)*"
ENDINGS = r"(?:e|en|er|s|n)?"


class Mark(StrEnum):
    """Why a word is marked."""

    CLAIM = "bewering"
    STIGMA = "stempel"
    ORIGIN = "herkomst"
    DIFFICULT = "moeilijk woord"


@dataclass(frozen=True, order=True)
class Marked:
    """A word at `text[start:end]`, with the reason and an alternative in Dutch."""

    start: int
    end: int
    text: str
    kind: Mark
    reason: str
    alternative: str


class Entry(FrozenModel):
    """Words that share a reason and an alternative."""

    words: Annotated[NameList, Field(min_length=1)]
    reason: Name
    alternative: Annotated[str, Field(min_length=1, max_length=200)]


class Origin(FrozenModel):
    """Words for where people come from, and words for nuisance and crime."""

    people: Annotated[NameList, Field(min_length=1)]
    nuisance: Annotated[NameList, Field(min_length=1)]
    reason: Name
    alternative: Name


class WordLists(FrozenModel):
    """words.toml: see there how a word is written."""

    claim: tuple[Entry, ...] = ()
    stigma: tuple[Entry, ...] = ()
    origin: Origin | None = None
    difficult: Mapping[Name, Name] = {}
    area_context: NameList = ()
    map_context: str = ""


def word_lists(folder: Path, *, name: str = "words.toml") -> WordLists:
    """Read the lists from a data folder; raise `DataProblemsError` with all that is wrong."""
    reader = Reader(folder.resolve())
    found = reader.whole(reader.root / name, WordLists)
    if reader.problems or not found:
        raise DataProblemsError(reader.problems)
    return found


def load_word_lists(board: Board) -> WordLists:
    """Return the lists of a board's municipality; raises as `word_lists`."""
    return word_lists(find_folders()[0], name=board.municipality.files.words)


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
        why = (Mark.ORIGIN, origin.reason, origin.alternative)
        for sentence in sentences(text):
            people = _either(origin.people).finditer(sentence.text)
            for match in people if _either(origin.nuisance).search(sentence.text) else ():
                start = sentence.start + match.start()
                found.append(Marked(start, start + len(match.group()), match.group(), *why))
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
    joined = "|".join(_one(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{joined})(?!\w|-\w)")


def _one(word: str) -> str:
    parts = [re.escape(part).replace(r"\ ", r"\s+") for part in word.split("*")]
    body = LETTERS.join(parts)
    ending = "" if word.endswith("*") or " " in word else ENDINGS
    fold = "" if word != word.lower() else "i"
    return rf"(?{fold}:{body}{ending})"
