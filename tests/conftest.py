"""What tests of several rooms share: the real catalog, a copy of the data to spoil, a database."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from lib.access import PUBLIC
from lib.board import Board
from lib.catalog import Catalog, load_catalog
from lib.store import open_store
from tests.builders import build_board
from tests.store.server import postgresql
from tools.demo_figures import main as write_demo_figures
from tools.find_programs import ProgramMissingError, require_chromium, require_postgresql

ROOT = Path(__file__).parents[1]
SLOW_FOLDERS = {"browser", "deploy", "web"}
# The same examples on every machine, and no failure because a machine was busy.
settings.register_profile("thorough", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("project", settings.get_profile("thorough"), max_examples=40)
settings.register_profile("quick", settings.get_profile("thorough"), max_examples=20)
settings.load_profile("project")


def pytest_configure() -> None:
    """Stop before the first test in CI where a program is missing: no test may be left out."""
    if os.environ.get("CI"):
        try:
            require_chromium()
            require_postgresql()
        except ProgramMissingError as error:
            raise pytest.UsageError(str(error)) from error


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that all workers end at about the same time."""
    items.sort(key=lambda item: item.path.parent.name not in SLOW_FOLDERS)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not in what was imported: a tenth of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def own_database(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the tests, and what they start, away from the database of whoever runs them."""
    os.environ["VAR_DIR"] = str(tmp_path_factory.mktemp("var"))
    os.environ.pop("DATABASE_URL", None)


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep `__main__`: a page puts itself there, and a process started later would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session", autouse=True)
def scan_packages_once() -> Iterator[None]:
    """Let Streamlit look for components in the installed packages once, as a server does.

    `AppTest` would do so at every run: four fifths of what a page costs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        yield


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store without rows, to copy: making its tables takes longer than many a test."""
    path = tmp_path_factory.mktemp("empty") / "store.sqlite3"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The committed data."""
    return load_catalog(ROOT / "data", ROOT / "geo")


@pytest.fixture(scope="session")
def internal(catalog: Catalog) -> Board:
    """The board of the committed data, for insiders."""
    return build_board(catalog)


@pytest.fixture(scope="session")
def public(catalog: Catalog) -> Board:
    """The board of the committed data, for everybody."""
    return build_board(catalog, actor=PUBLIC)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with fictitious figures, to read: writing them takes seconds."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    assert write_demo_figures([str(folder)]) == 0
    return folder


@pytest.fixture
def data_copy(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of (data, geo) that the test may change."""
    copies = []
    for name in ("data", "geo"):
        shutil.copytree(ROOT / name, tmp_path / name)
        copies.append(tmp_path / name)
    return copies[0], copies[1]
