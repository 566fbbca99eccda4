"""Dutch words for what pydantic finds. Not here: the rules (`schema`) and reading (`read`)."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lib.catalog.problems import DataProblem

# What was expected and how to fix it, by pydantic's type of error.
MESSAGES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
# Of these the input stays out of the message: it cannot be displayed, or should not be.
HIDDEN_INPUT = {"missing", "string_unicode", "invisible", "personal"}
UNKNOWN_ERROR = {
    "expected": "een andere waarde",
    "fix": "vergelijk met een rij die wel goed is",
}


def describe_validation_error(
    error: ValidationError, *, file: str, row: int = 0, where: str = ""
) -> Iterable[DataProblem]:
    """Yield one problem for each thing that pydantic found in one row or table."""
    for found in error.errors(include_url=False):
        message = MESSAGES.get(found["type"], UNKNOWN_ERROR)
        context: dict[str, Any] = {
            key: str(value).replace(" or ", " of ") for key, value in found.get("ctx", {}).items()
        }
        place = ".".join(str(part) for part in found["loc"] if not _is_internal(part))
        yield DataProblem(
            file,
            row=row,
            column=".".join(filter(None, (where, place))),
            value="" if found["type"] in HIDDEN_INPUT else _format_input(found["input"]),
            expected=message["expected"].format_map(context),
            fix=message["fix"],
        )


def unknown_key_problem(file: str, *, column: str) -> DataProblem:
    """Return the problem of a key that no model knows."""
    message = MESSAGES["extra_forbidden"]
    return DataProblem(file, column=column, expected=message["expected"], fix=message["fix"])


def _is_internal(part: int | str) -> bool:
    """Return whether pydantic named one of its own validators instead of a field."""
    return isinstance(part, str) and "[" in part


def _format_input(value: object) -> str:
    return "" if value is None or isinstance(value, dict) else str(value)
