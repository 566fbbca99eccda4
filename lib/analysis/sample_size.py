"""How many respondents a difference needs, and how large a difference chance alone can make.

All for the mean of a survey question: a standard deviation per respondent, and the design effect,
by which weighting and clustering multiply the variance of the mean (Kish 1965).
"""

from dataclasses import dataclass
from math import ceil, sqrt

from scipy.special import ndtri

LEVEL, POWER = 0.05, 0.8
Z95 = float(ndtri(1 - LEVEL / 2))


@dataclass(frozen=True)
class Answers:
    """How answers to a question vary: their standard deviation, and the survey's design effect."""

    deviation: float
    design_effect: float = 1.0

    def standard_error(self, respondents: float) -> float:
        """Return the standard error of the mean of that many respondents."""
        return self.deviation * sqrt(self.design_effect / respondents)


def rounding_variance(decimals: int) -> float:
    """Return the variance that publishing with so many decimals adds: evenly over one step."""
    return 10.0 ** (-2 * decimals) / 12


def find_respondents(
    difference: float, *, answers: Answers, waves: int, comparisons: int = 1
) -> int:
    """Return how many respondents per area show a true difference four times in five.

    A two-sided test at 5 %, `waves` 1 for a mean next to a fixed value and 2 for two waves of as
    many respondents: n = waves * design effect * ((z(level) + z(power)) * deviation / difference)².
    Of several `comparisons` at once only one differs, and Benjamini-Hochberg then asks for
    5 % / comparisons.
    """
    z = float(ndtri(1 - LEVEL / comparisons / 2) + ndtri(POWER))
    variance = waves * answers.design_effect * answers.deviation**2
    return ceil(round(variance * (z / difference) ** 2, 6))


def find_chance_difference(standard_error: float, *, decimals: int) -> float:
    """Return how far two waves of an unchanged area may lie apart, 19 times in 20.

    Both have that standard error, and are published with so many decimals.
    """
    return Z95 * sqrt(2 * (standard_error**2 + rounding_variance(decimals)))
