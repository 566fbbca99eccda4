"""The files that a refresh writes: tables, boundaries, and the manifest that names them.

A table appears at once or not at all: its file is written next to the former one under a name of
its own, and the manifest, replaced in one step, names the one that holds.
"""

import datetime as dt
import fcntl
import hashlib
import os
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
from lib.opendata.pdok import OfficialShapes

LOCK_FILE = ".lock"
FICTITIOUS_MARK = ".fictief"  # stands in a folder of fictitious figures
FIGURE_KEY = ["measure", "kind", "area", "period"]


@dataclass(frozen=True)
class OpenDataFolder:
    """A folder with fetched tables."""

    path: Path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one run.

        Raises `OpenDataError` when another run has it, and for a folder of fictitious figures.
        """
        if (self.path / FICTITIOUS_MARK).exists():
            raise OpenDataError(
                "Deze map heeft fictieve cijfers. Echte cijfers komen daar niet bij.",
                fix="gebruik de map met echte cijfers (DATA_DIR).",
            )
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / LOCK_FILE).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OpenDataError(
                    "Er loopt al een verversing van de open data.", fix="wacht tot die klaar is."
                ) from None
            yield

    def manifest(self) -> Manifest:
        """Return what there is; raise `OpenDataError` when the manifest cannot be read."""
        try:
            return read_manifest(self.path)
        except ValueError as error:
            raise OpenDataError(
                str(error), fix=f"verwijder {MANIFEST_FILE} en haal alles opnieuw op."
            ) from None

    def read_table(self, stored: StoredTable) -> pd.DataFrame:
        """Return all rows of a table as it was fetched."""
        return pd.read_parquet(self.path / stored.file)

    def intact_table(self, number: str) -> StoredTable | None:
        """Return a table of the manifest whose file is there as it was written, else None."""
        stored = self.manifest().tables.get(number)
        if stored is None or not (self.path / stored.file).is_file():
            return None
        return stored if _digest(self.path / stored.file) == stored.sha256 else None

    def intact_shapes(self) -> StoredShapes | None:
        """Return the boundaries of the manifest whose files are there, else None."""
        stored = self.manifest().boundaries
        names = (stored.areas, stored.focus) if stored else ()
        return stored if all((self.path / name).is_file() for name in names) else None

    def publish_table(
        self, spec: OpenTable, rows: pd.DataFrame, about: Mapping[str, object]
    ) -> StoredTable:
        """Make these the rows of a table, in one step; return its entry of the manifest.

        `about` has the fields of `StoredTable` that do not follow from table and rows.
        """
        rows = rows.sort_values(["kind", "area", "period", "measure"], ignore_index=True)
        unfinished = self.path / f"{spec.id}.unfinished"
        _write_parquet(unfinished, rows)
        digest = _digest(unfinished)
        stored = StoredTable.model_validate(
            {
                "since": "",
                "asked": "",
                **about,
                "table": spec.id,
                "source": spec.source,
                "file": f"{spec.id}-{digest[:12]}.parquet",
                "rows": len(rows),
                "first": str(rows["period"].min()),
                "last": str(rows["period"].max()),
                "sha256": digest,
            }
        )
        _put_in_place(unfinished, self.path / stored.file)
        former = self.manifest().tables.get(spec.id, stored)
        self._write_entry(stored)
        self._remove_older(f"{spec.id}-*.parquet", than={stored.file, former.file})
        return stored

    def confirm_table(self, stored: StoredTable, *, retrieved: dt.date) -> StoredTable:
        """Note that a table is still the newest on a day; return its entry of the manifest."""
        confirmed = stored.model_copy(update={"retrieved": retrieved})
        if confirmed != stored:
            self._write_entry(confirmed)
        return confirmed

    def publish_shapes(
        self, shapes: OfficialShapes, *, asked: str, retrieved: dt.date
    ) -> StoredShapes:
        """Make these the official boundaries, all files in one step."""
        texts = {"areas": shapes.areas, "focus": shapes.focus, "water": shapes.water}
        names = {
            name: f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.geojson"
            for name, text in texts.items()
            if text
        }
        for name, file in names.items():
            _write_text(self.path / file, texts[name])
        stored = StoredShapes(
            year=shapes.year,
            areas=names["areas"],
            focus=names["focus"],
            water=names.get("water", ""),
            attribution=shapes.attribution,
            retrieved=retrieved,
            asked=asked,
        )
        manifest = self.manifest()
        former = manifest.boundaries or stored
        self._write_manifest(manifest.model_copy(update={"boundaries": stored}))
        self._remove_older(
            "*.geojson", than={*names.values(), former.areas, former.focus, former.water}
        )
        return stored

    def _write_entry(self, stored: StoredTable) -> None:
        manifest = self.manifest()
        tables = {**manifest.tables, stored.table: stored}
        self._write_manifest(manifest.model_copy(update={"tables": tables}))

    def _write_manifest(self, manifest: Manifest) -> None:
        _write_text(self.path / MANIFEST_FILE, manifest.model_dump_json(indent=1))

    def _remove_older(self, pattern: str, *, than: Collection[str]) -> None:
        """Remove what is older than the former files: the app may still be reading those."""
        for path in self.path.glob(pattern):
            if path.name not in than:
                path.unlink(missing_ok=True)


def count_differences(before: pd.DataFrame, after: pd.DataFrame) -> tuple[int, int, int]:
    """Return how many figures are new, other than before, and gone."""
    old, new = (rows.set_index(FIGURE_KEY)["value"] for rows in (before, after))
    both = new.index.intersection(old.index)
    different = (old[both].fillna(-1) != new[both].fillna(-1)).sum()
    return len(new) - len(both), int(different), len(old) - len(both)


def _write_text(path: Path, text: str) -> None:
    """Write text whole or not at all."""
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(text, encoding="utf-8")
    _put_in_place(unfinished, path)


def _write_parquet(path: Path, rows: pd.DataFrame) -> None:
    """Write rows, which are in order of kind, so that each kind can be read apart."""
    table = pa.Table.from_pandas(rows[list(OPEN_COLUMNS)], preserve_index=False)
    written = 0
    with pq.ParquetWriter(path, table.schema) as writer:
        for number in rows.groupby("kind", sort=False).size():
            writer.write_table(table.slice(written, number))
            written += number


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Give a file its name in one step, after it and before its folder reached the disk."""
    _flush_to_disk(unfinished)
    unfinished.replace(path)
    _flush_to_disk(path.parent)


def _flush_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
