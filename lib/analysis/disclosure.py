"""Small counts are hidden so that nobody can work them out from what is visible.

A cell below the threshold is hidden, and with it always the same number of other cells: the
smallest that might have been visible. How many does not depend on the small values, so the choice
reveals nothing about them. The sum over the cells is then not given at all, and a total that may
hold cases outside the cells ('not located') only rounded, see `safe_total`. Tested by going
through every table: for whoever knows all that is visible, and these rules, each small cell can
still have every value from 0 to threshold - 1.

Where the cells are one kind of several that have a total, that total less the visible kinds limits
the hidden ones: see `protect_kinds`. Tested by integer programming over all that a board shows.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

PROTECTING = 2
# Times the threshold, above the least that protecting cells hold: what must be left of a total, or
# even a rounded one narrows a small cell.
LEAST_LEFT = 2


class Hidden(StrEnum):
    """Why a cell has no visible count."""

    SMALL = "small"
    PROTECTS = "protects"


def protect(cells: Mapping[str, int], *, threshold: int) -> dict[str, Hidden]:
    """Return which counts may not be visible, by key, and why.

    Deterministic: the same counts give the same answer, so repeated looks reveal nothing more.
    """
    small = {key for key, count in cells.items() if count < threshold}
    protecting = _smallest(cells, small) if small else ()
    return dict.fromkeys(small, Hidden.SMALL) | dict.fromkeys(protecting, Hidden.PROTECTS)


def _smallest(cells: Mapping[str, int], without: Collection[str]) -> list[str]:
    """Return the cells that protect those of `without`: the smallest of the others."""
    return sorted(set(cells) - set(without), key=lambda k: (cells[k], k))[:PROTECTING]


def round_count(count: float, *, threshold: int) -> float:
    """Return a count rounded to the nearest multiple of the threshold, halves up."""
    return threshold * ((count + threshold / 2) // threshold)


def safe_total(
    total: float, *, visible: float, threshold: int, protecting: int = PROTECTING
) -> float | None:
    """Return a total that is safe next to hidden cells: rounded, or None where even that is not.

    `visible` is the sum of the cells that are visible, `protecting` how many of the others are
    known to be no small ones.
    """
    total = round_count(total, threshold=threshold)
    return total if total - visible >= (LEAST_LEFT + protecting) * threshold else None


@dataclass(frozen=True)
class ProtectedKinds:
    """Which cells of several kinds are hidden, by kind and area.

    `round_totals`: the totals over the kinds may only be visible as multiples of the threshold.
    """

    hidden: Mapping[str, Mapping[str, Hidden]]
    round_totals: bool


def protect_kinds(
    kinds: Mapping[str, Mapping[str, int]], totals: Mapping[str, int], *, threshold: int
) -> ProtectedKinds:
    """Return what may be visible of counts by kind and area next to the total of each area.

    `kinds` has the counts of each kind by area, `totals` those of all kinds together; other kinds
    may be in them. First each kind is protected by itself, see `protect`. What a total then leaves
    for the hidden kinds of its area must be a threshold more than its protecting cells hold at
    least: else another kind is hidden there, with two more cells of it where all were visible.
    Where no kind is left to hide, the totals are rounded.
    """
    hidden = {k: protect(cells, threshold=threshold) for k, cells in kinds.items()}
    table = _KindTable(kinds, totals, threshold, hidden)
    while (area := next(table.narrow_areas(fixable=True), None)) is not None:
        table.hide(table.choose_kind(area), area)
    is_narrow = next(table.narrow_areas(), None) is not None
    return ProtectedKinds(table.hidden, round_totals=is_narrow)


@dataclass(frozen=True)
class _KindTable:
    """Counts by kind and area with their totals, and which cells are hidden so far."""

    kinds: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    threshold: int
    hidden: dict[str, dict[str, Hidden]]

    def narrow_areas(self, *, fixable: bool = False) -> Iterator[str]:
        """Yield the areas whose total leaves too little; `fixable`: with a kind left to hide."""
        for area in sorted(self.totals):
            if self._lacking(area) > 0 and (self._visible(area) or not fixable):
                yield area

    def choose_kind(self, area: str) -> str:
        """Return the kind to hide: enough by itself, not visible everywhere, and small."""
        lacking = self._lacking(area)

        def cost(kind: str) -> tuple[bool, bool, int, str]:
            count = self.kinds[kind][area]
            return count - self.threshold < lacking, not self.hidden[kind], count, kind

        return min(self._visible(area), key=cost)

    def hide(self, kind: str, area: str) -> None:
        """Hide a cell, with others to protect it where all of its kind were visible."""
        cells, hidden = self.kinds[kind], self.hidden[kind]
        others = [] if hidden else _smallest(cells, [area])
        hidden |= dict.fromkeys([area, *others], Hidden.PROTECTS)

    def _visible(self, area: str) -> list[str]:
        return [k for k, c in self.kinds.items() if area in c and area not in self.hidden[k]]

    def _lacking(self, area: str) -> int:
        """Return how much more an area's total should leave for hidden kinds; 0 for none."""
        reasons = [h[area] for h in self.hidden.values() if area in h]
        if not reasons or self.totals[area] < self.threshold:
            return 0
        visible = sum(self.kinds[kind][area] for kind in self._visible(area))
        least = (1 + reasons.count(Hidden.PROTECTS)) * self.threshold
        return max(0, visible + least - self.totals[area])
