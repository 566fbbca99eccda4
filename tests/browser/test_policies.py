"""The real server's answers: policies per path, who may frame, and limits on what comes in."""

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Request, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.conftest import Visit
from tests.browser.reading import WIDE, show, watched
from tests.browser.serving import serve
from tools.run_server import find_free_port

pytestmark = pytest.mark.browser


def headers_of(url: str) -> Message:
    """Return the headers of an answer, also of a refusal."""
    try:
        answer = urllib.request.urlopen(url)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        headers: Message = answer.headers
    return headers


def test_only_the_maps_frame_may_evaluate(visit: Visit, local: str) -> None:
    """Whatever a page with a map and one with a chart load has the headers of its path."""
    page = visit(stranger=True)
    asked: set[str] = set()

    def note(request: Request) -> None:
        if request.url.startswith(local):
            asked.add(request.url.removeprefix(local))

    page.on("request", note)
    show(page, "/ondermijnende-criminaliteit")
    show(page, "/doelen")
    assert {"component", "static", "assets", "_stcore"} <= {path.split("/")[1] for path in asked}
    evaluating = set()
    for path in asked | {"/media/x", "/component/x", "/component", "/nergens", "/%00"}:
        headers = headers_of(local + path)
        policy = headers["content-security-policy"]
        assert policy.split("; ")[0] == "default-src 'self'", path
        assert headers["x-content-type-options"] == "nosniff", path
        if re.search(r"script-src [^;]*unsafe", policy):
            evaluating.add(path)
    assert evaluating
    assert all(path.startswith("/component/") for path in evaluating)


def test_a_page_runs_nothing_that_was_slipped_in(browser: Browser, local: str) -> None:
    page, watch = watched(browser, local, size=WIDE)
    show(page, "/uitvoering")
    assert watch.mishaps == []
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.pwned = 1';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="pwned = 1">');
            setTimeout('window.pwned = 1');
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    refused = [mishap for mishap in watch.mishaps if "Content Security Policy" in mishap]
    assert len(refused) == 3
    watch.close()


@contextmanager
def framing(url: str, port: int) -> Iterator[None]:
    """Run another site on a port, with the app inside its page."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{url}/" width=1300 height=700></iframe>'.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


def test_who_may_show_the_dashboard_in_a_page(browser: Browser) -> None:
    """Only the site that was named, by that name; its page has a map that works."""
    port = find_free_port()
    with (
        serve(internal=False, settings={"FRAME_ANCESTORS": f"http://127.0.0.1:{port}"}) as url,
        framing(url, port),
    ):
        page, watch = watched(browser, url, size=WIDE)
        page.goto(f"http://127.0.0.1:{port}")
        inside = page.frame_locator("iframe").frame_locator(".st-key-map_row iframe")
        expect(inside.locator("#map_div path.leaflet-interactive")).to_have_count(18)
        assert watch.mishaps == [f"foreign request: http://127.0.0.1:{port}/"]
        page.goto(f"http://localhost:{port}")
        page.wait_for_timeout(500)
        assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
        assert any("frame-ancestors" in mishap for mishap in watch.mishaps)
        watch.close()


def test_a_message_that_is_too_large_ends_the_visit(local: str) -> None:
    with connect(f"{local.replace('http', 'ws')}/_stcore/stream") as socket:
        socket.send(b"x" * 1_500_000)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
