"""An empty store on each of the two databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.store import Store, open_store, tables
from tests.store.server import bare, execute, new_database


@pytest.fixture(scope="session")
def shared_url(server: str) -> str:
    """The address of one PostgreSQL store for every test: making one takes longer than a test."""
    url = new_database(server, "shared")
    open_store(url).close()
    return url


@pytest.fixture(scope="session")
def spare_url(server: str) -> str:
    """The address of another PostgreSQL database, to make tables in."""
    return new_database(server, "spare")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases."""
    return str(request.param)


@pytest.fixture
def bare_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/bare.sqlite3"
    return bare(request.getfixturevalue("spare_url"))


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store without rows."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "store.sqlite3")
        return f"sqlite:///{tmp_path}/store.sqlite3"
    found = str(request.getfixturevalue("shared_url"))
    execute(
        found,
        # Without this the audit trail would refuse.
        "SET session_replication_role = replica",
        # TRUNCATE makes new files for each table and index: three times as slow.
        ";".join(str(table.delete()) for table in tables.metadata.sorted_tables),
        "SELECT setval(format('%I', sequencename)::regclass, start_value, false) "
        "FROM pg_sequences WHERE schemaname = 'public'",
    )
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store without rows."""
    opened = open_store(url)
    yield opened
    opened.close()
