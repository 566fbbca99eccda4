"""XLSX to sheets, safely: what a stranger sends is measured before it is parsed.

Only the parts that hold cells reach openpyxl; macros, links, styles, pictures and charts stay
where they are. A date is therefore the number that Excel keeps (`values` knows). Not here: what
the cells mean.
"""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import MAC_EPOCH

from lib.catalog import DataProblemsError
from lib.intake.sheets import (
    MAX_ROWS,
    RIGHT_FILE,
    ROWS_EXPECTED,
    Place,
    Sheet,
    cut,
    harmless_name,
    refuse,
)
from lib.intake.values import Value

MAX_UNPACKED = 3_000_000
MAX_TAGS = 300_000  # in all parts: 18 areas with all their figures need 2,000
MAX_MERGED = 20_000
CELLS = re.compile(r"(.*/)?(sharedstrings\d*|worksheets/[^/]+)\.xml", re.IGNORECASE)
BOOK = re.compile(r"(.*/)?workbook\d*\.xml", re.IGNORECASE)
FRAME = re.compile(r"\[content_types\]\.xml|(.*/)?workbook\d*\.xml\.rels", re.IGNORECASE)
SAVE_AGAIN = "open het in Excel en sla het op als Excel-werkmap (.xlsx)"
UNLOCK = (
    "open het in Excel, kies Bestand > Info > Werkmap beveiligen > Versleutelen met wachtwoord, "
    "maak het wachtwoord leeg en sla het op"
)


def read_workbook(content: bytes, *, name: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Return the visible sheets, and what a reader should know.

    Raises `DataProblemsError` when it is no workbook, too large, or locked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = _told(archive)
            parts = _parts(archive, name=name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks are for programmers
            sheets, hidden = _sheets(parts, name=name)
    except DataProblemsError:
        raise
    except Exception:  # noqa: BLE001 - zipfile and openpyxl raise whatever a broken file leads to
        refuse(name, expected="een Excel-bestand dat heel is", mend=SAVE_AGAIN)
    return sheets, (*told, *hidden)


def _told(archive: zipfile.ZipFile) -> list[str]:
    names = " ".join(archive.namelist()).casefold()
    told = []
    if "vbaproject" in names:
        told.append("Het bestand heeft macro's. Die zijn niet uitgevoerd en niet bewaard.")
    if "externallinks/" in names:
        told.append("Het bestand verwijst naar andere bestanden. Die zijn niet geopend.")
    return told


def _parts(archive: zipfile.ZipFile, *, name: str) -> dict[str, bytes]:
    """Unpack the parts that hold cells, after a look at what size they say to be.

    `zipfile` never unpacks more than that size, and finds out when it was a lie.
    """
    wanted = [
        info
        for info in archive.infolist()
        if any(kind.fullmatch(info.filename) for kind in (CELLS, BOOK, FRAME))
    ]
    if any(info.flag_bits & 1 for info in wanted):
        refuse(name, expected="een bestand zonder wachtwoord", mend=UNLOCK)
    if not any(BOOK.fullmatch(info.filename) for info in wanted):
        refuse(name, expected="een Excel-werkmap (.xlsx)", mend=SAVE_AGAIN)
    parts = {}
    if sum(info.file_size for info in wanted) <= MAX_UNPACKED:
        parts = {info.filename: archive.read(info) for info in wanted}
    if not parts or sum(part.count(b"<") for part in parts.values()) > MAX_TAGS:
        refuse(
            name, expected=f"een bestand dat uitgepakt hoogstens {MAX_UNPACKED // 10**6} MB is",
            mend="zet alleen het blad met de cijfers in een nieuw bestand",
        )  # fmt: skip
    return parts


def _sheets(parts: Mapping[str, bytes], *, name: str) -> tuple[tuple[Sheet, ...], list[str]]:
    paths = _paths(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as lean:
        for part, content in parts.items():
            lean.writestr(part, content)
    book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    if book.epoch == MAC_EPOCH:
        refuse(
            name, expected="een werkmap met datums vanaf 1900",
            mend="zet in Excel bij Opties > Geavanceerd het datumsysteem 1904 uit",
        )  # fmt: skip
    sheets, hidden = [], []
    for sheet in book.worksheets:
        title = harmless_name(sheet.title)
        if sheet.sheet_state == "visible":
            scan = _scan(parts[paths[sheet.title]])
            sheets.append(_sheet(sheet, scan, file=f"{name}, blad '{title}'"))
        else:
            hidden.append(f"Blad '{title}' is verborgen en niet gelezen.")
    return tuple(sheets), hidden


def _paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the part of each sheet, by its title.

    Raises `ValueError` when two sheets share a part: that would be parsed once for each.
    """
    (book,) = (part for part in parts if BOOK.fullmatch(part))
    (relations,) = (part for part in parts if part.casefold().endswith(".rels"))
    targets = {e.get("Id"): e.get("Target", "") for e in fromstring(parts[relations])}
    sheets = [e for e in fromstring(parts[book]).iter() if e.tag.endswith("}sheet")]
    paths = {}
    for sheet in sheets:
        (key,) = (value for name, value in sheet.items() if name.endswith("}id"))
        path = posixpath.join("/", posixpath.dirname(book), targets[key])
        paths[sheet.get("name", "")] = posixpath.normpath(path).lstrip("/")
    if len(set(paths.values())) != len(sheets):
        raise ValueError("two sheets in one part")
    return paths


@dataclass
class _Scan:
    """What stands in a sheet besides values."""

    last_row: int = 0
    formulas: set[Place] = field(default_factory=set)
    ranges: list[str] = field(default_factory=list)


def _scan(content: bytes) -> _Scan:
    """Find formulas, merged cells and the last row with a cell."""
    scan = _Scan()
    row = column = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "end":
            element.clear()
        elif tag == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif tag == "c":
            place = element.get("r")
            row, column = coordinate_to_tuple(place) if place else (row, column + 1)
            scan.last_row = max(scan.last_row, row)
        elif tag == "f":
            scan.formulas.add((row, column - 1))
        elif tag == "mergeCell":
            scan.ranges.append(element.get("ref", ""))
    return scan


def _sheet(source: Any, scan: _Scan, *, file: str) -> Sheet:  # noqa: ANN401 - openpyxl has no types
    source.reset_dimensions()  # what a file says about its size may be wrong
    rows: dict[int, tuple[Value, ...]] = {}
    # Not further than the last cell: what follows in the file is costly to parse and not needed.
    for number, cells in enumerate(islice(source.iter_rows(values_only=True), scan.last_row), 1):
        if any(cell is not None for cell in cells):
            rows[number] = tuple(cut(cell) for cell in cells)
        if len(rows) > MAX_ROWS:
            refuse(file, expected=ROWS_EXPECTED, mend=RIGHT_FILE, row=number)
    return Sheet(file, rows, frozenset(scan.formulas), dict(_merged(scan, rows, file=file)))


def _merged(
    scan: _Scan, rows: Mapping[int, tuple[Value, ...]], *, file: str
) -> Iterator[tuple[Place, Place]]:
    """Yield each place that a merged cell covers, within the filled part, with where it begins."""
    last, width = max(rows, default=0), max(map(len, rows.values()), default=0)
    told = 0
    for reference in scan.ranges:
        left, top, right, bottom = range_boundaries(reference)
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right, width) + 1):
                told += 1
                if told > MAX_MERGED:
                    refuse(file, expected="minder samengevoegde cellen", mend=RIGHT_FILE)
                yield (row, column - 1), (top, left - 1)
