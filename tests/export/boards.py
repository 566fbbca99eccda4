"""A board with more, and longer, than any page was made for, and measures to go with it."""

import csv
import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from lib.access import LOCAL, Actor
from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison, Windows
from lib.board import Board, RegistrationChanges
from lib.board.registrations import Registrations
from lib.catalog import Status, load_catalog
from lib.store import Measure, MeasureStatus, Visibility

DAY = dt.date(2026, 11, 23)
LONG = "Naam die zo lang is dat hij op geen enkele pagina past en ook niet in een kolom of tegel"
SOLID = "W" * 100
KINDS = 30
Row = dict[str, str]


class CrowdedRegistrations(Registrations):
    """Registrations of which all changed: 30 kinds, in the municipality and in every area."""

    def changes(
        self,
        comparison: Comparison | None = None,  # noqa: ARG002 - as a board has it
    ) -> RegistrationChanges | None:
        rows = pd.DataFrame(
            [
                {
                    "group": kind,
                    "area": area,
                    "before": 100_000.0,
                    "after": 200_000.0,
                    "ratio": 2.0,
                    "lower": 1.9,
                    "upper": 2.1,
                    "share": 0.5,
                    "dispersion": 1.5,
                    "verdict": Verdict.RISE,
                }
                for area in ("municipality", *self.visible.areas)
                for kind in list(self.visible.indicators)[:KINDS]
            ]
        )
        whole = rows["area"] == "municipality"
        return RegistrationChanges(
            areas=rows[~whole],
            totals=rows[whole],
            windows=Windows(("2022-01", "2022-12"), ("2023-01", "2023-12"), ()),
            counts={},
            detectable=dict.fromkeys(rows["group"], 1.5),
            sources=tuple(self.visible.catalog.sources),
            status=Status.PROVISIONAL,
        )


class Crowded(Board):
    """A board with crowded registrations."""

    @cached_property
    def registrations(self) -> Registrations:
        return CrowdedRegistrations(self._visible, self._police)


def crowded(data: Path, geo: Path, *, actor: Actor = LOCAL) -> Board:
    """Return a board of long names, with all areas under the floor and many steps to come."""
    for n, row in enumerate(areas := _read(data / "areas.csv")):
        if row["kind"] == "area":
            row["name"] = f"{SOLID if n % 2 else LONG} {n}"
    _write(data / "areas.csv", areas)
    for row in (ratings := _read(data / "observations" / "rapportcijfers.csv")):
        if row["value"]:
            row["value"] = "3.1"
    _write(data / "observations" / "rapportcijfers.csv", ratings)
    steps = _read(data / "milestones.csv")
    new = {"title": f"{LONG} {SOLID}"[:120], "who": SOLID, "start": "2026-Q4", "end": "2027-Q4"}
    steps += [steps[-1] | new | {"milestone": f"stap-{n}"} for n in range(12)]
    _write(data / "milestones.csv", steps)
    return Crowded(load_catalog(data, geo), actor, DAY, "test")


def measure(title: str = "Extra toezicht bij het station", **other: Any) -> Measure:
    """Return a running measure that everybody may see, as the store gives it."""
    values: dict[str, Any] = {
        "title": title,
        "theme": "maatschappelijke-onrust-en-overlast",
        "threads": (),
        "areas": (),
        "partners": (),
        "start": "2026-03",
        "end": "",
        "indicator": None,
        "status": MeasureStatus.RUNNING,
        "residents": "",
        "visibility": Visibility.PUBLIC,
    }
    return Measure.model_construct(**values | other)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
