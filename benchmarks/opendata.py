"""How fast a theme page reads the monthly table, and what that costs in memory.

    python -m benchmarks.opendata

Makes a table of the size that the police publish for a municipality (figures at random), stores
it as `make data` does, and reads it in a fresh process. Here: making it, the reading, the aims.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

from benchmarks.report import Measure, format_table
from lib.catalog import Catalog, load_catalog
from lib.catalog.open_tables import OPEN_DATA_FOLDER
from lib.opendata.storage import OpenDataFolder
from tools.run_server import ROOT

NUMBER = "47022NED"
KINDS, YEARS, MONTHS = 59, range(2012, 2026), 12
READINGS = 30
READING_AIM, MEMORY_AIM = 50.0, 200.0
GEO = ROOT / "geo"


def measure_open_data() -> list[Measure]:
    """Return the time of one reading, and how far memory grew at its highest."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        rows = _store_table(data)
        command = [sys.executable, "-m", "benchmarks.opendata", str(data)]
        output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found = json.loads(output.stdout)
    what = f"h  theme page from {rows / 1e6:.2f} million rows"
    return [
        Measure(what, tuple(found["taken_ms"]), aim=READING_AIM),
        Measure(f"{what}, memory", (found["growth_mb"],), unit="MB", aim=MEMORY_AIM),
    ]


def _store_table(data: Path) -> int:
    """Store the table in a copy of the data folder; return its number of rows."""
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns(OPEN_DATA_FOLDER))
    catalog = load_catalog(data, GEO)
    used = {k for i in catalog.indicators.values() for k in i.kinds if NUMBER in i.tables}
    kinds = sorted(used) + [f"9.{n}" for n in range(KINDS - len(used))]
    areas = [key for key, area in catalog.areas.items() if area.kind != "area"]
    months = [f"{year}-{month:02}" for year in YEARS for month in range(1, MONTHS + 1)]
    index = pd.MultiIndex.from_product([kinds, areas, months], names=["kind", "area", "period"])
    values = np.random.default_rng(1).poisson(1.5, len(index)).astype(float)
    rows = (
        pd.Series(values, index=index, name="value")
        .reset_index()
        .assign(measure="aantal", lower=float("nan"), upper=float("nan"), status="definitief")
    )
    spec = next(t for t in catalog.open_tables if t.id == NUMBER)
    about = {
        "title": spec.title,
        "version": "2026-01-01",
        "retrieved": "2026-01-01",
        "kinds": dict.fromkeys(kinds, ""),
    }
    (data / OPEN_DATA_FOLDER).mkdir()
    OpenDataFolder(data / OPEN_DATA_FOLDER).publish_table(spec, rows, about)
    return len(rows)


def _read_rows(catalog: Catalog) -> int:
    """Read what a theme page needs at most: every judged kind in every buurt, all months."""
    kinds = [kind for i in catalog.indicators.values() if i.watched for kind in i.kinds]
    return len(catalog.open_rows(NUMBER, kinds=kinds, areas=list(catalog.of_kind("cbs_buurt"))))


def _time_readings(data: Path) -> dict[str, object]:
    catalog, process = load_catalog(data, GEO), psutil.Process()
    before = highest = process.memory_info().rss
    taken = []
    for _ in range(READINGS):
        start = time.perf_counter()
        assert _read_rows(catalog)  # noqa: S101 - a benchmark of nothing is broken
        taken.append((time.perf_counter() - start) * 1000)
        highest = max(highest, process.memory_info().rss)
    return {"taken_ms": taken, "growth_mb": (highest - before) / 1e6}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_time_readings(Path(sys.argv[1]))))
    else:
        print(format_table(measure_open_data(), reference=READING_AIM))
