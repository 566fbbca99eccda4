"""A survey value as an estimate: how sure it is, and whether a difference may be chance.

Here lives what the verdicts on change, course and floor share. Not here: those verdicts
(`change`, `course`, `floor`). The method and its simulation are in docs/statistics.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import copysign, inf, sqrt
from typing import NamedTuple

from scipy.special import stdtr

from lib.analysis.sample_size import LEVEL, Z95

# By which the variance is multiplied where a wave's intervals leave the survey's design out.
DESIGN_EFFECT = 1.5
# Respondents of an area whose number is not published: as few as a survey publishes an area for.
LEAST_RESPONDENTS = 40
FLOAT_NOISE = 1e-6


@dataclass(frozen=True)
class Rounding:
    """How a wave is rounded: the steps of its values and of its bounds, 0 where they are not.

    `is_centred`: its bounds were made of the published values, so their middles are no sharper.
    """

    value: float = 0.0
    bounds: float = 0.0
    is_centred: bool = False

    def variance(self, *, in_family: bool) -> float:
        """Return what rounding adds to the variance of an estimate.

        A step's own, step² / 12, for one comparison; twice that in a family, which looks further
        into the tail, where a margin that is rounded down weighs more. Of centred bounds the
        rounding of the margin, which is the same for areas with as many respondents, three times
        more. The least multiples with which at most 5 % of the simulated waves have a false call.
        """
        step = self.value if self.is_centred else self.bounds
        if not in_family:
            return step**2 / 12
        margin = 3 * self.bounds**2 if self.is_centred else 0.0
        return (2 * step**2 + margin) / 12


class SurveyNumbers(NamedTuple):
    """A published value and the ends of its 95 % interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Estimate:
    """A survey value with its 95 % interval where known, and whether it may be compared.

    `n` are its respondents where known; `design_effect` is what its variance has to be multiplied
    by, 1 where the interval counts the survey's design.
    """

    value: float
    lower: float | None = None
    upper: float | None = None
    comparable: bool = True
    n: float | None = None
    design_effect: float = 1.0
    rounding: Rounding = Rounding()

    @cached_property
    def standard_error(self) -> float | None:
        """The standard error of the interval, with the design effect; None without one."""
        if self.lower is None or self.upper is None:
            return None
        return sqrt(self.design_effect) * (self.upper - self.lower) / 2 / Z95

    @cached_property
    def centre(self) -> float:
        """The value as sharp as value and bounds together show it.

        The mean of the published value and the middle of the interval, each weighted by the inverse
        of its rounding variance (step² / 12 and step² / 24), but nothing that is published as
        another value.
        """
        if self.lower is None or self.upper is None or not self.rounding.value:
            return self.value
        half = self.rounding.value / 2
        middle = min(max((self.lower + self.upper) / 2, self.value - half), self.value + half)
        value, bounds = self.rounding.value**2, self.rounding.bounds**2
        share = bounds / (bounds + 2 * value)
        return share * self.value + (1 - share) * middle


def find_rounding(figures: Iterable[SurveyNumbers], *, decimals: int) -> Rounding:
    """Return how a wave is rounded whose values are published with `decimals` decimals.

    Its bounds have one decimal more unless none of them uses it.
    """
    known, step = list(figures), 10.0**-decimals
    ends = [end for f in known for end in (f.lower, f.upper)]
    is_coarse = all(abs(round(end, decimals) - end) < FLOAT_NOISE for end in ends)
    bounds = step if is_coarse else step / 10
    # Each end of a centred interval may be rounded the other way: half a step.
    slack = FLOAT_NOISE if is_coarse else bounds / 2 + FLOAT_NOISE
    is_centred = all(abs((f.lower + f.upper) / 2 - f.value) <= slack for f in known)
    return Rounding(step, bounds, is_centred)


def find_p_value(
    difference: float, *, published: float, of: Sequence[Estimate], in_family: bool = False
) -> float | None:
    """Return the two-sided p-value of a difference between estimates, or of one from a value.

    Student's t with the degrees of freedom of Welch (1947). `published` is the difference of the
    published values: where that has not the same direction, p is 1, since no reader could see it.
    None where an estimate has no interval. An area of a family has LEAST_RESPONDENTS where their
    number is not known; a single estimate then has so many that t is the normal distribution.
    """
    variances, spread = [], 0.0
    for estimate in of:
        if estimate.standard_error is None:
            return None
        variance = estimate.standard_error**2 + estimate.rounding.variance(in_family=in_family)
        variances.append(variance)
        respondents = estimate.n or (LEAST_RESPONDENTS if in_family else inf)
        spread += variance**2 / max(respondents - 1, 1)
    if not published or copysign(1, published) != copysign(1, difference) or not difference:
        return 1.0
    total = sum(variances)
    if not total:
        return 0.0
    degrees = total**2 / spread if spread else inf
    return float(2 * stdtr(degrees, -abs(difference) / sqrt(total)))


def is_beyond_chance(p_value: float) -> bool:
    """Return whether the p-value of one comparison is under 5 %; exactly that is not."""
    return p_value < LEVEL * (1 - FLOAT_NOISE)
