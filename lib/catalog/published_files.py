"""Files as CBS and the police publish them, read for a new municipality: shapes and figures.

Not here: fetching them (`lib.opendata`) and the folder that is made of them (`starter`).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from lib.catalog.boundaries import read_shapes
from lib.catalog.problems import DataProblem, DataProblemsError

# A CBS code with or without its letters, which may have lost the zero that it starts with.
CODE = re.compile(r"(GM\d{4}|WK\d{6}|BU\d{8})|(\d{7,8})|(\d{5,6})")
# The first of these columns that a file has holds the names, by the letters of its title.
WIJK_NAME_COLUMNS = ("wijknaam", "wknaam")
NAME_COLUMNS = ("buurtnaam", "bunaam", "statnaam", "naam", "name", *WIJK_NAME_COLUMNS, "wijkennaam")
REGION_COLUMN = "wijkenenbuurten"  # of StatLine: codes or names
WATER_COLUMNS = ("water", "h2o")
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
ALL_KINDS = "0.0.0"
FIX_CELL = "verbeter de cel, of laat hem leeg als het cijfer niet bekend is"
INHABITANTS, CRIME = "AantalInwoners", "GeregistreerdeMisdrijven"
# Which figure a column holds, by its name without capitals, signs and numbers.
MEASURES = dict.fromkeys(("aantalinwoners", "inwoners", "inwonertal", "bevolking"), INHABITANTS)
MEASURES |= dict.fromkeys(
    ("geregistreerdemisdrijven", "aantalmisdrijven", "misdrijven", "misdrijventotaal"), CRIME
)
PERIOD_COLUMNS = ("perioden", "periode", "jaar")
LINES_TO_COMPARE = 20  # to see what parts the cells
UNIT, PERIOD, KIND = "unit", "period", "kind"


class Figure(NamedTuple):
    """A published figure of a CBS unit; `kind` is the police's code of a kind of crime."""

    measure: str
    kind: str
    unit: str
    year: int
    value: float | None


class PublishedFigures(NamedTuple):
    """What a file of figures holds: its figures, and by code the names of its units.

    `groups`: in which area each unit lies, where the file has that column.
    """

    figures: tuple[Figure, ...]
    names: Mapping[str, str]
    groups: Mapping[str, str]


def read_units(
    path: Path, *, municipality: str, group: str, groups: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Return the CBS buurten or wijken of a municipality, in RD.

    Columns: `unit` (code), `name`, `area` (name of the area that it belongs to: its CBS wijk, or
    what stands in the column `group`, which may also come by code from another file as `groups`)
    and `geometry`. Other municipalities and water are left out.
    Raises `DataProblemsError`, also for a unit that stands twice or in no group.
    """
    shapes = read_shapes(path)
    cells = pd.DataFrame(shapes.drop(columns=shapes.geometry.name)).map(_format_cell)
    columns = _columns_by_letters(cells)
    codes = _find_codes(cells, municipality=municipality)
    if codes is None:
        fix = f"kies het bestand van deze gemeente. Kolommen: {', '.join(columns.values())}"
        expected = f"vlakken van {municipality}, met een kolom met CBS-codes van buurten of wijken"
        raise _fault(path, expected, fix)
    if group and group not in cells:
        cells = _join_groups(cells, codes, group, groups, path=path)
    water = [column for column in columns.values() if column.casefold() in WATER_COLUMNS]
    is_water = cells[water].isin(("JA", "Ja", "ja")).any(axis="columns")
    is_own = codes.str.fullmatch(rf"(?:BU|WK){municipality[2:]}\d+") & ~is_water
    codes, own = codes[is_own], cells[is_own]
    # Of the file's own columns: one that is joined to them has no names.
    names = own.get(_first_of(NAME_COLUMNS, columns), codes).replace("", pd.NA).fillna(codes)
    of_wijk = names if codes.iloc[0].startswith("WK") else codes
    wijken = own.get(_first_of(WIJK_NAME_COLUMNS, columns), of_wijk).map(name_of_wijk)
    areas = own[group] if group else wijken
    _check_units(codes, areas, path=path)
    return gpd.GeoDataFrame(
        {"unit": codes, "name": names, "area": areas},
        geometry=shapes.geometry[is_own],
        crs=shapes.crs,
    ).reset_index(drop=True)


def _join_groups(
    cells: pd.DataFrame, codes: pd.Series, group: str, groups: Mapping[str, str], *, path: Path
) -> pd.DataFrame:
    """Return the cells with the column of groups by code; raise where there are none."""
    if not groups:
        fix = f"kies een kolom die in het bestand staat: {', '.join(map(str, cells))}"
        raise _fault(path, f"een kolom '{group}'", fix)
    return cells.assign(**{group: codes.map(groups).fillna("")})


def _find_codes(cells: pd.DataFrame, *, municipality: str) -> pd.Series | None:
    """Return the CBS code of each row: of the column with the municipality's buurten, else wijken.

    Codes with letters go before codes without. None where there is no such column.
    """
    found: dict[tuple[bool, bool], pd.Series] = {}
    for column in cells:
        codes = cells[column].map(parse_code)
        own = codes[codes.str[2:6] == municipality[2:]].str[:2]
        if codes.all() and own.isin(("BU", "WK")).any():
            rank = "BU" not in set(own), bool(cells[column].str.isdecimal().all())
            found.setdefault(rank, codes)
    return found[min(found)] if found else None


def parse_code(text: str) -> str:
    """Return a CBS code with its letters and zeros; empty for what is no code.

    Eight figures are a buurt's and six a wijk's; a spreadsheet may have taken the first zero.
    """
    found = CODE.fullmatch(text)
    if not found:
        return ""
    whole, buurt, wijk = found.groups(default="")
    return whole or (f"BU{buurt:0>8}" if buurt else f"WK{wijk:0>6}")


def _format_cell(value: object) -> str:
    """Return a cell as text; a whole number that was stored with decimals without them."""
    text = "" if pd.isna(value) else str(value).strip()  # type: ignore[call-overload]
    return re.sub(r"^(\d+)\.0$", r"\1", text)


def _letters_of(column: object) -> str:
    """Return a column's name without capitals, signs and numbers, to compare it.

    Also without the groups and the unit that StatLine has: 'Bevolking/Aantal inwoners (aantal)'.
    """
    last = re.sub(r"\([^()]*\)", "", str(column).rpartition("/")[2])
    return re.sub(r"[^a-z]", "", last.casefold())


def _columns_by_letters(table: pd.DataFrame) -> dict[str, str]:
    return {_letters_of(column): str(column) for column in table}


def _first_of(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return the column that has the first of these names; nothing without any."""
    return next((columns[name] for name in names if name in columns), "")


def _check_units(codes: pd.Series, groups: pd.Series, *, path: Path) -> None:
    """Raise `DataProblemsError` for a unit that stands twice, and for one without a group."""
    if twice := sorted(set(codes[codes.duplicated()])):
        raise _fault(path, "elke code een keer", "voeg de vlakken samen", value=", ".join(twice))
    if loose := sorted(codes[groups == ""]):
        fix = f"vul de kolom '{groups.name}' in"
        raise _fault(path, "een wijk bij elke buurt", fix, value=", ".join(loose))


def find_municipality_name(path: Path, *, municipality: str) -> str:
    """Return the name of a municipality in a file of shapes; empty where it has none."""
    shapes = read_shapes(path)
    columns = _columns_by_letters(shapes)
    name, code = _first_of(("gemeentenaam", "gmnaam"), columns), columns.get("gemeentecode")
    own = shapes[shapes[code] == municipality] if code else shapes
    names = set(own[name]) if name else set()
    return str(names.pop()) if len(names) == 1 else ""


def name_of_wijk(name: str) -> str:
    """Return the name of a wijk without the number that CBS puts before it."""
    found = re.fullmatch(r"(?:BU|WK)\d{4}(\d\d)\d*", name)
    return f"Wijk {found[1]}" if found else re.sub(r"^Wijk \d+\s+", "", str(name)).strip()


def read_figures(path: Path, *, municipality: str, group: str) -> PublishedFigures:
    """Return inhabitants and registered crime of the municipality's CBS buurten in a CSV file.

    `group` is the column that says in which area each buurt lies, where the file has it.

    Raises `DataProblemsError` with every cell that is no whole number and for a year that is not
    to be found.
    """
    table = _read_csv(path)
    codes = _find_codes(table, municipality=municipality)
    if codes is None or not (is_own := codes.str.startswith(f"BU{municipality[2:]}")).any():
        fix = "kies een bestand met een CBS-buurt van deze gemeente per rij"
        raise _fault(path, f"rijen van {municipality}, met een kolom met CBS-codes", fix)
    columns = _columns_by_letters(table)
    measures = [column for column in map(str, table) if _letters_of(column) in MEASURES]
    if not measures:
        fix = f"geef de kolom zo'n naam. Kolommen: {', '.join(columns.values())}"
        raise _fault(path, f"een kolom {INHABITANTS} of {CRIME}", fix)
    period, kind = (_first_of(names, columns) for names in (PERIOD_COLUMNS, ("soortmisdrijf",)))
    own = table.rename(columns={period: PERIOD, kind: KIND})[is_own].assign(**{UNIT: codes})
    name = _first_of((*NAME_COLUMNS, REGION_COLUMN), columns)
    names, groups = (
        dict(zip(own[UNIT], own[title], strict=True)) if title in own else {}
        for title in (name, group)
    )
    figures = _parse_figures(own, measures, path=path)
    return PublishedFigures(tuple(dict.fromkeys(figures)), names, groups)


def _parse_figures(rows: pd.DataFrame, measures: Sequence[str], *, path: Path) -> list[Figure]:
    """Return the figures of all cells; raise `DataProblemsError` with every cell that is wrong."""
    found: list[Figure] = []
    problems: list[DataProblem] = []
    for number, row in zip(rows.index, rows.to_dict("records"), strict=True):
        cells = {str(column): str(value) for column, value in row.items()}
        for measure in measures:
            try:
                found.append(_parse_figure(cells, measure, path=path))
            except ValueError as error:
                problem = DataProblem(
                    path.name,
                    row=int(number) + 1,
                    column=measure,
                    value=cells[measure],
                    expected=str(error),
                    fix=FIX_CELL,
                )
                problems.append(problem)
    if problems:
        raise DataProblemsError(problems)
    return found


def _read_csv(path: Path) -> pd.DataFrame:
    """Return all cells as text without spaces around them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _fault(path, "een CSV-bestand in UTF-8", "bewaar het als CSV UTF-8") from None
    separator = max(";,\t", key="".join(text.splitlines()[:LINES_TO_COMPARE]).count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    # StatLine has a title above the names of the columns, and its source below the rows.
    width = max((len(row) for row in rows), default=0)
    head = next((n for n, row in enumerate(rows) if len(row) == width), 0)
    filled = {n: list(map(_format_cell, row)) for n, row in enumerate(rows) if n >= head}
    whole = {
        n: row + [""] * (width - len(row)) for n, row in filled.items() if sum(map(bool, row)) > 1
    }
    titles = whole.pop(head, [])
    frame = pd.DataFrame.from_dict(whole, orient="index", columns=titles)
    return frame.loc[:, ~frame.columns.duplicated()]


def _parse_figure(cells: Mapping[str, str], measure: str, *, path: Path) -> Figure:
    """Return one cell as a figure; raise `ValueError`, with what was expected, in Dutch."""
    what = MEASURES[_letters_of(measure)]
    period = cells.get(PERIOD, "") if what == CRIME or not YEAR.search(measure) else ""
    year = _parse_year(measure, period, path.stem)
    text = cells[measure]
    if text not in {"", "."} and not text.isdecimal():
        raise ValueError("een heel getal, 0 of meer")
    kind = cells.get(KIND, ALL_KINDS) if what == CRIME else ""
    return Figure(what, kind, cells[UNIT], year, float(text) if text.isdecimal() else None)


def _parse_year(measure: str, period: str, file: str) -> int:
    if period and not re.fullmatch(r"\d{4}(JJ00)?\*{0,2}", period):
        raise ValueError("een heel jaar in de kolom Perioden of Jaar")
    year = YEAR.search(measure) or YEAR.search(period[:4]) or YEAR.search(file)
    if year is None:
        raise ValueError(
            "een jaar in de kolom Perioden of Jaar, in de naam van de kolom of van het bestand"
        )
    return int(year[1])


def _fault(path: Path, expected: str, fix: str, *, value: str = "") -> DataProblemsError:
    problem = DataProblem(path.name, value=value, expected=expected, fix=fix)
    return DataProblemsError([problem])
