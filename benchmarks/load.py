"""Many visitors at once without browsers, over Streamlit's own websocket.

Each session opens Overzicht and then chooses an area in the select box once a second, sending
what the browser sends: the box's new value with the other widgets' state, the query string and
the list of messages it keeps. (Only a new query string would be simpler, but that is a visit by
link: the widget's callback would not run.) A choice is answered when the run has finished and
the card with the area's name has come.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from benchmarks.servers import Server

MEGABYTE = 1024 * 1024
ANSWER_SECONDS = 30.0
START_SECONDS = 120.0


class AnswerError(RuntimeError):
    """The server answered a choice with something else than the area's card."""


@dataclass
class LoadResult:
    """What the sessions saw and what they cost the server; memory in megabytes."""

    taken_ms: list[float] = field(default_factory=list)
    late: int = 0
    errors: list[str] = field(default_factory=list)
    memory_before: float = 0.0
    memory_warm: float = 0.0
    memory_end: float = 0.0
    server_cpu: float = 0.0
    client_cpu: float = 0.0


class Session:
    """One visitor: the state that a browser would keep."""

    def __init__(self, connection: ClientConnection, url: str) -> None:
        self.connection = connection
        self.url = url
        self.query = ""
        self.page_hash = ""
        self.kept: set[str] = set()
        self.widgets: dict[str, WidgetState] = {}
        self.box = ""
        self.names: list[str] = []

    async def open(self) -> None:
        """Load the page."""
        await self._run("")
        if not self.names:
            raise AnswerError("no select box on the page")

    async def choose(self, name: str) -> float:
        """Choose an area in the box; return the milliseconds until the run has finished."""
        self.widgets[self.box].string_value = name
        start = time.perf_counter()
        bodies = await self._run(name)
        taken = (time.perf_counter() - start) * 1000
        if not any("vd-area" in body and f">{name}</h3>" in body for body in bodies):
            raise AnswerError(f"no card of {name}")
        return taken

    async def _run(self, _name: str) -> list[str]:
        message = BackMsg()
        E
echo
