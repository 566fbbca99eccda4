"""The municipality compared with police unit, country and other municipalities.

Here: answers of residents, with margins, registrations per 1,000 inhabitants, and the areas that
are most alike. Not here: judging a difference (`lib.analysis.change`).
"""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.rates import find_similar, per_1000
from lib.board.area_values import (
    INHABITANTS,
    is_hard_to_compare,
    least_certain,
    nearest_period,
    prefer,
)
from lib.board.registrations import Registrations
from lib.board.visible_catalog import VisibleCatalog, cached_method
from lib.catalog import Status

SURVEY_COLUMNS = ["area", "name", "period", "value", "lower", "upper", "status", "source"]
RATE_COLUMNS = [
    "code",
    "name",
    "period",
    "count",
    "inhabitants",
    "base_period",
    "rate",
    "status",
    "source",
    "base_source",
]


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The municipality and the regions to compare it with, as one reader may see them."""

    visible: VisibleCatalog
    registrations: Registrations

    def surveys(self, indicator: str) -> pd.DataFrame:
        """Return the newest wave of the municipality's own survey, and of each published table.

        Columns as `SURVEY_COLUMNS`: a row for the municipality from each, then the regions, in
        their order. Bounds are NaN where unknown. Empty for what is no survey.
        """
        found = self.visible.indicators.get(indicator)
        if found is None or found.kind != "survey":
            return pd.DataFrame(columns=SURVEY_COLUMNS)
        catalog, names = self.visible.catalog, self._names()
        rows = catalog.rows("survey", indicator).dropna(subset="value")
        rows = rows[rows["area"].isin(list(names))]
        is_published = rows["source"].isin(catalog.open_sources)
        own = prefer(rows[~is_published], found)
        waves = [own, *(of_table for _, of_table in rows[is_published].groupby("source"))]
        newest = [wave[wave["period"] == max(wave["period"], default="")] for wave in waves]
        frame = pd.concat(newest).assign(name=lambda wave: wave["area"].map(names))
        order = frame["area"].map({area: number for number, area in enumerate(names)})
        order = order.sort_values(kind="stable")
        return frame.loc[order.index, SURVEY_COLUMNS].reset_index(drop=True)

    @cached_method()
    def rates(self, indicator: str) -> pd.DataFrame:
        """Return a count per 1,000 inhabitants in all regions, of one year and from one source.

        Columns as `RATE_COLUMNS`, the municipality first. The year is the newest that the
        municipality shares with the regions; inhabitants are those of the nearest year that both
        have. Counts too small for the reader are left out. Empty for what is no count, and when
        the municipality or every region is missing.
        """
        empty = pd.DataFrame(columns=RATE_COLUMNS)
        found = self.visible.indicators.get(indicator)
        if found is None or found.kind != "count":
            return empty
        own, others = self.registrations.yearly(indicator), self._regions(indicator)
        key = ["period", "source"]
        shared = own.merge(others[key].drop_duplicates(), on=key).sort_values("period")
        base = self._inhabitants()
        if shared.empty or base.empty:
            return empty
        newest = shared.iloc[[-1]]
        rows = pd.concat([newest, others.merge(newest[key], on=key)], ignore_index=True)
        year = nearest_period(base["period"].astype(str), str(newest["period"].iloc[0]))
        rates = self._divide(rows, base[base["period"] == year].set_index("area"))
        is_own = rates["code"] == self.visible.catalog.municipality.code
        return rates if is_own.any() and not is_own.all() else empty

    def similar_areas(self, area: str, *, number: int = 3) -> list[str]:
        """Return the areas with the most equal number of inhabitants and the same kind of use."""
        areas = self.visible.areas
        inhabitants = self.visible.inhabitants()
        same_use = pd.Series({key: is_hard_to_compare(a.flags) for key, a in areas.items()})
        return find_similar(inhabitants, area=area, among=same_use, number=number)

    def _names(self) -> dict[str, str]:
        """Return the name of the municipality, first, and of the regions."""
        catalog = self.visible.catalog
        own = catalog.municipality
        return {own.code: own.name} | {k: r.name for k, r in catalog.regions.items()}

    def _regions(self, indicator: str) -> pd.DataFrame:
        return self.visible.catalog.rows("benchmark", indicator).dropna(subset="value")

    def _inhabitants(self) -> pd.DataFrame:
        """Return inhabitants of municipality and regions, only of years that both have."""
        own, others = (self.visible.rows(name, INHABITANTS) for name in ("series", "benchmark"))
        both = pd.concat([own, others]).dropna(subset="value")
        years = set(own["period"]) & set(others["period"])
        return both[both["period"].isin(list(years))]

    def _divide(self, rows: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
        """Return columns as `RATE_COLUMNS` for the regions that have a count and inhabitants."""
        names = self._names()
        found = rows.set_index("area").reindex([a for a in names if a in set(rows["area"])])
        counts = found["value"].astype(float)
        counts = counts.where(counts >= self.visible.least_visible)
        people = base["value"].reindex(found.index)
        statuses = found["status"].items()
        frame = pd.DataFrame(
            {
                "code": found.index,
                "name": found.index.map(names),
                "period": found["period"],
                "count": counts,
                "inhabitants": people,
                "base_period": base["period"].iloc[0],
                "rate": per_1000(counts, people, minimum=1),
                "status": [
                    least_certain(Status(own), Status(base["status"].get(area, own))).value
                    for area, own in statuses
                ],
                "source": found["source"],
                "base_source": base["source"].reindex(found.index),
            }
        )
        return frame.dropna(subset="rate").reset_index(drop=True)
