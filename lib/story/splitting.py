"""A text in sentences and words, each with its place. Not here: what they mean."""

import re
from dataclasses import dataclass

# A point behind one of these ends no sentence.
ABBREVIATIONS = ("bijv", "bv", "ca", "dhr", "mevr", "dr", "nr", "o.a", "m.n", "t/m", "incl", "excl")
SHORTEST_STEM = 4  # letters of a word that says what a number is about
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)]*+(?=\s)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


@dataclass(frozen=True, order=True)
class Span:
    """A piece of a text: `text[start:end]`."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Span]:
    """Return the sentences in order, without the white space around them; none is empty."""
    found, start = [], 0
    for end in (*_ends(text), len(text)):
        inner = text[start:end].strip()
        if inner:
            at = text.index(inner, start)
            found.append(Span(at, at + len(inner), inner))
        start = end
    return found


def _ends(text: str) -> list[int]:
    """Return where sentences end: at a line break, or at a stop before a capital or a quote."""
    ends = []
    for stop in END.finditer(text):
        if "\n" in stop.group():
            ends.append(stop.end())
            continue
        before = text[max(0, stop.start() - 9) : stop.start()].rsplit(maxsplit=1)[-1:] or [""]
        following = text[stop.end() : stop.end() + 9].lstrip()[:1]
        is_short = before[0].lower().lstrip("(") in ABBREVIATIONS
        if not is_short and not following.islower():
            ends.append(stop.end())
    return ends


def words(text: str) -> list[Span]:
    """Return the words of letters; parts joined by a hyphen or apostrophe are one word."""
    return [Span(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]


def stems(text: str) -> frozenset[str]:
    """Return the long words of a text in small letters, without the endings of a plural."""
    long = (w.text.lower() for w in words(text) if len(w.text) >= SHORTEST_STEM)
    return frozenset(re.sub(r"(?:['’]s|en|s|n)$", "", word) for word in long)


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs: an empty line parts them."""
    ends = [*(m.span() for m in re.finditer(r"\n\s*\n", text)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    return [Span(a, b, text[a:b]) for a, (b, _) in zip(starts, ends, strict=False) if text[a:b]]
