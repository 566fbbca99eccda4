"""The municipality beside police unit, country and other municipalities.

Here: what residents say, with margins (`monitor`), and registrations per 1,000 inhabitants
(`compared`). Not here: judging a difference (`lib.analysis.change`).
"""

from collections.abc import Mapping

import pandas as pd

from lib.analysis.rates import per_1000
from lib.board.area_values import least_sure, nearest, prefer
from lib.catalog import Catalog, Indicator, Status

MONITOR = ["area", "name", "period", "value", "lower", "upper", "status", "source"]
COMPARED = [
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


def monitor(catalog: Catalog, indicator: Indicator) -> pd.DataFrame:
    """Return the newest wave of a survey of the municipality's own, and of each published table.

    Columns as `MONITOR`: a row for the municipality from each, then the regions beside it, in
    their order. Bounds are NaN where unknown.
    """
    names = _names(catalog)
    rows = catalog.rows("survey", indicator.indicator).dropna(subset="value")
    rows = rows[rows["area"].isin(list(names))]
    is_published = rows["source"].isin(catalog.open_sources)
    own = prefer(rows[~is_published], indicator)
    waves = [own, *(of_table for _, of_table in rows[is_published].groupby("source"))]
    newest = [wave[wave["period"] == max(wave["period"], default="")] for wave in waves]
    frame = pd.concat(newest).assign(name=lambda found: found["area"].map(names))
    order = frame["area"].map({area: number for number, area in enumerate(names)})
    return frame.loc[order.sort_values(kind="stable").index, MONITOR].reset_index(drop=True)


def compared(
    catalog: Catalog, indicator: Indicator, *, own: pd.DataFrame, people: Indicator, threshold: int
) -> pd.DataFrame:
    """Return a count per 1,000 inhabitants beside regions, of one year and from one source.

    Columns as `COMPARED`, the municipality first. `own` holds the municipality's figures as the
    reader may see them; the year is the newest that they share with the regions. `people` says
    how many inhabitants there are, in the nearest year that both have. Counts under
    `threshold` are left out. Empty when the municipality or every region is missing.
    """
    others = catalog.rows("benchmark", indicator.indicator).dropna(subset="value")
    base = _inhabitants(catalog, people)
    key = ["period", "source"]
    shared = own.merge(others[key].drop_duplicates(), on=key).sort_values("period")
    if shared.empty or base.empty:
        return pd.DataFrame(columns=COMPARED)
    newest = shared.iloc[[-1]]
    rows = pd.concat([newest, others.merge(newest[key], on=key)], ignore_index=True)
    year = nearest(base["period"].astype(str), str(rows["period"].iloc[0]))
    base = base[base["period"] == year].set_index("area")
    return _rates(rows, base, names=_names(catalog), threshold=threshold)


def _inhabitants(catalog: Catalog, people: Indicator) -> pd.DataFrame:
    """Return inhabitants of municipality and regions, only of years that both have."""
    own, others = (
        prefer(catalog.rows(name, people.indicator), people) for name in ("series", "benchmark")
    )
    both = pd.concat([own, others]).dropna(subset="value")
    years = set(own["period"]) & set(others["period"])
    return both[both["period"].isin(list(years))]


def _rates(
    rows: pd.DataFrame, base: pd.DataFrame, *, names: Mapping[str, str], threshold: int
) -> pd.DataFrame:
    found = rows.set_index("area").reindex([a for a in names if a in set(rows["area"])])
    counts = found["value"].astype(float)
    counts = counts.where(counts >= threshold)
    people = base["value"].reindex(found.index)
    frame = (
        pd.DataFrame(
            {
                "code": found.index,
                "name": found.index.map(names),
                "period": found["period"],
                "count": counts,
                "inhabitants": people,
                "base_period": base["period"].iloc[0],
                "rate": per_1000(counts, people, minimum=1),
                "status": [
                    least_sure(*(Status(s) for s in (one, base["status"].get(area, one)))).value
                    for area, one in found["status"].items()
                ],
                "source": found["source"],
                "base_source": base["source"].reindex(found.index),
            }
        )
        .dropna(subset="rate")
        .reset_index(drop=True)
    )
    is_own = frame["code"] == next(iter(names))
    return frame if is_own.any() and not is_own.all() else frame.iloc[:0]


def _names(catalog: Catalog) -> dict[str, str]:
    """Return the name of the municipality, first, and of the regions beside it."""
    own = catalog.municipality
    return {own.code: own.name} | {k: r.name for k, r in catalog.regions.items()}
