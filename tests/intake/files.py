"""Files as people and strangers make them: CSV, workbooks, and workbooks with other insides."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from openpyxl import load_workbook

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


NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods(rows: Rows, *, columns: str = "") -> bytes:
    """Return an OpenDocument with one sheet; `columns` are its `table-column` elements."""
    lines = ("".join(map(_ods_cell, row)) for row in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    table = f'<table:table table:name="A">{columns}{body}</table:table>'
    content = f"<office:document-content {NAMESPACES}>{table}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def resave_as_ods(content: bytes) -> bytes:
    """Return the first sheet of a workbook as an OpenDocument, as LibreOffice would save it."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return ods(list(sheet.iter_rows(values_only=True)))


def _ods_text(text: str) -> str:
    """Return text as LibreOffice writes it: a paragraph a line, repeated spaces and tabs apart."""
    lines = escape(text).replace("\t", "<text:tab/>").split("\n")
    spaced = (
        re.sub("^ | (?= )| $", '<text:s text:c="1"/>', line, flags=re.MULTILINE) for line in lines
    )
    return "".join(f"<text:p>{line}</text:p>" for line in spaced)


def _ods_cell(value: object) -> str:
    """Return a cell as LibreOffice writes it: what it is, and what it shows."""
    if value is None:
        return "<table:table-cell/>"
    kind, name, text = "string", "", escape(str(value))
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        kind, name, text = "date", "date-value", day.isoformat()
    elif isinstance(value, int | float):
        kind, name = "float", "value"
    elif isinstance(value, str) and re.fullmatch(r"[\d.]+%", value):
        kind, name, text = "percentage", "value", repr(float(value[:-1]) / 100)
    own = f' office:{name}="{text}"' if name else ""
    shown = _ods_text(str(value))
    return f'<table:table-cell office:value-type="{kind}"{own}>{shown}</table:table-cell>'
