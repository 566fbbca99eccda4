"""The catalog: everything the city's data says, checked and immutable.

Here lives the one object that the rest of the program reads from. Not here: loading it
(`load`), joining it with the store or hiding what a role may not see (`lib.board`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd

from lib.catalog import schema
from lib.catalog.geography import Geography
from lib.catalog.municipality import Municipality, Region
from lib.catalog.open_tables import (
    OPEN_COLUMNS,
    OPEN_DATA_FOLDER,
    OpenTable,
    StoredTable,
    read_rows,
)
from lib.catalog.policy_texts import Accountability, Organisation, Theme
from lib.catalog.problems import DataProblemsError, RowPlace
from lib.catalog.word_lists import WordLists

OBSERVATION_COLUMNS = tuple(schema.Observation.model_fields)
Frame = Literal["survey", "own_survey", "series", "counts", "benchmark", "efforts"]

# In pyarrow's own texts, pandas' default, each step over a small frame takes longer.
pd.set_option("mode.string_storage", "python")


def observation_frame(observations: Iterable[schema.Observation]) -> pd.DataFrame:
    """Return the long frame: one row per observation, columns as in `Observation`.

    `period` is text; `value`, `lower`, `upper` are floats in the indicator's unit with NaN for
    absent; `n` is a nullable integer.
    """
    rows = [
        {
            **dict(o),
            "period": o.period.text,
            "status": o.status.value,
            "missing": str(o.missing or ""),
        }
        for o in observations
    ]
    frame = pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS))
    floats = dict.fromkeys(("value", "lower", "upper"), "float64")
    return frame.astype({**floats, "n": "Int64"})


def refuse_mixture(frame: pd.DataFrame) -> None:
    """Raise `DataProblemsError` when an indicator has both real and fictitious figures."""
    is_made_up = frame["status"] == schema.Status.FICTITIOUS.value
    mixed = set(frame.loc[is_made_up, "indicator"]) & set(frame.loc[~is_made_up, "indicator"])
    if mixed:
        raise DataProblemsError(
            RowPlace("alle cijfers samen").problem("mixed_figures", value=key)
            for key in sorted(mixed)
        )


@dataclass(frozen=True)
class PublicFiles:
    """What anybody may see of the files, as it stands in them.

    `milestones` are in order of time; `tiles` have column and row of each area, or nothing;
    `stored` are the published tables that were fetched.
    """

    municipality: Municipality
    focus: tuple[schema.Focus, ...]
    milestones: tuple[schema.Milestone, ...]
    tiles: Mapping[str, tuple[int, int]]
    organisation: Organisation
    accountability: Accountability
    words: WordLists
    themes: tuple[Theme, ...]
    stored: Mapping[str, StoredTable]
    _data_dir: Path

    @property
    def theme_names(self) -> dict[str, str]:
        """The short names of the themes by slug."""
        return {theme.slug: theme.short for theme in self.themes}

    @property
    def logo(self) -> bytes:
        """The municipality's logo as SVG; empty where it has none."""
        name = self.municipality.style.logo
        return (self._data_dir / name).read_bytes() if name else b""

    @property
    def font_folder(self) -> Path | None:
        """The folder with the municipality's own fonts; None where it has none."""
        name = self.municipality.style.fonts
        return self._data_dir / name if name else None


@dataclass(frozen=True)
class Catalog(PublicFiles):
    """All data of one municipality. Frames are handed out as copies: nobody can change them.

    Of the frames `survey` holds survey waves, those of the benchmark regions too; `series` counts
    and stocks of the whole municipality, `counts` those of its parts, `benchmark` those of other
    regions, `efforts` what the municipality itself did and registered: never crime.
    """

    areas: Mapping[str, schema.Area]
    sources: Mapping[str, schema.Source]
    indicators: Mapping[str, schema.Indicator]
    targets: tuple[schema.Target, ...]
    open_tables: tuple[OpenTable, ...]
    _frames: Mapping[Frame, pd.DataFrame]
    geography: Geography

    def frame(self, name: Frame) -> pd.DataFrame:
        """Return a frame; 'own_survey' are the survey's rows that are of no published table.

        CBS figures of the municipality never join its own waves in one line.
        """
        if name == "own_survey":
            rows = self._frames["survey"]
            return rows[~rows["source"].isin(self.open_sources)]
        return self._frames[name].copy()

    def rows(self, frame: Frame, indicator: str) -> pd.DataFrame:
        """Return one indicator's rows of a frame; costs less than to choose them from the whole."""
        return self._by_indicator(frame)[indicator].copy()

    @cached_property
    def _by_indicator(self) -> Callable[[Frame], Mapping[str, pd.DataFrame]]:
        def parted(frame: Frame) -> Mapping[str, pd.DataFrame]:
            whole = self.frame(frame)
            found = {str(k): rows for k, rows in whole.groupby("indicator", sort=False)}
            return {k: found.get(k, whole.iloc[:0]) for k in self.indicators}

        return cache(parted)

    @property
    def regions(self) -> Mapping[str, Region]:
        """The regions to compare the municipality with, by key, in the order of gemeente.toml."""
        return MappingProxyType({r.region: r for r in self.municipality.region})

    @property
    def open_sources(self) -> frozenset[str]:
        """The keys of the sources that are published tables: none of the municipality's own."""
        return frozenset(t.source for t in self.open_tables)

    def open_rows(
        self, table: str, *, kinds: Collection[str] = (), areas: Collection[str] = ()
    ) -> pd.DataFrame:
        """Return rows of a fetched table as `open_tables.read_rows`; empty where there is none."""
        stored = self.stored.get(table)
        if stored is None:
            return pd.DataFrame(columns=list(OPEN_COLUMNS))
        path = self._data_dir / OPEN_DATA_FOLDER / stored.file
        return read_rows(path, kinds=kinds, areas=areas)

    def with_imported(
        self, figures: pd.DataFrame, sources: Mapping[str, schema.Source]
    ) -> "Catalog":
        """Return this catalog with survey figures and efforts from elsewhere.

        Their columns are OBSERVATION_COLUMNS. They stand before what there was of the same
        indicator, area and period; the first of `sources` before the others. Rows of other
        indicators and of areas that are not here are left out. Raises `DataProblemsError` for both
        real and fictitious figures.
        """
        kinds = figures["indicator"].map({k: i.kind for k, i in self.indicators.items()})
        is_here = figures["area"].isin(list(self.areas))
        added: dict[Frame, pd.DataFrame] = {
            "survey": figures[is_here & (kinds == "survey")],
            "efforts": figures[is_here & (kinds == "effort")],
        }
        if not any(map(len, added.values())):
            return self
        joined = {
            name: pd.concat([self._frames[name], rows], ignore_index=True)
            for name, rows in added.items()
        }
        refuse_mixture(pd.concat(joined.values()))
        first = {
            k: i.model_copy(update={"preferred": (*sources, *i.preferred)})
            for k, i in self.indicators.items()
            if i.kind in {"survey", "effort"}
        }
        return replace(
            self,
            _frames={**self._frames, **joined},
            sources=MappingProxyType({**self.sources, **sources}),
            indicators=MappingProxyType({**self.indicators, **first}),
        )

    def of_kind(self, kind: str) -> Mapping[str, schema.Area]:
        """Return the areas of one kind (`area`, `cbs_wijk`, …), by key, in file order."""
        return MappingProxyType({k: a for k, a in self.areas.items() if a.kind == kind})

    def parts(self, area: str, *, kind: str) -> tuple[schema.Area, ...]:
        """Return the CBS units of `kind` that lie in an area, directly or further down."""
        inside = {area}
        for key, row in self.areas.items():  # parents stand above their children: see checks
            if row.parent in inside:
                inside.add(key)
        return tuple(a for k, a in self.areas.items() if k in inside and a.kind == kind)
