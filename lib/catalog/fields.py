"""The fields of data files: what their text may be, checked by pydantic.

Not here: which fields a row has (`schema`, `policy_texts`) and Dutch messages (`problems`).
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from lib.catalog.period import Period, parse_date_parts
from lib.text import find_unreadable, is_formula


def _refuse_odd_number(value: object) -> object:
    """Refuse the two ways in which a spreadsheet spoils a number; leave the rest to pydantic."""
    if isinstance(value, str):
        if re.fullmatch(r"-?\d+,\d+", value.strip()):
            raise PydanticCustomError("decimal_comma", "decimal comma")
        if re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}", value.strip()):
            raise PydanticCustomError("thousands", "thousands separator")
    return value


def _split_values(value: object) -> object:
    return (
        tuple(p.strip() for p in value.split("|") if p.strip()) if isinstance(value, str) else value
    )


def _parse_period_text(value: object) -> object:
    if isinstance(value, str):
        try:
            return Period(value)
        except ValueError:
            raise PydanticCustomError("period", "no period") from None
    return value


def _refuse_markup(value: str) -> str:
    """Refuse text that a spreadsheet or browser would execute, and control characters."""
    if is_formula(value):
        raise PydanticCustomError("formula", "formula")
    if "<" in value or ">" in value or find_unreadable(value, allowed="\n\t"):
        raise PydanticCustomError("markup", "markup")
    return value


def _refuse_image(value: str) -> str:
    """Refuse images: a browser would fetch them, perhaps from another host."""
    if "![" in value:
        raise PydanticCustomError("image", "image")
    return value


def _refuse_odd_date(value: str) -> str:
    """Refuse what is no year, month or day of the calendar; nothing at all is allowed."""
    try:
        if value:
            parse_date_parts(value)
    except ValueError:
        raise PydanticCustomError("partial_date", "no date") from None
    return value


def written_as(pattern: str, *, kind: str) -> AfterValidator:
    """Return a check that a text is written in one way; `kind` names the problem if it is not."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, "written in another way")
        return value

    return AfterValidator(check)


SplitValues = BeforeValidator(_split_values)
NoneIfEmpty = BeforeValidator(lambda value: None if value == "" else value)
PlainText = Annotated[str, AfterValidator(_refuse_markup)]
Markdown = Annotated[str, AfterValidator(_refuse_markup), AfterValidator(_refuse_image)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_refuse_markup)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=80)]
OptionalFileName = Annotated[str, written_as(r"(\w[\w.-]*)?", kind="file_name")]
FiniteNumber = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_refuse_odd_number)]
OptionalNumber = Annotated[FiniteNumber | None, NoneIfEmpty]
OptionalCount = Annotated[int | None, NoneIfEmpty, BeforeValidator(_refuse_odd_number)]
OptionalKey = Annotated[Key | None, NoneIfEmpty]
PartialDate = Annotated[str, AfterValidator(_refuse_odd_date)]
Keys = Annotated[tuple[Key, ...], SplitValues]
NameList = Annotated[tuple[Name, ...], SplitValues]
PeriodField = Annotated[Period, BeforeValidator(_parse_period_text)]
OptionalPeriod = Annotated[PeriodField | None, NoneIfEmpty]
WebAddress = Annotated[str, written_as(r"(https://[^\s<>\"']+)?", kind="address")]


class FrozenModel(BaseModel):
    """Base of every model: immutable, and no field that the model does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True
    )
