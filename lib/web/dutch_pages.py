"""The HTML of pages before any script of theirs runs: in Dutch, with a start of our own, or 404.

Not here: the pages themselves (`pages/`), and which there are (`lib.catalog.routes`).
"""

import re
from pathlib import Path

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.access import PUBLIC
from lib.board import Board, DataProblemsError, load_board
from lib.catalog.routes import PageSlug, ServerRoute
from lib.figures.map_shapes import PATH as MAP_SHAPES_PATH
from lib.store import StoreError
from lib.web import front_end
from lib.web.first_view import FirstViews
from lib.web.front_end import build_shapes_link
from lib.web.headers import COMPONENT_PATH, is_html

START_SCRIPT = b"<script>%s</script>" % b"".join(
    Path(__file__).with_name(name).read_bytes() for name in ("page_start.js", "drafts.js")
)
NOT_FOUND_PAGE = Markup(Path(__file__).with_name("not_found.html").read_text(encoding="utf-8"))  # noqa: S704 - ours
# What Streamlit starts with, and where it waits until the first view is painted: fetching it takes
# a small computer half a second.
STARTING = re.compile(
    rb'<script type="module"[^>]*></script>|<link rel="(?:modulepreload|stylesheet)"[^>]*>'
)
LATE = b'<template id="vd-late">%s</template>'
# For a browser without scripts, in place of a text in English on an API that is closed here.
WITHOUT_SCRIPTS = (
    "<noscript><p>Dit dashboard heeft JavaScript nodig. Zonder JavaScript: "
    f'<a href="/{ServerRoute.PUBLIC_OVERVIEW}/">het overzicht voor iedereen</a>.</p></noscript>'
).encode()
API_LINK = re.compile(rb'<link rel="service-desc"[^>]*>')
# No page is at or below these, and what is can be large.
OTHER_ROUTES = (ServerRoute.CORE, ServerRoute.MEDIA, ServerRoute.AUTH, ServerRoute.SIGNED_IN)
OTHER_PATHS = (*(f"/{route}" for route in OTHER_ROUTES), MAP_SHAPES_PATH)
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
                start, body = await self._rewrite(scope["path"], start, body, view=view)
            await send(start)
            rest = b"" if scope["method"] == "HEAD" else body
            await send({"type": "http.response.body", "body": rest})

        wanted = [(k, v) for k, v in scope["headers"] if k not in UNWANTED_HEADERS]
        # HEAD too is answered with the length of what GET would give.
        await self.app({**scope, "headers": wanted, "method": "GET"}, receive, rewrite)

    async def _rewrite(
        self, path: str, start: Message, body: bytes, *, view: bytes
    ) -> tuple[Message, bytes]:
        """Return the start and body of an answer for what Streamlit serves at a path.

        `view` stands before what Streamlit draws.
        """
        status = start["status"]
        if path.startswith(COMPONENT_PATH):
            body = await run_in_threadpool(_translate_component, body)
        elif status == 200 and (board := await run_in_threadpool(_find_board_without, path)):  # noqa: PLR2004
            brand, name = self._first_views.render_brand(board), board.municipality.dashboard_title
            status, body = 404, NOT_FOUND_PAGE.format(brand=brand, name=name).encode()
        else:
            front = self._style + view + b'<div id="root">'
            body = _translate_page(body).replace(b'<div id="root">', front, 1)
        headers = [(k, v) for k, v in start["headers"] if k not in REPLACED_HEADERS]
        headers.append((b"content-length", str(len(body)).encode()))
        return {**start, "status": status, "headers": headers}, body


def _may_be_html(method: str, path: str) -> bool:
    if method not in {"GET", "HEAD"} or path.startswith(OTHER_PATHS):
        return False
    return path.endswith(".html") or not path.startswith(COMPONENT_PATH)


def _find_board_without(path: str) -> Board | None:
    """Return the public's board where a path is no page, of the themes in the data neither.

    None where it is one. While the data or the database is not in order any path is: the page lists
    the problems.
    """
    slug = path.removeprefix("/")
    if slug in set(PageSlug):
        return None
    try:
        board = load_board(PUBLIC)
    except (DataProblemsError, StoreError):
        return None
    return None if slug in {theme.slug for theme in board.files.themes} else board


def _translate_page(body: bytes) -> bytes:
    body = re.sub(rb"<title>[^<]*</title>", b"<title>Veiligheid</title>", body, count=1)
    body = re.sub(rb"<noscript>.*?</noscript>", WITHOUT_SCRIPTS, body, flags=re.DOTALL)
    body = API_LINK.sub(b"", body)
    body = _mark_as_dutch(body).replace(b"<head>", b"<head>" + START_SCRIPT, 1)
    body = body.replace(b"</head>", front_end.build_font_face() + b"</head>", 1)
    early = front_end.build_page_links(body)
    late = b"".join(STARTING.findall(body)) + early
    return STARTING.sub(b"", body).replace(b"</body>", LATE % late + b"</body>", 1)


def _translate_component(body: bytes) -> bytes:
    body = _mark_as_dutch(body).replace(b"Streamlit Folium Component", b"Kaart")
    early = front_end.build_frame_links() + build_shapes_link()
    return body.replace(b"<head>", b"<head>" + early, 1)


def _mark_as_dutch(body: bytes) -> bytes:
    return re.sub(rb'(<html[^>]*\blang=")en(")', rb"\1nl\2", body, count=1)
