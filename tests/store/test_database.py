"""Where the database is, what is said when it is not, and the commands by hand."""

import datetime as dt
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError

from lib.store import (
    RETENTION,
    Store,
    StoreError,
    UnavailableError,
    backup,
    load_audit_trail,
    load_board_version,
    load_measures,
    load_waves,
    open_store,
    tables,
)
from lib.store.__main__ import main
from tests.store.samples import ADMIN, EDITOR, NOON, proposed, published
from tests.store.server import bare, execute

ROOT = Path(__file__).parents[2]


def test_by_default_a_file_in_var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "a b" / "var%"))
    store = open_store()
    proposed(store)
    store.close()
    file = tmp_path / "a b" / "var%" / "dashboard.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with open_store(f"sqlite:///{file}").reading() as connection:
        for pragma, wanted in (("journal_mode", "wal"), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted


def test_the_environment_names_the_database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url.replace("postgresql:", "postgres:"))
    store = open_store()
    number = proposed(store)
    assert [w.number for w in load_waves(ADMIN, open_store(url))] == [number]
    assert store.engine.url.drivername in {"sqlite", "postgresql+psycopg"}
    store.close()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:geheim@server/naam",
        "geheim",
        "sqlite://",
        "postgresql://u:geheim@server",
        "http://geheim",
        "postgresql+geheim://server/naam",
    ],
)
def test_an_invalid_address_is_reported_without_its_secrets(url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL postgresql://") as refused:
        open_store(url)
    assert "geheim" not in str(refused.value)


def test_an_unreachable_database_is_reported_without_its_secrets() -> None:
    with pytest.raises(UnavailableError, match="niet bereikbaar") as refused:
        open_store("postgresql://naam:geheim@127.0.0.1:1/dashboard")
    assert "geheim" not in str(refused.value)


def test_a_database_that_refuses_tables_is_reported(spare_url: str) -> None:
    execute(bare(spare_url), "CREATE ROLE guest LOGIN")
    with pytest.raises(StoreError, match=r"bijgewerkt \(.*schema.*\).*eigenaar"):
        open_store(spare_url.replace("postgres@", "guest@"))


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError, match="niet bereikbaar"):
        open_store(f"sqlite:///{tmp_path}/file/store.sqlite3")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("geen database " * 100, encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(UnavailableError, match="niet te lezen"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_writer_that_fails_writes_nothing(store: Store) -> None:
    proposed(store)
    seen = load_board_version(store, now=NOON)
    with suppress(ZeroDivisionError), store.writing() as connection:
        connection.execute(text("DELETE FROM observation"))
        raise ZeroDivisionError
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM observation")).scalar() == 1
    assert load_board_version(store, now=NOON) == seen


def test_a_reader_sees_one_moment(store: Store) -> None:
    proposed(store)
    count = text("SELECT count(*) FROM wave")
    with store.reading() as connection:
        assert connection.execute(count).scalar() == 1
        proposed(store)
        assert connection.execute(count).scalar() == 1
    with store.reading() as connection:
        assert connection.execute(count).scalar() == 2


def test_moments_come_back_with_their_zone(store: Store) -> None:
    summer = dt.timezone(dt.timedelta(hours=2))
    published(store, embargo=dt.datetime(2026, 7, 1, 0, 30, tzinfo=summer))
    embargo = load_waves(ADMIN, store)[0].embargo
    assert embargo == dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    assert embargo.utcoffset() == dt.timedelta(0)


def test_the_commands(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    store, file = open_store(url), str(tmp_path / "kopie.zip")
    published(store)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    rows = {"audit": 2, "wave": 1, "observation": 1}
    counts = ", ".join(f"{t.name} {rows.get(t.name, 0)}" for t in tables.metadata.sorted_tables)
    assert run("backup", file)[:2] == (0, f"Bewaard in {file}: {counts}.\n")
    code, out, error = run("backup", file)
    assert (code, out) == (1, "")
    assert "bestaat al" in error
    assert "niet leeg" in run("restore", file)[2]
    assert run("anonymise", EDITOR.name)[1] == "redacteur-1 is uit 2 regels gehaald.\n"
    assert "staat niet in het logboek" in run("anonymise", "niemand")[2]
    assert run("empty", "meting 1")[1] == "De tekst over meting 1 is uit 2 regels gehaald.\n"
    assert run("clean")[1].count("0 opgeruimd") == len(RETENTION)
    assert load_audit_trail(ADMIN, store)[-1].after is None
    assert run("restore", file, "--vervang")[1] == f"Teruggezet uit {file}: {counts}.\n"
    assert load_audit_trail(ADMIN, store)[-1].who == EDITOR.name
    monkeypatch.setenv("DATABASE_URL", "geen adres")
    assert "niet te gebruiken" in run("clean")[2]


@pytest.mark.slow
def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    environment = os.environ | {"VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "lib.store", "backup", "kopie.zip"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert (tmp_path / "kopie.zip").is_file()


@pytest.mark.slow
def test_a_commit_without_an_answer_may_have_been_done(shared_url: str) -> None:
    store = open_store(shared_url)
    stopped: list[int] = []

    @event.listens_for(store.engine, "commit")
    def freeze(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        stopped.append(driver.info.backend_pid)
        os.kill(stopped[0], signal.SIGSTOP)

    def save() -> None:
        with store.writing(seconds=1) as connection:
            connection.exec_driver_sql("CREATE TABLE undecided ()")

    try:
        with pytest.raises(UnavailableError, match="niet zeker of uw wijziging is bewaard"):
            save()
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)
    # The server goes on, and does what it was asked. No table stays for the next test.
    is_there = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
    with psycopg.connect(shared_url, autocommit=True) as connection:
        while connection.execute(is_there, stopped).fetchone():
            time.sleep(0.05)
        connection.execute("DROP TABLE undecided")
    store.close()


@pytest.mark.slow
def test_a_backup_waits_longer_than_a_page(shared_url: str, tmp_path: Path) -> None:
    store = open_store(shared_url)
    with psycopg.connect(shared_url) as other, ThreadPoolExecutor() as threads:
        other.execute("LOCK TABLE measure IN ACCESS EXCLUSIVE MODE")
        making = threads.submit(backup, ADMIN, store, file=tmp_path / "kopie.zip")
        with pytest.raises(UnavailableError, match="te druk"):
            load_measures(ADMIN, store)
        assert not making.done()
        other.rollback()
        assert making.result(timeout=30)["measure"] == 0
    store.close()


def test_an_error_does_not_hold_what_was_stored(store: Store) -> None:
    """It goes to the log, where nobody looks for what a member of staff typed."""
    statement = text("INSERT INTO absent VALUES (:typed)")
    with pytest.raises(DBAPIError) as error, store.engine.connect() as connection:
        connection.execute(statement, {"typed": "vertrouwelijk"})
    assert "absent" in str(error.value)
    assert "vertrouwelijk" not in str(error.value)
