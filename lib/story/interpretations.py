"""Whether each number and claim in an interpretation is right, by the rules of a story.

A number that its own figure holds needs no other source: it stays with that figure.
"""

from collections.abc import Sequence
from dataclasses import replace

from lib.analysis.gap import round_half_up
from lib.catalog import DataProblem
from lib.figures.facts.facts import Facts
from lib.store import Interpretation, Story, Visibility
from lib.story.fits import HIGHEST
from lib.story.reading import Hedge, Unit
from lib.story.reference import Reference, State
from lib.story.references import check_text

OWN_FIGURE = "Staat in deze figuur."


def check_interpretation(found: Interpretation, facts: Facts) -> list[Reference]:
    """Return every number and claim of title and text with its state, as `check_story` does."""
    areas = (found.area,) if found.area else ()
    about = Story.model_construct(title="", areas=areas, bindings=found.bindings, languages={})
    parts = {"title": found.title, "tekst": found.text}
    every = [r for part, text in parts.items() for r in check_text(text, facts, about, part=part)]
    return [_bind_own(one, found.numbers) for one in every]


def find_open_items(
    found: Interpretation, facts: Facts, *, embargo: str = ""
) -> Sequence[DataProblem]:
    """Return a problem for each number and claim that nothing known stands behind.

    And one for words to the public on a figure under `embargo`: its numbers stand in them.
    """
    is_early = bool(embargo) and found.visibility is Visibility.PUBLIC
    early = DataProblem(
        "duiding",
        column="voor wie",
        value=found.visibility.value,
        expected=f"intern, want de figuur is nog {embargo}",
        fix="kies 'intern', of schrijf de duiding na die dag",
    )
    return [early] * is_early + [
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
    """Return an item, bound where it is exactly one of the numbers as they are rounded.

    One up to ten has its first decimal: it may be a rating, and a 6,6 is no 7.
    """
    item = one.item
    is_number = item.claim is None and item.unit not in {Unit.UNREADABLE, Unit.TIMES}
    if one.state is State.BOUND or not is_number or item.hedge is not Hedge.EXACT:
        return one
    value, *own = (
        round_half_up(n, decimals=item.decimals if n > HIGHEST else max(item.decimals, 1))
        for n in (item.value, *numbers)
    )
    if value not in own:
        return one
    return replace(one, state=State.BOUND, reason=OWN_FIGURE, proposals=())
