"""The HTML of pages before any script of theirs runs: in Dutch, with a start of our own, or 404.

Not here: the pages themselves (`pages/`), and which there are (`lib.catalog.routes`).
"""

import re
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.access import PUBLIC
from lib.board import DataProblemsError, load_board
from lib.catalog.routes import PageSlug, ServerRoute
from lib.store import StoreError
from lib.web import front_end
from lib.web.first_view import FirstViews
from lib.web.headers import COMPONENT_PATH, is_html

START_SCRIPT = b"<script>%s</script>" % b"".join(
    Path(__file__).with_name(name).read_bytes() for name in ("page_start.js", "drafts.js")
)
NOT_FOUND_HTML = Path(__file__).with_name("not_found.html").read_bytes()
# No page is below these, and what is can be large.
OTHER_ROUTES = (ServerRoute.CORE, ServerRoute.MEDIA, ServerRoute.AUTH, ServerRoute.SIGNED_IN)
OTHER_PATHS = tuple(f"/{route}" for route in OTHER_ROUTES)
# Without these the answer comes whole and unpacked, so that it can be rewritten.
UNWANTED_HEADERS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
REPLACED_HEADERS = {b"content-length", b"etag", b"last-modified"}


class DutchPages:
    """Rewrites served HTML: Streamlit's are English until their script runs.

    Streamlit answers any address with its page: one that is no page of ours becomes a 404.
    """

    def __init__(self, app: ASGIApp, *, first_views: FirstViews, style: bytes) -> None:
        self.app, self._first_views, self._style = app, first_views, style

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see the class."""
        if scope["type"] != "http" or not _may_be_html(scope["method"], scope["path"]):
            await self.app(scope, receive, send)
            return
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
            if is_html(start["headers"]):
                view = await self._first_views.find(scope["path"], scope["query_string"])
                # Streamlit's own styles are in the head: of equal rules, the last one counts.
                start, body = await _rewrite_html(
                    scope["path"], start, body, front=self._style + view
                )
            await send(start)
            rest = b"" if scope["method"] == "HEAD" else body
            await send({"type": "http.response.body", "body": rest})

        wanted = [(k, v) for k, v in scope["headers"] if k not in UNWANTED_HEADERS]
        # HEAD too is answered with the length of what GET would give.
        await self.app({**scope, "headers": wanted, "method": "GET"}, receive, rewrite)


def _may_be_html(method: str, path: str) -> bool:
    if method not in {"GET", "HEAD"} or path.startswith(OTHER_PATHS):
        return False
    return path.endswith(".html") or not path.startswith(COMPONENT_PATH)


async def _rewrite_html(
    path: str, start: Message, body: bytes, *, front: bytes
) -> tuple[Message, bytes]:
    """Return the start and body of an answer for what Streamlit serves at a path.

    `front` stands before what Streamlit draws.
    """
    status = start["status"]
    if path.startswith(COMPONENT_PATH):
        body = _translate_component(body)
    elif status == 200 and not await run_in_threadpool(is_page, path):  # noqa: PLR2004
        status, body = 404, NOT_FOUND_HTML
    else:
        body = _translate_page(body).replace(b'<div id="root">', front + b'<div id="root">', 1)
    headers = [(k, v) for k, v in start["headers"] if k not in REPLACED_HEADERS]
    headers.append((b"content-length", str(len(body)).encode()))
    return {**start, "status": status, "headers": headers}, body


def is_page(path: str) -> bool:
    """Return whether a path is that of a page, of the themes in the data too.

    While the data or the database is not in order any path is: the page lists the problems.
    """
    slug = path.removeprefix("/")
    if slug in set(PageSlug):
        return True
    try:
        return slug in {theme.slug for theme in load_board(PUBLIC).files.themes}
    except (DataProblemsError, StoreError):
        return True


def _translate_page(body: bytes) -> bytes:
    body = re.sub(rb"<title>[^<]*</title>", b"<title>Veiligheid</title>", body, count=1)
    body = _mark_as_dutch(body).replace(b"<head>", b"<head>" + START_SCRIPT, 1)
    return body.replace(b"</head>", front_end.build_page_links(body) + b"</head>", 1)


def _translate_component(body: bytes) -> bytes:
    body = _mark_as_dutch(body).replace(b"Streamlit Folium Component", b"Kaart")
    return body.replace(b"<head>", b"<head>" + front_end.build_frame_links(), 1)


def _mark_as_dutch(body: bytes) -> bytes:
    return re.sub(rb'(<html[^>]*\blang=")en(")', rb"\1nl\2", body, count=1)
