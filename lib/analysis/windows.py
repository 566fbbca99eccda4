"""Which months are set beside which: the windows of a comparison, and the earlier ones before it.

Not here: the counts in them, and the verdict on two counts (`counts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

YEAR = 12  # months


class Comparison(StrEnum):
    """What the newest months are set beside."""

    YEAR_BEFORE = "12-maanden"
    SAME_MONTHS = "zelfde-maanden"
    BASE_YEAR = "basisjaar"


@dataclass(frozen=True)
class Windows:
    """Months ('2023-05') before and after, as many of each, oldest first.

    `history` holds earlier windows of as many months, oldest first, that overlap neither: they
    tell how much such a window varies by itself.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    history: tuple[tuple[str, ...], ...]


def windows(months: Sequence[str], comparison: Comparison, *, base_year: int) -> Windows | None:
    """Return the windows of a comparison; None where the months do not go back far enough.

    `months` are all that there are. YEAR_BEFORE: the last twelve beside the twelve before.
    SAME_MONTHS: this year up to its newest month beside the same months a year earlier.
    BASE_YEAR: the last twelve beside the whole base year.
    """
    known = sorted(set(months))
    if not known:
        return None
    candidates = list(reversed(_candidates(known[-1], first=known[0], comparison=comparison)))
    have = set(known)
    whole = [window for window in candidates if have.issuperset(window)]
    if not whole or whole[0][-1] != known[-1]:
        return None
    after = whole[0]
    if comparison is Comparison.BASE_YEAR:
        before = _year(base_year)
        if not have.issuperset(before) or set(before) & set(after):
            return None
    elif len(whole) > 1 and _months_between(whole[1][-1], after[-1]) == YEAR:
        before = whole[1]
    else:
        return None
    taken = {*before, *after}
    return Windows(before, after, tuple(w for w in reversed(whole) if not taken & set(w)))


def _candidates(newest: str, *, first: str, comparison: Comparison) -> list[tuple[str, ...]]:
    """Return windows a year apart, oldest first, of which the last ends in the newest month."""
    end = _number(newest)
    length = end % YEAR + 1 if comparison is Comparison.SAME_MONTHS else YEAR
    ends = range(end, _number(first) + length - 2, -YEAR)
    return [tuple(_month(n) for n in range(e - length + 1, e + 1)) for e in reversed(ends)]


def _year(year: int) -> tuple[str, ...]:
    return tuple(f"{year}-{month:02}" for month in range(1, YEAR + 1))


def _number(month: str) -> int:
    """Return the months since January of the year 0."""
    return int(month[:4]) * YEAR + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"


def _months_between(one: str, other: str) -> int:
    return _number(other) - _number(one)
