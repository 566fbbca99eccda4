"""The rows of figures as files: a workbook (XLSX) with a sheet per figure, and CSV.

CSV is as Dutch Excel opens it (semicolons, decimal commas, UTF-8 with BOM), or as open data. Text
stays text: nothing in it is run by a spreadsheet; numbers stay numbers. Not here: which columns a
figure has, and files to fill in (`lib.intake`).
"""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, count
from numbers import Integral
from typing import NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.catalog import Period
from lib.exhibits.exhibit import PROVENANCE, Exhibit
from lib.export.columns import ABSENT, YEAR_COLUMNS, column_decimals, format_cell, is_figure
from lib.export.exhibit_text import caveat_lines, clean_exhibit
from lib.figures import palette
from lib.figures.format import decimal_pattern
from lib.intake.spreadsheet.write_table import SHEET_DATE_FORMAT
from lib.text import guard_formula, is_formula, remove_xml_illegal

WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}
SOURCES_SHEET = "Bronnen"
UNNAMED_SHEET = "Blad"
RESERVED_NAMES = ("history", SOURCES_SHEET.casefold())  # Excel uses the first itself
LONGEST_SHEET_NAME = 31
LOOSE_ENDS, LITTLE_WORD = "' ,.;-", 3  # of a name that was cut: last signs, and words so short
NARROWEST_COLUMN, WIDEST_COLUMN = 9, 40  # characters
MARK_RED = "#B00020"
A4 = 9  # Excel's number for the paper
NORMAL_TYPE, ROW_LEADING = 11, 1.4  # points, and how high a line is times its size
LEAST_TEXT_WIDTH, PORTRAIT_WIDTH = 72, 95  # characters
YEAR = re.compile(r"(19|20)\d\d")
ROOM_FOR_ARROW = 4  # the filter's, next to a heading

MakeStyle = Callable[..., Format]
SheetColumns = Sequence[tuple[str, Sequence[object]]]


def render_workbook(exhibits: Sequence[Exhibit], *, author: str) -> bytes:
    """Return a workbook with the tables of the exhibits, a sheet each, and their sources.

    A cell without a value is empty; a number that is endless is text.
    """
    exhibits = [clean_exhibit(exhibit) for exhibit in exhibits]
    names = sheet_names([exhibit.title for exhibit in exhibits])
    title = exhibits[0].title if len(exhibits) == 1 else "Cijfers"
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, WORKBOOK_OPTIONS) as book:
        book.set_properties({"title": title, "author": remove_xml_illegal(author)})
        styles = _Styles(book)
        for name, exhibit in zip(names, exhibits, strict=True):
            _write_exhibit(book.add_worksheet(name), exhibit, styles=styles)
        _write_sources(book.add_worksheet(SOURCES_SHEET), names, exhibits, styles=styles)
    return out.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return a name for each title that Excel accepts, no two the same, also without case.

    A longer title is cut after a word that leaves enough to know it by.
    """
    given: list[str] = []
    taken = set(RESERVED_NAMES)
    for title in titles:
        base = " ".join(re.sub(r"[\[\]:*?/\\]", " ", title).split())
        for ending in chain([""], (f" ({number})" for number in count(2))):
            room = LONGEST_SHEET_NAME - len(ending)
            name = (_shorten_sheet_name(base, room) or UNNAMED_SHEET) + ending
            if name.casefold() not in taken:
                break
        taken.add(name.casefold())
        given.append(name)
    return given


def _shorten_sheet_name(title: str, length: int) -> str:
    """Return a title that fits, without half a word, a comma or a little word at its end."""
    cut = _cut_sheet_name(title, length)
    if cut == title.strip("' "):
        return cut
    words = cut.split(" ")
    if not title[len(cut) :].startswith(" "):
        words.pop()
    while words and (len(words[-1]) <= LITTLE_WORD and words[-1].islower()):
        words.pop()
    whole = " ".join(words).rstrip(LOOSE_ENDS)
    return whole if len(whole) >= length / 3 else cut


def _cut_sheet_name(text: str, length: int) -> str:
    """Return the start of a text; Excel counts some characters, such as emoji, as two."""
    text = text.strip("' ")
    while len(text.encode("utf-16-le")) > 2 * length:
        text = text[:-1]
    return text.strip("' ")


class _Styles:
    """The styles of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book, self._made = book, dict[str, Format]()
        self.title = self.of(bold=True, font_size=16, text_wrap=True)
        self.finding = self.of(font_size=12, text_wrap=True)
        self.quiet = self.of(font_color=palette.QUIET, text_wrap=True)
        self.mark = self.of(bold=True, font_size=12, font_color=MARK_RED)
        self.header = self.of(
            bold=True,
            font_color=palette.PAPER,
            bg_color=palette.ACCENT,
            align="left",
            indent=1,
            text_wrap=True,
        )
        self.link = self.of(font_color=palette.ACCENT, underline=1, align="left", indent=1)

    def of(self, **properties: object) -> Format:
        """Return the style with these properties, set at the top of its cell."""
        key = repr(properties)
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]


def _write_exhibit(sheet: Worksheet, exhibit: Exhibit, *, styles: _Styles) -> None:
    """Write title, marks, finding, notes and source, and under them the table."""
    above = [
        (exhibit.title, styles.title),
        *((mark, styles.mark) for mark in exhibit.marks),
        (exhibit.finding, styles.finding),
        *((note, styles.quiet) for note in exhibit.notes),
        (exhibit.source, styles.quiet),
    ]
    lines = [(text, style) for text, style in above if text]
    columns = _list_columns(exhibit.table)
    widths = [_column_width(name, values) for name, values in columns]
    while sum(widths) < LEAST_TEXT_WIDTH:
        widths.append(NARROWEST_COLUMN)
    for row, (text, style) in enumerate(lines):
        needed = math.ceil(len(text) * style.font_size / NORMAL_TYPE / sum(widths))
        sheet.set_row(row, needed * style.font_size * ROW_LEADING)
        # Over the whole width: else a page of paper would be as wide as the longest sentence.
        sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
        sheet.write_string(row, 0, text, style)
    _write_table(sheet, columns, top=len(lines) + 1, styles=styles)
    if sum(widths) > PORTRAIT_WIDTH:
        sheet.set_landscape()


def _list_columns(table: pd.DataFrame) -> SheetColumns:
    """Return the columns of a sheet: where the rows are from only where they differ in it.

    The source stands above the table, and with all that belongs to it on the sheet of sources.
    """
    columns = [(str(c), list(table.iloc[:, n])) for n, c in enumerate(table)]
    return [
        (name, _read_years(name, values))
        for name, values in columns
        if name not in PROVENANCE or len(set(map(str, values))) > 1
    ]


def _read_years(name: str, values: Sequence[object]) -> Sequence[object]:
    """Return a column of years as numbers, where its table has them as text; periods in words."""
    values = [format_cell(v) if isinstance(v, Period) else v for v in values]
    known = [v for v in values if isinstance(v, str) and v]
    are_years = name.casefold() in YEAR_COLUMNS and all(map(YEAR.fullmatch, known))
    return [int(v) if v in known else v for v in values] if are_years else values


def _write_sources(
    sheet: Worksheet, names: Sequence[str], exhibits: Sequence[Exhibit], *, styles: _Styles
) -> None:
    """Write where the figures of each sheet are from, with a link to the sheet."""
    rows = [
        {
            "werkblad": name,
            "titel": exhibit.title,
            **{column: _distinct_texts(exhibit.table, column) for column in PROVENANCE},
            "bron": _distinct_texts(exhibit.table, "bron") or exhibit.source,
            "let op": "; ".join(caveat_lines(exhibit)),
        }
        for name, exhibit in zip(names, exhibits, strict=True)
    ]
    columns = [(column, [row[column] for row in rows]) for column in rows[0]] if rows else []
    _write_table(sheet, columns, top=0, styles=styles, wrap=True)
    sheet.set_landscape()
    for row, name in enumerate(names, 1):
        place = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{place}'!A1", styles.link, name)


def _distinct_texts(table: pd.DataFrame, column: str) -> str:
    """Return the different texts of a column; nothing where the table does not have it."""
    texts = table[column].dropna() if column in table else ()
    return "; ".join(dict.fromkeys(str(text) for text in texts if str(text)))


def _write_table(
    sheet: Worksheet, columns: SheetColumns, *, top: int, styles: _Styles, wrap: bool = False
) -> None:
    """Write columns under a header that stays in sight and has a filter; they print on A4."""
    rows = 0
    lines = max((math.ceil((len(n) + 2) / _column_width(n, v)) for n, v in columns), default=1)
    sheet.set_row(top, (lines + (lines > 1)) * NORMAL_TYPE * ROW_LEADING)
    text = partial(styles.of, align="left", indent=1, text_wrap=wrap)
    for at, (name, values) in enumerate(columns):
        rows = len(values)
        sheet.set_column(at, at, _column_width(name, values))
        sheet.write_string(top, at, name, styles.header)
        style = styles.of(num_format=_column_format(name, values))
        for row, value in enumerate(values, top + 1):
            _write_cell(sheet, row, at, value=value, number=style, text=text)
    for row in range(rows):
        # Not every program makes room by itself for a text that goes on in a next line.
        lines = math.ceil(max(len(str(v[row])) for _, v in columns) / WIDEST_COLUMN)
        if lines > 1:
            sheet.set_row(top + 1 + row, lines * NORMAL_TYPE * ROW_LEADING)
    sheet.freeze_panes(top + 1, 1)
    if columns:
        sheet.autofilter(top, 0, top + rows, len(columns) - 1)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _write_cell(
    sheet: Worksheet, row: int, column: int, *, value: object, number: Format, text: MakeStyle
) -> None:
    """Write a value as what it is; nothing where there is none."""
    if is_figure(value):
        sheet.write_number(row, column, float(value), number)
    elif value is not pd.NaT and isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, text(num_format=SHEET_DATE_FORMAT))
    elif words := value if isinstance(value, str) else format_cell(value).replace(ABSENT, ""):
        # What looks like a formula stays text, also when somebody edits the cell.
        wrap = {"text_wrap": True} if len(words) > WIDEST_COLUMN else {}
        sheet.write_string(row, column, words, text(quote_prefix=is_formula(words), **wrap))


def _column_width(name: str, values: Sequence[object]) -> int:
    """Return how wide a column is, in characters: its heading wraps between words."""
    longest = 2 + max((len(v) for v in values if isinstance(v, str)), default=0)
    word = max(map(len, name.split()), default=0) + ROOM_FOR_ARROW
    return min(WIDEST_COLUMN, max(NARROWEST_COLUMN, longest, word))


def _column_format(name: str, values: Sequence[object]) -> str:
    places = column_decimals(values, name=name)
    return "0" if places is None else decimal_pattern(places)


class CsvForm(NamedTuple):
    """What stands between columns and before decimals, and how characters become bytes."""

    delimiter: str
    point: str
    encoding: str


EXCEL = CsvForm(";", ",", "utf-8-sig")
OPEN_DATA = CsvForm(",", ".", "utf-8")  # RFC 4180, what CSVW takes for granted


def render_csv(frame: pd.DataFrame, *, form: CsvForm = EXCEL) -> bytes:
    """Return the frame's columns, without its index, as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=form.delimiter, lineterminator="\r\n")
    writer.writerow([_csv_cell(c, form.point) for c in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value, form.point) for value in row])
    return out.getvalue().encode(form.encoding)


def render_figure_csv(exhibit: Exhibit, *, form: CsvForm = EXCEL) -> bytes:
    """Return a figure's rows as a CSV file; its caveats stand in every row ('let op')."""
    caveats = "; ".join(caveat_lines(exhibit))
    return render_csv(exhibit.table.assign(**{"let op": caveats} if caveats else {}), form=form)


def _csv_cell(value: object, point: str) -> str:
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", point)
    return str(value) if isinstance(value, Integral) else guard_formula(str(value))
