"""A PostgreSQL that is locked or frozen: nobody waits long, nothing is lost, all goes on after."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from lib.access import PUBLIC
from lib.board import get_store, load_board
from lib.catalog import Catalog
from lib.store import (
    Store,
    UnavailableError,
    add_measure,
    load_audit_trail,
    load_measures,
    open_store,
)
from tests.browser.serving import serve
from tests.pages.run_page import page_text, run_page, view_internally
from tests.store.samples import ADMIN, EDITOR, MEASURE
from tests.store.server import new_database

pytestmark = pytest.mark.slow
# Longer than a busy machine needs, shorter than any limit of the database.
PROMPT, FEW_SECONDS = 2.0, 8.0
UNAVAILABLE = "De database is nu niet bereikbaar, niet te lezen of te druk."
Trouble = Callable[[str], AbstractContextManager[None]]


@contextmanager
def locked(address: str) -> Iterator[None]:
    """Let another program have the tables that every page and every change needs."""
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE audit, measure, wave IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def frozen(address: str) -> Iterator[None]:
    """Let the server stand still: it accepts connections and answers nothing."""
    with psycopg.connect(address) as connection:
        family = _find_family(connection.info.backend_pid)
    for process in family:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(family):
            os.kill(process, signal.SIGCONT)


def _find_family(backend: int) -> list[int]:
    """Return the server's first process and all that it started, but not this backend."""
    parents = {int(path.name): _read_parent(path) for path in Path("/proc").glob("[0-9]*")}
    first = parents[backend]
    return [first, *(p for p, parent in parents.items() if parent == first and p != backend)]


def _read_parent(process: Path) -> int:
    try:
        return int(process.joinpath("stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.fixture(scope="module")
def address(server: str) -> str:
    """The address of a store of this module's own."""
    found = new_database(server, "slow")
    open_store(found).close()
    return found


@pytest.fixture(scope="module")
def app(address: str) -> Iterator[str]:
    """The app as everybody visits it."""
    with serve(internal=False, settings={"DATABASE_URL": address}) as url:
        yield url


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of the pages that run here."""
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("TODAY", "2026-11-23")
    view_internally(monkeypatch)
    return get_store()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when what is done inside takes longer."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


def visit(url: str, *, seconds: float) -> httpx.Response:
    with within(seconds):
        return httpx.get(url, timeout=30)


@pytest.mark.parametrize("trouble", [locked, frozen])
def test_nobody_waits_long_and_all_goes_on_after(
    trouble: Trouble, address: str, app: str, store: Store, catalog: Catalog
) -> None:
    for path in ("/gereed", "/openbaar/", "/verhalen/"):
        assert visit(f"{app}{path}", seconds=30).status_code == 200
    assert not run_page("").exception
    entries, seen = len(load_audit_trail(ADMIN, store)), load_board(PUBLIC)
    with trouble(address):
        visit_all_at_once(app, store, catalog)
        assert load_board(PUBLIC) is seen
        check_pages()
    with within(FEW_SECONDS):
        while visit(f"{app}/gereed", seconds=FEW_SECONDS).status_code != 200:
            time.sleep(0.2)
        assert visit(f"{app}/openbaar/", seconds=PROMPT).status_code == 200
    assert len(load_audit_trail(ADMIN, store)) == entries
    added = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert added in load_measures(ADMIN, store)
    assert len(load_audit_trail(ADMIN, store)) == entries + 1
    assert UNAVAILABLE not in page_text(run_page("uitvoering"))


def visit_all_at_once(app: str, store: Store, catalog: Catalog) -> None:
    """Be a monitor, an editor and the public at the same moment."""

    def save() -> None:
        with within(FEW_SECONDS), pytest.raises(UnavailableError, match="niets veranderd"):
            add_measure(EDITOR, store, values=MEASURE, catalog=catalog)

    with ThreadPoolExecutor() as others:
        saving = others.submit(save)
        monitors = [others.submit(visit, f"{app}/gereed", seconds=FEW_SECONDS) for _ in range(4)]
        for path in ("/openbaar/", "/verhalen/") * 5:
            assert visit(f"{app}{path}", seconds=PROMPT).status_code == 200
        saving.result()
        for answer in [monitor.result() for monitor in monitors]:
            assert answer.status_code == 503
            assert answer.json()["database"] == "niet in orde"


def check_pages() -> None:
    """Open a page that is made of the board, and one that needs the database."""
    with within(FEW_SECONDS):
        assert "Venlo gaf in 2021 een 7,2" in page_text(run_page(""))
    with within(FEW_SECONDS):
        assert UNAVAILABLE in page_text(run_page("uitvoering"))
