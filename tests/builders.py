"""Boards of the committed data or of a changed copy, for tests of any room."""

import datetime as dt
from pathlib import Path

from lib.access import LOCAL, Actor
from lib.board import Board
from lib.catalog import Catalog, load_catalog
from lib.store import PoliceCounts

DAY = dt.date(2026, 11, 23)


def build_board(
    catalog: Catalog,
    *,
    actor: Actor = LOCAL,
    day: dt.date = DAY,
    police: PoliceCounts | None = None,
) -> Board:
    """Return the board of a catalog for a reader on a day."""
    return Board(catalog, actor, day, f"test-{actor.role}", police)


def build_board_from(data: Path, geo: Path, *, actor: Actor = LOCAL, day: dt.date = DAY) -> Board:
    """Return the board of two folders for a reader on a day."""
    return build_board(load_catalog(data, geo), actor=actor, day=day)


def set_count(data: Path, code: str, value: int) -> None:
    """Set the number of crimes in a CBS unit, in a copy of the data."""
    path = data / "observations" / "misdrijven-buurten.csv"
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        if cells[1] == code:
            cells[3] = str(value)
        lines.append(",".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_count(data: Path, name: str, *, theme: str, status: str = "definitief") -> str:
    """Add a count of the municipality's own, of 2021 to 2023, to a theme; return its key."""
    key = name.lower().replace(" ", "-")
    indicator = f"""
[{key}]
name = "{name}"
short = "{name}"
kind = "count"
unit = "meldingen"
decimals = 0
polarity = "lower"
visibility = "public"
levels = ["municipality"]
preferred = ["{key}"]
themes = ["{theme}"]
definition = "Het aantal meldingen."
"""
    source = f"{key},{name},Gemeente Venlo,2024-01-15,Tabel 1,,Openbaar bestand,2026-11-23,,"
    rows = ["indicator,area,period,value,lower,upper,n,source,status,missing,note"]
    for year, value in (("2021", 14), ("2022", 19), ("2023", 11)):
        rows.append(f"{key},GM0983,{year},{value},,,,{key},{status},,")
    for file, text in (("indicators.toml", indicator), ("sources.csv", source + "\n")):
        with (data / file).open("a", encoding="utf-8") as opened:
            opened.write(text)
    path = data / "observations" / f"{key}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return key


def add_waves(
    data: Path, raises: dict[str, dict[str, float]], *, margin: float = 0.0, respondents: str = ""
) -> None:
    """Add a wave per year: every rating of 2021 plus the year's raise for that area ('*': all)."""
    path = data / "observations" / "rapportcijfers.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    old = [r.split(",") for r in lines if ",2021," in r]
    for year, added in raises.items():
        for cells in old:
            value = float(cells[3]) + added.get(cells[1], added.get("*", 0.0))
            bounds = [f"{value - margin:.2f}", f"{value + margin:.2f}"] if margin else ["", ""]
            lines.append(
                ",".join([*cells[:2], year, f"{value:.1f}", *bounds, respondents, *cells[7:]])
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
