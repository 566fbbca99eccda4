"""How registrations move: per month for the municipality, and which changes are real.

Two families are judged apart (`lib.analysis.counts`), each always whole: the watched indicators
in all areas, and all indicators for the whole municipality. Not here: yearly figures (`levels`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lib.analysis.counts import Verdict, detectable_ratio, judge
from lib.analysis.windows import Comparison, Windows, windows
from lib.board import police_daily
from lib.board.area_values import least_sure
from lib.board.change_tests import MEASURES, judged, of_areas, of_whole
from lib.board.suppressed_months import Told
from lib.catalog import Catalog, Indicator, Status
from lib.catalog.open_tables import sum_rows
from lib.store import PoliceCounts

MONTH = len("2023-05")


@dataclass(frozen=True, eq=False)
class RegistrationChanges:
    """The verdicts of one comparison.

    `areas` has a row for every watched indicator and area, `totals` for every indicator of the
    whole municipality; columns `group` (indicator), `area`, `before`, `after`, `dispersion`,
    `ratio`, `lower`, `upper`, `p_value` and `verdict`. For the public the counts, and what follows
    from them, are absent in `areas`; in `totals` they are as `Told.window` has them. `before` and
    `after` name the first and last month of each window; `sources` are keys, `status` how sure
    the months are.
    """

    areas: pd.DataFrame
    totals: pd.DataFrame
    before: tuple[str, str]
    after: tuple[str, str]
    sources: tuple[str, ...]
    status: Status

    def detectable(self, group: str, *, cases: float) -> float:
        """Return the smallest ratio that would mostly be seen at so many cases before."""
        spread = float(self.areas.loc[self.areas["group"] == group, "dispersion"].max())
        return detectable_ratio(cases, dispersion=spread, family=len(self.areas))


def municipal_months(catalog: Catalog, indicator: Indicator) -> pd.DataFrame:
    """Return columns `period`, `value`, `status` and `source`: each month, oldest first.

    From the table of municipalities, else from the municipality's own rows in that of its parts.
    """
    code = catalog.municipality.code
    for number in (*_tables(catalog, indicator, parts=False), *_tables(catalog, indicator)):
        rows = catalog.open_rows(number, kinds=indicator.kinds, areas=[code])
        rows = rows[rows["period"].str.len() == MONTH]
        if len(rows):
            return sum_rows(rows, by=["period"]).assign(source=catalog.stored[number].source)
    return pd.DataFrame(columns=["period", "value", "status", "source"])


def movements(
    catalog: Catalog,
    comparison: Comparison,
    *,
    months: Mapping[str, pd.DataFrame],
    told: Mapping[str, Told] | None,
    police: PoliceCounts | None = None,
) -> RegistrationChanges | None:
    """Judge one comparison; None where the months do not go back far enough.

    `months` holds the municipal months of each indicator that has any; `told`, for the public,
    what may be told of each. Verdicts are made of all counts, whoever reads them. `police`, for
    the driehoek, goes before the open counts: see `daily`. Beyond the newest open month only
    where all indicators have figures: otherwise those without would drop out of the list.
    """
    watched = [i for i in catalog.indicators.values() if i.watched and _tables(catalog, i)]
    if not watched:
        return None
    counts, status = _per_area(catalog, watched)
    common = set.intersection(*(set(c.columns) for c in counts.values()))
    if police is not None:
        counts = {key: _with_police(key, c, police) for key, c in counts.items()}
        common |= set(_following(max(common), counts, months))
    base_year = catalog.municipality.policy.start - 1
    found = windows(sorted(common), comparison, base_year=base_year)
    if found is None:
        return None
    areas = judged([of_areas(key, c, found) for key, c in counts.items()])
    totals = judged(
        [of_whole(key, _series(m), found) for key, m in months.items() if _covers(m, found)]
    )
    if told is not None:
        areas, totals = _areas_as_told(areas, told, found), _totals_as_told(totals, told, found)
    sources = [catalog.stored[_tables(catalog, i)[0]].source for i in watched]
    if police is not None and (used := _lists_used(police, [*counts, *months], found)):
        sources += [police.lists[number].source.source for number in sorted(used, reverse=True)]
        status = least_sure(status, police_daily.status_of(police, used))
    return RegistrationChanges(
        areas,
        totals,
        (found.before[0], found.before[-1]),
        (found.after[0], found.after[-1]),
        tuple(dict.fromkeys(sources)),
        status,
    )


def _tables(catalog: Catalog, indicator: Indicator, *, parts: bool = True) -> list[str]:
    """Return the fetched tables of an indicator with months: per buurt or per municipality."""
    kinds = {t.id: t.regions == "parts" for t in catalog.open_tables}
    return [
        n
        for n in indicator.tables
        if n in catalog.stored and kinds[n] is parts and len(catalog.stored[n].last) == MONTH
    ]


def _per_area(catalog: Catalog, watched: list[Indicator]) -> tuple[dict[str, pd.DataFrame], Status]:
    """Return counts of each watched indicator, a row per area and a column per month; how sure."""
    areas = list(catalog.of_kind("area"))
    of_buurt = {u.area: a for a in areas for u in catalog.parts(a, kind="cbs_buurt")}
    counts: dict[str, pd.DataFrame] = {}
    statuses: set[str] = set()
    for number in dict.fromkeys(_tables(catalog, i)[0] for i in watched):
        own = [i for i in watched if _tables(catalog, i)[0] == number]
        of_kind = {kind: i.indicator for i in own for kind in i.kinds}
        rows = catalog.open_rows(number, kinds=list(of_kind), areas=list(of_buurt))
        rows = rows[rows["period"].str.len() == MONTH].dropna(subset="value")
        statuses |= set(rows["status"].unique())
        counts |= _matrices(rows, of_kind=of_kind, of_buurt=of_buurt, areas=areas)
    return counts, least_sure(*(Status(str(s)) for s in statuses))


def _matrices(
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


def _with_police(key: str, counts: pd.DataFrame, police: PoliceCounts) -> pd.DataFrame:
    """Return counts per area and month, with the months that lists cover whole in their place."""
    if key not in police.covered:
        return counts
    own = police_daily.months_per_area(police, key, list(counts.index))
    return pd.concat([counts.drop(columns=own.columns, errors="ignore"), own], axis=1)


def _following(
    newest: str, counts: Mapping[str, pd.DataFrame], months: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    """Yield the months after the newest for as long as all indicators have them."""
    have = [set(c.columns) for c in counts.values()]
    have += [set(rows.dropna(subset="value")["period"]) for rows in months.values()]
    month = pd.Period(newest) + 1
    while all(str(month) in known for known in have):
        yield str(month)
        month += 1


def _lists_used(police: PoliceCounts, kinds: Iterable[str], found: Windows) -> set[int]:
    used = {*found.before, *found.after}
    return {
        number
        for kind in kinds
        if (own := used.intersection(police_daily.whole_months(police, kind)))
        for number in police_daily.told_by(
            police, kind, [day for day in police.covered.index if day[:MONTH] in own]
        )
    }


def _covers(months: pd.DataFrame, found: Windows) -> bool:
    return set(months.dropna(subset="value")["period"]) >= {*found.before, *found.after}


def _series(months: pd.DataFrame) -> pd.Series:
    return months.set_index("period")["value"].astype(float)


def _areas_as_told(areas: pd.DataFrame, told: Mapping[str, Told], found: Windows) -> pd.DataFrame:
    """Return the verdicts without counts; none where a count of the area is hidden."""
    months = (*found.before, *found.after)
    pairs = zip(areas["group"], areas["area"], strict=True)
    is_hidden = [told[group].hides(area, months) for group, area in pairs]
    areas[["before", "after", *MEASURES]] = float("nan")
    areas.loc[is_hidden, "verdict"] = Verdict.TOO_SMALL
    return areas


def _totals_as_told(totals: pd.DataFrame, told: Mapping[str, Told], found: Windows) -> pd.DataFrame:
    """Return the totals as they may be told, with the ratios of just those."""
    for name, months in (("before", found.before), ("after", found.after)):
        pairs = zip(totals["group"], totals[name], strict=True)
        totals[name] = [told[group].window(months, count) for group, count in pairs]
    measured = judge(totals.dropna(subset=["before", "after"]))
    totals[MEASURES] = measured[MEASURES].reindex(totals.index)
    return totals
