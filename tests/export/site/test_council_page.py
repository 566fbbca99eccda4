"""The council edition: of each goal what was wanted, done and reached, from public figures only."""

import re

import pytest
from markupsafe import escape

from lib.access import LOCAL
from lib.board import Board, load_board
from lib.catalog import load_catalog
from lib.export.site.council_page import (
    account_for_goals,
    render_council_page,
    render_council_report,
)
from lib.export.site.templates import SiteAddress
from lib.figures.format import number
from lib.figures.sentences.goal_sentences import course_sentence
from lib.store import Visibility, check_measure
from tests.conftest import ROOT
from tests.export.reading import claims, text
from tests.export.site.samples import public_board
from tests.pages.test_register import OPEN

ADDRESS = SiteAddress.at("https://veilig.example")
LIGHT = check_measure(OPEN, catalog=load_catalog(ROOT / "data", ROOT / "geo"))


@pytest.fixture(scope="module")
def everybody() -> Board:
    return public_board()


def without_breaks(words: str) -> str:
    """Return a text without its spaces and hyphens, which paper puts elsewhere."""
    return re.sub(r"[\s\u00ad\u2010-]", "", words)


def test_each_goal_has_what_was_wanted_done_and_reached(everybody: Board) -> None:
    page = render_council_page(everybody, [LIGHT], address=ADDRESS)
    for goal in everybody.goals:
        assert f"<h2>{goal.target.name}</h2>" in page
        assert course_sentence(goal, board=everybody) in page
    for heading in ("Wat wilden we?", "Wat deden we?", "Wat kwam ervan?"):
        assert page.count(f"<h3>{heading}</h3>") == len(everybody.goals)
    assert str(OPEN["title"]) in page
    assert "Cijfers zeggen niet waardoor iets komt." in page


def test_without_measures_it_says_so(everybody: Board) -> None:
    page = render_council_page(everybody, [], address=ADDRESS)
    sentence = "In het openbare register staat hierbij geen maatregel."
    assert page.count(sentence) == len(everybody.goals)


def test_the_paper_has_the_same_and_is_accessible(everybody: Board) -> None:
    paper = render_council_report(everybody, (LIGHT,))
    about, words = claims(paper), without_breaks(text(paper))
    assert (about["tagged"], about["PDF/UA"]) == (True, True)
    for goal in account_for_goals(everybody, [LIGHT]):
        assert without_breaks(goal.wanted) in words
        assert without_breaks(goal.result.finding) in words
    assert "Afspraken" not in words


def test_on_paper_each_of_the_three_questions_has_its_own_heading(everybody: Board) -> None:
    words = without_breaks(text(render_council_report(everybody, ())))
    for goal in everybody.goals:
        for question in ("Wat wilden we?", "Wat deden we?", "Wat kwam ervan?"):
            assert without_breaks(f"{question} {goal.target.name}") in words


def test_what_was_wanted_names_where_it_began_and_each_note_once(everybody: Board) -> None:
    page = render_council_page(everybody, [], address=ADDRESS)
    begun = next(g.target for g in everybody.goals if g.target.baseline_value)
    value = number(begun.baseline_value or 0.0, decimals=1)
    assert f"Het begon bij {value} in {begun.baseline_period.year}." in page
    for goal in everybody.goals:
        assert page.count(str(escape(goal.target.note))) == 1
        assert page.count(f">{goal.target.name}</h") == 1


def test_nothing_internal_is_in_it(everybody: Board) -> None:
    hidden = LIGHT.model_copy(update={"visibility": Visibility.INTERNAL})
    with pytest.raises(ValueError, match="internal"):
        account_for_goals(everybody, [LIGHT, hidden])
    with pytest.raises(ValueError, match="internal"):
        account_for_goals(load_board(LOCAL), [])
