"""Which figures can be chosen for a story, and why others cannot. Not here: the numbers."""

from dataclasses import dataclass

from lib.board import Board
from lib.catalog import Indicator
from lib.figures.facts.fact import FigureRef, Kind
from lib.figures.facts.facts import Facts, find_figure, list_years, load_facts


@dataclass(frozen=True)
class Option:
    """A figure with its Dutch label; `hidden` says why it cannot be chosen, empty if it can."""

    ref: FigureRef
    label: str
    hidden: str = ""


def options(board: Board) -> list[Option]:
    """Return what can be chosen: the municipality first, then the areas by name.

    Of each indicator its newest period. Raises `InternalBoardError` for an internal board.
    """
    found = load_facts(board)
    places = {found.home: board.municipality.name} | board.area_names
    return [
        option
        for area, name in places.items()
        for subject, indicator in found.subjects.items()
        for option in _options(found, subject, indicator, area=area, name=name)
    ]


def _options(
    found: Facts, subject: str, indicator: Indicator, *, area: str, name: str
) -> list[Option]:
    values = list_years(found, FigureRef(Kind.NUMBER, subject, area, ""))
    start = _start(name, indicator)
    why = _newest_reason(found, subject, area)
    newest = values[-1].period if values else ""
    if why and newest < why[0]:
        return [Option(FigureRef(Kind.NUMBER, subject, area, why[0]), f"{start}, {why[0]}", why[1])]
    refs = [FigureRef(kind, subject, area, newest) for kind in Kind]
    return [
        Option(ref, f"{start}, {newest} ({ref.kind.value})")
        for ref in refs
        if find_figure(found, ref)
    ]


def earlier(board: Board, ref: FigureRef) -> Option:
    """Return a figure that was chosen once, whatever its period, even of what is gone since.

    Raises `InternalBoardError` for an internal board.
    """
    found = load_facts(board)
    names = {found.home: board.municipality.name} | board.area_names
    name = names.get(ref.area, ref.area)
    indicator = found.subjects.get(ref.indicator)
    start = _start(name, indicator) if indicator else f"{name}: {ref.indicator}"
    hidden = "" if find_figure(found, ref) else "niet meer te tonen"
    return Option(ref, f"{start}, {ref.period} ({ref.kind.value}), eerder gekozen", hidden)


def _start(name: str, indicator: Indicator) -> str:
    return f"{name}: {indicator.name[0].lower()}{indicator.name[1:]}"


def _newest_reason(found: Facts, subject: str, area: str) -> tuple[str, str] | None:
    """Return the newest period of which an area's figure is not public, and why."""
    reasons = found.hidden(subject).items()
    return max(((when, why) for (a, when), why in reasons if a == area), default=None)
