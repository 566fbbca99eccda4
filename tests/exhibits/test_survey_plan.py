"""How many respondents the next survey needs, for the areas that somebody chose."""

from dataclasses import replace

import pytest

from lib.analysis.sample_size import Answers
from lib.board import Board
from lib.exhibits.scenario import SurveyPlan, survey_plan

PLAN = SurveyPlan(Answers(1.6), 0.2, ("klingerberg", "velden"))


def test_each_question_has_respondents_per_area_and_together(policy_board: Board) -> None:
    exhibit = survey_plan(policy_board, PLAN)
    assert exhibit is not None
    assert "Rekenvoorbeeld" in exhibit.finding
    assert exhibit.figures.to_numpy().tolist() == [
        ["Een wijk van 6,9 staat zeker boven 6,7", 503, 1006],
        ["Een stijging van 0,2 in de enige wijk die u vergelijkt", 1005, 2010],
        ["Een stijging van 0,2 in één van 18 wijken, zoals dit dashboard vergelijkt", 1881, 3762],
    ]
    assert list(exhibit.figures.columns)[-1] == "samen voor 2 wijken"


def test_design_effect_multiplies_and_small_areas_are_named(policy_board: Board) -> None:
    wide = survey_plan(policy_board, replace(PLAN, answers=Answers(1.6, 2.5)))
    assert wide is not None
    assert wide.figures["deelnemers per wijk"].tolist() == [1256, 2512, 4702]
    people = policy_board.inhabitants
    assert people["klingerberg"] < 4702 < people["velden"]
    assert any("inwoners van Klingerberg:" in note for note in wide.notes)


def test_without_areas_there_is_no_plan(policy_board: Board) -> None:
    assert survey_plan(policy_board, replace(PLAN, areas=())) is None


@pytest.mark.parametrize("difference", [0.1, 0.5])
def test_a_smaller_difference_needs_more(policy_board: Board, difference: float) -> None:
    exhibit, other = (
        survey_plan(policy_board, replace(PLAN, difference=d)) for d in (difference, 0.3)
    )
    assert exhibit is not None
    assert other is not None
    needed, standard = (e.figures["deelnemers per wijk"] for e in (exhibit, other))
    assert ((needed > standard) == (difference < 0.3)).all()
