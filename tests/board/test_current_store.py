"""A database that is away: found once for all, bridged for a minute, and tried again by itself."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.access import LOCAL, PUBLIC
from lib.board import check_store, current_store, get_store, load_board, load_catalog_for, now
from lib.store import Store, UnavailableError

# The package has a function of that name.
LOADING = sys.modules["lib.board.load_board"]


class Database:
    """Counts who asks for its version; away while a test wants it to be."""

    def __init__(self) -> None:
        self.is_away, self.asked, self.version = False, 0, "leeg"

    def load_version(self, _store: Store, *, now: object) -> str:
        """Stand in for `load_board_version`."""
        assert now
        self.asked += 1
        if self.is_away:
            raise UnavailableError("weg")
        return self.version


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database that can go away."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    found = Database()
    monkeypatch.setattr(current_store, "load_board_version", found.load_version)
    yield found
    get_store().close()


def test_who_finds_it_away_spares_the_others_the_wait(database: Database) -> None:
    load_board(PUBLIC)
    database.is_away = True
    for _ in range(5):
        load_board(PUBLIC)
        with pytest.raises(UnavailableError, match="weg"):
            check_store(now())
    assert database.asked == 2


def test_it_is_asked_again_after_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_store, "RETRY_SECONDS", 0.0)
    database.is_away = True
    with pytest.raises(UnavailableError, match="weg"):
        check_store(now())
    database.is_away = False
    check_store(now())
    assert database.asked == 2


def test_readers_go_on_with_their_board_for_a_minute_and_no_longer(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = load_board(LOCAL)
    database.is_away = True
    assert load_board(LOCAL) is seen
    with pytest.raises(UnavailableError):
        load_board(PUBLIC)  # has none to go on with
    monkeypatch.setattr(LOADING, "MAX_AGE_SECONDS", 0.0)
    with pytest.raises(UnavailableError):
        load_board(LOCAL)


def test_a_change_is_tried_once_in_a_few_seconds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    monkeypatch.setattr(Store, "require_writable", lambda _: tried.append(1))
    with ThreadPoolExecutor() as monitors:
        for answer in [monitors.submit(check_store, now()) for _ in range(20)]:
            answer.result()
    assert len(tried) == 1
    assert database.asked == 20


def test_who_needs_the_files_does_not_wait_for_a_board_that_is_being_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_board(LOCAL)
    began, go_on = threading.Event(), threading.Event()

    def wait(*_: object, **__: object) -> None:
        began.set()
        go_on.wait(20)
        raise UnavailableError("weg")

    seen = load_board(LOCAL)
    monkeypatch.setattr(LOADING, "load_visible_observations", wait)
    database.version = "2"
    with ThreadPoolExecutor() as threads:
        making = threads.submit(load_board, LOCAL)
        began.wait(20)
        waiting = threads.submit(load_board, LOCAL)
        assert load_catalog_for(LOCAL)
        assert not making.done()
        go_on.set()
        # Neither who tried nor who waited for it has to do without a board.
        assert making.result() is seen
        assert waiting.result() is seen
