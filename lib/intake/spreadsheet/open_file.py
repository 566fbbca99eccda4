"""From an uploaded file to sheets, and to the one sheet with a table.

The bytes say what a file is, and its name has to agree. Not here: what is in the table.
"""

from collections.abc import Callable
from typing import TypeVar

from lib.intake.spreadsheet.read_csv import read_text
from lib.intake.spreadsheet.read_xlsx import SAVE_AGAIN, UNLOCK, read_workbook
from lib.intake.spreadsheet.sheets import MAX_BYTES, MAX_ROWS, Opened, Sheet, harmless_name, refuse

T = TypeVar("T")
ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of old Office, and new ones with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
TEXTS = (".csv", ".tsv", ".txt")
# What else people choose by mistake, by its first bytes.
OTHERS = {
    b"%PDF": "pdf",
    b"\x89PNG": "plaatje",
    b"\xff\xd8\xff": "plaatje",
    b"GIF8": "plaatje",
    b"{\\rtf": "tekstdocument",
    b"<": "webpagina of XML",
}


def open_file(content: bytes, *, name: str, most_rows: int = MAX_ROWS) -> Opened:
    """Return the visible sheets of a workbook, or the one of a CSV file.

    Raises `DataProblemsError` when the file is not what its name says, or cannot be read.
    """
    name = harmless_name(name)
    if len(content) > MAX_BYTES:
        refuse(
            name,
            expected=f"een bestand van hoogstens {MAX_BYTES // 1_000_000} MB",
            fix="controleer of dit het goede bestand is",
        )
    if not content.strip():
        refuse(name, expected="een bestand met inhoud", fix="kies het goede bestand")
    _refuse_others(content, name=name)
    is_workbook = content.startswith(ZIP)
    if not name.casefold().endswith(WORKBOOKS if is_workbook else TEXTS):
        real = "een Excel-werkmap (.xlsx)" if is_workbook else "tekst (.csv)"
        refuse(
            name,
            expected="een bestand .xlsx of .csv waarvan de naam bij de inhoud past",
            fix=f"de inhoud is {real}: sla het opnieuw op met de goede naam",
        )
    if is_workbook:
        sheets, told = read_workbook(content, name=name, most_rows=most_rows)
        return Opened(name, sheets, told)
    sheet, told = read_text(content, name=name, most_rows=most_rows)
    return Opened(name, (sheet,), told)


def one_table(
    opened: Opened, *, find: Callable[[Sheet], T | None], header: str
) -> tuple[T, tuple[str, ...]]:
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
        return refuse(
            opened.name,
            expected=f"één blad met een tabel, niet {len(found)}",
            fix="haal de andere bladen weg of verberg ze",
        )
    expected = f"een rij met kolomnamen: {header}"
    if not any(sheet.rows for sheet in opened.sheets):
        expected = "een bestand met inhoud"
    fix = "gebruik het sjabloon, of zet de kolomnamen boven de rijen"
    return refuse(opened.name, expected=expected, fix=fix)


def _refuse_others(content: bytes, *, name: str) -> None:
    if content.startswith(COMPOUND) and LOCKED in content:
        refuse(name, expected="een bestand zonder wachtwoord", fix=UNLOCK)
    if content.startswith(COMPOUND):
        refuse(name, expected="geen oud Excel-bestand (.xls)", fix=SAVE_AGAIN)
    for start, what in OTHERS.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            refuse(name, expected=f"een bestand .xlsx of .csv, geen {what}", fix=SAVE_AGAIN)
