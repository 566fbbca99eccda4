"""Families of counts that are judged together: what stands beside what, and how much it varies.

Shared by months (`movements`) and days (`recent`). Not here: which counts and which windows, and
the verdict itself (`lib.analysis`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.counts import dispersion, judge
from lib.analysis.windows import Windows

WHOLE = "municipality"
BANDS = 3
MEASURES = ["ratio", "lower", "upper", "p_value"]
COLUMNS = ["group", "area", "before", "after", "dispersion"]
Array = npt.NDArray[np.float64]


def of_areas(key: str, counts: pd.DataFrame, found: Windows) -> pd.DataFrame:
    """Return an indicator's rows: each area, with the dispersion of the earlier windows.

    `counts` has a row per area and a column per month or day.
    """
    sums = _per_window(counts.to_numpy(), counts.columns, found).sum(axis=2)
    history, before, after = sums[:, :-2], sums[:, -2], sums[:, -1]
    spread = np.zeros(len(sums))
    # Large areas may be more dispersed than small ones: each has that of areas of its own size.
    for band in np.array_split(history.sum(axis=1).argsort(kind="stable"), BANDS):
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


def of_whole(key: str, counts: pd.Series, found: Windows, *, step: int = 1) -> pd.DataFrame:
    """Return an indicator's row for the whole municipality.

    One row has no other areas to show its dispersion. Its months or days have: a row per earlier
    window and a column per `step` of them, so that season and course are taken out and chance is
    left. `counts` is by month or day; an earlier window in which one is absent is left out.
    """
    values = counts.to_numpy(dtype=np.float64)[None, :]
    windows = _per_window(values, counts.index, found)[0]
    history, (before, after) = windows[:-2], windows[-2:].sum(axis=1)
    history = history[~np.isnan(history).any(axis=1)]
    parts = np.add.reduceat(history, range(0, windows.shape[1], step), axis=1)
    row = [key, WHOLE, before, after, dispersion(pd.DataFrame(parts))]
    return pd.DataFrame([row], columns=COLUMNS)


def judged(rows: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one family with its verdicts; without rows, its columns."""
    family = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=COLUMNS)
    if family.empty:
        return family.reindex(columns=[*COLUMNS, *MEASURES, "verdict"])
    return family.join(judge(family))


def _per_window(counts: Array, periods: pd.Index, found: Windows) -> Array:
    """Return counts per row, window and place in it; the history first, then before and after.

    A period that is absent is NaN.
    """
    every = (*found.history, found.before, found.after)
    at = periods.get_indexer(pd.Index([period for window in every for period in window]))
    taken = np.where(at >= 0, counts[:, at], np.nan)
    return np.asarray(taken.reshape(len(counts), len(every), -1), dtype=np.float64)
