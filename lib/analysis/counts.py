"""Which counts of registered crime rose or fell more than they vary by themselves.

Two steps, the first in `dispersion`:

    spread = pd.concat(measure_spread(history[kind]) for kind in history)
    verdicts = judge(rows.join(shrink_spread(spread)))

Nothing here explains why a count changed. Not here: which months are compared (`windows`).
"""

from enum import StrEnum
from math import inf, sqrt
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betainc, betaincinv, ndtr, ndtri, stdtr, stdtrit

from lib.analysis.discoveries import FALSE_DISCOVERY_RATE, find_discoveries
from lib.analysis.dispersion import Array

Number = TypeVar("Number", float, Array)

LEAST_POWER = 0.5
MIN_TOTAL = 20  # cases in two periods of equal length together
# The dispersion φ in the test is INFLATION + FEW_CASES (φ - 1) / expected cases times as large.
INFLATION = 1.06  # chosen so that a list without any change has a false call in at most 1 %
FEW_CASES = 8.0  # counts that vary more than chance are also skewer, which shows in few cases
REST_INFLATION = 1.1  # the same next to the rest, whose dispersion is taken as known
TAIL = 0.025  # of the 95 % interval of each ratio


class Verdict(StrEnum):
    """The verdict on two counts."""

    RISE = "rise"
    FALL = "fall"
    NOT_DEMONSTRABLE = "not_demonstrable"
    TOO_SMALL = "too_small"
    UNKNOWN = "unknown"  # not tested: how much such counts vary is not known


def judge(family: pd.DataFrame, *, min_total: int = MIN_TOTAL) -> pd.DataFrame:
    """Return of each row whether it rose or fell, with few false calls among all calls.

    Given the total n of two counts, the later one is binomial under Poisson, with a known share if
    nothing changed (Przyborowski & Wilenski, 1940). The test and the interval are those of Clopper
    & Pearson (1934), with counts divided by the dispersion: the chance of at least k of n is
    I_share(k / φ, (n - k + 1) / φ), I the incomplete beta function. φ is the dispersion as
    `_inflation` enlarges it; e is the number of cases expected in the smaller of the two parts. The
    normal point of that chance is looked up in Student's t with the row's degrees of freedom, as
    φ is estimated; the p-value is twice the smaller tail.

    Benjamini & Hochberg (1995) over all rows. Give the whole family always, whatever the screen
    shows: the verdicts of part of it are other verdicts. A row with e under `min_total` / 2 gets
    p-value 1 but counts in the family's size. That can only take calls away, as no p-value gets
    smaller and the size is not reduced; so neither a small row nor its leaving out can make
    another row's change demonstrable.

    `family` has a row per group and area, with columns group, area, before, after (counts) and
    dispersion (at least 1). Where they are there also `degrees` (of freedom of the dispersion; else
    it is taken as known) and `share` (what part of before + after falls in after if nothing
    changed; else a half, for periods of the same length). Returned on the same index: ratio (of
    after to what before makes expected), lower, upper (95 %, each row by itself, so an interval
    without 1 is not yet a call), p_value as used in the procedure, verdict. Without cases before,
    ratio and upper are infinite; without any case the ratio is NaN, the interval 0 to infinity.

    Raises `ValueError` if a count is negative or missing, a dispersion is under 1, degrees are not
    above 0, a share is not between 0 and 1, or a group and area stand there twice.
    """
    if family.duplicated(["group", "area"]).any():
        raise ValueError("family: a group and area stand there twice")
    before, after, spread, degrees, share = _check_family(family)
    total = before + after
    expected = total * np.minimum(share, 1 - share)
    spread = spread * _inflation(spread, np.maximum(expected, 1))
    small = expected < min_total / 2
    p_value = np.where(small, 1.0, _p_values(before, after, spread, degrees, share))
    called = find_discoveries(p_value)
    tail = np.asarray(ndtr(stdtrit(degrees, TAIL)), dtype=np.float64)
    null = share / (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):  # no cases: infinite or NaN
        ratio = after / before / null
        upper = 1 / (_lowest_odds(before, after, spread, tail) * null)
    result = pd.DataFrame(
        {
            "ratio": ratio,
            "lower": _lowest_odds(after, before, spread, tail) / null,
            "upper": upper,
            "p_value": p_value,
        },
        index=family.index,
    )
    result["verdict"] = pd.Series(
        [_row_verdict(*row) for row in zip(small, called, ratio > 1, strict=True)],
        index=family.index,
        dtype=object,
    )
    return result


def judge_against_rest(family: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a family scaled by the rest of each group, and its verdicts.

    `family` as of `judge`. What part falls in `after` if nothing changed is taken from the other
    areas of the group: a trend, a delay or a break in registration that they share changes no
    verdict. The rest varies too: n x its dispersion / its cases is added to the row's dispersion,
    and the sum multiplied by REST_INFLATION.
    A change of one area must not look like the opposite change of the others: of the areas that
    are called the clearest leaves its group's rest and all are judged again, until no more are
    called, as long as half of the areas is left. Where a group has no other cases the share is
    that of `family`. Columns as of `judge`, which also says what it raises.
    """
    steady = np.ones(len(family), dtype=np.bool_)
    while True:
        scaled = _scale_by_rest(family, steady)
        verdicts = judge(scaled)
        called = verdicts["verdict"].isin([Verdict.RISE, Verdict.FALL]).to_numpy() & steady
        if not called.any():
            return scaled, verdicts
        p_values = pd.Series(verdicts["p_value"].to_numpy()[called], index=called.nonzero()[0])
        steady[p_values.groupby(family["group"].to_numpy()[called]).idxmin()] = False


def detectable_ratio(
    cases: float,
    *,
    dispersion: float,
    family: int,
    degrees: float = inf,
    share: float = 0.5,
    power: float = 0.8,
) -> float:
    """Return the smallest true ratio that is called a rise with this power: 1.5 is 50 % more.

    `cases` is what is expected after if nothing changed; the other arguments as of `judge`. It is
    the only change in a family of `family` rows, so it must pass 5 % / family: k is that point of
    Student's t, two-sided, plus the normal point of the power. With q = 1 - share, φ as of `judge`
    and x = ratio - 1, the rise passes where q cases x - ½ = k sqrt(φ q cases (1 + share x)): the
    normal approximation of `judge` at its mean, solved for x. More changes in the family make it
    easier.

    Raises `ValueError` if cases is not above 0, the dispersion or the family is under 1, degrees
    are not above 0, the share is not between 0 and 1, or the power not between a half and 1.
    """
    if not (0 < cases < inf and 1 <= dispersion < inf and family >= 1 and degrees > 0):
        raise ValueError("cases and degrees must be above 0, dispersion and family at least 1")
    if not (0 < share < 1 and LEAST_POWER <= power < 1):
        raise ValueError("the share must be between 0 and 1, the power between a half and 1")
    points = ndtri(power) - stdtrit(degrees, FALSE_DISCOVERY_RATE / family / 2)
    part = (1 - share) * cases
    spread = points**2 * dispersion * _inflation(dispersion, cases)
    middle = part * (1 + spread * share)
    root = sqrt(middle**2 - 4 * part**2 * (0.25 - spread * part))
    return float(1 + (middle + root) / (2 * part**2))


def _check_family(family: pd.DataFrame) -> tuple[Array, ...]:
    """Return before, after, dispersion, degrees and share of each row."""
    before, after, spread, degrees, share = (
        np.asarray(column, dtype=np.float64)
        for column in (
            family["before"],
            family["after"],
            family["dispersion"],
            family["degrees"] if "degrees" in family else np.full(len(family), inf),
            family["share"] if "share" in family else np.full(len(family), 0.5),
        )
    )
    if not (np.isfinite([before, after]) & (np.minimum(before, after) >= 0)).all():
        raise ValueError("counts must be 0 or more, none missing")
    if not (np.isfinite(spread) & (spread >= 1)).all():
        raise ValueError("dispersion must be at least 1, none missing")
    if not ((degrees > 0) & (share > 0) & (share < 1)).all():
        raise ValueError("degrees must be above 0, and the share between 0 and 1, none missing")
    return before, after, spread, degrees, share


def _inflation(spread: Number, expected: Number) -> Number:
    """Return how many times as large the dispersion is taken for so many expected cases."""
    return INFLATION + FEW_CASES * (spread - 1) / expected


def _p_values(before: Array, after: Array, spread: Array, degrees: Array, share: Array) -> Array:
    """Return the two-sided p-value of each pair; 1 without any case."""
    up, down = (
        np.where(k > 0, betainc(np.maximum(k, 1) / spread, (rest + 1) / spread, part), 1)
        for k, rest, part in ((after, before, share), (before, after, 1 - share))
    )
    tail = np.minimum(np.minimum(up, down), 0.5)
    return np.asarray(2 * stdtr(degrees, ndtri(tail)), dtype=np.float64)


def _lowest_odds(cases: Array, others: Array, spread: Array, tail: Array) -> Array:
    """Return the lower bound of cases / others that the test does not reject at this tail."""
    share = betaincinv(np.maximum(cases, 1) / spread, (others + 1) / spread, tail)
    return np.asarray(np.where(cases > 0, share / (1 - share), 0), dtype=np.float64)


def _scale_by_rest(family: pd.DataFrame, steady: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return the family with share and dispersion by the rest, of which only `steady` are part."""
    before, after, spread, _, share = _check_family(family)
    cases = before + after
    sums = pd.DataFrame({"cases": cases, "after": after, "spread": cases * spread})
    groups = family["group"].to_numpy()
    enough = pd.Series(steady).groupby(groups).transform("mean") >= 1 / 2
    part = sums.where(steady | ~enough, 0.0)
    rest = part.groupby(groups).transform("sum") - part
    weight = rest["cases"].to_numpy() + 1  # with one case that falls as `share` has it
    return family.assign(
        share=(rest["after"].to_numpy() + share) / weight,
        dispersion=REST_INFLATION
        * (spread + cases * rest["spread"].to_numpy() / weight / np.maximum(weight - 1, 1)),
    )


def _row_verdict(small: np.bool_, called: np.bool_, rising: np.bool_) -> Verdict:
    """Return the verdict on one row."""
    if small:
        return Verdict.TOO_SMALL
    if not called:
        return Verdict.NOT_DEMONSTRABLE
    return Verdict.RISE if rising else Verdict.FALL
