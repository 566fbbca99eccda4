"""Is the difference between two survey values more than noise? Not here: causes."""

from collections.abc import Hashable, Mapping
from enum import StrEnum
from math import hypot, nan
from typing import TypeVar

from lib.analysis.discoveries import find_discoveries
from lib.analysis.estimate import Estimate, find_p_value, is_beyond_chance
from lib.analysis.gap import gap
from lib.analysis.sample_size import Z95

PlaceT = TypeVar("PlaceT", bound=Hashable)


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

    @property
    def is_tested(self) -> bool:
        """Whether both waves have what a test needs."""
        return self not in {Change.NO_MARGIN, Change.NOT_COMPARABLE}


def judge_change(before: Estimate, after: Estimate) -> Change:
    """Judge the difference of two independent estimates that were not picked from others.

    The interval of the difference has half-width sqrt(h1² + h2²), h being the half-width of each
    interval, and somewhat more for rounding and for few respondents. Only a difference outside it
    is a rise or a fall.
    """
    p_value = _find_p_value(before, after, in_family=False)
    if isinstance(p_value, Change):
        return p_value
    return _name_change(before, after, is_found=is_beyond_chance(p_value))


def find_change_interval(before: Estimate | None, after: Estimate | None) -> tuple[float, float]:
    """Return the 95 % interval of a difference, with half-width sqrt(h1² + h2²).

    Both ends are NaN where an estimate is absent, has no interval or may not be compared.
    """
    errors = [e.standard_error for e in (before, after) if e and e.comparable]
    if before is None or after is None or len(errors) < 2 or None in errors:  # noqa: PLR2004
        return nan, nan
    difference, half = after.value - before.value, Z95 * hypot(*filter(None, errors))
    return difference - half, difference + half


def judge_changes(pairs: Mapping[PlaceT, tuple[Estimate, Estimate]]) -> dict[PlaceT, Change]:
    """Judge the changes of all areas of a wave together; each is a value before and after.

    Benjamini-Hochberg at 5 % over those with a margin. Give all areas always, whatever the screen
    shows: the verdicts of some are other verdicts.
    """
    found = {place: _find_p_value(*pair, in_family=True) for place, pair in pairs.items()}
    tested = {place: p for place, p in found.items() if not isinstance(p, Change)}
    calls = dict(zip(tested, find_discoveries(list(tested.values())), strict=True))
    return {
        place: p if isinstance(p, Change) else _name_change(*pairs[place], is_found=calls[place])
        for place, p in found.items()
    }


def judge_difference(own: Estimate, other: Estimate) -> Difference:
    """Judge how a place compares with another, by the same rule as `judge_change`.

    A place that lies within the other is part of its sample; counting the two as independent
    makes the margin a little too wide, never too narrow.
    """
    return name_difference(judge_change(other, own))


def name_difference(change: Change) -> Difference:
    """Return what a change from one place to another says of the second."""
    moved = {Change.RISE: Difference.HIGHER, Change.FALL: Difference.LOWER}
    return moved.get(change) or Difference(change.value)


def _find_p_value(before: Estimate, after: Estimate, *, in_family: bool) -> float | Change:
    """Return the p-value of a change, or why there is none."""
    if not (before.comparable and after.comparable):
        return Change.NOT_COMPARABLE
    found = find_p_value(
        after.centre - before.centre,
        published=gap(after.value, goal=before.value),
        of=(before, after),
        in_family=in_family,
    )
    return Change.NO_MARGIN if found is None else found


def _name_change(before: Estimate, after: Estimate, *, is_found: bool) -> Change:
    if not is_found:
        return Change.NOT_DEMONSTRABLE
    return Change.RISE if after.value > before.value else Change.FALL
