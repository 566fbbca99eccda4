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
    cut,
    refuse,
    rows_expected,
)
from lib.intake.values import Value

DELIMITERS = ";\t,"
MAX_CELLS = 300_000  # a whole table of CBS has 200,000
SAVE_AS_UTF8 = "sla het bestand opnieuw op als CSV UTF-8"
LINES_TO_JUDGE = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(content: bytes, *, name: str, most_rows: int) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet, and what a reader should know.

    Raises `DataProblemsError` when it is no text, or no table.
    """
    text, told = _decoded(content, name=name)
    if "\0" in text:
        refuse(name, expected="tekst zonder NUL-tekens", fix=SAVE_AS_UTF8)
    first, _, rest = text.partition("\n")
    says = first.strip().strip('"').casefold()  # a line for Excel: `sep=;`
    is_marked = says.startswith("sep=") and len(says) == len("sep=;")
    rows = _rows(
        rest if is_marked else text,
        name=name,
        most=most_rows,
        before=int(is_marked),
        delimiter=says[-1] if is_marked else _delimiter(text),
    )
    return Sheet(name, rows), told


def armoured(text: str) -> str:
    """Return the text so that a spreadsheet does not run it: an apostrophe before it."""
    return f"'{text}" if _is_risky(text.lstrip("'")) else text


def bared(text: str) -> str:
    """Return the text that `armoured` was given."""
    return text[1:] if text.startswith("'") and _is_risky(text.lstrip("'")) else text


def _is_risky(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA_STARTS)


def _decoded(content: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    told = "De tekens zijn gelezen als Windows-1252: controleer letters met accenten."
    is_wide = content.startswith(BYTE_ORDER_MARKS)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), (told,) if encoding == "cp1252" else ()
    return refuse(name, expected="tekst in UTF-8", fix=SAVE_AS_UTF8)


def _delimiter(text: str) -> str:
    """Return the delimiter that stands on most of the first lines."""
    lines = io.StringIO(text).readlines(100_000)[:LINES_TO_JUDGE]
    return max(DELIMITERS, key=lambda sign: sum(sign in line for line in lines))


def _rows(
    text: str, *, name: str, delimiter: str, most: int, before: int
) -> dict[int, tuple[Value, ...]]:
    rows: dict[int, tuple[Value, ...]] = {}
    cells, number = 0, before
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, record in enumerate(lines, before + 1):
            if len(record) > MAX_COLUMNS:
                refuse(name, expected=COLUMNS_EXPECTED, fix=RIGHT_FILE, row=number)
            values = tuple(cut(bared(cell)) for cell in record)
            if any(values):
                rows[number] = values
            cells += len(record)
            if len(rows) > most or cells > MAX_CELLS:
                refuse(name, expected=rows_expected(most), fix=RIGHT_FILE, row=number)
    except csv.Error:
        refuse(
            name,
            row=number + 1,
            fix="sluit het aanhalingsteken dat in deze rij begint",
            expected="cellen met hoogstens één paar aanhalingstekens eromheen",
        )
    return rows
