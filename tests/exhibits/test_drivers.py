"""'Achter het cijfer': answers per area that somebody brought in stand with the rating."""

from pathlib import Path

import pytest

from lib.access import PUBLIC
from lib.board import Board, get_store, load_board, load_catalog_for
from lib.exhibits.areas import area_drivers, describe_absent_drivers
from lib.exhibits.benchmark import load_surveys
from lib.figures.layers.modes import map_layers
from lib.intake import SurveyRequest, make_survey_template, read_wave
from lib.store import ImportedFile, propose_wave
from tests.wave_files import EDITOR, publish_proposed_wave

KEY = "onveilig-in-buurt"
FILE = """wijk;meting;onveilig in buurt;ondergrens;bovengrens;deelnemers
Venlo;2023;21,0;20,1;21,9;4000
Klingerberg;2023;30,5;24,0;37,0;190
Velden;2023;12,0;;;
"""


@pytest.fixture
def brought_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """A public board with one answer behind the rating, of two areas and the municipality."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("TODAY", "2026-11-23")
    catalog, request = load_catalog_for(EDITOR), SurveyRequest(indicator=KEY, period="2023")
    read = read_wave(FILE.encode(), name="x.csv", catalog=catalog, request=request)
    assert read.is_ready, (read.problems, read.questions)
    file = ImportedFile(read.name, read.sha256)
    number = propose_wave(EDITOR, get_store(), observations=read.observations, file=file, note="")
    publish_proposed_wave(number)
    return load_board(PUBLIC)


def test_an_answer_stands_with_the_rating_and_its_margin(brought_in: Board) -> None:
    exhibit = area_drivers(brought_in, "klingerberg")
    assert exhibit is not None
    rows = exhibit.figures.set_index("vraag")
    assert rows.loc["Rapportcijfer veiligheid eigen buurt", "cijfer"] == 6.4
    unsafe = rows.loc["Voelt zich weleens onveilig in de buurt"]
    assert (unsafe["cijfer"], unsafe["marge van"], unsafe["marge tot"]) == (30.5, 24.0, 37.0)
    assert (unsafe["deelnemers"], unsafe["hele gemeente"]) == (190, 21.0)
    assert "30,5 %" in exhibit.html
    assert "marge 24,0 tot 37,0; 190 deelnemers; gemeente 21,0" in exhibit.html
    assert "geen marge bekend" in exhibit.html  # of the rating


def test_an_area_without_answers_has_no_section(brought_in: Board) -> None:
    assert area_drivers(brought_in, "belfeld") is None
    velden = area_drivers(brought_in, "velden")
    assert velden is not None
    assert velden.figures["deelnemers"].isna().all()


def test_the_map_takes_the_answers_that_are_there(brought_in: Board) -> None:
    layers = map_layers(brought_in)
    assert KEY in layers
    assert "ervaren-sociale-overlast" not in layers
    marks = layers[KEY].marks
    assert marks["klingerberg"].margin == "marge 24,0 tot 37,0; 190 deelnemers"
    assert marks["klingerberg"].certainty == ""
    assert marks["belfeld"].value is None


def test_figures_of_areas_do_not_stand_for_those_of_the_country(brought_in: Board) -> None:
    assert load_surveys(brought_in, [brought_in.indicators[KEY]]) == {}


def test_what_is_absent_is_named(policy_board: Board) -> None:
    assert area_drivers(policy_board, "klingerberg") is None
    assert describe_absent_drivers(policy_board) == (
        "Per wijk nog niet in dit dashboard: sociale overlast, onveilig in buurt en oordeel "
        "gemeente."
    )
    assert KEY not in map_layers(policy_board)


def test_the_sheet_to_fill_in_has_a_row_for_each_area(policy_board: Board) -> None:
    catalog = load_catalog_for(EDITOR)
    sheet = make_survey_template(catalog, indicator=KEY, period="2023", form="csv").decode("utf-8")
    assert all(area.name in sheet for area in policy_board.areas.values())
