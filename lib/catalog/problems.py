"""What is wrong with the data, in words with which a person at the city hall can fix it.

Here live the one type for a problem and the exception that carries all of them at once.
Not here: the rules themselves (`schema`, `checks`) and how a screen shows a problem.
"""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from typing import NamedTuple

MAX_VALUE_LENGTH = 80


@dataclass(frozen=True, order=True)
class DataProblem:
    """One thing that is wrong in one place; all texts are Dutch.

    `row` is the number that a spreadsheet shows in front of the row (the header is row 1);
    0 means the file as a whole. `value` becomes one short line of text.
    """

    file: str
    _: KW_ONLY
    row: int = 0
    column: str = ""
    value: str = ""
    expected: str
    fix: str

    def __post_init__(self) -> None:
        text = " ".join(str(self.value).split())
        if len(text) > MAX_VALUE_LENGTH:
            text = text[: MAX_VALUE_LENGTH - 1] + "…"
        object.__setattr__(self, "value", text)

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", rij {self.row}"
        if self.column:
            place += f", kolom '{self.column}'"
        found = f"Er staat: '{self.value}'. " if self.value else ""
        return f"{place}: {found}Verwacht: {self.expected}. Wat te doen: {self.fix}."


class RowPlace(NamedTuple):
    """Where a row or table stands: the file and its row, 0 for a file without rows."""

    file: str
    row: int = 0

    def problem(self, *, expected: str, fix: str, column: str = "", value: str = "") -> DataProblem:
        """Return a problem of what stands here."""
        return DataProblem(
            self.file, row=self.row, column=column, value=value, expected=expected, fix=fix
        )


class DataProblemsError(Exception):
    """The data cannot be used; `problems` lists everything that was found, sorted."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
