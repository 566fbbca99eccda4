"""From an uploaded file to sheets, and to the one sheet with a table.

The bytes say what a file is, and its name has to agree. Not here: what is in the table.
"""

from collections.abc import Callable
from typing import TypeVar

from lib.intake.spreadsheet import sheets
from lib.intake.spreadsheet.read_csv import read_csv
from lib.intake.spreadsheet.read_xlsx import read_workbook

TableT = TypeVar("TableT")
ZIP_START = b"PK\x03\x04"
COMPOUND_START = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of old Office, and new ones with a password
)
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_EXTENSIONS = (".xlsx", ".xlsm", ".xltx", ".xltm")
TEXT_EXTENSIONS = (".csv", ".tsv", ".txt")
# What else people choose by mistake, by its first bytes.
OTHER_FILE_TYPES = {
    b"%PDF": "pdf",
    b"\x89PNG": "afbeelding",
    b"\xff\xd8\xff": "afbeelding",
    b"GIF8": "afbeelding",
    b"{\\rtf": "tekstdocument",
    b"<": "webpagina of XML",
}


def open_file(content: bytes, *, name: str, most_rows: int = sheets.MAX_ROWS) -> sheets.OpenedFile:
    """Return the visible sheets of a workbook, or the one of a CSV file.

    Raises `DataProblemsError` when the file is not what its name says, or cannot be read.
    """
    name = sheets.safe_file_name(name)
    if len(content) > sheets.MAX_UPLOAD_BYTES:
        sheets.refuse_file(name, "large_file", megabytes=sheets.MAX_UPLOAD_BYTES // 1_000_000)
    if not content.strip():
        sheets.refuse_file(name, "empty_upload")
    _refuse_other_types(content, name=name)
    is_workbook = content.startswith(ZIP_START)
    if not name.casefold().endswith(WORKBOOK_EXTENSIONS if is_workbook else TEXT_EXTENSIONS):
        real = "een Excel-werkmap (.xlsx)" if is_workbook else "tekst (.csv)"
        sheets.refuse_file(name, "name_and_content", real=real)
    if is_workbook:
        visible, notices = read_workbook(content, name=name, most_rows=most_rows)
        return sheets.OpenedFile(name, visible, notices)
    sheet, notices = read_csv(content, name=name, most_rows=most_rows)
    return sheets.OpenedFile(name, (sheet,), notices)


def find_one_table(
    opened: sheets.OpenedFile, *, find: Callable[[sheets.Sheet], TableT | None], header: str
) -> tuple[TableT, tuple[str, ...]]:
    """Return the one table that `find` finds in the sheets, and which sheets hold none.

    Raises `DataProblemsError` for no table or several; `header` says in Dutch what the row of
    column names holds.
    """
    found = [(sheet, table) for sheet in opened.sheets if (table := find(sheet)) is not None]
    if len(found) == 1:
        ((used, table),) = found
        unread = [sheet.file for sheet in opened.sheets if sheet is not used]
        return table, tuple(f"Geen tabel gevonden in {file}: niet gelezen." for file in unread)
    if found:
        return sheets.refuse_file(opened.name, "several_tables", tables=len(found))
    if not any(sheet.rows for sheet in opened.sheets):
        return sheets.refuse_file(opened.name, "workbook_without_rows")
    return sheets.refuse_file(opened.name, "no_table", header=header)


def _refuse_other_types(content: bytes, *, name: str) -> None:
    if content.startswith(COMPOUND_START) and LOCKED_MARK in content:
        sheets.refuse_file(name, "password")
    if content.startswith(COMPOUND_START):
        sheets.refuse_file(name, "old_excel")
    for start, what in OTHER_FILE_TYPES.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            sheets.refuse_file(name, "other_file_type", what=what)
