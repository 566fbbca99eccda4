"""The counts per day of the police's own lists, as series; only for readers of the driehoek's.

A day counts where a list holds; elsewhere it is absent, never zero. Here too are the months that
lists cover whole, which go before the open ones of the same kind. Not here: which list holds
(`lib.store`), and which changes are real (`police_changes`, `registration_changes`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

import pandas as pd

from lib.analysis.day_windows import DAYS_A_WEEK
from lib.board.area_values import least_certain
from lib.catalog import Source, Status
from lib.catalog.period import month_of
from lib.store import PoliceCounts

WEEK_COLUMNS = ["first", "last", "value"]


def covered_days(police: PoliceCounts, kind: str) -> pd.Index:
    """Return the days of a kind on which a list holds ('2026-11-23'), in order."""
    return police.covered.index[police.covered[kind] > 0]


def newest_covered_day(police: PoliceCounts) -> dt.date:
    """Return the last day of all lists."""
    return dt.date.fromisoformat(police.covered.index[-1])


def daily_counts_per_area(police: PoliceCounts, kind: str, areas: Collection[str]) -> pd.DataFrame:
    """Return the counts of a kind: a row per area, a column per day on which a list holds."""
    cells = police.cells[police.cells["kind"] == kind]
    sums = cells.pivot_table("value", index="area", columns="day", aggfunc="sum", fill_value=0)
    days = covered_days(police, kind)
    return sums.reindex(index=list(areas), columns=days, fill_value=0.0).astype(float)


def daily_counts(police: PoliceCounts, kind: str) -> pd.Series:
    """Return the counts of a kind by day, with those that no area holds."""
    cells = police.cells[police.cells["kind"] == kind]
    sums = cells.groupby("day")["value"].sum()
    return sums.reindex(covered_days(police, kind), fill_value=0).astype(float)


def weekly_counts(days: pd.Series, *, newest: dt.date) -> pd.DataFrame:
    """Return columns `first`, `last` (ISO) and `value`: per seven days up to the newest day.

    Oldest first, from the first seven days that are there. NaN where a day of them is absent.
    """
    every = pd.date_range(days.index[0], newest).strftime("%Y-%m-%d")
    every = every[len(every) % DAYS_A_WEEK :]
    values = days.reindex(every).to_numpy().reshape(-1, DAYS_A_WEEK).sum(axis=1)
    first, last = every[::DAYS_A_WEEK], every[DAYS_A_WEEK - 1 :: DAYS_A_WEEK]
    return pd.DataFrame({"first": first, "last": last, "value": values})


def monthly_counts_per_area(
    police: PoliceCounts, kind: str, areas: Collection[str]
) -> pd.DataFrame:
    """Return the counts of a kind: a row per area, a column per month that lists cover whole."""
    counts = daily_counts_per_area(police, kind, areas)
    return counts.T.groupby(month_of).sum().T[covered_months(police, kind)]


def with_police_months(rows: pd.DataFrame, police: PoliceCounts, kind: str) -> pd.DataFrame:
    """Return municipal months with those that lists cover whole in their place, and after them.

    Columns `period`, `value`, `status` and `source`: of more lists in a month the newest. A month
    between two that are there has a row without a value.
    """
    whole = covered_months(police, kind)
    if not whole:
        return rows
    numbers = police.covered[kind].groupby(month_of).max()[whole]
    own = pd.DataFrame(
        {
            "value": daily_counts(police, kind).groupby(month_of).sum()[whole],
            "status": [police.lists[n].status.value for n in numbers],
            "source": [police.lists[n].source.source for n in numbers],
        }
    )
    others = rows[~rows["period"].isin(whole)].set_index("period")
    every = pd.concat([others, own]).sort_index()
    span = pd.period_range(every.index[0], every.index[-1], freq="M").strftime("%Y-%m")
    every = every.reindex(pd.Index(span, name="period"))
    every[["status", "source"]] = every[["status", "source"]].ffill()
    return every.reset_index()


def covered_months(police: PoliceCounts, kind: str) -> list[str]:
    """Return the months of which lists hold every day of a kind, in order."""
    if kind not in police.covered:
        return []
    days = Counter(map(month_of, covered_days(police, kind)))
    return sorted(month for month, n in days.items() if n == pd.Period(month).days_in_month)


def police_sources(police: PoliceCounts, numbers: Collection[int]) -> Mapping[str, Source]:
    """Return the sources of some lists by key, the newest list first."""
    own = [police.lists[number].source for number in sorted(numbers, reverse=True)]
    return {source.source: source for source in own}


def lists_used(police: PoliceCounts, kind: str, days: Collection[str]) -> frozenset[int]:
    """Return the numbers of the lists that hold for a kind on some days."""
    is_wanted = police.covered.index.isin(list(days))
    return frozenset(int(n) for n in police.covered.loc[is_wanted, kind].unique() if n)


def lists_status(police: PoliceCounts, numbers: Collection[int]) -> Status:
    """Return how certain the counts of some lists are."""
    return least_certain(*(police.lists[number].status for number in numbers))
