"""The counts per day of the police's own lists, as series; only for who reads the driehoek's.

A day counts where a list holds; elsewhere it is absent, never zero. Here too are the months that
lists cover whole, which go before the open ones of the same kind. Not here: which list holds
(`lib.store`), and which changes are real (`recent`, `movements`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from lib.analysis.day_windows import WEEK
from lib.board.area_values import least_sure
from lib.catalog import Source, Status
from lib.store import PoliceCounts

MONTH = len("2026-11")
WEEKS = ["first", "last", "value"]


def held(found: PoliceCounts, kind: str) -> pd.Index:
    """Return the days of a kind on which a list holds ('2026-11-23'), in order."""
    return found.covered.index[found.covered[kind] > 0]


def newest_day(found: PoliceCounts) -> dt.date:
    """Return the last day of all lists."""
    return dt.date.fromisoformat(found.covered.index[-1])


def per_area(found: PoliceCounts, kind: str, areas: Collection[str]) -> pd.DataFrame:
    """Return the counts of a kind: a row per area, a column per day on which a list holds."""
    days, places = held(found, kind), pd.Index(list(areas))
    cells = found.cells[found.cells["kind"] == kind]
    counts = np.zeros((len(places), len(days)))
    cells = cells[cells["area"].isin(places)]
    at = places.get_indexer(pd.Index(cells["area"])), days.get_indexer(pd.Index(cells["day"]))
    counts[at] = cells["value"]
    return pd.DataFrame(counts, index=places, columns=days)


def of_whole(found: PoliceCounts, kind: str) -> pd.Series:
    """Return the counts of a kind by day, with those that no area holds."""
    cells = found.cells[found.cells["kind"] == kind]
    sums = cells.groupby("day")["value"].sum()
    return sums.reindex(held(found, kind), fill_value=0).astype(float)


def weeks(days: pd.Series, *, newest: dt.date) -> pd.DataFrame:
    """Return columns `first`, `last` (ISO) and `value`: per seven days up to the newest day.

    Oldest first, from the first seven days that are there. NaN where a day of them is absent.
    """
    every = pd.date_range(days.index[0], newest).strftime("%Y-%m-%d")
    every = every[len(every) % WEEK :]
    values = days.reindex(every).to_numpy().reshape(-1, WEEK).sum(axis=1)
    return pd.DataFrame({"first": every[::WEEK], "last": every[WEEK - 1 :: WEEK], "value": values})


def months_per_area(found: PoliceCounts, kind: str, areas: Collection[str]) -> pd.DataFrame:
    """Return the counts of a kind: a row per area, a column per month that lists cover whole."""
    counts = per_area(found, kind, areas)
    sums = counts.T.groupby(counts.columns.str[:MONTH]).sum().T
    return sums[whole_months(found, kind)]


def with_months(rows: pd.DataFrame, found: PoliceCounts, kind: str) -> pd.DataFrame:
    """Return municipal months with those that lists cover whole in their place, and after them.

    Columns `period`, `value`, `status` and `source`: of more lists in a month the newest. A month
    between two that are there has a row without a value.
    """
    whole = whole_months(found, kind)
    if kind not in found.covered or not whole:
        return rows
    days = of_whole(found, kind)
    sums = days.groupby(days.index.str[:MONTH]).sum()[whole]
    numbers = found.covered[kind].groupby(found.covered.index.str[:MONTH]).max()[whole]
    own = pd.DataFrame(
        {
            "value": sums,
            "status": [found.lists[n].status.value for n in numbers],
            "source": [found.lists[n].source.source for n in numbers],
        }
    )
    kept = rows[~rows["period"].isin(whole)].set_index("period")
    every = pd.concat([kept, own]).sort_index()
    span = pd.period_range(every.index[0], every.index[-1], freq="M").strftime("%Y-%m")
    every = every.reindex(pd.Index(span, name="period"))
    every[["status", "source"]] = every[["status", "source"]].ffill()
    return every.reset_index()


def whole_months(found: PoliceCounts, kind: str) -> list[str]:
    """Return the months of which lists hold every day of a kind, in order."""
    if kind not in found.covered:
        return []
    days = Counter(day[:MONTH] for day in held(found, kind))
    return sorted(month for month, n in days.items() if n == pd.Period(month).days_in_month)


def sources(found: PoliceCounts) -> Mapping[str, Source]:
    """Return where the counts come from, the newest list first."""
    own = [found.lists[number].source for number in sorted(found.lists, reverse=True)]
    return {source.source: source for source in own}


def told_by(found: PoliceCounts, kind: str, days: Collection[str]) -> frozenset[int]:
    """Return the numbers of the lists that hold for a kind on some days."""
    is_asked = found.covered.index.isin(list(days))
    return frozenset(int(n) for n in found.covered.loc[is_asked, kind].unique() if n)


def status_of(found: PoliceCounts, numbers: Collection[int]) -> Status:
    """Return how sure the counts of some lists are."""
    return least_sure(*(found.lists[number].status for number in numbers))
