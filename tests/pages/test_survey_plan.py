"""The planner on Doelen: its choice stands in the URL, and only insiders see it."""

import pytest

from tests.pages.run_page import page_text, run_page, view_internally

TITLE = "Hoeveel deelnemers heeft de volgende meting nodig?"


def test_the_plan_of_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    chosen = {"verschil": "0.3", "spreiding": "1.6", "ontwerpeffect": "1", "wijken": "velden,steyl"}
    text = page_text(run_page("doelen", **chosen))
    assert TITLE in text
    assert "Een wijk van 7,0 staat zeker boven 6,7 224 448" in text
    assert "Samen voor 2 wijken" in text


def test_a_choice_is_written_to_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    app = run_page("doelen")
    assert "Met een spreiding van 1,6 punt per antwoord" in page_text(app)
    app.selectbox(key="plan_verschil").set_value("0.5").run()
    assert app.query_params["verschil"] == "0.5"
    assert "Een wijk van 7,2 staat zeker boven 6,7" in page_text(app)
    assert "Samen voor 18 wijken" in page_text(app)
    app.multiselect(key="plan_areas").set_value(["steyl"]).run()
    assert app.query_params["wijken"] == "steyl"
    assert "Samen voor 1 wijk" in page_text(app)
    app.multiselect(key="plan_areas").set_value([]).run()
    assert "Samen voor 18 wijken" in page_text(app)


def test_an_unreadable_number_gives_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    view_internally(monkeypatch)
    assert "'veel' bij verschil" in page_text(run_page("doelen", verschil="veel"))


def test_the_public_sees_no_plan() -> None:
    assert TITLE not in page_text(run_page("doelen"))
