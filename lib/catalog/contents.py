"""What the data files hold, row by row with its place, before the rules between files are checked.

Not here: reading the files (`load`) and the rules (`checks`, `check_figures`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from rapidfuzz import fuzz, process

from lib.catalog import schema
from lib.catalog.municipality import Municipality
from lib.catalog.open_tables import OpenTable
from lib.catalog.policy_texts import Organisation, Theme
from lib.catalog.problems import RowPlace

MIN_NAME_SIMILARITY = 60
RowT = TypeVar("RowT")
Placed = Sequence[tuple[RowPlace, RowT]]


@dataclass(frozen=True)
class FileContents:
    """Everything that was read, each row with its place.

    `cited` are the sources named in files without rows; `lost` what could not be used: see
    `Reader`.
    """

    municipality: Municipality | None
    areas: Placed[schema.Area]
    focus: Placed[schema.Focus]
    sources: Placed[schema.Source]
    indicators: Placed[schema.Indicator]
    targets: Placed[schema.Target]
    milestones: Placed[schema.Milestone]
    tiles: Placed[schema.Tile]
    observations: Placed[schema.Observation]
    organisation: Organisation | None
    themes: Placed[Theme]
    theme_folders: Collection[str]
    open_tables: Placed[OpenTable]
    shapes: tuple[RowPlace, Collection[str]] | None
    focus_shapes: tuple[RowPlace, Collection[str]] | None
    cited: Placed[str]
    lost: Collection[tuple[str, str]]

    def is_lost(self, file: str, key: str = "") -> bool:
        """Return whether a file, or its row with a key, was reported as unusable already."""
        return (file, "") in self.lost or (file, key) in self.lost

    @cached_property
    def area_of(self) -> Mapping[str, schema.Area]:
        """The areas by key."""
        return {area.area: area for _, area in self.areas}

    @cached_property
    def place_keys(self) -> frozenset[str]:
        """The keys of the areas, and of the regions that the municipality is compared with."""
        regions = self.municipality.region if self.municipality else ()
        return frozenset((*self.area_of, *(r.region for r in regions)))

    @cached_property
    def indicator_of(self) -> Mapping[str, schema.Indicator]:
        """The indicators by key."""
        return {indicator.indicator: indicator for _, indicator in self.indicators}

    @cached_property
    def table_of(self) -> Mapping[str, OpenTable]:
        """The published tables by number."""
        return {table.id: table for _, table in self.open_tables}

    @cached_property
    def own_sources(self) -> frozenset[str]:
        """The keys of sources.csv: without those of published tables."""
        return frozenset(source.source for _, source in self.sources)

    def suggest_area(self, wanted: str) -> str:
        """Return 'bedoelt u …?' in Dutch for an unknown area, or what to do when none is near."""
        areas = self.area_of.items()
        names = {text: key for key, a in areas for text in (key, a.name, *a.aliases)}
        nearest = find_nearest(wanted, names)
        if nearest:
            return f"bedoelt u '{names[nearest]}'? Schrijf de sleutel zo"
        return "gebruik een sleutel uit areas.csv"


def find_nearest(wanted: str, names: Iterable[str]) -> str | None:
    """Return the name that differs in capitals only, else the most like it; None if none is."""
    found = list(names)
    for name in found:
        if name.casefold() == wanted.casefold():
            return name
    best = process.extractOne(wanted, found, scorer=fuzz.WRatio, score_cutoff=MIN_NAME_SIMILARITY)
    return best[0] if best else None
