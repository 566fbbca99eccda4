"""AppTest as the server is: app.py chooses the page, never the pages folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from lib.board import get_store


@pytest.fixture(autouse=True)
def through_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do for AppTest, which resets it at each run, what app.py does for the server."""
    start = PagesManager.__init__

    def init(self: PagesManager, *args: object, **kwargs: object) -> None:
        start(self, *args, **kwargs)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", init)


@pytest.fixture
def own_store(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database and a fixed day."""
    shutil.copy(empty_file, tmp_path / "dashboard.sqlite3")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")
    yield
    get_store().close()
