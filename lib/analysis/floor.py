"""Is an area under the floor? The verdict that its margin allows, and chances from all margins.

Not here: the policy's own rule, which looks at the published decimal (`gap`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
import pandas as pd
from scipy.special import ndtr

from lib.analysis.estimate import Estimate
from lib.analysis.gap import gap
from lib.analysis.sample_size import rounding_variance

SPREAD_STEPS = 60  # of the grid over how far areas lie apart
MEAN_NODES, MEAN_WEIGHTS = np.polynomial.hermite_e.hermegauss(11)


class FloorPosition(StrEnum):
    """Where an area's interval lies; in this order in every list."""

    SURELY_BELOW = "surely_below"
    WITHIN_MARGIN = "within_margin"
    SURELY_ABOVE = "surely_above"
    NO_MARGIN = "no_margin"
    NO_RATING = "no_rating"


@dataclass(frozen=True, eq=False)
class FloorChances:
    """Chances from 0 to 1: `below` per area, that it is really under the floor.

    `all_above`: that no area is. `any_falls`: that in a wave like this one at least one of the
    areas that are now published at or above the floor is published under it, if nothing changed.
    """

    below: pd.Series
    all_above: float
    any_falls: float


def judge_floor(rating: Estimate | None, *, floor: float | None) -> FloorPosition:
    """Return where a rating's 95 % interval lies; an end that is the floor itself is within it.

    An interval that leaves out the survey's design is widened by the root of the design effect. A
    floor that is not set has nothing to compare with.
    """
    if rating is None or floor is None:
        return FloorPosition.NO_RATING
    if rating.lower is None or rating.upper is None:
        return FloorPosition.NO_MARGIN
    widening = sqrt(rating.design_effect)
    upper = rating.value + widening * (rating.upper - rating.value)
    lower = rating.value - widening * (rating.value - rating.lower)
    if gap(upper, goal=floor) < 0:
        return FloorPosition.SURELY_BELOW
    is_above = gap(lower, goal=floor) > 0
    return FloorPosition.SURELY_ABOVE if is_above else FloorPosition.WITHIN_MARGIN


def estimate_floor_chances(
    ratings: Mapping[str, Estimate], *, floor: float, decimals: int
) -> FloorChances | None:
    """Return the chances of areas with a published rating; None while one of them has no margin.

    Each rating is normal around its area's true value, with the variance of its interval and of
    rounding; true values are normal around the areas' mean (Fay and Herriot 1979), which shrinks
    uncertain ratings to it. Mean and spread of the true values are integrated out, with flat
    priors on both (Gelman 2006).
    """
    errors = [r.standard_error for r in ratings.values() if r.standard_error is not None]
    if not ratings or len(errors) < len(ratings):
        return None
    observed = np.array([rating.value for rating in ratings.values()])
    sampling = np.array(errors) ** 2
    weights, means, variances = _integrate_areas(observed, sampling + rounding_variance(decimals))
    below = ndtr((floor - means) / np.sqrt(variances))
    # A rating that is half a decimal under the floor is still published as the floor.
    published_floor = floor - 10.0**-decimals / 2
    stands = observed >= floor - 1e-9
    again = ndtr((published_floor - means) / np.sqrt(variances + sampling))[:, stands]
    return FloorChances(
        below=pd.Series(weights @ below, index=list(ratings)),
        all_above=float(weights @ np.prod(1 - below, axis=1)),
        any_falls=float(1 - weights @ np.prod(1 - again, axis=1)),
    )


def _integrate_areas(
    observed: np.ndarray, sampling: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nodes of the posterior: their weights, and each area's mean and variance there.

    A node is a mean and a spread of the true values. Given these, areas are independent. Shapes:
    (nodes,), (nodes, areas), (nodes, areas).
    """
    widest = 2 * np.ptp(observed) + 3 * np.sqrt(sampling.max())
    spread = ((np.arange(SPREAD_STEPS) + 0.5) * widest / SPREAD_STEPS)[:, None] ** 2
    precision = 1 / (spread + sampling)
    mean_variance = 1 / precision.sum(axis=1)
    mean = (precision * observed).sum(axis=1) * mean_variance
    fit = (np.log(precision) - precision * (observed - mean[:, None]) ** 2).sum(axis=1)
    likelihood = np.log(mean_variance) / 2 + fit / 2
    weights = np.outer(np.exp(likelihood - likelihood.max()), MEAN_WEIGHTS)
    centres = mean[:, None] + np.sqrt(mean_variance)[:, None] * MEAN_NODES
    pull = (sampling * precision)[:, None, :]  # how far an area is drawn to the mean
    means = (1 - pull) * observed + pull * centres[:, :, None]
    variances = np.broadcast_to((1 - pull) * sampling, means.shape)
    areas = len(observed)
    return (weights / weights.sum()).ravel(), means.reshape(-1, areas), variances.reshape(-1, areas)
