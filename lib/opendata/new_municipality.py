"""`python -m lib.catalog new CODE --to FOLDER`: start a folder for another municipality.

Of files that are given, or of the boundaries of PDOK where these can be reached; the figures of
police and CBS are fetched into it where these can be. Not here: what the folder holds
(`lib.catalog.starter`).
"""

import argparse
import datetime as dt
import re
import shlex
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import geopandas as gpd

from lib.catalog import Catalog, DataProblemsError, load_catalog
from lib.catalog.problems import describe_file_trouble
from lib.catalog.published_files import YEAR, find_municipality_name, read_figures, read_units
from lib.catalog.starter import NewMunicipality, list_open_points, write_starter
from lib.opendata.client import Service, http_client
from lib.opendata.fetch_problems import OpenDataError, refuse_other_layout
from lib.opendata.pdok import fetch_units
from lib.opendata.refresh import (
    REFRESH_GROUPS,
    SHAPES,
    RefreshRequest,
    refresh_open_data,
    service_addresses,
)
from lib.settings import DUTCH_TIME

USUAL_YEAR = 2024  # of the official boundaries
FILES = "docs/data.md ('Another municipality') zegt welke bestanden dat kunnen zijn"


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 1 when nothing could be written, 2 for a wrong question."""
    options = _build_parser().parse_args(arguments)
    if not re.fullmatch(r"GM\d{4}", options.code):
        print(f"'{options.code}' is geen code van een gemeente: schrijf GM en vier cijfers.")
        return 2
    try:
        new = _collect(options)
        catalog = write_starter(new, options.to)
    except OpenDataError as error:
        print(f"{error.problem} Wat te doen: geef de grenzen als bestand met --shapes; {FILES}.")
        return 1
    except (DataProblemsError, ValueError) as error:
        print(error)
        return 1
    except OSError as error:
        print(describe_file_trouble(error) if error.errno else error)
        return 1
    data, geo = options.to / "data", options.to / "geo"
    _print_result(_refresh(catalog, data, geo), data, geo)
    return 0


def _collect(options: argparse.Namespace) -> NewMunicipality:
    """Read the files that are given; fetch the boundaries where no file has them."""
    code, year = options.code, options.year or _find_year(options.shapes)
    figures = [read_figures(p, municipality=code, group=options.group) for p in options.figures]
    names = dict(chain.from_iterable(table.names.items() for table in figures))
    if options.shapes:
        groups = dict(chain.from_iterable(table.groups.items() for table in figures))
        units = read_units(options.shapes, municipality=code, group=options.group, groups=groups)
        found = find_municipality_name(options.shapes, municipality=code) or names.get(code, "")
    else:
        found, units = _fetch_units(code, year)
    return NewMunicipality(
        code=code,
        name=_require_name(options.name or found),
        units=units,
        figures=tuple(dict.fromkeys(f for table in figures for f in table.figures)),
        names=names,
        shapes_year=year,
        is_own_division=bool(options.group),
        today=dt.datetime.now(DUTCH_TIME).date(),
    )


def _fetch_units(code: str, year: int) -> tuple[str, gpd.GeoDataFrame]:
    with http_client() as http, refuse_other_layout(f"Grenzen van {year}"):
        service = Service(service_addresses()["pdok"].rstrip("/"), http)
        return fetch_units(code, year=year, service=service)


def _require_name(name: str) -> str:
    if not name:
        raise ValueError("In de bestanden staat geen naam van de gemeente: geef die met --name.")
    return name


def _find_year(shapes: Path | None) -> int:
    """Return the year of the boundaries: that in the name of the file, else the usual one."""
    found = YEAR.findall(shapes.stem) if shapes else []
    return int(found[0]) if len(found) == 1 else USUAL_YEAR


def _refresh(catalog: Catalog, data: Path, geo: Path) -> Catalog:
    """Fetch the figures of police and CBS where they can be reached."""
    groups = tuple(group for group in REFRESH_GROUPS if group != SHAPES)
    try:
        outcomes = refresh_open_data(catalog, data_dir=data, request=RefreshRequest(groups))
    except OpenDataError as error:
        print(f"Niet opgehaald: {error}")
        return catalog
    troubles: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.error:
            troubles.setdefault(str(outcome.error), []).append(outcome.table)
        else:
            print(outcome.summary)
    for trouble, tables in troubles.items():
        print(f"Niet opgehaald: {', '.join(tables)}. {trouble}")
    return load_catalog(data, geo)


def _print_result(catalog: Catalog, data: Path, geo: Path) -> None:
    """Say what was written, what is left to fill in, and how to look at it."""
    areas = len(catalog.of_kind("area"))
    print(f"\n{catalog.municipality.name}: {areas} wijken, in {data} en {geo}.")
    print("Nog in te vullen, het belangrijkste eerst:")
    for number, point in enumerate(list_open_points(catalog), start=1):
        print(f"{number:3}. {point}")
    folders = f"DATA_DIR={shlex.quote(str(data))} GEO_DIR={shlex.quote(str(geo))}"
    print(f"\nBekijk het: {folders} make run")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.catalog new", description=__doc__)
    parser.add_argument("code", help="CBS-code van de gemeente: GM en vier cijfers")
    parser.add_argument("--to", type=Path, required=True, help="map die er nog niet is")
    parser.add_argument("--name", default="", help="naam, als die niet in het bestand staat")
    parser.add_argument(
        "--shapes",
        type=Path,
        help="GeoJSON of GeoPackage met CBS-wijken of -buurten; zonder: van PDOK",
    )
    parser.add_argument(
        "--group",
        default="",
        help="kolom met de wijk waar een CBS-buurt bij hoort, in --shapes of in --figures",
    )
    parser.add_argument(
        "--figures", type=Path, action="append", default=[], help="CSV met cijfers per CBS-buurt"
    )
    parser.add_argument(
        "--year",
        type=int,
        help=f"jaar van de grenzen; zonder: uit de naam van --shapes, anders {USUAL_YEAR}",
    )
    return parser
