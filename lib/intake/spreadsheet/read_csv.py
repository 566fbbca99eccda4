"""CSV to one sheet: any of three delimiters and encodings. Not here: what the cells mean."""

import codecs
import csv
import io
from contextlib import suppress

from lib.intake.spreadsheet.sheets import (
    COLUMNS_EXPECTED,
    MAX_COLUMNS,
    RIGHT_FILE,
    Sheet,
    describe_row_limit,
    refuse_file,
    shorten_cell,
)
from lib.intake.values import CellValue
from lib.text import unguard_formula

DELIMITERS = ";\t,"
MAX_CELLS = 300_000  # a whole table of CBS has 200,000
SAVE_AS_UTF8 = "sla het bestand opnieuw op als CSV UTF-8"
LINES_TO_COMPARE = 50
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(content: bytes, *, name: str, most_rows: int) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet, and what a reader should know.

    Raises `DataProblemsError` when it is no text, or no table.
    """
    text, notices = _decode(content, name=name)
    if "\0" in text:
        refuse_file(name, expected="tekst zonder NUL-tekens", fix=SAVE_AS_UTF8)
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
    return Sheet(name, rows), notices


def _decode(content: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    notices = "De tekens zijn gelezen als Windows-1252: controleer letters met accenten."
    is_wide = content.startswith(BYTE_ORDER_MARKS)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), (notices,) if encoding == "cp1252" else ()
    return refuse_file(name, expected="tekst in UTF-8", fix=SAVE_AS_UTF8)


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
            if len(record) > MAX_COLUMNS:
                refuse_file(name, expected=COLUMNS_EXPECTED, fix=RIGHT_FILE, row=number)
            values = tuple(shorten_cell(unguard_formula(cell)) for cell in record)
            if any(values):
                rows[number] = values
            cells += len(record)
            if len(rows) > most or cells > MAX_CELLS:
                refuse_file(name, expected=describe_row_limit(most), fix=RIGHT_FILE, row=number)
    except csv.Error:
        refuse_file(
            name,
            row=number + 1,
            fix="sluit het aanhalingsteken dat in deze rij begint",
            expected="cellen met hoogstens één paar aanhalingstekens eromheen",
        )
    return rows
