"""Interpretations: from a figure to the list, by two accounts, and with the figure everywhere."""

import datetime as dt
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import PUBLIC, Actor, Role
from lib.board import get_store, load_board, load_catalog_for
from lib.exhibits.exhibit import CaveatKind, Exhibit, as_json
from lib.exhibits.interpretations import OLDER_FIGURES, describe_figure, with_interpretations
from lib.exhibits.maps import describe_map
from lib.exhibits.ratings import area_waves
from lib.export.pdf.briefing import render_briefing
from lib.export.pdf.sections import interpretation_sections
from lib.export.site.overview_page import render_overview_page
from lib.export.site.templates import SiteAddress
from lib.export.table_files import render_figure_csv
from lib.figures.layers.modes import map_layers
from lib.store import (
    add_agenda_item,
    agree_interpretation,
    load_interpretations,
    plan_meeting,
    propose_interpretation,
)
from lib.ui.interpretations import FIGURE_KEY
from tests.export.reading import text as read_pdf
from tests.pages.run_page import open_menu, page_text, press_button, run_page, sign_in_as
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


def write_and_agree(
    *, visibility: str = "intern", text: str = TEXT, about: Exhibit | None = None
) -> None:
    values = {
        **describe_figure(about or figure(), link=LINK),
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


def test_it_is_marked_wherever_it_goes_once_its_figure_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_and_agree(visibility="openbaar")
    (before,) = interpretation_sections(load_board(ADMIN), AREA)
    assert OLDER_FIGURES not in before.lead[0]
    publish_proposed_wave(propose_wave_file(wave_file()))
    for reader in (ADMIN, PUBLIC):
        board = load_board(reader)
        found = with_interpretations(board, figure(reader))
        (text,) = written(found)
        assert text.endswith(f"{OLDER_FIGURES})")
        assert OLDER_FIGURES in render_figure_csv(found).decode("utf-8-sig")
        (section,) = interpretation_sections(board, AREA)
        assert section.lead[0].endswith(f"{OLDER_FIGURES})")
        briefing = render_briefing(board, area=AREA, measures=[], author="Gemeente")
        assert OLDER_FIGURES in " ".join(read_pdf(briefing).split())
    sign_in_as(monkeypatch, Role.STAFF)
    assert OLDER_FIGURES in page_text(run_page("wijk", wijk=AREA))
    assert OLDER_FIGURES in page_text(run_page("uitvoering", deel="duiding"))


def test_the_public_site_has_public_words_under_their_figure() -> None:
    layer = map_layers(load_board(ADMIN))["rapportcijfer"]
    for visibility, text in (("openbaar", TEXT), ("intern", "Niet voor iedereen.")):
        made = describe_map(load_board(ADMIN), layer, name="overzicht")
        write_and_agree(visibility=visibility, text=text, about=made)
    board = load_board(PUBLIC)
    page = render_overview_page(board, address=SiteAddress.at("https://www.example.nl"))
    assert page.count(f"Duiding: {TITLE}. {TEXT}") == 1
    assert "Niet voor iedereen" not in page


def test_a_figure_under_embargo_gets_no_words_for_the_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    embargo = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
    publish_proposed_wave(propose_wave_file(wave_file()), embargo=embargo)
    sign_in_as(monkeypatch, Role.EDITOR)
    app = open_menu(run_page("wijk", wijk=AREA), f"menu_metingen-{AREA}")
    figure_of_page = press_button(app, "Schrijf een duiding").session_state[FIGURE_KEY]
    app = run_page("uitvoering", deel="duiding")
    app.session_state[FIGURE_KEY] = figure_of_page
    app.run()
    fill(app, "Titel", TITLE)
    fill(app, "Uw functie", "analist veiligheid")
    fill(app, "Duiding", "Nog niet voor iedereen.")
    next(box for box in app.selectbox if box.label == "Voor wie?").set_value("openbaar").run()
    refused = page_text(press_button(app, "Stel voor"))
    assert "onder embargo tot 02-12-2026 09:00" in refused
    assert load_interpretations(ADMIN, get_store()) == ()


def test_another_figure_with_the_same_name_has_none_of_it() -> None:
    write_and_agree()
    other = replace(figure(), title="Iets anders per 1.000")
    assert written(with_interpretations(load_board(ADMIN), other)) == []
    assert len(load_interpretations(ADMIN, get_store())) == 1
