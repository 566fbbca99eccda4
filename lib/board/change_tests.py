"""Families of counts that are judged together: what is compared, and how much it varies.

Shared by months (`registration_changes`) and days (`police_changes`). Not here: which counts and
which windows, and the verdict itself (`lib.analysis.counts`).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lib.analysis.counts import judge, judge_against_rest
from lib.analysis.dispersion import (
    Array,
    measure_spread,
    measure_spread_of_rows,
    shrink_spread,
)
from lib.analysis.windows import Windows

WHOLE_MUNICIPALITY = "municipality"
WHOLE_INFLATION = 1.15  # of a total's dispersion: its months are taken to vary independently
RATIO_COLUMNS = ["ratio", "lower", "upper", "p_value"]
SPREAD_COLUMNS = ["dispersion", "degrees", "share"]
FAMILY_COLUMNS = ["group", "area", "before", "after", *SPREAD_COLUMNS]


def area_rows(key: str, counts: pd.DataFrame, found: Windows) -> pd.DataFrame:
    """Return an indicator's rows: each area, with how its earlier windows vary.

    `counts` has a row per area and a column per month or day.
    """
    at = counts.columns.get_indexer(pd.Index([p for window in found.history for p in window]))
    values = counts.to_numpy(dtype=np.float64)[:, at]
    sums = values.reshape(len(counts), len(found.history), len(found.after)).sum(axis=2)
    spread = measure_spread(pd.DataFrame(sums, index=counts.index))
    return pd.DataFrame(
        {
            "group": key,
            "area": counts.index.astype(str),
            "before": counts[list(found.before)].sum(axis=1),
            "after": counts[list(found.after)].sum(axis=1),
            "share": found.share,
        }
    ).join(spread)


def municipal_row(key: str, counts: pd.Series, found: Windows, *, step: int = 1) -> pd.DataFrame:
    """Return an indicator's row for the whole municipality.

    One row has no other areas to show its dispersion. Its months or days have: a row per earlier
    window and a column per `step` of them, so that season and course are taken out and chance is
    left. `counts` is by month or day; an earlier window in which one is absent is left out.
    """
    earlier = [period for window in found.history for period in window]
    # Looked up at once: a look-up costs more than all that is calculated here.
    at = counts.index.get_indexer(pd.Index([*earlier, *found.before, *found.after]))
    values = np.where(at < 0, np.nan, counts.to_numpy(dtype=np.float64)[at])
    history, before, after = np.split(values, [len(earlier), len(earlier) + len(found.before)])
    windows = history.reshape(-1, len(found.after))
    windows = windows[~np.isnan(windows).any(axis=1)]
    parts = np.add.reduceat(windows, range(0, len(found.after), step), axis=1)
    mean, pearson, degrees = _whole_spread(parts)
    return pd.DataFrame(
        {
            "group": [key],
            "area": [WHOLE_MUNICIPALITY],
            "before": [float(np.nansum(before))],
            "after": [float(np.nansum(after))],
            "share": [found.share],
            "mean": [mean],
            "pearson": [pearson],
            "degrees": [degrees],
        }
    )


def _whole_spread(parts: Array) -> tuple[float, float, float]:
    """Return mean, inflated X² and degrees of all windows, as `measure_spread` has them of one."""
    _, pearson, degrees = measure_spread_of_rows(parts)
    mean = float(parts.sum()) / max(1, len(parts))
    return mean, WHOLE_INFLATION * float(pearson.sum()), float(degrees.sum())


def judge_family(rows: Iterable[pd.DataFrame], *, against_rest: bool = False) -> pd.DataFrame:
    """Return one family with its verdicts; without rows, its columns.

    With `against_rest` each row is scaled by the rest of its group (`judge_against_rest`).
    """
    found = list(rows)
    if not found:
        return pd.DataFrame(columns=[*FAMILY_COLUMNS, *RATIO_COLUMNS, "verdict"])
    measured = pd.concat(found, ignore_index=True)
    family = measured.drop(columns=["mean", "pearson", "degrees"]).join(shrink_spread(measured))
    if against_rest:
        family, verdicts = judge_against_rest(family)
    else:
        verdicts = judge(family)
    return family[FAMILY_COLUMNS].join(verdicts)
