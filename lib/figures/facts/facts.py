"""The facts that a text may refer to: all come from the public board.

What the board does not show is no fact, only a reason. Not here: making the facts (`gather`),
finding which fact a number is (`lib.story.propose`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lib.board import Board, Unit
from lib.board.cached_method import cached_method
from lib.catalog import Indicator
from lib.figures.facts.fact import AREAS, RATE, Fact, FigureRef, Kind, Role
from lib.figures.facts.gather import DOCUMENTS, find_reasons, gather, has_figures


@dataclass(frozen=True, eq=False)
class Facts:
    """All facts of a board, made per subject when they are asked for."""

    board: Board

    @property
    def home(self) -> str:
        """The key of the municipality."""
        return self.board.municipality.code

    @cached_property
    def subjects(self) -> Mapping[str, Indicator]:
        """The indicators that there are figures of, by subject; rates of counts included."""
        found = {}
        for key, indicator in self.board.indicators.items():
            if indicator.kind == "rate" or not has_figures(self.board, key):
                continue
            found[key] = indicator
            if indicator.kind == "count" and (rate := self.board.area_values(key, unit=Unit.RATE)):
                found[key + RATE] = rate.indicator
        return found

    @cached_property
    def _by_subject(self) -> dict[str, tuple[Fact, ...]]:
        return {}

    def about(self, subject: str) -> tuple[Fact, ...]:
        """Return every fact of a subject; none of an unknown one."""
        if subject not in self._by_subject:
            self._by_subject[subject] = tuple(gather(self.board, subject, self.subjects))
        return self._by_subject[subject]

    @cached_property
    def all(self) -> Mapping[str, Fact]:
        """Every fact by its key."""
        subjects = (*self.subjects, AREAS, DOCUMENTS)
        return {fact.key: fact for subject in subjects for fact in self.about(subject)}

    def hidden(self, subject: str) -> Mapping[tuple[str, str], str]:
        """Return why figures of a subject are not public, by area and period."""
        return find_reasons(self.board, subject) if subject in self.subjects else {}


class InternalBoardError(ValueError):
    """A story was to be made of figures that are not all public."""


@cached_method(most=1)
def load_facts(board: Board) -> Facts:
    """Return the facts of a public board; raise `InternalBoardError` for another."""
    if board.internal:
        raise InternalBoardError("stories are made from the public board only")
    return Facts(board)


def find_figure(found: Facts, ref: FigureRef) -> Fact | None:
    """Return the number of a chosen figure, None where it is not public."""
    role = Role.GAP if ref.kind is Kind.GAP else Role.VALUE
    wanted = role, ref.area, ref.period
    same = [f for f in found.about(ref.indicator) if (f.role, f.area, f.period) == wanted]
    return same[0] if same else None
