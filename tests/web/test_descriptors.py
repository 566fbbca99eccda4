"""File descriptors: as many as the machine lets us have, and never the last one for a session."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.web.live_app import LiveApp, fetch, fetch_readiness, start_app

pytestmark = pytest.mark.slow
FEW = 256


@pytest.fixture
def app(tmp_path: Path) -> Iterator[LiveApp]:
    with start_app(tmp_path) as started:
        yield started


def open_tab(app: LiveApp) -> ClientConnection:
    """Open a tab as far as its session; it has not run a page yet."""
    address = app.url.replace("http", "ws") + "/_stcore/stream"
    return connect(address, subprotocols=[Subprotocol("streamlit")])


def open_tabs(app: LiveApp, stack: ExitStack, *, most: int) -> tuple[int, int]:
    """Open tabs until one is refused; return how many are open, and the status of the refusal."""
    for number in range(most):
        try:
            stack.enter_context(open_tab(app))
        except InvalidStatus as refused:
            return number, refused.response.status_code
    raise AssertionError(f"{most} tabs are open, and none was refused")


def test_the_soft_limit_is_raised_at_the_start(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
        with start_app(tmp_path) as app:
            soft, hard = psutil.Process(app.pid).rlimit(psutil.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert hard == before[1]
    assert soft == min(before[1], 65_536)


def test_a_full_process_refuses_new_tabs_and_answers_all_else(app: LiveApp) -> None:
    assert fetch_readiness(app)[1]["verbindingen"] == "in orde"
    psutil.Process(app.pid).rlimit(psutil.RLIMIT_NOFILE, (FEW, FEW))
    with ExitStack() as stack:
        opened, refusal = open_tabs(app, stack, most=FEW)
        assert 40 < opened < FEW / 4
        assert refusal == 503
        status, checks = fetch_readiness(app)
        assert (status, checks["status"]) == (503, "niet gereed")
        assert checks["verbindingen"] == "niet in orde"
        assert checks["gegevens"] == checks["database"] == "in orde"
        for path in ("/", "/gezond", "/openbaar/"):
            assert fetch(app.url + path)[0] == 200
