"""What is wrong with the data, in words with which a person at the city hall can fix it.

Here live the one type for a problem, the exception that carries all of them at once, and the
Dutch texts by the kind of problem (`messages.toml`), those of pydantic too. Not here: the rules
themselves (`schema`, `checks`) and how a screen shows a problem.
"""

import errno
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from lib.text import shorten

MAX_VALUE_LENGTH = 80
MANY_ROWS = 10  # with the same kind of problem: one line says more than all
# What was expected and how to fix it, by the kind of problem or pydantic's type of error.
_TABLES = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
MESSAGES: Mapping[str, Mapping[str, str]] = {
    kind: texts for kinds, texts in _TABLES.items() for kind in kinds.split()
}
DISK_FULL_TEXT = (
    "De schijf is vol. Er is niets bewaard. Wat te doen: maak ruimte op de schijf, of meld het bij "
    "de beheerder."
)
FILE_TROUBLES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DISK_FULL_TEXT),
    errno.ENOENT: "{} is er niet. Wat te doen: kijk of de naam goed is.",
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "{} mag u niet lezen of schrijven. Wat te doen: kies een andere plaats, of vraag de "
        "rechten.",
    ),
    **dict.fromkeys(
        (errno.EISDIR, errno.ENOTDIR, errno.EEXIST),
        "{} kan hier niet: er staat iets anders met die naam. Wat te doen: kies een andere naam.",
    ),
}
# Of these the input stays out of the message: it cannot be displayed, or should not be.
HIDDEN_INPUT = {"missing", "string_unicode", "invisible", "personal"}


class Message(NamedTuple):
    """What was expected and how to fix it, in Dutch, and the kind of problem."""

    expected: str
    fix: str
    kind: str = ""


def fill_message(kind: str, /, **context: object) -> Message:
    """Return the texts of a kind of problem, with the context in the places in braces."""
    words = {k: ", ".join(v) if isinstance(v, tuple | list) else v for k, v in context.items()}
    expected, fix = (MESSAGES[kind][text].format_map(words) for text in ("expected", "fix"))
    return Message(expected, fix, kind)


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
    kind: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        text = " ".join(str(self.value).split())
        object.__setattr__(self, "value", shorten(text, longest=MAX_VALUE_LENGTH))

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", rij {self.row}"
        if self.column:
            place += f", kolom '{self.column}'"
        found = f"Er staat: '{self.value}'. " if self.value else ""
        return f"{place}: {found}Verwacht: {self.expected}. Wat te doen: {self.fix}."


class ProblemLine(NamedTuple):
    """Equal problems as one: the first of them, and in Dutch the rows in which they stand."""

    problem: DataProblem
    rows: str


def fold_problems(problems: Iterable[DataProblem]) -> list[ProblemLine]:
    """Return equal problems of one column as one line each, in the order of their first row.

    Where they differ in what stands there or how to fix it, a few are a line each, and of many the
    first is the example.
    """

    def is_like(problem: DataProblem) -> tuple[str, str, str]:
        return problem.file, problem.column, problem.kind or problem.expected + problem.fix

    groups = [list(group) for _, group in groupby(sorted(problems, key=is_like), key=is_like)]
    lines = (line for group in groups for line in _fold_group(group))
    return sorted(lines, key=lambda line: line.problem)


def _fold_group(group: list[DataProblem]) -> list[ProblemLine]:
    first, rows = group[0], sorted({problem.row for problem in group if problem.row})
    are_equal = len({(p.value, p.expected, p.fix) for p in group}) == 1
    if len(rows) < 2 or (len(rows) < MANY_ROWS and not are_equal):  # noqa: PLR2004 - one needs no list
        return [ProblemLine(problem, str(problem.row or "")) for problem in group]
    if not are_equal:
        first = replace(first, value=f"{first.value} (rij {first.row})")
    return [ProblemLine(first, f"{_shorten_rows(rows)} ({len(rows)} rijen)")]


def _shorten_rows(rows: list[int]) -> str:
    """Return row numbers in which those that follow each other are a range: '2-5, 9'."""
    spans = groupby(enumerate(rows), key=lambda item: item[1] - item[0])
    ends = [[row for _, row in span] for _, span in spans]
    return ", ".join(f"{e[0]}-{e[-1]}" if len(e) > 1 else str(e[0]) for e in ends)


class RowPlace(NamedTuple):
    """Where a row or table stands: the file and its row, 0 for a file without rows."""

    file: str
    row: int = 0

    def problem(
        self, kind: str, /, *, column: str = "", value: str = "", **context: object
    ) -> DataProblem:
        """Return a problem of what stands here; for kind and context see `fill_message`."""
        texts = fill_message(kind, **context)._asdict()
        return DataProblem(self.file, row=self.row, column=column, value=value, **texts)


class DataProblemsError(Exception):
    """The data cannot be used; `problems` lists everything that was found, sorted."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def describe_validation_error(
    error: ValidationError, *, file: str, row: int = 0, where: str = ""
) -> Iterable[DataProblem]:
    """Yield one problem for each thing that pydantic found in one row or table."""
    for found in error.errors(include_url=False):
        # A bracket is in the names of pydantic's own validators, which are no part of the place.
        place = ".".join(str(part) for part in found["loc"] if "[" not in str(part))
        is_hidden = found["type"] in HIDDEN_INPUT or isinstance(found["input"], dict | None)
        texts = fill_message(
            found["type"] if found["type"] in MESSAGES else "other",
            **{k: str(v).replace(" or ", " of ") for k, v in found.get("ctx", {}).items()},
        )
        yield DataProblem(
            file,
            row=row,
            column=".".join(filter(None, (where, place))),
            value="" if is_hidden else str(found["input"]),
            **texts._asdict(),
        )


def describe_file_trouble(error: OSError) -> str:
    """Return in Dutch why a file cannot be read or written, and what to do."""
    name = error.filename2 or error.filename or "Dit bestand"
    text = FILE_TROUBLES.get(error.errno or 0, "{} is niet te lezen of te schrijven ({}).")
    return text.format(name, error.errno)
