"""The files of others, from memory: the same as on disk, packed for who can unpack, kept long."""

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import js_lib_leaflet
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lib.web import front_end

STATIC = Path(streamlit.__file__).parent / "static"
INDEX = STATIC / "index.html"
LEAFLET_JS = Path(js_lib_leaflet.__file__).parent / "static/js_lib_leaflet/leaflet.js"
PASSED_ON = "passed on"


async def passed_on(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(PASSED_ON)


APP = front_end.FrontEndFiles(
    Starlette(routes=[Route("/{path:path}", passed_on, methods=["GET", "HEAD", "POST"])])
)


def ask(path: str, *, accepts: str = "identity", method: str = "GET") -> httpx.Response:
    """Ask for a path; the answer's content is as it was sent, packed or not."""

    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
            client.stream(method, path, headers={"Accept-Encoding": accepts}) as answer,
        ):
            raw = b"".join([part async for part in answer.aiter_raw()])
            headers = [(k, v) for k, v in answer.headers.items() if k != "content-encoding"]
            packed = {"packed-as": answer.headers.get("content-encoding", "")}
            return httpx.Response(200, content=raw, headers=[*headers, *packed.items()])

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may run in this one
        return thread.submit(asyncio.run, asking()).result()


def own_script() -> str:
    found = re.search(r'src="\./(static/js/index\.[\w-]+\.js)"', INDEX.read_text(encoding="utf-8"))
    assert found
    return found[1]


def test_a_file_is_as_on_disk_and_cached_for_a_year() -> None:
    (path,) = (STATIC / "static/js").glob("protobuf.*.js")
    answer = ask(f"/static/js/{path.name}")
    assert answer.content == path.read_bytes()
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("application/javascript")
    assert answer.headers["vary"] == "accept-encoding"


def test_the_words_of_a_script_are_dutch_and_cached_for_a_day() -> None:
    answer = ask(f"/{own_script()}")
    assert b"`Geen verbinding`" in answer.content
    assert b"`Connection error`" not in answer.content
    assert answer.headers["cache-control"] == "public, max-age=86400"


def test_each_word_that_is_made_dutch_stands_in_its_script() -> None:
    """A new Streamlit may say it otherwise: then this names what must be looked up again."""
    for name, texts in front_end.DUTCH_TEXTS.items():
        scripts = "".join(
            path.read_text(encoding="utf-8") for path in (STATIC / "static/js").glob(f"{name}.*.js")
        )
        assert {english for english in texts if english not in scripts} == set()


def test_a_browser_that_accepts_gzip_gets_gzip() -> None:
    whole = ask(f"/{own_script()}").content
    answer = ask(f"/{own_script()}", accepts="br, gzip")
    assert answer.headers["packed-as"] == "gzip"
    assert int(answer.headers["content-length"]) == len(answer.content) < len(whole) / 2
    assert gzip.decompress(answer.content) == whole


def test_fonts_are_not_packed_twice() -> None:
    font = next((STATIC / "static/media").glob("*.woff2"))
    answer = ask(f"/static/media/{font.name}", accepts="gzip")
    assert not answer.headers["packed-as"]
    assert answer.content == font.read_bytes()


def test_leaflet_has_no_hash_in_its_name_and_is_cached_for_a_day() -> None:
    answer = ask("/assets/leaflet/leaflet.js")
    assert answer.content == LEAFLET_JS.read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/static/js/none.js",
        "/static/",
        "/static/../index.html",
        "/static/%2e%2e/index.html",
        "/static//etc/passwd",
        "/assets/leaflet/../__init__.py",
        "/component/streamlit_folium.st_folium/index.html",
        "/js/" + own_script().rsplit("/", 1)[-1],
    ],
)
def test_everything_else_is_passed_on(path: str) -> None:
    assert ask(path).text == PASSED_ON


def test_other_questions_than_get_are_passed_on() -> None:
    assert ask(f"/{own_script()}", method="POST").text == PASSED_ON


def test_what_is_asked_for_early_is_there_with_all_that_it_imports() -> None:
    names = re.findall(rb'href="([^"]+)"', front_end.build_page_links(INDEX.read_bytes()))
    assert len(names) == len(set(names))
    assert not any(name in INDEX.read_bytes() for name in names)
    for part in front_end.EARLY:
        assert any(f"/{part}.".encode() in name for name in names), part
    for name in names:
        script = ask(name.decode())
        assert script.text != PASSED_ON
        for other in re.findall(r'(?:from|import)\s*"\./([\w.-]+\.js)"', script.text):
            address = b"/static/js/" + other.encode()
            assert address in names or address in INDEX.read_bytes(), (name, other)


def test_the_frame_asks_for_what_its_map_uses() -> None:
    names = re.findall(rb'href="([^"]+)"', front_end.build_frame_links())
    assert len(names) == 2
    for name in names:
        assert ask(name.decode()).text != PASSED_ON


def test_a_file_has_the_short_security_headers() -> None:
    headers = ask("/assets/leaflet/leaflet.js").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'self'"
