"""A table out, as XLSX or CSV, in the form in which it is read back.

Texts stay texts: nothing that somebody typed is run by a spreadsheet. Not here: which columns.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from lib.intake.spreadsheet.sheets import NOTES_SHEET
from lib.intake.values import CellValue, format_value
from lib.text import guard_formula

SHEET_DATE_FORMAT = "dd-mm-yyyy"
BOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
MAX_CHOICES_LENGTH = 255  # Excel's limit on a list of choices
LAST_GUIDED_ROW = 1_000  # how far the choices and limits of a column reach


@dataclass(frozen=True)
class Column:
    """A column of a table; a spreadsheet offers the choices and holds numbers to the range."""

    title: str
    width: int = 14
    number_format: str = "General"
    choices: tuple[str, ...] = ()
    range: tuple[float, float] | None = None


def write_csv_table(columns: Sequence[Column], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """Return a CSV file as Dutch Excel opens it: semicolons, decimal commas, UTF-8 with BOM."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    writer.writerows(map(_format_csv_cell, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx_table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[CellValue]],
    *,
    sheet: str,
    notes: Mapping[str, str],
) -> bytes:
    """Return a workbook: the table on the first sheet, on the second what to know of it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, BOOK_OPTIONS) as book:
        bold = book.add_format({"bold": True})
        as_text = book.add_format({"quote_prefix": True})
        day = book.add_format({"num_format": SHEET_DATE_FORMAT})
        table = book.add_worksheet(sheet)
        table.freeze_panes(1, 0)
        for number, column in enumerate(columns):
            style = book.add_format({"num_format": column.number_format})
            table.set_column(number, number, column.width, style)
            table.write_string(0, number, column.title, bold)
            if limits := _validation_rules(column):
                table.data_validation(1, number, LAST_GUIDED_ROW, number, limits)
        for at, row in enumerate(rows, 1):
            for number, value in enumerate(row):
                if isinstance(value, str):
                    table.write_string(at, number, value, as_text)
                elif isinstance(value, dt.date):
                    table.write_datetime(at, number, value, day)
                elif value is not None:
                    table.write(at, number, value)
        _write_notes(book, notes, bold=bold)
    return out.getvalue()


def _write_notes(book: xlsxwriter.Workbook, notes: Mapping[str, str], *, bold: object) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    for row, (what, text) in enumerate(notes.items()):
        sheet.write_string(row, 0, what, bold)
        sheet.write_string(row, 1, text)


def _validation_rules(column: Column) -> dict[str, object]:
    """Return what a spreadsheet accepts in a column, as XlsxWriter wants it."""
    options = {"error_title": "Dit past hier niet", "ignore_blank": True}
    if column.choices and len(",".join(column.choices)) <= MAX_CHOICES_LENGTH:
        return {**options, "validate": "list", "source": list(column.choices)}
    if column.range:
        low, high = column.range
        return {
            **options,
            "validate": "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_message": f"Vul een getal in van {low:g} tot en met {high:g}.",
        }
    return {}


def _format_csv_cell(value: CellValue) -> str:
    if isinstance(value, str):
        return guard_formula(value)
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    return format_value(value)
