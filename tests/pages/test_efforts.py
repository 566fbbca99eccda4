"""What the municipality registers itself: read in, published, and next to its measures."""

import pytest

from lib.access import PUBLIC, Role
from lib.board import get_store, load_board, load_catalog_for
from lib.catalog import Indicator
from lib.exhibits.measures import EFFORT_NOTE, effort_series, list_efforts
from lib.export.table_files import render_figure_csv
from lib.figures.facts.gather import has_figures
from lib.figures.vocabulary import CHANGE_LABELS, VERDICT_LABELS
from lib.intake import SurveyRequest, read_wave
from lib.store import ImportedFile, propose_wave
from tests.intake.files import csv
from tests.pages.run_page import page_text, press_button, run_page, sign_in_as, upload_file
from tests.wave_files import ADMIN, EDITOR, publish_proposed_wave

pytestmark = pytest.mark.usefixtures("own_store")
CLOSURES, THEME = "sluitingen-damocles", "ondermijnende-criminaliteit"
NAME = "Panden gesloten na drugs (artikel 13b Opiumwet)"
HEADING = "Wat de gemeente zelf registreert"
FILE = csv("periode;aantal", "januari 2026;3", "februari 2026;0", "maart 2026;7")


def publish_closures(content: bytes = FILE, *, indicator: str = CLOSURES) -> None:
    request = SurveyRequest(indicator=indicator)
    read = read_wave(content, name="x.csv", catalog=load_catalog_for(EDITOR), request=request)
    file = ImportedFile(read.name, read.sha256)
    store, figures = get_store(), read.observations
    publish_proposed_wave(propose_wave(EDITOR, store, observations=figures, file=file, note=""))


def closures() -> Indicator:
    return load_board(ADMIN).indicators[CLOSURES]


def test_a_register_goes_through_the_steps_of_a_wave(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("gegevens")
    (subject,) = (b for b in app.selectbox if b.label == "Wat is gemeten of geregistreerd?")
    app = subject.set_value(CLOSURES).run()
    assert [b.label for b in app.download_button] == ["Invulblad als Excel", "Invulblad als CSV"]
    app = upload_file(app, FILE, name="register.csv")
    shown = page_text(app)
    assert "januari 2026 nog geen 3 februari 2026 nog geen 0" in shown
    assert "geeft er geen oordeel over" in shown
    assert "Overzicht en bij de doelen" not in shown
    assert "staat klaar" in page_text(press_button(app, "Voorstellen voor publicatie"))


def test_it_stands_next_to_the_measures_without_any_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_closures()
    sign_in_as(monkeypatch, Role.STAFF)
    for text in (page_text(run_page("uitvoering")), page_text(run_page(THEME, deel="aanpak"))):
        own = text[text.index(HEADING) :]
        own = own[: own.index("Stappen in de tijd" if "Stappen in" in own else "Rode draden")]
        assert f"{NAME} in Venlo" in own
        assert "Maart 2026: 7 sluitingen. Vanaf januari 2026 samen 10" in own
        assert EFFORT_NOTE in own
        verdicts = {*VERDICT_LABELS.values(), *CHANGE_LABELS.values()}
        assert not [word for word in verdicts if word in own]
        assert "vd-good" not in own
    assert HEADING not in page_text(run_page("", thema=THEME))


def test_of_several_registers_the_link_names_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_closures()
    publish_closures(csv("periode;aantal", "maart 2026;5"), indicator="buurtbemiddeling")
    sign_in_as(monkeypatch, Role.STAFF)
    other = load_board(ADMIN).indicators["buurtbemiddeling"].name
    app = run_page("uitvoering", inzet="buurtbemiddeling")
    assert f"{other} in Venlo" in page_text(app)
    assert f"{NAME} in Venlo" not in page_text(app)
    (box,) = (b for b in app.selectbox if b.label == "Welke registratie?")
    app = box.set_value(CLOSURES).run()
    assert f"{NAME} in Venlo" in page_text(app)
    assert "De registratie 'onzin' in de link is er niet" in page_text(
        run_page("uitvoering", inzet="onzin")
    )


def test_the_public_sees_none_of_it_and_no_page_counts_it_as_crime(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_closures()
    board = load_board(PUBLIC)
    assert list_efforts(board) == []
    assert CLOSURES not in board.indicators
    inside = load_board(ADMIN)
    assert not has_figures(inside, CLOSURES)
    assert inside.registrations.yearly(CLOSURES).empty
    assert inside.registrations.monthly(CLOSURES).empty
    sign_in_as(monkeypatch, Role.PUBLIC)
    assert HEADING not in page_text(run_page("uitvoering"))


def test_a_newer_register_takes_the_place_of_the_months_that_it_has() -> None:
    publish_closures()
    publish_closures(csv("periode;aantal", "maart 2026;8", "april 2026;1"))
    rows = load_board(ADMIN).registrations.efforts(CLOSURES)
    assert dict(zip(rows["period"], rows["value"], strict=True)) == {
        "2026-01": 3,
        "2026-02": 0,
        "2026-03": 8,
        "2026-04": 1,
    }


def test_a_total_of_a_year_never_stands_among_months() -> None:
    publish_closures(csv("periode;aantal", "2025;40"))
    publish_closures()
    found = load_board(ADMIN).registrations.efforts(CLOSURES)
    assert list(found["period"]) == ["2026-01", "2026-02", "2026-03"]


def test_its_file_says_that_it_is_internal_and_no_crime() -> None:
    publish_closures()
    board = load_board(ADMIN)
    exhibit = effort_series(board, closures(), measures=[], name="uitvoering")
    assert exhibit.marks == ("INTERN",)
    text = render_figure_csv(exhibit).decode("utf-8-sig")
    assert "INTERN" in text
    assert EFFORT_NOTE in text
