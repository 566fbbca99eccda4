"""What each month would have been if nothing changed: by season and trend, with a band for chance.

Not here: whether a change is real (`counts`). One month outside its band is no verdict: of a
hundred months five are.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import nbdtrik

from lib.analysis.counts import TAIL
from lib.analysis.dispersion import Array
from lib.analysis.windows import Windows

EXPECTED_COLUMNS = ["period", "value", "expected", "lower", "upper", "is_after"]


def expect_count(mean: npt.ArrayLike, dispersion: npt.ArrayLike) -> tuple[Array, Array]:
    """Return between which counts 95 of 100 lie where a count has this mean and dispersion.

    Of the negative binomial distribution with that mean and variance = dispersion x mean; NaN
    where the mean is.
    """
    expected = np.maximum(np.asarray(mean, dtype=np.float64), 1e-9)  # NaN stays NaN
    excess = np.maximum(np.asarray(dispersion, dtype=np.float64) - 1, 1e-6)
    size, chance = expected / excess, 1 / (1 + excess)
    low, high = (np.ceil(nbdtrik(point, size, chance)) for point in (TAIL, 1 - TAIL))
    return np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)


def expect_after(before: float, share: float) -> float:
    """Return what a count before makes expected after: before x share / (1 - share)."""
    return before * share / (1 - share)


def expect_total(before: float, *, share: float, dispersion: float) -> tuple[float, float, float]:
    """Return what is expected after, and between which counts 95 of 100 lie if nothing changed.

    `before`, too, varies by chance: together the variance is dispersion x expected / (1 - share).
    """
    expected = expect_after(before, share)
    low, high = expect_count(expected, dispersion / (1 - share))
    return expected, float(low), float(high)


def expect_months(
    counts: pd.Series, found: Windows, *, season: pd.Series, expected: float, dispersion: float
) -> pd.DataFrame:
    """Return each month of the windows with the band in which chance alone would have it.

    A month is expected to have its window's total (the course) times its part of a year (the
    season). The total of the newest window is `expected`: what it would be if nothing changed.
    A month's part is that of all earlier windows together in `season`, which may be a larger
    population. The band is `expect_count` of that with the dispersion. `counts` and `season` are
    by month; NaN where a month may not be seen: then its window has no band and does not count in
    the season. Columns `period`, `value`, `expected`, `lower`, `upper` and `is_after` (whether it
    is in the newest window), oldest first.
    """
    length = len(found.after)
    same = [found.before] if len(found.before) == length else []
    windows = [*sorted([*found.history, *same]), found.after]
    periods = [period for window in windows for period in window]
    values, whole = (
        table.reindex(periods).to_numpy(dtype=np.float64).reshape(-1, length)
        for table in (counts, season)
    )
    earlier = whole[:-1][~np.isnan(whole[:-1]).any(axis=1)].sum(axis=0)
    parts = earlier / earlier.sum() if earlier.sum() > 0 else np.full(length, 1 / length)
    mean = np.append(values[:-1].sum(axis=1), expected)[:, None] * parts
    lower, upper = expect_count(mean, dispersion)
    columns = [periods, *(table.ravel() for table in (values, mean, lower, upper))]
    is_after = np.arange(len(periods)) >= len(periods) - length
    return pd.DataFrame(dict(zip(EXPECTED_COLUMNS, [*columns, is_after], strict=True)))
