"""The files that the refresh writes: parts of a table under way, whole tables, the manifest.

A table appears at once or not at all: its file is written beside the former one under a name of
its own, and the manifest, replaced in one step, says which of the two holds. Parts wait in a
folder of their own, by table version: a run that was stopped takes up where it was.
"""

import datetime as dt
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.catalog.open_tables import (
    MANIFEST_FILE,
    OPEN_COLUMNS,
    Manifest,
    OpenTable,
    StoredShapes,
    StoredTable,
    read_manifest,
)
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.odata import Part, Table
from lib.opendata.pdok import Shapes

PARTS, LOCK = ".parts", ".lock"
MADE_UP = ".fictief"  # stands in a folder of fictitious figures
KEY = ["measure", "kind", "area", "period"]


@dataclass(frozen=True)
class About:
    """What the manifest says of a table beside its rows; see `StoredTable`."""

    spec: OpenTable
    title: str
    version: str
    kinds: Mapping[str, str]
    asked: str = ""


@dataclass(frozen=True)
class Store:
    """A folder with fetched tables."""

    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder for one run.

        Raises `OpenDataError` when another run has it, and for a folder of fictitious figures.
        """
        if (self.folder / MADE_UP).exists():
            raise OpenDataError(
                "Deze map heeft fictieve cijfers. Echte cijfers komen daar niet bij.",
                fix="gebruik de map met echte cijfers (DATA_DIR).",
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OpenDataError(
                    "Er loopt al een verversing van de open data.", fix="wacht tot die klaar is."
                ) from None
            yield

    def manifest(self) -> Manifest:
        """Return what there is; raise `OpenDataError` when the manifest cannot be read."""
        try:
            return read_manifest(self.folder)
        except ValueError as error:
            raise OpenDataError(
                str(error), fix=f"verwijder {MANIFEST_FILE} en haal alles opnieuw op."
            ) from None

    def rows(self, stored: StoredTable) -> pd.DataFrame:
        """Return all rows of a table as it was fetched."""
        return pd.read_parquet(self.folder / stored.file)

    def holds(self, stored: StoredTable) -> bool:
        """Tell whether a table's file is there and as it was written."""
        path = self.folder / stored.file
        return path.is_file() and _digest(path) == stored.sha256

    def part(self, table: Table, part: Part, *, asked: str) -> pd.DataFrame:
        """Return a part that an earlier run left behind, else fetch and keep it."""
        question = hashlib.sha256(f"{table.version}{asked}{part.clause}".encode()).hexdigest()[:16]
        path = self.folder / PARTS / table.spec.id / f"{_safe(part.name)}-{question}.parquet"
        if path.is_file():
            return pd.read_parquet(path)
        rows = table.fetch(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, rows)
        return rows

    def publish(
        self, about: About, rows: pd.DataFrame, *, since: str, today: dt.date
    ) -> StoredTable:
        """Make these the rows of the table, in one step."""
        spec = about.spec
        ordered = rows.sort_values(["kind", "area", "period", "measure"], ignore_index=True)
        waiting = self.folder / PARTS / spec.id / "whole.parquet"
        waiting.parent.mkdir(parents=True, exist_ok=True)
        _write(waiting, ordered)
        digest = _digest(waiting)
        stored = StoredTable(
            table=spec.id,
            file=f"{spec.id}-{digest[:12]}.parquet",
            title=about.title,
            version=about.version,
            retrieved=today,
            since=since,
            asked=about.asked,
            source=spec.source,
            rows=len(rows),
            first=str(rows["period"].min()),
            last=str(rows["period"].max()),
            sha256=digest,
            kinds=dict(about.kinds),
        )
        waiting.replace(self.folder / stored.file)
        now = self.manifest()
        before = now.tables.get(spec.id, stored)
        self._point_to(now.model_copy(update={"tables": {**now.tables, spec.id: stored}}))
        shutil.rmtree(self.folder / PARTS / spec.id, ignore_errors=True)
        self._clear(f"{spec.id}-*.parquet", keep={stored.file, before.file})
        return stored

    def holds_shapes(self, stored: StoredShapes) -> bool:
        """Tell whether the files of the boundaries are there."""
        return all((self.folder / name).is_file() for name in (stored.areas, stored.focus))

    def publish_shapes(self, shapes: Shapes, *, asked: str, today: dt.date) -> StoredShapes:
        """Make these the official boundaries, both files in one step."""
        names = []
        for name, text in (("areas", shapes.areas), ("focus", shapes.focus)):
            names.append(f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.geojson")
            _put(self.folder / names[-1], text)
        stored = StoredShapes(
            year=shapes.year,
            areas=names[0],
            focus=names[1],
            attribution=shapes.attribution,
            retrieved=today,
            asked=asked,
        )
        now = self.manifest()
        before = now.boundaries or stored
        self._point_to(now.model_copy(update={"boundaries": stored}))
        self._clear("*.geojson", keep={stored.areas, stored.focus, before.areas, before.focus})
        return stored

    def _point_to(self, manifest: Manifest) -> None:
        _put(self.folder / MANIFEST_FILE, manifest.model_dump_json(indent=1))

    def _clear(self, pattern: str, *, keep: Collection[str]) -> None:
        """Remove what is older than the former files: the app may still be reading those."""
        for path in self.folder.glob(pattern):
            if path.name not in keep:
                path.unlink(missing_ok=True)


def changes(before: pd.DataFrame, after: pd.DataFrame) -> tuple[int, int, int]:
    """Return how many figures are new, other than before, and gone."""
    old, new = before.set_index(KEY)["value"], after.set_index(KEY)["value"]
    both = new.index.intersection(old.index)
    different = (old[both].fillna(-1) != new[both].fillna(-1)).sum()
    return len(new) - len(both), int(different), len(old) - len(both)


def _put(path: Path, text: str) -> None:
    """Write text whole or not at all."""
    waiting = path.with_name(f".{path.name}")
    with waiting.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    _sync(path.parent)


def _write(path: Path, rows: pd.DataFrame) -> None:
    """Write rows whole or not at all; those of a kind stand together and can be read apart."""
    waiting = path.with_suffix(".tmp")
    schema = pa.Schema.from_pandas(rows[list(OPEN_COLUMNS)], preserve_index=False)
    with pq.ParquetWriter(waiting, schema) as writer:
        for _, of_kind in rows.groupby("kind", sort=False):
            writer.write_table(pa.Table.from_pandas(of_kind, schema=schema, preserve_index=False))
    with waiting.open("rb") as file:
        os.fsync(file.fileno())
    waiting.replace(path)
    _sync(path.parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _safe(name: str) -> str:
    return re.sub(r"[^\w-]", "_", name)
