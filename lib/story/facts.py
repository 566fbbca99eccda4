"""The numbers that a story may use: all come from the public board.

What the board does not show is no fact, only a reason. Not here: finding numbers in a text
(`reading`) and judging them (`numbers`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from lib.board import Board, Unit
from lib.catalog import Indicator
from lib.story.documents import Told, told_in_documents
from lib.story.fact import RATE, Fact, FigureRef, Kind, Role
from lib.story.gather import gather, has_figures, reasons


@dataclass(frozen=True, eq=False)
class Facts:
    """All facts of a board, made per subject when they are asked for; `chosen` is the story's."""

    board: Board
    chosen: tuple[FigureRef, ...]
    _book: "Book"

    @property
    def home(self) -> str:
        """The key of the municipality."""
        return self.board.municipality.code

    @property
    def subjects(self) -> Mapping[str, Indicator]:
        """The indicators that there are figures of, by subject; rates of counts included."""
        return self._book.subjects

    @property
    def ratings(self) -> Mapping[str, float]:
        """The newest rating of each area that has one."""
        return self._book.ratings

    @property
    def told(self) -> tuple[Told, ...]:
        """The numbers that stand in documents, with the words that they are about."""
        return self._book.told

    def about(self, subject: str) -> tuple[Fact, ...]:
        """Return every fact of a subject; none of an unknown one."""
        return self._book.about(subject)

    def hidden(self, subject: str) -> Mapping[tuple[str, str], str]:
        """Return why figures of a subject are not public, by area and period."""
        return self._book.hidden(subject)


@dataclass(frozen=True, eq=False)
class Book:
    """What `Facts` has of a board, whatever is chosen: made once."""

    board: Board

    @cached_property
    def subjects(self) -> Mapping[str, Indicator]:
        """See `Facts.subjects`."""
        found = {}
        for key, indicator in self.board.indicators.items():
            if indicator.kind == "rate" or not has_figures(self.board, key):
                continue
            found[key] = indicator
            rate = (
                self.board.area_values(key, unit=Unit.RATE) if indicator.kind == "count" else None
            )
            if rate:
                found[key + RATE] = rate.indicator
        return found

    @cached_property
    def ratings(self) -> Mapping[str, float]:
        """See `Facts.ratings`."""
        known = self.board.ratings.newest()["value"].dropna()
        return {str(area): float(value) for area, value in known.items()}

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """See `Facts.told`."""
        return told_in_documents(self.board)

    @cached_property
    def about(self) -> Callable[[str], tuple[Fact, ...]]:
        """See `Facts.about`."""
        return cache(lambda subject: tuple(gather(self.board, subject, self.subjects)))

    @cached_property
    def hidden(self) -> Callable[[str], Mapping[tuple[str, str], str]]:
        """See `Facts.hidden`."""
        return cache(lambda subject: reasons(self.board, subject, self.subjects))


_book = lru_cache(maxsize=4)(Book)


class InternalBoardError(ValueError):
    """A story was to be made of figures that are not all public."""


def facts(board: Board, *, chosen: Sequence[FigureRef] = ()) -> Facts:
    """Return the facts of a public board; raise `InternalBoardError` for another."""
    if board.internal:
        raise InternalBoardError("stories are made from the public board only")
    return Facts(board, tuple(chosen), _book(board))


def figure(found: Facts, ref: FigureRef) -> Fact | None:
    """Return the number of a chosen figure, None where it is not shown."""
    role = Role.GAP if ref.kind is Kind.GAP else Role.VALUE
    same = [
        f
        for f in found.about(ref.indicator)
        if (f.role, f.area, f.period) == (role, ref.area, ref.period)
    ]
    return same[0] if same else None
