"""The first draft of a story: what the data and a measure say, in plain Dutch, and no more.

A person fills in what the data cannot know. Not here: the sentences of one figure (`telling`),
the checks of a text (`numbers`, `words`, `plain`).
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from lib.board import Board
from lib.figures import format as nl
from lib.store import Measure, MeasureStatus
from lib.story.fact import FigureRef
from lib.story.facts import Facts, facts
from lib.story.telling import tell


@dataclass(frozen=True)
class Draft:
    """The parts of a story; empty where the data has nothing to say."""

    title: str
    did: str
    why: str
    here: str
    residents: str

    @property
    def text(self) -> str:
        """All parts that are there, an empty line between them."""
        return "\n\n".join(filter(None, astuple(self)))


def draft(board: Board, *, measure: Measure | None, chosen: Sequence[FigureRef]) -> Draft:
    """Return a draft; raise `InternalBoardError` unless the board is the public one.

    A measure gives title, what was done and what residents can do. The rest comes from the board.
    """
    found = facts(board, chosen=chosen)
    return Draft(
        title=measure.title if measure else _title(found),
        did=_did(board, measure) if measure else "",
        why=_why(board),
        here=" ".join(dict.fromkeys(s for ref in found.chosen for s in tell(found, ref))),
        residents=measure.residents if measure else "",
    )


def _title(found: Facts) -> str:
    areas = dict.fromkeys(ref.area for ref in found.chosen)
    names = [found.board.areas[a].name for a in areas if a != found.home]
    return f"Veiligheid in {nl.listing(names) or found.board.municipality.name}"


def _did(board: Board, measure: Measure) -> str:
    start, end = nl.partial_date(measure.start), nl.partial_date(measure.end)
    when = {
        MeasureStatus.PLANNED: f"We beginnen in {start}.",
        MeasureStatus.RUNNING: f"We zijn begonnen in {start}.",
        MeasureStatus.DONE: f"Dit liep van {start} tot {end}.",
        MeasureStatus.STOPPED: f"Dit liep van {start}. In {end} zijn we gestopt.",
    }[measure.status]
    where = nl.listing([board.areas[a].name for a in measure.areas if a in board.areas])
    names = {p.key: p.name for p in board.files.organisation.partner}
    partners = nl.listing([names[p] for p in measure.partners if p in names])
    told = [
        f"{measure.title}.",
        when,
        f"We doen dit in {where}." if where else "",
        f"We werken samen met: {partners}." if partners else "",
    ]
    return " ".join(filter(None, told))


def _why(board: Board) -> str:
    """Return what the municipality wants; nothing where no goal is set."""
    told = []
    if board.target:
        value = nl.number(board.target.value, decimals=1)
        told.append(
            f"Bewoners geven een cijfer voor hoe veilig hun buurt is. Het doel voor "
            f"{board.target.year} is gemiddeld een {value}."
        )
    if board.floor:
        value = nl.number(board.floor.value, decimals=1)
        told.append(f"En elke wijk moet in {board.floor.year} ten minste een {value} krijgen.")
    return " ".join(told)
