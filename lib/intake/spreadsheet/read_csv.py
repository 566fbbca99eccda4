"""CSV to one sheet: any of three delimiters and encodings. Not here: what the cells mean."""

import codecs
import csv
import io
from contextlib import suppress

from lib.intake.spreadsheet import sheets
from lib.intake.values import CellValue
from lib.text import unguard_formula

DELIMITERS = ";\t,"
MAX_CELLS = 300_000  # a whole table of CBS has 200,000
LINES_TO_COMPARE = 50
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(content: bytes, *, name: str, most_rows: int) -> tuple[sheets.Sheet, tuple[str, ...]]:
    """Return the sheet, and what a reader should know.

    Raises `DataProblemsError` when it is no text, or no table.
    """
    text, notices = _decode(content, name=name)
    if "\0" in text:
        sheets.refuse_file(name, "nul_characters")
    first, _, rest = text.partition("\n")
    says = first.strip().strip('"').casefold()  # a line for Excel: `sep=;`
    is_marked = says.startswith("sep=") and len(says) == len("sep=;")
    rows = _read_records(
        rest if is_marked else text,
        name=name,
        most=most_rows,
        before=int(is_marked),
        delimiter=says[-1] if is_marked else _find_delimiter(text),
    )
    return sheets.Sheet(name, rows), notices


def _decode(content: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    notices = "De tekens zijn gelezen als Windows-1252: controleer letters met accenten."
    is_wide = content.startswith(BYTE_ORDER_MARKS)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), (notices,) if encoding == "cp1252" else ()
    return sheets.refuse_file(name, "not_text")


def _find_delimiter(text: str) -> str:
    """Return the delimiter that stands on most of the first lines."""
    lines = io.StringIO(text).readlines(100_000)[:LINES_TO_COMPARE]
    return max(DELIMITERS, key=lambda sign: sum(sign in line for line in lines))


def _read_records(
    text: str, *, name: str, delimiter: str, most: int, before: int
) -> dict[int, tuple[CellValue, ...]]:
    rows: dict[int, tuple[CellValue, ...]] = {}
    cells, number = 0, before
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(lines, before + 1):
            if len(record) > sheets.MAX_COLUMNS:
                sheets.refuse_file(name, "columns_in_upload", most=sheets.MAX_COLUMNS, row=number)
            values = tuple(sheets.shorten_cell(unguard_formula(cell)) for cell in record)
            if any(values):
                rows[number] = values
            cells += len(record)
            if len(rows) > most or cells > MAX_CELLS:
                sheets.refuse_file(
                    name, "rows_in_upload", row=number, most=f"{most:,}".replace(",", ".")
                )
    except csv.Error:
        sheets.refuse_file(name, "open_quote", row=number + 1)
    return rows
