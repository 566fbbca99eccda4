"""The columns of what the municipality registers, made as those of a survey are.

A register seldom names its municipality, and may have year and month in two columns. Not here:
finding its figures (`survey_layouts`).
"""

from collections.abc import Sequence
from dataclasses import replace

from lib.intake.names import name_key
from lib.intake.spreadsheet.sheets import Sheet
from lib.intake.survey_heads import AREA_TITLES, PERIOD_IN_TITLE, ROLE_OF_TITLE
from lib.intake.values import CellValue, cell_text

_YEARS = frozenset({"jaar", "jaartal"})
# What stands between a number in such a column and its year.
_PARTS_OF_YEAR = {"maand": "-", "maandnummer": "-", "kwartaal": " "}


def name_whole(sheet: Sheet, name: str) -> Sheet:
    """Return a sheet in which each row under a column of periods names the municipality."""
    for row, cells in sheet.rows.items():
        roles = {ROLE_OF_TITLE.get(name_key(cell_text(c, longest=60))) for c in cells}
        if "period" in roles:
            return sheet.with_column(AREA_TITLES[0], name, head=row)
    return sheet


def join_months(sheet: Sheet) -> Sheet:
    """Return a sheet in which a column of months or quarters has its year from that of years."""
    for head, cells in sheet.rows.items():
        place = {name_key(cell_text(cell, longest=60)): n for n, cell in enumerate(cells)}
        years, parts = (sorted(place.keys() & names) for names in (_YEARS, _PARTS_OF_YEAR.keys()))
        if years and parts:
            at = place[years[0]], place[parts[0]]
            return _join_below(sheet, head, at, sign=_PARTS_OF_YEAR[parts[0]])
    return sheet


def _join_below(sheet: Sheet, head: int, at: tuple[int, int], *, sign: str) -> Sheet:
    below = {r: _join_month(c, at, sign=sign) for r, c in sheet.rows.items() if r > head}
    named = tuple(None if n == at[0] else cell for n, cell in enumerate(sheet.rows[head]))
    return replace(sheet, rows={**sheet.rows, **below, head: named})


def _join_month(
    cells: Sequence[CellValue], at: tuple[int, int], *, sign: str
) -> tuple[CellValue, ...]:
    """Return a row with '3-2025' in the column of months, and nothing in that of years."""
    year, month = at
    when, text = (cell_text(cells[n]) if n < len(cells) else "" for n in at)
    if not when or not text or PERIOD_IN_TITLE.search(text):
        return tuple(cells)
    joined = {year: None, month: f"{text}{sign if text.isdecimal() else ' '}{when}"}
    return tuple(joined.get(n, cell) for n, cell in enumerate(cells))
