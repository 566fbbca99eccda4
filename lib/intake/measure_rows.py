"""What a measure is as a row of a file, and which names its cells may hold.

Not here: reading and writing the file (`measures_file`).
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from lib.catalog import Catalog, MeasureStatus
from lib.catalog.fields import FrozenModel, Key, PartialDate
from lib.intake.names import NameIndex
from lib.text import remove_xml_illegal

MAX_MEASURE_TITLE, MAX_RESIDENTS_TEXT = 120, 600
# Field by the name of its column, in the order of the file.
MEASURE_FIELDS: Mapping[str, str] = {
    "titel": "title",
    "thema": "theme",
    "rode draden": "threads",
    "wijken": "areas",
    "partners": "partners",
    "begin": "start",
    "eind": "end",
    "status": "status",
    "indicator": "indicator",
    "wat bewoners kunnen doen": "residents",
    "openbaar": "public",
}


def clean_text(text: str) -> str:
    """Return the text trimmed, with one kind of line end and only characters that files hold."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in remove_xml_illegal(one_kind) if not "\x80" <= c <= "\x9f").strip()


def _clean_input(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


class MeasureRow(FrozenModel):
    """One measure; `theme`, `threads`, `areas`, `partners`, `indicator` are keys of the catalog."""

    title: Annotated[
        str, BeforeValidator(_clean_input), Field(min_length=1, max_length=MAX_MEASURE_TITLE)
    ]
    theme: Key
    threads: tuple[Key, ...] = ()
    areas: tuple[Key, ...] = ()
    partners: tuple[Key, ...] = ()
    start: PartialDate = ""
    end: PartialDate = ""
    status: MeasureStatus
    indicator: Key | None = None
    residents: Annotated[
        str, BeforeValidator(_clean_input), Field(max_length=MAX_RESIDENTS_TEXT)
    ] = ""
    public: bool = False


def index_measure_names(catalog: Catalog) -> Mapping[str, NameIndex]:
    """Return what each column of names may hold, by its field."""
    organisation = catalog.organisation
    areas = [a for a in catalog.areas.values() if a.kind in {"municipality", "area"}]
    return {
        "theme": NameIndex.of((t.slug, (t.name, t.short)) for t in catalog.themes),
        "threads": NameIndex.of((t.key, (t.name,)) for t in organisation.thread),
        "partners": NameIndex.of((p.key, (p.name,)) for p in organisation.partner),
        "areas": NameIndex.of((a.area, (a.name, *a.aliases)) for a in areas),
        "indicator": NameIndex.of((k, (i.name, i.short)) for k, i in catalog.indicators.items()),
    }
