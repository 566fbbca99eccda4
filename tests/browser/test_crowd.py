"""Many of the public hold pages open, click and upload, while an administrator works.

`make simulate` runs the full trial: 300 visitors for two minutes.
"""

import asyncio
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psutil
import pytest
from playwright.sync_api import Browser, expect

from benchmarks.crowd import Crowd, CrowdResult
from benchmarks.servers import Server
from tests.browser.data_page import hand_in
from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import show
from tests.simulation import SCALE
from tests.wave_files import wave_file

pytestmark = [pytest.mark.browser, pytest.mark.simulation]
VISITORS, SECONDS = 30 * SCALE, 12.0 * SCALE
# How long a page that lost its connection may come back; in the full trial Streamlit's own time.
RETURN_SECONDS = 2 if SCALE == 1 else 120
MOST_GROWTH = 150.0


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Server]:
    """The app, in which an administrator can sign in."""
    (tmp_path / ".streamlit").mkdir()
    config = f"[server]\ndisconnectedSessionTTL = {RETURN_SECONDS}\n"
    (tmp_path / ".streamlit" / "config.toml").write_text(config, "utf-8")
    with with_sign_in(tmp_path, settings={"VAR_DIR": str(tmp_path / "var")}) as url:
        port = int(url.rpartition(":")[2])
        (process,) = (
            process
            for process in psutil.Process().children(recursive=True)
            for socket in process.net_connections("tcp")
            if socket.status == psutil.CONN_LISTEN and socket.laddr.port == port
        )
        yield Server(url, process.pid)


def describe(result: CrowdResult) -> str:
    """Return the figures of the trial, for who reads the output."""
    return (
        f"{VISITORS} visitors, {SECONDS:.0f} s: {len(result.clicks_ms)} clicks of "
        f"{statistics.median(result.clicks_ms):.0f} ms (median), {len(result.uploads)} uploads, "
        f"{len(result.errors)} errors; memory {result.memory_before:.0f} MB before anybody came, "
        f"{result.memory_start:.0f} at the start, "
        f"{result.memory_most:.0f} at most, {result.memory_end:.0f} at the end; descriptors "
        f"{result.descriptors_most} at most, {result.descriptors_end} at the end; /gereed asked "
        f"{len(result.ready)} times"
    )


def work_as_administrator(browser: Browser, url: str) -> None:
    """Sign in, and bring in a file as far as what it would change."""
    with visiting(browser, url) as page:
        show(page, "/wijk?wijk=klingerberg")
        sign_in(page, "beheer")
        expect(page.get_by_text("Aangemeld: beheer@example.nl, als beheerder.")).to_be_visible()
        hand_in(page, wave_file(), name="bewonersonderzoek-2025.csv")
        expect(page.get_by_text("Voorbeeld: dit verandert er")).to_be_visible()


def test_a_crowd_leaves_nothing_behind_and_nobody_waits(app: Server, browser: Browser) -> None:
    crowd = Crowd(app, VISITORS, SECONDS, may_leave=Event())
    with ThreadPoolExecutor(1) as thread:
        trial = thread.submit(asyncio.run, crowd.run(leave_seconds=RETURN_SECONDS + 3))
        try:
            work_as_administrator(browser, app.url)
        finally:
            crowd.may_leave.set()
        result = trial.result()
    print(describe(result))
    assert result.errors == []
    assert set(result.uploads) == {403}
    assert all(reported is actual for reported, actual in result.ready)
    assert result.memory_end - result.memory_start < MOST_GROWTH
