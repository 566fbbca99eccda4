"""Streamlit's own addresses: which are closed, and how much may be sent to the others.

Streamlit takes a file from anyone who has a session, whether or not a page asks for one. Not here:
who may upload (`lib.ui.sessions`), and what is in a file (`lib.intake`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from websockets import http11

from lib.catalog.routes import ServerRoute

CORE_PATH = f"/{ServerRoute.CORE}/"
# How many sessions there are, and an interface for programs that is off.
CLOSED_PATHS = (f"{CORE_PATH}metrics", f"{CORE_PATH}agent")
UPLOAD_PATH = f"{CORE_PATH}upload_file/"
# A file is at most 3 MB (.streamlit/config.toml); a session seldom holds more than one.
SESSION_BYTES, TOTAL_BYTES = 12 * 1024**2, 60 * 1024**2
NO_SESSION = (404, "Deze pagina is niet meer verbonden. Laad de pagina opnieuw.")
NOT_ALLOWED = (403, "U mag hier geen bestanden inlezen. Meld u aan.")
NO_LENGTH = (411, "De grootte van het bestand ontbreekt.")
SESSION_FULL = (413, "U heeft al te veel bestanden ingelezen. Laad de pagina opnieuw.")
ALL_FULL = (503, "Er worden nu te veel bestanden ingelezen. Probeer het over 2 minuten opnieuw.")

# The cookies of a sign-in are one line; as much as the proxy in deploy/nginx takes.
MOST_COOKIE_BYTES = 64 * 1024
# Of a message, by RFC 6455.
TOO_BIG = 1009
CONNECTED = 2


class Sessions(Protocol):
    """What is known of sessions, by number: `lib.ui.sessions`."""

    def is_connected(self, session: str) -> bool:
        """Return whether it is one of this process."""

    def build_reload(self) -> bytes:
        """Return the message that makes a page load itself again."""

    def may_upload(self, session: str) -> bool:
        """Return whether its actor may upload files."""

    def measure_uploads(self) -> Mapping[str, int]:
        """Return the bytes in memory by session."""

    def is_excessive(self, message: bytes) -> bool:
        """Return whether a message from a page asks for too much."""

    def close_later(self) -> None:
        """Close those that left."""


def allow_long_cookies() -> None:
    """Let somebody in many groups open a page: a websocket by itself begins with 8 kB at most."""
    http11.MAX_LINE_LENGTH = MOST_COOKIE_BYTES


class CoreRoutes:
    """Closes what nobody needs, limits uploads and messages, has sessions closed that left.

    A page whose session is gone, as after a restart, is loaded again.
    """

    def __init__(self, app: ASGIApp, *, sessions: Sessions) -> None:
        self.app, self._sessions = app, sessions
        # Bytes that are on their way, by session.
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(CLOSED_PATHS):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        elif scope["type"] == "http" and UPLOAD_PATH in path and scope["method"] == "PUT":
            await self._upload(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What Streamlit's page sends as protocols: a name, a token, and the session that it had.
        former = scope.get("subprotocols", [])[2:3]
        received = 0

        async def receive_modest() -> Message:
            nonlocal received
            received += 1
            # First comes the request to connect. At the second Streamlit has found a session, and
            # the page must not go on with one that knows nothing of what is on its screen.
            if received == CONNECTED and former and not self._sessions.is_connected(former[0]):
                await send({"type": "websocket.send", "bytes": self._sessions.build_reload()})
            message = await receive()
            if self._sessions.is_excessive(message.get("bytes") or b""):
                await send({"type": "websocket.close", "code": TOO_BIG})
                return {"type": "websocket.disconnect", "code": TOO_BIG}
            return message

        try:
            await self.app(scope, receive_modest, send)
        finally:
            self._sessions.close_later()

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = scope["path"].partition(UPLOAD_PATH)[2].partition("/")[0]
        size = _read_size(Headers(scope=scope))
        refusal = self._refuse(session, size)
        if refusal is not None:
            status, text = refusal
            await PlainTextResponse(text, status_code=status)(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= size
            self._coming += Counter()  # forgets sessions of which nothing is on its way

    def _refuse(self, session: str, size: int) -> tuple[int, str] | None:
        """Return status and text of a refusal; None where the file may come."""
        if not self._sessions.is_connected(session):
            return NO_SESSION
        if not self._sessions.may_upload(session):
            return NOT_ALLOWED
        if size < 0:
            return NO_LENGTH
        taken = Counter(self._sessions.measure_uploads()) + self._coming
        if taken[session] + size > SESSION_BYTES:
            return SESSION_FULL
        return ALL_FULL if taken.total() + size > TOTAL_BYTES else None


def _read_size(headers: Headers) -> int:
    """Return the length of a body that is known beforehand, -1 where it is not."""
    length = headers.get("content-length", "")
    is_known = length.isascii() and length.isdecimal() and "transfer-encoding" not in headers
    return int(length) if is_known else -1
