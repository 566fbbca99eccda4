"""Backup and restore: the whole store in one file, which either database reads.

A zip with a line of JSON for each row, and a manifest with the revision of the tables, and for
each table its number of rows and sha256. A backup of an older revision is restored as it was and
then migrated.
"""

import datetime as dt
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from lib.access import Actor, Operation
from lib.catalog.fields import FrozenModel
from lib.store import tables
from lib.store.audit import Event, record_event, utc_now
from lib.store.database import LONG_SECONDS, Store, known_revisions, migrate, read_revision
from lib.store.errors import BackupError, UnavailableError

BACKUP_FORMAT: Literal["veiligheidsdashboard-reservekopie-1"] = (
    "veiligheidsdashboard-reservekopie-1"
)
MANIFEST_NAME = "manifest.json"
MAX_BACKUP_BYTES = 500_000_000
# Parents before what refers to them.
BACKUP_TABLES = tables.metadata.sorted_tables


class _TablePart(BaseModel):
    rows: int
    sha256: str


class _BackupManifest(FrozenModel):
    format: Literal["veiligheidsdashboard-reservekopie-1"]
    revision: str
    made: dt.datetime
    tables: dict[str, _TablePart]


BackupRows = Mapping[str, list[dict[str, Any]]]


def backup(actor: Actor, store: Store, *, file: Path) -> Mapping[str, int]:
    """Write everything to a new file, whole or not at all; return the number of rows per table.

    It is noted in the audit trail, after what the file holds. Raises `BackupError` when the file is
    there already, or is made and could not be noted; `OSError` when it cannot be written.
    """
    actor.require(Operation.MAINTAIN)
    if file.exists():
        raise BackupError(f"{file} bestaat al. Wat te doen: kies een andere naam.")
    with store.reading(seconds=LONG_SECONDS) as connection:
        found = str(read_revision(connection))
        texts = {table.name: _dump_table(connection, table) for table in BACKUP_TABLES}
    parts = {
        name: _TablePart(rows=text.count(b"\n"), sha256=hashlib.sha256(text).hexdigest())
        for name, text in texts.items()
    }
    manifest = _BackupManifest(format=BACKUP_FORMAT, revision=found, made=utc_now(), tables=parts)
    _write_backup(file, texts | {MANIFEST_NAME: manifest.model_dump_json(indent=1).encode()})
    try:
        with store.writing() as connection:
            record_event(connection, actor, event=Event.BACKED_UP, subject="reservekopie")
    except UnavailableError as error:
        raise BackupError(
            f"De reservekopie is gemaakt en heel: {file}. Dat kon niet in het logboek worden "
            "gezet. Wat te doen: kijk waarom de database niets bewaart."
        ) from error
    return {name: part.rows for name, part in parts.items()}


def restore(actor: Actor, store: Store, *, file: Path, replace: bool = False) -> Mapping[str, int]:
    """Make the store what a backup says, wholly or not at all; return the rows per table.

    Raises `BackupError` for a file that is broken, of something else or of a newer version, and
    for a store that is not empty unless it may be replaced; `PermissionError` as `_read_backup`.
    """
    actor.require(Operation.MAINTAIN)
    manifest, rows = _read_backup(file)
    counts = {name: len(found) for name, found in rows.items()}
    with store.writing(seconds=LONG_SECONDS) as connection:
        if not replace and any(
            connection.scalar(sa.select(sa.exists(t.select()))) for t in BACKUP_TABLES
        ):
            raise BackupError(
                "De database is niet leeg. Wat te doen: geef --vervang mee als alles wat er nu "
                "in staat weg mag."
            )
        try:
            _load_backup(connection, manifest.revision, rows)
        except OperationalError:
            raise
        except (SQLAlchemyError, KeyError, ValueError, TypeError) as error:
            raise _broken_backup_error(file) from error
        record_event(
            connection,
            actor,
            event=Event.RESTORED,
            subject="reservekopie",
            after={"bestand": file.name, "gemaakt": manifest.made.isoformat(), **counts},
        )
    return counts


def _dump_table(connection: sa.Connection, table: sa.Table) -> bytes:
    """Return a line for each row, in the same order whatever the database."""
    key = [column.name for column in table.primary_key]
    rows = connection.execute(sa.select(table)).mappings().all()
    return "".join(
        f"{json.dumps(dict(row), sort_keys=True, allow_nan=False, default=dt.datetime.isoformat)}\n"
        for row in sorted(rows, key=itemgetter(*key))
    ).encode()


def _write_backup(file: Path, members: Mapping[str, bytes]) -> None:
    """Write a zip that only its owner can read: it holds what is not public yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    waiting = file.with_name(f".{file.name}.part")
    waiting.unlink(missing_ok=True)
    opened = os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(opened, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in members.items():
                    archive.writestr(name, content)
            raw.flush()
            os.fsync(raw.fileno())
        waiting.replace(file)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise


def _read_backup(file: Path) -> tuple[_BackupManifest, BackupRows]:
    """Return what is in a backup; raise `BackupError` unless all of it is as it was made.

    Raises `PermissionError` for a file that may not be read: it may well be whole.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_BACKUP_BYTES:
                raise _broken_backup_error(file)
            manifest = _BackupManifest.model_validate_json(archive.read(MANIFEST_NAME))
            texts = {name: archive.read(name) for name in manifest.tables}
        rows = {name: [json.loads(line) for line in t.splitlines()] for name, t in texts.items()}
    except PermissionError:
        raise
    except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error, KeyError, ValueError) as error:
        raise _broken_backup_error(file) from error  # of RuntimeError: a zip with a password
    if manifest.revision not in known_revisions():
        raise BackupError(
            f"{file} is van een nieuwere versie van het dashboard ({manifest.revision}). "
            "Wat te doen: zet eerst de nieuwste versie van het dashboard neer."
        )
    is_whole = all(
        (len(rows[name]), hashlib.sha256(texts[name]).hexdigest()) == (part.rows, part.sha256)
        for name, part in manifest.tables.items()
    )
    if not is_whole:
        raise _broken_backup_error(file)
    return manifest, rows


def _load_backup(connection: sa.Connection, at: str, rows: BackupRows) -> None:
    """Make the tables of a revision anew, fill them, and migrate them to now."""
    tables.metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")
    migrate(connection, to=at)
    names = [t.name for t in BACKUP_TABLES if sa.inspect(connection).has_table(t.name)]
    if set(names) != set(rows):
        raise ValueError("not the tables of this revision")
    for name in names:
        _load_rows(connection, name, rows[name])
    migrate(connection)


def _load_rows(connection: sa.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """Fill an empty table, and let its numbers go on after those of the backup."""
    table = sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)
    for column in table.columns:
        if isinstance(column.type, sa.JSON):
            column.type.none_as_null = True
    if rows:
        values = [_restore_moments(connection, table, row) for row in rows]
        connection.execute(sa.insert(table), values)
    if "id" in table.columns and connection.dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence(name, "id")
        following = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
        connection.execute(sa.select(sa.func.setval(sequence, following, sa.false())))


def _restore_moments(
    connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a row's values with their moments as the database has them."""
    moments = [c.name for c in table.columns if isinstance(c.type, sa.DateTime) and row[c.name]]
    found = {name: dt.datetime.fromisoformat(row[name]) for name in moments}
    if connection.dialect.name == "sqlite":
        found = {n: m.astimezone(dt.UTC).replace(tzinfo=None) for n, m in found.items()}
    return {**row, **found}


def _broken_backup_error(file: Path) -> BackupError:
    return BackupError(
        f"{file} is geen hele reservekopie van het dashboard. Er is niets veranderd. "
        "Wat te doen: neem een ander bestand."
    )
