"""Which months are compared with which: the windows of a comparison, and the ones before it.

Not here: the counts in them, and the verdict on two counts (`counts`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

MONTHS_A_YEAR = 12


class Comparison(StrEnum):
    """What the newest months are compared with."""

    YEAR_BEFORE = "12-maanden"
    SAME_MONTHS = "zelfde-maanden"
    BASE_YEAR = "basisjaar"


@dataclass(frozen=True)
class Windows:
    """Months ('2023-05') before and after, as many of each, oldest first.

    `history` holds earlier windows of as many months, oldest first, that overlap neither: they
    show how much such a window varies by itself.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    history: tuple[tuple[str, ...], ...]


def make_windows(
    months: Collection[str], comparison: Comparison, *, base_year: int
) -> Windows | None:
    """Return the windows of a comparison; None where the months do not go back far enough.

    `months` are all that there are. YEAR_BEFORE: the last twelve and the twelve before.
    SAME_MONTHS: this year up to its newest month and the same months a year earlier. BASE_YEAR:
    the last twelve and the whole base year.
    """
    known = set(months)
    if not known:
        return None
    newest = pd.Period(max(known), freq="M")
    length = newest.month if comparison is Comparison.SAME_MONTHS else MONTHS_A_YEAR
    is_base = comparison is Comparison.BASE_YEAR
    last = pd.Period(f"{base_year}-12", freq="M") if is_base else newest - MONTHS_A_YEAR
    before, after = (_months_up_to(month, length=length) for month in (last, newest))
    if not known.issuperset(before + after) or set(before) & set(after):
        return None
    return Windows(before, after, _earlier_years(newest, length, known, taken=before + after))


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
