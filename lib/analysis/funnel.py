"""Funnel limits: how far a rate may lie from that of its group by chance, for its inhabitants.

After Spiegelhalter, 'Funnel plots for comparing institutional performance', Statistics in
Medicine 24 (2005) 1185-1202: exact Poisson limits (appendix A.1) and a multiplicative
overdispersion (section 3.2). Limits in place of a list from high to low. Not here: causes, and
which units belong to a group.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.special import gammaln, pdtr, pdtrik, xlogy

from lib.analysis.dispersion import Array
from lib.analysis.rates import PER

LEAST_UNITS = 5  # fewer show no spread
WARNING, ALARM = 0.95, 0.998  # the parts of the units that lie within the two pairs of limits


class FunnelPosition(StrEnum):
    """Where a unit lies in a funnel."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    FAR_ABOVE = "far_above"
    FAR_BELOW = "far_below"


@dataclass(frozen=True)
class Funnel:
    """The rate of a group per 1,000 inhabitants, and how many times the Poisson variance it has."""

    rate: float
    dispersion: float

    def limits(self, inhabitants: Array, *, share: float) -> tuple[Array, Array]:
        """Return the lower and upper limit per 1,000 within which that share of units lies.

        A count over the dispersion is taken to be Poisson, its quantiles interpolated.
        """
        mean = self.rate / PER * inhabitants / self.dispersion
        tail = (1 - share) / 2
        low, high = (
            _poisson_quantile(mean, part) * self.dispersion / inhabitants * PER
            for part in (tail, 1 - tail)
        )
        return np.maximum(low, 0), high

    def place(self, rate: float, *, inhabitants: float) -> FunnelPosition:
        """Return where a unit with this rate per 1,000 lies."""
        people = np.array([inhabitants], dtype=np.float64)
        (low, high), (lowest, highest) = (
            (float(lower[0]), float(upper[0]))
            for lower, upper in (self.limits(people, share=s) for s in (WARNING, ALARM))
        )
        if low <= rate <= high:
            return FunnelPosition.WITHIN
        if rate > high:
            return FunnelPosition.FAR_ABOVE if rate > highest else FunnelPosition.ABOVE
        return FunnelPosition.FAR_BELOW if rate < lowest else FunnelPosition.BELOW


def fit_funnel(counts: pd.Series, inhabitants: pd.Series) -> Funnel | None:
    """Return the funnel of a group of units; None for fewer than LEAST_UNITS, or without a case.

    The rate is all counts over all inhabitants. The dispersion is Pearson's X² of one rate for all
    over its degrees of freedom, at least 1. Raises `ValueError` for a count under 0, inhabitants
    that are not above 0, and for what is missing.
    """
    count, people = (values.to_numpy(dtype=np.float64) for values in (counts, inhabitants))
    if not ((count >= 0) & (people > 0)).all():
        raise ValueError("counts must be 0 or more, inhabitants above 0, none missing")
    if len(count) < LEAST_UNITS or not count.sum():
        return None
    expected = people * count.sum() / people.sum()
    pearson = float(((count - expected) ** 2 / expected).sum())
    return Funnel(
        rate=float(count.sum() / people.sum() * PER),
        dispersion=max(1.0, pearson / (len(count) - 1)),
    )


def _poisson_quantile(mean: Array, part: float) -> Array:
    """Return the quantile of a Poisson count, interpolated between whole numbers."""
    above = np.ceil(pdtrik(part, mean))
    chance = np.exp(xlogy(above, mean) - gammaln(above + 1) - mean)
    return np.asarray(above - (pdtr(above, mean) - part) / chance, dtype=np.float64)
