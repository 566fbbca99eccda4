"""Which days are compared with which: the reader's choice, the days before it, and their history.

The same as `windows`, for days ('2026-11-23') in place of months. Not here: the counts, and the
verdict on them (`counts`).
"""

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum

from lib.analysis.windows import Windows

DAYS_A_WEEK, DAYS_A_YEAR = 7, 364  # 52 whole weeks, so that days of the week match
Days = tuple[dt.date, dt.date]  # the first and the last


class DayComparison(StrEnum):
    """What the chosen days are compared with."""

    DAYS_BEFORE = "dagen-ervoor"
    YEAR_BEFORE = "jaar-eerder"


class Lack(StrEnum):
    """Why chosen days cannot be compared: the data begins too late, ends too soon or has a gap.

    Nothing that is not there is taken for zero.
    """

    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    GAP = "gap"


def week_up_to(newest: dt.date) -> Days:
    """Return the seven days of which `newest` is the last."""
    return days_up_to(newest, DAYS_A_WEEK)


def days_up_to(newest: dt.date, number: int) -> Days:
    """Return so many days of which `newest` is the last."""
    return newest - dt.timedelta(days=number - 1), newest


def days_since(meeting: dt.date, *, newest: dt.date) -> Days | None:
    """Return the days after a meeting; None while there are none."""
    first = meeting + dt.timedelta(days=1)
    return (first, newest) if first <= newest else None


def days_to_compare(after: Days, comparison: DayComparison) -> Days:
    """Return the days to compare the chosen ones with: as many, and none of them.

    DAYS_BEFORE: those just before; where their number is no whole weeks, the days of the week are
    not the same. YEAR_BEFORE: 52 weeks earlier; for more than a year, twice that and so on. Raises
    `ValueError` where the last day is before the first.
    """
    first, last = after
    length = (last - first).days + 1
    if length < 1:
        raise ValueError(f"the last day is before the first: {first}, {last}")
    is_year = comparison is DayComparison.YEAR_BEFORE
    away = dt.timedelta(days=-(-length // DAYS_A_YEAR) * DAYS_A_YEAR if is_year else length)
    return first - away, last - away


def make_day_windows(
    days: Collection[str], after: Days, comparison: DayComparison
) -> Windows | Lack:
    """Return the windows of a comparison, or why there are none.

    `days` are all that there are. The history is every window of as many days that lies whole in
    them, overlaps neither of the two nor another, and is not after them; counted back from both.
    """
    before = days_to_compare(after, comparison)
    have = set(days)
    if after[1].isoformat() > max(have, default=""):
        return Lack.TOO_LATE
    if before[0].isoformat() < min(have):
        return Lack.TOO_EARLY
    first, last = list_days(before), list_days(after)
    if not have.issuperset((*first, *last)):
        return Lack.GAP
    oldest = dt.date.fromisoformat(min(have)).toordinal()
    history = (list_days(w) for w in _earlier_windows(before, after, oldest=oldest))
    return Windows(first, last, tuple(w for w in history if have.issuperset(w)))


def _earlier_windows(before: Days, after: Days, *, oldest: int) -> Iterable[Days]:
    """Return windows between the two and before them, oldest first."""
    length = (after[1] - after[0]).days + 1
    starts = [
        *range(after[0].toordinal() - length, before[1].toordinal(), -length),
        *range(before[0].toordinal() - length, oldest - 1, -length),
    ]
    day = dt.date.fromordinal
    return [(day(start), day(start + length - 1)) for start in reversed(starts)]


def list_days(days: Days) -> tuple[str, ...]:
    """Return each day from the first to the last ('2026-11-23')."""
    numbers = range(days[0].toordinal(), days[1].toordinal() + 1)
    return tuple(dt.date.fromordinal(number).isoformat() for number in numbers)
