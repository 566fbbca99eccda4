"""Backup and restore: everything comes back, in either database; a bad file changes nothing."""

import datetime as dt
import errno
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lib.access import PUBLIC
from lib.catalog import Catalog, MeasureStatus, Missing, Status
from lib.store import (
    BackupError,
    Event,
    Store,
    UnavailableError,
    add_measure,
    anonymise,
    backup,
    change_agreement,
    change_story,
    close_meeting,
    end_measure,
    load_agenda,
    load_agreements,
    load_audit_trail,
    load_board_version,
    load_frozen_agreements,
    load_item_exhibit,
    load_measures,
    load_meetings,
    load_police_counts,
    load_police_lists,
    load_published_stories,
    load_story_versions,
    load_visible_observations,
    load_waves,
    open_store,
    restore,
    tables,
    withdraw_wave,
)
from lib.store.database import READ_ONLY_TEXT
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DRIEHOEK,
    EDITOR,
    LATER,
    MEASURE,
    NOON,
    STORY,
    agreed,
    figure,
    find_wave,
    interpretation,
    picked,
    planned,
    proposed,
    published,
    published_story,
    save_list,
    submitted_story,
)
from tests.store.server import bare
from tools.run_server import ROOT


@pytest.fixture
def full(store: Store, catalog: Catalog) -> Store:
    """A store with something of everything."""
    published(store, figure(value=0.1 + 0.2, lower=0.1, upper=0.7, n=214, note='Met "é" en \\n'))
    published(store, figure(value=None, missing=Missing.SUPPRESSED), embargo=NOON)
    withdraw_wave(
        ADMIN,
        store,
        seen=find_wave(store, published(store, figure(status=Status.FICTITIOUS))),
        reason="x",
    )
    proposed(store)
    first = add_measure(EDITOR, store, values=MEASURE, catalog=catalog)
    add_measure(EDITOR, store, values=MEASURE | {"visibility": "openbaar"}, catalog=catalog)
    end_measure(EDITOR, store, seen=first, status=MeasureStatus.DONE, end="2026")
    seen = published_story(store, catalog)
    change_story(EDITOR, store, seen=seen, values=STORY | {"title": "Later"}, catalog=catalog)
    submitted_story(store, catalog)
    interpretation(store, catalog)
    day = dt.date(2026, 11, 3)
    save_list(store, {("overval", "steyl", day): 2, ("overval", "velden", day): 1}, first=day)
    anonymise(ADMIN, store, who=EDITOR.name)
    closed = planned(store)
    agreed(store, closed, catalog, note="eerst")
    picked(store, closed)
    close_meeting(DRIEHOEK, store, seen=closed, on=LATER)
    picked(store, planned(store, days=7))
    change_agreement(
        DRIEHOEK, store, seen=load_agreements(DRIEHOEK, store)[0], values=AGREEMENT, catalog=catalog
    )
    return store


@pytest.fixture
def file(full: Store, tmp_path: Path) -> Path:
    path = tmp_path / "backups" / "today.zip"
    backup(ADMIN, full, file=path)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of its own in either database."""
    if request.param == "sqlite":
        opened = open_store(f"sqlite:///{tmp_path}/other.sqlite3")
    else:
        opened = open_store(bare(request.getfixturevalue("spare_url")))
    yield opened
    opened.close()


# What a backup and a restore themselves leave in the audit trail.
NOT_OF_A_BACKUP = {Event.BACKED_UP, Event.RESTORED}


def everything(store: Store) -> dict[str, object]:
    """Return all that the store tells to who sees the most, and to the public."""
    told: dict[str, object] = {
        "waves": load_waves(ADMIN, store),
        "measures": load_measures(ADMIN, store),
    }
    told["stories"] = [load_story_versions(ADMIN, store, number=n) for n in (1, 2)]
    told["public stories"] = load_published_stories(store)
    told["meetings"], told["agreements"] = (
        load_meetings(ADMIN, store),
        load_agreements(ADMIN, store),
    )
    items = [
        i for m in load_meetings(ADMIN, store) for i in load_agenda(ADMIN, store, meeting=m.number)
    ]
    told["agenda"] = [(item, load_item_exhibit(ADMIN, store, item=item.number)) for item in items]
    told["frozen"] = load_frozen_agreements(ADMIN, store, meeting=1)
    told["lists"] = load_police_lists(ADMIN, store)
    found = load_police_counts(ADMIN, store, fictitious=False)
    told["counts"] = (found.cells.to_json(orient="table"), found.covered.to_json(orient="table"))
    told["audit"] = [e for e in load_audit_trail(ADMIN, store) if e.what not in NOT_OF_A_BACKUP]
    for actor in (ADMIN, PUBLIC):
        frame, sources = load_visible_observations(actor, store, now=NOON)
        told[actor.role] = (
            frame.to_json(orient="table"),
            dict(sources),
            load_measures(actor, store),
        )
    return told


def test_everything_comes_back_in_either_database(full: Store, file: Path, other: Store) -> None:
    counts = restore(ADMIN, other, file=file)
    assert counts == {
        "audit": 28,
        "measure": 2,
        "observation": 4,
        "wave": 4,
        "survey_layout": 0,
        "meeting": 2,
        "agenda_item": 2,
        "agreement": 1,
        "police_list": 1,
        "police_count": 2,
        "story": 2,
        "story_version": 3,
        "story_step": 7,
        "interpretation": 1,
    }
    assert everything(other) == everything(full)
    (then,) = load_frozen_agreements(ADMIN, other, meeting=1)
    assert then.agreement.note == "eerst"
    absent = select(func.count()).where(tables.audit.c.before.is_(None))
    with full.reading() as before, other.reading() as after:
        # Each has an entry of its own: of the restore, and of the backup.
        assert after.scalars(absent).one() == before.scalars(absent).one()
    restored = load_audit_trail(ADMIN, other)[0]
    assert (restored.what, restored.who) == (Event.RESTORED, ADMIN.name)
    assert restored.after is not None
    assert restored.after["bestand"] == "today.zip"
    # What is new gets numbers of its own.
    assert proposed(other) == 5
    assert planned(other, days=14).number == 3
    assert len(load_audit_trail(ADMIN, other)) == 31


def test_the_file_of_either_database_is_the_same(
    full: Store, file: Path, other: Store, tmp_path: Path
) -> None:
    restore(ADMIN, other, file=file)
    backup(ADMIN, other, file=tmp_path / "again.zip")
    with zipfile.ZipFile(file) as first, zipfile.ZipFile(tmp_path / "again.zip") as second:
        for table in sorted(set(tables.metadata.tables) - {"audit"}):
            assert first.read(table) == second.read(table)
        assert second.read("audit").startswith(first.read("audit"))


def test_the_audit_trail_is_guarded_after_a_restore(file: Path, other: Store) -> None:
    restore(ADMIN, other, file=file)
    with pytest.raises(Exception, match="logboek"), other.writing() as raw:
        raw.exec_driver_sql("DELETE FROM audit")


def test_a_store_with_rows_is_replaced_only_with_replace(full: Store, file: Path) -> None:
    published(full, figure(value=9.0))
    before, seen = everything(full), load_board_version(full, now=NOON)
    with pytest.raises(BackupError, match=r"niet leeg.*--vervang"):
        restore(ADMIN, full, file=file)
    assert everything(full) == before
    restore(ADMIN, full, file=file, replace=True)
    after = everything(full)
    assert after != before
    assert load_board_version(full, now=NOON) != seen
    # The same numbers again, and yet another version: nobody shows what was cached.
    published(full, figure(value=9.0))
    seen = load_board_version(full, now=NOON)
    restore(ADMIN, full, file=file, replace=True)
    published(full, figure(value=8.0))
    assert load_board_version(full, now=NOON) != seen


def test_a_file_that_exists_is_not_overwritten(full: Store, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(BackupError, match="bestaat al"):
        backup(ADMIN, full, file=file)
    assert file.read_bytes() == before


def test_only_the_owner_reads_a_backup(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def _rewrite(file: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change a backup's members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _manifest(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | values).encode()

    return change


def _without(table: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        del manifest["tables"][table]
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def _table(table: str, old: bytes, new: bytes, *, signed: bool) -> Callable[..., None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[table]
        members[table] = members[table].replace(old, new)
        manifest = json.loads(members["manifest.json"])
        if signed:
            manifest["tables"][table] = {
                "rows": members[table].count(b"\n"),
                "sha256": hashlib.sha256(members[table]).hexdigest(),
            }
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[200] ^= 0xFF
    file.write_bytes(content)


FOREIGN_TABLE = {"tables": {"sqlite_master": {"rows": 0, "sha256": hashlib.sha256().hexdigest()}}}
BROKEN: dict[str, Callable[[Path], object]] = {
    "absent": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "something else": lambda file: file.write_text("indicator,area\n"),
    "cut off": _cut,
    "a byte that flipped": _flip,
    "another zip": lambda file: _rewrite(file, lambda members: members.clear()),
    "another format": lambda file: _rewrite(file, _manifest(format="iets-anders")),
    "a table that is not there": lambda file: _rewrite(file, lambda m: m.pop("audit")),
    "a table of the database itself": lambda file: _rewrite(file, _manifest(**FOREIGN_TABLE)),
    "no JSON": lambda file: _rewrite(file, _table("wave", b"{", b"", signed=True)),
    "no object": lambda file: _rewrite(file, _table("wave", b"{", b'["', signed=True)),
    "a changed name": lambda file: _rewrite(
        file, _table("wave", b"meting", b"mxting", signed=False)
    ),
    "an unknown column": lambda file: _rewrite(
        file, _table("measure", b'"title"', b'"titel"', signed=True)
    ),
    "a state that cannot be": lambda file: _rewrite(
        file, _table("wave", b'"voorgesteld"', b'"bewezen"', signed=True)
    ),
    "a figure without its wave": lambda file: _rewrite(
        file, _table("observation", b'"wave": 1', b'"wave": 77', signed=True)
    ),
    "a column less": lambda file: _rewrite(file, _table("audit", b'"at"', b'"who"', signed=True)),
    "a table less": lambda file: _rewrite(file, _without("audit")),
    "no moment": lambda file: _rewrite(file, _table("audit", b'"20', b'"xx', signed=True)),
}


def test_a_broken_or_foreign_file_changes_nothing(full: Store, file: Path) -> None:
    before, spoiled = everything(full), file.with_name("spoiled.zip")
    for fault, spoil in BROKEN.items():
        shutil.copy(file, spoiled)
        spoil(spoiled)
        with pytest.raises(BackupError, match="geen hele reservekopie"):
            restore(ADMIN, full, file=spoiled, replace=True)
        assert everything(full) == before, fault
    assert Event.RESTORED not in {e.what for e in load_audit_trail(ADMIN, full)}
    restore(ADMIN, full, file=file, replace=True)
    assert everything(full) == before


def test_a_file_that_may_not_be_read_is_not_called_broken(
    full: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of root, while the app's own account restores it."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    with pytest.raises(PermissionError):
        restore(ADMIN, full, file=file, replace=True)


def test_a_database_that_saves_nothing_is_backed_up_all_the_same(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a replica for reading: just then it matters whether the file is whole."""

    def refuse(*_: object, **__: object) -> None:
        raise UnavailableError(READ_ONLY_TEXT)

    before, path = everything(full), tmp_path / "nood.zip"
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[backup.__module__], "record_event", refuse)
        with pytest.raises(BackupError, match=r"gemaakt en heel: .*nood\.zip.*logboek"):
            backup(ADMIN, full, file=path)
    other = open_store(f"sqlite:///{tmp_path}/elders.sqlite3")
    restore(ADMIN, other, file=path)
    assert everything(other) == before
    other.close()


STOPPED = """
import os, runpy, signal, sys, zipfile
zipfile.ZipFile.writestr = lambda *_: os.kill(os.getpid(), signal.SIGTERM)
runpy.run_module("lib.store", run_name="__main__")
"""


@pytest.mark.slow
def test_a_backup_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": ""}
    command = [sys.executable, "-c", STOPPED, "backup", str(tmp_path / "kopieen" / "een.zip")]
    stopped = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True)
    assert stopped.returncode == 143, stopped.stderr
    assert list((tmp_path / "kopieen").iterdir()) == []


def test_a_backup_of_a_newer_version_is_refused_by_name(full: Store, file: Path) -> None:
    _rewrite(file, _manifest(revision="9999"))
    with pytest.raises(BackupError, match=r"nieuwere versie van het dashboard \(9999\)"):
        restore(ADMIN, full, file=file, replace=True)
