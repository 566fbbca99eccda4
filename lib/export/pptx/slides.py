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
from lib.export.exhibit_text import clean_exhibit, source_line, table_lines
from lib.export.pptx import slide_frame, slide_table
from lib.export.pptx.deck import INSIDE, Box, make_deck
from lib.export.pptx.slide_figure import add_figure, find_absent, format_absent
from lib.figures.format import listing
from lib.text import remove_xml_illegal

SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z'(‘“])")
REMARK_COLUMNS = ("opmerking", PROVENANCE[-1])  # columns of a table that explain its rows
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
    words: Sequence[Sequence[str]] = (),
) -> bytes:
    """Return a deck: an opening slide, the tables of text, and a slide per exhibit.

    `words` stand out above the figures, in the same order. No two slides have the same title.
    Raises `ExportError` where a picture cannot be drawn.
    """
    made, titles = make_deck(title=title, author=author), _UniqueTitles()
    marks = dict.fromkeys(chain(*(t.marks for t in texts), *(e.marks for e in exhibits)))
    slide_frame.add_opening(
        made, title=titles.unique(title), lines=[subtitle, author], marks=list(marks)
    )
    for text in texts:
        _add_text_table(made, text, titles=titles)
    for exhibit, lines in zip(exhibits, chain(words, repeat(())), strict=False):
        _add_exhibit(made, clean_exhibit(exhibit), words=lines, titles=titles)
    return _save_deck(made)


def render_slide(exhibit: Exhibit, *, author: str) -> bytes:
    """Return a deck of one slide, to put in another; raises as `render_slides`."""
    made = make_deck(title=exhibit.title, author=author)
    _add_exhibit(made, clean_exhibit(exhibit), words=(), titles=_UniqueTitles())
    return _save_deck(made)


def _save_deck(made: Presentation) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class _UniqueTitles:
    """The titles that were given out; a second one of the same words gets a number."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def unique(self, title: str) -> str:
        base = " ".join(remove_xml_illegal(title).split()) or UNTITLED
        title, number = base, 1
        while title.casefold() in self._given:
            number += 1
            title = f"{base} ({number})"
        self._given.add(title.casefold())
        return title


def _add_exhibit(
    made: Presentation, exhibit: Exhibit, *, words: Sequence[str], titles: _UniqueTitles
) -> None:
    """Add an exhibit's slide; `words` stand out above the figure."""
    title, rest = _headline(exhibit)
    captions = [rest, exhibit.title if title != exhibit.title else ""]
    slide, top = slide_frame.start_slide(
        made, title=titles.unique(title), words=words, captions=captions, marks=exhibit.marks
    )
    missing = find_absent(exhibit)
    source = source_line(exhibit, before=format_absent(missing))
    height = slide_frame.figure_bottom(source) - top
    if not exhibit.is_title_only:
        add_figure(slide, exhibit, Box(INSIDE.left, top, INSIDE.width, height))
    slide_frame.finish_slide(slide, source=source, notes=_speaker_notes(exhibit, missing))


def _headline(exhibit: Exhibit) -> tuple[str, str]:
    """Return what the figure shows as a title, and the sentences for which that has no room."""
    finding = exhibit.finding.strip()
    if not finding:
        return exhibit.title, ""
    if slide_frame.fits_title(finding):
        return finding, ""
    first, *others = SENTENCE_END.split(finding, maxsplit=1)
    if slide_frame.fits_title(first):
        return first, "".join(others)
    return exhibit.title, finding


def _speaker_notes(exhibit: Exhibit, missing: list[str]) -> list[str]:
    """Return what the speaker has at hand: source, the figure in words, its rows, remarks."""
    table = exhibit.table
    remarks = dict.fromkeys(
        str(text)
        for column in REMARK_COLUMNS
        if column in table
        for text in table[column].dropna()
        if str(text).strip()
    )
    return [
        exhibit.title,
        exhibit.finding,
        source_line(exhibit),
        exhibit.alternative,
        f"Zonder cijfer: {listing(missing)}." if missing else "",
        f"Opmerkingen: {'; '.join(remarks)}." if remarks else "",
        *table_lines(exhibit),
    ]


def _add_text_table(made: Presentation, text: TextTable, *, titles: _UniqueTitles) -> None:
    """Add the slides of a table: no row is left out."""
    rows: Sequence[Sequence[str]] = text.rows
    table = slide_table.fit_columns(text.header, rows, numeric=(), width=INSIDE.width)
    while rows:
        title = titles.unique(text.title)
        slide, top = slide_frame.start_slide(made, title=title, marks=text.marks)
        room = Box(INSIDE.left, top, INSIDE.width, slide_frame.figure_bottom("") - top)
        part = slide_table.fit_rows(table, rows, height=room.height)
        frame = slide_table.add_table(slide, table, part, box=room)
        slide_frame.describe_shape(frame, name="Tabel", alternative=title)
        slide_frame.finish_slide(slide, source="", notes=[])
        rows = rows[len(part) :]
