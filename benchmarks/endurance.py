"""Whether memory grows while visitors come and go: (l) of the benchmark.

    python -m benchmarks.endurance [--minutes 10] [--sessions 30]

Each visitor opens pages, chooses areas, reads the public site and leaves after half a minute; then
the next comes. Gives the memory of the process and the sizes of its caches, early and late. The
first quarter does not count: then the process loads what it needs.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.crowd import FAILURES, open_client
from benchmarks.load import read_memory
from benchmarks.report import Measure, describe_machine, format_table
from benchmarks.servers import Server, serve_app
from benchmarks.session import Session, open_connection
from lib.access import LOCAL
from lib.board import load_board
from lib.catalog.routes import PageSlug
from tools.run_server import find_free_port

STAY_SECONDS, PAUSE_SECONDS, WATCH_SECONDS = 30.0, 4.0, 2.0
PUBLIC = ("/openbaar/", "/verhalen/", "/gezond")
# Of a process that has all that it needs, per ten minutes.
GROWTH_AIM = 20.0
ENTRIES, LIMIT = "dashboard_cache_entries", "dashboard_cache_limit"


@dataclass
class EnduranceResult:
    """What was seen: megabytes by time, entries and limit by cache at the end, and errors."""

    memory: list[float] = field(default_factory=list)
    entries: dict[str, float] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    visits: int = 0
    pages: int = 0

    @property
    def growth(self) -> float:
        """The megabytes that came on top from the second quarter to the last."""
        part = len(self.memory) // 4
        early, late = self.memory[part : 2 * part], self.memory[-part:]
        return statistics.median(late) - statistics.median(early) if part else 0.0


@dataclass
class Endurance:
    """A trial of one server: so many visitors at a time, until an end."""

    server: Server
    metrics: str
    sessions: int
    seconds: float
    result: EnduranceResult = field(default_factory=EnduranceResult)

    async def run(self) -> EnduranceResult:
        """Let them come and go, and watch."""
        board = load_board(LOCAL)
        pages = [*PageSlug, *(theme.slug for theme in board.files.themes)]
        places = list(board.areas)
        end = time.monotonic() + self.seconds
        async with open_client(self.server.url) as client:
            watching = asyncio.create_task(self._watch())
            visitors = (
                self._take_turns(n, pages, places, client, end) for n in range(self.sessions)
            )
            await asyncio.gather(*visitors)
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await self._read_caches()
        return self.result

    async def _take_turns(
        self,
        number: int,
        pages: list[str],
        places: list[str],
        client: httpx.AsyncClient,
        end: float,
    ) -> None:
        chance = random.Random(number)  # noqa: S311 - the same visits in every run
        await asyncio.sleep(chance.uniform(0, min(STAY_SECONDS, self.seconds / 4)))
        while time.monotonic() < end:
            try:
                await self._visit(chance, pages, places, client)
            except FAILURES as error:
                self.result.errors.append(f"{type(error).__name__}: {error}")
                return
            self.result.visits += 1

    async def _visit(
        self,
        chance: random.Random,
        pages: list[str],
        places: list[str],
        client: httpx.AsyncClient,
    ) -> None:
        leave = time.monotonic() + chance.uniform(0.5, 1.5) * STAY_SECONDS
        async with open_connection(self.server.url) as connection:
            session = Session(connection, self.server.url)
            await session.open()
            while time.monotonic() < leave:
                await session.choose(chance.choice(session.areas))
                await asyncio.sleep(chance.uniform(0, 2 * PAUSE_SECONDS))
                await session.visit(chance.choice(pages), query=f"wijk={chance.choice(places)}")
                await asyncio.sleep(chance.uniform(0, 2 * PAUSE_SECONDS))
                await client.get(chance.choice(PUBLIC))
                await session.visit("")
                self.result.pages += 2

    async def _watch(self) -> None:
        process = psutil.Process(self.server.pid)
        while True:
            self.result.memory.append(read_memory([process]))
            await asyncio.sleep(WATCH_SECONDS)

    async def _read_caches(self) -> None:
        async with httpx.AsyncClient() as client:
            text = (await client.get(f"http://{self.metrics}/metrics")).text
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == ENTRIES:
                    self.result.entries[sample.labels["cache"]] = sample.value
                elif sample.name == LIMIT:
                    self.result.limits[sample.labels["cache"]] = sample.value


def main() -> int:
    """Run the trial and print it; return 1 when something broke."""
    parser = argparse.ArgumentParser(description="Look whether memory grows.")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long")
    parser.add_argument("--sessions", type=int, default=30, help="visitors at a time")
    options = parser.parse_args()
    machine = describe_machine()
    measures, notes, errors = measure_endurance(minutes=options.minutes, sessions=options.sessions)
    print(format_table(measures, reference=1.0))
    print(*notes, f"machine: {machine}", sep="\n")
    return 1 if errors else 0


def measure_endurance(
    *, minutes: float, sessions: int
) -> tuple[list[Measure], list[str], list[str]]:
    """Return what was measured, notes and errors."""
    metrics = f"127.0.0.1:{find_free_port()}"
    settings = {
        "METRICS_ADDRESS": metrics,
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5",
    }
    print(f"endurance: {minutes:g} minutes", file=sys.stderr)
    with serve_app(settings) as server:
        result = asyncio.run(Endurance(server, metrics, sessions, minutes * 60).run())
    full = [name for name, most in result.limits.items() if result.entries[name] >= most > 1]
    measures = [
        Measure("l  memory growth, visitors come and go", (result.growth,), "MB", GROWTH_AIM),
        Measure("l  memory at the end", (result.memory[-1],), "MB"),
        Measure("l  remembered in all caches", (sum(result.entries.values()),), ""),
    ]
    notes = [
        f"l: {result.visits} visits, {result.pages} pages, {len(result.errors)} errors",
        *sorted(set(result.errors))[:3],
        "largest caches: "
        + ", ".join(
            f"{name} {size:.0f} of {result.limits[name]:.0f}"
            for name, size in sorted(result.entries.items(), key=lambda e: -e[1])[:8]
        ),
        f"caches at their limit: {', '.join(sorted(full)) or 'none'}",
    ]
    return measures, notes, result.errors


if __name__ == "__main__":
    raise SystemExit(main())
