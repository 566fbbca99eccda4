"""The benchmark: load and reaction times against an empty Streamlit page, in one run.

    python -m benchmarks.bench [--repeats 7] [--sessions 50] [--seconds 60] [--quick]

Prints a table and writes it with all samples to `benchmarks/results/`. It never fails on a time,
only when something broke. Here: options, aims, and what is measured without a browser.
"""

import argparse
import signal
import statistics
import sys
import time
from collections.abc import Sequence

from benchmarks import servers, visits
from benchmarks.capacity import LEVELS, measure_capacity
from benchmarks.endurance import measure_endurance
from benchmarks.load import Habit, LoadResult, run_load
from benchmarks.opendata import measure_open_data
from benchmarks.public_site import WrkError, measure_public_site, require_wrk
from benchmarks.report import (
    Measure,
    describe_machine,
    format_table,
    percentile,
    write_report,
)
from benchmarks.visits import Visits, measure_visits
from lib.access import LOCAL
from lib.board import load_board
from lib.catalog import load_catalog
from lib.export.pdf.briefing import render_briefing
from lib.ui.page_registry import PUBLIC_NAMES
from tools.find_programs import ProgramMissingError, require_chromium
from tools.run_server import ROOT

AIMS = {visits.BOX: 150.0, visits.FIRST: 150.0} | dict.fromkeys(
    (visits.CLICK, visits.FIRST_CLICK), 200.0
)
# Shares of the time of the empty page.
MAP_AIM, ANSWER_AIM, LIST_AIM = 1.15, 0.30, 0.12
P95_AIM, MEMORY_AIM, CATALOG_AIM = 300.0, 100.0, 150.0
PAGES_AIM, PAGE_CPU_AIM = 400.0, 20.0
BRIEFING_AIM = 1500.0
CATALOG_RUNS, BRIEFING_RUNS, MOST_WRK_SECONDS = 20, 10, 10
DATA, GEO = ROOT / "data", ROOT / "geo"
MISSING_PROGRAM, ENDURING = 2, 30


def main() -> int:
    """Measure everything, print and write it; return 1 when something broke.

    Returns 2 at once where a program is missing: measuring takes minutes.
    """
    options = _parse_options()
    try:
        require_chromium()
        require_wrk()
    except ProgramMissingError as error:
        print(error, file=sys.stderr)
        return MISSING_PROGRAM
    # Stopped from outside it still stops its servers and browsers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped by SIGTERM"))
    machine = describe_machine()
    catalog = _time_catalog()
    areas = {slug: area.name for slug, area in load_board(LOCAL).areas.items()}
    browsers = measure_visits(areas, repeats=options.repeats)
    with servers.serve_app() as server:
        result = run_load([server], sessions=options.sessions, seconds=options.seconds)
        pages = run_load(
            [server],
            sessions=options.sessions,
            seconds=options.seconds,
            habit=Habit(choices_per_page=1, pages=_list_pages()),
        )
    public, public_notes = _measure_public_site(options)
    capacity, capacity_notes, refused = measure_capacity(options.levels, seconds=options.seconds)
    endurance, endurance_notes, broken = measure_endurance(
        minutes=options.minutes, sessions=ENDURING
    )
    machine["load_average_end"] = describe_machine()["load_average"]
    measures = [
        *_browser_measures(browsers),
        *_load_measures(result),
        *_page_measures(pages),
        Measure("g  load_catalog, in process", tuple(catalog), aim=CATALOG_AIM),
        Measure("i  briefing, in process and warm", tuple(_time_briefing()), aim=BRIEFING_AIM),
        *measure_open_data(),
        *public,
        *capacity,
        *endurance,
    ]
    notes = [
        *public_notes,
        *capacity_notes,
        *endurance_notes,
        *_describe_load(browsers, result, options),
        f"changes of page: {len(pages.pages_ms)}, {pages.late} late, {len(pages.errors)} errors",
        f"machine: {machine}",
    ]
    print(format_table(measures, reference=statistics.median(browsers.samples[visits.EMPTY])))
    print(*notes, sep="\n")
    print(f"written to {write_report(measures, notes, machine)}")
    return 1 if [*result.errors, *pages.errors, *refused, *broken] or not public else 0


def _measure_public_site(options: argparse.Namespace) -> tuple[list[Measure], list[str]]:
    """Return what was measured, and notes: where it broke, what else was measured is not lost."""
    seconds = min(options.seconds, MOST_WRK_SECONDS)
    try:
        return measure_public_site(seconds=seconds, repeats=options.repeats)
    except WrkError as error:
        return [], [f"public site: not measured: {error}"]


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the dashboard's speed.")
    parser.add_argument("--repeats", type=int, default=7, help="cold browsers per page")
    parser.add_argument("--sessions", type=int, default=50, help="visitors at once")
    parser.add_argument("--seconds", type=int, default=60, help="choices of each visitor")
    parser.add_argument("--levels", default=LEVELS, help="visitors at once on one and two replicas")
    parser.add_argument("--minutes", type=float, default=10.0, help="visitors that come and go")
    parser.add_argument("--quick", action="store_true", help="a trial of the benchmark itself")
    options = parser.parse_args()
    if options.quick:
        options.repeats, options.sessions, options.seconds = 2, 10, 5
        options.levels, options.minutes = "10", 0.5
    return options


def _time_catalog() -> list[float]:
    taken = []
    for _ in range(CATALOG_RUNS):
        start = time.perf_counter()
        load_catalog(DATA, GEO)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def _time_briefing() -> list[float]:
    found, taken = load_board(LOCAL), []
    for _ in range(BRIEFING_RUNS + 1):
        start = time.perf_counter()
        render_briefing(found, measures=(), author=found.municipality.name)
        taken.append((time.perf_counter() - start) * 1000)
    return taken[1:]


def _browser_measures(browsers: Visits) -> list[Measure]:
    empty = statistics.median(browsers.samples[visits.EMPTY])
    aims = {
        **AIMS,
        visits.OVERVIEW: empty * MAP_AIM,
        visits.ANSWER: empty * ANSWER_AIM,
        visits.RANKING: empty * LIST_AIM,
    }
    return [
        Measure(name, tuple(samples), unit=visits.UNITS.get(name, "ms"), aim=aims.get(name))
        for name, samples in sorted(browsers.samples.items())
    ]


def _load_measures(result: LoadResult) -> list[Measure]:
    growth = result.memory_end - result.memory_warm
    measures = [
        Measure("f  sessions, errors", (float(len(result.errors)),), unit="", aim=0.0),
        Measure("f  sessions, memory growth", (growth,), unit="MB", aim=MEMORY_AIM),
    ]
    if len(result.taken_ms) > 1:
        slow = percentile(result.taken_ms, 95)
        measures.insert(0, Measure("f  sessions, a choice (p50)", tuple(result.taken_ms)))
        measures.insert(1, Measure("f  sessions, a choice (p95)", (slow,), aim=P95_AIM))
    return measures


def _list_pages() -> list[str]:
    """Return the paths of the pages that everybody may see."""
    return [*PUBLIC_NAMES, *(theme.slug for theme in load_board(LOCAL).files.themes)]


def _page_measures(result: LoadResult) -> list[Measure]:
    """Return what visitors see who change page every second, and what a page costs the server."""
    if len(result.pages_ms) < 2:
        return []
    name = "f  sessions, another page each second"
    return [
        Measure(f"{name} (p50)", tuple(result.pages_ms)),
        Measure(f"{name} (p95)", (percentile(result.pages_ms, 95),), aim=PAGES_AIM),
        Measure(f"{name}, processor each", (result.cpu_ms_each,), aim=PAGE_CPU_AIM),
    ]


def _describe_load(
    browsers: Visits, result: LoadResult, options: argparse.Namespace
) -> Sequence[str]:
    sizes = (result.memory_start, result.memory_warm, result.memory_end)
    memory = ", ".join(f"{size:.0f}" for size in sizes)
    return [
        f"chart code before the map: {', '.join(sorted(browsers.early_charts)) or 'none'}",
        f"sessions: {options.sessions} for {options.seconds} s, {len(result.taken_ms)} choices",
        f"sent late: {result.late}; errors: {len(result.errors)}",
        *sorted(set(result.errors))[:5],
        f"server memory in MB: {memory} (at its start, with all sessions, at the end)",
        f"processor: server {result.server_cores:.2f} cores, client {result.client_cores:.2f}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
