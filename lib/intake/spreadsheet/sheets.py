"""A file as sheets of cells, or why it cannot be read.

Here live the shape of a sheet and the limits that hold for every file. Not here: the two formats
(`read_xlsx`, `read_csv`) and what the cells mean (`survey_layouts`, `values`).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import NoReturn

from openpyxl.utils import get_column_letter

from lib.catalog import DataProblem, DataProblemsError
from lib.catalog.problems import RowPlace, fill_message
from lib.intake.values import CellError, CellValue, cell_text
from lib.text import remove_unreadable

MAX_UPLOAD_BYTES = 3_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 500
MAX_FINDINGS = 500
MAX_CELL_LENGTH = 4_000
MAX_FILE_NAME = 100
MAX_LISTED_ROWS = 10
MAX_LINE = 600  # characters, of a text that stands alone in its row
NOTES_SHEET = "Uitleg"
CellPlace = tuple[int, int]  # row as a spreadsheet shows it, column from 0


@dataclass(frozen=True)
class SheetCell:
    """One cell under the name of its column. `is_shared`: merged with a cell in another row."""

    column: str
    value: CellValue
    is_formula: bool = False
    is_shared: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell, also no formula."""
        return self.value is None and not self.is_formula

    def single_value(self, *, noun: str) -> CellValue:
        """Return the value of a cell that speaks for one row only; `noun` is Dutch for what it is.

        Raises `CellError` for a cell merged over rows, and for a formula without its outcome.
        """
        if self.is_shared:
            raise CellError("merged_rows", noun=noun)
        return self.outcome()

    def outcome(self) -> CellValue:
        """Return the value; raise `CellError` for a formula without its outcome.

        Also for one of 0: that is what programs write that calculate nothing.
        """
        if self.is_formula and self.value in {None, 0}:
            raise CellError("no_outcome")
        return self.value

    def problem(self, file: str, row: int, error: CellError) -> DataProblem:
        """Return the problem of this cell at its place."""
        return DataProblem(
            file,
            row=row,
            column=self.column,
            value=cell_text(self.value),
            **error.message._asdict(),
        )


@dataclass(frozen=True)
class Sheet:
    """The filled rows of one sheet, by the number that a spreadsheet shows in front of them.

    `file` names it in messages. `formulas` are the places of cells with a formula, `merged` maps
    the places of a merged cell to the one that holds its value, and `hidden` are filled rows, and
    `hidden_columns` columns, that a spreadsheet does not show. Texts are cut after
    `MAX_CELL_LENGTH` characters, which is longer than any text that is accepted.
    """

    file: str
    rows: Mapping[int, Sequence[CellValue]]
    formulas: frozenset[CellPlace] = frozenset()
    merged: Mapping[CellPlace, CellPlace] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def is_notes(self) -> bool:
        """Whether it is the sheet with the explanation of a file of our own."""
        return self.file.endswith(f"blad '{NOTES_SHEET}'")

    @property
    def hidden_notices(self) -> list[str]:
        """What a reader should know of rows and columns that a spreadsheet does not show."""
        filled = set().union(*map(self.filled, self.rows))
        letters = [get_column_letter(n + 1) for n in self.hidden_columns if n in filled]
        return [
            f"Verborgen {many}: {len(lines)} ({one} {', '.join(map(str, lines[:MAX_LISTED_ROWS]))})"
            ". Die zijn ook gelezen. Haal ze weg als ze niet meetellen."
            for many, one, lines in (("rijen", "rij", self.hidden), ("kolommen", "kolom", letters))
            if lines
        ]

    def turn(self) -> "Sheet":
        """Return the sheet with its columns as rows: row 1 is the first column."""
        width = max((len(cells) for cells in self.rows.values()), default=0)
        numbers = list(self.rows)
        place_of = {number: place for place, number in enumerate(numbers)}

        def turn_place(place: CellPlace) -> CellPlace:
            return place[1] + 1, place_of.get(place[0], len(numbers))

        return Sheet(
            f"{self.file}, kolommen als rijen",
            {c + 1: tuple(self.at((row, c)) for row in numbers) for c in range(width)},
            frozenset(map(turn_place, self.formulas)),
            {turn_place(place): turn_place(origin) for place, origin in self.merged.items()},
        )

    def with_column(self, title: str, value: str, *, head: int) -> "Sheet":
        """Return the sheet with one more column: a title in row `head`, a value in those below."""
        width = max((len(cells) for cells in self.rows.values()), default=0)
        texts = {head: title}
        rows = {
            row: (*cells, *[None] * (width - len(cells)), texts.get(row, value))
            for row, cells in self.rows.items()
            if row >= head
        }
        return replace(self, rows={**self.rows, **rows})

    def below(self, row: int) -> list[int]:
        """Return the filled rows below a row."""
        return [number for number in self.rows if number > row]

    def filled(self, row: int) -> set[int]:
        """Return the columns in which something stands in a row."""
        return {n for n, cell in enumerate(self.rows[row]) if cell is not None}

    def texts(self, row: int, *, longest: int) -> list[str]:
        """Return what the cells of a row say, each cut after so many characters."""
        return [cell_text(value, longest=longest) for value in self.rows[row]]

    def lines(self, *, before: float = inf) -> Iterator[tuple[int, str]]:
        """Yield the rows with one text and nothing else, with that text; those above a row only."""
        for row, cells in self.rows.items():
            texts = [cell for cell in cells if cell is not None]
            if row < before and len(texts) == 1 and isinstance(texts[0], str):
                yield row, cell_text(texts[0], longest=MAX_LINE)

    def at(self, place: CellPlace) -> CellValue:
        """Return what stands at a place itself; None where nothing does."""
        row, column = place
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def cell(self, place: CellPlace, *, title: str) -> SheetCell:
        """Return the cell at a place, under the name of its column."""
        origin = self.merged.get(place, place)
        return SheetCell(title, self.at(place), place in self.formulas, origin[0] != place[0])

    def merged_cell(self, place: CellPlace, *, title: str) -> SheetCell:
        """Return the cell at a place, with the value of the cell that it is merged with."""
        value = self.at(self.merged.get(place, place))
        return SheetCell(title, value, place in self.formulas)


@dataclass(frozen=True)
class OpenedFile:
    """What was in a file; `notices` are what a reader should know although it is no fault.

    `readings` are the ways to read it, the likeliest first: a text file has one for each delimiter,
    with one sheet; a workbook has one way, with all its visible sheets.
    """

    name: str
    readings: tuple[tuple[Sheet, ...], ...]
    notices: tuple[str, ...]

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets of every way to read it."""
        return [sheet for reading in self.readings for sheet in reading]


def refuse_file(
    file: str, kind: str, *, row: int = 0, value: str = "", **context: object
) -> NoReturn:
    """Raise `DataProblemsError` with the one problem that makes a file unreadable."""
    texts = fill_message(kind, **context)._asdict()
    raise DataProblemsError([DataProblem(file, row=row, value=value, **texts)])


def refuse_rows(file: str, *, row: int, most: int) -> NoReturn:
    """Raise `DataProblemsError` for a sheet with more than so many rows."""
    refuse_file(file, "rows_in_upload", row=row, most=f"{most:,}".replace(",", "."))


def too_many_findings(file: str) -> DataProblem:
    """Return the problem of a file in which so much is wrong that reading on has no use."""
    return RowPlace(file).problem("too_many_findings", most=MAX_FINDINGS)


def safe_file_name(name: str) -> str:
    """Return a file's or sheet's name without folders and without invisible characters."""
    last = re.split(r"[\\/]", name)[-1]
    return " ".join(remove_unreadable(last).split())[:MAX_FILE_NAME] or "bestand"


def hash_content(content: bytes) -> str:
    """Return the sha256 by which an imported file is known."""
    return hashlib.sha256(content).hexdigest()


def shorten_cell(text: str) -> str | None:
    """Return the text without blanks around it and without what is too long to use."""
    return text[: MAX_CELL_LENGTH + 1].strip() or None
