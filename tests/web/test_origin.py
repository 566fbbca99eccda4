"""Who may ask: names of the server, and origins of websockets."""

import pytest
from starlette.types import Message, Receive, Scope, Send

from lib.web.headers import OwnOrigin
from tests.web.asking import ask, build, run


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8501", True),
        ("localhost:8501", True),
        ("LocalHost", True),
        ("[::1]:8501", True),
        ("elders.example", False),
        ("localhost.elders.example", False),
        ("elders.example:127.0.0.1", False),
        ("127.0.0.1@elders.example", False),
        ("127.0.0.1, elders.example", False),
        ("127.0.0.1.", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("path", ["/", "/gezond", "/weg", "/nergens"])
def test_only_this_machine_by_default(
    host: str, is_allowed: bool, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    answer = ask(path, {"Host": host}, app=build())
    assert (answer.status_code != 400) is is_allowed


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("dashboard.example.nl", True),
        ("dashboard.example.nl:443", True),
        ("een.intern.example.nl", True),
        ("intern.example.nl", False),
        ("example.nl", False),
        ("www.dashboard.example.nl", False),
        ("127.0.0.1", False),
    ],
)
def test_only_names_that_were_given(
    host: str, is_allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " dashboard.example.nl , *.intern.example.nl,")
    answer = ask("/", {"Host": host}, app=build())
    assert answer.status_code == (200 if is_allowed else 400)


def test_a_websocket_too_must_ask_by_a_name_that_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Host and Origin are as somebody makes them up who is no browser."""
    monkeypatch.setenv("ALLOWED_HOSTS", "dashboard.example.nl")
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket",
        "path": "/",
        "extensions": {"websocket.http.response": {}},
        "headers": [(b"host", b"127.0.0.1:8501"), (b"origin", b"http://127.0.0.1:8501")],
    }
    run(build()(scope, receive, send))
    assert sent[0]["status"] == 400


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
    run(OwnOrigin(app)(scope, receive, send))
    assert bool(reached) is not is_refused
    assert [m["type"] for m in sent] == (["websocket.close"] if is_refused else [])
