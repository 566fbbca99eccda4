"""An empty store on each of the two databases."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from lib.store import Store, open_store
from tests.store.server import postgresql

TEMPLATE = "empty_store"
_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL, with a migrated database to copy."""
    with postgresql() as address:
        create_database(address, TEMPLATE)
        open_store(f"{address}/{TEMPLATE}").close()
        yield address


def create_database(server: str, name: str, *, template: str = "template0") -> str:
    """Make a database; return its address."""
    engine = create_engine(
        f"{server.replace('postgresql', 'postgresql+psycopg')}/postgres",
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    engine.dispose()
    return f"{server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases."""
    return str(request.param)


@pytest.fixture
def bare_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/bare.sqlite3"
    return create_database(request.getfixturevalue("server"), f"bare_{next(_numbers)}")


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store without rows."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    server = request.getfixturevalue("server")
    return create_database(server, f"store_{next(_numbers)}", template=TEMPLATE)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store without rows."""
    opened = open_store(url)
    yield opened
    opened.close()
