"""Bad data: every fault is told in Dutch, at its place, all at once, and without a traceback."""

import json
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.catalog import DataProblem, DataProblemsError, load_catalog
from lib.catalog.__main__ import main

ROOT = Path(__file__).parents[2]
RATINGS = "data/observations/rapportcijfers.csv"
CRIME = "data/observations/misdrijven-gemeente.csv"
THEME = "data/themes/ondermijnende-criminaliteit/theme.toml"
TEXT = "data/themes/ondermijnende-criminaliteit/text.md"
SHAPES = "geo/areas.geojson"
STEYL = "rapportcijfer,steyl,2021,7.6,,,,ivb-2023-bijlage,definitief,,"  # row 18
IMAGE_TEXT = " ".join((ROOT / TEXT).read_text(encoding="utf-8").split())[:79] + "…"
Spoil = Callable[[Path], None]


def swap(name: str, old: str, new: str) -> Spoil:
    """Replace the first `old` in a file."""

    def spoil(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def put(name: str, content: bytes) -> Spoil:
    """Give a file other content."""

    def spoil(root: Path) -> None:
        (root / name).write_bytes(content)

    return spoil


def add(name: str, line: str) -> Spoil:
    """Put a line at the end of a file."""

    def spoil(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return spoil


def remove(name: str) -> Spoil:
    return lambda root: (root / name).unlink()


def recode(name: str, encoding: str) -> Spoil:
    """Save a file with an accented letter on its third row in another encoding."""

    def spoil(root: Path) -> None:
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        lines[2] = lines[2][:-1] + "é"
        (root / name).write_bytes("\n".join(lines).encode(encoding))

    return spoil


def other_delimiter(name: str, delimiter: str) -> Spoil:
    def spoil(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(text.replace(",", delimiter), encoding="utf-8")

    return spoil


def enlarge(name: str, size: int) -> Spoil:
    """Make a file large without filling the disk."""

    def spoil(root: Path) -> None:
        with (root / name).open("r+b") as file:
            file.truncate(size)

    return spoil


def reshape(key: str, change: Callable[[dict[str, object]], object]) -> Spoil:
    """Change the feature of one area."""

    def spoil(root: Path) -> None:
        collection = json.loads((root / SHAPES).read_text(encoding="utf-8"))
        for feature in collection["features"]:
            if feature["properties"]["area"] == key:
                change(feature)
        (root / SHAPES).write_text(json.dumps(collection), encoding="utf-8")

    return spoil


def polygon(*points: tuple[int, int]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [points]}


BOW_TIE = polygon((0, 0), (1000, 1000), (1000, 0), (0, 1000), (0, 0))


def without_shape(root: Path) -> None:
    lines = (root / SHAPES).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if '"area":"steyl"' not in line]
    assert len(kept) == len(lines) - 1
    (root / SHAPES).write_text("\n".join(kept), encoding="utf-8")


def extra_shape(root: Path) -> None:
    collection = json.loads((root / SHAPES).read_text(encoding="utf-8"))
    square = polygon((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))
    collection["features"].append(
        {"type": "Feature", "properties": {"area": "elsewhere"}, "geometry": square}
    )
    (root / SHAPES).write_text(json.dumps(collection), encoding="utf-8")


def twice(name: str, row: int) -> Spoil:
    def spoil(root: Path) -> None:
        line = (root / name).read_text(encoding="utf-8").splitlines()[row - 1]
        add(name, line)(root)

    return spoil


def without_column(name: str, column: str) -> Spoil:
    def spoil(root: Path) -> None:
        rows = [r.split(",") for r in (root / name).read_text(encoding="utf-8").splitlines()]
        at = rows[0].index(column)
        lines = [",".join(cells[:at] + cells[at + 1 :]) for cells in rows]
        (root / name).write_text("\n".join(lines), encoding="utf-8")

    return spoil


def with_column(name: str, column: str) -> Spoil:
    def spoil(root: Path) -> None:
        header, *rows = (root / name).read_text(encoding="utf-8").splitlines()
        lines = [f"{header},{column}", *(f"{row}," for row in rows)]
        (root / name).write_text("\n".join(lines), encoding="utf-8")

    return spoil


@dataclass(frozen=True)
class Case:
    """A way to spoil the data, and the one problem that is told of it."""

    name: str
    spoil: Spoil
    file: str
    row: int
    column: str
    value: str
    expected: str
    fix: str


CASES = [
    # --- the file as a file
    Case(
        "missing file",
        remove("data/sources.csv"),
        "data/sources.csv",
        0,
        "",
        "",
        "dit bestand",
        "zet het bestand terug",
    ),
    Case(
        "missing areas",
        remove("data/areas.csv"),
        "data/areas.csv",
        0,
        "",
        "",
        "dit bestand",
        "zet het bestand terug",
    ),
    Case(
        "missing toml",
        remove("data/gemeente.toml"),
        "data/gemeente.toml",
        0,
        "",
        "",
        "dit bestand",
        "zet het bestand terug",
    ),
    Case(
        "missing shapes", remove(SHAPES), SHAPES, 0, "", "", "dit bestand", "zet het bestand terug"
    ),
    Case(
        "missing theme text", remove(TEXT), TEXT, 0, "", "", "dit bestand", "zet het bestand terug"
    ),
    Case(
        "empty file",
        put("data/focus.csv", b""),
        "data/focus.csv",
        0,
        "",
        "",
        "een bestand met inhoud",
        "zet de inhoud terug",
    ),
    Case(
        "file of blanks",
        put("data/targets.toml", b" \n\n"),
        "data/targets.toml",
        0,
        "",
        "",
        "een bestand met inhoud",
        "zet de inhoud terug",
    ),
    Case(
        "semicolons",
        other_delimiter(RATINGS, ";"),
        RATINGS,
        1,
        "",
        "",
        "een komma tussen de kolommen",
        "komma als scheidingsteken",
    ),
    Case(
        "tabs",
        other_delimiter(RATINGS, "\t"),
        RATINGS,
        1,
        "",
        "",
        "een komma tussen de kolommen",
        "komma als scheidingsteken",
    ),
    Case(
        "Windows-1252", recode(RATINGS, "cp1252"), RATINGS, 3, "", "", "tekst in UTF-8", "CSV UTF-8"
    ),
    Case("UTF-16", recode(RATINGS, "utf-16"), RATINGS, 1, "", "", "tekst in UTF-8", "CSV UTF-8"),
    Case(
        "50 MB",
        enlarge(RATINGS, 50_000_000),
        RATINGS,
        0,
        "",
        "",
        "hoogstens 5 MB",
        "het goede bestand",
    ),
    Case(
        "50 MB of shapes",
        enlarge(SHAPES, 50_000_000),
        SHAPES,
        0,
        "",
        "",
        "hoogstens 5 MB",
        "het goede bestand",
    ),
    Case(
        "quote never closed",
        swap(RATINGS, STEYL, STEYL + '"Alleen'),
        RATINGS,
        18,
        "",
        "",
        "aanhalingstekens",
        "sluit het aanhalingsteken",
    ),
    Case(
        "huge cell",
        add(RATINGS, STEYL + "x" * 200_000),
        RATINGS,
        25,
        "",
        "",
        "aanhalingstekens",
        "sluit het aanhalingsteken",
    ),
    Case(
        "broken TOML",
        swap("data/targets.toml", "value = 7.4", "value = "),
        "data/targets.toml",
        0,
        "",
        "",
        "geldige TOML",
        "verbeter de schrijfwijze",
    ),
    Case(
        "names of files, of an earlier version",
        swap("data/gemeente.toml", "[map]", '[files]\nareas = "wijken.csv"\n\n[map]'),
        "data/gemeente.toml",
        0,
        "files",
        "",
        "die het dashboard kent",
        "haal hem weg",
    ),
    # --- columns and keys
    Case(
        "unknown column",
        with_column(RATINGS, "opmerking"),
        RATINGS,
        1,
        "opmerking",
        "",
        "alleen bekende kolommen",
        "haal de kolom weg",
    ),
    Case(
        "missing column",
        without_column(CRIME, "status"),
        CRIME,
        1,
        "status",
        "",
        "deze kolom",
        "voeg de kolom toe",
    ),
    Case(
        "duplicate column",
        with_column(RATINGS, "lower"),
        RATINGS,
        1,
        "lower",
        "",
        "elke kolom één keer",
        "haal de dubbele kolom weg",
    ),
    Case(
        "short row",
        swap(RATINGS, STEYL, "rapportcijfer,steyl,2021,7.6"),
        RATINGS,
        18,
        "",
        "",
        "11 kolommen, niet 4",
        "aanhalingstekens",
    ),
    Case(
        "unknown key in TOML",
        add("data/targets.toml", "valeu = 7.4"),
        "data/targets.toml",
        0,
        "target 2.valeu",
        "7.4",
        "die het dashboard kent",
        "haal hem weg",
    ),
    Case(
        "unknown table in TOML",
        swap("data/targets.toml", "[[target]]", "[[targt]]"),
        "data/targets.toml",
        0,
        "targt",
        "",
        "die het dashboard kent",
        "verbeter de naam",
    ),
    Case(
        "missing key in TOML",
        swap("data/gemeente.toml", 'name = "Venlo"', ""),
        "data/gemeente.toml",
        0,
        "name",
        "",
        "deze naam",
        "voeg hem toe",
    ),
    Case(
        "no table in TOML",
        put("data/targets.toml", b"target = 5"),
        "data/targets.toml",
        0,
        "target 1",
        "5",
        "een tabel met sleutels",
        "controleer de haken",
    ),
    Case(
        "period without quotes",
        swap("data/targets.toml", '"2025"', "2025"),
        "data/targets.toml",
        0,
        "target 1.judged_on",
        "2025",
        "een periode",
        "aanhalingstekens",
    ),
    # --- one cell
    Case(
        "decimal comma in quotes",
        swap(RATINGS, "7.6", '"7,6"'),
        RATINGS,
        18,
        "value",
        "7,6",
        "een decimale punt",
        "vervang de komma door een punt",
    ),
    Case(
        "decimal comma without quotes",
        swap(RATINGS, "7.6", "7,6"),
        RATINGS,
        18,
        "",
        "",
        "11 kolommen, niet 12",
        "in getallen een punt",
    ),
    Case(
        "decimal comma in TOML",
        swap("data/targets.toml", "value = 7.4", 'value = "7,4"'),
        "data/targets.toml",
        0,
        "target 1.value",
        "7,4",
        "een decimale punt",
        "vervang de komma",
    ),
    Case(
        "text in a number",
        swap(RATINGS, "7.6", "onbekend"),
        RATINGS,
        18,
        "value",
        "onbekend",
        "een getal",
        "schrijf alleen cijfers",
    ),
    Case(
        "not a number",
        swap(RATINGS, "7.6", "nan"),
        RATINGS,
        18,
        "value",
        "nan",
        "een getal",
        "schrijf alleen cijfers",
    ),
    Case(
        "thousands",
        swap(CRIME, "5984", "5.984"),
        CRIME,
        2,
        "value",
        "5.984",
        "een heel getal",
        "duizendtallen zonder punt",
    ),
    Case(
        "millions",
        swap(CRIME, "5984", "5.984.000"),
        CRIME,
        2,
        "value",
        "5.984.000",
        "zonder punten voor duizendtallen",
        "haal de punten weg",
    ),
    Case(
        "decimals in respondents",
        swap(RATINGS, STEYL, STEYL.replace(",,,,", ",,,80.5,")),
        RATINGS,
        18,
        "n",
        "80.5",
        "een heel getal",
        "schrijf alleen cijfers",
    ),
    Case(
        "rating 72",
        swap(RATINGS, "7.6", "72"),
        RATINGS,
        18,
        "value",
        "72",
        "van 1 tot en met 10",
        "bedoelt u 7.2?",
    ),
    Case(
        "rating 0",
        swap(RATINGS, "7.6", "0"),
        RATINGS,
        18,
        "value",
        "0",
        "van 1 tot en met 10",
        "verbeter het getal",
    ),
    Case(
        "negative count",
        swap(CRIME, "5984", "-5984"),
        CRIME,
        2,
        "value",
        "-5984",
        "0 of meer",
        "verbeter het getal",
    ),
    Case(
        "no value and no reason",
        swap(RATINGS, "7.6", ""),
        RATINGS,
        18,
        "",
        "",
        "een waarde, of een reden",
        "precies een van de twee",
    ),
    Case(
        "unknown period",
        swap(RATINGS, "steyl,2021", "steyl,2021-Q5"),
        RATINGS,
        18,
        "period",
        "2021-Q5",
        "een periode als 2021",
        "verbeter de periode",
    ),
    Case(
        "unknown status",
        swap(RATINGS, STEYL, STEYL.replace("definitief", "zeker")),
        RATINGS,
        18,
        "status",
        "zeker",
        "'definitief', 'voorlopig' of 'fictief'",
        "kies een van deze woorden",
    ),
    Case(
        "formula in a name",
        swap("data/areas.csv", ",Belfeld,", ",=HYPERLINK(A1),"),
        "data/areas.csv",
        4,
        "name",
        "=HYPERLINK(A1)",
        "niet met = + - of @ begint",
        "formule",
    ),
    Case(
        "formula in an alias",
        swap("data/areas.csv", "Arcen/Lomm|", "Arcen/Lomm|@SUM(1)|"),
        "data/areas.csv",
        3,
        "aliases.1",
        "@SUM(1)",
        "niet met = + - of @ begint",
        "formule",
    ),
    Case(
        "HTML in a name",
        swap("data/areas.csv", ",Belfeld,", ",<b>Belfeld</b>,"),
        "data/areas.csv",
        4,
        "name",
        "<b>Belfeld</b>",
        "zonder < en >",
        "haal de codes weg",
    ),
    Case(
        "control character in a name",
        swap("data/areas.csv", ",Belfeld,", ",Bel\x07feld,"),
        "data/areas.csv",
        4,
        "name",
        "Bel\x07feld",
        "stuurtekens",
        "haal de codes weg",
    ),
    Case(
        "image in a text",
        add(TEXT, "![logo](https://elsewhere.example/logo.png)"),
        THEME,
        0,
        "text",
        IMAGE_TEXT,
        "zonder afbeeldingen",
        "haal de afbeelding",
    ),
    Case(
        "name of nothing",
        swap("data/areas.csv", ",Belfeld,", ",,"),
        "data/areas.csv",
        4,
        "name",
        "",
        "een ingevulde waarde",
        "vul de cel in",
    ),
    Case(
        "endless name",
        swap("data/areas.csv", ",Belfeld,", f",{'a' * 130},"),
        "data/areas.csv",
        4,
        "name",
        "a" * 79 + "…",
        "hoogstens 120 tekens",
        "maak de tekst korter",
    ),
    Case(
        "address of a script",
        swap("data/sources.csv", "https://nu", "javascript://nu"),
        "data/sources.csv",
        4,
        "address",
        "javascript://nu.venlo.nl/nieuws/analyse-venlonaar-voelt-zich-veiliger-zijn-buurt",
        "dat met https:// begint",
        "verbeter het adres",
    ),
    Case(
        "wrong date",
        swap("data/sources.csv", "2022-10-19", "19-10-2022"),
        "data/sources.csv",
        4,
        "date",
        "19-10-2022",
        "een datum als",
        "schrijf jaar-maand-dag",
    ),
    Case(
        "breaks out of order",
        swap("data/indicators.toml", "[40, 60, 80, 100]", "[60, 40]"),
        "data/indicators.toml",
        0,
        "misdrijven-per-1000",
        "",
        "van laag naar hoog",
        "op volgorde",
    ),
    Case(
        "no classes for a count per area",
        swap("data/indicators.toml", "breaks = [40, 60, 80, 100]\n", ""),
        "data/indicators.toml",
        0,
        "misdrijven-per-1000.breaks",
        "",
        "1 tot en met 4 grenzen van klassen op de kaart",
        "zoals breaks = [10, 20, 30]",
    ),
    Case(
        "unknown theme, near a folder",
        swap(
            "data/indicators.toml",
            'themes = ["ondermijnende-criminaliteit"]',
            'themes = ["ondermijning"]',
        ),
        "data/indicators.toml",
        0,
        "themes",
        "ondermijning",
        "een sleutel uit themes",
        "bedoelt u 'ondermijnende-criminaliteit'?",
    ),
    Case(
        "effort with a direction that is better",
        swap(
            "data/indicators.toml",
            'unit = "sluitingen"\ndecimals = 0\npolarity = "none"',
            'unit = "sluitingen"\ndecimals = 0\npolarity = "lower"',
        ),
        "data/indicators.toml",
        0,
        "sluitingen-damocles",
        "",
        'een registratie van de gemeente zelf (kind = "effort"): zonder oordeel',
        'zet polarity op "none"',
    ),
    Case(
        "rate without its parts",
        swap("data/indicators.toml", 'numerator = "misdrijven"\n', ""),
        "data/indicators.toml",
        0,
        "misdrijven-per-1000",
        "",
        "'denominator'",
        "vul ze beide in",
    ),
    # --- intervals
    Case(
        "reversed interval",
        swap(RATINGS, "7.6,,", "7.6,7.8,7.4"),
        RATINGS,
        18,
        "",
        "",
        "'lower' kleiner dan 'upper'",
        "verwissel",
    ),
    Case(
        "value outside its interval",
        swap(RATINGS, "7.6,,", "7.6,7.0,7.5"),
        RATINGS,
        18,
        "",
        "",
        "tussen 'lower' en 'upper'",
        "de waarde of de marge",
    ),
    Case(
        "half an interval",
        swap(RATINGS, "7.6,,", "7.6,7.5,"),
        RATINGS,
        18,
        "",
        "",
        "een ondergrens en een bovengrens",
        "beide",
    ),
    # --- between rows and files
    Case(
        "broken area",
        swap("data/areas.csv", "Belfeld,GM0983,,,2021", "Belfeld,GM0983,,,"),
        "data/areas.csv",
        4,
        "boundary_year",
        "",
        "een heel getal",
        "schrijf alleen cijfers",
    ),
    Case(
        "broken municipality",
        swap("data/areas.csv", ",municipality,Venlo", ",,Venlo"),
        "data/areas.csv",
        2,
        "kind",
        "",
        "'municipality', 'area'",
        "kies een van deze woorden",
    ),
    Case(
        "broken indicator",
        swap("data/indicators.toml", "decimals = 0", "decimals = 9"),
        "data/indicators.toml",
        0,
        "misdrijven.decimals",
        "9",
        "van 3 of minder",
        "verbeter",
    ),
    Case(
        "duplicate row",
        twice(RATINGS, 18),
        RATINGS,
        25,
        "indicator + area + period + source",
        "rapportcijfer + steyl + 2021 + ivb-2023-bijlage",
        f"staat al in {RATINGS}, rij 18",
        "haal een van de twee rijen weg",
    ),
    Case(
        "duplicate area",
        twice("data/areas.csv", 4),
        "data/areas.csv",
        156,
        "area",
        "belfeld",
        "staat al in data/areas.csv, rij 4",
        "haal een van de twee rijen weg",
    ),
    Case(
        "alias of two areas",
        swap("data/areas.csv", "Belfeld,GM0983,,", "Belfeld,GM0983,Steyl,"),
        "data/areas.csv",
        10,
        "aliases",
        "Steyl",
        "een naam die niet ook bij 'belfeld' hoort",
        "bij een van de twee weg",
    ),
    Case(
        "unknown area, near its name",
        swap(RATINGS, "steyl", "Steijl"),
        RATINGS,
        18,
        "area",
        "Steijl",
        "een gebied uit areas.csv",
        "bedoelt u 'steyl'?",
    ),
    Case(
        "unknown area, the name of the municipality",
        add(RATINGS, STEYL.replace("steyl", "venlo")),
        RATINGS,
        25,
        "area",
        "venlo",
        "een gebied uit areas.csv",
        "bedoelt u 'GM0983'?",
    ),
    Case(
        "unknown area, by alias",
        swap(RATINGS, "tegelen-op-de-heide", "Op de Hei"),
        RATINGS,
        13,
        "area",
        "Op de Hei",
        "een gebied uit areas.csv",
        "bedoelt u 'tegelen-op-de-heide'?",
    ),
    Case(
        "unknown area, near nothing",
        add(RATINGS, STEYL.replace("steyl", "qqq")),
        RATINGS,
        25,
        "area",
        "qqq",
        "een gebied uit areas.csv",
        "gebruik een sleutel uit areas.csv",
    ),
    Case(
        "unknown area in focus",
        swap("data/focus.csv", "BU09832202|", "BU99999999|"),
        "data/focus.csv",
        2,
        "areas",
        "BU99999999",
        "een sleutel uit areas.csv",
        "areas.csv",
    ),
    Case(
        "area of another level",
        add(RATINGS, STEYL.replace("steyl", "BU09831101")),
        RATINGS,
        25,
        "area",
        "BU09831101",
        "van het niveau municipality, area, cbs_wijk",
        "'levels'",
    ),
    Case(
        "unknown indicator",
        add(RATINGS, STEYL.replace("rapportcijfer", "rapport")),
        RATINGS,
        25,
        "indicator",
        "rapport",
        "een indicator uit indicators.toml",
        "verbeter de sleutel",
    ),
    Case(
        "figure of a calculated indicator",
        add(RATINGS, STEYL.replace("rapportcijfer", "misdrijven-per-1000")),
        RATINGS,
        25,
        "indicator",
        "misdrijven-per-1000",
        "die niet berekend wordt",
        "verbeter de sleutel",
    ),
    Case(
        "unknown source",
        swap(RATINGS, STEYL, STEYL.replace("ivb-2023-bijlage", "ivb-2024")),
        RATINGS,
        18,
        "source",
        "ivb-2024",
        "een bron uit sources.csv",
        "voeg de bron toe",
    ),
    Case(
        "no source",
        swap(RATINGS, STEYL, STEYL.replace("ivb-2023-bijlage", "")),
        RATINGS,
        18,
        "source",
        "",
        "een sleutel van letters",
        "gebruik een bestaande sleutel",
    ),
    *[
        Case(
            f"unknown source in {file}",
            swap(file, 'source = "ivb-2023"', 'source = "ivb-2099"'),
            file,
            0,
            "source",
            "ivb-2099",
            "een sleutel uit sources.csv",
            "voeg hem toe",
        )
        for file in (
            "data/gemeente.toml",
            "data/organisation.toml",
            "data/accountability.toml",
            "data/targets.toml",
            THEME,
        )
    ],
    Case(
        "sum above the total",
        swap(CRIME, "2023,6501", "2023,6455"),
        CRIME,
        3,
        "value",
        "6455",
        "ten minste de som over cbs_buurt (politie-47018): 6456",
        "controleer het totaal",
    ),
    Case(
        "fictitious beside real",
        swap(RATINGS, STEYL, STEYL.replace("definitief", "fictief")),
        RATINGS,
        18,
        "status",
        "rapportcijfer",
        "alleen echte of alleen fictieve",
        "haal de fict",
    ),
    Case(
        "unknown milestone in a theme",
        swap(THEME, '"resultaten-2025"', '"resultaten-2024"'),
        THEME,
        0,
        "milestones",
        "resultaten-2024",
        "uit milestones.csv",
        "voeg hem toe",
    ),
    Case(
        "unknown partner in a theme",
        swap(THEME, "partners = []", 'partners = ["leger"]'),
        THEME,
        0,
        "partners",
        "leger",
        "uit organisation.toml",
        "voeg hem toe",
    ),
    Case(
        "unknown thread in a theme",
        swap(THEME, 'threads = ["preventie"', 'threads = ["straf"'),
        THEME,
        0,
        "threads",
        "straf",
        "uit organisation.toml",
        "voeg hem toe",
    ),
    Case(
        "target of an unknown indicator",
        swap("data/targets.toml", 'indicator = "rapportcijfer"', 'indicator = "cijfer"'),
        "data/targets.toml",
        0,
        "indicator",
        "cijfer",
        "uit indicators.toml",
        "voeg hem toe",
    ),
    Case(
        "end before start",
        swap("data/milestones.csv", "2026-Q3,2026-Q4", "2026-Q4,2026-Q3"),
        "data/milestones.csv",
        10,
        "end",
        "2026-Q3",
        "een periode na 'start'",
        "verwissel",
    ),
    Case(
        "survey without a wave",
        swap("data/milestones.csv", "survey,2023", "survey,"),
        "data/milestones.csv",
        4,
        "wave",
        "",
        "een meting bij 'survey'",
        "vul de meting in",
    ),
    Case(
        "plan with a wave",
        swap("data/milestones.csv", "plan,,", "plan,2023,"),
        "data/milestones.csv",
        3,
        "wave",
        "2023",
        "en anders niets",
        "maak de cel leeg",
    ),
    Case(
        "parent of the wrong kind",
        swap("data/areas.csv", "Belfeld,GM0983", "Belfeld,steyl"),
        "data/areas.csv",
        4,
        "parent",
        "steyl",
        "de sleutel van een municipality",
        "'parent'",
    ),
    Case(
        "buurt and wijken side by side",
        swap("data/areas.csv", "Kern Belfeld,WK098351", "Kern Belfeld,belfeld"),
        "data/areas.csv",
        148,
        "parent",
        "BU09835101",
        "alleen CBS-wijken of alleen CBS-buurten",
        "rechtstreeks onder de wijk",
    ),
    Case(
        "municipality of another code",
        swap("data/gemeente.toml", '"GM0983"', '"GM0999"'),
        "data/areas.csv",
        0,
        "kind",
        "GM0983",
        "precies één gemeente, met code GM0999",
        "'code'",
    ),
    # --- shapes
    Case(
        "bow-tie",
        reshape("steyl", lambda f: f.update(geometry=BOW_TIE)),
        SHAPES,
        0,
        "geometry",
        "steyl",
        "de rand kruist zichzelf",
        "build_geo",
    ),
    Case(
        "no shape in a feature",
        reshape("steyl", lambda f: f.update(geometry=None)),
        SHAPES,
        0,
        "geometry",
        "steyl",
        "het vlak is leeg",
        "build_geo",
    ),
    Case(
        "a point for a shape",
        reshape("steyl", lambda f: f.update(geometry={"type": "Point", "coordinates": [1, 2]})),
        SHAPES,
        0,
        "geometry",
        "steyl",
        "het is geen vlak",
        "build_geo",
    ),
    Case(
        "missing shape",
        without_shape,
        SHAPES,
        0,
        "",
        "steyl",
        "voor elke rij van areas.csv",
        "build_geo",
    ),
    Case(
        "missing shape of a focus neighbourhood",
        swap("data/focus.csv", "Klingerberg,klingerberg,", "Klingerberg,WK098325,"),
        "geo/focus.geojson",
        0,
        "",
        "klingerberg",
        "voor elke rij van focus.csv",
        "build_geo",
    ),
    Case(
        "extra shape",
        extra_shape,
        SHAPES,
        0,
        "",
        "elsewhere",
        "alleen vlakken die in areas.csv staan",
        "voeg de rij toe",
    ),
    Case(
        "extra focus shape",
        swap("data/focus.csv", "BU09832202|BU09832203", "steyl"),
        "geo/focus.geojson",
        0,
        "",
        "vastenavondkamp",
        "alleen vlakken die in focus.csv staan",
        "voeg de rij toe",
    ),
    Case(
        "shape twice",
        reshape("steyl", lambda f: f.update(properties={"area": "velden"})),
        SHAPES,
        0,
        "area",
        "velden",
        "elke wijk één keer",
        "voeg de vlakken samen",
    ),
    Case(
        "shape without a key",
        reshape("steyl", lambda f: f.update(properties={"area": None})),
        SHAPES,
        0,
        "area",
        "",
        "bij elk vlak een sleutel",
        "build_geo",
    ),
    Case(
        "figure beside a shape",
        reshape("steyl", lambda f: f.update(properties={"area": "steyl", "value": 7.6})),
        SHAPES,
        0,
        "",
        "",
        "per vlak alleen 'area'",
        "build_geo",
    ),
    Case(
        "shapes in degrees",
        swap(SHAPES, "EPSG::28992", "EPSG::4326"),
        SHAPES,
        0,
        "",
        "",
        "EPSG:28992",
        "build_geo",
    ),
    Case(
        "broken GeoJSON",
        put(SHAPES, b'{"type": "FeatureColl'),
        SHAPES,
        0,
        "",
        "",
        "geldige GeoJSON",
        "maak het bestand opnieuw",
    ),
]


def problems_of(data: Path, geo: Path) -> tuple[DataProblem, ...]:
    with pytest.raises(DataProblemsError) as caught:
        load_catalog(data, geo)
    return caught.value.problems


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_fault_is_reported_once_at_its_place(case: Case, data_copy: tuple[Path, Path]) -> None:
    case.spoil(data_copy[0].parent)
    problems = problems_of(*data_copy)
    assert [(p.file, p.row, p.column, p.value) for p in problems] == [
        (case.file, case.row, case.column, case.value)
    ]
    assert case.expected in problems[0].expected
    assert case.fix in problems[0].fix


ACCEPTED: list[tuple[str, Spoil]] = [
    ("UTF-8 with BOM", recode(RATINGS, "utf-8-sig")),
    ("TOML with BOM", lambda root: prefix_bom(root / "data/targets.toml")),
    ("GeoJSON with BOM", lambda root: prefix_bom(root / SHAPES)),
    ("Windows line ends", lambda root: line_ends(root / RATINGS, b"\r\n")),
    ("blank lines", add(RATINGS, "\n,,,,,,,,,,\n")),
    ("blanks around a cell", swap(RATINGS, "steyl,2021,7.6", " steyl ,2021, 7.6 ")),
    ("sum equal to the total", swap(CRIME, "2023,6501", "2023,6456")),
    ("interval of no width", swap(RATINGS, "7.6,,", "7.6,7.6,7.6")),
    (
        "a reason instead of a value",
        swap(
            RATINGS,
            STEYL,
            "rapportcijfer,steyl,2021,,,,,ivb-2023-bijlage,definitief,niet gepubliceerd,",
        ),
    ),
    ("no goals", put("data/targets.toml", b"# none yet")),
    ("file of another kind", put("data/observations/notes.txt", b"=1")),
]


def prefix_bom(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def line_ends(path: Path, end: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", end))


@pytest.mark.parametrize(("name", "spoil"), ACCEPTED, ids=[name for name, _ in ACCEPTED])
def test_harmless_differences_are_accepted(
    name: str, spoil: Spoil, data_copy: tuple[Path, Path]
) -> None:
    before = [path.read_bytes() for path in sorted(data_copy[0].rglob("*")) if path.is_file()]
    before += [path.read_bytes() for path in sorted(data_copy[1].rglob("*"))]
    spoil(data_copy[0].parent)
    after = [path.read_bytes() for path in sorted(data_copy[0].rglob("*")) if path.is_file()]
    after += [path.read_bytes() for path in sorted(data_copy[1].rglob("*"))]
    assert after != before
    load_catalog(*data_copy)


def test_cell_with_accent_survives_the_bom(data_copy: tuple[Path, Path]) -> None:
    recode(RATINGS, "utf-8-sig")(data_copy[0].parent)
    survey = load_catalog(*data_copy).frame("survey")
    assert survey.columns[0] == "indicator"
    assert str(survey.loc[1, "note"]).endswith("é")


def test_row_numbers_count_blank_lines_and_cells_of_several_lines(
    data_copy: tuple[Path, Path],
) -> None:
    """Given a blank row 25 and a two-line cell in row 26, the fault after it is in row 27."""
    add(RATINGS, "")(data_copy[0].parent)
    add(RATINGS, STEYL.replace("2021", "2022") + '"twee\nregels"')(data_copy[0].parent)
    add(RATINGS, STEYL.replace("2021", "later"))(data_copy[0].parent)
    assert [p.row for p in problems_of(*data_copy)] == [27]


def test_all_faults_in_all_files_are_reported_at_once(
    data_copy: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    names = (
        "rating 72",
        "rating 0",
        "unknown source",
        "broken TOML",
        "bow-tie",
        "end before start",
        "formula in a name",
        "empty file",
        "unknown partner in a theme",
    )
    cases = [case for case in CASES if case.name in names]
    rows = iter(("18", "19", "20"))
    for case in cases:
        if case.file == RATINGS:  # each spoils the row of Steyl: give each its own
            row = next(rows)
            spoil_rating(data_copy[0].parent / RATINGS, int(row), case.name)
        else:
            case.spoil(data_copy[0].parent)
    problems = problems_of(*data_copy)
    found = {(p.file, p.row, p.column) for p in problems}
    others = {(c.file, c.row, c.column) for c in cases if c.file != RATINGS}
    assert (
        others | {(RATINGS, 18, "value"), (RATINGS, 19, "value"), (RATINGS, 20, "source")} == found
    )
    assert list(problems) == sorted(set(problems))
    assert main([str(path) for path in data_copy]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("\n".join(map(str, problems)))
    assert "9 problemen gevonden" in printed


def spoil_rating(path: Path, row: int, fault: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[row - 1].split(",")
    if fault == "unknown source":
        cells[7] = "ivb-2024"
    else:
        cells[3] = fault.removeprefix("rating ")
    lines[row - 1] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def test_same_fault_in_one_place_is_reported_once(data_copy: tuple[Path, Path]) -> None:
    """Given two approaches of one theme that name the same unknown thread."""
    path = data_copy[0].parent / THEME
    text = path.read_text(encoding="utf-8")
    assert text.count('"preventie"') > 1
    path.write_text(text.replace('"preventie"', '"straf"'), encoding="utf-8")
    assert [p.value for p in problems_of(*data_copy)] == ["straf"]


def test_lost_row_hides_no_other_fault(data_copy: tuple[Path, Path]) -> None:
    """Given a broken row in sources.csv, another unknown source is still told."""
    swap("data/sources.csv", "2022-10-19", "gisteren")(data_copy[0].parent)
    swap(RATINGS, STEYL, STEYL.replace("ivb-2023-bijlage", "ivb-2024"))(data_copy[0].parent)
    assert [(p.file, p.column) for p in problems_of(*data_copy)] == [
        (RATINGS, "source"),
        ("data/sources.csv", "date"),
    ]


@pytest.mark.parametrize("name", ["data", "geo"])
def test_absent_folder(name: str, data_copy: tuple[Path, Path]) -> None:
    (data_copy[0].parent / name).rename(data_copy[0].parent / "elsewhere")
    problems = problems_of(*data_copy)
    assert {p.file.partition("/")[0] for p in problems} == {name}
    assert all(p.fix.startswith("zet ") for p in problems)


def test_large_file_is_not_read(data_copy: tuple[Path, Path]) -> None:
    enlarge(RATINGS, 50_000_000)(data_copy[0].parent)
    tracemalloc.start()
    try:
        problems_of(*data_copy)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_command_prints_problems_and_no_traceback(data_copy: tuple[Path, Path]) -> None:
    for name in ("rating 72", "bow-tie", "broken TOML"):
        next(case for case in CASES if case.name == name).spoil(data_copy[0].parent)
    run = subprocess.run(
        [sys.executable, "-m", "lib.catalog", *map(str, data_copy)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == ""
    *problems, blank, count = run.stdout.splitlines()
    assert (len(problems), blank, count) == (3, "", "3 problemen gevonden.")
    place = r"(data|geo)/\S+(, rij \d+)?(, kolom '.+')?"
    line = re.compile(place + r": (Er staat: '.+'\. )?Verwacht: .+\. Wat te doen: .+\.")
    assert all(line.fullmatch(text) for text in problems)
