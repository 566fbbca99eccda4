"""The police's own list from an uploaded file: counts per kind, area and day, and all its faults.

A list covers every day from its first to its last, for each kind that it names, in every area:
what is absent there is 0. A row with 0 therefore says that a kind was looked at, or that the list
goes on to that day. Columns that it does not need are refused: they may hold cases or people.
Not here: what kinds and areas may be called (`police_words`), keeping the list (`lib.store`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from lib.catalog import Catalog, DataProblem, DataProblemsError, Status
from lib.intake.measure_rows import Register
from lib.intake.police_names import (
    COLUMNS,
    FIELDS,
    REQUIRED,
    UNLOCATED,
    Kinds,
    area_register,
    is_municipal_only,
)
from lib.intake.spreadsheet.find_columns import NamedTable, find_named
from lib.intake.spreadsheet.open_file import one_table, open_file
from lib.intake.spreadsheet.sheets import MAX_FINDINGS, Sheet, fingerprint, harmless_name, too_much
from lib.intake.survey_cells import NO_OUTCOME
from lib.intake.survey_layouts import Cell, cell, label
from lib.intake.values import CellError, Value, count, partial_date, shown, tidy

MOST_ROWS = 20_000
MOST_A_DAY = 1_000  # what is more is no count of a day
LONGEST_GAP = 31  # days without any row: more is rather a year that was typed wrong
DAY = len("2026-11-23")
ONLY_COUNTS = (
    f"alleen de kolommen {', '.join(COLUMNS.values())}, want deze lijst mag alleen aantallen hebben"
)
STATUSES = {s.value: s for s in (Status.PROVISIONAL, Status.FICTITIOUS)}
T = TypeVar("T")
Key = tuple[str, str, dt.date]  # kind, area, day


@dataclass(frozen=True)
class PoliceList:
    """What a file holds. Texts are Dutch; texts from the file are not escaped.

    `counts` are those above 0, by kind, area (`UNLOCATED`: none) and day; `kinds` are all that the
    list covers, from `first` to `last`. `problems` are all faults at once, sorted; with any, the
    rest is empty and the days mean nothing. `told` is what is no fault but should be known.
    """

    name: str
    sha256: str
    counts: Mapping[Key, int] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    first: dt.date = dt.date.min
    last: dt.date = dt.date.min
    status: Status = Status.PROVISIONAL
    problems: tuple[DataProblem, ...] = ()
    told: tuple[str, ...] = ()


def read_police_list(content: bytes, *, name: str, catalog: Catalog, today: dt.date) -> PoliceList:
    """Read an XLSX or CSV file; never raises for what is in the file.

    Days after `today` are a problem.
    """
    sha256 = fingerprint(content)
    try:
        opened = open_file(content, name=name, most_rows=MOST_ROWS)
        wanted = ", ".join(COLUMNS[column] for column in REQUIRED)
        table, unread = one_table(opened, find=_find, header=wanted)
    except DataProblemsError as error:
        return PoliceList(harmless_name(name), sha256, problems=error.problems)
    reader = _Reader(table, Kinds.of(catalog), area_register(catalog), today)
    reader.read()
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
        told=(*opened.told, *unread, *reader.told(catalog)),
    )


def _find(sheet: Sheet) -> NamedTable | None:
    return find_named(sheet, fields=FIELDS, required=REQUIRED)


@dataclass
class _Reader:
    """Takes the rows of a table; gathers counts, and what is wrong with them.

    `kinds`, `days` and `statuses` hold the first row of each; a kind is an indicator with the code
    that was written, empty for all of it.
    """

    table: NamedTable
    known: Kinds
    areas: Register
    today: dt.date
    problems: set[DataProblem] = field(default_factory=set)
    counts: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)
    days: dict[dt.date, int] = field(default_factory=dict)
    statuses: dict[Status, int] = field(default_factory=dict)
    _rows: dict[tuple[tuple[str, str], str, dt.date], int] = field(default_factory=dict)

    def read(self) -> None:
        """Read all rows, and judge what only the whole list shows."""
        self._refuse_columns()
        for number in self.table.sheet.rows:
            if number > self.table.head:
                self._row(number)
            if len(self.problems) > MAX_FINDINGS:
                self.problems.add(too_much(self.table.sheet.file))
                return
        self._judge_codes()
        self._judge_days()
        if len(self.statuses) > 1:
            row = max(self.statuses.values())
            expected = "in elke rij dezelfde status"
            self._tell(row, "status", None, CellError(expected, fix="maak er twee lijsten van"))
        if not self.counts and not self.problems:
            error = CellError("ten minste één rij", fix="vul de rij onder de kolomnamen in")
            self._tell(0, "", None, error)

    def told(self, catalog: Catalog) -> tuple[str, ...]:
        """Return what is no fault, but should be known before the list is kept."""
        names = [catalog.indicators[kind].name for kind in sorted({k for k, _ in self.kinds})]
        span = f"{shown(min(self.days))} tot en met {shown(max(self.days))}"
        told = [
            f"De lijst geldt voor alle dagen van {span}, in alle wijken.",
            "Voor de soorten in de lijst telt een wijk of dag die er niet in staat als 0.",
            f"Soorten in de lijst ({len(names)}): {', '.join(names)}.",
        ]
        if nowhere := sum(n for (_, area, _), n in self.counts.items() if area == UNLOCATED):
            told.append(f"Niet gelokaliseerd: {nowhere}. Dit telt alleen mee voor het geheel.")
        if formulas := self.table.sheet.formulas:
            told.append(f"Cellen met een formule: {len(formulas)}. De uitkomst is gebruikt.")
        return tuple(told)

    def _refuse_columns(self) -> None:
        sheet, titles = self.table.sheet, self.table.sheet.rows[self.table.head]
        for title in self.table.unused:
            self.problems.add(
                DataProblem(
                    sheet.file,
                    row=self.table.head,
                    column=title,
                    expected=ONLY_COUNTS,
                    fix="haal deze kolom weg",
                )
            )
        named = {n for n, title in enumerate(titles) if tidy(shown(title))}
        for number, cells in sheet.rows.items():
            extra = [n for n, value in enumerate(cells) if value is not None and n not in named]
            if number > self.table.head and extra:  # what it says is not told: it may be a name
                fix = f"haal weg wat in kolom {extra[0] + 1} staat, een kolom zonder naam"
                self.problems.add(
                    DataProblem(sheet.file, row=number, expected=ONLY_COUNTS, fix=fix)
                )
                return

    def _row(self, number: int) -> None:
        cells = {field: self._cell(number, field) for field in COLUMNS}
        if not any(c.value is not None or c.is_formula for c in cells.values()):
            return
        kind = self._read(number, cells, "kind", self._kind)
        area = self._read(number, cells, "area", self._area)
        day = self._read(number, cells, "day", self._day)
        status = self._read(number, cells, "status", _status)
        value = self._read(number, cells, "count", _count)
        if day is not None:
            self.days.setdefault(day, number)
        if status is not None:
            self.statuses.setdefault(status, number)
        if kind is not None:
            self.kinds.setdefault(kind, number)
        if kind is not None and area is not None and day is not None:
            self._keep(number, cells, (kind, area, day), value or 0)

    def _keep(
        self,
        number: int,
        cells: Mapping[str, Cell],
        key: tuple[tuple[str, str], str, dt.date],
        value: int,
    ) -> None:
        (kind, _), area, day = key
        first = self._rows.setdefault(key, number)
        if area != UNLOCATED and is_municipal_only(self.known.indicators[kind]):
            error = CellError(
                "niet gelokaliseerd: van deze soort zijn er geen cijfers per wijk",
                fix="schrijf 'niet gelokaliseerd', en tel de wijken van een dag bij elkaar op",
            )
            self._tell(number, "area", cells["area"].value, error)
        elif first != number:
            expected = f"elke soort, wijk en dag één keer (staat al in rij {first})"
            error = CellError(expected, fix="tel de twee rijen op, of haal er een weg")
            self._tell(number, "kind", cells["kind"].value, error)
        else:
            self.counts[kind, area, day] += value

    def _judge_codes(self) -> None:
        """Tell where a list has some of the codes of a kind, or its name beside its codes."""
        written: dict[str, dict[str, int]] = defaultdict(dict)
        for (kind, code), row in self.kinds.items():
            written[kind][code] = row
        for kind, codes in written.items():
            about = self.known.indicators[kind]
            lacking = [code for code in about.kinds if code.casefold() not in codes]
            if set(codes) == {""} or not lacking:
                continue
            error = CellError(
                f"'{about.name}', of al zijn codes: {', '.join(about.kinds)}",
                fix="zet een rij met 0 bij elke code die er niet was"
                if "" not in codes
                else "gebruik de naam of de codes, niet allebei",
            )
            self._tell(max(codes.values()), "kind", ", ".join(filter(None, codes)), error)

    def _judge_days(self) -> None:
        """Tell of a long time without rows: it would all count as zero."""
        for before, after in pairwise(sorted(self.days)):
            if (after - before).days > LONGEST_GAP:
                error = CellError(
                    f"een rij voor ten minste één dag in elke {LONGEST_GAP} dagen; hierna komt pas "
                    f"{shown(after)} (rij {self.days[after]})",
                    fix="verbeter het jaar; was er in die tijd niets, zet er dan rijen met 0 bij",
                )
                self._tell(self.days[before], "day", before, error)

    def _cell(self, number: int, field: str) -> Cell:
        """Return a field's cell; merged cells speak for all their rows, but for counts."""
        column = self.table.columns.get(field)
        if column is None:
            return Cell(COLUMNS[field], None)
        take = cell if field == "count" else label
        return take(self.table.sheet, (number, column), title=self.table.titles[field])

    def _read(
        self, number: int, cells: Mapping[str, Cell], field: str, meaning: Callable[[Cell], T]
    ) -> T | None:
        """Return what a cell means; None after noting that it means nothing good."""
        try:
            return meaning(cells[field])
        except CellError as error:
            self._tell(number, field, cells[field].value, error)
            return None

    def _kind(self, found: Cell) -> tuple[str, str]:
        return self.known.read(found.value)

    def _area(self, found: Cell) -> str:
        return self.areas.key(tidy(shown(found.value)))

    def _day(self, found: Cell) -> dt.date:
        text, has_time = "", isinstance(found.value, float) and found.value % 1
        with suppress(CellError):
            text = partial_date(found.value)
        if has_time or len(text) != DAY:
            fix = "schrijf dag-maand-jaar"
            raise CellError("een dag als 23-11-2026, zonder tijd", fix=fix)
        day = dt.date.fromisoformat(text)
        if day > self.today:
            raise CellError(f"een dag tot en met {shown(self.today)}", fix="verbeter de datum")
        return day

    def _tell(self, number: int, field: str, value: Value, error: CellError) -> None:
        self.problems.add(
            DataProblem(
                self.table.sheet.file,
                row=number,
                column=self.table.titles.get(field, ""),
                value=tidy(shown(value)[:300]),
                expected=error.expected,
                fix=error.fix,
            )
        )


def _status(found: Cell) -> Status:
    text = tidy(shown(found.value)).casefold()
    if text not in {"", *STATUSES}:
        raise CellError(f"een van: {', '.join(STATUSES)}", fix="kies een van deze woorden")
    return STATUSES[text or Status.PROVISIONAL.value]


def _count(found: Cell) -> int:
    if found.is_shared:
        raise CellError("één aantal per rij", fix="splits de samengevoegde cellen")
    if found.value is None and found.is_formula:
        raise NO_OUTCOME
    value = count(found.value)
    if value is None:
        raise CellError("een aantal", fix="vul de cel in; was er niets, schrijf dan 0")
    if value > MOST_A_DAY:
        raise CellError(f"hoogstens {MOST_A_DAY} op een dag", fix="verbeter het aantal")
    return value
