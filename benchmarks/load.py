"""Many visitors at once: each chooses an area now and then, over the websocket.

Gives the time of each choice and of each run of a whole page, from sending it until its run has
finished; errors; choices sent late because the one before was not answered yet; and what it cost
the servers, whoever else used the machine.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psutil
from websockets.exceptions import WebSocketException

from benchmarks.servers import Server
from benchmarks.session import AnswerError, Session, open_connection

MEGABYTE = 1024 * 1024
ANSWER_SECONDS = 30.0
WARM_CHOICES, WARM_SECONDS = 3, 120.0
LATE_SECONDS = 0.05
# So many open their page at the same time, then the next.
ARRIVING = 8


@dataclass(frozen=True)
class Habit:
    """Seconds from one choice to the next; every so many choices the whole page, 0 for never.

    The page is the one that they are on, or one of `pages`, by path.
    """

    pause: float = 1.0
    choices_per_page: int = 0
    pages: Sequence[str] = ()


@dataclass
class LoadResult:
    """What the sessions saw; the servers' memory in megabytes, processor use in cores."""

    taken_ms: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    late: int = 0
    memory_start: float = 0.0
    memory_warm: float = 0.0
    memory_end: float = 0.0
    server_cores: float = 0.0
    client_cores: float = 0.0
    other_cores: float = 0.0
    seconds: float = 0.0

    @property
    def cpu_ms_each(self) -> float:
        """Return what a choice or page cost the servers, in milliseconds of a core."""
        runs = len(self.taken_ms) + len(self.pages_ms)
        return self.server_cores * self.seconds * 1000 / runs if runs else 0.0


def run_load(
    servers: Sequence[Server], *, sessions: int, seconds: int, habit: Habit | None = None
) -> LoadResult:
    """Let so many sessions, in turn on each server, choose an area for so long: once a second."""
    return asyncio.run(_run_sessions(servers, sessions, seconds, habit or Habit()))


async def _run_sessions(
    servers: Sequence[Server], sessions: int, seconds: int, habit: Habit
) -> LoadResult:
    result = LoadResult()
    processes = [psutil.Process(server.pid) for server in servers]
    result.memory_start = read_memory(processes)
    arriving = asyncio.Semaphore(ARRIVING)
    async with AsyncExitStack() as stack:
        visitors = []
        for number in range(sessions):
            url = servers[number % len(servers)].url
            connection = await stack.enter_async_context(open_connection(url))
            visitors.append((Session(connection, url), _seed_choices(number)))
        await asyncio.gather(*(_warm_up(*v, habit, arriving) for v in visitors))
        result.memory_warm = read_memory(processes)
        before = _read_cpu_seconds(processes)
        start = time.perf_counter()
        await asyncio.gather(*(_visit(*v, seconds, habit, result) for v in visitors))
        passed = time.perf_counter() - start
        result.memory_end = read_memory(processes)
        used = [(b - a) / passed for a, b in zip(before, _read_cpu_seconds(processes), strict=True)]
        result.server_cores, result.client_cores = used[:2]
        result.seconds = passed
        result.other_cores = used[2] - used[0] - used[1]
    return result


def _seed_choices(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same choices in every run


async def _warm_up(
    session: Session, chance: random.Random, habit: Habit, arriving: asyncio.Semaphore
) -> None:
    async with arriving, asyncio.timeout(WARM_SECONDS):
        await session.open()
        for _ in range(WARM_CHOICES):
            await session.choose(chance.choice(session.areas))
        for page in habit.pages:
            await session.visit(page)


async def _visit(
    session: Session, chance: random.Random, seconds: int, habit: Habit, result: LoadResult
) -> None:
    """Choose at each pause, each session at a moment of its own within it."""
    start = time.perf_counter() + chance.random() * habit.pause
    # Not everybody loads the page at the same time.
    shift = chance.randrange(habit.choices_per_page or 1)
    chosen = ""
    for step in range(int(seconds / habit.pause)):
        wait = start + step * habit.pause - time.perf_counter()
        result.late += wait < -LATE_SECONDS
        await asyncio.sleep(max(0.0, wait))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                if not habit.choices_per_page or (step + shift) % habit.choices_per_page:
                    chosen = chance.choice([area for area in session.areas if area != chosen])
                    result.taken_ms.append(await session.choose(chosen))
                elif habit.pages:
                    result.pages_ms.append(await session.visit(chance.choice(habit.pages)))
                else:
                    result.pages_ms.append(await session.open())
        except (AnswerError, WebSocketException, TimeoutError, OSError) as error:
            result.errors.append(f"{type(error).__name__}: {error}")
            return  # what this session would see next says nothing


def read_memory(processes: Sequence[psutil.Process]) -> float:
    """Return what processes have in memory, in megabytes."""
    return sum(float(process.memory_info().rss) for process in processes) / MEGABYTE


def _read_cpu_seconds(processes: Sequence[psutil.Process]) -> tuple[float, float, float]:
    """Return the processor's seconds of the servers, of this process and of the whole machine."""
    all_times = psutil.cpu_times()
    return (
        sum(_sum_cpu_times(process) for process in processes),
        _sum_cpu_times(psutil.Process()),
        sum(all_times) - all_times.idle - getattr(all_times, "iowait", 0.0),
    )


def _sum_cpu_times(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
