"""Files as CBS and the police publish them, read for a new municipality: shapes and figures.

Not here: fetching them (`lib.opendata`) and the folder that is made of them (`starter`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from lib.catalog.boundaries import read_shapes
from lib.catalog.problems import DataProblem, DataProblemsError

CODE = re.compile(r"(?:GM|WK|BU)\d{4,8}")
# The first of these columns that a file has holds the codes; buurten go before wijken.
CODE_COLUMNS = ("buurtcode", "statcode", "wijkcode")
NAME_COLUMNS = ("buurtnaam", "statnaam", "wijknaam")
WATER_COLUMNS = ("water", "h2o")
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
ALL_KINDS = "0.0.0"
NAMES_OF_UNITS = {"naam", "buurtnaam", "wijkennaam"}
FIX_CELL = "verbeter de cel, of laat hem leeg als het cijfer niet bekend is"
# By the start of a column's name: the figure that it holds. A published key ends in a number.
INHABITANTS, CRIME = "AantalInwoners", "GeregistreerdeMisdrijven"


class Figure(NamedTuple):
    """A published figure of a CBS unit; `kind` is the police's code of a kind of crime."""

    measure: str
    kind: str
    unit: str
    year: int
    value: float | None


class PublishedFigures(NamedTuple):
    """What a file of figures holds: its figures, and the names of its units by code."""

    figures: tuple[Figure, ...]
    names: Mapping[str, str]


def read_units(path: Path, *, municipality: str, group: str = "") -> gpd.GeoDataFrame:
    """Return the CBS buurten or wijken of a municipality, in RD.

    Columns: `unit` (code), `name`, `area` (name of the area that it belongs to: its CBS wijk, or
    what stands in the column `group`) and `geometry`. Other municipalities and water are left out.
    Raises `DataProblemsError`, also for a unit that stands twice.
    """
    shapes = read_shapes(path)
    columns = {str(column).lower(): column for column in shapes.columns}
    code = _first_of(CODE_COLUMNS, columns)
    if not code:
        raise _fault(path, "een kolom met CBS-codes", f"noem de kolom {' of '.join(CODE_COLUMNS)}")
    if group and group not in shapes.columns:
        raise _fault(path, f"een kolom '{group}'", "kies een kolom die in het bestand staat")
    own = shapes[shapes[code].astype(str).str.fullmatch(rf"(?:BU|WK){municipality[2:]}\d+")]
    for water in (columns[c] for c in WATER_COLUMNS if c in columns):
        own = own[own[water].astype(str).str.upper() != "JA"]
    _check_units(own[code], path=path, municipality=municipality)
    name = _first_of(NAME_COLUMNS, columns) or code
    wijk = columns.get("wijknaam", name if str(own[code].iloc[0]).startswith("WK") else code)
    return gpd.GeoDataFrame(
        {
            "unit": own[code].astype(str),
            "name": own[name].astype(str),
            "area": own[group].astype(str) if group else own[wijk].map(name_of_wijk),
        },
        geometry=own.geometry,
        crs=shapes.crs,
    ).reset_index(drop=True)


def _first_of(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return the column that has the first of these names; nothing without any."""
    return next((columns[name] for name in names if name in columns), "")


def _check_units(codes: pd.Series, *, path: Path, municipality: str) -> None:
    """Raise `DataProblemsError` where there is no unit, or one that stands twice."""
    if codes.empty:
        raise _fault(path, f"vlakken van {municipality}", "kies het bestand van deze gemeente")
    if twice := sorted(codes[codes.duplicated()]):
        raise _fault(path, "elke code een keer", "voeg de vlakken samen", value=", ".join(twice))


def find_municipality_name(path: Path) -> str:
    """Return the name of the municipality in a file of shapes; empty where it has none."""
    shapes = read_shapes(path)
    names = set(shapes["gemeentenaam"]) if "gemeentenaam" in shapes else set()
    return str(names.pop()) if len(names) == 1 else ""


def name_of_wijk(name: str) -> str:
    """Return the name of a wijk without the number that CBS puts before it."""
    found = re.fullmatch(r"(?:BU|WK)\d{4}(\d\d)\d*", name)
    return f"Wijk {found[1]}" if found else re.sub(r"^Wijk \d+\s+", "", str(name)).strip()


def read_figures(path: Path, *, municipality: str) -> PublishedFigures:
    """Return inhabitants and registered crime of the municipality's CBS units in a CSV file.

    Raises `DataProblemsError` with every cell that is no whole number and for a year that is not
    to be found.
    """
    table = _read_csv(path)
    columns = [str(column) for column in table]
    codes = next((c for c in columns if table[c].str.fullmatch(CODE).all()), None)
    if codes is None or table.empty:
        raise _fault(path, "een kolom met CBS-codes", "kies een bestand met een buurt per rij")
    own = table[table[codes].str[2:6] == municipality[2:]]
    measures = [c for c in columns if c.startswith((INHABITANTS, CRIME))]
    if own.empty:
        raise _fault(path, f"rijen van {municipality}", "kies het bestand van deze gemeente")
    if not measures:
        raise _fault(path, f"een kolom {INHABITANTS} of {CRIME}", "kies een bestand met cijfers")
    figures = _parse_figures(own, measures, codes=codes, path=path)
    name = next((c for c in columns if c.casefold() in NAMES_OF_UNITS), None)
    names = dict(zip(own[codes], own[name], strict=True)) if name else {}
    return PublishedFigures(tuple(dict.fromkeys(figures)), names)


def _parse_figures(
    rows: pd.DataFrame, measures: Sequence[str], *, codes: str, path: Path
) -> list[Figure]:
    """Return the figures of all cells; raise `DataProblemsError` with every cell that is wrong."""
    found: list[Figure] = []
    problems: list[DataProblem] = []
    for number, row in zip(rows.index, rows.to_dict("records"), strict=True):
        cells = {str(column): str(value) for column, value in row.items()}
        for measure in measures:
            try:
                found.append(_parse_figure(cells, measure, unit=cells[codes], path=path))
            except ValueError as error:
                problem = DataProblem(
                    path.name,
                    row=int(number) + 2,
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
    separator = max(";,\t", key=text.partition("\n")[0].count)
    frame = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return pd.DataFrame({str(c): frame[c].str.strip() for c in frame})


def _parse_figure(cells: Mapping[str, str], measure: str, *, unit: str, path: Path) -> Figure:
    """Return one cell as a figure; raise `ValueError`, with what was expected, in Dutch."""
    is_crime = measure.startswith(CRIME)
    period = str(cells.get("Perioden", "")) if is_crime or not YEAR.search(measure) else ""
    year = _parse_year(measure, period, path.stem)
    text = str(cells[measure])
    if text not in {"", "."} and not text.isdecimal():
        raise ValueError("een heel getal, 0 of meer")
    kind = str(cells.get("SoortMisdrijf", ALL_KINDS)) if is_crime else ""
    value = float(text) if text.isdecimal() else None
    return Figure(CRIME if is_crime else INHABITANTS, kind, unit, year, value)


def _parse_year(measure: str, period: str, file: str) -> int:
    if period and not re.fullmatch(r"\d{4}(JJ00)?", period):
        raise ValueError("een heel jaar in de kolom Perioden")
    year = YEAR.search(measure) or YEAR.search(period[:4]) or YEAR.search(file)
    if year is None:
        raise ValueError(
            "een jaar in de kolom Perioden, in de naam van de kolom of van het bestand"
        )
    return int(year[1])


def _fault(path: Path, expected: str, fix: str, *, value: str = "") -> DataProblemsError:
    problem = DataProblem(path.name, value=value, expected=expected, fix=fix)
    return DataProblemsError([problem])
