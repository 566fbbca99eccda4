"""What a browser may do with an answer: security headers on every one, by path.

Not here: who may ask (`lib.web.origin`), and what a proxy does in front of us
(docs/security.md).
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OFF = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
    "xr-spatial-tracking",
)
FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", ", ".join(f"{feature}=()" for feature in OFF).encode()),
]
# Elsewhere a browser would call them a mistake, or make http of this machine unreachable.
OVER_TLS = [
    (b"strict-transport-security", b"max-age=31536000"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
SOURCES = {
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
IN_FRAME = "'self' 'unsafe-inline' 'unsafe-eval'"
COMPONENT = "/component/"
OWN = {name for name, _ in (*FIXED, *OVER_TLS)} | {b"content-security-policy"}
# What is served below these is never the page itself: no script inside it is ours to allow.
NO_PAGE = (COMPONENT, "/media/", "/_stcore/", "/assets/")
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# A name or address with perhaps a port: nothing that could end a directive.
HOST = re.compile(rb"([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d+)?")


class SecurityHeaders:
    """Adds the headers; over TLS it also marks cookies as such.

    `ancestors` says who may show a page inside a page of theirs, as `frame-ancestors` does.
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

        async def with_headers(message: Message) -> None:
            nonlocal start, is_sent
            if message["type"] == "http.response.start":
                start = message
                return
            if not is_sent:
                is_sent = True
                added = self._added(scope, start, message.get("body", b""))
                await send({**start, "headers": added})
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception:
            # Starlette would answer past us; whoever logs it gets it all the same.
            if not is_sent:
                failed = PlainTextResponse("Internal Server Error", status_code=500)
                await failed(scope, receive, with_headers)
            raise

    def _added(self, scope: Scope, start: Message, body: bytes) -> list[tuple[bytes, bytes]]:
        """Return all headers of an answer."""
        given = [(name, value) for name, value in start["headers"] if name not in OWN]
        is_html = any(k == b"content-type" and v.startswith(b"text/html") for k, v in given)
        is_page = is_html and not scope["path"].startswith(NO_PAGE)
        policy = content_policy(
            ancestors=self.ancestors,
            host=next((v for k, v in scope["headers"] if k == b"host"), b""),
            scripts=script_hashes(body) if is_page else "",
            is_component=scope["path"].startswith(COMPONENT),
        )
        added = [*FIXED, (b"content-security-policy", policy)]
        if scope.get("scheme") == "https":
            given = [(k, v + b"; Secure") if k == b"set-cookie" else (k, v) for k, v in given]
            added += OVER_TLS
        return given + added


@lru_cache(maxsize=64)
def content_policy(*, ancestors: str, host: bytes, scripts: str, is_component: bool) -> bytes:
    """Return the content-security-policy.

    `host` is what the browser calls this server: old ones do not take the websocket for 'self'.
    A component's frame is inside a page of ours, so who may show that may show the frame.
    """
    sources: Mapping[str, str] = {**SOURCES, "frame-ancestors": ancestors}
    if is_component:
        sources = {**sources, "script-src": IN_FRAME, "frame-ancestors": _with_self(ancestors)}
    else:
        own = f" ws://{host.decode()} wss://{host.decode()}" if HOST.fullmatch(host) else ""
        sources = {
            **sources,
            "script-src": f"{SOURCES['script-src']}{scripts}",
            "connect-src": f"{SOURCES['connect-src']}{own}",
        }
    return "; ".join(f"{name} {value}" for name, value in sources.items()).encode()


def _with_self(ancestors: str) -> str:
    others = [who for who in ancestors.split() if who not in {"'self'", "'none'"}]
    return " ".join(["'self'", *others])


@lru_cache(maxsize=8)
def script_hashes(body: bytes) -> str:
    """Return the hashes of the scripts inside a page, each with a space before it."""
    return "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in INLINE_SCRIPT.findall(body)
    )
