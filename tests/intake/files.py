"""Files as people and strangers make them: CSV, workbooks, and workbooks with other insides."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, and the outcome that the program stored; None: it stored none."""

    text: str
    outcome: float | str | None


Cell = str | float | dt.date | Formula | None
Rows = Sequence[Sequence[Cell]]


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return lines as the bytes of a file."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx(
    rows: Rows,
    *,
    sheet: str = "Cijfers",
    more: Mapping[str, Rows] | None = None,
    hidden: Sequence[str] = (),
    change: Callable[[Any], object] | None = None,
) -> bytes:
    """Return a workbook; `more` are further sheets, `change` does something to the first."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "d-m-yyyy"})
        for title, content in {sheet: rows, **(more or {})}.items():
            made = book.add_worksheet(title)
            for row, cells in enumerate(content):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        made.write_string(row, column, cell)
                    elif isinstance(cell, dt.date):
                        made.write_datetime(row, column, cell, day)
                    elif isinstance(cell, Formula):
                        made.write_formula(row, column, cell.text, value=cell.outcome or "")
                    elif cell is not None:
                        made.write_number(row, column, cell)
            if title in hidden:
                made.hide()
            if title == sheet and change:
                change(made)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Return what is in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """Return a workbook of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook in which one part has other text."""
    inside = parts(content)
    assert old.encode() in inside[part]
    return packed({**inside, part: inside[part].replace(old.encode(), new.encode(), 1)})


def added(content: bytes, part: str, inside: bytes) -> bytes:
    """Return a workbook with one more part, or another in its place."""
    return packed({**parts(content), part: inside})


def sheet_of(body: str, *, before: str = "", after: str = "") -> bytes:
    """Return the XML of a sheet with these rows."""
    return f"<worksheet {MAIN}>{before}<sheetData>{body}</sheetData>{after}</worksheet>".encode()
