"""What staff choose rather than write: keys that the catalog knows, and days. Not here: text."""

import datetime as dt
import re
from collections.abc import Collection
from contextlib import suppress
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from lib.catalog import Catalog

Keys = str | tuple[str, ...] | None


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


def require_known(value: Keys, info: ValidationInfo) -> Keys:
    """Return the keys of a field; raise `PydanticCustomError` for one that is not in the catalog.

    The catalog is the context of the validation, and the name of the field says which keys it has.
    """
    return _require(value, _known_keys(info.context, str(info.field_name)))  # type: ignore[arg-type]


def require_own_areas(value: Keys, info: ValidationInfo) -> Keys:
    """Return areas of the municipality itself; raise `PydanticCustomError` for any other."""
    catalog: Catalog = info.context  # type: ignore[assignment]
    return _require(value, [key for key, area in catalog.areas.items() if area.kind == "area"])


def _require(value: Keys, known: Collection[str]) -> Keys:
    for key in value if isinstance(value, tuple) else filter(None, (value,)):
        if key not in known:
            raise PydanticCustomError("unknown_key", "unknown key", {"key": key})
    return value


def _known_keys(catalog: Catalog, field: str) -> Collection[str]:
    match field:
        case "theme":
            return {theme.slug for theme in catalog.themes}
        case "threads":
            return {thread.key for thread in catalog.organisation.thread}
        case "partner" | "partners":
            return {partner.key for partner in catalog.organisation.partner}
        case "areas":
            return catalog.areas
        case _:
            return catalog.indicators
