"""The facts that a text may refer to: all come from the public board.

A figure that the board does not show is no fact; only the reason why is known. Not here: making the
facts (`gather`), finding which fact a number is (`lib.story.propose`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.analysis.change import Change
from lib.board import RATING, Board, Unit
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, is_year
from lib.figures.facts.fact import AREAS, RATE, Fact, FigureRef, Kind, Role
from lib.figures.facts.gather import DOCUMENTS, find_reasons, gather, has_figures
from lib.figures.layers.layer import Layer
from lib.figures.layers.rating_layers import build_rating_layer
from lib.figures.layers.registration_layers import build_registrations_layer


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

    @cached_method()
    def about(self, subject: str) -> tuple[Fact, ...]:
        """Return every fact of a subject; none of an unknown one."""
        return tuple(gather(self.board, subject, self.subjects))

    @cached_method()
    def _by_area(self, subject: str) -> Mapping[str, list[Fact]]:
        grouped = defaultdict(list)
        for fact in self.about(subject):
            grouped[fact.area].append(fact)
        return grouped

    def at(self, ref: FigureRef) -> Sequence[Fact]:
        """Return every fact about the subject and place of a chosen figure."""
        return self._by_area(ref.indicator).get(ref.area, ())

    @cached_property
    def all(self) -> Mapping[str, Fact]:
        """Every fact by its key."""
        subjects = (*self.subjects, AREAS, DOCUMENTS)
        return {fact.key: fact for subject in subjects for fact in self.about(subject)}

    @cached_property
    def elsewhere(self) -> Mapping[str, str]:
        """The names of the municipalities to compare with, by key."""
        found = (f for f in self.all.values() if f.role is Role.BENCHMARK and f.area != self.home)
        return {f.area: f.name for f in found}

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
    """Return the number of a chosen figure, None where it is not public or cannot be drawn."""
    role = Role.GAP if ref.kind is Kind.GAP else Role.VALUE
    home = found.board.municipality.name  # an area's distance to it is no picture
    own = (f for f in found.at(ref) if (f.role, f.period) == (role, ref.period))
    same = [f for f in own if role is Role.VALUE or f.label != home]
    return same[0] if same and _can_draw(found, ref) else None


def _can_draw(found: Facts, ref: FigureRef) -> bool:
    """Return whether there is what a kind of figure needs besides its number."""
    match ref.kind:
        case Kind.MAP:
            return ref.area != found.home
        case Kind.TREND:
            return len(list_years(found, ref)) > 1
        case Kind.CHANGE:
            return find_change(found, ref) is not None
        case Kind.TILES:
            return find_tile_layer(found, ref) is not None
    return True


def list_years(found: Facts, ref: FigureRef) -> list[Fact]:
    """Return the yearly figures of a chosen figure's place, oldest first."""
    return [f for f in found.at(ref) if f.role is Role.VALUE and is_year(f.period)]


def find_change(found: Facts, ref: FigureRef) -> Fact | None:
    """Return the newest judged change that ends at a chosen figure; None without one."""
    judged = [
        f
        for f in found.at(ref)
        if (f.role, f.period) == (Role.CHANGE, ref.period)
        and (is_year(f.before) and f.unit != "%")
        and f.verdict not in {None, Change.NOT_COMPARABLE}
    ]
    return max(judged, key=lambda f: f.before, default=None)


def find_tile_layer(found: Facts, ref: FigureRef) -> Layer | None:
    """Return the newest figures of all areas that a map of tiles shows; None without any."""
    board, subject = found.board, ref.indicator.removesuffix(RATE)
    unit = Unit.RATE if ref.indicator.endswith(RATE) else Unit.COUNT
    values = board.area_values(subject, unit=unit)
    if ref.area != found.home or values is None or values.period != ref.period:
        return None
    if subject == RATING:
        return build_rating_layer(board)
    is_count = board.indicators[subject].kind == "count"
    return build_registrations_layer(values) if is_count else None
