"""Ask our routes and middleware, around stand-ins for what Streamlit serves."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from lib import web
from lib.board import Board

HTML = {"Accept": "text/html,application/xhtml+xml"}
# As Streamlit's own, in short.
INDEX = """<!DOCTYPE html><html lang="en"><head><title>Streamlit</title>
<link rel="service-desc" href="./_stcore/agent/openapi.json" />
<script type="module" crossorigin src="./static/js/index.js"></script>
<link rel="modulepreload" crossorigin href="./static/js/react.js">
<link rel="stylesheet" crossorigin href="./static/css/index.css"></head><body><noscript>
<p>You need to enable JavaScript.</p></noscript>é</body></html>"""
FRAME = (
    '<!doctype html><html lang="en"><head><title>Streamlit Folium Component</title></head></html>'
)

ResultT = TypeVar("ResultT")


def _index(_request: object) -> Response:
    return HTMLResponse(INDEX, headers={"etag": '"x"', "last-modified": "gisteren"})


def _frame(_request: object) -> Response:
    return HTMLResponse(FRAME)


def _script(_request: object) -> Response:
    return PlainTextResponse(INDEX, media_type="text/javascript")


def _data(_request: object) -> Response:
    return JSONResponse({"html": '<html lang="en">'})


def _health(_request: object) -> Response:
    return HTMLResponse(INDEX)


def _gone(_request: object) -> Response:
    return HTMLResponse(INDEX, status_code=404)


def _media(_request: object) -> Response:
    return HTMLResponse("<script>alert(1)</script>")


def _cookie(_request: object) -> Response:
    answer = PlainTextResponse("")
    answer.set_cookie("een", "1", httponly=True)
    answer.set_cookie("twee", "2")
    return answer


def _broken(_request: object) -> Response:
    raise RuntimeError("geheim")


def build(render_brand: Callable[[Board], Markup] = lambda _board: Markup()) -> Starlette:
    """Return an app with the settings that the environment has now."""
    return Starlette(
        routes=[
            *web.routes(),
            Route("/", _index),
            Route("/doelen", _index),
            Route("/component/kaart/index.html", _frame),
            Route("/media/verhaal.html", _media),
            Route("/static/index.js", _script),
            Route("/data", _data),
            Route("/cookie", _cookie),
            Route("/kapot", _broken),
            Route("/_stcore/health", _health),
            Route("/weg", _gone),
            Route("/{path:path}", _index),
        ],
        middleware=web.middleware(web.FirstViews({}, render_brand), style=""),
    )


APP = build()


@dataclass
class Answer:
    """What came back."""

    status_code: int
    headers: dict[str, str]
    content: bytes
    cookies: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


def run(answering: Coroutine[object, object, ResultT]) -> ResultT:
    """Run to the end, in a thread: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


def ask(
    path: str,
    headers: dict[str, str] | None = None,
    *,
    method: str = "GET",
    scheme: str = "http",
    app: Starlette = APP,
) -> Answer:
    """Return the answer; what the app raises after it is left to the server's log."""
    sent: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        # After the request nothing comes: this client stays until it has its answer.
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "headers": [
            (k.lower().encode(), v.encode())
            for k, v in {"Host": "127.0.0.1", **(headers or {})}.items()
        ],
    }
    try:
        run(app(scope, receive, send))
    except RuntimeError:
        assert sent
    start, *rest = sent
    given = [(k.decode().lower(), v.decode()) for k, v in start["headers"]]
    return Answer(
        start["status"],
        dict(given),
        b"".join(m.get("body", b"") for m in rest),
        tuple(v for k, v in given if k == "set-cookie"),
    )
