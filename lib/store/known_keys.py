"""What staff choose rather than write: keys that the catalog knows, and days. Not here: text."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from lib.catalog import Catalog

Value = str | tuple[str, ...] | None


def _day(value: object) -> dt.date:
    """Return a day, or that of its ISO text; refuse a moment, and a number of seconds."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = str(value)
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(text)
    raise PydanticCustomError("written_day", "no day")


Day = Annotated[dt.date, BeforeValidator(_day)]


def known(value: Value, info: ValidationInfo) -> Value:
    """Check a field, by its name, against the catalog that is the context of the validation."""
    keys = _keys(info.context)[str(info.field_name)]  # type: ignore[arg-type]
    for key in value if isinstance(value, tuple) else filter(None, (value,)):
        if key not in keys:
            raise PydanticCustomError("unknown_key", "unknown key", {"key": key})
    return value


def _keys(catalog: Catalog) -> Mapping[str, Collection[str]]:
    """Return which keys each field may hold."""
    partners = {p.key for p in catalog.organisation.partner}
    return {
        "theme": {t.slug for t in catalog.themes},
        "threads": {t.key for t in catalog.organisation.thread},
        "areas": catalog.areas,
        "partner": partners,
        "partners": partners,
        "indicator": catalog.indicators,
    }
