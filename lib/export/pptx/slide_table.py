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

from lib.export.pptx.deck import Box, rgb, write_text
from lib.figures import palette
from lib.figures.vocabulary import OVERDUE

TABLE_TYPE = 14  # points
MOST_SLIDE_ROWS = 12
PLAIN_TABLE_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's 'no style, no grid'
# All in inches, for type of 14 points: a broad character and one in the middle of a text, a line.
BROAD_CHARACTER, AVERAGE_CHARACTER, TABLE_LINE = 0.115, 0.103, 0.235
CELL_PADDING, CELL_MARGIN = 0.1, 0.14
NARROWEST_CELL = 8  # characters
STRETCH = 1.5  # how much wider than its words a small table may be: rows must stay readable

TextRow = Sequence[str]


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table: their headings, which hold figures, and their widths in inches."""

    header: tuple[str, ...]
    numeric: frozenset[int]
    widths: tuple[float, ...]


def fit_columns(
    header: TextRow, rows: Iterable[TextRow], *, numeric: Iterable[int], width: float
) -> TableColumns:
    """Return columns as wide as their words ask for, together at most `width` inches."""
    texts = list(zip(header, *rows, strict=True))
    needed = [_cell_width(map(len, column)) for column in texts]
    least = [_cell_width(len(w) for text in column for w in text.split()) for column in texts]
    # One long word, such as an address, leaves the other columns theirs.
    least = _share_width(least, width, least=[0.0] * len(least))
    given = _share_width(needed, width, least=least)
    scale = min(STRETCH, width / sum(given))
    return TableColumns(tuple(header), frozenset(numeric), tuple(w * scale for w in given))


def _cell_width(lengths: Iterable[int]) -> float:
    return max(NARROWEST_CELL, *lengths, 0) * BROAD_CHARACTER + 2 * CELL_PADDING


def _share_width(needed: Sequence[float], width: float, *, least: Sequence[float]) -> list[float]:
    """Return what each gets of a width: its longest word, and an equal part of what is left.

    Whoever asks less than that gets all that it asks.
    """
    given = list(least)
    left = width - sum(least)
    more = [wanted - has for wanted, has in zip(needed, least, strict=True)]
    for done, at in enumerate(sorted(range(len(more)), key=more.__getitem__)):
        part = max(0, min(more[at], left / (len(more) - done)))
        given[at] += part
        left -= part
    return given


def fit_rows(table: TableColumns, rows: Sequence[TextRow], *, height: float) -> Sequence[TextRow]:
    """Return the first rows, at least one, that fit under the header in `height` inches."""
    left = height - _row_height(table, table.header)
    for number, row in enumerate(rows[:MOST_SLIDE_ROWS]):
        left -= _row_height(table, row)
        if left < 0 and number:
            return rows[:number]
    return rows[:MOST_SLIDE_ROWS]


def add_table(
    slide: Slide, table: TableColumns, rows: Sequence[TextRow], *, box: Box
) -> GraphicFrame:
    """Put a table on the slide, its first row marked as a header, and return its frame."""
    heights = [_row_height(table, row) for row in (table.header, *rows)]
    place = box._replace(width=sum(table.widths), height=sum(heights))
    shape: GraphicFrame = slide.shapes.add_table(len(heights), len(table.widths), *place.emu)
    shape.element.xpath(".//a:tableStyleId")[0].text = PLAIN_TABLE_STYLE
    drawn = shape.table
    drawn.horz_banding = False
    for number, width in enumerate(table.widths):
        drawn.columns[number].width = Inches(width)
    for at, (row, height) in enumerate(zip((table.header, *rows), heights, strict=True)):
        drawn.rows[at].height = Inches(height)
        for number, text in enumerate(row):
            _fill_cell(drawn.cell(at, number), text, row=at, numeric=number in table.numeric)
    return shape


def _row_height(table: TableColumns, row: TextRow) -> float:
    lines = max(
        math.ceil(len(text) * AVERAGE_CHARACTER / (width - 2 * CELL_PADDING))
        for text, width in zip(row, table.widths, strict=True)
    )
    return max(1, lines) * TABLE_LINE + CELL_MARGIN


def _fill_cell(cell: Cell, text: str, *, row: int, numeric: bool) -> None:
    """Write a cell; the header is white on the accent colour, every other row has a wash.

    What is late stands out.
    """
    ground, ink = palette.PAPER if row % 2 else palette.WASH, palette.INK
    if row == 0:
        ground, ink = palette.ACCENT, palette.PAPER
    if is_late := text.endswith(OVERDUE):
        ink = palette.BAD
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ground)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if row == 0 else MSO_ANCHOR.TOP
    write_text(cell.text_frame, text, size=TABLE_TYPE, bold=row == 0 or is_late, colour=ink)
    if numeric:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
