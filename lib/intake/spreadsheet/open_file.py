"""From an uploaded file to sheets, and to the one sheet with a table.

The bytes say what a file is, and its name has to agree. Not here: what is in the table.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from lib.intake.spreadsheet import sheets
from lib.intake.spreadsheet.read_csv import read_csv
from lib.intake.spreadsheet.read_ods import read_open_document
from lib.intake.spreadsheet.read_xlsx import read_workbook
from lib.intake.values import cell_text

TableT = TypeVar("TableT")
ZIP_START = b"PK\x03\x04"
ZIP_NAME_AT = 30  # where the name of the first part begins, then its content: of ODS the type
# Of files of old Office, and of new ones with a password.
COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
# What a file really is, by how its name may end.
EXTENSIONS = {
    "een Excel-werkmap (.xlsx)": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "een OpenDocument-werkblad (.ods)": (".ods", ".ots"),
    "tekst (.csv)": (".csv", ".tsv", ".txt"),
}
# Other files that are packed as a workbook is, by how their name ends.
OTHER_ARCHIVES = {
    ".numbers": "Numbers-bestand",
    ".zip": "zip-bestand",
    ".docx": "tekstdocument",
    ".pptx": "presentatie",
}
# What else people choose by mistake, by its first bytes.
OTHER_FILE_TYPES = {
    b"%PDF": "pdf",
    b"\x89PNG": "afbeelding",
    b"\xff\xd8\xff": "afbeelding",
    b"GIF8": "afbeelding",
    b"{\\rtf": "tekstdocument",
    b"<": "webpagina of XML",
}
SAVE = "open het in Excel en sla het op als Excel-werkmap (.xlsx)"
_ASK = (
    "vraag de maker om de tabel als Excel-werkmap (.xlsx), of neem de cijfers over in het invulblad"
)
OTHER_FIXES = {
    **dict.fromkeys(("pdf", "tekstdocument", "presentatie"), _ASK),
    "afbeelding": "neem de cijfers over in het invulblad, een Excel-werkmap (.xlsx)",
    "Numbers-bestand": "open het in Numbers en kies Archief > Exporteer naar > Excel",
    "zip-bestand": "pak het uit en kies het bestand dat erin zit",
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
    real, read = "tekst (.csv)", read_csv
    if content.startswith(ZIP_START):
        real, read = "een Excel-werkmap (.xlsx)", read_workbook
    if content[ZIP_NAME_AT:].startswith(OPEN_DOCUMENT_TYPE):
        real, read = "een OpenDocument-werkblad (.ods)", read_open_document
    if not name.casefold().endswith(EXTENSIONS[real]):
        sheets.refuse_file(name, "name_and_content", real=real)
    found, notices = read(content, name=name, most_rows=most_rows)
    readings = tuple((sheet,) for sheet in found) if read is read_csv else (found,)
    return sheets.OpenedFile(name, readings, notices)


def find_one_table(
    opened: sheets.OpenedFile, *, find: Callable[[sheets.Sheet], TableT | None], header: str
) -> tuple[TableT, tuple[str, ...]]:
    """Return the one table that `find` finds in the sheets, and which sheets hold none.

    Raises `DataProblemsError` for no table or several; `header` says in Dutch what the row of
    column names holds.
    """
    for reading in opened.readings:
        tables = [find(sheet) for sheet in reading]
        found = [(table, used) for table, used in zip(tables, reading, strict=True) if table]
        if len(found) > 1:
            names = "; ".join(used.file.removeprefix(f"{opened.name}, ") for _, used in found)
            sheets.refuse_file(opened.name, "several_tables", value=names, tables=len(found))
        for table, used in found:
            return table, tuple(_list_unread(reading, used))
    if not any(sheet.rows for sheet in opened.readings[0]):
        return sheets.refuse_file(opened.name, "workbook_without_rows")
    headings = "; ".join(list_headings(opened))
    return sheets.refuse_file(opened.name, "no_table", value=headings, header=header)


def _list_unread(reading: Sequence[sheets.Sheet], used: sheets.Sheet) -> Iterator[str]:
    """Yield which sheets hold no table, and what of the used one is hidden."""
    for sheet in reading:
        if sheet is not used and not sheet.is_notes:
            yield f"Geen tabel gevonden in {sheet.file}: niet gelezen."
    yield from used.hidden_notices


def list_headings(opened: sheets.OpenedFile) -> list[str]:
    """Return the first row of several texts: what a file calls its columns."""
    for sheet in opened.readings[0]:
        for cells in sheet.rows.values():
            texts = [cell_text(value, longest=60) for value in cells if isinstance(value, str)]
            if len(texts) > 1:
                return texts
    return []


def _refuse_other_types(content: bytes, *, name: str) -> None:
    if content.startswith(COMPOUND_START) and LOCKED_MARK in content:
        sheets.refuse_file(name, "password")
    if content.startswith(COMPOUND_START):
        sheets.refuse_file(name, "old_excel")
    for ending, what in OTHER_ARCHIVES.items() if content.startswith(ZIP_START) else ():
        if name.casefold().endswith(ending):
            sheets.refuse_file(name, "other_file_type", what=what, fix=OTHER_FIXES[what])
    for start, what in OTHER_FILE_TYPES.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(start):
            sheets.refuse_file(name, "other_file_type", what=what, fix=OTHER_FIXES.get(what, SAVE))
