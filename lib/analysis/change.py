"""Is the difference between two survey values more than noise? Not here: causes."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt


class Difference(StrEnum):
    """The verdict on how one place compares with another in the same wave."""

    HIGHER = "higher"
    LOWER = "lower"
    NOT_DEMONSTRABLE = "not_demonstrable"
    NO_MARGIN = "no_margin"
    NOT_COMPARABLE = "not_comparable"


class Change(StrEnum):
    """The verdict on a difference."""

    RISE = "rise"
    FALL = "fall"
    NOT_DEMONSTRABLE = "not_demonstrable"
    NO_MARGIN = "no_margin"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True)
class Estimate:
    """A survey value with its 95 % interval where known, and whether it may be compared."""

    value: float
    lower: float | None = None
    upper: float | None = None
    comparable: bool = True


def judge_change(before: Estimate, after: Estimate) -> Change:
    """Judge the difference of two independent estimates.

    The interval of the difference has half-width sqrt(h1² + h2²), h being the half-width of each
    interval: the normal approximation for two independent samples. Only a difference outside it
    is a rise or a fall.
    """
    if not (before.comparable and after.comparable):
        return Change.NOT_COMPARABLE
    widths = []
    for estimate in (before, after):
        if estimate.lower is None or estimate.upper is None:
            return Change.NO_MARGIN
        widths.append((estimate.upper - estimate.lower) / 2)
    difference = after.value - before.value
    if abs(difference) <= sqrt(sum(w * w for w in widths)) + 1e-9:
        return Change.NOT_DEMONSTRABLE
    return Change.RISE if difference > 0 else Change.FALL


def judge_difference(own: Estimate, other: Estimate) -> Difference:
    """Judge how a place compares with another, by the same rule as `judge_change`.

    A place that lies within the other is part of its sample; counting the two as independent
    makes the margin a little too wide, never too narrow.
    """
    verdict = judge_change(other, own)
    return {Change.RISE: Difference.HIGHER, Change.FALL: Difference.LOWER}.get(
        verdict
    ) or Difference(verdict.value)
