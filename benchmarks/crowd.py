"""A crowd of the public: each holds a page open, clicks now and then, and tries to upload.

Gives what they saw, the server's memory before, meanwhile and after they left, and whether
`/gereed` agreed with what the process really has left. Not here: what a click costs (`load`).
"""

import asyncio
import random
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from threading import Event

import httpx
import psutil
from websockets.exceptions import WebSocketException

from benchmarks.servers import Server
from benchmarks.session import AnswerError, Session, open_connection, upload_file

MEGABYTE = 1024 * 1024
FILE = b"x" * 3_000_000
CLICK_SECONDS, CLICKS_PER_UPLOAD = 20.0, 3
# That many pages open at the same time; then the next begin.
ARRIVING = 8
PATIENCE_SECONDS, WATCH_SECONDS = 60.0, 1.0
# What `lib.web.descriptors` leaves.
MOST_IN_USE = 0.9
FAILURES = (
    AnswerError,
    WebSocketException,
    httpx.HTTPError,
    asyncio.BrokenBarrierError,
    TimeoutError,
    OSError,
)


@dataclass
class CrowdResult:
    """What happened; memory in megabytes: before anybody came, at the start, at most, at the end.

    At the start one page was opened and left, with which the figures are loaded; at the end all
    have left.
    """

    clicks_ms: list[float] = field(default_factory=list)
    uploads: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ready: list[tuple[bool, bool]] = field(default_factory=list)  # as reported, and as it is
    memory_before: float = 0.0
    memory_start: float = 0.0
    memory_most: float = 0.0
    memory_end: float = 0.0
    descriptors_most: int = 0
    descriptors_end: int = 0


@dataclass
class Crowd:
    """So many visitors, for so many seconds from when the last one came, and until they may go."""

    server: Server
    visitors: int
    seconds: float
    may_leave: Event
    result: CrowdResult = field(default_factory=CrowdResult)

    async def run(self, *, leave_seconds: float) -> CrowdResult:
        """Let them come, stay and leave; measure again so long after that."""
        process = psutil.Process(self.server.pid)
        self.result.memory_before = _read_megabytes(process)
        async with open_connection(self.server.url) as connection:
            await Session(connection, self.server.url).open()
        self.result.memory_start = _read_megabytes(process)
        watching = asyncio.create_task(self._watch(process))
        doors = asyncio.Semaphore(ARRIVING)
        inside = asyncio.Barrier(self.visitors)
        async with open_client(self.server.url) as client:
            visits = (self._visit(n, client, doors, inside) for n in range(self.visitors))
            await asyncio.gather(*visits)
        await asyncio.sleep(leave_seconds)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        self.result.memory_end = _read_megabytes(process)
        self.result.descriptors_end = process.num_fds()
        return self.result

    async def _visit(
        self,
        number: int,
        client: httpx.AsyncClient,
        doors: asyncio.Semaphore,
        inside: asyncio.Barrier,
    ) -> None:
        try:
            async with AsyncExitStack() as stack:
                async with doors:
                    connection = await stack.enter_async_context(open_connection(self.server.url))
                    session = Session(connection, self.server.url)
                    await asyncio.wait_for(session.open(), PATIENCE_SECONDS)
                await inside.wait()
                await self._stay(session, client, random.Random(number))  # noqa: S311
        except FAILURES as error:
            self.result.errors.append(f"{type(error).__name__}: {error}")
            await inside.abort()

    async def _stay(
        self, session: Session, client: httpx.AsyncClient, chance: random.Random
    ) -> None:
        end = time.perf_counter() + self.seconds
        clicks, area = 0, ""
        while time.perf_counter() < end or not self.may_leave.is_set():
            await asyncio.sleep(chance.uniform(0, 2 * CLICK_SECONDS))
            area = chance.choice([name for name in session.areas if name != area])
            taken = await asyncio.wait_for(session.choose(area), PATIENCE_SECONDS)
            self.result.clicks_ms.append(taken)
            clicks += 1
            if clicks % CLICKS_PER_UPLOAD == 1:
                answer = await upload_file(client, session.number, FILE)
                self.result.uploads.append(answer.status_code)

    async def _watch(self, process: psutil.Process) -> None:
        """Note once a second what the process uses, and whether `/gereed` says the same."""
        limit = process.rlimit(psutil.RLIMIT_NOFILE)[0]
        async with open_client(self.server.url) as client:
            while True:
                used, memory = process.num_fds(), _read_megabytes(process)
                self.result.descriptors_most = max(self.result.descriptors_most, used)
                self.result.memory_most = max(self.result.memory_most, memory)
                try:
                    is_ready = (await client.get("/gereed")).status_code == httpx.codes.OK
                    self.result.ready.append((is_ready, used <= limit * MOST_IN_USE))
                except httpx.HTTPError as error:
                    self.result.errors.append(f"/gereed: {type(error).__name__}: {error}")
                await asyncio.sleep(WATCH_SECONDS)


def _read_megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / MEGABYTE


def open_client(url: str) -> httpx.AsyncClient:
    """Return a client that makes each request on a connection of its own, as different people."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS, limits=limits)
