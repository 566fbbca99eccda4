"""Which places a text names: those that have facts, and others near them.

Not here: which fact a text means (`lib.story`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from lib.board.cached_method import cached_method
from lib.catalog.boundaries import ContextKind
from lib.figures.facts.facts import Facts
from lib.text import write_plain_hyphens
from lib.text.splitting import Span, words
from lib.text.word_patterns import either

ELSEWHERE = "elders: "  # begins the key of a place that no figure is of
IS_PART = re.compile(r"\s+(?:van|in|te|of|von|w)\s+").fullmatch


def find_places(
    paragraph: Span, facts: Facts, *, country: Sequence[str], inside: Sequence[str] = ()
) -> list[Span]:
    """Return the places that a paragraph names with their keys; of one in another the inner one.

    `country`: other words for the country, in small letters; `inside`: words behind which any name
    is of a place.
    """
    known, base = {**_place_names(facts)}, paragraph.start
    paragraph = replace(paragraph, text=write_plain_hyphens(paragraph.text))
    known |= {word: key for key in facts.board.benchmark.countries for word in country}
    found = re.finditer(either(tuple(known)), paragraph.text, re.IGNORECASE)
    places = [Span(base + m.start(), base + m.end(), known[m.group().lower()]) for m in found]
    places = sorted([*places, *_find_parts(paragraph, places, known)])
    places = sorted([*places, *_find_unknown(paragraph, places, inside)])
    of_other = {b for a, b in pairwise(places) if IS_PART(paragraph.cut(a.end, b.start))}
    return [p for p in places if p not in of_other or p.text != facts.home]


def name_place(key: str, facts: Facts) -> str:
    """Return the name of a place that a text names."""
    names = {**facts.board.area_names, **facts.elsewhere, facts.home: facts.board.municipality.name}
    return names.get(key, key.removeprefix(ELSEWHERE))


def _find_parts(
    paragraph: Span, places: Sequence[Span], known: Mapping[str, str]
) -> Iterator[Span]:
    """Yield places that leave out what they begin with: 'Blok-Noord en -Zuid'."""
    first = ""
    for word in words(paragraph.text, paragraph.start):
        if not word.text[:1].isupper():
            continue
        begin, _, _ = word.text.lower().partition("-")
        key = known.get(f"{first}-{begin}")
        if key and not any(place.start <= word.start < place.end for place in places):
            yield Span(word.start, word.end, key)
        elif any(name.startswith(f"{begin.removesuffix('s')}-") for name in known):
            first = begin.removesuffix("s")


def _find_unknown(paragraph: Span, places: Sequence[Span], inside: Sequence[str]) -> Iterator[Span]:
    """Yield the names behind one of the words that are of no known place: elsewhere."""
    name = r"(?P<name>[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*)"
    for m in re.finditer(rf"(?i:{either(tuple(inside))})\s+{name}", paragraph.text):
        start, end = (paragraph.start + at for at in m.span("name"))
        if inside and not any(p.start < end and start < p.end for p in places):
            yield Span(start, end, f"{ELSEWHERE}{m['name']}")


@cached_method(most=1)
def _place_names(facts: Facts) -> Mapping[str, str]:
    """Return every name of a place, in small letters, with its key; others start with ELSEWHERE."""
    board, context = facts.board, facts.board.geography.context_rd
    named = context.loc[context["kind"].isin([ContextKind.NEIGHBOUR, ContextKind.PLACE]), "name"]
    elsewhere = {str(name).lower(): f"{ELSEWHERE}{name}" for name in named if name}
    names = {a.lower(): k for k, area in board.areas.items() for a in (area.name, *area.aliases)}
    names |= {name.lower(): key for key, name in facts.elsewhere.items()}
    names |= {name.replace("-", " "): key for name, key in names.items()}
    return {**elsewhere, board.municipality.name.lower(): facts.home, **names}
