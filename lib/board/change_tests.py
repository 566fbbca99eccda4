"""Families of counts that are judged together: what is compared, and how much it varies.

Shared by months (`changes`) and days (`police_changes`). Not here: which counts and which windows,
and the verdict itself (`lib.analysis.counts`).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lib.analysis.counts import Array, dispersion, judge
from lib.analysis.windows import Windows

WHOLE_MUNICIPALITY = "municipality"
SIZE_BANDS = 3
RATIO_COLUMNS = ["ratio", "lower", "upper", "p_value"]
FAMILY_COLUMNS = ["group", "area", "before", "after", "dispersion"]


def area_rows(key: str, counts: pd.DataFrame, found: Windows) -> pd.DataFrame:
    """Return an indicator's rows: each area, with the dispersion of the earlier windows.

    `counts` has a row per area and a column per month or day.
    """
    sums = _counts_per_window(counts.to_numpy(), counts.columns, found).sum(axis=2)
    history, before, after = sums[:, :-2], sums[:, -2], sums[:, -1]
    spread = np.zeros(len(sums))
    # Large areas may be more dispersed than small ones: each has that of areas of its own size.
    for band in np.array_split(history.sum(axis=1).argsort(kind="stable"), SIZE_BANDS):
        spread[band] = dispersion(pd.DataFrame(history[band]))
    return pd.DataFrame(
        {
            "group": key,
            "area": counts.index.astype(str),
            "before": before,
            "after": after,
            "dispersion": spread,
        }
    )


def municipal_row(key: str, counts: pd.Series, found: Windows, *, step: int = 1) -> pd.DataFrame:
    """Return an indicator's row for the whole municipality.

    One row has no other areas to show its dispersion. Its months or days have: a row per earlier
    window and a column per `step` of them, so that season and course are taken out and chance is
    left. `counts` is by month or day; an earlier window in which one is absent is left out.
    """
    values = counts.to_numpy(dtype=np.float64)[None, :]
    windows = _counts_per_window(values, counts.index, found)[0]
    history, (before, after) = windows[:-2], windows[-2:].sum(axis=1)
    history = history[~np.isnan(history).any(axis=1)]
    parts = np.add.reduceat(history, range(0, windows.shape[1], step), axis=1)
    row = [key, WHOLE_MUNICIPALITY, before, after, dispersion(pd.DataFrame(parts))]
    return pd.DataFrame([row], columns=FAMILY_COLUMNS)


def judge_family(rows: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return one family with its verdicts; without rows, its columns."""
    found = list(rows)
    if not found:
        return pd.DataFrame(columns=[*FAMILY_COLUMNS, *RATIO_COLUMNS, "verdict"])
    family = pd.concat(found, ignore_index=True)
    return family.join(judge(family))


def _counts_per_window(counts: Array, periods: pd.Index, found: Windows) -> Array:
    """Return counts per row, window and place in it; the history first, then before and after.

    A period that is absent is NaN.
    """
    every = (*found.history, found.before, found.after)
    at = periods.get_indexer(pd.Index([period for window in every for period in window]))
    taken = np.where(at >= 0, counts[:, at], np.nan)
    return np.asarray(taken.reshape(len(counts), len(every), -1), dtype=np.float64)
