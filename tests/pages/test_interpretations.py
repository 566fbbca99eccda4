"""Interpretations: from a figure to the list, by two accounts, and with the figure everywhere."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import PUBLIC, Actor, Role
from lib.board import get_store, load_board, load_catalog_for
from lib.exhibits.exhibit import CaveatKind, Exhibit, as_json
from lib.exhibits.interpretations import OLDER_FIGURES, with_interpretations
from lib.exhibits.ratings import area_waves
from lib.export.csv import render_figure_csv
from lib.export.pdf.sections import interpretation_sections
from lib.store import (
    add_agenda_item,
    agree_interpretation,
    load_interpretations,
    plan_meeting,
    propose_interpretation,
)
from lib.ui.interpretations import FIGURE_KEY, describe_figure
from tests.pages.run_page import page_text, press_button, run_page, sign_in_as
from tests.store.samples import ADMIN, DAY, DRIEHOEK, EDITOR
from tests.wave_files import propose_wave_file, publish_proposed_wave, wave_file

pytestmark = pytest.mark.usefixtures("own_store")
AREA, LINK = "klingerberg", "/wijk?wijk=klingerberg"
TEXT = "De enquête telde hier weinig mensen. Klingerberg gaf een 6,4."
TITLE = "Weinig deelnemers"


def figure(reader: Actor = ADMIN) -> Exhibit:
    found = area_waves(load_board(reader), AREA)
    assert found is not None
    return found


def write_and_agree(*, visibility: str = "intern", text: str = TEXT) -> None:
    values = {
        **describe_figure(figure(), link=LINK),
        "area": AREA,
        "title": TITLE,
        "text": text,
        "function": "analist veiligheid",
        "day": DAY,
        "visibility": visibility,
    }
    store, catalog = get_store(), load_catalog_for(EDITOR)
    made = propose_interpretation(EDITOR, store, values=values, catalog=catalog, judge=lambda _: ())
    agree_interpretation(ADMIN, store, seen=made, judge=lambda _: ())


def written(exhibit: Exhibit) -> list[str]:
    return [c.text for c in exhibit.caveats if c.kind is CaveatKind.INTERPRETATION]


def open_form(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page with the form for the area's figure, as its menu opens it."""
    sign_in_as(monkeypatch, Role.EDITOR)
    app = run_page("uitvoering", deel="duiding")
    app.session_state[FIGURE_KEY] = describe_figure(figure(), link=LINK)
    return app.run()


def fill(app: AppTest, label: str, text: str) -> AppTest:
    fields = [*app.text_input, *app.text_area]
    found: AppTest = next(f for f in fields if f.label.startswith(label)).set_value(text).run()
    return found


def test_one_writes_and_another_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_form(monkeypatch)
    fill(app, "Titel", TITLE)
    fill(app, "Uw functie", "analist veiligheid")
    fill(app, "Duiding", "Klingerberg gaf een 9,9.")
    assert "1 nog open: zo kan het niet online" in page_text(app)
    assert "een getal uit de figuur" in page_text(press_button(app, "Stel voor"))
    fill(app, "Duiding", TEXT)
    assert "alle gekoppeld" in page_text(app)
    assert "De duiding is voorgesteld." in page_text(press_button(app, "Stel voor"))
    refused = page_text(press_button(run_page("uitvoering", deel="duiding"), "Geef akkoord"))
    assert "Een ander moet de tekst beoordelen" in refused
    sign_in_as(monkeypatch, Role.DRIEHOEK)
    app = run_page("uitvoering", deel="duiding")
    assert "Staat in deze figuur." in page_text(app)
    assert "staat nu bij de figuur" in page_text(press_button(app, "Geef akkoord"))
    app = fill(run_page("uitvoering", deel="duiding"), "Zoek", "WEINIG deelnemers")
    assert "1 duiding." in page_text(app)
    assert "Geen duiding gevonden." in page_text(fill(app, "Zoek", "bestaat niet"))
    sign_in_as(monkeypatch, Role.STAFF)
    shown = page_text(run_page("wijk", wijk=AREA))
    assert f"Duiding: {TITLE}. {TEXT} (analist veiligheid, 23 november 2026)" in shown
    assert TITLE not in page_text(run_page("wijk", wijk="steyl"))


def test_it_goes_with_its_figure_into_files_agenda_and_briefing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_and_agree()
    board = load_board(ADMIN)
    found = with_interpretations(board, figure())
    assert "INTERN" in found.marks
    text = render_figure_csv(found).decode("utf-8-sig")
    assert TITLE in text
    assert "INTERN" in text
    (section,) = interpretation_sections(board, AREA)
    assert TEXT in section.lead[0]
    assert interpretation_sections(board, None) == []
    meeting = plan_meeting(DRIEHOEK, get_store(), day=DAY)
    values = {"title": "Klingerberg", "link": LINK, "board_version": board.version, "key": "k/x"}
    stored = as_json(figure())
    add_agenda_item(DRIEHOEK, get_store(), meeting=meeting.number, values=values, exhibit=stored)
    sign_in_as(monkeypatch, Role.DRIEHOEK)
    assert f"Duiding: {TITLE}" in page_text(run_page("driehoek"))


def test_internal_words_never_reach_the_public() -> None:
    write_and_agree()
    assert written(with_interpretations(load_board(ADMIN), figure()))
    assert load_board(PUBLIC).interpretations == ()
    assert load_board(ADMIN).as_public().interpretations == ()
    write_and_agree(visibility="openbaar", text="De enquête telde weinig mensen.")
    (text,) = written(with_interpretations(load_board(PUBLIC), figure(PUBLIC)))
    assert OLDER_FIGURES not in text


def test_it_is_marked_once_its_figure_changes() -> None:
    write_and_agree(visibility="openbaar")
    publish_proposed_wave(propose_wave_file(wave_file()))
    for reader in (ADMIN, PUBLIC):
        (text,) = written(with_interpretations(load_board(reader), figure(reader)))
        assert text.endswith(f"{OLDER_FIGURES})")


def test_another_figure_with_the_same_name_has_none_of_it() -> None:
    write_and_agree()
    other = replace(figure(), title="Iets anders per 1.000")
    assert written(with_interpretations(load_board(ADMIN), other)) == []
    assert len(load_interpretations(ADMIN, get_store())) == 1
