"""Agreements on the page Driehoek: recording, changing, being told, and what is overdue."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea, TextInput

from lib.access import Role
from lib.board import get_store, load_catalog_for
from lib.store import (
    AgreementStatus,
    Meeting,
    Party,
    StoredAgreement,
    change_agreement,
    close_meeting,
    load_agreements,
)
from tests.pages.driehoek_page import TODAY, make_agreement, run_driehoek_page
from tests.pages.run_page import html_with, page_text, run_page, sign_in_as
from tests.store.samples import AGREEMENT, DRIEHOEK, LATER, planned

NEW = "agreement_new_1__0"
OPEN = "<caption>Open afspraken</caption>"
HOSTILE = "<img src=x onerror=alert(1)> & <b>vet</b>"


@pytest.fixture
def meeting(own_store: None) -> Meeting:
    """A meeting of today."""
    return planned(get_store())


def kept() -> tuple[StoredAgreement, ...]:
    return load_agreements(DRIEHOEK, get_store())


def what(app: AppTest, form: str) -> TextArea:
    return app.text_area(key=f"{form}_what")


def typing(app: AppTest, form: str, field: str) -> TextArea | TextInput:
    key = f"{form}_{field}"
    return app.text_area(key=key) if field == "what" else app.text_input(key=key)


def save(app: AppTest, form: str) -> AppTest:
    return app.button(f"FormSubmitter:agreement_{form}-Bewaar").click().run()


def changed_by_another(seen: StoredAgreement, **other: object) -> None:
    values = AGREEMENT | other
    change_agreement(
        DRIEHOEK, get_store(), seen=seen, values=values, catalog=load_catalog_for(DRIEHOEK)
    )


def test_an_agreement_is_recorded_with_all_that_was_filled_in(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, form = run_driehoek_page(monkeypatch), NEW
    what(app, form).input("Meer licht bij het station")
    app.multiselect(key=f"{form}_who").set_value([Party.PARTNER.value, Party.POLICE.value])
    app.multiselect(key=f"{form}_partners").set_value(["inwoners-ondernemers"])
    app.multiselect(key=f"{form}_areas").set_value(["steyl", "velden"])
    app.selectbox(key=f"{form}_theme").set_value(AGREEMENT["theme"])
    app.text_input(key=f"{form}_due").input("01-12-2026")
    app.selectbox(key=f"{form}_status").set_value(AgreementStatus.BUSY.value)
    app.text_input(key=f"{form}_note").input("Samen met de buurt.")
    shown = page_text(save(app, form))
    assert "Afspraak 1 is vastgelegd." in shown
    assert "1. Meer licht bij het station Samen met de buurt. partner en politie (" in shown
    assert "Steyl, Velden" in shown
    assert "1 december 2026 bezig" in shown
    (one,) = kept()
    assert one.meeting == meeting.number
    assert one.agreement.model_dump() == AGREEMENT | {
        "what": "Meer licht bij het station",
        "who": ("partner", "politie"),
        "areas": ("steyl", "velden"),
        "due": dt.date(2026, 12, 1),
        "status": "bezig",
        "note": "Samen met de buurt.",
    }
    assert what(app, "agreement_new_1__1").value == ""


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("what", "", "wat een ingevulde waarde"),
        ("what", "Bel jan@voorbeeld.nl", "wat tekst zonder gegevens van personen"),
        ("what", "Bezoek Kerkstraat 12", "wat tekst zonder gegevens van personen"),
        ("what", "zwart\u202ewit", "wat tekst zonder onzichtbare tekens (hier staat U+202E)"),
        ("due", "", "uiterlijk een dag als 23-11-2026"),
        ("due", "31-02-2027", "uiterlijk 31-02-2027 een dag als 23-11-2026"),
        ("note", "Bel 06-12345678", "toelichting tekst zonder gegevens van personen"),
    ],
)
def test_invalid_values_are_reported_by_field_and_stay_typed(
    field: str, typed: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, form = run_driehoek_page(monkeypatch), NEW
    what(app, form).input("Een afspraak")
    app.text_input(key=f"{form}_note").input("Een toelichting")
    widget = typing(app, form, field)
    widget.input(typed)
    save(app, form)
    problems = page_text(app)
    assert "Problemen: 1. Er is niets bewaard." in problems
    assert told in problems, problems
    widget = typing(app, form, field)
    assert widget.value == typed
    assert kept() == ()


@pytest.mark.usefixtures("meeting")
def test_all_problems_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app, form = run_driehoek_page(monkeypatch), NEW
    app.text_input(key=f"{form}_note").input("Bel 06-12345678")
    app.text_input(key=f"{form}_due").input("")
    assert "Problemen: 3. Er is niets bewaard." in page_text(save(app, form))


def test_hostile_text_is_text_wherever_it_is_displayed(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_agreement(meeting, what=HOSTILE, note=HOSTILE)
    app = run_driehoek_page(monkeypatch)
    told = html_with(app, OPEN)
    assert "<img" not in told
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;vet" in told
    app = run_driehoek_page(monkeypatch, presentatie="1")
    assert "<img" not in html_with(app, "vd-slide-figure")
    assert HOSTILE in page_text(app)


def test_a_change_by_somebody_else_is_reported_and_nothing_typed_is_lost(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = make_agreement(meeting, what="Zoals het was")
    app, form = run_driehoek_page(monkeypatch), f"agree_{seen.number}__0"
    what(app, form).input("Van mij")
    changed_by_another(seen, what="Van een ander", note="Nu met reden.")
    shown = page_text(save(app, form))
    assert "intussen door een ander gewijzigd. Uw wijziging is nog niet bewaard." in shown
    assert "Zo is het nu: Van een ander Nu met reden.; politie" in shown
    assert what(app, form).value == "Van mij"
    assert [a.agreement.what for a in kept()] == ["Van een ander"]
    assert "Afspraak 1 is gewijzigd." in page_text(save(app, form))
    (now,) = kept()
    assert (now.agreement.what, now.agreement.note, now.version) == ("Van mij", "", 3)
    assert what(app, f"agree_{seen.number}__1").value == "Van mij"


def test_after_a_change_by_somebody_else_the_form_can_start_again(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = make_agreement(meeting, what="Zoals het was")
    app = run_driehoek_page(monkeypatch)
    changed_by_another(seen, what="Van een ander")
    assert "Een ander heeft dit intussen gewijzigd. Zo is het nu: Van een ander" in page_text(
        app.run()
    )
    assert what(app, "agree_1__0").value == "Zoals het was"
    shown = page_text(app.button("agree_1__0_again").click().run())
    assert "Een ander heeft dit intussen gewijzigd." not in shown
    assert what(app, "agree_1__1").value == "Van een ander"


def test_history_has_the_former_values(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    changed_by_another(
        make_agreement(meeting, what="Zoals het was"), what="Van een ander", who=("gemeente",)
    )
    told = html_with(run_driehoek_page(monkeypatch), "Wat er eerder stond")
    assert "wat: Zoals het was → Van een ander; wie: politie → gemeente<" in told
    assert DRIEHOEK.name not in told


def test_what_is_overdue_stands_out_and_comes_first(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"later": 7, "vandaag": 0, "gisteren": -1, "klaar": -9}
    for name, away in days.items():
        status = "klaar" if name == "klaar" else "open"
        make_agreement(meeting, what=name, due=TODAY + dt.timedelta(days=away), status=status)
    app = run_driehoek_page(monkeypatch)
    assert "3 open afspraken, waarvan 1 te laat." in page_text(app)
    told = html_with(app, OPEN)
    assert [told.index(f". {n}<") for n in ("gisteren", "vandaag", "later")] == sorted(
        told.index(f". {n}<") for n in days if n != "klaar"
    )
    assert told.count("vd-late") == 1
    assert '<b class="vd-late">TE LAAT: 22 november 2026</b>' in told
    assert "klaar<" not in told
    assert "klaar<" in html_with(app, "<caption>Klaar of vervallen</caption>")


def test_open_agreements_of_earlier_meetings_stand_with_the_next(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = planned(get_store(), days=-42)
    seen = make_agreement(earlier, what="Van eerder")
    close_meeting(DRIEHOEK, get_store(), seen=earlier, on=LATER)
    app = run_driehoek_page(monkeypatch, overleg=meeting.day.isoformat())
    assert "Van eerder" in html_with(app, OPEN)
    form = f"agree_{seen.number}__0"
    app.selectbox(key=f"{form}_status").set_value("klaar")
    assert f"Afspraak {seen.number} is gewijzigd." in page_text(save(app, form))
    assert kept()[0].is_over


def test_who_is_signed_out_meanwhile_records_nothing(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, form = run_driehoek_page(monkeypatch), NEW
    what(app, form).input("Een afspraak")
    sign_in_as(monkeypatch, Role.PUBLIC)
    assert "Geen toegang" in page_text(save(app, form))
    assert kept() == ()


def test_a_meeting_that_another_closed_takes_no_new_agreement(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, form = run_driehoek_page(monkeypatch), NEW
    what(app, form).input("Een afspraak")
    close_meeting(DRIEHOEK, get_store(), seen=meeting, on=LATER)
    page_text(save(app, form))
    assert kept() == ()
    assert "Dit overleg is afgesloten" in page_text(run_page("driehoek"))
