"""Slides (PPTX): one per figure, with charts that can be edited, notes, and alternatives in words.

A figure is a chart that can be edited, a picture, both, or a table. Not here: the empty
deck and what stands around a figure (`deck`).
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any

import pandas as pd
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Emu

from lib.exhibits.exhibit import PROVENANCE, Exhibit, Native, Shape
from lib.export.columns import drop_empty_columns, format_table, join_margins
from lib.export.exhibit_text import clean_exhibit, source_line, table_lines
from lib.export.picture import SMALLEST_CHART_TYPE, draw_fitted_png
from lib.export.pptx import deck, slide_table
from lib.export.pptx.chart import add_chart, numbers
from lib.export.pptx.deck import INSIDE, Box, describe_shape, make_deck, write_text
from lib.export.pptx.dot_chart import add_dot_chart
from lib.export.pptx.scatter_chart import add_scatter_chart
from lib.figures.format import count, listing
from lib.text import remove_xml_illegal

SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z'(‘“])")
REMARK_COLUMNS = ("opmerking", PROVENANCE[-1])  # columns of a table that explain its rows
UNTITLED = "Zonder titel"
MOST_TABLE_COLUMNS = 8
MOST_ABSENT_NAMES = 4  # that stand on the slide; the notes have all
MAP_PART = 0.44  # of the width, where a map stands next to its chart
LEFT_OUT_HEIGHT = 0.34  # inches, for the line on what is left out
MAP_GAP = 0.2
DRAWN_BY = {Shape.DOTS: add_dot_chart, Shape.SCATTER: add_scatter_chart}


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
    deck.add_opening(made, title=titles.unique(title), lines=[subtitle, author], marks=list(marks))
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
    slide, top = deck.start_slide(
        made, title=titles.unique(title), words=words, captions=captions, marks=exhibit.marks
    )
    missing = find_absent(exhibit)
    source = source_line(exhibit, before=format_absent(missing))
    height = deck.figure_bottom(source) - top
    if not exhibit.is_title_only:
        add_figure(slide, exhibit, Box(INSIDE.left, top, INSIDE.width, height))
    deck.finish_slide(slide, source=source, notes=_speaker_notes(exhibit, missing))


def _headline(exhibit: Exhibit) -> tuple[str, str]:
    """Return what the figure shows as a title, and the sentences for which that has no room."""
    finding = exhibit.finding.strip()
    if not finding:
        return exhibit.title, ""
    if deck.fits_title(finding):
        return finding, ""
    first, *others = SENTENCE_END.split(finding, maxsplit=1)
    if deck.fits_title(first):
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
        slide, top = deck.start_slide(made, title=title, marks=text.marks)
        room = Box(INSIDE.left, top, INSIDE.width, deck.figure_bottom("") - top)
        part = slide_table.fit_rows(table, rows, height=room.height)
        frame = slide_table.add_table(slide, table, part, box=room)
        deck.describe_shape(frame, name="Tabel", alternative=title)
        deck.finish_slide(slide, source="", notes=[])
        rows = rows[len(part) :]


def add_figure(slide: Slide, exhibit: Exhibit, box: Box) -> None:
    """Put the exhibit's figure in the box; each part of it has an alternative in words."""
    native = usable_native(exhibit)
    if native is None:
        if exhibit.has_picture:
            _add_picture(slide, exhibit, box)
        elif len(exhibit.figures.columns):
            _add_figure_table(slide, exhibit, box)
        return
    if exhibit.compact_svg or is_map_chart(exhibit.chart or {}):
        left, box = _split_box(box)
        _add_picture(slide, replace(exhibit, svg=exhibit.compact_svg), left)
    frame = DRAWN_BY.get(native.shape, add_chart)(slide, exhibit, native, box)
    describe_shape(frame, name="Grafiek", alternative=exhibit.alternative)


def is_map_chart(spec: Mapping[str, Any]) -> bool:
    """Return whether a Vega-Lite specification draws areas.

    A map that was put on an agenda before maps were drawn as SVG has no other picture.
    """
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    return kind == "geoshape" or any(is_map_chart(layer) for layer in spec.get("layer", ()))


def usable_native(exhibit: Exhibit) -> Native | None:
    """Return of which columns a chart can be made; None where they hold no figure."""
    native = exhibit.native
    return native if native and _chart_values(exhibit, native).notna().any(axis=None) else None


def find_absent(exhibit: Exhibit) -> list[str]:
    """Return the rows of which a chart of bars or dots shows no figure, by name."""
    native = usable_native(exhibit)
    if native is None or native.shape is Shape.LINES:
        return []
    is_absent = _chart_values(exhibit, native).isna().all(axis=1)
    names = zip(exhibit.table[native.category], is_absent, strict=True)
    return [str(name) for name, without_figure in names if without_figure]


def _chart_values(exhibit: Exhibit, native: Native) -> pd.DataFrame:
    columns = native.values  # noqa: PD011 - no frame
    return pd.DataFrame({c: numbers(exhibit.table[c]) for c in columns}, dtype=float)


def format_absent(names: list[str]) -> str:
    """Return which rows have no figure, for the line under the chart."""
    if not names:
        return ""
    if len(names) > MOST_ABSENT_NAMES:
        return f"Zonder cijfer: {count(len(names), 'rij', 'rijen')} (zie de notities)."
    return f"Zonder cijfer: {listing(names)}."


def _split_box(box: Box) -> tuple[Box, Box]:
    """Return the box as two, left and right."""
    width = box.width * MAP_PART
    right = box._replace(left=box.left + width + MAP_GAP, width=box.width - width - MAP_GAP)
    return box._replace(width=width), right


def _add_picture(slide: Slide, exhibit: Exhibit, box: Box) -> None:
    """Put the picture in the middle of the box, as large as it may be."""
    drawn = draw_fitted_png(exhibit, width=box.width * 72, height=box.height * 72)
    left, top, width, height = box.emu
    shape = slide.shapes.add_picture(io.BytesIO(drawn), Emu(0), Emu(0))
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape.left = Emu(left + (width - shape.width) // 2)
    shape.top = Emu(top + (height - shape.height) // 2)
    describe_shape(shape, name="Beeld", alternative=exhibit.alternative)


def _add_figure_table(slide: Slide, exhibit: Exhibit, box: Box) -> None:
    """Put the table on the slide, or what fits of it and a line on what is left out."""
    figures = join_margins(drop_empty_columns(exhibit.figures))
    newest = range(1, len(figures.columns))[1 - MOST_TABLE_COLUMNS :]
    header, rows, numeric = format_table(figures.iloc[:, [0, *newest]])
    table = slide_table.fit_columns(header, rows, numeric=numeric, width=box.width)
    first = slide_table.fit_rows(table, rows, height=box.height - LEFT_OUT_HEIGHT)
    frame = slide_table.add_table(slide, table, first, box=box)
    describe_shape(frame, name="Tabel", alternative=exhibit.alternative)
    left_out = [
        count(number, *nouns)
        for number, nouns in (
            (len(rows) - len(first), ("andere rij", "andere rijen")),
            (len(figures.columns) - len(header), ("andere kolom", "andere kolommen")),
        )
        if number
    ]
    if left_out:
        below = box._replace(
            top=Emu(frame.top + frame.height).inches + 0.06, height=LEFT_OUT_HEIGHT
        )
        line = slide.shapes.add_textbox(*below.emu)
        line.name, line.text_frame.word_wrap = "Wat er niet staat", True
        write_text(
            line.text_frame, f"en {listing(left_out)}: zie de notities", size=SMALLEST_CHART_TYPE
        )
