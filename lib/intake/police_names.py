"""What a list of the police may call its columns, kinds and areas. Not here: reading it."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lib.catalog import Catalog, Indicator, parse_date_parts
from lib.intake.names import NameIndex, find_whole_area, list_code_names, name_key
from lib.intake.spreadsheet.find_columns import load_column_titles
from lib.intake.values import CellError, CellValue, cell_text, parse_partial_date

# The area of what happened in none of the areas, or nobody knows where.
UNLOCATED = "niet-gelokaliseerd"
POLICE_COLUMNS = {
    "kind": "soort",
    "area": "wijk",
    "day": "datum",
    "count": "aantal",
    "status": "status",
}
REQUIRED_POLICE_FIELDS = ("kind", "area", "day", "count")
POLICE_FIELDS: Mapping[str, str] = {title: field for field, title in POLICE_COLUMNS.items()} | {
    title: field for field, titles in load_column_titles("police").items() for title in titles
}


def _load_police_titles() -> Mapping[str, str]:
    """Return the code of each title that the police give a kind, alone or after its code."""
    path = Path(__file__).with_name("police_titles.toml")
    titles = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name_key(text): code
        for code, title in titles.items()
        for text in (title, f"{code} {title}")
    }


# A code of the police as systems write it: 'F010', 'F10', 'F 010'.
_LETTER_CODE = re.compile(r"([a-z])[ -]?(\d{1,4})", re.ASCII | re.IGNORECASE)
POLICE_TITLES = _load_police_titles()


@dataclass(frozen=True)
class PoliceKinds:
    """The counts that a list may hold, by name, by published code, or by the police's title."""

    indicators: Mapping[str, Indicator]
    _names: NameIndex
    _owners: Mapping[str, frozenset[str]]
    _codes: Mapping[str, str]

    @staticmethod
    def of(catalog: Catalog) -> "PoliceKinds":
        """Make it from the catalog's counts of which the kinds are known."""
        found = {k: i for k, i in catalog.indicators.items() if i.kind == "count" and i.kinds}
        owners: dict[str, frozenset[str]] = defaultdict(frozenset)
        for key, indicator in found.items():
            for code in indicator.kinds:
                owners[code.casefold()] |= {key}
        names = NameIndex.of((key, (i.name, i.short)) for key, i in found.items())
        return PoliceKinds(found, names, owners, {_shorten_code(code): code for code in owners})

    def parse(self, value: CellValue) -> tuple[str, str]:
        """Return the indicator that a cell names, and its code in small letters if it has others.

        Raises `CellError` for what is no kind, and for a code of more than one.
        """
        text = cell_text(value)
        if self._names.find(text) is None:
            text = POLICE_TITLES.get(name_key(text), text)
            text = self._codes.get(_shorten_code(text), text)
        owners = self._owners.get(text.casefold(), frozenset())
        if len(owners) == 1:
            (key,) = owners
            codes = self.indicators[key].kinds
            return key, text.casefold() if len(codes) > 1 else ""
        if owners:
            names = " of ".join(f"'{self.indicators[key].name}'" for key in sorted(owners))
            raise CellError("code_of_two_kinds", names=names)
        if _is_day(value):
            raise CellError("code_became_date")
        return self._names.parse(text), ""


def _shorten_code(text: str) -> str:
    """Return 'f10' for 'F010', 'F10' and 'F 010'; another text in small letters."""
    code = _LETTER_CODE.fullmatch(text)
    return f"{code[1]}{int(code[2])}".casefold() if code else text.casefold()


def _is_day(value: CellValue) -> bool:
    """Return whether the value is what a spreadsheet makes of a code like 1.1.1."""
    with suppress(CellError, ValueError):
        return parse_date_parts(parse_partial_date(value)).day is not None
    return False


def index_police_areas(catalog: Catalog) -> NameIndex:
    """Return what the column of areas may hold: their names, and codes of CBS for a whole area."""
    areas = catalog.of_kind("area")
    named: list[tuple[str, tuple[str, ...]]] = [
        (key, (area.name, *area.aliases)) for key, area in areas.items()
    ]
    named.append((UNLOCATED, ("niet gelokaliseerd",)))
    codes = {code: find_whole_area(catalog, code) for code in catalog.of_kind("cbs_wijk")}
    named += [(area, (code, *list_code_names(code))) for code, area in codes.items() if area]
    return NameIndex.of(named, whole=catalog.municipality.name)


def index_area_parts(catalog: Catalog) -> NameIndex:
    """Return the area that each CBS wijk and buurt surely lies in, by its name and its code."""
    return NameIndex.of(
        (area, (part.name, part.area, *list_code_names(part.area)))
        for area in catalog.of_kind("area")
        for kind in ("cbs_wijk", "cbs_buurt")
        for part in catalog.parts(area, kind=kind)
        if part.mapping == "certain"
    )
