"""Municipalities that do not exist, in files as CBS and the police publish them."""

import csv
import json
from itertools import cycle
from pathlib import Path
from typing import NamedTuple


class MadeUp(NamedTuple):
    """A municipality on a grid of square areas of two buurten each, in RD."""

    code: str
    name: str
    areas: tuple[str, ...]
    columns: int
    has_buurten: bool = False
    separator: str = ","


# Names that are hard for slugs, sentences, files and URLs; one is called like its own area.
THREE = MadeUp(
    "GM1900",
    "Súdwest-Fryslân",
    ("'t Hoge Noorden", "Ië-Zuid", "Súdwest-Fryslân"),
    columns=3,
    has_buurten=True,
    separator=";",
)
FIRST_PARTS = ("Oud-", "Nieuw-", "Sint-", "'s-", "Ter ", "Hoog-", "Laag-", "De ", "In 't ")
LAST_PARTS = ("Bergen", "Élan", "Kerk & Co", "Zeeën")
FORTY = MadeUp(
    "GM0796",
    "Kerkstraat",
    (
        *(f"{first}{last}" for first in FIRST_PARTS for last in LAST_PARTS),
        "Kerkstraat",
        "Plein 1944",
        "A",
        "Wijk met een naam die op geen enkel kaartje past",
    ),
    columns=8,
)


def write_files(made: MadeUp, folder: Path) -> list[str]:
    """Write shapes and figures; return the options of the command that name them."""
    units = [
        (f"BU{made.code[2:]}{n:02}{part:02}", f"{area} {side}", n, part)
        for n, area in enumerate(made.areas)
        for part, side in enumerate(("West", "Oost"))
    ]
    _write_shapes(made, units, folder / "vlakken.geojson")
    people, crimes = (
        cycle(["5105", "2330", "480", "35", "1200"]),
        cycle(["", "140", "17", "3", "0"]),
    )
    _write_table(
        folder / "inwoners-2024.csv",
        made,
        [["WijkenEnBuurten", "naam", "AantalInwoners_5"]]
        + [[code, name, next(people)] for code, name, _, _ in units],
    )
    _write_table(
        folder / "misdrijven.csv",
        made,
        [["WijkenEnBuurten", "naam", "SoortMisdrijf", "Perioden", "GeregistreerdeMisdrijven_1"]]
        + [
            [code, name, "0.0.0 ", f"{year}JJ00", next(crimes)]
            for code, name, _, _ in units
            for year in (2022, 2023)
        ],
    )
    figures = [f"--figures={folder / name}" for name in ("inwoners-2024.csv", "misdrijven.csv")]
    return [f"--shapes={folder / 'vlakken.geojson'}", *figures]


def _write_shapes(made: MadeUp, units: list[tuple[str, str, int, int]], path: Path) -> None:
    shapes = []
    for code, name, n, part in units:
        if part and not made.has_buurten:
            continue
        own = {"buurtcode": code, "buurtnaam": name} if made.has_buurten else {}
        named = {
            "wijkcode": f"WK{code[2:8]}",
            "wijknaam": f"Wijk {n:02} {made.areas[n]}",
            "gemeentenaam": made.name,
            "water": "NEE",
        }
        left = 170_000 + n % made.columns * 800 + (400 * part if made.has_buurten else 0)
        low, wide = 520_000 + n // made.columns * 800, 400 if made.has_buurten else 800
        ring = [[left, low], [left + wide, low], [left + wide, low + 800], [left, low + 800]]
        shapes.append(
            {
                "type": "Feature",
                "properties": own | named,
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    made_file = {"type": "FeatureCollection", "crs": crs, "features": shapes}
    path.write_text(json.dumps(made_file, ensure_ascii=False), encoding="utf-8")


def _write_table(path: Path, made: MadeUp, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=made.separator).writerows(rows)
