"""A visitor without a browser: speaks Streamlit's websocket and uploads as its front end does.

A choice is what the select box sends: its new value with the state of the other widgets, the
query string and the list of messages that the browser has cached. Only a new query string would be
simpler, but that is a visit by link: the box's callback would not run.
"""

import html
import re
import time
import uuid
from collections.abc import Mapping

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

XSRF_COOKIE = "_streamlit_xsrf"
FAILED = ForwardMsg.FINISHED_WITH_COMPILE_ERROR
DONE = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
}


class AnswerError(RuntimeError):
    """The server answered with something else than what was asked for."""


def open_connection(url: str, headers: Mapping[str, str] | None = None) -> connect:
    """Return a connection to make, as a browser on the page at `url` makes it.

    `headers` are what a proxy would add, and the cookies of somebody. Who shows in a subprotocol
    that a page of ours can read the cookie against forgery is believed to be signed in.
    """
    proof = re.findall(rf"{XSRF_COOKIE}=([^;]+)", (headers or {}).get("Cookie", ""))
    return connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        origin=Origin(url),
        subprotocols=[Subprotocol(name) for name in ("streamlit", *proof)],
        additional_headers=headers,
        max_size=None,
    )


async def upload_file(client: httpx.AsyncClient, session: str, content: bytes) -> httpx.Response:
    """Return the answer to a file, sent as the front end sends what somebody chose."""
    if XSRF_COOKIE not in client.cookies:
        await client.get("/_stcore/health")
    return await client.put(
        f"/_stcore/upload_file/{session}/{uuid.uuid4()}",
        files={"file": ("meting.csv", content)},
        headers={"X-Xsrftoken": client.cookies[XSRF_COOKIE]},
    )


class Session:
    """The state that a browser would hold for one visitor; `number` is what the server calls it."""

    def __init__(self, connection: ClientConnection, url: str, *, query: str = "") -> None:
        self._connection = connection
        self._url = url
        self.number = ""
        self._query = query
        self._page_name = self._page_hash = ""
        self._cached_hashes: set[str] = set()
        self._widgets: dict[str, WidgetState] = {}
        self._box = ""
        self._fragment = ""
        self._bodies: list[str] = []
        self.areas: list[str] = []
        self.downloads: list[str] = []

    async def open(self) -> float:
        """Load the page; return the milliseconds until its run has finished."""
        self._fragment = ""
        taken = await self._run()
        if not self.areas:
            raise AnswerError("there is no select box of areas on the page")
        return taken

    async def visit(self, page: str, *, query: str = "") -> float:
        """Go to a page by its address; return the milliseconds until its run has finished."""
        self._page_name, self._page_hash, self._fragment, self._query = page, "", "", query
        self._widgets.clear()
        self.areas = []
        return await self._run()

    def has_card(self, name: str) -> bool:
        """Return whether the last run brought the card of an area."""
        return any("vd-area" in body and f">{name}</h3>" in body for body in self._bodies)

    async def choose(self, name: str) -> float:
        """Choose an area in the box; return the milliseconds until the run has finished."""
        self._widgets[self._box].string_value = name
        taken = await self._run()
        if not self.has_card(name):
            raise AnswerError(f"the run brought no card of {name}")
        return taken

    async def request_download(self) -> str:
        """Return the address of the file behind the first button for one; it is made for this."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = uuid.uuid4().hex, self.number
        request.deferred_file.file_id = self.downloads[0]
        await self._connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self._connection.recv(decode=False))
            if answer.WhichOneof("type") == "backend_operation_response":
                return str(answer.backend_operation_response.deferred_file.url)

    async def _run(self) -> float:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        state.page_name = "" if self._page_hash else self._page_name
        state.fragment_id = self._fragment
        state.widget_states.widgets.extend(self._widgets.values())
        state.cached_message_hashes.extend(self._cached_hashes)
        state.context_info.url = f"{self._url}/?{self._query}"
        state.context_info.timezone, state.context_info.locale = "UTC", "nl-NL"
        self._bodies.clear()
        start = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        while not self._take_message(await self._connection.recv(decode=False)):
            pass
        return (time.perf_counter() - start) * 1000

    def _take_message(self, data: bytes) -> bool:
        """Take a message in; return whether it is the last of the run."""
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._cached_hashes.add(message.hash)
        if kind == "new_session":
            self.number = message.new_session.initialize.session_id
        elif kind == "delta":
            self._take_element(message.delta)
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "session_event" or (
            kind == "script_finished" and message.script_finished == FAILED
        ):
            raise AnswerError(f"the run failed: {str(message)[:300]}")
        return kind == "script_finished" and bool(message.script_finished in DONE)

    def _take_element(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html":
            self._bodies.append(html.unescape(element.html.body))
        elif kind == "download_button":
            self.downloads.append(element.download_button.deferred_file_id)
        elif kind == "exception":
            raise AnswerError(f"{element.exception.type}: {element.exception.message}")
        elif kind == "button_group":
            state = self._widget(element.button_group.id)
            state.string_array_value.data[:] = element.button_group.raw_values
        elif kind == "radio":
            # Nothing chosen is no value: an empty one would count as a choice.
            state = self._widget(element.radio.id)
            state.ClearField("string_value")
            if element.radio.HasField("raw_value"):
                state.string_value = element.radio.raw_value
        elif kind == "selectbox":
            self._box = element.selectbox.id
            self._fragment = delta.fragment_id
            self._widget(self._box).string_value = element.selectbox.raw_value
            self.areas = list(element.selectbox.options)[1:]  # the first is all areas together

    def _widget(self, key: str) -> WidgetState:
        return self._widgets.setdefault(key, WidgetState(id=key))
