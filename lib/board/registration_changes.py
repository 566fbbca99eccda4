"""Which registrations rose or fell, month against month, for the municipality and its areas.

Two families are judged apart (`lib.analysis.counts`), each always whole: the watched indicators
in all areas, and all indicators for the whole municipality. Not here: yearly figures
(`area_values`), and what changed in the last days (`police_changes`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.counts import Verdict, detectable_ratio, judge
from lib.analysis.expected import EXPECTED_COLUMNS, expect_after, expect_months
from lib.analysis.windows import Comparison, Windows, make_windows
from lib.board.area_values import least_certain
from lib.board.cached_method import cached_method
from lib.board.change_tests import (
    RATIO_COLUMNS,
    SPREAD_COLUMNS,
    WHOLE_MUNICIPALITY,
    area_rows,
    judge_family,
    municipal_row,
)
from lib.board.police_daily import (
    covered_months,
    lists_status,
    lists_used,
    monthly_counts_per_area,
    police_sources,
)
from lib.board.suppressed_months import SuppressedMonths
from lib.catalog import Catalog, Indicator, Period, Status
from lib.catalog.open_tables import sum_rows
from lib.catalog.period import month_of, monthly_rows
from lib.store import PoliceCounts

Suppressed = Mapping[str, SuppressedMonths]
DETECTABLE_CASES = 100


@dataclass(frozen=True, eq=False, kw_only=True)
class RegistrationChanges:
    """The verdicts of one comparison.

    `areas` has a row for every watched indicator and area, `totals` for every indicator of the
    whole municipality; columns `group` (indicator), `area`, `before`, `after`, `dispersion`,
    `degrees`, `share`, `ratio`, `lower`, `upper`, `p_value` and `verdict` (see
    `lib.analysis.counts.judge`). For the public the counts, and what follows from them, are absent
    in `areas`; in `totals` they are as `SuppressedMonths.window_total` has them. `windows` are the
    months; `counts` has those of each indicator that this reader may see: a row per area and one
    for the whole municipality. `detectable` is the smallest ratio that would mostly be seen at
    DETECTABLE_CASES expected cases, per watched indicator. `sources` are keys, `status` how
    certain the months are. `is_filling`: the newest days are among them, which will have more
    cases when more is reported.
    """

    areas: pd.DataFrame
    totals: pd.DataFrame
    windows: Windows
    counts: Mapping[str, pd.DataFrame]
    detectable: Mapping[str, float]
    sources: tuple[str, ...]
    status: Status
    is_filling: bool = False

    @property
    def before(self) -> tuple[str, str]:
        """The first and the last month that the newest are compared with."""
        return self.windows.before[0], self.windows.before[-1]

    @property
    def after(self) -> tuple[str, str]:
        """The first and the last of the newest months."""
        return self.windows.after[0], self.windows.after[-1]

    def track(self, row: pd.Series) -> pd.DataFrame:
        """Return the months of a row of `areas` or `totals` with their band, oldest first.

        Columns as of `expect_months`; without rows where this reader may not see the months.
        """
        counts, area = self.counts.get(str(row["group"])), str(row["area"])
        if counts is None or area not in counts.index:
            return pd.DataFrame(columns=EXPECTED_COLUMNS)
        is_whole = area == WHOLE_MUNICIPALITY
        others = [key for key in counts.index if (key == WHOLE_MUNICIPALITY) is is_whole]
        return expect_months(
            counts.T[area],
            self.windows,
            season=counts.loc[others].sum(skipna=False),
            expected=expect_after(float(row["before"]), float(row["share"])),
            dispersion=float(row["dispersion"]),
        )


def find_detectable(areas: pd.DataFrame) -> dict[str, float]:
    """Return per group the ratio that a mean area would mostly be called at."""
    middle = areas.groupby("group", sort=False)[["dispersion", "degrees", "share"]].median()
    return {
        str(group): detectable_ratio(
            DETECTABLE_CASES,
            dispersion=row["dispersion"],
            degrees=row["degrees"],
            share=row["share"],
            family=len(areas),
        )
        for group, row in middle.iterrows()
    }


@cached_method()
def load_municipal_months(catalog: Catalog, indicator: Indicator) -> pd.DataFrame:
    """Return columns `period`, `value`, `status` and `source`: each month, oldest first.

    From the table of municipalities, else from the municipality's own rows in that of its parts.
    """
    code = catalog.municipality.code
    tables = (_monthly_tables(catalog, indicator, parts=parts) for parts in (False, True))
    for number in (number for own in tables for number in own):
        rows = monthly_rows(catalog.open_rows(number, kinds=indicator.kinds, areas=[code]))
        if len(rows):
            return sum_rows(rows, by=["period"]).assign(source=catalog.stored[number].source)
    return pd.DataFrame(columns=["period", "value", "status", "source"])


def judge_changes(
    catalog: Catalog,
    comparison: Comparison,
    *,
    months: Mapping[str, pd.DataFrame],
    suppressed: Suppressed | None,
    police: PoliceCounts | None = None,
) -> RegistrationChanges | None:
    """Judge one comparison; None where the months do not go back far enough.

    `months` holds the municipal months of each indicator that has any; `suppressed`, for the
    public, what may be seen of each. Verdicts are made of all counts, whoever reads them. `police`,
    for the driehoek, goes before the open counts: see `police_daily`. Beyond the newest open month
    only where all indicators have figures: otherwise those without would drop out of the list.
    """
    watched = _watched_tables(catalog)
    if not watched:
        return None
    counts, status = _monthly_counts(catalog, watched)
    common = set.intersection(*(set(c.columns) for c in counts.values()))
    if police is not None:
        counts = {key: _with_police_counts(key, c, police) for key, c in counts.items()}
        common |= set(_following_months(max(common), counts, months))
    base_year = catalog.municipality.policy.start - 1
    found = make_windows(sorted(common), comparison, base_year=base_year)
    if found is None:
        return None
    areas, totals = _judge_windows(counts, months, found, comparison)
    detectable = find_detectable(areas)
    sources = [catalog.stored[number].source for number in watched.values()]
    if police is not None and (used := _lists_in(police, [*counts, *months], found)):
        sources += police_sources(police, used)
        status = least_certain(status, lists_status(police, used))
    if suppressed is not None:
        areas = _suppress_areas(areas, suppressed, found)
        totals = _suppress_totals(totals, suppressed, found)
        counts, months = {}, {k: suppressed[k].months(rows) for k, rows in months.items()}
    return RegistrationChanges(
        areas=areas,
        totals=totals,
        windows=found,
        counts=_visible_counts(counts, months),
        detectable=detectable,
        sources=tuple(dict.fromkeys(sources)),
        status=status,
    )


def _visible_counts(
    per_area: Mapping[str, pd.DataFrame], months: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return what a reader may see of each indicator: rows per area, and the municipality's."""
    whole = {
        key: rows.set_index("period")["value"].astype(float).to_frame(WHOLE_MUNICIPALITY).T
        for key, rows in months.items()
    }
    return {
        key: pd.concat([part[key] for part in (per_area, whole) if key in part])
        for key in {**per_area, **whole}
    }


def _watched_tables(catalog: Catalog) -> dict[str, str]:
    """Return the table per buurt of each watched indicator that has one."""
    tables = {
        key: _monthly_tables(catalog, indicator, parts=True)
        for key, indicator in catalog.indicators.items()
        if indicator.watched
    }
    return {key: own[0] for key, own in tables.items() if own}


def _monthly_tables(catalog: Catalog, indicator: Indicator, *, parts: bool) -> list[str]:
    """Return the fetched tables of an indicator with months: per buurt or per municipality."""
    wanted = {t.id for t in catalog.open_tables if (t.regions == "parts") is parts}
    fetched = [n for n in indicator.tables if n in catalog.stored and n in wanted]
    return [n for n in fetched if Period(catalog.stored[n].last).is_month]


def _monthly_counts(
    catalog: Catalog, watched: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], Status]:
    """Return counts of each watched indicator, a row per area and a column per month, and status.

    `watched` has the table of each indicator.
    """
    areas = list(catalog.of_kind("area"))
    of_buurt = {u.area: a for a in areas for u in catalog.parts(a, kind="cbs_buurt")}
    counts: dict[str, pd.DataFrame] = {}
    statuses: set[str] = set()
    for number in dict.fromkeys(watched.values()):
        own = [catalog.indicators[key] for key, table in watched.items() if table == number]
        of_kind = {kind: i.indicator for i in own for kind in i.kinds}
        rows = catalog.open_rows(number, kinds=list(of_kind), areas=list(of_buurt))
        rows = monthly_rows(rows).dropna(subset="value")
        statuses |= set(rows["status"].unique())
        counts |= _sum_per_area(rows, of_kind=of_kind, of_buurt=of_buurt, areas=areas)
    return counts, least_certain(*(Status(str(s)) for s in statuses))


def _sum_per_area(
    rows: pd.DataFrame, *, of_kind: dict[str, str], of_buurt: dict[str, str], areas: list[str]
) -> dict[str, pd.DataFrame]:
    keys = [
        rows["kind"].astype(str).map(of_kind),
        rows["area"].astype(str).map(of_buurt),
        rows["period"].astype(str),
    ]
    sums = rows["value"].groupby(keys).sum()
    months = sorted(set(keys[2]))
    every = pd.MultiIndex.from_product([sorted(set(of_kind.values())), areas, months])
    table = sums.reindex(every, fill_value=0.0).to_numpy().reshape(-1, len(areas), len(months))
    return {
        key: pd.DataFrame(values, index=areas, columns=months)
        for key, values in zip(every.levels[0], table, strict=True)
    }


def _with_police_counts(key: str, counts: pd.DataFrame, police: PoliceCounts) -> pd.DataFrame:
    """Return counts per area and month, with the months that lists cover whole in their place."""
    if key not in police.covered:
        return counts
    own = monthly_counts_per_area(police, key, list(counts.index))
    return pd.concat([counts.drop(columns=own.columns, errors="ignore"), own], axis=1)


def _following_months(
    newest: str, counts: Mapping[str, pd.DataFrame], months: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    """Yield the months after the newest for as long as all indicators have them."""
    have = [set(c.columns) for c in counts.values()]
    have += [set(rows.dropna(subset="value")["period"]) for rows in months.values()]
    month = pd.Period(newest) + 1
    while all(str(month) in known for known in have):
        yield str(month)
        month += 1


def _lists_in(police: PoliceCounts, kinds: Iterable[str], found: Windows) -> set[int]:
    """Return the numbers of the lists of which whole months stand in the windows."""
    used: set[int] = set()
    for kind in kinds:
        own = {*found.before, *found.after}.intersection(covered_months(police, kind))
        if own:
            days = [day for day in police.covered.index if month_of(day) in own]
            used |= lists_used(police, kind, days)
    return used


def _judge_windows(
    counts: Mapping[str, pd.DataFrame],
    months: Mapping[str, pd.DataFrame],
    found: Windows,
    comparison: Comparison,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the families of the areas and of the municipality, each with its verdicts.

    Over four years an area is scaled by the others; the municipality itself has no others.
    """
    needed = {*found.before, *found.after}
    whole = {
        key: rows
        for key, rows in months.items()
        if needed <= set(rows.dropna(subset="value")["period"])
    }
    areas = judge_family(
        (area_rows(key, c, found) for key, c in counts.items()),
        against_rest=comparison is Comparison.FOUR_YEARS,
    )
    totals = judge_family(
        municipal_row(key, rows.set_index("period")["value"].astype(float), found)
        for key, rows in whole.items()
    )
    return areas, totals


def _suppress_areas(areas: pd.DataFrame, suppressed: Suppressed, found: Windows) -> pd.DataFrame:
    """Return the verdicts without counts; none where a count of the area is suppressed."""
    months = (*found.before, *found.after)
    pairs = zip(areas["group"], areas["area"], strict=True)
    is_hidden = [suppressed[group].hides(area, months) for group, area in pairs]
    areas[["before", "after", *SPREAD_COLUMNS, *RATIO_COLUMNS]] = float("nan")
    areas.loc[is_hidden, "verdict"] = Verdict.TOO_SMALL
    return areas


def _suppress_totals(totals: pd.DataFrame, suppressed: Suppressed, found: Windows) -> pd.DataFrame:
    """Return the totals as the public may see them, with the ratios of just those.

    The dispersion is made of exact months, so it is rounded upwards: nobody can work them out.
    """
    totals["dispersion"] = np.ceil(totals["dispersion"].astype(float) * 2) / 2
    for name, months in (("before", found.before), ("after", found.after)):
        pairs = zip(totals["group"], totals[name], strict=True)
        totals[name] = [suppressed[group].window_total(months, count) for group, count in pairs]
    measured = judge(totals.dropna(subset=["before", "after"]))
    totals[RATIO_COLUMNS] = measured[RATIO_COLUMNS].reindex(totals.index)
    return totals


def most_changed_first(found: RegistrationChanges, kinds: Sequence[Indicator]) -> list[Indicator]:
    """Return the kinds, first those that demonstrably changed in most areas."""
    rows = found.areas
    numbers = rows.loc[rows["verdict"].isin([Verdict.RISE, Verdict.FALL]), "group"].value_counts()
    return sorted(kinds, key=lambda kind: -int(numbers.get(kind.indicator, 0)))
