"""What the web server itself answers: health, language of served pages, assets."""

import asyncio
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from lib import web

HTML = {"Accept": "text/html,application/xhtml+xml"}
INDEX = '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body>é</body></html>'
FRAME = (
    '<!doctype html><html lang="en"><head><title>Streamlit Folium Component</title></head></html>'
)


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


APP = Starlette(
    routes=[
        *web.routes(),
        Route("/", _index),
        Route("/doelen", _index),
        Route("/component/kaart/index.html", _frame),
        Route("/static/index.js", _script),
        Route("/data", _data),
        Route("/_stcore/health", _health),
        Route("/weg", _gone),
    ],
    middleware=web.middleware(),
)


@dataclass
class Answer:
    """What came back."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


def run(answering: Coroutine[object, object, None]) -> None:
    """Run to the end, in a thread: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answering).result()


def ask(path: str, headers: dict[str, str] | None = None, *, method: str = "GET") -> Answer:
    """Ask our routes and middleware, around stand-ins for what Streamlit serves."""
    sent: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        # After the request nothing comes: this client stays until it has its answer.
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": unquote(path), "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        "headers": [
            (k.lower().encode(), v.encode())
            for k, v in {"Host": "127.0.0.1", **(headers or {})}.items()
        ],
    }  # fmt: skip
    run(APP(scope, receive, send))
    start, *rest = sent
    return Answer(
        start["status"],
        {k.decode().lower(): v.decode() for k, v in start["headers"]},
        b"".join(m.get("body", b"") for m in rest),
    )


def test_health_is_told() -> None:
    answer = ask("/gezond")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"status": "ok"})


def test_health_answers_head() -> None:
    assert ask("/gezond", method="HEAD").status_code == 200


@pytest.mark.parametrize("path", ["/", "/doelen"])
@pytest.mark.parametrize(
    "headers",
    [
        HTML,
        {"Accept": "*/*"},
        {**HTML, "Accept-Encoding": "gzip, br"},
        {**HTML, "Range": "bytes=0-3"},
    ],
    ids=["browser", "curl", "packed", "part"],
)
def test_pages_are_dutch(path: str, headers: dict[str, str]) -> None:
    answer = ask(path, headers)
    assert answer.status_code == 200
    assert re.search(r'<html lang="nl">', answer.text)
    assert "<title>Veiligheid</title>" in answer.text
    assert answer.text.count("<title>") == 1
    assert "é" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_page_tells_where_its_server_is() -> None:
    head = ask("/doelen", HTML).text.split("</head>")[0]
    assert 'window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}' in head


def test_a_rewritten_page_is_not_taken_for_the_stored_one() -> None:
    answer = ask("/", {**HTML, "If-None-Match": '"x"'})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_the_frame_of_the_map_is_dutch() -> None:
    answer = ask("/component/kaart/index.html")
    assert '<html lang="nl">' in answer.text
    assert "<title>Kaart</title>" in answer.text
    assert "BACKEND_BASE_URL" not in answer.text


@pytest.mark.parametrize("path", ["/static/index.js", "/data", "/_stcore/health"])
def test_what_is_no_page_is_left_alone(path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 200
    assert "en" in answer.text
    assert "Veiligheid" not in answer.text
    assert "BACKEND_BASE_URL" not in answer.text


def test_a_script_that_a_browser_asks_for_as_a_page_is_left_alone() -> None:
    assert ask("/static/index.js", HTML).text == INDEX


def test_status_is_kept() -> None:
    assert ask("/weg", HTML).status_code == 404
    assert ask("/nergens", HTML).status_code == 404


def test_head_of_a_page_has_no_body() -> None:
    answer = ask("/", HTML, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == ask("/", HTML).headers["content-length"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("leaflet.js", "javascript"), ("leaflet.css", "text/css")],
)
def test_leaflet_comes_from_here(path: str, kind: str) -> None:
    answer = ask(f"/assets/leaflet/{path}")
    assert answer.status_code == 200
    assert kind in answer.headers["content-type"]
    assert "leaflet" in answer.text.lower()


@pytest.mark.parametrize("path", ["bestaat-niet.js", "../__init__.py", "%2e%2e/__init__.py", ""])
def test_nothing_else_comes_out_of_the_assets(path: str) -> None:
    assert ask(f"/assets/leaflet/{path}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_health_only_reads(method: str) -> None:
    assert ask("/gezond", method=method).status_code == 405


@pytest.mark.parametrize(
    ("origin", "is_refused"),
    [
        ("http://elders.example", True),
        ("null", True),
        ("http://127.0.0.1", False),
        ("https://127.0.0.1", False),
        (None, False),
    ],
)
def test_a_websocket_from_another_sites_page_is_refused(
    origin: str | None, is_refused: bool
) -> None:
    reached: list[str] = []
    sent: list[Message] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["type"])

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1")] + ([(b"origin", origin.encode())] if origin else [])
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
    run(web.OwnOrigin(app)(scope, receive, send))
    assert bool(reached) is not is_refused
    assert [m["type"] for m in sent] == (["websocket.close"] if is_refused else [])
