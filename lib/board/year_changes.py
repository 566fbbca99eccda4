"""Which yearly counts of the municipality rose or fell since the year before the policy.

Not here: months (`registration_changes`), and how a change is judged (`lib.analysis.years`).
"""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from lib.analysis.years import judge_years
from lib.board.area_values import prefer
from lib.board.cached_method import cached_method
from lib.catalog import Catalog, Indicator, Status
from lib.catalog.period import yearly_rows


@dataclass(frozen=True, eq=False)
class YearChanges:
    """The verdicts on two years.

    `rows` is indexed by indicator, with columns as of `judge_years`, `counting` (the series that
    was judged) and `provisional` (whether the later year may still change).
    """

    before: str
    after: str
    rows: pd.DataFrame


@cached_method()
def judge_year_changes(catalog: Catalog) -> YearChanges | None:
    """Return the verdicts on the newest year of most counts, compared with that before the policy.

    All counts that have both are one family, whoever reads: the catalog remembers it for all its
    boards. None without a later year. Counts are exact, small ones too, and of every indicator.
    """
    own, before = catalog.municipality.code, catalog.municipality.policy.start - 1
    counts = {k: i for k, i in catalog.indicators.items() if i.kind == "count"}
    series = {key: longest for key, i in counts.items() if (longest := _longest_series(catalog, i))}
    tables = {key: found.table for key, found in series.items()}
    later = Counter(year for found in series.values() for year in found.years if year > before)
    if not later:
        return None
    after = max(later, key=lambda year: (later[year], year))  # of equally many the newest
    rows = judge_years(tables, own=own, years=(before, after))
    rows["counting"] = [series[str(key)].counting for key in rows.index]
    rows["provisional"] = [after in series[str(key)].provisional for key in rows.index]
    return YearChanges(str(before), str(after), rows)


@dataclass(frozen=True, eq=False)
class _YearSeries:
    """One way of counting: a row per municipality, a column per year.

    `years` are those of the municipality itself, `provisional` those of them that may change.
    """

    counting: str
    table: pd.DataFrame
    years: frozenset[int]
    provisional: frozenset[int]


def _longest_series(catalog: Catalog, indicator: Indicator) -> _YearSeries | None:
    """Return the series with most years of the municipality, of equal ones the preferred."""
    own = catalog.municipality.code
    rows = catalog.rows("series", indicator.indicator)
    if rows.empty:
        return None
    rows = pd.concat([rows, catalog.rows("benchmark", indicator.indicator)])
    rows = yearly_rows(rows).dropna(subset="value")
    municipalities = {own} | {k for k, r in catalog.regions.items() if r.kind == "municipality"}
    rows = rows[rows["area"].isin(list(municipalities))]
    if indicator.comparable_from:
        rows = rows[rows["period"] >= indicator.comparable_from.text]
    rows = rows.assign(counting=[catalog.sources[s].counting for s in rows["source"]])
    rows = rows.assign(year=rows["period"].astype(int))
    number = rows[rows["area"] == own].groupby("counting")["year"].nunique()
    if number.empty:
        return None
    order = prefer(rows[rows["area"] == own], indicator)["counting"]
    counting = max(dict.fromkeys([*order, *number.index]), key=lambda name: number[name])
    chosen = prefer(rows[rows["counting"] == counting], indicator)
    of_own = chosen[chosen["area"] == own]
    is_open = of_own["status"] == Status.PROVISIONAL.value
    return _YearSeries(
        counting,
        chosen.set_index(["area", "year"])["value"].unstack(),  # noqa: PD010 - nothing to add up
        years=frozenset(of_own["year"]),
        provisional=frozenset(of_own.loc[is_open, "year"]),
    )
