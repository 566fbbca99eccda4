"""From an uploaded file to sheets, and to the one sheet with a table.

The bytes say what a file is, and its name has to agree. Not here: what is in the table.
"""

from collections.abc import Callable
from typing import TypeVar

from lib.intake.spreadsheet.read_csv import read_csv
from lib.intake.spreadsheet.read_xlsx import SAVE_AGAIN, UNLOCK, read_workbook
from lib.intake.spreadsheet.sheets import (
    MAX_ROWS,
    MAX_UPLOAD_BYTES,
    OpenedFile,
    Sheet,
    refuse_file,
    safe_file_name,
)

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
    b"\x89PNG": "plaatje",
    b"\xff\xd8\xff": "plaatje",
    b"GIF8": "plaatje",
    b"{\\rtf": "tekstdocument",
    b"<": "webpagina of XML",
}


def open_file(content: bytes, *, name: str, most_rows: int = MAX_ROWS) -> OpenedFile:
    """Return the visible sheets of a workbook, or the one of a CSV file.

    Raises `DataProblemsError` when the file is not what its name says, or cannot be read.
    """
    name = safe_file_name(name)
    if len(content) > MAX_UPLOAD_BYTES:
        refuse_file(
            name,
            expected=f"een bestand van hoogstens {MAX_UPLOAD_BYTES // 1_000_000} MB",
            fix="controleer of dit het goede bestand is",
        )
    if not content.strip():
        refuse_file(name, expected="een bestand met inhoud", fix="kies het goede bestand")
    _refuse_other_types(content, name=name)
    is_workbook = content.startswith(ZIP_START)
    if not name.casefold().endswith(WORKBOOK_EXTENSIONS if is_workbook else TEXT_EXTENSIONS):
        real = "een Excel-werkmap (.xlsx)" if is_workbook else "tekst (.csv)"
        refuse_file(
            name,
            expected="een bestand .xlsx of .csv waarvan de naam bij de inhoud past",
            fix=f"de inhoud is {real}: sla het opnieuw op met de goede naam",
        )
    if is_workbook:
        sheets, notices = read_workbook(content, name=name, most_rows=most_rows)
        return OpenedFile(name, sheets, notices)
    sheet, notices = read_csv(content, name=name, most_rows=most_rows)
    return OpenedFile(name, (sheet,), notices)


def find_one_table(
    opened: OpenedFile, *, find: Callable[[Sheet], TableT | None], header: str
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
        return refuse_file(
            opened.name,
            expected=f"één blad met een tabel, niet {len(found)}",
            fix="haal de andere bladen weg of verberg ze",
        )
    expected = f"een rij met kolomnamen: {header}"
    if not any(sheet.rows for sheet in opened.sheets):
        expected = "een bestand met inhoud"
    fix = "gebruik het sjabloon, of zet de kolomnamen boven de rijen"
    return refuse_file(opened.name, expected=expected, fix=fix)


def _refuse_other_types(content: bytes, *, name: str) -> None:
    if content.startswith(COMPOUND_START) and LOCKED_MARK in content:
        refuse_file(name, expected="een bestand zonder wachtwoord", fix=UNLOCK)
    if content.startswith(COMPOUND_START):
        refuse_file(name, expected="geen oud Excel-bestand (.xls)", fix=SAVE_AGAIN)
    for start, what in OTHER_FILE_TYPES.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            refuse_file(name, expected=f"een bestand .xlsx of .csv, geen {what}", fix=SAVE_AGAIN)
