"""A PostgreSQL that lets nobody wait long, also when it is locked, frozen or out of reach.

The server's own limits end a statement that waits for a lock or takes too long. A server that is
frozen ends nothing, so this side stops waiting too and gives the connection up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, true

CONNECT_SECONDS, POOL_SECONDS = 3, 3
# How long this side waits for an idle connection to answer, and for the server's own limit.
IDLE_SECONDS, MARGIN_SECONDS = 2.0, 1.0
# How long a writer that is frozen holds up the others.
SILENCE_SECONDS = 30
# Any number, as long as every process has the same.
WRITER_LOCK = 2_023_2026
CONNECT_OPTIONS = {
    "connect_timeout": CONNECT_SECONDS,
    # A peer that is gone is noticed in half a minute, also by a connection that only listens.
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# A real table in a real file, that goes with its transaction.
PROBE = "CREATE TEMPORARY TABLE probe ON COMMIT DROP AS SELECT repeat('x', 8000) AS filling"
ResultT = TypeVar("ResultT")


class LimitedConnection(psycopg.Connection[Any]):
    """A connection that closes when there is no answer within `answer_seconds`."""

    answer_seconds = IDLE_SECONDS

    def wait(
        self, gen: PQGen[ResultT], interval: float = 0.1, timeout: float | None = None
    ) -> ResultT:
        """Return what the server answers; raise `OperationalError` when it does not in time."""
        try:
            return super().wait(gen, interval, timeout or self.answer_seconds)
        except psycopg.errors._WaitTimeout as error:  # noqa: SLF001 - the driver has no other sign
            # Half an answer may still come: nobody must take it for the next one.
            self.pgconn.finish()
            raise psycopg.OperationalError("no answer in time") from error


def open_postgresql(address: URL) -> Engine:
    """Return the database at an address; nothing is asked of it yet."""
    engine = create_engine(
        address,
        hide_parameters=True,  # an error in the log must not hold what somebody typed
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        connect_args=CONNECT_OPTIONS,
    )
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(
    _dialect: object, _record: object, arguments: tuple[Any, ...], options: dict[str, Any]
) -> LimitedConnection:
    return LimitedConnection.connect(*arguments, **options)


@contextmanager
def limit_answers(connection: Connection, seconds: float) -> Iterator[None]:
    """Give the connection up when an answer takes longer than the server itself allows."""
    driver: Any = connection.connection.driver_connection
    driver.answer_seconds = seconds + MARGIN_SECONDS
    try:
        yield
    finally:
        driver.answer_seconds = IDLE_SECONDS


def limit_statements(connection: Connection, seconds: float) -> None:
    """Let the server end a statement of this transaction that takes longer or waits for a lock."""
    limits = ("statement_timeout", "lock_timeout")
    connection.execute(select(*(func.set_config(name, f"{seconds}s", true()) for name in limits)))


def take_turn(connection: Connection) -> None:
    """Become the one writer, until the end of the transaction; who stands still loses the turn."""
    silence = func.set_config("idle_in_transaction_session_timeout", f"{SILENCE_SECONDS}s", true())
    connection.execute(select(silence, func.pg_advisory_xact_lock(WRITER_LOCK)))


def is_undecided(error: BaseException | None) -> bool:
    """Return whether the server may have done what it was asked: it gave no answer."""
    return isinstance(error, psycopg.Error) and error.sqlstate is None
