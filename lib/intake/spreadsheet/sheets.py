"""A file as sheets of cells, or why it cannot be read.

The bytes say what a file is; a name that says otherwise is told. Here live the shape of a sheet
and the limits that hold for every file. Not here: the two formats (`workbook`, `delimited`) and
what the cells mean (`layouts`, `values`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from lib.catalog import DataProblem, DataProblemsError
from lib.intake.values import Value

MAX_BYTES = 3_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 500
MAX_FINDINGS = 500
LONGEST_CELL = 4_000
LONGEST_NAME = 100
RIGHT_FILE = "controleer of dit het goede bestand is, en haal weg wat er niet bij hoort"
COLUMNS_EXPECTED = f"hoogstens {MAX_COLUMNS} kolommen"
Place = tuple[int, int]  # row as a spreadsheet shows it, column from 0


@dataclass(frozen=True)
class Sheet:
    """The filled rows of one sheet, by the number that a spreadsheet shows beside them.

    `file` names it in messages. `formulas` are the places of cells with a formula, `merged` maps
    the places of a merged cell to the one that holds its value. Texts are cut after
    `LONGEST_CELL` characters, which is longer than any text that is accepted.
    """

    file: str
    rows: Mapping[int, Sequence[Value]]
    formulas: frozenset[Place] = frozenset()
    merged: Mapping[Place, Place] = field(default_factory=dict)

    def at(self, place: Place) -> Value:
        """Return what stands at a place itself; None where nothing does."""
        row, column = place
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True)
class Opened:
    """What was in a file; `told` is what a reader should know although it is no fault."""

    name: str
    sheets: tuple[Sheet, ...]
    told: tuple[str, ...]


def refuse(file: str, *, expected: str, fix: str, row: int = 0) -> NoReturn:
    """Raise `DataProblemsError` with the one problem that makes a file unreadable."""
    raise DataProblemsError([DataProblem(file, expected=expected, fix=fix, row=row)])


def rows_expected(most: int) -> str:
    """Return in Dutch how many rows a file may have."""
    return f"hoogstens {most:,} gevulde rijen".replace(",", ".")


def too_much(file: str) -> DataProblem:
    """Return the problem of a file in which so much is wrong that reading on has no use."""
    expected = f"minder dan {MAX_FINDINGS} fouten en overgeslagen rijen"
    return DataProblem(file, expected=expected, fix=RIGHT_FILE)


def harmless_name(name: str) -> str:
    """Return a file's or sheet's name without folders and without signs that cannot be seen."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())[:LONGEST_NAME] or "bestand"


def fingerprint(content: bytes) -> str:
    """Return the sha256 by which an imported file is known."""
    return hashlib.sha256(content).hexdigest()


def cut(text: str) -> str | None:
    """Return the text without blanks around it and without what is too long to use."""
    return text[: LONGEST_CELL + 1].strip() or None
