"""A text in sentences and words, each with its place. Not here: what they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

# A point behind one of these ends no sentence.
ABBREVIATIONS = ("bijv", "bv", "ca", "dhr", "mevr", "dr", "nr", "o.a", "m.n", "t/m", "incl", "excl")
SHORTEST_STEM = 4  # letters of a word that says what a number is about
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)]*+(?=\s)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
S = TypeVar("S", bound="Span")


@dataclass(frozen=True, order=True)
class Span:
    """A piece of a longer text, from `start` to `end`."""

    start: int
    end: int
    text: str

    def cut(self, start: int, end: int) -> str:
        """Return what this has between two places of the longer text."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def within(self, found: Iterable[S]) -> list[S]:
        """Return what of the same text begins in this."""
        return [one for one in found if self.start <= one.start < self.end]


def sentences(text: str, base: int = 0) -> list[Span]:
    """Return the sentences in order, without the white space around them; none is empty.

    The text begins at `base` of a longer one, of which the places are.
    """
    ends = (stop.end() for stop in END.finditer(text) if _is_end(stop))
    pieces = [(at, text[at:end].strip()) for at, end in pairwise((0, *ends, len(text)))]
    starts = [(base + text.index(inner, at), inner) for at, inner in pieces if inner]
    return [Span(start, start + len(inner), inner) for start, inner in starts]


def _is_end(stop: re.Match[str]) -> bool:
    """Return whether a sentence ends: at a line break, or a stop before a capital or a quote."""
    text, start, end = stop.string, *stop.span()
    before = text[max(0, start - 9) : start].split()[-1:] or [""]
    is_short = before[0].lower().lstrip("(") in ABBREVIATIONS
    is_open = is_short or text[end : end + 9].lstrip()[:1].islower()
    return "\n" in stop.group() or not is_open


def words(text: str, base: int = 0) -> list[Span]:
    """Return the words of letters; parts joined by a hyphen or apostrophe are one word.

    `base` as in `sentences`.
    """
    return [Span(base + m.start(), base + m.end(), m.group()) for m in WORD.finditer(text)]


def stems(text: str) -> frozenset[str]:
    """Return the long words of a text in small letters, without the endings of a plural.

    'Diefstallen' is 'diefstal': of two equal consonants in front of an ending one stays.
    """
    long = (word.lower() for word in WORD.findall(text) if len(word) >= SHORTEST_STEM)
    ending = r"(?:([^\Waeiou])\1en|['’]s|en|s|n)$"
    return frozenset(re.sub(ending, r"\1", word) for word in long)


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs, which empty lines separate."""
    ends = [*(m.span() for m in re.finditer(r"\n\s*\n", text)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    return [Span(a, b, text[a:b]) for a, (b, _) in zip(starts, ends, strict=False) if text[a:b]]
