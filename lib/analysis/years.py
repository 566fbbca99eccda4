"""Which yearly counts changed more than they vary by themselves, with few years to go by.

A year is compared with another; how much such counts vary follows from the years before both, in
the municipality and in those it is compared with. The test is that of `counts`. Not here: months
(`windows`), causes.
"""

from collections.abc import Mapping

import pandas as pd

from lib.analysis.counts import Verdict, judge
from lib.analysis.dispersion import measure_spread, shrink_spread

LEAST_YEARS = 3  # earlier years: fewer do not show how much a count varies
EARLIER_YEARS = 5  # how far back they lie: further back another world differs, and not by chance


def judge_years(
    counts: Mapping[str, pd.DataFrame], *, own: str, years: tuple[int, int]
) -> pd.DataFrame:
    """Return of each kind whether its count in the later of the years rose or fell.

    `counts` has for each kind a row per municipality and a column per year, NaN where a count is
    absent; `own` is the row that is judged, the others only show how much counts vary. A row per
    kind that has both years, with columns before, after, ratio, lower, upper, p_value and verdict
    as of `counts.judge`: all kinds together are one family. The verdict is UNKNOWN, and ratio and
    bounds NaN, where fewer than LEAST_YEARS of the EARLIER_YEARS before the first year are known,
    or no other municipality has them. Those rows were not tested, whatever their counts, and are
    not in the family.
    """
    before, after = years
    family = pd.DataFrame(
        [
            (kind, own, *table.loc[own, [before, after]], *_measure_own(table, own, before))
            for kind, table in counts.items()
            if own in table.index and table.reindex(columns=list(years)).loc[own].notna().all()
        ],
        columns=["group", "area", "before", "after", "dispersion", "degrees"],
    )
    tested = family.dropna(subset="dispersion")
    judged = family.join(judge(tested)).set_index("group").drop(columns="area")
    # A list: pandas would put the member of an enum in place as its text.
    verdicts = [Verdict.UNKNOWN if pd.isna(v) else v for v in judged["verdict"]]
    return judged.assign(verdict=pd.Series(verdicts, index=judged.index, dtype=object))


def _measure_own(table: pd.DataFrame, own: str, before: int) -> tuple[float, float]:
    """Return dispersion and degrees of a kind in the years before; NaN where not to be known."""
    earlier = [y for y in map(int, table.columns) if before - EARLIER_YEARS <= y < before]
    history = table.reindex(columns=earlier)
    history = history.loc[:, history.loc[own].notna()].dropna()
    if len(history) < 2 or len(history.columns) < LEAST_YEARS:  # noqa: PLR2004 - another municipality
        return float("nan"), float("nan")
    found = shrink_spread(measure_spread(history))[history.index == own]
    return float(found["dispersion"].iloc[0]), float(found["degrees"].iloc[0])
