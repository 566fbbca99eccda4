"""Files about persons or cases, recognised by their columns and refused as a whole.

The dashboard needs counts and means per area. What is refused is not repeated in a message. Not
here: texts that somebody types (`lib.store.personal`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from stdnum.nl import bsn

from lib.intake.names import name_key
from lib.intake.police_names import POLICE_FIELDS, REQUIRED_POLICE_FIELDS
from lib.intake.spreadsheet.find_columns import (
    ROWS_BEFORE_HEADER,
    find_named_table,
    load_column_titles,
)
from lib.intake.spreadsheet.sheets import OpenedFile, Sheet, refuse_file
from lib.intake.values import MONTH_NUMBERS, cell_text

_TITLES = {
    kind: frozenset(name_key(title) for title in titles)
    for kind, titles in load_column_titles("persons").items()
}
FileKind = Literal["survey", "effort", "police", "measures"]
# What somebody may deliver in place of persons or cases.
DELIVER: dict[FileKind, str] = {
    "survey": "vraag het onderzoeksbureau om één rij per wijk, met cijfer, ondergrens, bovengrens "
    "en aantal respondenten",
    "effort": "lever één rij per maand, kwartaal of jaar, met een aantal",
    "police": "lever één rij per soort, wijk en dag, met een aantal",
    "measures": "lever één rij per maatregel, met titel, thema en status",
}
_STREETS = "straat|weg|laan|plein|dijk|singel|kade|steeg|markt|dreef|plantsoen|allee|hof|pad"
# What a cell of such a column looks like, the kind of file it means, and its name in Dutch.
_SIGNS = (
    ("cases", "zaaknummers", re.compile(r"PL\d{4}-?\d{6,}(-\d+)?|\d{4}-\d{8,}", re.IGNORECASE)),
    ("cases", "adressen", re.compile(rf"[^\W\d_].*({_STREETS}) \d+ ?[a-z]?", re.IGNORECASE)),
    ("persons", "postcodes", re.compile(r"[1-9]\d{3} ?[A-Z]{2}")),
    ("persons", "e-mailadressen", re.compile(r"\S+@\S+\.\w{2,}")),
    ("persons", "telefoonnummers", re.compile(r"(\+31|0031|0)[ -]?[1-9]([ -]?\d){8}")),
    ("persons", "rekeningnummers", re.compile(r"NL\d\d ?[A-Z]{4}( ?\d){10}")),
)
# Columns of a table that goes the other way: weeks, months or years.
_SPAN = re.compile(
    r"(?:wk|week)\.? ?\d{1,2}(?:[-/ ]\d{4})?"
    r"|(?:q|kwartaal )[1-4]|[1-4]e kwartaal"
    rf"|(?:{'|'.join(map(re.escape, MONTH_NUMBERS))})\.?(?:[ -]?'?\d{{2,4}})?"
    r"|20\d\d(?:[-/ ]?(?:w|wk|q|kw)? ?\d{1,2})?|\d{1,2}-\d{1,2}-\d{4}",
    re.IGNORECASE,
)
MIN_CELLS = 2  # of a column, before its content says what it is
ROWS_TO_LOOK_AT = 200


def refuse_persons(opened: OpenedFile, *, wanted: FileKind) -> None:
    """Raise `DataProblemsError` where a sheet has persons or cases, with what to deliver."""
    for sheet in opened.readings[0]:
        for kind, sign in (*_find_titles(sheet), *_find_content(sheet)):
            refuse_file(sheet.file, kind, sign=sign, deliver=DELIVER[wanted])


def refuse_cases(sheet: Sheet, *, wanted: FileKind) -> None:
    """Raise `DataProblemsError` for a sheet with kinds, areas and days, and nothing counted."""
    needed = [f for f in REQUIRED_POLICE_FIELDS if f != "count"]
    if find_named_table(sheet, fields=POLICE_FIELDS, required=needed):
        refuse_file(sheet.file, "cases", sign="geen kolom met aantallen", deliver=DELIVER[wanted])


def refuse_cross_table(sheet: Sheet, *, kind: str = "cross_table") -> None:
    """Raise `DataProblemsError` for a sheet with weeks, months or years as columns."""
    for row in list(sheet.rows)[:ROWS_BEFORE_HEADER]:
        titles = sheet.texts(row, longest=60)
        if sum(map(bool, map(_SPAN.fullmatch, titles))) > 1:
            refuse_file(sheet.file, kind, row=row, value="; ".join(titles))


def _find_titles(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what the names of columns give away."""
    for cells in list(sheet.rows.values())[:ROWS_BEFORE_HEADER]:
        texts = [cell_text(value, longest=60) for value in cells if isinstance(value, str)]
        if len(texts) > 1:
            yield from _find_signs(texts)


def _find_signs(titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    for kind in ("cases", "persons"):
        if found := [title for title in titles if _starts_as(title, kind)]:
            yield kind, f"kolom '{found[0]}'"
    traits = [title for title in titles if name_key(title) in _TITLES["traits"]]
    if len(traits) > 1:
        yield "persons", f"kolommen '{traits[0]}' en '{traits[1]}'"


def _starts_as(title: str, kind: str) -> bool:
    """Return whether a title, or its first word, is one of such a file: 'adres incident'."""
    return bool({name_key(title), name_key(title.split(" ", maxsplit=1)[0])} & _TITLES[kind])


def _find_content(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what the cells of a column give away: most of them look alike."""
    rows = list(sheet.rows.values())[1:ROWS_TO_LOOK_AT]
    for column in zip_longest(*rows):
        cells = [cell_text(cell) for cell in column if cell is not None]
        for kind, sign, pattern in _SIGNS:
            if _is_most(cells, pattern.fullmatch):
                yield kind, sign
        if _is_most(cells, _is_citizen_number):
            yield "persons", "burgerservicenummers"


def _is_citizen_number(text: str) -> bool:
    """Return whether a text is a burgerservicenummer: nine digits with the right check."""
    return bool(re.fullmatch(r"\d{9}", text, re.ASCII)) and bsn.is_valid(text)


def _is_most(cells: list[str], holds: Callable[[str], object]) -> bool:
    found = sum(map(bool, map(holds, cells)))
    return found >= MIN_CELLS and 2 * found >= len(cells)
