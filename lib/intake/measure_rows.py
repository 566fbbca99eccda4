"""What a measure is as a row of a file, and which names its cells may hold.

Not here: reading and writing the file (`measures`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from lib.catalog import Catalog
from lib.catalog.schema import FrozenModel, Key, PartialDate
from lib.intake.names import Names
from lib.intake.values import CellError

LONGEST_TITLE, LONGEST_TEXT = 120, 600
MeasureStatus = Literal["gepland", "loopt", "afgerond", "gestopt"]
# Field by the name of its column, in the order of the file.
COLUMNS: Mapping[str, str] = {
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
_BETWEEN = re.compile(r"[|;\n]")
# Signs that no file format carries, and that nobody types.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without control signs, with one kind of line end, and no blanks around."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _clean(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


class MeasureRow(FrozenModel):
    """One measure; `theme`, `threads`, `areas`, `partners`, `indicator` are keys of the catalog."""

    title: Annotated[str, BeforeValidator(_clean), Field(min_length=1, max_length=LONGEST_TITLE)]
    theme: Key
    threads: tuple[Key, ...] = ()
    areas: tuple[Key, ...] = ()
    partners: tuple[Key, ...] = ()
    start: PartialDate = ""
    end: PartialDate = ""
    status: MeasureStatus
    indicator: Key | None = None
    residents: Annotated[str, BeforeValidator(_clean), Field(max_length=LONGEST_TEXT)] = ""
    public: bool = False


@dataclass(frozen=True)
class Register:
    """What a column may name: keys with their Dutch names."""

    labels: Mapping[str, str]
    names: Names

    @staticmethod
    def of(named: Iterable[tuple[str, tuple[str, ...]]]) -> "Register":
        """Make it from (key, its names); the first name is the one to show."""
        pairs = list(named)
        return Register({key: names[0] for key, names in pairs}, Names.of(pairs))

    def label(self, key: str) -> str:
        """Return the Dutch name, or the key where the name would not lead back to it."""
        name = self.labels.get(key, key)
        return name if self.names.key(name) == key and not _BETWEEN.search(name) else key

    def key(self, text: str) -> str:
        """Return the key that a text means; raise `CellError` for none."""
        found = self.names.key(text)
        if found is None:
            near = [self.labels[key] for key in self.names.near(text)[:1]]
            fix = f"bedoelt u '{near[0]}'? Schrijf de naam zo" if near else "verbeter de naam"
            raise CellError(f"een van: {'; '.join(self.labels.values())}", fix=fix)
        return found


def apart(text: str) -> list[str]:
    """Return the names that stand in one cell, with a bar, semicolon or line end between them."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def registers(catalog: Catalog) -> Mapping[str, Register]:
    """Return what each column of names may hold, by its field."""
    organisation = catalog.organisation
    areas = [a for a in catalog.areas.values() if a.kind in {"municipality", "area"}]
    return {
        "theme": Register.of((t.slug, (t.name, t.short)) for t in catalog.themes),
        "threads": Register.of((t.key, (t.name,)) for t in organisation.thread),
        "partners": Register.of((p.key, (p.name,)) for p in organisation.partner),
        "areas": Register.of((a.area, (a.name, *a.aliases)) for a in areas),
        "indicator": Register.of((key, (i.name, i.short)) for key, i in catalog.indicators.items()),
    }
