"""The language of served pages, before any script of theirs runs.

Not here: the pages themselves (`pages/`).
"""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.web import front_end

LANGUAGE = b"nl"
TITLE = b"Veiligheid"
# On a deep link Streamlit's front end first looks for its server under the page's own path, in
# vain: this tells it where the server is.
BASE_URL = b'<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
# Without these the answer comes whole and unpacked, so that it can be rewritten.
UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


class DutchPages:
    """Rewrites served HTML: Streamlit says `lang="en"` and 'Streamlit' until its script runs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see the class."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        kept = [(k, v) for k, v in scope["headers"] if k not in UNWANTED]
        start: Message = {}
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = list(start["headers"])
            if any(k == b"content-type" and v.startswith(b"text/html") for k, v in headers):
                body = dutch(body, is_page=not scope["path"].startswith("/component/"))
                own = {b"content-length", b"etag", b"last-modified"}
                headers = [(k, v) for k, v in headers if k not in own]
                headers.append((b"content-length", str(len(body)).encode()))
            await send({**start, "headers": headers})
            shown = b"" if scope["method"] == "HEAD" else body
            await send({"type": "http.response.body", "body": shown})

        # HEAD too is answered with the length of what GET would give.
        await self.app({**scope, "headers": kept, "method": "GET"}, receive, rewrite)


def _asks_for_page(scope: Scope) -> bool:
    accept = next((v for k, v in scope["headers"] if k == b"accept"), b"")
    last = scope["path"].rsplit("/", 1)[-1]
    return (
        scope["method"] in {"GET", "HEAD"}
        and (b"text/html" in accept or last.endswith(".html") or "." not in last)
        and not scope["path"].startswith(("/_stcore", "/assets", "/gezond"))
    )


def dutch(body: bytes, *, is_page: bool) -> bytes:
    """Return the HTML with the language set to Dutch, and on a page a title of its own."""
    body = re.sub(rb'(<html[^>]*\blang=")en(")', rb"\1" + LANGUAGE + rb"\2", body, count=1)
    if not is_page:
        body = body.replace(b"Streamlit Folium Component", b"Kaart")
        return body.replace(b"<head>", b"<head>" + front_end.frame_links(), 1)
    body = re.sub(rb"<title>[^<]*</title>", b"<title>" + TITLE + b"</title>", body, count=1)
    body = body.replace(b"<head>", b"<head>" + BASE_URL, 1)
    return body.replace(b"</head>", front_end.page_links(body) + b"</head>", 1)
