"""The database: where it is, how it is opened and migrated, and its transactions.

SQLite in a file unless `DATABASE_URL` names a PostgreSQL. One writer at a time on both, so that
what a writer reads still holds when it writes. Not here: what is read and written.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from lib.store.errors import NewerDatabaseError, StoreError, UnavailableError

PROJECT_ROOT = Path(__file__).parents[2]
DRIVERS = dict.fromkeys(("postgres", "postgresql", "postgresql+psycopg"), "postgresql+psycopg")
PATIENCE_SECONDS = 30
# Any number, as long as every process has the same.
WRITER_LOCK = 2_023_2026
UNAVAILABLE_TEXT = (
    "De database is nu niet bereikbaar, niet te lezen of te druk. Er is niets veranderd. "
    "Wat te doen: probeer het zo nog eens; blijft het zo, meld het dan bij de beheerder."
)
# Alembic's environment belongs to the whole process.
_migration_lock = Lock()


@dataclass(frozen=True, eq=False)
class Store:
    """An open database with the newest tables; threads may share it."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading, which sees one moment of the database.

        Raises `UnavailableError` when the database cannot be reached.
        """
        with _translate_unavailable(), _reading_engine(self.engine).connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one writer's connection; all is written at the end, or nothing.

        Raises `UnavailableError` when the database cannot be reached or stays busy.
        """
        with (
            _translate_unavailable(),
            self.engine.execution_options(writes=True).begin() as connection,
        ):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
                connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_store(url: str | None = None) -> Store:
    """Open the database and bring its tables up to date.

    Default: `DATABASE_URL`, else a file in `VAR_DIR` (`var/` of the project). Raises
    `StoreError`: an address that is none, a database that cannot be reached
    (`UnavailableError`), that a newer version has made (`NewerDatabaseError`) or that refuses
    tables.
    """
    store = connect(url or os.getenv("DATABASE_URL") or "")
    with store.reading() as connection:
        is_current = read_revision(connection) == newest_revision()
    if not is_current:
        try:
            with store.writing() as connection:
                migrate(connection)
        except DatabaseError as error:
            reason = str(error.orig).splitlines()[0]
            raise StoreError(
                f"De tabellen in de database kunnen niet worden bijgewerkt ({reason}). "
                "Wat te doen: maak de gebruiker uit DATABASE_URL eigenaar van de database."
            ) from error
    return store


def connect(url: str) -> Store:
    """Return the database at an address, or the default one, with the tables that it has."""
    address = _parse_address(url)
    if address.drivername == "sqlite":
        return Store(_open_sqlite(address))
    patience = {"connect_timeout": PATIENCE_SECONDS}
    return Store(create_engine(address, pool_pre_ping=True, connect_args=patience))


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Bring the tables to a revision, inside the caller's transaction.

    Raises `NewerDatabaseError` for a revision that this code does not know.
    """
    config = _alembic_config()
    read_revision(connection)
    config.attributes["connection"] = connection
    with _migration_lock:
        command.upgrade(config, to)


def read_revision(connection: Connection) -> str | None:
    """Return the revision of the tables, None where there are none yet.

    Raises `NewerDatabaseError` for one that this code does not know.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known_revisions():
        raise NewerDatabaseError(
            f"De database is van een nieuwere versie van het dashboard ({found}). "
            "Wat te doen: zet de nieuwste versie van het dashboard neer."
        )
    return found


def known_revisions() -> tuple[str, ...]:
    """Return every revision that this code knows, oldest first."""
    found = [r.revision for r in ScriptDirectory.from_config(_alembic_config()).walk_revisions()]
    return tuple(reversed(found))


def newest_revision() -> str:
    """Return the revision that this code works with."""
    return known_revisions()[-1]


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "lib.store:migrations")
    return config


@contextmanager
def _translate_unavailable() -> Iterator[None]:
    """Raise `UnavailableError` for one that is away or busy; its own text may hold an address."""
    try:
        yield
    except (DatabaseError, PoolTimeoutError) as error:
        if type(error) not in {DatabaseError, OperationalError, PoolTimeoutError}:
            raise  # not about the database, but about what is asked of it
        raise UnavailableError(UNAVAILABLE_TEXT) from error


def _reading_engine(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _parse_address(text: str) -> URL:
    """Return where the database is; raise `StoreError` for what is no address of one."""
    if not text:
        folder = Path(os.getenv("VAR_DIR") or PROJECT_ROOT / "var")
        return URL.create("sqlite", database=str(folder / "dashboard.sqlite3"))
    try:
        address = make_url(text)
    except ArgumentError:
        address = URL.create("onbekend")
    driver = DRIVERS.get(address.drivername, address.drivername)
    if driver not in {"sqlite", *DRIVERS.values()} or not address.database:
        raise StoreError(
            "Het adres van de database is niet te gebruiken. Wat te doen: schrijf in DATABASE_URL "
            "postgresql://gebruiker:wachtwoord@server/naam, of laat het leeg."
        )
    return address.set(drivername=driver)


def _open_sqlite(address: URL) -> Engine:
    engine = create_engine(address, connect_args={"timeout": PATIENCE_SECONDS})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin_transaction)
    path = Path(str(address.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # it holds what is not public yet
        # Two processes that switch a new file to WAL at once would not wait for each other.
        with path.with_name(f"{path.name}.lock").open("w") as lock, _translate_unavailable():
            fcntl.flock(lock, fcntl.LOCK_EX)
            engine.connect().close()
    except OSError as error:
        raise UnavailableError(UNAVAILABLE_TEXT) from error
    return engine


def _prepare_connection(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late, and not for DDL
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_transaction(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
