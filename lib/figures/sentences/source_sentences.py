"""The line under a figure with its source."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import pandas as pd

from lib.board import RATING, Board
from lib.catalog import Indicator, Source, Status
from lib.figures.format import day, listing, partial_date
from lib.figures.vocabulary import FICTITIOUS

EMBARGO = re.compile(r"ONDER EMBARGO TOT [\d: -]+\d")


class Cited(Protocol):
    """What rests on a section of a source: a fact, a step, a part of an approach."""

    @property
    def source(self) -> str:
        """The key of the source."""

    @property
    def section(self) -> str:
        """Where in it: 'bijlage', '1.1', '3.3 en 5.4'."""


def find_sections(texts: Iterable[Cited]) -> dict[str, list[str]]:
    """Return the sections that texts rest on, by source; each once, in order."""
    found: dict[str, set[str]] = {}
    for text in texts:
        parts = re.split(r", | en ", text.section) if text.section else []
        found.setdefault(text.source, set()).update(parts)
    return {source: sorted(parts, key=_section_order) for source, parts in found.items()}


def _section_order(section: str) -> tuple[bool, list[int], str]:
    numbers = [int(part) for part in section.split(".") if part.isdigit()]
    return bool(numbers), numbers, section


def format_source(
    sources: Sequence[Source],
    *,
    period: str,
    status: Status = Status.FINAL,
    sections: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the line under a figure: source, section, date, period, retrieval date.

    `sections` are those that were used of each source, as `find_sections` has them, instead of the
    source's own.
    """
    if not sources:
        return "Bron: onbekend."
    used = {key: _format_sections(parts) for key, parts in (sections or {}).items()}
    retrieved = max(s.retrieved for s in sources)
    cited = format_citations(sources, sections=used)
    text = f"Bron: {cited}. Periode: {period}. Opgehaald: {day(retrieved)}."
    if status is Status.PROVISIONAL:
        text += " Voorlopige cijfers."
    return f"{FICTITIOUS}. {text}" if status is Status.FICTITIOUS else text


def find_embargo(texts: Iterable[str]) -> str:
    """Return 'onder embargo tot 02-12-2026 09:00' where a text of sources has it; else nothing."""
    found = map(EMBARGO.search, texts)
    return next((match[0].lower() for match in found if match), "")


def shorten_source(text: str, sources: Iterable[Source]) -> str:
    """Return the line of `format_source` with the publishers in place of the whole citations."""
    lead, _, rest = text.partition("Bron: ")
    cited, _, end = rest.partition(". Periode: ")
    found = dict.fromkeys(s.publisher for s in sources if f"{s.publisher}, {s.title}" in cited)
    return f"{lead}Bron: {listing(list(found))}. Periode: {end}" if found and end else text


def _format_sections(sections: Sequence[str]) -> str:
    """Return 'voorwoord, paragraaf 1.1, 5.4': only what has a number is a paragraph."""
    numbered = ", ".join(section for section in sections if section[:1].isdigit())
    named = [section for section in sections if not section[:1].isdigit()]
    return ", ".join([*named, *([f"paragraaf {numbered}"] if numbered else [])])


def break_sentences(board: Board, indicator: Indicator) -> str:
    """Return that earlier waves were done in another way, with the source of that."""
    if not indicator.break_source:
        return indicator.break_note
    source = board.sources[indicator.break_source]
    return (
        f"{indicator.break_note} Dit staat in: {format_citation(source, section=source.section)}."
    )


def describe_rating_break(board: Board, waves: pd.DataFrame) -> str:
    """Return that earlier ratings cannot be compared; nothing where all of `waves` can be."""
    is_whole = bool(waves["comparable"].all())
    return "" if is_whole else break_sentences(board, board.indicators[RATING])


def format_citations(
    sources: Iterable[Source], *, sections: Mapping[str, str] | None = None
) -> str:
    """Return all citations, with `;` between; a title once, with each section of it that was used.

    `sections` are those in place of a source's own.
    """
    found: dict[str, tuple[Source, dict[str, None]]] = {}
    for source in sources:
        section = (sections or {}).get(source.source) or source.section
        found.setdefault(format_citation(source, section=""), (source, {}))[1][section] = None
    return "; ".join(
        format_citation(source, section=" en ".join(filter(None, used)))
        for source, used in found.values()
    )


def format_citation(source: Source, *, section: str) -> str:
    """Return 'publisher, title (section, date)', without what is not known; one name once."""
    place = ", ".join(filter(None, (section, partial_date(source.date))))
    name = ", ".join(dict.fromkeys((source.publisher, source.title)))
    return f"{name}{f' ({place})' if place else ''}"
