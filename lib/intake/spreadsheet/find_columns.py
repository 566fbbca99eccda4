"""A table that is found by the names of its columns, and read row by row.

Not here: which columns, and what their cells say (`measures_file`, `police_list`).
"""

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from lib.catalog import DataProblem
from lib.intake.names import name_key
from lib.intake.spreadsheet.sheets import MAX_FINDINGS, Sheet, SheetCell, too_many_findings
from lib.intake.values import CellError, cell_text, find_date_fault

ROWS_BEFORE_HEADER = 20
COLUMN_TITLES = Path(__file__).parents[1] / "column_titles.toml"
V = TypeVar("V")


def load_column_titles(
    kind: Literal["survey", "police", "measures", "persons"],
) -> Mapping[str, tuple[str, ...]]:
    """Return what each column of a kind of file may be called, by what it holds."""
    tables = tomllib.loads(COLUMN_TITLES.read_text(encoding="utf-8"))
    return {field: tuple(titles) for field, titles in tables[kind].items()}


@dataclass(frozen=True)
class NamedTable:
    """A sheet, and where its columns are: the name that the file gives them, by field.

    `head` is the row of the names; `unused` are names that mean no field, or one that is there.
    """

    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[str, ...]


def find_named_table(
    sheet: Sheet, *, fields: Mapping[str, str], required: Collection[str]
) -> NamedTable | None:
    """Return the table of a sheet, or None where no row names the required fields.

    `fields` says what a name means; case, accents and spaces do not count.
    """
    means = {name_key(title): field for title, field in fields.items()}
    for number in list(sheet.rows)[:ROWS_BEFORE_HEADER]:
        titles = [cell_text(value, longest=60) for value in sheet.rows[number]]
        columns = _first_columns([means.get(name_key(title)) for title in titles])
        if set(required) <= set(columns):
            names = {field: titles[n] for field, n in columns.items()}
            unused = set(enumerate(titles)) - {(n, names[field]) for field, n in columns.items()}
            others = tuple(title for _, title in sorted(unused) if title)
            return NamedTable(sheet, number, columns, names, others)
    return None


def _first_columns(fields: Sequence[str | None]) -> dict[str, int]:
    """Return the first column of each field."""
    columns: dict[str, int] = {}
    for number, name in enumerate(fields):
        if name is not None:
            columns.setdefault(name, number)
    return columns


@dataclass
class RowReader:
    """Reads the cells of a named table, and collects what is wrong with them."""

    table: NamedTable
    problems: set[DataProblem] = field(default_factory=set, init=False)

    def row_numbers(self) -> Iterator[int]:
        """Yield the rows below the names of the columns, until too much is wrong."""
        for number in self.table.sheet.rows:
            if number > self.table.head:
                yield number
            if self.is_hopeless:
                self.problems.add(too_many_findings(self.table.sheet.file))
                return

    def cell(self, row: int, field: str, *, is_single: bool = False) -> SheetCell:
        """Return a field's cell; merged cells speak for all their rows, unless `is_single`."""
        title, column = self.table.titles.get(field, ""), self.table.columns.get(field)
        if column is None:
            return SheetCell(title, None)
        sheet = self.table.sheet
        take = sheet.cell if is_single else sheet.merged_cell
        return take((row, column), title=title)

    def read(self, row: int, cell: SheetCell, parse: Callable[[SheetCell], V]) -> V | None:
        """Return what a cell means; None after collecting why it means nothing good."""
        try:
            cell.outcome()
            return parse(cell)
        except CellError as error:
            self.problems.add(cell.problem(self.table.sheet.file, row, error))
            return None

    def check_dates(self, fields: Collection[str]) -> bool:
        """Report columns in which month and day are the other way round; return whether any is."""
        sheet = self.table.sheet
        for name in set(fields) & set(self.table.columns):
            below = [row for row in sheet.rows if row > self.table.head]
            cells = {row: self.cell(row, name) for row in below}
            fault = find_date_fault(cell.value for cell in cells.values())
            if fault:
                self.report(self.table.head, self.table.titles[name], fault)
        return bool(self.problems)

    def report(self, row: int, cell: SheetCell | str, kind: str, /, **context: object) -> None:
        """Collect a problem of a cell, or of a column; row 0 stands for the file as a whole."""
        cell = SheetCell(cell, None) if isinstance(cell, str) else cell
        self.problems.add(cell.problem(self.table.sheet.file, row, CellError(kind, **context)))

    @property
    def formula_notices(self) -> list[str]:
        """What a reader should know of cells with a formula; nothing where there are none."""
        count = len(self.table.sheet.formulas)  # without an outcome there is a problem instead
        return [f"Cellen met een formule: {count}. De uitkomst is gebruikt."] if count else []

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is wrong that reading on has no use."""
        return len(self.problems) > MAX_FINDINGS
