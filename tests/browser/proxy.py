"""A small reverse proxy on this machine: honest or careless, as its settings say."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from queue import Queue
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Proxy:
    """Passes on one request per connection, websockets included, to the app at `upstream`.

    `passes_host_on`: the app gets the Host that the visitor asked for, not the app's own address.
    `is_honest`: the app gets X-Forwarded headers.
    """

    upstream: str
    passes_host_on: bool
    is_honest: bool

    def head(self, asked: bytes) -> bytes:
        """Return the head of a request as the app gets it."""
        first, *lines = asked.rstrip(b"\r\n").split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines)
        headers = {name.lower(): value for name, value in headers.items()}
        if b"upgrade" not in headers:
            headers[b"connection"] = b"close"
        if self.is_honest:
            headers |= {
                b"x-forwarded-for": b"127.0.0.1",
                b"x-forwarded-proto": b"http",
                b"x-forwarded-host": headers[b"host"],
            }
        if not self.passes_host_on:
            headers[b"host"] = self.upstream.encode()
        return b"\r\n".join([first, *(n + b": " + v for n, v in headers.items()), b"", b""])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass a connection on."""
        # A visitor may leave at any moment.
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = await reader.readuntil(b"\r\n\r\n")
            where = urlsplit(f"//{self.upstream}")
            back, forth = await asyncio.open_connection(where.hostname, where.port)
            forth.write(self.head(asked))
            await asyncio.gather(_pipe(reader, forth), _pipe(back, writer))


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextmanager
def proxied(url: str, *, passes_host_on: bool, is_honest: bool) -> Iterator[int]:
    """Run a proxy for the app at an address; give the port that it listens on."""
    proxy = Proxy(urlsplit(url).netloc, passes_host_on=passes_host_on, is_honest=is_honest)
    listening: Queue[tuple[int, Callable[[], object]]] = Queue()

    async def listen() -> None:
        stopping = asyncio.Event()
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        loop = asyncio.get_running_loop()
        stop = partial(loop.call_soon_threadsafe, stopping.set)
        listening.put((server.sockets[0].getsockname()[1], stop))
        await stopping.wait()
        server.close()

    thread = threading.Thread(target=asyncio.run, args=[listen()], daemon=True)
    thread.start()
    port, stop = listening.get(timeout=10)
    try:
        yield port
    finally:
        stop()
        thread.join(10)
