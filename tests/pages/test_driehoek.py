"""The page Driehoek: for whom it is, planning and closing a meeting, and its agenda."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from lib.access import Operation, Role
from lib.board import get_store, load_catalog_for
from lib.store import (
    Meeting,
    MeetingState,
    change_agreement,
    change_question,
    close_meeting,
    load_agenda,
    load_agreements,
    load_meetings,
    remove_agenda_item,
)
from tests.pages.driehoek_page import (
    TODAY,
    add_to_agenda,
    exhibit_with_title,
    make_agreement,
    run_driehoek_page,
)
from tests.pages.run_page import (
    html_with,
    page_text,
    press_button,
    run_page,
    sent_messages,
    sign_in_as,
)
from tests.store.samples import AGREEMENT, DRIEHOEK, LATER, planned

pytestmark = pytest.mark.usefixtures("own_store")
ITEM, QUESTION, AGREED = "Wat niemand anders leest", "Een vraag van binnen", "Een afspraak van toen"
PLANNED = "4 januari 2027"
MAY = {Role.DRIEHOEK, Role.ADMINISTRATOR}
MENU = "menu_doelen-per-wijk"


def items(meeting: Meeting) -> list[str]:
    return [item.title for item in load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)]


def prepared() -> Meeting:
    """Plan a meeting with two figures, a question and an agreement."""
    meeting = planned(get_store())
    first, _ = add_to_agenda(meeting, exhibit_with_title(ITEM), exhibit_with_title("Tweede figuur"))
    change_question(DRIEHOEK, get_store(), seen=first, question=QUESTION)
    make_agreement(meeting, what=AGREED)
    return meeting


def question(app: AppTest) -> TextInput:
    return next(t for t in app.text_input if t.label == "Vraag bij punt 1")


def disabled(app: AppTest, label: str) -> bool:
    (button,) = [b for b in app.button if b.label == label]
    return bool(button.proto.disabled)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("mode", ["", "1"])
def test_who_may_come_here(monkeypatch: pytest.MonkeyPatch, role: Role, mode: str) -> None:
    prepared()
    sign_in_as(monkeypatch, role)
    shown_as = {"presentatie": mode, "dia": "2"} if mode else {}
    app = run_page("driehoek", overleg=TODAY.isoformat(), **shown_as)
    assert not app.exception
    shown = page_text(app)
    may = role in MAY
    assert ("Geen toegang" in shown) is not may
    assert (f"Nodig is het recht: {Operation.READ_DRIEHOEK}." in shown) is not may
    assert (ITEM in shown) is may
    sent = sent_messages(app)
    for hidden in (ITEM, *(() if mode else (QUESTION, AGREED, "(voorbereiding)", "Afspraken"))):
        assert (hidden in sent) is may, hidden


@pytest.mark.parametrize("role", Role)
def test_a_figure_has_the_agenda_in_its_menu_for_who_may(
    monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    meeting = planned(get_store())
    sign_in_as(monkeypatch, role)
    monkeypatch.setattr(
        "lib.ui.exhibit.download_menu.figure_files", lambda *_, **__: {"csv": lambda: b"1"}
    )
    app = run_page("doelen")
    app.session_state[MENU] = True
    app.run()
    assert not app.exception
    assert "CSV" in [b.label for b in app.download_button]
    offered = "Op de agenda van 23 november 2026" in [b.label for b in app.button]
    assert offered is (role in MAY)
    if offered:
        shown = page_text(press_button(app, "Op de agenda van 23 november 2026"))
        assert "Dit is nu punt 1 van 23 november 2026." in shown
        assert len(items(meeting)) == 1


def test_who_is_signed_out_meanwhile_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = prepared()
    app = run_driehoek_page(monkeypatch)
    app.checkbox[0].check().run()
    sign_in_as(monkeypatch, Role.STAFF)
    assert "Geen toegang" in page_text(press_button(app, "Sluit het overleg af"))
    assert load_meetings(DRIEHOEK, get_store()) == (meeting,)


def test_a_meeting_is_planned_in_six_weeks_unless_somebody_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = run_driehoek_page(monkeypatch)
    assert "Er is nog geen overleg gepland." in page_text(app)
    shown = page_text(press_button(app, "Plan dit overleg"))
    assert f"Het overleg van {PLANNED} is gepland." in shown
    assert f"Driehoek van {PLANNED}: 3 punten op de agenda, 0 open afspraken." in shown
    assert app.query_params["overleg"] == "2027-01-04"


def test_a_second_meeting_on_a_day_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    planned(get_store())
    app = run_driehoek_page(monkeypatch)
    app.text_input(key="plan_day__0").input("23-11-2026")
    shown = page_text(press_button(app, "Plan dit overleg"))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert "een dag waarop nog geen driehoek is" in shown
    assert app.text_input(key="plan_day__0").value == "23-11-2026"
    assert len(load_meetings(DRIEHOEK, get_store())) == 1


@pytest.mark.parametrize("typed", ["morgen", "31-02-2027", "1/2/2027", "<b>1</b>"])
def test_what_is_no_day_is_told_and_stays_typed(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    app = run_driehoek_page(monkeypatch)
    app.text_input(key="plan_day__0").input(typed)
    shown = page_text(press_button(app, "Plan dit overleg"))
    assert f"dag {typed} een dag als 23-11-2026 schrijf dag-maand-jaar" in shown.replace("  ", " ")
    assert app.text_input(key="plan_day__0").value == typed
    assert load_meetings(DRIEHOEK, get_store()) == ()


def test_a_meeting_moves_to_a_day_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    planned(get_store(), days=1)
    app = run_driehoek_page(monkeypatch)
    field = f"move_{meeting.number}__0_day"
    app.text_input(key=field).input("24-11-2026")
    assert "een dag waarop nog geen driehoek is" in page_text(
        press_button(app, "Verzet dit overleg")
    )
    app.text_input(key=field).input("25-11-2026")
    assert "Het overleg van 25 november 2026 is verzet." in page_text(
        press_button(app, "Verzet dit overleg")
    )
    assert app.query_params["overleg"] == "2026-11-25"


@pytest.mark.parametrize("wanted", ["2026-01-01", "morgen", "<b>x</b>", "1", "\u202e" * 90])
def test_a_meeting_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    planned(get_store())
    shown = page_text(run_driehoek_page(monkeypatch, overleg=wanted))
    assert "is geen overleg. U ziet een ander overleg." in shown
    assert "Driehoek van 23 november 2026" in shown


def test_the_next_meeting_is_shown_and_others_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close_meeting(DRIEHOEK, get_store(), seen=planned(get_store(), days=-14), on=LATER)
    planned(get_store())
    planned(get_store(), days=42)
    app = run_driehoek_page(monkeypatch)
    box = app.selectbox(key="meeting_box")
    assert box.options == [
        "4 januari 2027 (voorbereiding)",
        "23 november 2026 (voorbereiding)",
        "9 november 2026 (afgesloten)",
    ]
    assert "Driehoek van 23 november 2026" in page_text(app)
    shown = page_text(box.set_value("2026-11-09").run())
    assert "Dit overleg is afgesloten: u ziet wat er toen is besproken." in shown
    assert app.query_params["overleg"] == "2026-11-09"


def test_only_an_empty_meeting_can_go(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    (item,) = add_to_agenda(meeting, exhibit_with_title(ITEM))
    app = run_driehoek_page(monkeypatch)
    assert "alleen een lege driehoek kan weg" in page_text(
        press_button(app, "Haal een leeg overleg weg")
    )
    remove_agenda_item(DRIEHOEK, get_store(), seen=item)
    shown = page_text(press_button(app.run(), "Haal een leeg overleg weg"))
    assert "Het overleg is weggehaald." in shown
    assert "Er is nog geen overleg gepland." in shown


def test_the_order_of_the_agenda(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    add_to_agenda(meeting, *(exhibit_with_title(t) for t in ("Een", "Twee", "Drie")))
    app = run_driehoek_page(monkeypatch)
    assert [disabled(app, f"Omhoog: punt {n}") for n in (1, 2, 3)] == [True, False, False]
    assert [disabled(app, f"Omlaag: punt {n}") for n in (1, 2, 3)] == [False, False, True]
    press_button(app, "Omhoog: punt 3")
    assert items(meeting) == ["Een", "Drie", "Twee"]
    press_button(app, "Omlaag: punt 1")
    assert items(meeting) == ["Drie", "Een", "Twee"]
    shown = page_text(press_button(app, "Haal weg: punt 2"))
    assert items(meeting) == ["Drie", "Twee"]
    assert "1. Drie" in shown
    assert "2. Twee" in shown


def test_a_question_is_kept_and_a_title_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    add_to_agenda(meeting, exhibit_with_title("<script>alert(1)</script>"))
    app = run_driehoek_page(monkeypatch)
    asked = "Wat doen we <b>samen</b>?"
    question(app).input(asked).run()
    (item,) = load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)
    assert item.question == asked
    bodies = " ".join(str(element.proto.body) for element in app.get("html"))
    assert "<script>" not in bodies
    close_meeting(DRIEHOEK, get_store(), seen=meeting, on=LATER)
    assert f"Vraag: {asked}" in page_text(app.run())
    assert "<b>samen" not in " ".join(str(element.proto.body) for element in app.get("html"))


def test_a_question_with_personal_data_is_told_and_stays_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = planned(get_store())
    add_to_agenda(meeting, exhibit_with_title(ITEM))
    app = run_driehoek_page(monkeypatch)
    typed = "Bel 06-12345678"
    shown = page_text(question(app).input(typed).run())
    assert "telefoonnummer" in shown
    assert question(app).value == typed
    assert not load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)[0].question


def test_of_two_who_ask_the_second_is_told_and_reads_both(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = planned(get_store())
    (item,) = add_to_agenda(meeting, exhibit_with_title(ITEM))
    app = run_driehoek_page(monkeypatch)
    change_question(DRIEHOEK, get_store(), seen=item, question="Van een ander")
    shown = page_text(question(app).input("Van mij").run())
    assert "intussen door een ander gewijzigd" in shown
    assert "Van mij" in shown
    assert question(app).value == "Van een ander"
    question(app).input("Van ons").run()
    assert load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)[0].question == "Van ons"


@pytest.mark.parametrize("label", ["Omhoog: punt 2", "Haal weg: punt 2"])
def test_an_item_that_another_took_away_is_told(
    monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    _, second = add_to_agenda(
        meeting := planned(get_store()), exhibit_with_title("Een"), exhibit_with_title("Twee")
    )
    app = run_driehoek_page(monkeypatch)
    remove_agenda_item(DRIEHOEK, get_store(), seen=second)
    assert "Dit agendapunt is er niet, of niet meer." in page_text(press_button(app, label))
    assert items(meeting) == ["Een"]


def test_closing_asks_first_and_freezes_what_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared()
    app = run_driehoek_page(monkeypatch)
    assert "Stijgers en dalers" in page_text(app)
    assert disabled(app, "Sluit het overleg af")
    app.checkbox[0].check().run()
    assert "Het overleg is afgesloten." in page_text(press_button(app, "Sluit het overleg af"))
    assert app.query_params == {"overleg": TODAY.isoformat()}, "it stays on that meeting"
    assert load_meetings(DRIEHOEK, get_store())[0].state is MeetingState.CLOSED
    (seen,) = load_agreements(DRIEHOEK, get_store())
    values = AGREEMENT | {"what": "Van later"}
    change_agreement(
        DRIEHOEK, get_store(), seen=seen, values=values, catalog=load_catalog_for(DRIEHOEK)
    )
    make_agreement(planned(get_store(), days=42), what="Ook van later")
    app = run_driehoek_page(monkeypatch, overleg=TODAY.isoformat())
    shown = page_text(app)
    assert "Dit overleg is afgesloten" in shown
    assert f"1. {ITEM} 10 minuten Vraag: {QUESTION}" in shown
    kept = html_with(app, "<caption>Open afspraken</caption>")
    assert AGREED in kept
    assert "an later" not in kept
    assert "Stijgers en dalers" not in shown, "what moves now was no part of it"
    assert "Lijsten van de politie" in shown
    assert "kan bij een overleg dat nog komt" in shown
    assert not [e for e in app.expander if e.label.startswith("Afspraak")]
    assert not [b for b in app.button if b.label.startswith(("Omhoog", "Omlaag", "Haal", "Sluit"))]


def test_what_was_late_then_is_late_by_the_day_of_the_meeting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = planned(get_store(), days=-14)
    make_agreement(meeting, what="Later", due=TODAY - dt.timedelta(days=7))
    make_agreement(meeting, what="Toen al te laat", due=TODAY - dt.timedelta(days=21))
    close_meeting(DRIEHOEK, get_store(), seen=meeting, on=LATER)
    assert "2 open afspraken, waarvan 1 te laat." in page_text(run_driehoek_page(monkeypatch))


def test_a_topic_and_its_minutes_are_part_of_the_agenda(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = prepared()
    app = run_driehoek_page(monkeypatch)
    title = next(t for t in app.text_input if t.label == "Punt zonder figuur")
    title.input("Casus")
    assert "'Casus' staat op de agenda." in page_text(press_button(app, "Zet op de agenda"))
    assert items(meeting)[-1] == "Casus"
    field = next(n for n in app.number_input if n.label == "Minuten voor punt 3")
    shown = page_text(field.set_value(25).run())
    assert "3 punten, samen 45 minuten." in shown
    app = run_driehoek_page(monkeypatch, presentatie="1", dia="4")
    assert "<h1>Casus</h1>" in html_with(app, "vd-slide-figure")


def test_a_meeting_before_its_day_closes_with_a_reason_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = planned(get_store(), days=7)
    app = run_driehoek_page(monkeypatch)
    app.checkbox[0].check().run()
    shown = page_text(press_button(app, "Sluit het overleg af"))
    assert "een reden: de dag van het overleg (30-11-2026) moet nog komen" in shown
    assert load_meetings(DRIEHOEK, get_store()) == (meeting,)
    app.text_input(key=f"reason_{meeting.number}").input("Vervroegd naar vandaag.")
    shown = page_text(press_button(app, "Sluit het overleg af"))
    assert "Dit overleg is afgesloten" in shown
    assert "Eerder afgesloten dan de dag zelf: Vervroegd naar vandaag." in shown


def test_a_closing_that_is_refused_changes_no_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    make_agreement(planned(get_store(), days=7), what="Loopt", due=TODAY)
    app = run_driehoek_page(monkeypatch)
    app.selectbox(key="outcome_1_1").set_value("klaar")
    app.checkbox[0].check().run()
    assert "een reden: de dag van het overleg" in page_text(
        press_button(app, "Sluit het overleg af")
    )
    assert [(a.version, a.is_over) for a in load_agreements(DRIEHOEK, get_store())] == [(1, False)]


def test_closing_asks_what_becomes_of_agreements_of_which_the_day_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = prepared()
    for what, days in (("Gedaan", -1), ("Loopt uit", 0), ("Nog tijd", 1)):
        make_agreement(meeting, what=what, due=TODAY + dt.timedelta(days=days))
    app = run_driehoek_page(monkeypatch)
    shown = page_text(app)
    assert "4 open afspraken voor een volgend overleg." in shown
    assert f"Zonder afspraak: 1. {ITEM}; 2. Tweede figuur." in shown
    asked = [b for b in app.selectbox if b.label.startswith("Uiterlijk ")]
    assert [b.label.partition(": ")[2] for b in asked] == ["2. Gedaan", "3. Loopt uit"]
    app.selectbox(key="outcome_2_1").set_value("klaar")
    app.selectbox(key="outcome_3_1").set_value("verschuift")
    app.checkbox[0].check().run()
    page_text(press_button(app, "Sluit het overleg af"))
    after = {a.agreement.what: a for a in load_agreements(DRIEHOEK, get_store())}
    assert after["Gedaan"].is_over
    assert (after["Loopt uit"].agreement.due, after["Loopt uit"].postponed) == (
        dt.date(2027, 1, 4),
        1,
    )
    assert after["Nog tijd"].version == 1
    app = run_driehoek_page(monkeypatch, overleg=TODAY.isoformat())
    assert "open, één keer verschoven" in html_with(app, "<caption>Open afspraken</caption>")


def test_the_next_meeting_is_proposed_weeks_after_the_last_on_a_working_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planned(get_store(), days=30)
    app = run_driehoek_page(monkeypatch)
    assert app.text_input(key="plan_day__0").value == "03-02-2027"
    planned(get_store(), days=81)  # 12 February: six weeks later is Good Friday
    assert run_driehoek_page(monkeypatch).text_input(key="plan_day__0").value == "30-03-2027"
