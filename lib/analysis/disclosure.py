"""Small counts are hidden so that nobody can work them out from what is shown.

A cell below the threshold is hidden (primary). When its total is shown too, one hidden cell
would be total minus the rest: then the total is rounded to a multiple of the threshold and, if
that is not enough, the smallest shown cells are hidden as well (secondary), until every value
from 0 to threshold - 1 is possible for every primary cell, also for a reader who knows that the
secondary cells are the smallest that might be shown. See `possible_values`. Not withstood: a
reader who runs `protect` on every table that fits, and drops those that hide other cells.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Hidden(StrEnum):
    """Why a cell shows no count."""

    SMALL = "small"
    PROTECTS = "protects"


@dataclass(frozen=True)
class Protected:
    """What may be shown: `cells` without the hidden ones, `hidden` with why, and the total.

    `total` is None when even a rounded total would give a hidden cell away.
    """

    cells: Mapping[str, int]
    hidden: Mapping[str, Hidden]
    total: int | None
    total_is_rounded: bool


def protect(cells: Mapping[str, int], *, threshold: int) -> Protected:
    """Return what may be shown of counts (one per key) and their total.

    Deterministic: the same counts give the same answer, so repeated looks reveal nothing more.
    """
    total = sum(cells.values())
    small = {key for key, count in cells.items() if count < threshold}
    if not small:
        return Protected(dict(cells), {}, total, total_is_rounded=False)
    rounded = threshold * ((total + threshold // 2) // threshold)
    protecting: set[str] = set()
    for key in sorted(set(cells) - small, key=lambda k: (cells[k], k)):
        if _safe(cells, small, protecting, rounded, threshold):
            break
        protecting.add(key)
    hidden = {k: Hidden.SMALL if k in small else Hidden.PROTECTS for k in small | protecting}
    shown = {key: count for key, count in cells.items() if key not in hidden}
    safe = _safe(cells, small, protecting, rounded, threshold)
    return Protected(shown, hidden, rounded if safe else None, total_is_rounded=True)


def possible_values(  # noqa: PLR0913 - all that a reader can know
    *, shown: int, total: int, small: int, protecting: int, ceiling: int | None, threshold: int
) -> range:
    """Return the values that one small cell can have for somebody who knows all that is shown.

    `shown` is the sum of the shown cells, `total` the rounded total, `small` and `protecting`
    the numbers of hidden cells of each kind. A protecting cell is at least `threshold` and, being
    chosen from the smallest, at most `ceiling`: the smallest shown cell, None when none is shown.
    """
    slack = threshold // 2
    lowest_sum = total - slack - shown
    highest_sum = total + (threshold - 1 - slack) - shown
    others_most = (small - 1) * (threshold - 1)
    if protecting and ceiling is None:
        least = 0
    else:
        least = max(0, lowest_sum - others_most - protecting * (ceiling or 0))
    most = min(threshold - 1, highest_sum - protecting * threshold)
    return range(least, most + 1)


def _safe(
    cells: Mapping[str, int],
    small: Collection[str],
    protecting: Collection[str],
    rounded: int,
    threshold: int,
) -> bool:
    shown = [v for k, v in cells.items() if k not in small and k not in protecting]
    possible = possible_values(
        shown=sum(shown), total=rounded, small=len(small), protecting=len(protecting),
        ceiling=min(shown, default=None), threshold=threshold,
    )  # fmt: skip
    return possible == range(threshold)
