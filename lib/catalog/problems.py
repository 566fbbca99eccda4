"""What is wrong with the data, said so that a person at the city hall can mend it.

Here live the one type for a problem and the exception that carries all of them at once.
Not here: the rules themselves (`schema`, `checks`) and how a screen shows a problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class DataProblem:
    """One thing that is wrong in one place; all texts are Dutch.

    `row` is the number that a spreadsheet shows beside the row (the header is row 1);
    0 means the file as a whole.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    mend: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", rij {self.row}"
        if self.column:
            place += f", kolom '{self.column}'"
        found = f"Er staat: '{self.value}'. " if self.value else ""
        return f"{place}: {found}Verwacht: {self.expected}. Wat te doen: {self.mend}."


MAX_VALUE_LENGTH = 80


def problem(
    file: str,
    *,
    expected: str,
    mend: str,
    row: int = 0,
    column: str = "",
    value: object = "",
) -> DataProblem:
    """Make a `DataProblem`; a long value is cut so that the list stays readable."""
    text = " ".join(str(value).split())
    if len(text) > MAX_VALUE_LENGTH:
        text = text[: MAX_VALUE_LENGTH - 1] + "…"
    return DataProblem(file, row, column, text, expected, mend)


class DataProblemsError(Exception):
    """The data cannot be used; `problems` lists everything that was found, sorted."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
