"""XLSX to sheets, safely: what somebody sends is measured before it is parsed.

Only the parts that hold cells reach openpyxl; macros, links, pictures and charts stay where they
are. Of the styles only the number formats are read, here (`cell_formats`): a cell that shows 10% is
that. Not here: what the cells mean.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse, tostring
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import MAC_EPOCH

from lib.catalog import DataProblemsError
from lib.intake.spreadsheet import sheets
from lib.intake.spreadsheet.cell_formats import apply_cell_format, read_cell_formats
from lib.intake.values import CellValue

MAX_UNPACKED = 2_000_000
MAX_XML_TAGS = 120_000  # in all parts: 18 areas with all their figures need 2,000
LAST_EXCEL_ROW = 1_048_576  # Excel's own
SET = frozenset({"1", "true"})
MAX_MERGED = 20_000
BOOK_PART = re.compile(r"(.*/)?workbook\d*\.xml", re.IGNORECASE)
# What holds cells, the list of sheets, and where each sheet is.
NEEDED_PARTS = re.compile(
    r"\[content_types\]\.xml"
    r"|(.*/)?(sharedstrings\d*|worksheets/[^/]+|workbook\d*)\.xml|(.*/)?workbook\d*\.xml\.rels",
    re.IGNORECASE,
)
STYLES_PART = re.compile(r"(.*/)?styles\d*\.xml", re.IGNORECASE)
# The dialect of ISO 29500 that few programs write, and openpyxl reads as an empty workbook.
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/"


def read_workbook(
    content: bytes, *, name: str, most_rows: int
) -> tuple[tuple[sheets.Sheet, ...], tuple[str, ...]]:
    """Return the visible sheets, and what a reader should know.

    What may be unpacked and parsed grows with the rows that a sheet may have.

    Raises `DataProblemsError` when it is no workbook, too large, or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            notices = _list_notices(archive)
            scale = most_rows / sheets.MAX_ROWS
            parts = _unpack_parts(archive, NEEDED_PARTS, name=name, scale=scale)

            @cache  # and only where a cell has a style: what is broken there matters nowhere else
            def load_formats() -> list[str]:
                styles = _unpack_parts(archive, STYLES_PART, name=name, scale=scale)
                return [f for part in styles.values() for f in read_cell_formats(fromstring(part))]

            visible, hidden = _read_sheets(parts, load_formats, name=name, most_rows=most_rows)
    except DataProblemsError:
        raise
    except Exception:  # noqa: BLE001 - zipfile and openpyxl raise whatever a broken file leads to
        sheets.refuse_file(name, "broken_workbook")
    return visible, (*notices, *hidden)


def _list_notices(archive: zipfile.ZipFile) -> list[str]:
    names = " ".join(archive.namelist()).casefold()
    notices = []
    if "vbaproject" in names:
        notices.append("Het bestand heeft macro's. Die zijn niet uitgevoerd en niet bewaard.")
    if "externallinks/" in names:
        notices.append("Het bestand verwijst naar andere bestanden. Die zijn niet geopend.")
    return notices


def _unpack_parts(
    archive: zipfile.ZipFile, needed: re.Pattern[str], *, name: str, scale: float
) -> dict[str, bytes]:
    _refuse_other_archives(archive, name=name)
    wanted = [info for info in archive.infolist() if needed.fullmatch(info.filename)]
    return unpack(archive, wanted, name=name, scale=scale)


def unpack(
    archive: zipfile.ZipFile, wanted: Sequence[zipfile.ZipInfo], *, name: str, scale: float
) -> dict[str, bytes]:
    """Return parts of a workbook by name, after a look at what size they say to be.

    No more than that size is unpacked, and then the checksum shows that it was a lie. Raises
    `DataProblemsError` for no parts, and for what is too large.
    """
    most = MAX_UNPACKED * scale
    is_small = sum(info.file_size for info in wanted) <= most
    parts = {info.filename: _read_part(archive, info) for info in wanted} if is_small else {}
    if not parts or sum(part.count(b"<") for part in parts.values()) > MAX_XML_TAGS * scale:
        sheets.refuse_file(name, "unpacked_size", megabytes=f"{most / 10**6:.0f}")
    return parts


def _refuse_other_archives(archive: zipfile.ZipFile, *, name: str) -> None:
    """Raise `DataProblemsError` for what is no workbook, or a locked one."""
    if any(info.flag_bits & 1 for info in archive.infolist()):
        sheets.refuse_file(name, "password")
    if not any(BOOK_PART.fullmatch(part) for part in archive.namelist()):
        sheets.refuse_file(name, "no_workbook")


def _read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as part:
        return part.read(info.file_size)


def _read_sheets(
    parts: dict[str, bytes], load_formats: Callable[[], list[str]], *, name: str, most_rows: int
) -> tuple[tuple[sheets.Sheet, ...], list[str]]:
    (frame,) = (part for part in parts if BOOK_PART.fullmatch(part))
    if STRICT_NAMESPACE in parts[frame]:
        sheets.refuse_file(name, "strict_workbook")
    listed = _strip_names(parts[frame])
    paths = _sheet_parts(listed, parts, frame=frame)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as lean:
        for part, content in {**parts, frame: tostring(listed)}.items():
            lean.writestr(part, content)
    book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    if book.epoch == MAC_EPOCH:
        sheets.refuse_file(name, "epoch_1904")
    visible, hidden = [], []
    for sheet in book.worksheets:
        title = sheets.safe_file_name(sheet.title)
        if sheet.sheet_state == "visible":
            file = f"{name}, blad '{title}'"
            scan = _scan_sheet(parts[paths[sheet.title]], file=file)
            scan.formats = load_formats() if scan.styles else []
            visible.append(_read_sheet(sheet, scan, file=file, most_rows=most_rows))
        else:
            hidden.append(f"Blad '{title}' is verborgen en niet gelezen.")
    return tuple(visible), hidden


def _strip_names(frame: bytes) -> Element:
    """Return the list of sheets without names of ranges: some make openpyxl work for hours."""
    root: Element = fromstring(frame)
    for child in [e for e in root if not e.tag.endswith(("}sheets", "}workbookPr"))]:
        root.remove(child)
    return root


def _sheet_parts(listed: Element, parts: Mapping[str, bytes], *, frame: str) -> dict[str, str]:
    """Return the part of each sheet, by its title.

    Raises `ValueError` when two sheets share a part: that would be parsed once for each.
    """
    (relations,) = (part for part in parts if part.casefold().endswith(".rels"))
    targets = {e.get("Id"): e.get("Target", "") for e in fromstring(parts[relations])}
    listed_sheets = [e for e in listed.iter() if e.tag.endswith("}sheet")]
    paths = {}
    for sheet in listed_sheets:
        (key,) = (value for name, value in sheet.items() if name.endswith("}id"))
        path = posixpath.join("/", posixpath.dirname(frame), targets[key])
        paths[sheet.get("name", "")] = posixpath.normpath(path).lstrip("/")
    if len(set(paths.values())) != len(listed_sheets):
        raise ValueError("two sheets in one part")
    return paths


@dataclass
class _SheetScan:
    """What stands in a sheet besides values."""

    file: str
    last_row: int = 0
    formulas: set[sheets.CellPlace] = field(default_factory=set)
    ranges: list[str] = field(default_factory=list)
    styles: dict[sheets.CellPlace, int] = field(default_factory=dict)
    formats: Sequence[str] = ()
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _place: sheets.CellPlace = (0, -1)

    def note_columns(self, element: Element) -> None:
        """Note columns that are hidden."""
        if element.get("hidden") in SET:
            last = min(int(element.get("max", 0)), sheets.MAX_COLUMNS)
            self.hidden_columns |= set(range(int(element.get("min", 1)) - 1, last))

    def note_row(self, element: Element) -> None:
        """Note where the next cells stand, and whether they are hidden."""
        row = int(element.get("r", self._place[0] + 1))
        self._place = row, -1
        if element.get("hidden") in SET:
            self.hidden.add(row)

    def note_cell(self, element: Element) -> None:
        """Note the last row with a cell, and the style of a cell that has one."""
        place = element.get("r")
        row, column = coordinate_to_tuple(place) if place else (self._place[0], self._place[1] + 2)
        self._place = row, column - 1
        self.last_row = max(self.last_row, row)
        if style := int(element.get("s") or 0):
            self.styles[self._place] = style
        if column > sheets.MAX_COLUMNS or row > LAST_EXCEL_ROW:
            sheets.refuse_file(self.file, "columns_in_upload", most=sheets.MAX_COLUMNS, row=row)

    def note_formula(self, _: Element) -> None:
        """Note that the last cell holds a formula."""
        self.formulas.add(self._place)

    def note_merged(self, element: Element) -> None:
        """Note a range of merged cells."""
        self.ranges.append(element.get("ref", ""))

    def format_cell(self, place: sheets.CellPlace, cell: CellValue) -> CellValue:
        """Return what a cell shows, where its number format makes that another thing."""
        style = self.styles.get(place, 0)
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not style:
            return cell
        return apply_cell_format(cell, self.formats[style])


def _scan_sheet(content: bytes, *, file: str) -> _SheetScan:
    """Find formulas, styles, merged cells, what is hidden, and the last row with a cell."""
    scan = _SheetScan(file)
    notes = {
        "col": scan.note_columns,
        "row": scan.note_row,
        "c": scan.note_cell,
        "f": scan.note_formula,
        "mergeCell": scan.note_merged,
    }
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        if event == "end":
            element.clear()
        elif note := notes.get(element.tag.rpartition("}")[2]):
            note(element)
    return scan


def _read_sheet(
    source: Any,  # noqa: ANN401 - openpyxl has no types
    scan: _SheetScan,
    *,
    file: str,
    most_rows: int,
) -> sheets.Sheet:
    source.reset_dimensions()  # what a file says about its size may be wrong
    rows: dict[int, tuple[CellValue, ...]] = {}
    # Many cells may share one long text: their cut texts are shared too.
    texts: dict[str, CellValue] = {}
    # Not further than the last cell: what follows in the file is costly to parse and not needed.
    for number, cells in enumerate(islice(source.iter_rows(values_only=True), scan.last_row), 1):
        if any(cell is not None for cell in cells):
            rows[number] = tuple(
                texts.setdefault(cell, sheets.shorten_cell(cell))
                if isinstance(cell, str)
                else scan.format_cell((number, column), cell)
                for column, cell in enumerate(cells)
            )
        if len(rows) > most_rows:
            sheets.refuse_rows(file, row=number, most=most_rows)
    return sheets.Sheet(
        file,
        rows,
        frozenset(scan.formulas),
        dict(_list_merged(scan, rows, file=file)),
        tuple(sorted(scan.hidden & set(rows))),
        tuple(sorted(scan.hidden_columns)),
    )


def _list_merged(
    scan: _SheetScan, rows: Mapping[int, tuple[CellValue, ...]], *, file: str
) -> Iterator[tuple[sheets.CellPlace, sheets.CellPlace]]:
    """Yield each place that a merged cell covers, within the filled part, with where it begins."""
    last, width = max(rows, default=0), max(map(len, rows.values()), default=0)
    notices = 0
    for reference in scan.ranges:
        left, top, right, bottom = range_boundaries(reference)
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right, width) + 1):
                notices += 1
                if notices > MAX_MERGED:
                    sheets.refuse_file(file, "merged_cells")
                yield (row, column - 1), (top, left - 1)
