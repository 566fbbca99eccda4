"""An SQLite file: opened so that processes can share it, and written only while it is still there.

A file that is removed or replaced under the running app would take what is written with it: its
path is compared with the file that was opened, before a write and before it is final.
"""

import fcntl
import shutil
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event

from lib.store.errors import UnavailableError

GONE_TEXT = (
    "Het bestand van de database is weg, of er staat een ander bestand. Er is niets bewaard. "
    "Wat te doen: meld het bij de beheerder. Die zet het bestand terug, of start het dashboard "
    "opnieuw met een reservekopie."
)
NEARLY_FULL_TEXT = (
    "De schijf met de database is vol of bijna vol. Wat te doen: maak ruimte op die schijf."
)
MIN_FREE_BYTES = 10_000_000
# Writes a page, and changes nothing that anybody reads.
PROBE = "PRAGMA user_version = 0"


def open_sqlite(address: URL, *, patience: float) -> Engine:
    """Return the database in a file, made where there is none; `patience` in seconds for a turn.

    Raises `OSError` for a path that cannot be, and SQLAlchemy's errors for what is no database.
    """
    # An error in the log must not hold what somebody typed.
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": patience})
    event.listen(engine, "connect", _prepare_connection)
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # it holds what is not public yet
    _watch_file(engine, path)
    # Two processes that switch a new file to WAL at once would not wait for each other.
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        engine.connect().close()
    return engine


def require_space(engine: Engine) -> None:
    """Raise `UnavailableError` when the disk with the file has no room for a few changes."""
    if shutil.disk_usage(Path(str(engine.url.database)).parent).free < MIN_FREE_BYTES:
        raise UnavailableError(NEARLY_FULL_TEXT)


def _watch_file(engine: Engine, path: Path) -> None:
    """Refuse to connect to another file than there is now, and to write when it is not there."""
    opened = _identify(path)

    def require_same_file(*_: object) -> None:
        if _identify(path) != opened:
            raise UnavailableError(GONE_TEXT)

    def begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("writes")
        if is_writer:
            require_same_file()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    def commit(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            require_same_file()

    event.listen(engine, "do_connect", require_same_file)
    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", commit)


def _identify(path: Path) -> tuple[int, int] | None:
    """Return which file stands at a path, None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_connection(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late, and not for DDL
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
