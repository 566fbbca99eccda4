"""Whether each number and claim in an interpretation is right, by the rules of a story.

A number that its own figure holds needs no other source: it stays with that figure.
"""

from collections.abc import Sequence
from dataclasses import replace

from lib.analysis.gap import round_half_up
from lib.catalog import DataProblem
from lib.figures.facts.facts import Facts
from lib.store import Interpretation, Story
from lib.story.reading import Hedge, Unit
from lib.story.references import Reference, State, check_text

OWN_FIGURE = "Staat in deze figuur."


def check_interpretation(found: Interpretation, facts: Facts) -> list[Reference]:
    """Return every number and claim of title and text with its state, as `check_story` does."""
    areas = (found.area,) if found.area else ()
    words = {"title": found.title, "tekst": found.text}
    about = Story.model_construct(
        title=found.title, areas=areas, bindings=found.bindings, languages={}
    )
    return [
        _bind_own(one, found.numbers)
        for part, text in words.items()
        for one in check_text(text, facts, about, part=part)
    ]


def find_open_items(found: Interpretation, facts: Facts) -> Sequence[DataProblem]:
    """Return a problem for each number and claim that nothing known stands behind."""
    return [
        DataProblem(
            "duiding",
            column=one.part,
            value=one.item.text,
            expected="een getal uit de figuur, of een bewering die het programma kent",
            fix=one.reason or "koppel het getal, of haal het weg",
        )
        for one in check_interpretation(found, facts)
        if one.state is not State.BOUND
    ]


def _bind_own(one: Reference, numbers: Sequence[float]) -> Reference:
    item = one.item
    is_number = item.claim is None and item.unit is not Unit.UNREADABLE
    if one.state is State.BOUND or not is_number or item.hedge is not Hedge.EXACT:
        return one
    own = {round_half_up(number, decimals=item.decimals) for number in numbers}
    if round_half_up(item.value, decimals=item.decimals) not in own:
        return one
    return replace(one, state=State.BOUND, reason=OWN_FIGURE, proposals=())
