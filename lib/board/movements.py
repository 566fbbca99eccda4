"""How registrations move: per month for the municipality, and which changes per area are real.

A change is judged over twelve months against the twelve before, for all watched indicators and
areas together (`lib.analysis.counts`). Not here: yearly figures (`levels`).
"""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.counts import detectable_ratio, dispersion, judge
from lib.board.levels import least_sure
from lib.catalog import Catalog, Indicator, Status
from lib.catalog.opendata import total

MONTH = len("2023-05")
WINDOW = 12


@dataclass(frozen=True, eq=False)
class Movements:
    """The verdict on every watched indicator and area.

    `frame` has columns `group` (indicator), `area`, `before`, `after`, `dispersion`, `ratio`,
    `lower`, `upper`, `p_value` and `verdict`. `before` and `after` name the first and last month
    of each window; `source` is the key of the source, `status` how sure its months are.
    """

    frame: pd.DataFrame
    before: tuple[str, str]
    after: tuple[str, str]
    source: str
    status: Status

    def detectable(self, group: str, *, cases: float) -> float:
        """Return the smallest ratio that would mostly be seen at so many cases before."""
        spread = float(self.frame.loc[self.frame["group"] == group, "dispersion"].max())
        return detectable_ratio(cases, dispersion=spread, family=len(self.frame))


def municipal_months(catalog: Catalog, indicator: Indicator) -> pd.DataFrame:
    """Return columns `period`, `value`, `status` and `source`: each month, oldest first."""
    code = catalog.municipality.code
    for number in _tables(catalog, indicator, parts=False):
        rows = catalog.open_rows(number, kinds=indicator.kinds, areas=[code])
        rows = rows[rows["period"].str.len() == MONTH]
        if len(rows):
            return total(rows, by=["period"]).assign(source=catalog.stored[number].source)
    return pd.DataFrame(columns=["period", "value", "status", "source"])


def movements(catalog: Catalog) -> Movements | None:
    """Judge the last twelve months against the twelve before; None without two whole years."""
    watched = [i for i in catalog.indicators.values() if i.watched]
    number = next((n for i in watched for n in _tables(catalog, i, parts=True)), None)
    if number is None:
        return None
    counts, status = _per_area(catalog, watched, number)
    months = list(next(iter(counts.values())).columns)
    if len(months) < 2 * WINDOW:
        return None
    blocks = _blocks(months)
    family = pd.concat([_family(key, c, blocks) for key, c in counts.items()], ignore_index=True)
    verdicts = judge(family)
    before, after = blocks[-2], blocks[-1]
    return Movements(
        family.join(verdicts), (before[0], before[-1]), (after[0], after[-1]),
        catalog.stored[number].source, status,
    )  # fmt: skip


def _tables(catalog: Catalog, indicator: Indicator, *, parts: bool) -> list[str]:
    """Return the fetched tables of an indicator with months: per buurt or per municipality."""
    kinds = {t.id: t.regions == "parts" for t in catalog.open_tables}
    return [
        n
        for n in indicator.tables
        if n in catalog.stored and kinds[n] is parts and len(catalog.stored[n].last) == MONTH
    ]


def _blocks(months: list[str]) -> list[list[str]]:
    """Return whole years of months, counted back from the newest, oldest first."""
    whole = len(months) // WINDOW
    rest = months[len(months) - whole * WINDOW :]
    return [rest[n * WINDOW : (n + 1) * WINDOW] for n in range(whole)]


def _per_area(
    catalog: Catalog, watched: list[Indicator], number: str
) -> tuple[dict[str, pd.DataFrame], Status]:
    """Return counts of each watched indicator, a row per area and a column per month; how sure."""
    areas = list(catalog.of_kind("area"))
    of_buurt = {u.area: a for a in areas for u in catalog.parts(a, kind="cbs_buurt")}
    of_kind = {kind: i.indicator for i in watched for kind in i.kinds}
    rows = catalog.open_rows(number, kinds=list(of_kind), areas=list(of_buurt))
    rows = rows[rows["period"].str.len() == MONTH].dropna(subset="value")
    keys = [
        rows["kind"].astype(str).map(of_kind),
        rows["area"].astype(str).map(of_buurt),
        rows["period"].astype(str),
    ]
    sums = rows["value"].groupby(keys).sum()
    months = sorted(set(keys[2]))
    every = pd.MultiIndex.from_product([sorted(set(of_kind.values())), areas, months])
    table = sums.reindex(every, fill_value=0.0).to_numpy().reshape(-1, len(areas), len(months))
    counts = {
        key: pd.DataFrame(values, index=areas, columns=months)
        for key, values in zip(every.levels[0], table, strict=True)
    }
    return counts, least_sure(*(Status(str(s)) for s in rows["status"].unique()))


def _family(key: str, counts: pd.DataFrame, blocks: list[list[str]]) -> pd.DataFrame:
    sums = pd.DataFrame({block[-1]: counts[block].sum(axis=1) for block in blocks})
    spread = dispersion(sums.iloc[:, :-2])
    return pd.DataFrame(
        {
            "group": key,
            "area": counts.index.astype(str),
            "before": sums.iloc[:, -2].to_numpy(),
            "after": sums.iloc[:, -1].to_numpy(),
            "dispersion": spread,
        }
    )
