"""Which counts of registered crime rose or fell more than they vary by themselves.

Counts are taken as quasi-Poisson: variance = dispersion x mean, as in McCullagh & Nelder,
Generalized Linear Models (1989), section 6.2. Nothing here explains
why a count changed, and a rise that all areas share is a rise in each of them.
"""

from enum import StrEnum
from math import erfc, inf, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.analysis.discoveries import find_discoveries

Array = npt.NDArray[np.float64]

LEAST_POWER = 0.5
MIN_TOTAL = 20  # cases in the two periods together
MIN_MEAN = 1.0  # cases in a mean earlier period: rows with fewer do not show dispersion
PRIOR_DISPERSION = 2.0  # assumed where history is silent
PRIOR_DEGREES = 4.0  # what that assumption weighs, in degrees of freedom
TAIL = 3.5  # (z² + 1) / 4 for z = 3.6, the two-sided point of 5 % / 144
CONTINUITY = 0.5  # the correction for it, in cases
CONFIDENCE = 0.95  # of the interval of each ratio


class Verdict(StrEnum):
    """The verdict on two counts."""

    RISE = "rise"
    FALL = "fall"
    NOT_DEMONSTRABLE = "not_demonstrable"
    TOO_SMALL = "too_small"
    UNKNOWN = "unknown"  # not tested: how much such counts vary is not known


def dispersion(history: pd.DataFrame) -> float:
    """Estimate how many times the Poisson variance the counts of one group have; at least 1.

    Parameters
    ----------
    history
        Counts: a row per area, a column per earlier period of equal length, not the periods that
        are to be compared.

    Returns
    -------
    float
        Pearson's X² of the model area + period (expected = row total x column total / total) over
        its degrees of freedom (McCullagh & Nelder, 1989, section 4.5.2), leaning upwards:
        X² gets PRIOR_DEGREES more degrees of freedom at PRIOR_DISPERSION, and the result is
        multiplied by (1 + TAIL / degrees)². That is Student's t over the normal point in the far
        tail (Abramowitz & Stegun 26.7.5, first term), which `judge` does not know of. Rows with
        a mean under MIN_MEAN are left out; a table with less than two rows or columns left gives
        the assumption alone, leaned: about 7. It takes the areas to be equally dispersed; where
        large areas are more so, estimate by bands of size (docs/statistics.md).

    Raises
    ------
    ValueError
        If a count is negative or missing.
    """
    counts = history.to_numpy(dtype=np.float64)
    if not (np.isfinite(counts) & (counts >= 0)).all():
        raise ValueError("history: counts must be 0 or more, none missing")
    pearson, degrees = _pearson(counts)
    degrees += PRIOR_DEGREES
    pooled = (pearson + PRIOR_DEGREES * PRIOR_DISPERSION) / degrees
    return max(1.0, float(pooled * (1 + TAIL / degrees) ** 2))


def judge(
    family: pd.DataFrame, *, false_discovery_rate: float = 0.05, min_total: int = MIN_TOTAL
) -> pd.DataFrame:
    """Return of each row whether it rose or fell, with few false calls among all calls.

    Given the total n of two counts of equal periods, the later one is binomial under Poisson
    (Przyborowski & Wilenski, 1940), with share a half if nothing changed. Overdispersed counts have
    dispersion times its variance. The test is the score test with continuity correction:
    z = (|after - n / 2| - ½) / sqrt(dispersion n / 4). The interval is the set of ratios that it
    does not reject: Wilson's with correction (Newcombe, 1998, method 4), its share p turned into
    the ratio p / (1 - p).

    Benjamini & Hochberg (1995) over all rows. Give the whole family always, whatever the screen
    shows: the verdicts of part of it are other verdicts. A row under `min_total` gets p-value 1
    but counts in the family's size. That can only take calls away, as no p-value gets smaller and
    the size is not reduced; so neither a small row nor its leaving out can make another row's
    change demonstrable.

    Parameters
    ----------
    family
        A row per group and area, with columns group, area, before, after (counts of periods of
        the same length) and dispersion (at least 1).

    Returns
    -------
    DataFrame
        On the same index: ratio, lower, upper (95 %, each row by itself, so an interval without 1
        is not yet a call), p_value as used in the procedure, verdict. Without cases before, ratio
        and upper are infinite; without any case the ratio is NaN, the interval 0 to infinity.

    Raises
    ------
    ValueError
        If a count is negative or missing, a dispersion is under 1, or a group and area stand there
        twice.
    """
    if family.duplicated(["group", "area"]).any():
        raise ValueError("family: a group and area stand there twice")
    counts = family[["before", "after"]].to_numpy(dtype=np.float64).T
    spread = family["dispersion"].to_numpy(dtype=np.float64)
    ratio, lower, upper, p_value = _ratios(counts, spread)
    small = counts.sum(axis=0) < min_total
    p_value = np.where(small, 1.0, p_value)
    called = find_discoveries(p_value, rate=false_discovery_rate)
    result = pd.DataFrame(
        {"ratio": ratio, "lower": lower, "upper": upper, "p_value": p_value}, index=family.index
    )
    result["verdict"] = pd.Series(
        [_row_verdict(*row) for row in zip(small, called, ratio > 1, strict=True)],
        index=family.index,
        dtype=object,
    )
    return result


def detectable_ratio(
    cases: float,
    *,
    dispersion: float,
    family: int,
    power: float = 0.8,
    false_discovery_rate: float = 0.05,
) -> float:
    """Return the smallest true ratio that is called a rise with this power: 1.5 is 50 % more.

    `cases` is the mean number before. It is the only change in a family of `family` rows, so it
    must pass rate / family: k is the normal point of that, two-sided, plus the normal point of the
    power. A rise d (ratio - 1) passes where cases d - 1 = k sqrt(dispersion cases (2 + d)): the
    test of `judge` at its mean, solved for d. More changes in the family make it easier.

    Raises
    ------
    ValueError
        If cases is not above 0, the dispersion or the family is under 1, the rate is not between
        0 and 1, or the power not between a half and 1.
    """
    if not (0 < cases < inf and 1 <= dispersion < inf and family >= 1):
        raise ValueError("cases must be above 0, dispersion and family at least 1")
    if not (0 < false_discovery_rate < 1 and LEAST_POWER <= power < 1):
        raise ValueError("the rate must be between 0 and 1, the power between a half and 1")
    points = _normal_point(1 - false_discovery_rate / family) + NormalDist().inv_cdf(power)
    spread = points**2 * dispersion
    middle = 2 + spread
    root = sqrt(middle**2 - 4 * (1 - 2 * spread * cases))
    return 1 + (middle + root) / (2 * cases)


def _normal_point(confidence: float) -> float:
    """Return the two-sided normal point: 1.96 for 0.95."""
    return -NormalDist().inv_cdf((1 - confidence) / 2)


def _pearson(counts: Array) -> tuple[float, float]:
    """Return X² of area + period and its degrees of freedom, without the small rows."""
    counts = counts[counts.mean(axis=1) >= MIN_MEAN] if counts.size else counts
    counts = counts[:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:  # noqa: PLR2004 - two, or there is nothing to compare
        return 0.0, 0.0
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    expected = rows * columns / counts.sum()
    degrees = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return float(((counts - expected) ** 2 / expected).sum()), float(degrees)


def _ratios(counts: Array, spread: Array) -> tuple[Array, Array, Array, Array]:
    """Return ratio, lower, upper and p-value of pairs of counts, of shape (2, pairs)."""
    if not (np.isfinite(counts) & (counts >= 0)).all():
        raise ValueError("counts must be 0 or more, none missing")
    if not (np.isfinite(spread) & (spread >= 1)).all():
        raise ValueError("dispersion must be at least 1, none missing")
    before, after = counts
    with np.errstate(divide="ignore", invalid="ignore"):  # no cases: infinite or NaN
        ratio = after / before
        upper = 1 / _lowest_odds(before, after, spread)
    return ratio, _lowest_odds(after, before, spread), upper, _p_values(before, after, spread)


def _p_values(before: Array, after: Array, spread: Array) -> Array:
    """Return the two-sided p-value of each pair; 1 without any case."""
    total = before + after
    distance = np.maximum(np.abs(after - total / 2) - CONTINUITY, 0)
    deviation = np.sqrt(spread * np.maximum(total, 1)) / 2
    return np.array([erfc(z) for z in distance / deviation / sqrt(2)], dtype=np.float64)


def _lowest_odds(cases: Array, others: Array, spread: Array) -> Array:
    """Return the lower bound of cases / others that the test does not reject at 5 %.

    The smaller root p of (u - p)² = k p (1 - p), as odds; u is the corrected share of cases,
    k = z² dispersion / total.
    """
    total = np.maximum(cases + others, 1)
    share = np.maximum(cases - CONTINUITY, 0) / total
    k = _normal_point(CONFIDENCE) ** 2 * spread / total
    root = np.sqrt(k * k + 4 * k * share * (1 - share))
    lowest = np.where(share > 0, 2 * share**2 / (2 * share + k + root), 0)
    return np.asarray(lowest / (1 - lowest))


def _row_verdict(small: np.bool_, called: np.bool_, rising: np.bool_) -> Verdict:
    """Return the verdict on one row."""
    if small:
        return Verdict.TOO_SMALL
    if not called:
        return Verdict.NOT_DEMONSTRABLE
    return Verdict.RISE if rising else Verdict.FALL
