"""The line under a figure with its source."""

from collections.abc import Iterable, Sequence

from lib.catalog import Source, Status
from lib.figures.format import day, partial_date
from lib.figures.vocabulary import FICTITIOUS


def format_source(
    sources: Sequence[Source],
    *,
    period: str,
    status: Status = Status.FINAL,
    sections: Iterable[str] = (),
) -> str:
    """Return the line under a figure: source, section, date, period, retrieval date.

    `sections` are the paragraphs of a single document that were used, instead of the source's own.
    """
    paragraphs = ", ".join(dict.fromkeys(filter(None, sections)))
    if not sources:
        return "Bron: onbekend."
    parts = [
        format_citation(s, section=f"paragraaf {paragraphs}" if paragraphs else s.section)
        for s in sources
    ]
    retrieved = max(s.retrieved for s in sources)
    text = f"Bron: {'; '.join(parts)}. Periode: {period}. Opgehaald: {day(retrieved)}."
    if status is Status.PROVISIONAL:
        text += " Voorlopige cijfers."
    return f"{FICTITIOUS}. {text}" if status is Status.FICTITIOUS else text


def format_citation(source: Source, *, section: str) -> str:
    """Return 'publisher, title (section, date)', without what is not known."""
    place = ", ".join(filter(None, (section, partial_date(source.date))))
    return f"{source.publisher}, {source.title}{f' ({place})' if place else ''}"
