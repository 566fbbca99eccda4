"""What people fill in: text that is readable, not too long and without personal data; keys; days.

Text is stored as it is typed: whoever displays it escapes it. Not here: what personal data is
(`personal`), and what the catalog has.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, NoReturn, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from lib.catalog import Catalog, DataProblem, DataProblemsError
from lib.catalog.fields import FrozenModel, Name
from lib.catalog.problems import describe_validation_error, fill_message
from lib.store.personal import find_personal_data
from lib.text import find_unreadable

M = TypeVar("M", bound=FrozenModel)
T = TypeVar("T")
_Keys = str | tuple[str, ...] | None


def _unify(value: object) -> object:
    """Return a text with one kind of line end, spaces for tabs, and composed letters."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))


def _refuse_unreadable(value: str) -> str:
    if sign := find_unreadable(value):
        raise PydanticCustomError("invisible", "invisible", {"sign": f"U+{ord(sign):04X}"})
    return value


def _refuse_lines(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "more than one line")
    return value


def refuse_personal_data(value: str) -> str:
    """Return a text; raise `PydanticCustomError` when it holds personal data."""
    reason = find_personal_data(value)
    if reason:
        raise PydanticCustomError("personal", "personal data", {"reason": reason})
    return value


# A length stands first, so that what is far too long is refused unread.
_UNIFIED = BeforeValidator(_unify)
_READABLE, _IMPERSONAL = AfterValidator(_refuse_unreadable), AfterValidator(refuse_personal_data)
_ONE_LINE = AfterValidator(_refuse_lines)
Prose = Annotated[str, Field(max_length=600), _UNIFIED, _READABLE, _IMPERSONAL]
Reason = Annotated[str, Field(min_length=1, max_length=600), _UNIFIED, _READABLE, _IMPERSONAL]
OptionalLine = Annotated[str, Field(max_length=120), _UNIFIED, _READABLE, _IMPERSONAL, _ONE_LINE]
TextLine = Annotated[
    str, Field(min_length=1, max_length=120), _UNIFIED, _READABLE, _IMPERSONAL, _ONE_LINE
]
StoryPart = Annotated[str, Field(max_length=2_000), _UNIFIED, _READABLE, _IMPERSONAL]
QuotedText = Annotated[str, Field(max_length=5_000), _UNIFIED, _READABLE, _IMPERSONAL]
UploadName = Annotated[Name, _UNIFIED, _READABLE, _IMPERSONAL, _ONE_LINE]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

_STRIPPED = ConfigDict(str_strip_whitespace=True)
PROSE = TypeAdapter[str](Prose, config=_STRIPPED)
REASON = TypeAdapter[str](Reason, config=_STRIPPED)


def _parse_day(value: object) -> dt.date:
    """Return a day, or that of its ISO text; refuse a moment, and a number of seconds."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = str(value)
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(text)
    raise PydanticCustomError("written_day", "no day")


Day = Annotated[dt.date, BeforeValidator(_parse_day)]


def require_known(value: _Keys, info: ValidationInfo) -> _Keys:
    """Return the keys of a field; raise `PydanticCustomError` for one that is not in the catalog.

    The catalog is the context of the validation, and the name of the field says which keys it has.
    """
    return _require(value, _known_keys(info.context, str(info.field_name)))  # type: ignore[arg-type]


def require_own_areas(value: _Keys, info: ValidationInfo) -> _Keys:
    """Return areas of the municipality itself; raise `PydanticCustomError` for any other."""
    catalog: Catalog = info.context  # type: ignore[assignment]
    return _require(value, catalog.of_kind("area"))


def _require(value: _Keys, known: Collection[str]) -> _Keys:
    for key in value if isinstance(value, tuple) else filter(None, (value,)):
        if key not in known:
            raise PydanticCustomError("unknown_key", "unknown key", {"key": key})
    return value


def _known_keys(catalog: Catalog, field: str) -> Collection[str]:
    known: Mapping[str, Collection[str]] = {
        "theme": catalog.theme_names,
        "threads": catalog.organisation.thread_names,
        "partners": catalog.organisation.partner_names,
        "areas": catalog.areas,
    }
    return known.get(field, catalog.indicators)


@dataclass(frozen=True)
class FormFields:
    """What a kind of record and its fields are called on the screen, to name them in problems."""

    record: str
    labels: Mapping[str, str]

    @classmethod
    def of(cls, record: str, *models: type[FrozenModel], **others: str) -> "FormFields":
        """Name fields by the titles that models give them, and others of the form by hand."""
        titles = {n: f.title for model in models for n, f in model.model_fields.items() if f.title}
        return cls(record, titles | others)

    def validate(
        self,
        model: type[M],
        values: Mapping[str, object],
        *,
        catalog: Catalog | None = None,
        file: str = "",
        row: int = 0,
    ) -> M:
        """Return the validated model; raise `DataProblemsError` with all that is wrong.

        `file` and `row`: where the values are from, when that is a file.
        """
        try:
            return model.model_validate(values, context=catalog)
        except ValidationError as error:
            raise DataProblemsError(self._translate(error, file=file, row=row)) from None

    def validate_field(self, kind: TypeAdapter[T], value: object, *, field: str) -> T:
        """Return the validated value of one field; raise `DataProblemsError` as `validate`."""
        try:
            return kind.validate_python(value)
        except ValidationError as error:
            problems = self._translate(error)
            raise DataProblemsError(
                replace(p, column=self.labels.get(field, field)) for p in problems
            ) from None

    def refuse(self, *, field: str = "", value: object = "", expected: str, fix: str) -> NoReturn:
        """Raise `DataProblemsError` with one problem."""
        column = self.labels.get(field, field)
        raise DataProblemsError(
            [DataProblem(self.record, column=column, value=str(value), expected=expected, fix=fix)]
        )

    def _translate(
        self, error: ValidationError, *, file: str = "", row: int = 0
    ) -> list[DataProblem]:
        """Return the problems in Dutch, with the name of each field on the screen.

        A date is asked for as people write it, and a field as what it is, not as in the files of
        the data folder.
        """
        empty = "empty_cell" if row else "empty_field"
        own = {"partial_date": "no_partial_date", "string_too_short": empty}
        dutch = {kind: fill_message(message)._asdict() for kind, message in own.items()}
        return [
            replace(
                found,
                column=self.labels.get(found.column.split(".")[0], found.column),
                **dutch.get(found.kind, {}),
            )
            for found in describe_validation_error(error, file=file or self.record, row=row)
        ]
