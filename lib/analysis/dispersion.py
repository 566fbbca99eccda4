"""How much counts vary by themselves: the dispersion of each row, by quasi-likelihood.

Variance = dispersion x mean (McCullagh & Nelder, Generalized Linear Models, 1989, section 6.2). The
dispersion of each row is its own, shrunk towards that of rows of its size, as in limma and edgeR
(Smyth, 2004; Lund et al., 2012; Phipson et al., 2016). Each group (kind) is measured by itself, all
groups of a family are shrunk at once: they share the trend. Not here: judging counts (`counts`).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import nnls
from scipy.special import betaln, xlogy

Array = npt.NDArray[np.float64]

MIN_MEAN = 1.0  # cases in a mean earlier period: rows with fewer do not show dispersion
PRIOR_DISPERSION = 2.0  # assumed where history is silent
PRIOR_DEGREES = 4.0  # what that assumption weighs, in degrees of freedom
# Degrees of freedom that the shrinkage may have: from hardly any to the trend alone.
SHRINKAGE = np.array([*np.geomspace(2.5, 400, 40), 1e6])
FITS = 10  # of the trend, each with the weights of the one before


def measure_spread(history: pd.DataFrame) -> pd.DataFrame:
    """Return per row of one group how its counts vary around row + period.

    On the index of `history`: `mean`, its cases a period; `pearson`, its part of Pearson's X² of
    the model row + period (expected = row total x column total / total; McCullagh & Nelder, 1989,
    section 4.5.2); `degrees`, what that part is worth: (periods - 1)(1 - row total / total).
    Periods without any case are left out; with less than two rows or periods there are 0 degrees.
    Raises `ValueError` if a count is negative or missing.
    """
    mean, pearson, degrees = measure_spread_of_rows(history.to_numpy(dtype=np.float64))
    return pd.DataFrame({"mean": mean, "pearson": pearson, "degrees": degrees}, index=history.index)


def measure_spread_of_rows(counts: Array) -> tuple[Array, Array, Array]:
    """Return `mean`, `pearson` and `degrees` of each row, as `measure_spread` has them."""
    if not (np.isfinite(counts) & (counts >= 0)).all():
        raise ValueError("history: counts must be 0 or more, none missing")
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
    total, periods = max(1.0, columns.sum()), int((columns > 0).sum())
    expected = rows * columns / total
    pearson = ((counts - expected) ** 2 / np.where(expected > 0, expected, 1)).sum(axis=1)
    degrees = max(periods - 1, 0) * (1 - rows[:, 0] / total)
    return rows[:, 0] / max(1, counts.shape[1]), pearson, degrees


def shrink_spread(spread: pd.DataFrame) -> pd.DataFrame:
    """Return each row's `dispersion` and its `degrees` of freedom.

    `spread` has a row per row of the family, as `measure_spread` has them. A row's own estimate
    s² = pearson / degrees is shrunk towards the trend a + b x mean (a and b at least 0, as in
    DESeq2: Love et al., 2014): (d0 trend + degrees s²) / (d0 + degrees), which has d0 + degrees
    degrees of freedom. d0 is the one under which the s² are most likely: s² / trend has the
    distribution F(degrees, d0), scaled to mean 1 (Smyth, 2004, section 6). The trend is fitted by
    weighted least squares, weights degrees / trend², to the rows and to an assumption,
    PRIOR_DISPERSION with PRIOR_DEGREES. Rows with a mean under MIN_MEAN get the trend's value. The
    degrees are at most those of all rows together.
    """
    mean, pearson, degrees = spread[["mean", "pearson", "degrees"]].to_numpy(dtype=np.float64).T
    clear = (mean >= MIN_MEAN) & (degrees > 0)
    degrees = np.where(clear, degrees, 0)
    own = np.where(clear, pearson, 0) / np.where(clear, degrees, 1)
    trend = _fit_trend(mean, own, degrees)
    prior = _likeliest_shrinkage(own[clear] / trend[clear], degrees[clear])
    shrunk = (prior * trend + degrees * own) / (prior + degrees)
    sure = np.minimum(prior + degrees, PRIOR_DEGREES + degrees.sum())
    return pd.DataFrame({"dispersion": np.maximum(shrunk, 1), "degrees": sure}, index=spread.index)


def _fit_trend(mean: Array, own: Array, degrees: Array) -> Array:
    """Return a + b x mean of each row, at least 1; rows without degrees do not count."""
    middle = float(np.exp(np.log(mean[degrees > 0]).mean())) if (degrees > 0).any() else 1.0
    seen = np.append(own, PRIOR_DISPERSION)
    design = np.column_stack([np.ones(len(seen)), np.append(mean, middle)])
    weights = np.append(degrees, PRIOR_DEGREES)
    trend = np.ones(len(seen))
    for _ in range(FITS):
        scale = np.sqrt(weights) / trend
        trend = np.maximum(design @ nnls(design * scale[:, None], seen * scale)[0], 1)
    return np.asarray(trend[:-1], dtype=np.float64)


def _likeliest_shrinkage(ratios: Array, degrees: Array) -> float:
    """Return the d0 under which s² / trend is most likely; PRIOR_DEGREES where none is there."""
    if not len(ratios):
        return PRIOR_DEGREES
    scale = SHRINKAGE / (SHRINKAGE - 2)  # the mean of F
    seen = np.maximum(ratios, 1e-6)[:, None] * scale
    likelihood = _log_density_of_f(seen, degrees[:, None], SHRINKAGE) + np.log(scale)
    return float(SHRINKAGE[likelihood.sum(axis=0).argmax()])


def _log_density_of_f(x: Array, m: Array, n: Array) -> Array:
    """Return the logarithm of the density of F(m, n), Fisher's distribution of a ratio, at x."""
    density = m / 2 * np.log(m) + n / 2 * np.log(n) + xlogy(m / 2 - 1, x)
    return np.asarray(density - ((n + m) / 2 * np.log(n + m * x) + betaln(m / 2, n / 2)))
