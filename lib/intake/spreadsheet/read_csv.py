"""CSV to sheets, one for each delimiter that it may have. Not here: what the cells mean."""

import codecs
import csv
import io
import re
from contextlib import suppress
from itertools import groupby

from lib.catalog import DataProblemsError
from lib.intake.spreadsheet import sheets
from lib.intake.values import CellValue
from lib.text import unguard_formula

DELIMITERS = ";\t,|"
MAX_CELLS = 300_000  # a whole table of CBS has 200,000
LINES_TO_COMPARE = 50
METADATA_START = "TableInfos"  # of the file in which CBS explains a table
SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)  # a line for Excel: `sep=;`
OTHER_QUOTES = ("«»", "“”", "„”")
TOO_LARGE = frozenset({"rows_in_upload"})
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(
    content: bytes, *, name: str, most_rows: int
) -> tuple[tuple[sheets.Sheet, ...], tuple[str, ...]]:
    """Return the sheet that each delimiter makes, the likeliest first, and what should be known.

    Which one holds is known by whose header is found. Raises `DataProblemsError` when it is no
    text, or no table by any of them.
    """
    text, notices = _decode(content, name=name)
    first, _, rest = text.partition("\n")
    _refuse_other_text(text, name=name)
    mark = SEPARATOR_LINE.fullmatch(first)
    text, before = (rest, 1) if mark else (text, 0)
    found, refused = [], []
    for delimiter in mark[1] if mark else _rank_delimiters(text):
        try:
            rows = _read_records(
                text, name=name, most=most_rows, before=before, delimiter=delimiter
            )
            found.append(sheets.Sheet(name, rows))
        except DataProblemsError as error:
            refused.append(error)
            if error.problems[0].kind in TOO_LARGE:
                break
    if not found or (refused and refused[0].problems[0].kind in TOO_LARGE):
        raise refused[0]
    return tuple(found), notices


def _refuse_other_text(text: str, *, name: str) -> None:
    if "\0" in text:
        sheets.refuse_file(name, "nul_characters")
    if text.lstrip().startswith(METADATA_START):
        sheets.refuse_file(name, "metadata_file")


def _decode(content: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    notices = "De tekens zijn gelezen als Windows-1252: controleer letters met accenten."
    is_wide = content.startswith(BYTE_ORDER_MARKS)
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), (notices,) if encoding == "cp1252" else ()
    return sheets.refuse_file(name, "not_text")


def _rank_delimiters(text: str) -> list[str]:
    """Return the delimiters that stand in the first lines, the likeliest first.

    That is the one that parts the most rows in a row in equally many cells, quotes in mind.
    """
    start = "".join(io.StringIO(text).readlines(100_000)[:LINES_TO_COMPARE])

    def count_alike(delimiter: str) -> int:
        records = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        runs = groupby(len(record) for record in records if record)
        return max((len(list(run)) for width, run in runs if width > 1), default=0)

    ranked = sorted(DELIMITERS, key=count_alike, reverse=True)
    return [sign for sign in ranked if sign in start] or [DELIMITERS[0]]


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
            values = tuple(sheets.shorten_cell(_unquote(unguard_formula(c))) for c in record)
            if any(values):
                rows[number] = values
            cells += len(record)
            if len(rows) > most or cells > MAX_CELLS:
                sheets.refuse_rows(name, row=number, most=most)
    except csv.Error:
        sheets.refuse_file(name, "open_quote", row=number + 1)
    return rows


def _unquote(cell: str) -> str:
    """Return a cell without the quotes around it that are typed, and no quotes of CSV."""
    text = cell.strip()
    is_quoted = len(text) > 1 and text[0] + text[-1] in OTHER_QUOTES
    return text[1:-1] if is_quoted else cell
