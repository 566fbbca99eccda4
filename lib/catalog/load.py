"""Load and check all data of one municipality. Not here: what the checks are."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from lib.catalog.boundaries import read_boundaries
from lib.catalog.catalog import Catalog, observation_frame, refuse_mixture
from lib.catalog.checks import check_all
from lib.catalog.contents import FileContents
from lib.catalog.fields import FrozenModel
from lib.catalog.messages import unknown_key_problem
from lib.catalog.open_tables import (
    MANIFEST_FILE,
    OPEN_DATA_FOLDER,
    OpenTable,
    StoredShapes,
    StoredTable,
    find_stored_tables,
    read_manifest,
    read_open_observations,
    refuse_damaged,
    source_of_table,
)
from lib.catalog.policy_texts import Accountability, Organisation, Theme
from lib.catalog.problems import DataProblem, DataProblemsError, RowPlace
from lib.catalog.read import Reader
from lib.catalog.schema import (
    Area,
    Files,
    Focus,
    Indicator,
    Milestone,
    Municipality,
    Observation,
    Source,
    Target,
)
from lib.catalog.style import check_style

ModelT = TypeVar("ModelT", bound=FrozenModel)
SUFFIXES = {".csv", ".toml", ".md", ".geojson", ".json", ".svg", ".ttf", ".otf"}


def fingerprint(data_dir: Path, geo_dir: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every data file: changes when the data may have changed.

    Reads no file's contents. A folder that is not there counts as empty.
    """
    found = []
    for root in (data_dir, geo_dir):
        for path in sorted(root.rglob("*")):
            if path.suffix in SUFFIXES and not path.name.startswith("."):
                try:
                    stat = path.stat()
                except OSError:  # gone since it was listed, as when an editor saves
                    continue
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def load_catalog(data_dir: Path, geo_dir: Path) -> Catalog:
    """Read and check `data_dir` and `geo_dir`; raise `DataProblemsError` with all problems."""
    loader = _Loader(data_dir, geo_dir)
    contents = loader.read()
    problems = [*loader.data.problems, *loader.geo.problems, *check_all(contents)]
    if problems:
        raise DataProblemsError(problems)
    return loader.catalog(contents)


class _Loader:
    def __init__(self, data_dir: Path, geo_dir: Path) -> None:
        self.data = Reader(data_dir.resolve())
        self.geo = Reader(geo_dir.resolve())
        self.accountability: Accountability | None = None
        self.boundaries: gpd.GeoDataFrame | None = None
        self.focus_boundaries: gpd.GeoDataFrame | None = None
        self.official: StoredShapes | None = None

    def read(self) -> FileContents:
        """Read every file, also when others are broken, so that all problems come at once."""
        municipality = self._whole("gemeente.toml", Municipality)
        files = municipality.files if municipality else Files()
        if municipality:
            self.data.problems += check_style(municipality.style, folder=self.data.root)
        self.accountability = self._whole(files.accountability, Accountability)
        organisation = self._whole(files.organisation, Organisation)
        areas, focus = self._rows(files.areas, Area), self._rows(files.focus, Focus)
        if not self._official_shapes(areas, focus):
            geo = self.geo.root
            self.boundaries = read_boundaries(geo / files.boundaries, self.geo, key="area")
            self.focus_boundaries = read_boundaries(
                geo / files.focus_boundaries, self.geo, key="focus"
            )
        return FileContents(
            municipality=municipality,
            areas=areas,
            focus=focus,
            sources=self._rows(files.sources, Source),
            indicators=self._indicators(files.indicators),
            targets=self._entries(files.targets, "target", Target),
            milestones=self._rows(files.milestones, Milestone),
            observations=self._observations(files.observations),
            organisation=organisation,
            themes=self._themes(files.themes),
            theme_folders=self._theme_folders(files.themes),
            open_tables=self._entries(files.opendata, "table", OpenTable),
            shapes=self._keys(files.boundaries, self.boundaries),
            focus_shapes=self._keys(files.focus_boundaries, self.focus_boundaries),
            cited=[
                (RowPlace(self.data.name(self.data.root / name)), key)
                for name, whole in (
                    ("gemeente.toml", municipality),
                    (files.organisation, organisation),
                    (files.accountability, self.accountability),
                )
                if whole
                for key in whole.sources
            ],
            lost=frozenset(self.data.lost),  # last: reading fills it
        )

    def catalog(self, contents: FileContents) -> Catalog:
        """Put together what was read; only called when there is no problem."""
        municipality, organisation = contents.municipality, contents.organisation
        assert municipality is not None  # noqa: S101 - no problems, so all was read
        assert organisation is not None  # noqa: S101
        assert self.accountability is not None  # noqa: S101
        stored = find_stored_tables(self.data.root)
        if self.official:
            source = self.official.source.source
            names = {"attribution": self.official.attribution, "source": source}
            of_map = municipality.map.model_copy(update=names)
            municipality = municipality.model_copy(update={"map": of_map})
        milestones = (row for _, row in contents.milestones)
        return Catalog(
            municipality=municipality,
            areas=MappingProxyType(contents.area_of),
            focus=tuple(row for _, row in contents.focus),
            sources=self._sources(contents, stored),
            indicators=MappingProxyType(contents.indicator_of),
            targets=tuple(row for _, row in contents.targets),
            milestones=tuple(sorted(milestones, key=lambda m: (m.end, m.start))),
            organisation=organisation,
            accountability=self.accountability,
            themes=tuple(sorted((row for _, row in contents.themes), key=lambda t: t.order)),
            open_tables=tuple(contents.table_of.values()),
            stored=stored,
            _data_dir=self.data.root,
            _boundaries=self.boundaries,
            _focus_boundaries=self.focus_boundaries,
            **self._frames(contents, municipality),
        )

    def _sources(
        self, contents: FileContents, stored: Mapping[str, StoredTable]
    ) -> Mapping[str, Source]:
        """Return the sources of the files, of fetched tables and of fetched boundaries."""
        tables = contents.table_of
        fetched = [source_of_table(tables[n], stored[n]) for n in tables if n in stored]
        boundaries = [self.official.source] if self.official else []
        own = (source for _, source in contents.sources)
        return MappingProxyType({s.source: s for s in (*own, *fetched, *boundaries)})

    def _frames(
        self, contents: FileContents, municipality: Municipality
    ) -> Mapping[str, pd.DataFrame]:
        """Return the four frames of the catalog: no two kinds of figures share one."""
        frame = self._figures(contents, municipality)
        refuse_mixture(frame)
        kinds = {key: i.kind for key, i in contents.indicator_of.items()}
        is_survey = frame["indicator"].map(kinds) == "survey"
        is_total = frame["area"] == municipality.code
        is_benchmark = frame["area"].isin([r.region for r in municipality.region])
        chosen = {
            "_survey": is_survey,
            "_series": ~is_survey & is_total,
            "_counts": ~is_survey & ~is_total & ~is_benchmark,
            "_benchmark": ~is_survey & is_benchmark,
        }
        return {name: frame[rows].reset_index(drop=True) for name, rows in chosen.items()}

    def _figures(self, contents: FileContents, municipality: Municipality) -> pd.DataFrame:
        """Return all observations, of files and of fetched tables."""
        places: dict[str, str] = {a.area: a.kind for _, a in contents.areas}
        places |= dict.fromkeys((r.region for r in municipality.region), "region")
        stored = find_stored_tables(self.data.root)
        try:
            refuse_damaged(stored, self.data.root)
            fetched = read_open_observations(
                [i for _, i in contents.indicators if i.tables],
                tables={t.id: t for _, t in contents.open_tables},
                stored=stored,
                places=places,
                data_dir=self.data.root,
            )
        except (OSError, pa.ArrowException):
            raise DataProblemsError([_damaged(self.data)]) from None
        own = observation_frame(o for _, o in contents.observations)
        return pd.concat([own, *fetched], ignore_index=True)

    def _official_shapes(
        self, areas: list[tuple[RowPlace, Area]], focus: list[tuple[RowPlace, Focus]]
    ) -> bool:
        """Take the fetched boundaries where they are there, whole, and of exactly these areas."""
        folder, trial = self.data.root / OPEN_DATA_FOLDER, Reader(self.data.root)
        try:
            stored = read_manifest(folder).boundaries
        except ValueError:
            self.data.problems.append(_damaged(self.data))
            return False
        if stored is None:
            return False
        own = {a.area for _, a in areas if a.kind == "area"}
        outlined = {f.focus for _, f in focus if not set(f.areas) <= own}
        shapes = read_boundaries(folder / stored.areas, trial, key="area")
        outlines = read_boundaries(folder / stored.focus, trial, key="focus")
        if not _has_keys(shapes, own) or not _has_keys(outlines, outlined):
            return False
        self.boundaries, self.focus_boundaries, self.official = shapes, outlines, stored
        return True

    def _rows(self, name: str, model: type[ModelT]) -> list[tuple[RowPlace, ModelT]]:
        return self.data.rows(self.data.root / name, model)

    def _whole(self, name: str, model: type[ModelT]) -> ModelT | None:
        path = self.data.root / name
        tables = self.data.toml(path)
        if tables is None:
            return None
        whole = self.data.check(tables, model, at=RowPlace(self.data.name(path)))
        if whole is None:
            self.data.lost.add((path.name, ""))
        return whole

    def _table(
        self, path: Path, values: object, model: type[ModelT], *, where: str
    ) -> list[tuple[RowPlace, ModelT]]:
        at = RowPlace(self.data.name(path))
        row = self.data.check(values, model, at=at, where=where)
        return [(at, row)] if row else []

    def _indicators(self, name: str) -> list[tuple[RowPlace, Indicator]]:
        path = self.data.root / name
        found = []
        for key, values in (self.data.toml(path) or {}).items():
            table = {"indicator": key, **values} if isinstance(values, Mapping) else values
            found += self._table(path, table, Indicator, where=key)
        return found

    def _entries(self, name: str, key: str, model: type[ModelT]) -> list[tuple[RowPlace, ModelT]]:
        path = self.data.root / name
        tables = dict(self.data.toml(path) or {})
        entries = tables.pop(key, [])
        self.data.problems += [
            unknown_key_problem(self.data.name(path), column=other) for other in tables
        ]
        found = []
        for number, values in enumerate(entries if isinstance(entries, list) else [entries], 1):
            found += self._table(path, values, model, where=f"{key} {number}")
        return found

    def _observations(self, name: str) -> list[tuple[RowPlace, Observation]]:
        folder = self.data.root / name
        paths = sorted(p for p in folder.glob("*.csv") if not p.name.startswith("."))
        if not paths:
            self.data.add(folder, expected="bestanden met cijfers", fix="zet de bestanden terug")
        return [row for path in paths for row in self._rows(f"{name}/{path.name}", Observation)]

    def _theme_folders(self, name: str) -> list[str]:
        return sorted(p.name for p in (self.data.root / name).glob("*") if p.is_dir())

    def _themes(self, name: str) -> list[tuple[RowPlace, Theme]]:
        folder = self.data.root / name
        paths = [folder / slug for slug in self._theme_folders(name)]
        if not paths:
            self.data.add(folder, expected="een map per thema", fix="zet de mappen terug")
        found = []
        for path in paths:
            text = self.data.text(path / "text.md")
            tables: Mapping[str, Any] | None = self.data.toml(path / "theme.toml")
            if text is not None and tables is not None:
                values = {**tables, "slug": path.name, "text": text}
                found += self._table(path / "theme.toml", values, Theme, where="")
        return found

    def _keys(
        self, name: str, frame: gpd.GeoDataFrame | None
    ) -> tuple[str, tuple[str, ...]] | None:
        if frame is None:
            return None
        return self.geo.name(self.geo.root / name), tuple(frame.index)


def _damaged(reader: Reader) -> DataProblem:
    """Return the problem of fetched files that cannot be read."""
    return DataProblem(
        f"{reader.root.name}/{OPEN_DATA_FOLDER}/{MANIFEST_FILE}",
        expected="hele bestanden met open data",
        fix=f"verwijder de map {OPEN_DATA_FOLDER} en haal alles opnieuw op met make data",
    )


def _has_keys(shapes: gpd.GeoDataFrame | None, keys: set[str]) -> bool:
    """Return whether there are shapes of exactly these keys."""
    return shapes is not None and set(shapes.index) == keys
