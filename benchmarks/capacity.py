"""How many visitors a process and a core carry: (k) of the benchmark.

    python -m benchmarks.capacity [--sessions 50,200,500] [--seconds 60]

On one and on two replicas, with one PostgreSQL: sessions that choose an area every five seconds
and load the whole page once in five minutes. Gives times (95 of 100 are faster) and their ratio to
those of one session, memory per session, and the cores that servers, visitors and others used.
Visitors reach the replicas without a proxy: nginx lets one address open no 500 connections.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from benchmarks.load import Habit, LoadResult, run_load
from benchmarks.report import Measure, describe_machine, format_table, percentile
from benchmarks.servers import Server, serve_app
from tests.store.server import cluster, new_database

LEVELS, REPLICAS = "50,200,500", "1,2"
HABIT = Habit(pause=5.0, choices_per_page=60)
CHOICE_AIM, MEMORY_AIM = 500.0, 1.0
AIMED = (2, 500)  # the aims are for so many replicas and sessions
# Streamlit holds who left for so long: short here, so that they do not count at the next level.
LEFT_SECONDS = 1
SETTINGS = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(LEFT_SECONDS)}


def main() -> int:
    """Measure, print; return 1 when something broke."""
    parser = argparse.ArgumentParser(description="Measure how many visitors a replica carries.")
    parser.add_argument("--sessions", default=LEVELS, help="visitors at once")
    parser.add_argument("--seconds", type=int, default=60, help="how long they choose")
    parser.add_argument("--replicas", default=REPLICAS, help="processes")
    options = parser.parse_args()
    machine = describe_machine()
    measures, notes, errors = measure_capacity(
        options.sessions, replicas=options.replicas, seconds=options.seconds
    )
    print(format_table(measures, reference=measures[0].median))
    print(*notes, f"machine: {machine}", sep="\n")
    return 1 if errors else 0


def measure_capacity(
    levels: str, *, seconds: int, replicas: str = REPLICAS
) -> tuple[list[Measure], list[str], list[str]]:
    """Return what was measured, notes, and errors; the first measure is a choice of one session."""
    measures: list[Measure] = []
    notes, errors = [], []
    for number in _parse_numbers(replicas):
        with _serve_replicas(number) as servers:
            alone = run_load(servers, sessions=number, seconds=seconds, habit=HABIT)
            measures += _measures(alone, f"k  {number} x, one session")
            for sessions in _parse_numbers(levels):
                time.sleep(LEFT_SECONDS * 4)
                result = run_load(servers, sessions=sessions, seconds=seconds, habit=HABIT)
                name = f"k  {number} x, {sessions} sessions"
                is_aimed = (number, sessions) == AIMED
                measures += _measures(result, name, is_aimed=is_aimed)
                each = (result.memory_end - alone.memory_end) / (sessions - number)
                aim = MEMORY_AIM if is_aimed else None
                measures.append(Measure(f"{name}, memory each", (each,), unit="MB", aim=aim))
                notes.append(_describe_result(name, result))
                print(notes[-1], file=sys.stderr)
                errors += result.errors
    return measures, notes, errors


def _parse_numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


@contextmanager
def _serve_replicas(number: int) -> Iterator[list[Server]]:
    with ExitStack() as stack:
        database = stack.enter_context(cluster())
        settings = {**SETTINGS, "DATABASE_URL": new_database(database.address, "bench")}
        yield [stack.enter_context(serve_app(settings)) for _ in range(number)]


def _measures(result: LoadResult, name: str, *, is_aimed: bool = False) -> list[Measure]:
    """Return the times under which 95 of 100 choices, and pages, were."""
    found = {"a choice": result.taken_ms, "a page": result.pages_ms}
    return [
        Measure(
            f"{name}, {what} (p95)",
            (percentile(times, 95),),
            aim=CHOICE_AIM if is_aimed and what == "a choice" else None,
        )
        for what, times in found.items()
        if len(times) > 1
    ]


def _describe_result(name: str, result: LoadResult) -> str:
    return (
        f"{name}: {len(result.taken_ms)} choices, {len(result.pages_ms)} pages, {result.late} "
        f"late, {len(result.errors)} errors; {result.cpu_ms_each:.0f} ms of a core each; "
        f"cores: servers {result.server_cores:.2f}, visitors "
        f"{result.client_cores:.2f}, others {result.other_cores:.2f}; memory "
        f"{result.memory_end:.0f} MB" + "".join(f"; {e}" for e in sorted(set(result.errors))[:3])
    )


if __name__ == "__main__":
    raise SystemExit(main())
