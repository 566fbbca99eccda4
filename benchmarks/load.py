"""Many visitors at once: each chooses an area once a second, over the websocket.

Gives the time of each choice, from sending it until its run has finished; errors; choices sent
late because the one before was not answered yet; and what it cost the server.
"""

import asyncio
import random
import time
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


@dataclass
class LoadResult:
    """What the sessions saw; the server's memory in megabytes, processor use in cores."""

    taken_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    late: int = 0
    memory_start: float = 0.0
    memory_warm: float = 0.0
    memory_end: float = 0.0
    server_cores: float = 0.0
    client_cores: float = 0.0


def run_load(server: Server, *, sessions: int, seconds: int) -> LoadResult:
    """Let so many sessions choose an area once a second for so long."""
    return asyncio.run(_run_sessions(server, sessions, seconds))


async def _run_sessions(server: Server, sessions: int, seconds: int) -> LoadResult:
    result = LoadResult()
    process, own = psutil.Process(server.pid), psutil.Process()
    result.memory_start = _read_memory(process)
    async with AsyncExitStack() as stack:
        visitors = []
        for number in range(sessions):
            connection = await stack.enter_async_context(open_connection(server.url))
            visitors.append((Session(connection, server.url), _seed_choices(number)))
        await asyncio.wait_for(asyncio.gather(*(_warm_up(*v) for v in visitors)), WARM_SECONDS)
        result.memory_warm = _read_memory(process)
        start, before, own_before = (
            time.perf_counter(),
            _read_cpu_seconds(process),
            _read_cpu_seconds(own),
        )
        await asyncio.gather(*(_choose_each_second(*v, seconds, result) for v in visitors))
        passed = time.perf_counter() - start
        result.memory_end = _read_memory(process)
        result.server_cores = (_read_cpu_seconds(process) - before) / passed
        result.client_cores = (_read_cpu_seconds(own) - own_before) / passed
    return result


def _seed_choices(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same choices in every run


async def _warm_up(session: Session, chance: random.Random) -> None:
    await session.open()
    for _ in range(WARM_CHOICES):
        await session.choose(chance.choice(session.areas))


async def _choose_each_second(
    session: Session, chance: random.Random, seconds: int, result: LoadResult
) -> None:
    """Choose once a second, each session at a moment of its own within the second."""
    start = time.perf_counter() + chance.random()
    chosen = ""
    for second in range(seconds):
        wait = start + second - time.perf_counter()
        result.late += wait < -LATE_SECONDS
        await asyncio.sleep(max(0.0, wait))
        chosen = chance.choice([area for area in session.areas if area != chosen])
        try:
            taken = await asyncio.wait_for(session.choose(chosen), ANSWER_SECONDS)
            result.taken_ms.append(taken)
        except (AnswerError, WebSocketException, TimeoutError, OSError) as error:
            result.errors.append(f"{type(error).__name__}: {error}")
            return  # what this session would see next says nothing


def _read_memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / MEGABYTE


def _read_cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
