"""Slides (PPTX): one per figure, with charts that can be edited, notes, and alternatives in words.

Not here: the empty deck (`deck`), what stands around a figure (`slide_frame`) and the figure
itself (`slide_figure`).
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from pptx.presentation import Presentation

from lib.exhibits.exhibit import PROVENANCE, Exhibit
from lib.export.clean import clean, cleaned
from lib.export.pptx import slide_frame, slide_table
from lib.export.pptx.deck import INSIDE, Box, deck
from lib.export.pptx.slide_figure import absent, place, without
from lib.figures.format import listing

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z'(‘“])")
REMARKS = ("opmerking", PROVENANCE[-1])  # columns of a table that explain its rows
UNTITLED = "Zonder titel"


@dataclass(frozen=True)
class TextTable:
    """Text in columns, such as agreements: as many slides as its rows need."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...] = ()


def render_slides(
    exhibits: Sequence[Exhibit],
    *,
    title: str,
    subtitle: str,
    author: str,
    texts: Sequence[TextTable] = (),
    questions: Sequence[str] = (),
) -> bytes:
    """Return a deck: an opening slide, the tables of text, and a slide per exhibit.

    `questions` stand above the exhibits, in the same order. No two slides have the same title.
    Raises `ExportError` where a picture cannot be drawn.
    """
    title = clean(title)
    made, titles = deck(title=title, author=clean(author)), _Titles()
    marks = dict.fromkeys(chain(*(t.marks for t in texts), *(e.marks for e in exhibits)))
    slide_frame.opening(
        made,
        title=titles.unique(title),
        lines=[clean(subtitle), clean(author)],
        marks=[*map(clean, marks)],
    )
    for text in texts:
        _text(made, text, titles=titles)
    for exhibit, question in zip(exhibits, chain(questions, repeat("")), strict=False):
        _exhibit(made, cleaned(exhibit), question=clean(question), titles=titles)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class _Titles:
    """The titles that were given out; a second one of the same words gets a number."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def unique(self, title: str) -> str:
        base = " ".join(title.split()) or UNTITLED
        title, number = base, 1
        while title.casefold() in self._given:
            number += 1
            title = f"{base} ({number})"
        self._given.add(title.casefold())
        return title


def _exhibit(made: Presentation, exhibit: Exhibit, *, question: str, titles: _Titles) -> None:
    title, rest = _headline(exhibit)
    captions = [rest, exhibit.title if title != exhibit.title else ""]
    slide, top = slide_frame.start(
        made,
        title=titles.unique(title),
        question=question and f"Vraag: {question}",
        captions=captions,
        marks=exhibit.marks,
    )
    missing = without(exhibit)
    source = f"{absent(missing)} {exhibit.source}".strip()
    height = slide_frame.bottom(source) - top
    place(slide, exhibit, Box(INSIDE.left, top, INSIDE.width, height))
    slide_frame.end(slide, source=source, notes=_notes(exhibit, missing))


def _headline(exhibit: Exhibit) -> tuple[str, str]:
    """Return what the figure shows as a title, and the sentences for which that has no room."""
    finding = exhibit.finding.strip()
    if not finding:
        return exhibit.title, ""
    if slide_frame.fits_title(finding):
        return finding, ""
    first, *others = SENTENCE.split(finding, maxsplit=1)
    if slide_frame.fits_title(first):
        return first, "".join(others)
    return exhibit.title, finding


def _notes(exhibit: Exhibit, missing: list[str]) -> list[str]:
    """Return what the speaker has at hand: source, what the figure shows in words, remarks."""
    table = exhibit.table
    remarks = dict.fromkeys(
        str(text)
        for column in REMARKS
        if column in table
        for text in table[column].dropna()
        if str(text).strip()
    )
    return [
        exhibit.title,
        exhibit.finding,
        exhibit.source,
        exhibit.alternative,
        f"Zonder cijfer: {listing(missing)}." if missing else "",
        f"Opmerkingen: {'; '.join(remarks)}." if remarks else "",
    ]


def _text(made: Presentation, text: TextTable, *, titles: _Titles) -> None:
    """Add the slides of a table: no row is left out."""
    rows = [[clean(v) for v in row] for row in text.rows]
    table = slide_table.columns([*map(clean, text.header)], rows, numeric=(), width=INSIDE.width)
    while rows:
        title = titles.unique(clean(text.title))
        slide, top = slide_frame.start(made, title=title, marks=[*map(clean, text.marks)])
        room = Box(INSIDE.left, top, INSIDE.width, slide_frame.bottom("") - top)
        part = slide_table.fitting(table, rows, height=room.height)
        frame = slide_table.add_table(slide, table, part, box=room)
        slide_frame.describe(frame, name="Tabel", alternative=title)
        slide_frame.end(slide, source="", notes=[])
        rows = rows[len(part) :]
