"""An answer to a text of somebody else: what each number is, on paper and in Word."""

import io

import docx
import pytest

from lib.board import Board
from lib.catalog import load_catalog
from lib.export.story.answer import list_answers, render_answer, render_answer_document
from lib.figures.facts.facts import load_facts
from lib.store import Binding, BindingKind, Story
from lib.store import check_story as check_story_values
from lib.story import Reference, State, check_story
from tests.conftest import ROOT
from tests.export.reading import claims
from tests.export.reading import text as read_text

QUESTION = "Waarom gaf Klingerberg in 2021 een 6,4 en Steyl een 9,9? De overlast is verdubbeld."


def read_question(board: Board, *bindings: Binding) -> tuple[Story, list[Reference]]:
    values = {"title": "Vraag over veiligheid", "question": QUESTION, "bindings": bindings}
    story = check_story_values(values, catalog=load_catalog(ROOT / "data", ROOT / "geo"))
    return story, check_story(story, load_facts(board), generated={})


@pytest.fixture
def answered(public: Board) -> tuple[Story, list[Reference]]:
    """The question with what a person chose for each number and claim."""
    _, (six, nine, doubled) = read_question(public)
    assert [six.state, nine.state, doubled.state] == [State.OPEN, State.OPEN, State.REFUSED]
    chosen = (
        six.bind(BindingKind.FIGURE, six.proposals[0].fact),
        nine.bind(BindingKind.NEAREST, nine.nearest[0].fact),
        doubled.bind(BindingKind.ABSENT),
    )
    return read_question(public, *chosen)


def test_nothing_is_an_answer_before_a_person_chose(public: Board) -> None:
    assert list_answers(read_question(public)[1]) == []


def test_each_number_is_a_figure_the_nearest_one_or_absent(
    answered: tuple[Story, list[Reference]],
) -> None:
    six, nine, doubled = list_answers(answered[1])
    assert six[:2] == (
        "6,4",
        "Dit is: Rapportcijfer veiligheid eigen buurt, Klingerberg, 2021: 6,4 (geen marge bekend).",
    )
    assert six[2].startswith("Bron: Gemeente Venlo")
    assert "Dit staat zo niet in het dashboard. Wel bekend: " in nine[1]
    assert "Steyl, 2021: 7,6" in nine[1]
    assert doubled == ("verdubbeld", "Het dashboard heeft hier geen uitspraak over.", "")


def test_the_files_hold_question_answer_and_sources(
    public: Board, answered: tuple[Story, list[Reference]]
) -> None:
    paper = render_answer(*answered, board=public)
    about = claims(paper)
    assert (about["tagged"], about["PDF/UA"]) == (True, True)
    made = docx.Document(io.BytesIO(render_answer_document(*answered, board=public)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    in_word = " ".join([*(p.text for p in made.paragraphs), *cells])
    for text in (read_text(paper), in_word):
        assert "Vraag over veiligheid" in text
        assert "Waarom gaf Klingerberg in 2021 een 6,4 en Steyl een 9,9?" in text
        assert "Klingerberg, 2021: 6,4 (geen marge bekend)" in text
        assert "Bron: Gemeente Venlo" in text
        assert "Afspraken" not in text
    assert all(table.rows[0]._tr.xpath(".//w:tblHeader") for table in made.tables)
