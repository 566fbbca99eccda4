"""Load and check all data of one municipality. Not here: what the checks are."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from lib.catalog import open_tables, schema
from lib.catalog.boundaries import ContextKind, read_boundaries, read_context
from lib.catalog.catalog import Catalog, Frame, observation_frame, refuse_mixture
from lib.catalog.checks import check_all
from lib.catalog.contents import FileContents
from lib.catalog.geography import Geography
from lib.catalog.municipality import Municipality
from lib.catalog.policy_texts import Accountability, Organisation, Theme
from lib.catalog.problems import DataProblem, DataProblemsError, RowPlace
from lib.catalog.read import Reader
from lib.catalog.style import apply_tokens, check_style
from lib.catalog.word_lists import WordLists

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
        self.words: WordLists | None = None
        self.boundaries: gpd.GeoDataFrame | None = None
        self.focus_boundaries: gpd.GeoDataFrame | None = None
        self.context: gpd.GeoDataFrame | None = None
        self.official: open_tables.StoredShapes | None = None

    def read(self) -> FileContents:
        """Read every file, also when others are broken, so that all problems come at once."""
        municipality = self.data.whole("gemeente.toml", Municipality)
        if municipality:
            municipality = self._with_style(municipality)
        self.accountability = self.data.whole("accountability.toml", Accountability)
        self.words = self.data.whole("words.toml", WordLists)
        organisation = self.data.whole("organisation.toml", Organisation)
        areas = self.data.rows("areas.csv", schema.Area)
        focus = self.data.rows("focus.csv", schema.Focus)
        if not self._official_shapes(areas, focus):
            geo = self.geo.root
            self.boundaries = read_boundaries(geo / "areas.geojson", self.geo, key="area")
            self.focus_boundaries = read_boundaries(geo / "focus.geojson", self.geo, key="focus")
        self.context = self._read_context()
        folders = sorted(p for p in (self.data.root / "themes").glob("*") if p.is_dir())
        if not folders:
            self.data.add("themes", "no_themes")
        has_tiles = (self.data.root / "tiles.csv").is_file()
        return FileContents(
            municipality=municipality,
            areas=areas,
            focus=focus,
            sources=self.data.rows("sources.csv", schema.Source),
            indicators=self._indicators(),
            targets=self.data.entries("targets.toml", "target", schema.Target),
            milestones=self.data.rows("milestones.csv", schema.Milestone),
            # The map of tiles is optional.
            tiles=self.data.rows("tiles.csv", schema.Tile) if has_tiles else [],
            observations=self._observations(),
            organisation=organisation,
            themes=self._themes(folders),
            theme_folders=[folder.name for folder in folders],
            open_tables=self.data.entries("opendata.toml", "table", open_tables.OpenTable),
            shapes=self._keys("areas.geojson", self.boundaries),
            focus_shapes=self._keys("focus.geojson", self.focus_boundaries),
            cited=[
                *self._cited("gemeente.toml", municipality),
                *self._cited("organisation.toml", organisation),
                *self._cited("accountability.toml", self.accountability),
            ],
            lost=frozenset(self.data.lost),  # last: reading fills it
        )

    def _with_style(self, municipality: Municipality) -> Municipality:
        """Return the municipality with its style complete, after noting what is wrong with it."""
        style, folder = municipality.style, self.data.root
        try:
            style = apply_tokens(style, folder=folder)
        except DataProblemsError as error:
            self.data.problems += error.problems
        self.data.problems += check_style(style, folder=folder)
        return municipality.model_copy(update={"style": style})

    def _cited(
        self, name: str, whole: Municipality | Organisation | Accountability | None
    ) -> list[tuple[RowPlace, str]]:
        """Return the sources that a file cites, each with its place."""
        return [(self.data.place(name), key) for key in whole.sources] if whole else []

    def catalog(self, contents: FileContents) -> Catalog:
        """Put together what was read; only called when there is no problem."""
        municipality, organisation = contents.municipality, contents.organisation
        assert municipality is not None  # noqa: S101 - no problems, so all was read
        assert organisation is not None  # noqa: S101
        assert self.accountability is not None  # noqa: S101
        assert self.words is not None  # noqa: S101
        stored = open_tables.find_stored_tables(self.data.root)
        municipality = self._with_attribution(municipality)
        milestones = (row for _, row in contents.milestones)
        focus = tuple(row for _, row in contents.focus)
        return Catalog(
            municipality=municipality,
            areas=MappingProxyType(contents.area_of),
            focus=focus,
            geography=Geography(self.boundaries, self.focus_boundaries, self.context, focus),
            sources=self._sources(contents, stored),
            indicators=MappingProxyType(contents.indicator_of),
            targets=tuple(row for _, row in contents.targets),
            milestones=tuple(sorted(milestones, key=lambda m: (m.end, m.start))),
            tiles=MappingProxyType({t.area: (t.column, t.row) for _, t in contents.tiles}),
            organisation=organisation,
            accountability=self.accountability,
            words=self.words,
            themes=tuple(sorted((row for _, row in contents.themes), key=lambda t: t.order)),
            open_tables=tuple(contents.table_of.values()),
            stored=stored,
            _data_dir=self.data.root,
            _frames=self._frames(contents, municipality),
        )

    def _with_attribution(self, municipality: Municipality) -> Municipality:
        """Return the municipality with the source of its map, where the shapes were fetched."""
        if self.official is None:
            return municipality
        source = self.official.source.source
        names = {"attribution": self.official.attribution, "source": source}
        return municipality.model_copy(update={"map": municipality.map.model_copy(update=names)})

    def _sources(
        self, contents: FileContents, stored: Mapping[str, open_tables.StoredTable]
    ) -> Mapping[str, schema.Source]:
        """Return the sources of the files, of fetched tables and of fetched boundaries."""
        tables = contents.table_of
        fetched = [open_tables.source_of_table(tables[n], stored[n]) for n in tables if n in stored]
        boundaries = [self.official.source] if self.official else []
        own = (source for _, source in contents.sources)
        return MappingProxyType({s.source: s for s in (*own, *fetched, *boundaries)})

    def _frames(
        self, contents: FileContents, municipality: Municipality
    ) -> Mapping[Frame, pd.DataFrame]:
        """Return the five frames of the catalog: no two kinds of figures share one."""
        frame = self._figures(contents, municipality)
        refuse_mixture(frame)
        kinds = {key: i.kind for key, i in contents.indicator_of.items()}
        kind = frame["indicator"].map(kinds)
        is_survey, is_effort = kind == "survey", kind == "effort"
        is_count = ~is_survey & ~is_effort
        is_total = frame["area"] == municipality.code
        is_benchmark = frame["area"].isin([r.region for r in municipality.region])
        chosen: dict[Frame, pd.Series] = {
            "survey": is_survey,
            "series": is_count & is_total,
            "counts": is_count & ~is_total & ~is_benchmark,
            "benchmark": is_count & is_benchmark,
            "efforts": is_effort & is_total,
        }
        return {name: frame[rows].reset_index(drop=True) for name, rows in chosen.items()}

    def _figures(self, contents: FileContents, municipality: Municipality) -> pd.DataFrame:
        """Return all observations, of files and of fetched tables."""
        places: dict[str, str] = {a.area: a.kind for _, a in contents.areas}
        places |= dict.fromkeys((r.region for r in municipality.region), "region")
        stored = open_tables.find_stored_tables(self.data.root)
        try:
            open_tables.refuse_damaged(stored, self.data.root)
            fetched = open_tables.read_open_observations(
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
        self, areas: list[tuple[RowPlace, schema.Area]], focus: list[tuple[RowPlace, schema.Focus]]
    ) -> bool:
        """Take the fetched boundaries where they are there, whole, and of exactly these areas."""
        folder, trial = self.data.root / open_tables.OPEN_DATA_FOLDER, Reader(self.data.root)
        try:
            stored = open_tables.read_manifest(folder).boundaries
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

    def _read_context(self) -> gpd.GeoDataFrame:
        """Return what lies around the areas; fetched water goes before that of the file."""
        own = read_context(self.geo.root / "context.geojson", self.geo)
        stored = self.official
        if stored is None or not stored.water:
            return own
        folder, trial = self.data.root / open_tables.OPEN_DATA_FOLDER, Reader(self.data.root)
        water = read_context(folder / stored.water, trial)
        if water.empty:
            return own
        return pd.concat([water, own[own["kind"] != ContextKind.WATER]], ignore_index=True)

    def _indicators(self) -> list[tuple[RowPlace, schema.Indicator]]:
        found, name = [], "indicators.toml"
        for key, values in (self.data.toml(name) or {}).items():
            table = {"indicator": key, **values} if isinstance(values, Mapping) else values
            found += self.data.table(name, table, schema.Indicator, where=key)
        return found

    def _observations(self) -> list[tuple[RowPlace, schema.Observation]]:
        folder = self.data.root / "observations"
        paths = sorted(p for p in folder.glob("*.csv") if not p.name.startswith("."))
        if not paths:
            self.data.add("observations", "no_observations")
        return [row for path in paths for row in self.data.rows(path, schema.Observation)]

    def _themes(self, folders: list[Path]) -> list[tuple[RowPlace, Theme]]:
        found = []
        for folder in folders:
            text, tables = self.data.text(folder / "text.md"), self.data.toml(folder / "theme.toml")
            if text is not None and tables is not None:
                values = {**tables, "slug": folder.name, "text": text}
                found += self.data.table(folder / "theme.toml", values, Theme)
        return found

    def _keys(
        self, name: str, frame: gpd.GeoDataFrame | None
    ) -> tuple[RowPlace, tuple[str, ...]] | None:
        if frame is None:
            return None
        return self.geo.place(name), tuple(frame.index)


def _damaged(reader: Reader) -> DataProblem:
    """Return the problem of fetched files that cannot be read."""
    path = Path(open_tables.OPEN_DATA_FOLDER) / open_tables.MANIFEST_FILE
    return reader.place(path).problem("damaged_open_data", folder=path.parent)


def _has_keys(shapes: gpd.GeoDataFrame | None, keys: set[str]) -> bool:
    """Return whether there are shapes of exactly these keys."""
    return shapes is not None and set(shapes.index) == keys
