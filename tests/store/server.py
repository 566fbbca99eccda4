"""A PostgreSQL of the tests' own: on loopback, in a folder of its own, then gone."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tools.find_programs import require_postgresql

# The tests kill clients, never the server: what it writes need not survive a power cut.
OPTIONS = "-F -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL in a folder: its address without a database, and how it is started anew."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """`postgresql://postgres@…:…`."""
        return f"postgresql://postgres@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; it answers when this returns."""
        options = f"{OPTIONS} -h 127.0.0.1 -p {self.port} -k {self.folder}"
        self._control("--log", str(self.folder / "log"), "--options", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut would: connections break."""
        self._control("--mode", "immediate", "stop")

    def _control(self, *arguments: str) -> None:
        program = str(require_postgresql() / "pg_ctl")
        _run(program, "--pgdata", str(self.folder / "data"), "--silent", *arguments)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make and start a server of the caller's own."""
    folder = Path(tempfile.mkdtemp(prefix="dashboard-postgresql-"))
    if os.geteuid() == 0:  # initdb refuses root
        shutil.chown(folder, _server_account())
    made = Cluster(folder, _free_port())
    try:
        _run(
            str(require_postgresql() / "initdb"),
            "--pgdata",
            str(folder / "data"),
            "--username",
            "postgres",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
            "--no-instructions",
        )
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server; give its address without a database."""
    with cluster() as made:
        yield made.address


def new_database(server: str, name: str) -> str:
    """Make an empty database; return its address."""
    execute(f"{server}/postgres", f"CREATE DATABASE {name}")
    return f"{server}/{name}"


def bare(url: str) -> str:
    """Take every table out of a database; return its address."""
    execute(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url


def execute(url: str, *statements: str) -> None:
    """Run statements, each on its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _run(*command: str) -> None:
    as_postgres = ("runuser", "-u", _server_account(), "--") if os.geteuid() == 0 else ()
    subprocess.run(
        [*as_postgres, *command], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60
    )


def _server_account() -> str:
    """Return the account that root runs the server as: Debian's package makes `postgres`."""
    return "postgres" if "postgres" in {user.pw_name for user in pwd.getpwall()} else "nobody"


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
