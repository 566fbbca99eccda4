"""A table on a slide that can be edited: what fits of it, and how wide its columns are.

Not here: which tables stand on which slides (`slides`).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.table import _Cell as Cell
from pptx.util import Inches

from lib.export.pptx.deck import Box
from lib.export.pptx.slide_text import rgb, write
from lib.figures import palette
from lib.figures.vocabulary import OVERDUE

TYPE = 14  # points
MOST_ROWS = 12
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's 'no style, no grid'
# All in inches, for type of 14 points: a broad character and one in the middle of a text, a line.
BROAD, CHARACTER, LINE, PADDING, AROUND = 0.115, 0.103, 0.235, 0.1, 0.14
NARROWEST = 8  # characters
STRETCH = 1.5  # how much wider than its words a small table may be: rows must stay readable

Row = Sequence[str]


@dataclass(frozen=True)
class Columns:
    """The columns of a table: their headings, which hold figures, and their widths in inches."""

    header: tuple[str, ...]
    numeric: frozenset[int]
    widths: tuple[float, ...]


def columns(header: Row, rows: Iterable[Row], *, numeric: Iterable[int], width: float) -> Columns:
    """Return columns as wide as their words ask for, together at most `width` inches."""
    longest = [len(name) for name in header]
    for row in rows:
        longest = [max(most, len(text)) for most, text in zip(longest, row, strict=True)]
    asked = [max(NARROWEST, most) * BROAD + 2 * PADDING for most in longest]
    given = _share(asked, width)
    scale = min(STRETCH, width / sum(given))
    return Columns(tuple(header), frozenset(numeric), tuple(w * scale for w in given))


def _share(asked: Sequence[float], width: float) -> list[float]:
    """Return what each gets of a width: whoever asks little all of it, the others an equal part."""
    given = [0.0] * len(asked)
    left = width
    for done, at in enumerate(sorted(range(len(asked)), key=asked.__getitem__)):
        given[at] = min(asked[at], left / (len(asked) - done))
        left -= given[at]
    return given


def fitting(table: Columns, rows: Sequence[Row], *, height: float) -> Sequence[Row]:
    """Return the first rows, at least one, that fit under the header in `height` inches."""
    left = height - _height(table, table.header)
    for number, row in enumerate(rows[:MOST_ROWS]):
        left -= _height(table, row)
        if left < 0 and number:
            return rows[:number]
    return rows[:MOST_ROWS]


def add_table(slide: Slide, table: Columns, rows: Sequence[Row], *, box: Box) -> GraphicFrame:
    """Put a table on the slide, its first row marked as a header, and return its frame."""
    heights = [_height(table, row) for row in (table.header, *rows)]
    place = box._replace(width=sum(table.widths), height=sum(heights))
    shape: GraphicFrame = slide.shapes.add_table(len(heights), len(table.widths), *place.emu)
    shape.element.xpath(".//a:tableStyleId")[0].text = PLAIN
    drawn = shape.table
    drawn.horz_banding = False
    for number, width in enumerate(table.widths):
        drawn.columns[number].width = Inches(width)
    for at, (row, height) in enumerate(zip((table.header, *rows), heights, strict=True)):
        drawn.rows[at].height = Inches(height)
        for number, text in enumerate(row):
            _fill(drawn.cell(at, number), text, row=at, numeric=number in table.numeric)
    return shape


def _height(table: Columns, row: Row) -> float:
    lines = max(
        math.ceil(len(text) * CHARACTER / (width - 2 * PADDING))
        for text, width in zip(row, table.widths, strict=True)
    )
    return max(1, lines) * LINE + AROUND


def _fill(cell: Cell, text: str, *, row: int, numeric: bool) -> None:
    """Write a cell; the header is white on the accent colour, every other row has a wash.

    What is late stands out.
    """
    ground = palette.PAPER if row % 2 else palette.WASH
    ink = palette.INK
    if row == 0:
        ground, ink = palette.ACCENT, palette.PAPER
    is_late = text.endswith(OVERDUE)
    if is_late:
        ink = palette.BAD
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ground)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if row == 0 else MSO_ANCHOR.TOP
    write(cell.text_frame, text, size=TYPE, bold=row == 0 or is_late, colour=ink)
    if numeric:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
