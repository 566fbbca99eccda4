"""What was measured, as a table for the terminal and as JSON. Nothing is judged here but aims."""

import datetime as dt
import json
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from tools.run_server import ROOT

RESULTS = ROOT / "benchmarks" / "results"
PACKAGES = ("streamlit", "streamlit-folium", "folium", "pandas", "uvicorn", "playwright")


@dataclass(frozen=True)
class Measure:
    """Samples of one thing; `aim` is the most that the median may be, None where there is none."""

    name: str
    samples: tuple[float, ...]
    unit: str = "ms"
    aim: float | None = None

    @property
    def median(self) -> float:
        """The middle sample; the samples are never empty."""
        return statistics.median(self.samples)


def percentile(samples: Sequence[float], share: int) -> float:
    """Return the value under which `share` of 100 samples lie."""
    return statistics.quantiles(samples, n=100, method="inclusive")[share - 1]


def format_table(measures: Sequence[Measure], *, reference: float) -> str:
    """Return the table; times also as a ratio to `reference`."""
    lines = [_format_row("measure", ("n", "median", "min", "max", "unit", "x (a)", "aim"), "")]
    for m in measures:
        figures = (m.median, min(m.samples), max(m.samples))
        ratio = f"{m.median / reference:.2f}" if m.unit == "ms" else ""
        aim = "" if m.aim is None else f"<= {m.aim:.0f}"
        met = "" if m.aim is None else ("met" if m.median <= m.aim else "MISSED")
        cells = (str(len(m.samples)), *(f"{f:.1f}" for f in figures), m.unit, ratio, aim)
        lines.append(_format_row(m.name, cells, met))
    return "\n".join(lines)


def _format_row(name: str, cells: Sequence[str], end: str) -> str:
    return (f"{name:<46}" + "".join(f"{cell:>9}" for cell in cells) + f"  {end}").rstrip()


def describe_machine() -> dict[str, object]:
    """Return what the figures depend on: machine, versions, commit, what else ran."""
    return {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": _run_git("rev-parse", "--short", "HEAD"),
        "changed_files": len(_run_git("status", "--porcelain").splitlines()),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average": [round(n, 2) for n in os.getloadavg()],
        "versions": {name: version(name) for name in PACKAGES},
    }


def write_report(
    measures: Sequence[Measure], notes: Sequence[str], around: dict[str, object]
) -> Path:
    """Write everything to a new file in `benchmarks/results`; return its path."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.json"
    content = {**around, "notes": notes, "measures": [asdict(m) for m in measures]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _run_git(*command: str) -> str:
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
