"""Text that people fill in: readable, not too long, without personal data.

Kept as it is typed: who shows it escapes it. Not here: what personal data is (`personal`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from lib.catalog import DataProblem, DataProblemsError
from lib.catalog.fields import FrozenModel, Name
from lib.catalog.messages import describe_validation_error
from lib.store.personal import find_personal_data
from lib.text import find_unreadable

M = TypeVar("M", bound=FrozenModel)


def _tidy(value: object) -> object:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))


def _readable(value: str) -> str:
    if sign := find_unreadable(value):
        raise PydanticCustomError("invisible", "invisible", {"sign": f"U+{ord(sign):04X}"})
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "more than one line")
    return value


def impersonal(value: str) -> str:
    """Refuse text with personal data, as a validator of pydantic."""
    reason = find_personal_data(value)
    if reason:
        raise PydanticCustomError("personal", "personal data", {"reason": reason})
    return value


# A length stands first, so that what is far too long is refused unread.
_TIDY, _READABLE = BeforeValidator(_tidy), AfterValidator(_readable)
_IMPERSONAL, _ONE_LINE = AfterValidator(impersonal), AfterValidator(_one_line)
Prose = Annotated[str, Field(max_length=600), _TIDY, _READABLE, _IMPERSONAL]
Reason = Annotated[str, Field(min_length=1, max_length=600), _TIDY, _READABLE, _IMPERSONAL]
Line = Annotated[str, Field(min_length=1, max_length=120), _TIDY, _READABLE, _IMPERSONAL, _ONE_LINE]
OptionalLine = Annotated[str, Field(max_length=120), _TIDY, _READABLE, _IMPERSONAL, _ONE_LINE]
Passage = Annotated[str, Field(max_length=2_000), _TIDY, _READABLE, _IMPERSONAL]
FileName = Annotated[Name, _TIDY, _READABLE, _IMPERSONAL, _ONE_LINE]


def validate_fields(
    model: type[M], values: Mapping[str, object], *, file: str, labels: Mapping[str, str]
) -> M:
    """Return the checked model; raise `DataProblemsError` with all that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise DataProblemsError(translate_errors(error, file=file, labels=labels)) from None


def translate_errors(
    error: ValidationError, *, file: str, labels: Mapping[str, str], row: int = 0
) -> list[DataProblem]:
    """Return the problems in Dutch; `labels` gives the name of each field on the screen."""
    return [
        replace(found, column=labels.get(found.column.split(".")[0], found.column))
        for found in describe_validation_error(error, file=file, row=row)
    ]
