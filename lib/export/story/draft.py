"""The first draft of a story: what the data and a measure say, in plain Dutch, and no more.

A person fills in what the data cannot know. Not here: the sentences of one figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.board import Board
from lib.figures import format as nl
from lib.figures.facts.fact import FigureRef, Role
from lib.figures.facts.facts import Facts, load_facts
from lib.figures.sentences.figure_sentences import describe_figure
from lib.store import Measure, MeasureStatus
from lib.store.story.content import Binding, BindingKind, Story
from lib.story.references import check_story


@dataclass(frozen=True)
class Draft:
    """The words of a story by part, none where the data has nothing to give.

    `bindings`: the numbers in them are the facts that they were made of.
    """

    words: Mapping[str, str]
    bindings: tuple[Binding, ...]


def draft(board: Board, *, measure: Measure | None, chosen: Sequence[FigureRef]) -> Draft:
    """Return a draft; raise `InternalBoardError` unless the board is the public one.

    A measure gives title, what was done and what residents can do. The rest comes from the board.
    """
    found = load_facts(board)
    here = dict.fromkeys(s for ref in chosen for s in describe_figure(found, ref))
    words = {
        "title": measure.title if measure else _title(board, chosen),
        "what": _did(board, measure) if measure else "",
        "why": _why(board),
        "here_and_now": " ".join(here),
        "residents": measure.residents if measure else "",
    }
    return Draft(words, _bind_words(found, words, chosen))


def _bind_words(
    found: Facts, words: Mapping[str, str], chosen: Sequence[FigureRef]
) -> tuple[Binding, ...]:
    """Return the bindings of what was made of goals and of the chosen figures."""
    own = {name: words[name] for name in ("why", "here_and_now")}
    places = {(ref.indicator, ref.area) for ref in chosen}
    values: dict[str, Any] = {"title": "", "areas": tuple(a for _, a in places), **own}
    made = Story.model_construct(**values)
    return tuple(
        one.bind(BindingKind.FIGURE, used[0])
        for one in check_story(made, found, generated={})
        if (
            used := [
                p.fact
                for p in one.proposals
                if p.fact.role is Role.GOAL or (p.fact.subject, p.fact.area) in places
            ]
        )
    )


def _title(board: Board, chosen: Sequence[FigureRef]) -> str:
    areas = dict.fromkeys(ref.area for ref in chosen)
    names = [board.areas[a].name for a in areas if a in board.areas]
    return f"Veiligheid in {nl.listing(names) or board.municipality.name}"


def _did(board: Board, measure: Measure) -> str:
    where = nl.listing([board.areas[a].name for a in measure.areas if a in board.areas])
    names = board.files.organisation.partner_names
    partners = nl.listing([names[p] for p in measure.partners if p in names])
    parts = [
        f"{measure.title}.",
        _describe_when(measure),
        f"We doen dit in {where}." if where else "",
        f"We werken samen met: {partners}." if partners else "",
    ]
    return " ".join(filter(None, parts))


def _describe_when(measure: Measure) -> str:
    start, end = nl.partial_date(measure.start), nl.partial_date(measure.end)
    on_start, on_end = (
        f"{'op' if d[:1].isdigit() and ' ' in d else 'in'} {d}" for d in (start, end)
    )
    return {
        MeasureStatus.PLANNED: f"We beginnen {on_start}.",
        MeasureStatus.RUNNING: f"We zijn begonnen {on_start}.",
        MeasureStatus.DONE: f"Dit liep van {start} tot {end}.",
        MeasureStatus.STOPPED: f"Dit liep van {start}. {on_end.capitalize()} zijn we gestopt.",
    }[measure.status]


def _why(board: Board) -> str:
    """Return what the municipality wants; nothing where no goal is set."""
    wanted = []
    if board.target:
        value = nl.number(board.target.value, decimals=1)
        wanted.append(
            f"Bewoners geven een cijfer voor hoe veilig hun buurt is. Het doel voor "
            f"{board.target.year} is gemiddeld een {value}."
        )
    if board.floor:
        value = nl.number(board.floor.value, decimals=1)
        wanted.append(f"De ondergrens per wijk is in {board.floor.year} een {value}.")
    return " ".join(wanted)
