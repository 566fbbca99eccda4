"""The log of a running app: whatever a visitor does, neither an address nor a page is in it."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.web.live_app import LiveApp, fetch, start_app

pytestmark = pytest.mark.slow
ADDRESS = "203.0.113.77"
THROUGH_PROXY = {"X-Forwarded-For": ADDRESS, "X-Forwarded-Proto": "https"}
PATHS = ("/wijk?wijk=klingerberg", "/openbaar/", "/weg", "/_stcore/health", "/media/x", "/gereed")


def open_websocket(app: LiveApp, *, origin: str) -> int:
    """Return the status with which a websocket is refused, 101 when it is not."""
    try:
        with connect(
            app.url.replace("http", "ws") + "/_stcore/stream?wijk=klingerberg",
            origin=Origin(origin),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=THROUGH_PROXY,
        ) as connection:
            connection.send("text")  # which is against the protocol
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_no_visitor_is_in_the_log(tmp_path: Path) -> None:
    with start_app(tmp_path) as app:
        for path in PATHS:
            for method in ("GET", "POST"):
                fetch(app.url + path, THROUGH_PROXY, method=method)
        fetch(f"{app.url}/_stcore/upload_file/1/2", THROUGH_PROXY, method="PUT", body=b"x")
        assert open_websocket(app, origin=app.url) == 101
        assert open_websocket(app, origin="http://elders.example") == 403
        where = urlsplit(app.url)
        with socket.create_connection((where.hostname, where.port)) as raw:
            raw.sendall(b"geen HTTP\r\n\r\n")
            raw.recv(100)
    printed = app.printed
    assert "Uvicorn running on" in printed
    for trace in (ADDRESS, "wijk", "upload_file", "GET", "POST", "WebSocket /", "127.0.0.1:"):
        assert trace not in printed.replace(app.url, ""), printed
