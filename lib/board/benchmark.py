"""The municipality compared with police unit, country and other municipalities.

Here: answers of residents, with margins, registrations per 1,000 inhabitants, and the areas that
are most alike. Not here: judging a difference (`lib.analysis.change`).
"""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.funnel import Funnel, fit_funnel
from lib.analysis.rates import find_similar, per_1000
from lib.board.area_values import (
    INHABITANTS,
    is_hard_to_compare,
    least_certain,
    nearest_period,
    prefer,
)
from lib.board.cached_method import cached_method
from lib.board.registrations import Registrations
from lib.board.visible_catalog import VisibleCatalog
from lib.catalog import Status

MOST_SIMILAR = 3
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

    @property
    def countries(self) -> list[str]:
        """The keys of the regions that are a country."""
        return [k for k, r in self.visible.catalog.regions.items() if r.kind == "country"]

    @cached_method()
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
        """Return a count per 1,000 inhabitants in all regions, of one year.

        Columns as `RATE_COLUMNS`, the municipality first. The year is the newest of those that
        the municipality shares with most other municipalities, which come from the same source;
        the country may come from one of its own. Inhabitants are those of the nearest year that
        both have. Counts too small for the reader are left out. Empty for what is no count, and
        when the municipality or every region is missing.
        """
        empty = pd.DataFrame(columns=RATE_COLUMNS)
        own, others, base = self._own_years(indicator), self._others(indicator), self._inhabitants()
        if others.empty or base.empty:
            return empty
        same = others[others["source"] == others["own_source"]]
        regions = (same if len(same) else others).groupby("period")["area"].nunique()
        newest = str(max(regions.index[regions == regions.max()]))
        rows = pd.concat([own[own["period"] == newest], others[others["period"] == newest]])
        year = nearest_period(base["period"].astype(str), newest)
        people = base[base["period"] == year].set_index("area")
        rates = self._divide(rows, people, least=self.visible.least_visible)
        is_own = rates["code"] == self.visible.catalog.municipality.code
        return rates if is_own.any() and not is_own.all() else empty

    @cached_method()
    def counts(self, indicator: str) -> pd.DataFrame:
        """Return the other regions' counts, or inhabitants, in each year that they have them.

        Of a count only the years that the municipality has too, without what is too small for the
        reader. With the regions' names.
        """
        if indicator == INHABITANTS:
            rows = self.visible.rows("benchmark", indicator).dropna(subset="value")
        else:
            rows = self._others(indicator)
            rows = rows[rows["value"] >= self.visible.least_visible]
        return rows.assign(name=rows["area"].map(self._names()))

    @cached_method()
    def funnel(self, indicator: str) -> Funnel | None:
        """Return the funnel of the municipalities in `rates`.

        None for too few of them, and where a count of one is too small for the reader: without it
        the group would be another.
        """
        rates = self.rates(indicator)
        if rates.empty:
            return None
        years = pd.concat([self._own_years(indicator), self._others(indicator)])
        group = years[
            (years["period"] == rates["period"].iloc[0]) & ~years["area"].isin(self.countries)
        ]
        rows = rates[rates["code"].isin(list(group["area"]))]
        return fit_funnel(rows["count"], rows["inhabitants"]) if len(rows) == len(group) else None

    @cached_method()
    def rate_years(self, indicator: str) -> pd.DataFrame:
        """Return a count per 1,000 inhabitants over the years: municipality, country, the others.

        Columns as `RATE_COLUMNS`; only years of which counts and inhabitants are known. The others
        are the municipalities with a figure in every year up to that of `rates`, as one: see
        `add_up_regions`. Empty where `rates` is.
        """
        newest = self.rates(indicator)
        if newest.empty:
            return newest
        rows = pd.concat([self._own_years(indicator), self._others(indicator)])
        base = {
            year: people.set_index("area") for year, people in self._inhabitants().groupby("period")
        }
        found = pd.concat(
            [
                self._divide(of_year, base[year], least=0)
                for year, of_year in rows.groupby("period")
                if year in base
            ]
        )
        regions = self.visible.catalog.regions
        is_other = found["code"].isin([k for k, r in regions.items() if r.kind == "municipality"])
        until_newest = found["period"] <= newest["period"].iloc[0]
        single = found[~is_other].sort_values("code", key=lambda code: code.isin(list(regions)))
        together = add_up_regions(found[is_other & until_newest])
        return pd.concat([single, together], ignore_index=True)

    @cached_method()
    def similar_areas(self, area: str) -> tuple[str, ...]:
        """Return the areas with the most equal number of inhabitants and the same kind of use."""
        areas = self.visible.areas
        inhabitants = self.visible.inhabitants()
        same_use = pd.Series({key: is_hard_to_compare(a.flags) for key, a in areas.items()})
        return tuple(find_similar(inhabitants, area=area, among=same_use, number=MOST_SIMILAR))

    def _names(self) -> dict[str, str]:
        """Return the name of the municipality, first, and of the regions."""
        catalog = self.visible.catalog
        own = catalog.municipality
        return {own.code: own.name} | {k: r.name for k, r in catalog.regions.items()}

    def _own_years(self, indicator: str) -> pd.DataFrame:
        """Return the municipality's years of a count; empty for what is no count.

        Of the preferred series that other regions have too.
        """
        found, own = self.visible.indicators.get(indicator), self.registrations.yearly(indicator)
        if found is None or found.kind != "count":
            return own.iloc[:0]
        sources = set(self.visible.catalog.rows("benchmark", indicator)["source"])
        series = (
            self.registrations.yearly(indicator, counting=counting)
            for counting in self.registrations.countings(indicator)
        )
        return next((rows for rows in series if rows["source"].isin(sources).any()), own)

    def _others(self, indicator: str) -> pd.DataFrame:
        """Return the regions' figures of the municipality's years, with its `own_source`.

        From the same source; of the country else from one of its own.
        """
        catalog, own = self.visible.catalog, self._own_years(indicator)
        if own.empty:
            return own.assign(own_source="")
        of_own = own[["period", "source"]].rename(columns={"source": "own_source"})
        rows = (
            catalog.rows("benchmark", indicator).dropna(subset="value").merge(of_own, on="period")
        )
        is_same = rows["source"] == rows["own_source"]
        rows = pd.concat([rows[is_same], rows[~is_same & rows["area"].isin(self.countries)]])
        return rows.drop_duplicates(["area", "period"])

    def _inhabitants(self) -> pd.DataFrame:
        """Return inhabitants of municipality and regions, only of years that both have."""
        own, others = (self.visible.rows(name, INHABITANTS) for name in ("series", "benchmark"))
        both = pd.concat([own, others]).dropna(subset="value")
        years = set(own["period"]) & set(others["period"])
        return both[both["period"].isin(list(years))]

    def _divide(self, rows: pd.DataFrame, base: pd.DataFrame, *, least: int) -> pd.DataFrame:
        """Return columns as `RATE_COLUMNS` for the regions that have inhabitants and a count.

        Counts under `least` are left out.
        """
        names = self._names()
        found = rows.set_index("area").reindex([a for a in names if a in set(rows["area"])])
        counts = found["value"].astype(float)
        counts = counts.where(counts >= least)
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


def add_up_regions(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the regions that have a figure in every year as one; rows as `RATE_COLUMNS`.

    The name says how many; code and count are empty. The rate is rounded, so that no count of
    one region follows from it.
    """
    years = rates["period"].nunique()
    rows = rates[rates.groupby("code")["period"].transform("nunique") == years]
    if rows.empty:
        return rows
    sums = rows.groupby("period", as_index=False).agg(
        {"count": "sum", "inhabitants": "sum"}
        | dict.fromkeys(("base_period", "status", "source", "base_source"), "last")
    )
    number = rows["code"].nunique()
    rate = per_1000(sums["count"], sums["inhabitants"], minimum=1).round(2)
    name = f"{number} andere gemeenten" if number > 1 else rows["name"].iloc[0]
    return sums.assign(code="", name=name, rate=rate, count=float("nan"))[RATE_COLUMNS]
