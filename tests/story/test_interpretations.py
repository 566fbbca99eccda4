"""The numbers and claims of an interpretation: those of its figure, and the rules of a story."""

from typing import Any

import pytest

from lib.access import PUBLIC
from lib.board import load_board
from lib.figures.facts.facts import load_facts
from lib.store import BindingKind, Interpretation, Visibility
from lib.story import State
from lib.story.interpretations import OWN_FIGURE, check_interpretation, find_open_items


def written(text: str, *, numbers: tuple[float, ...] = (6.4, 150.0, 12.25)) -> Interpretation:
    own: dict[str, Any] = {"title": "Zonder getal", "area": "klingerberg", "bindings": ()}
    return Interpretation.model_construct(**own, text=text, numbers=numbers)


@pytest.mark.parametrize(
    "text",
    [
        "Klingerberg gaf een 6,4.",
        "Er deden 150 mensen mee.",
        "Het aandeel was 12,3.",
        "Dit vraagt nog onderzoek in de wijk.",
    ],
)
def test_numbers_of_the_own_figure_and_words_without_a_claim_pass(text: str) -> None:
    facts = load_facts(load_board(PUBLIC))
    assert find_open_items(written(text), facts) == []
    found = check_interpretation(written(text), facts)
    assert {one.reason for one in found} <= {OWN_FIGURE}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Klingerberg gaf een 6,5.", "6,5"),
        ("Klingerberg gaf een 6.", "6"),
        ("Er kwamen 150 keer zo veel mensen.", "150"),
        ("Het cijfer steeg in Klingerberg.", "steeg"),
        ("De daling komt door het extra toezicht.", "door"),
        ("Klingerberg is de veiligste wijk.", "veiligste"),
    ],
)
def test_other_numbers_and_bare_claims_are_open(text: str, item: str) -> None:
    problems = find_open_items(written(text), load_facts(load_board(PUBLIC)))
    assert any(item in problem.value for problem in problems)
    assert all(problem.fix for problem in problems)


def test_words_on_a_figure_under_embargo_are_not_for_the_public() -> None:
    facts, until = load_facts(load_board(PUBLIC)), "onder embargo tot 02-12-2026 09:00"
    for visibility, problems in ((Visibility.INTERNAL, 0), (Visibility.PUBLIC, 1)):
        own = written("Klingerberg gaf een 6,4.").model_copy(update={"visibility": visibility})
        found = find_open_items(own, facts, embargo=until)
        assert len(found) == problems
        assert all(until in str(problem) for problem in found)
        assert find_open_items(own, facts) == []


def test_a_number_can_have_a_source_of_its_own() -> None:
    facts, own = load_facts(load_board(PUBLIC)), written("Er waren 87 gesprekken in de wijk.")
    (one,) = check_interpretation(own, facts)
    assert one.state is State.OPEN
    binding = one.bind(
        BindingKind.SOURCE, title="Verslag wijkteam", date="2026", who="Team Veiligheid"
    )
    bound = own.model_copy(update={"bindings": (binding,)})
    assert find_open_items(bound, facts) == []
