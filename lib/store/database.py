"""The database: where it is, how it is opened and migrated, and its transactions.

SQLite in a file unless `DATABASE_URL` names a PostgreSQL. One writer at a time on both, so that
what a writer reads still holds when it writes; and nobody waits long (`sqlite`, `postgresql`). Not
here: what is read and written.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from lib import metrics
from lib.catalog.problems import DISK_FULL_TEXT
from lib.store import postgresql, sqlite
from lib.store.errors import NewerDatabaseError, StoreError, UnavailableError

PROJECT_ROOT = Path(__file__).parents[2]
DRIVERS = dict.fromkeys(("postgres", "postgresql", "postgresql+psycopg"), "postgresql+psycopg")
# How long a statement, or the wait for one's turn, may take; the last for a backup or migration.
READ_SECONDS, WRITE_SECONDS, LONG_SECONDS = 3, 5, 600
UNAVAILABLE_TEXT = (
    "De database is nu niet bereikbaar, niet te lezen of te druk. Er is niets veranderd. "
    "Wat te doen: probeer het zo nog eens; blijft het zo, meld het dan bij de beheerder."
)
UNDECIDED_TEXT = (
    "De database gaf geen antwoord meer. Het is niet zeker of uw wijziging is bewaard. Wat te "
    "doen: laad de pagina opnieuw en kijk of uw wijziging er staat. Zo niet, bewaar de "
    "wijziging opnieuw."
)
DISK_TEXT = (
    "De schijf met de database geeft een fout. Er is niets bewaard. Wat te doen: meld het bij de "
    "beheerder."
)
READ_ONLY_TEXT = (
    "De database is nu alleen te lezen. Er is niets bewaard. Wat te doen: meld het bij de "
    "beheerder."
)
# What the beginning of an error's code (PostgreSQL) or name (SQLite) means.
CAUSES = {
    "53100": DISK_FULL_TEXT,
    "SQLITE_FULL": DISK_FULL_TEXT,
    "58030": DISK_TEXT,
    "SQLITE_IOERR": DISK_TEXT,
    "25006": READ_ONLY_TEXT,
    "SQLITE_READONLY": READ_ONLY_TEXT,
}
READING_OPTIONS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
# Alembic's environment belongs to the whole process.
_migration_lock = Lock()


@dataclass(frozen=True, eq=False)
class Store:
    """An open database with the newest tables; threads may share it."""

    engine: Engine

    @contextmanager
    def reading(self, *, seconds: float = READ_SECONDS) -> Iterator[Connection]:
        """Give a connection for reading, which sees one moment of the database.

        Raises `UnavailableError` when the database cannot be reached, or needs longer than
        `seconds` for an answer.
        """
        options = {} if self._is_file else READING_OPTIONS
        with _translate_unavailable(), ExitStack() as stack:
            connection = stack.enter_context(self.engine.connect())
            connection.execution_options(**options)
            if not self._is_file:
                stack.enter_context(postgresql.limit_answers(connection, seconds))
                postgresql.limit_statements(connection, seconds)
            yield connection

    @contextmanager
    def writing(self, *, seconds: float = WRITE_SECONDS) -> Iterator[Connection]:
        """Give the one writer's connection; all is written at the end, or nothing.

        Raises `UnavailableError` when the database cannot be reached, stays busy, or cannot write,
        and `NewerDatabaseError` when a newer version has its tables by now.
        """
        is_complete = False
        try:
            with _translate_unavailable(), ExitStack() as stack:
                engine = self.engine.execution_options(writes=True)
                connection = stack.enter_context(engine.connect())
                if not self._is_file:
                    stack.enter_context(postgresql.limit_answers(connection, seconds))
                stack.enter_context(connection.begin())
                if not self._is_file:
                    postgresql.limit_statements(connection, seconds)
                    postgresql.take_turn(connection)
                # A newer replica may have changed the tables: then this one only reads.
                read_revision(connection)
                yield connection
                is_complete = True
        except UnavailableError as error:
            cause = error.__cause__
            if is_complete and postgresql.is_undecided(getattr(cause, "orig", None)):
                raise UnavailableError(UNDECIDED_TEXT) from cause
            raise

    def require_writable(self) -> None:
        """Raise `UnavailableError` when a change cannot be saved now: it tries one."""
        if self._is_file:
            sqlite.require_space(self.engine)
        with self.writing() as connection:
            connection.exec_driver_sql(sqlite.PROBE if self._is_file else postgresql.PROBE)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @property
    def _is_file(self) -> bool:
        return self.engine.dialect.name == "sqlite"


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
            with store.writing(seconds=LONG_SECONDS) as connection:
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
    if address.drivername != "sqlite":
        return _timed(Store(postgresql.open_postgresql(address)))
    try:
        with _translate_unavailable():
            return _timed(Store(sqlite.open_sqlite(address, patience=WRITE_SECONDS)))
    except OSError as error:
        raise UnavailableError(UNAVAILABLE_TEXT) from error


def _timed(store: Store) -> Store:
    """Count the time of each statement, for whoever watches the server."""
    begun: WeakKeyDictionary[object, float] = WeakKeyDictionary()

    @event.listens_for(store.engine, "before_cursor_execute", named=True)
    def begin(*, context: object, **_: object) -> None:
        begun[context] = time.perf_counter()

    @event.listens_for(store.engine, "after_cursor_execute", named=True)
    def end(*, context: object, **_: object) -> None:
        metrics.time_statement(time.perf_counter() - begun.pop(context))

    return store


def migrate(connection: Connection, *, to: str = "head") -> None:
    """Bring the tables to a revision, inside the caller's transaction.

    Raises `NewerDatabaseError` for a revision that this code does not know.
    """
    if read_revision(connection) == newest_revision():
        return
    config = _alembic_config()
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
            "Er is niets bewaard. Wat te doen: laad de pagina over een minuut opnieuw. Blijft het "
            "zo, dan zet de beheerder de nieuwste versie van het dashboard neer."
        )
    return found


@cache
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
    """Raise `UnavailableError` for one that is away, busy or cannot write.

    In words of our own: its own may hold an address.
    """
    try:
        yield
    except (DatabaseError, PoolTimeoutError) as error:
        cause = getattr(error, "orig", None)
        code = str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", ""))
        text = next((text for start, text in CAUSES.items() if code.startswith(start)), "")
        if not text and type(error) not in {DatabaseError, OperationalError, PoolTimeoutError}:
            raise  # not about the database, but about what is asked of it
        raise UnavailableError(text or UNAVAILABLE_TEXT) from error


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
