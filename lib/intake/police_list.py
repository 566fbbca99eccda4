"""The police's own list from an uploaded file: counts per kind, area and day, and all its faults.

A list covers every day from its first to its last, for each kind that it names, in every area:
what is absent there is 0. A row with 0 therefore says that a kind was looked at, or that the list
goes on to that day. Columns that it does not need are refused: they may hold cases or people.
Not here: what kinds and areas may be called (`police_names`), saving the list (`lib.store`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from lib.catalog import Catalog, DataProblem, DataProblemsError, Status, parse_date_parts
from lib.intake import police_names
from lib.intake.names import TOTAL_NAMES, NameIndex, name_key
from lib.intake.persons import refuse_cases, refuse_cross_table, refuse_persons
from lib.intake.spreadsheet.find_columns import NamedTable, RowReader, find_named_table
from lib.intake.spreadsheet.open_file import find_one_table, open_file
from lib.intake.spreadsheet.sheets import OpenedFile, Sheet, SheetCell, hash_content, safe_file_name
from lib.intake.values import (
    CellError,
    CellValue,
    cell_text,
    format_value,
    parse_count,
    parse_partial_date,
    says_no_figure,
)

MAX_LIST_ROWS = 20_000
MAX_DAILY_COUNT = 1_000  # what is more is no count of a day
MAX_GAP_DAYS = 31  # days without any row: more is rather a year that was typed wrong
POLICE_STATUSES = {s.value: s for s in (Status.PROVISIONAL, Status.FICTITIOUS)}
KeyT = TypeVar("KeyT")
DayKey = tuple[str, str, dt.date]  # kind, area, day
KindCode = tuple[str, str]  # indicator, and the code that was written; empty for all of it


@dataclass(frozen=True)
class PoliceList:
    """What a file holds. Texts are Dutch; texts from the file are not escaped.

    `counts` are those above 0, by kind, area (`UNLOCATED`: none) and day; `kinds` are all that the
    list covers, from `first` to `last`. `problems` are all faults at once, sorted; with any, the
    rest is empty and the days mean nothing. `notices` are no faults but should be known.
    """

    name: str
    sha256: str
    counts: Mapping[DayKey, int] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    first: dt.date = dt.date.min
    last: dt.date = dt.date.min
    status: Status = Status.PROVISIONAL
    problems: tuple[DataProblem, ...] = ()
    notices: tuple[str, ...] = ()


def read_police_list(content: bytes, *, name: str, catalog: Catalog, today: dt.date) -> PoliceList:
    """Read an XLSX or CSV file; never raises for what is in the file.

    Days after `today` are a problem.
    """
    sha256, notices = hash_content(content), tuple[str, ...]()
    try:
        opened = open_file(content, name=name, most_rows=MAX_LIST_ROWS)
        notices = opened.notices
        _refuse_other_lists(opened)
        header = ", ".join(
            police_names.POLICE_COLUMNS[field] for field in police_names.REQUIRED_POLICE_FIELDS
        )
        table, unread = find_one_table(opened, find=_find_police_table, header=header)
    except DataProblemsError as error:
        file = safe_file_name(name)
        return PoliceList(file, sha256, problems=error.problems, notices=notices)
    whole = catalog.areas[catalog.municipality.code]
    reader = _PoliceReader(
        table,
        police_names.PoliceKinds.of(catalog),
        police_names.index_police_areas(catalog),
        police_names.index_area_parts(catalog),
        today,
        {name_key(name) for name in (whole.area, whole.name, *whole.aliases, *TOTAL_NAMES)},
    )
    reader.read_list()
    if reader.problems:
        return PoliceList(opened.name, sha256, problems=tuple(sorted(reader.problems)))
    return PoliceList(
        opened.name,
        sha256,
        counts={key: value for key, value in reader.counts.items() if value},
        kinds=tuple(sorted({kind for kind, _ in reader.kinds})),
        first=min(reader.days),
        last=max(reader.days),
        status=next(iter(reader.statuses)),
        notices=(*opened.notices, *unread, *reader.list_notices(catalog)),
    )


def _refuse_other_lists(opened: OpenedFile) -> None:
    """Raise `DataProblemsError` for a list of cases, and for weeks or months as columns."""
    if any(_find_police_table(sheet) is not None for sheet in opened.sheets):
        return  # of which every other column is refused by name
    refuse_persons(opened, wanted="police")
    for sheet in opened.sheets:
        refuse_cases(sheet, wanted="police")
        refuse_cross_table(sheet)


def _find_police_table(sheet: Sheet) -> NamedTable | None:
    return find_named_table(
        sheet, fields=police_names.POLICE_FIELDS, required=police_names.REQUIRED_POLICE_FIELDS
    )


@dataclass
class _PoliceReader(RowReader):
    """Reads a police list; `kinds`, `days` and `statuses` hold the first row of each."""

    known: police_names.PoliceKinds
    areas: NameIndex
    parts: NameIndex
    today: dt.date
    whole_names: Collection[str]
    counts: dict[DayKey, int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[KindCode, int] = field(default_factory=dict)
    days: dict[dt.date, int] = field(default_factory=dict)
    statuses: dict[Status, int] = field(default_factory=dict)
    _rows: dict[tuple[KindCode, str, dt.date], int] = field(default_factory=dict)

    def read_list(self) -> None:
        """Read all rows, and check what only the whole list shows."""
        self._refuse_columns()
        if self.check_dates(("day",)):
            return
        for number in self.row_numbers():
            self._read_row(number)
        if self.is_hopeless:
            return
        self._check_codes()
        self._check_days()
        if len(self.statuses) > 1:
            self.report(max(self.statuses.values()), self.table.titles["status"], "two_statuses")
        if not self.counts and not self.problems:
            self.report(0, "", "no_rows")

    def list_notices(self, catalog: Catalog) -> tuple[str, ...]:
        """Return what is no fault, but should be known before the list is saved."""
        names = [catalog.indicators[kind].name for kind in sorted({k for k, _ in self.kinds})]
        days = f"{format_value(min(self.days))} tot en met {format_value(max(self.days))}"
        notices = [
            f"De lijst geldt voor alle dagen van {days}, in alle wijken.",
            "Voor de soorten in de lijst telt een wijk of dag die er niet in staat als 0.",
            f"Soorten in de lijst ({len(names)}): {', '.join(names)}.",
        ]
        if nowhere := sum(
            n for (_, area, _), n in self.counts.items() if area == police_names.UNLOCATED
        ):
            notices.append(f"Niet gelokaliseerd: {nowhere}. Dit telt alleen mee voor het geheel.")
        return (*notices, *self.formula_notices)

    def _refuse_columns(self) -> None:
        """Refuse columns that the list does not need, named or not."""
        sheet, head = self.table.sheet, self.table.head
        columns = list(police_names.POLICE_COLUMNS.values())
        for title in self.table.unused:
            self.report(head, title, "extra_column", columns=columns)
        named = {n for n, title in enumerate(sheet.rows[head]) if cell_text(title)}
        for number, cells in sheet.rows.items():
            extra = [n for n, value in enumerate(cells) if value is not None and n not in named]
            if number > head and extra:  # the message leaves out what it says: it may be a name
                place = extra[0] + 1
                self.report(number, "", "unnamed_column", columns=columns, column_number=place)
                return

    def _read_row(self, number: int) -> None:
        cells = {
            f: self.cell(number, f, is_single=f == "count") for f in police_names.POLICE_COLUMNS
        }
        if all(cell.is_empty for cell in cells.values()):
            return
        kind = self.read(number, cells["kind"], lambda cell: self.known.parse(cell.value))
        area = self.read(number, cells["area"], self._parse_police_area)
        day = self.read(number, cells["day"], self._parse_police_day)
        status = self.read(number, cells["status"], _parse_police_status)
        value = self.read(number, cells["count"], _parse_daily_count)
        _set_first(self.days, day, number)
        _set_first(self.statuses, status, number)
        _set_first(self.kinds, kind, number)
        if kind is not None and area is not None and day is not None:
            self._add_count(number, cells, (kind, area, day), value or 0)

    def _add_count(
        self,
        number: int,
        cells: Mapping[str, SheetCell],
        key: tuple[KindCode, str, dt.date],
        value: int,
    ) -> None:
        (kind, _), area, day = key
        first = self._rows.setdefault(key, number)
        about = self.known.indicators[kind]
        if area != police_names.UNLOCATED and about.is_municipal_only:
            self.report(number, cells["area"], "not_per_area")
        elif first != number:
            self.report(number, cells["kind"], "double_count", row_before=first)
        else:
            self.counts[kind, area, day] += value

    def _check_codes(self) -> None:
        """Report where a list has some of the codes of a kind, or its name next to its codes."""
        written: dict[str, dict[str, int]] = defaultdict(dict)
        for (kind, code), row in self.kinds.items():
            written[kind][code] = row
        for kind, codes in written.items():
            indicator = self.known.indicators[kind]
            lacking = [code for code in indicator.kinds if code.casefold() not in codes]
            if set(codes) == {""} or not lacking:
                continue
            cell = SheetCell(self.table.titles["kind"], ", ".join(filter(None, codes)))
            problem = "name_next_to_codes" if "" in codes else "missing_codes"
            names = {"kind": indicator.name, "codes": indicator.kinds}
            self.report(max(codes.values()), cell, problem, **names)

    def _check_days(self) -> None:
        """Report a long time without rows: it would all count as zero."""
        for before, after in pairwise(sorted(self.days)):
            if (after - before).days > MAX_GAP_DAYS:
                cell = SheetCell(self.table.titles["day"], before)
                place = {"day": format_value(after), "row_after": self.days[after]}
                self.report(self.days[before], cell, "days_without_row", most=MAX_GAP_DAYS, **place)

    def _parse_police_area(self, cell: SheetCell) -> str:
        name = cell_text(cell.value)
        if name_key(name) in self.whole_names:
            raise CellError("whole_municipality")
        if self.areas.find(name) is None:
            if part := self.parts.find(name):
                raise CellError("part_of_area", area=self.areas.label(part))
            if name_key(name).isdecimal():
                raise CellError("area_code")
        return self.areas.parse(name)

    def _parse_police_day(self, cell: SheetCell) -> dt.date:
        text, has_time = "", _has_time(cell.value)
        with suppress(CellError):
            text = parse_partial_date(cell.value)
        if has_time or not text or parse_date_parts(text).day is None:
            raise CellError("no_day")
        day = dt.date.fromisoformat(text)
        if day > self.today:
            raise CellError("day_in_future", today=format_value(self.today))
        return day


def _set_first(rows: dict[KeyT, int], key: KeyT | None, row: int) -> None:
    """Note the row in which something first stands."""
    if key is not None:
        rows.setdefault(key, row)


def _has_time(value: CellValue) -> bool:
    if isinstance(value, dt.datetime):
        return value.time() != dt.time.min
    return isinstance(value, float) and bool(value % 1)


def _parse_police_status(cell: SheetCell) -> Status:
    text = cell_text(cell.value).casefold() or Status.PROVISIONAL.value
    if text not in POLICE_STATUSES:
        raise CellError("unknown_status", choices=list(POLICE_STATUSES))
    return POLICE_STATUSES[text]


def _parse_daily_count(cell: SheetCell) -> int:
    written = cell.single_value(noun="aantal")
    if says_no_figure(written):
        raise CellError("absent_count")
    value = parse_count(written)
    if value is None:
        raise CellError("no_count")
    if value > MAX_DAILY_COUNT:
        raise CellError("high_count", most=MAX_DAILY_COUNT)
    return value
