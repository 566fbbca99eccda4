"""Small counts are hidden so that nobody can work them out from what is visible.

A cell below the threshold is hidden, and with it always the same number of other cells: the
smallest that might have been visible. How many does not depend on the small values, so the choice
reveals nothing about them. The sum over the cells is then not given at all, and a total that may
hold cases outside the cells ('not located') only rounded, see `safe_total`. Tested by going
through every table: for whoever knows all that is visible, and these rules, each small cell can
still have every value from 0 to threshold - 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PROTECTING = 2
LEAST_HIDDEN = 4  # times the threshold: below that even a rounded total narrows a small cell


class Hidden(StrEnum):
    """Why a cell has no visible count."""

    SMALL = "small"
    PROTECTS = "protects"


@dataclass(frozen=True)
class Protected:
    """What may be visible: `cells` without the hidden ones, and `hidden` with the reason."""

    cells: Mapping[str, int]
    hidden: Mapping[str, Hidden]


def protect(cells: Mapping[str, int], *, threshold: int) -> Protected:
    """Return what may be visible of counts, one per key.

    Deterministic: the same counts give the same answer, so repeated looks reveal nothing more.
    """
    small = {key for key, count in cells.items() if count < threshold}
    if not small:
        return Protected(dict(cells), {})
    others = sorted(set(cells) - small, key=lambda k: (cells[k], k))[:PROTECTING]
    hidden = dict.fromkeys(small, Hidden.SMALL) | dict.fromkeys(others, Hidden.PROTECTS)
    return Protected({k: v for k, v in cells.items() if k not in hidden}, hidden)


def round_count(count: float, *, threshold: int) -> float:
    """Return a count rounded to the nearest multiple of the threshold, halves up."""
    return threshold * ((count + threshold / 2) // threshold)


def safe_total(total: float, *, visible: float, threshold: int) -> float | None:
    """Return a total that is safe next to hidden cells: rounded, or None where even that is not.

    `visible` is the sum of the cells that are visible.
    """
    total = round_count(total, threshold=threshold)
    return total if total - visible >= LEAST_HIDDEN * threshold else None
