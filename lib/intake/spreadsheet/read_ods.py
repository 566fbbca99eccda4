"""OpenDocument to sheets, within the limits that hold for every workbook.

A cell says itself what it is: a number, a percentage, a date or a text. Not here: what that means.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from lib.catalog import DataProblemsError
from lib.intake.spreadsheet import sheets
from lib.intake.spreadsheet.read_xlsx import MAX_MERGED, MAX_UNPACKED, unpack
from lib.intake.values import CellValue

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
HIDDEN = frozenset({"collapse", "filter"})


def read_open_document(
    content: bytes, *, name: str, most_rows: int
) -> tuple[tuple[sheets.Sheet, ...], tuple[str, ...]]:
    """Return the sheets, and what a reader should know.

    Raises `DataProblemsError` when it is broken, too large, or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_locked(archive, name=name)
            content_part, scale = [archive.getinfo(CONTENT)], most_rows / sheets.MAX_ROWS
            root = fromstring(unpack(archive, content_part, name=name, scale=scale)[CONTENT])
        found = [_OdsTable(name, most_rows).read(e) for e in _children(root, "table")]
    except DataProblemsError:
        raise
    except Exception:  # noqa: BLE001 - zipfile and the parser raise whatever a broken file leads to
        sheets.refuse_file(name, "broken_workbook")
    return tuple(found), ()


def _refuse_locked(archive: zipfile.ZipFile, *, name: str) -> None:
    if MANIFEST in archive.namelist() and archive.getinfo(MANIFEST).file_size < MAX_UNPACKED:
        with archive.open(MANIFEST) as part:
            if b"encryption-data" in part.read(MAX_UNPACKED):
                sheets.refuse_file(name, "password")


def _children(element: Element, tag: str) -> Iterator[Element]:
    return (e for e in element.iter() if e.tag.endswith("}" + tag))


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.items() if k.endswith("}" + name)), "")


class _OdsCell(NamedTuple):
    value: CellValue
    is_formula: bool
    times: int
    spans: tuple[int, int]


@dataclass
class _OdsTable:
    """Reads one table of a document."""

    name: str
    most_rows: int
    rows: dict[int, tuple[CellValue, ...]] = field(default_factory=dict)
    formulas: set[sheets.CellPlace] = field(default_factory=set)
    merged: dict[sheets.CellPlace, sheets.CellPlace] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)

    def read(self, table: Element) -> sheets.Sheet:
        """Return the sheet."""
        file = f"{self.name}, blad '{sheets.safe_file_name(_attribute(table, 'name'))}'"
        number = 1
        for row in _children(table, "table-row"):
            repeated = int(_attribute(row, "number-rows-repeated") or 1)
            cells = self._read_cells(row, number, file=file)
            for same in range(number, number + repeated) if any(cells) else ():
                self._add_row(same, cells, row, file=file)
            number += repeated
        hidden = tuple(self.hidden), tuple(_list_hidden_columns(table))
        return sheets.Sheet(file, self.rows, frozenset(self.formulas), self.merged, *hidden)

    def _add_row(self, number: int, cells: list[CellValue], row: Element, *, file: str) -> None:
        self.rows[number] = tuple(cells)
        if _attribute(row, "visibility") in HIDDEN:
            self.hidden.append(number)
        if len(self.rows) > self.most_rows:
            sheets.refuse_rows(file, row=number, most=self.most_rows)

    def _read_cells(self, row: Element, number: int, *, file: str) -> list[CellValue]:
        """Return the cells up to the last that says something."""
        cells: list[CellValue] = []
        blanks = 0
        for element in row:
            if not element.tag.endswith("table-cell"):
                continue
            cell = _read_ods_cell(element)
            if cell.value is None and not cell.is_formula:
                blanks += cell.times
                continue
            cells += [None] * min(blanks, sheets.MAX_COLUMNS + 1)
            blanks, first = 0, len(cells)
            cells += [cell.value] * min(cell.times, sheets.MAX_COLUMNS + 1)
            if len(cells) > sheets.MAX_COLUMNS:
                most = sheets.MAX_COLUMNS
                sheets.refuse_file(file, "columns_in_upload", most=most, row=number)
            if cell.is_formula:
                self.formulas |= {(number, column) for column in range(first, len(cells))}
            self._add_merged((number, first), cell.spans, file=file)
        return cells

    def _add_merged(self, origin: sheets.CellPlace, spans: tuple[int, int], *, file: str) -> None:
        high, wide = spans
        if len(self.merged) + high * wide > MAX_MERGED:
            sheets.refuse_file(file, "merged_cells")
        row, column = origin
        places = {(row + r, column + c): origin for r in range(high) for c in range(wide)}
        self.merged |= places if len(places) > 1 else {}


def _list_hidden_columns(table: Element) -> Iterator[int]:
    first = 0
    for element in _children(table, "table-column"):
        last = first + int(_attribute(element, "number-columns-repeated") or 1)
        if _attribute(element, "visibility") in HIDDEN:
            yield from range(first, min(last, sheets.MAX_COLUMNS))
        first = last


def _read_ods_cell(element: Element) -> _OdsCell:
    read = _ODS_VALUES.get(_attribute(element, "value-type"), _read_ods_text)
    is_formula, times = bool(_attribute(element, "formula")), "number-columns-repeated"
    high, wide = (int(_attribute(element, f"number-{n}-spanned") or 1) for n in ("rows", "columns"))
    return _OdsCell(read(element), is_formula, int(_attribute(element, times) or 1), (high, wide))


def _read_ods_text(element: Element) -> str | None:
    paragraphs = ["".join(p.itertext()) for p in element if p.tag.endswith("}p")]
    return sheets.shorten_cell("\n".join(paragraphs))


def _read_ods_number(element: Element) -> float:
    value = float(_attribute(element, "value"))
    return int(value) if value.is_integer() else value


_ODS_VALUES: Mapping[str, Callable[[Element], CellValue]] = {
    "percentage": lambda element: f"{float(_attribute(element, 'value')) * 100:.10g}%",
    "float": _read_ods_number,
    "currency": _read_ods_number,
    "date": lambda element: dt.datetime.fromisoformat(_attribute(element, "date-value")),
    "boolean": lambda element: _attribute(element, "boolean-value") == "true",
}
