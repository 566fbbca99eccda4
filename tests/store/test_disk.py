"""A disk that is full, and a file that is removed or replaced under the running app."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from lib.catalog import Catalog
from lib.export.site.__main__ import main as publish_site
from lib.store import Store, UnavailableError, add_measure, load_audit_trail, open_store
from lib.store.__main__ import main
from tests.store.samples import ADMIN, EDITOR, MEASURE, proposed, published
from tests.web.asking import ask

FULL = "De schijf is vol. Er is niets bewaard."
ROUNDS = 200


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the app's own SQLite file."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A disk of 30 MB on which the app's own file stands."""
    home.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", str(home)]
    if not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        why = "this account may not mount a disk"
        pytest.fail(why) if "CI" in os.environ else pytest.skip(why)
    yield home
    subprocess.run(["umount", "--lazy", str(home)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte; return the file that does."""
    filler = disk / "vulling"
    with filler.open("wb", buffering=0) as file:
        for size in (1_000_000, 4_096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    return filler


def add_until_refused(store: Store, catalog: Catalog) -> str:
    """Add measures until that is refused; return why."""
    for _ in range(ROUNDS):
        try:
            add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
        except UnavailableError as error:
            return str(error)
    raise AssertionError("never refused")


@pytest.mark.slow
def test_a_full_disk_is_reported_everywhere_by_its_name(
    small_disk: Path,
    tmp_path: Path,
    catalog: Catalog,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = open_store()
    monkeypatch.setattr("lib.board.current_store.PROBE_SECONDS", 0.0)
    assert ask("/gereed").status_code == 200
    assert main(["backup", str(tmp_path / "heel.zip")]) == 0
    filler = fill(small_disk)
    assert add_until_refused(store, catalog).startswith(FULL)
    before = load_audit_trail(ADMIN, store)
    answer = ask("/gereed")
    assert (answer.status_code, '"database":"niet in orde"' in answer.text) == (503, True)
    capsys.readouterr()
    site = [str(small_disk / "site"), "--base-url", "https://www.example.nl"]
    for command, run in (
        (["backup", str(small_disk / "kopie.zip")], main),
        (["restore", str(tmp_path / "heel.zip"), "--vervang"], main),
        (site, publish_site),
    ):
        assert run(command) == 1
        output = capsys.readouterr()
        assert (output.out, output.err.strip()) == ("", output.err.strip())
        assert output.err.startswith(FULL)
        assert output.err.count("\n") == 1
    assert sorted(p.name for p in small_disk.iterdir() if "sqlite" not in p.name) == ["vulling"]
    assert load_audit_trail(ADMIN, store) == before
    filler.unlink()
    assert ask("/gereed").status_code == 200
    add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert len(load_audit_trail(ADMIN, store)) == len(before) + 1
    store.close()


def test_a_database_that_may_not_grow_names_the_cause(home: Path, catalog: Catalog) -> None:
    store = open_store()
    number = published(store)
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    reason = add_until_refused(store, catalog)
    assert reason == f"{FULL} Wat te doen: maak ruimte op de schijf, of meld het bij de beheerder."
    assert number == 1
    store.close()


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("53100", FULL),
        ("58030", "De schijf met de database geeft een fout."),
        ("25006", "De database is nu alleen te lezen."),
        ("57014", "De database is nu niet bereikbaar, niet te lezen of te druk."),
    ],
)
def test_what_a_server_cannot_write_names_the_cause(shared_url: str, code: str, cause: str) -> None:
    store = open_store(shared_url)
    with pytest.raises(UnavailableError, match=cause), store.writing() as connection:
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$")
    store.close()


def test_a_file_that_is_removed_is_not_written_to(home: Path, catalog: Catalog) -> None:
    store, file = open_store(), home / "dashboard.sqlite3"
    proposed(store)
    assert ask("/gereed").status_code == 200
    file.rename(home / "weg")
    with pytest.raises(UnavailableError, match="weg, of er staat een ander bestand"):
        add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert not file.exists()
    (home / "weg").rename(file)
    add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    assert len(load_audit_trail(ADMIN, store)) == 2
    store.close()


def test_a_file_that_is_replaced_is_not_written_to(home: Path, catalog: Catalog) -> None:
    store, file = open_store(), home / "dashboard.sqlite3"
    proposed(store)
    file.rename(home / "weg")
    file.write_bytes(b"")
    with pytest.raises(UnavailableError, match="er staat een ander bestand"):
        add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    store.engine.dispose()  # a new connection would be one to the other file
    with pytest.raises(UnavailableError, match="er staat een ander bestand"):
        load_audit_trail(ADMIN, store)
    assert file.read_bytes() == b""


def test_a_file_that_is_removed_during_a_change_is_not_written_to(home: Path) -> None:
    store, file = open_store(), home / "dashboard.sqlite3"
    number = proposed(store)

    def delete_while_the_file_goes() -> None:
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM observation")
            file.rename(home / "weg")

    with pytest.raises(UnavailableError, match="Er is niets bewaard"):
        delete_while_the_file_goes()
    (home / "weg").rename(file)
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT wave FROM observation").scalars().all()
    assert rows == [number]
    store.close()


def test_readiness_notices_a_removed_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.board.current_store.PROBE_SECONDS", 0.0)
    assert ask("/gereed").status_code == 200
    file = home / "dashboard.sqlite3"
    for replacement in (None, b""):
        file.rename(home / "weg")
        if replacement is not None:
            file.write_bytes(replacement)
        assert '"database":"niet in orde"' in ask("/gereed").text
        (home / "weg").replace(file)
        assert ask("/gereed").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["restore", "{}/nergens.zip"], "{}/nergens.zip is geen hele reservekopie"),
        (["restore", "{}"], "{} is geen hele reservekopie"),
        (["backup", "{}/bestand/kopie.zip"], "{}/bestand kan hier niet: er staat iets anders"),
    ],
)
def test_a_file_that_cannot_be_gives_one_dutch_sentence(
    arguments: list[str],
    message: str,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bestand").touch()
    assert main([part.format(tmp_path) for part in arguments]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(message.format(tmp_path))
    assert output.err.count("\n") == 1
