"""Which months are compared with which: the windows of a comparison, and the ones before it.

Not here: the counts in them, and the verdict on two counts (`counts`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

MONTHS_A_YEAR = 12
YEARS_BEFORE = 4  # that FOUR_YEARS takes together


class Comparison(StrEnum):
    """What the newest months are compared with; the first that can be made is the default."""

    FOUR_YEARS = "vier-jaar"
    YEAR_BEFORE = "12-maanden"
    SAME_MONTHS = "zelfde-maanden"
    BASE_YEAR = "basisjaar"


@dataclass(frozen=True)
class Windows:
    """Months ('2023-05') before and after, oldest first.

    `before` has as many as `after`, or a whole number of times as many. `history` holds earlier
    windows as long as `after`, oldest first, that do not overlap it, nor `before` unless that is
    longer: they show how much such a window varies by itself.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    history: tuple[tuple[str, ...], ...]

    @property
    def share(self) -> float:
        """What part of all cases falls in `after` if nothing changed."""
        return len(self.after) / (len(self.before) + len(self.after))


def make_windows(
    months: Collection[str], comparison: Comparison, *, base_year: int
) -> Windows | None:
    """Return the windows of a comparison; None where the months do not go back far enough.

    `months` are all that there are. FOUR_YEARS: the last twelve and the four years before.
    YEAR_BEFORE: the last twelve and the twelve before. SAME_MONTHS: this year up to its newest
    month and the same months a year earlier. BASE_YEAR: the last twelve and the whole base year.
    """
    known = set(months)
    if not known:
        return None
    newest = pd.Period(max(known), freq="M")
    length = newest.month if comparison is Comparison.SAME_MONTHS else MONTHS_A_YEAR
    is_base = comparison is Comparison.BASE_YEAR
    last = pd.Period(f"{base_year}-12", freq="M") if is_base else newest - MONTHS_A_YEAR
    is_long = comparison is Comparison.FOUR_YEARS
    before = _months_up_to(last, length=length * (YEARS_BEFORE if is_long else 1))
    after = _months_up_to(newest, length=length)
    if not known.issuperset(before + after) or set(before) & set(after):
        return None
    taken = after if is_long else before + after
    return Windows(before, after, _earlier_years(newest, length, known, taken=taken))


def _earlier_years(
    newest: pd.Period, length: int, known: Collection[str], *, taken: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the whole windows that end so many years before the newest month, oldest first."""
    oldest = pd.Period(min(known), freq="M")
    steps = range(0, (newest - oldest).n - length + 2, MONTHS_A_YEAR)
    windows = (_months_up_to(newest - n, length=length) for n in reversed(steps))
    return tuple(w for w in windows if set(known).issuperset(w) and not set(taken) & set(w))


def _months_up_to(last: pd.Period, *, length: int) -> tuple[str, ...]:
    """Return so many months ('2023-05'), the last one last."""
    return tuple(str(last - n) for n in reversed(range(length)))
