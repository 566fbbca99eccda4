"""Who may ask, and what a browser may do with an answer: security headers on every one, by path.

Not here: which person asks, and what they may do (`lib.ui.sign_in`), and what a proxy does in front
of us (docs/security.md).
"""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from functools import lru_cache

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.catalog.routes import ServerRoute

PERMISSIONS = (
    b"accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    b"geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    b"publickey-credentials-get=(), usb=(), xr-spatial-tracking=()"
)
FIXED_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", PERMISSIONS),
    (b"x-permitted-cross-domain-policies", b"none"),
]
# No other site needs what staff see; a file without a rule of its own stays out of every cache.
INSIDE_HEADERS = [(b"cross-origin-resource-policy", b"same-origin")]
NO_STORE = (b"cache-control", b"no-store")
# Elsewhere a browser would call them a mistake, or make http of this machine unreachable.
TLS_HEADERS = [
    (b"strict-transport-security", b"max-age=31536000"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
OWN_HEADERS = {name for name, _ in (*FIXED_HEADERS, *INSIDE_HEADERS, *TLS_HEADERS)} | {
    b"content-security-policy"
}
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    # Streamlit and Leaflet set styles on elements; a style runs nothing.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# The map's frame runs a script that streamlit-folium sends it.
COMPONENT_SCRIPTS = "'self' 'unsafe-inline' 'unsafe-eval'"
COMPONENT_PATH = f"/{ServerRoute.COMPONENT}/"
# What is served below these is never the page itself: no script inside it is ours to allow.
NO_PAGE_PATHS = (
    COMPONENT_PATH,
    *(f"/{route}/" for route in (ServerRoute.MEDIA, ServerRoute.CORE, ServerRoute.ASSETS)),
)
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
INLINE_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
# A name or address with perhaps a port: nothing that could end a directive.
HOST = re.compile(rb"([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d+)?")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class SecurityHeaders:
    """Adds the headers; over TLS it also marks cookies as such.

    `ancestors` are the sites that may frame a page, as in the directive `frame-ancestors`.
    """

    def __init__(self, app: ASGIApp, *, ancestors: str) -> None:
        self.app, self.ancestors = app, ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the start of the answer waits for its body, which has scripts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        is_sent = False

        async def add_headers(message: Message) -> None:
            nonlocal start, is_sent
            if message["type"] == "http.response.start":
                start = message
                return
            if not is_sent:
                is_sent = True
                await send(self._secure(scope, start, message.get("body", b"")))
            await send(message)

        try:
            await self.app(scope, receive, add_headers)
        except Exception:
            # Starlette would answer past us; whoever logs it gets it all the same.
            if not is_sent:
                failed = PlainTextResponse("Internal Server Error", status_code=500)
                await failed(scope, receive, add_headers)
            raise

    def _secure(self, scope: Scope, start: Message, body: bytes) -> Message:
        """Return the start of an answer with all its headers."""
        headers = [(name, value) for name, value in start["headers"] if name not in OWN_HEADERS]
        if not any(name == NO_STORE[0] for name, _ in headers):
            headers.append(NO_STORE)
        policy = self._policy(scope, start, body)
        headers += [*FIXED_HEADERS, *INSIDE_HEADERS, (b"content-security-policy", policy)]
        if scope.get("scheme") == "https":
            headers = [(k, v + b"; Secure") if k == b"set-cookie" else (k, v) for k, v in headers]
            headers += TLS_HEADERS
        return {**start, "headers": headers}

    def _policy(self, scope: Scope, start: Message, body: bytes) -> bytes:
        path, host = scope["path"], dict(scope["headers"]).get(b"host", b"")
        if path.startswith(COMPONENT_PATH):
            return build_component_policy(self.ancestors)
        is_page = is_html(start["headers"]) and not path.startswith(NO_PAGE_PATHS)
        scripts = hash_inline(INLINE_SCRIPT, body) if is_page else ""
        return build_page_policy(ancestors=self.ancestors, host=host, scripts=scripts)


def is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether an answer with these headers is HTML."""
    return any(k == b"content-type" and v.startswith(b"text/html") for k, v in headers)


@lru_cache(maxsize=64)
def build_page_policy(*, ancestors: str, host: bytes, scripts: str) -> bytes:
    """Return the content-security-policy of everything but a component.

    `host` is what the browser calls this server: old ones do not take the websocket for 'self'.
    """
    sockets = f" ws://{host.decode()} wss://{host.decode()}" if HOST.fullmatch(host) else ""
    return _join_policy(
        {
            **POLICY,
            "script-src": f"{POLICY['script-src']}{scripts}",
            "connect-src": f"{POLICY['connect-src']}{sockets}",
            "frame-ancestors": ancestors,
        }
    )


@lru_cache(maxsize=1)
def build_component_policy(ancestors: str) -> bytes:
    """Return the content-security-policy of a component.

    Its frame is inside a page of ours, so a site that may frame that may frame this.
    """
    others = [who for who in ancestors.split() if who not in {"'self'", "'none'"}]
    framers = " ".join(["'self'", *others])
    return _join_policy({**POLICY, "script-src": COMPONENT_SCRIPTS, "frame-ancestors": framers})


def _join_policy(directives: dict[str, str]) -> bytes:
    return "; ".join(f"{name} {value}" for name, value in directives.items()).encode()


@lru_cache(maxsize=8)
def hash_inline(element: re.Pattern[bytes], body: bytes) -> str:
    """Return the hashes of the scripts or styles inside a page, each with a space before it."""
    return "".join(f" {hash_content(content)}" for content in element.findall(body))


def hash_content(content: bytes) -> str:
    """Return the source expression of a script or style: its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"


def allowed_hosts() -> list[str]:
    """Return the names in `ALLOWED_HOSTS`, by default those of this very machine.

    Any other name would be one that somebody else made lead here (DNS rebinding).
    """
    named = [name.strip() for name in os.getenv("ALLOWED_HOSTS", "").split(",")]
    return [name for name in named if name] or list(LOOPBACK)


class OwnOrigin:
    """Refuses websockets that another site's page opens.

    Streamlit refuses them too, but first asks a host on the internet for its own address, and
    the whole server waits for the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a websocket whose Origin is not the host that it asks for."""
        if scope["type"] == "websocket":
            headers = dict(scope["headers"])
            origin = headers.get(b"origin")
            if origin is not None and origin.split(b"://")[-1] != headers.get(b"host"):
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)
