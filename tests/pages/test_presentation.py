"""Presentation mode of Driehoek and other pages: which figure, its question, light and dark."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from lib.board import get_store, now
from lib.exhibits.exhibit import Caveat, CaveatKind
from lib.export.typeset import ExportError
from lib.figures import palette
from lib.store import Meeting, change_question, load_agenda, load_agreements
from tests.export.samples import BARS
from tests.pages.driehoek_page import (
    TODAY,
    add_to_agenda,
    exhibit_with_title,
    make_agreement,
    run_driehoek_page,
)
from tests.pages.run_page import html_with, page_text, press_button, run_page, sent_messages
from tests.store.samples import DRIEHOEK, planned

ON = {"presentatie": "1"}
FINDINGS = ("1 open afspraak, geen daarvan te laat.", "Eerste bevinding.", "Tweede bevinding.")
CHARTED = {"chart": BARS, "alternative": "Staven van <drie> wijken"}


@pytest.fixture
def meeting(own_store: None) -> Meeting:
    """A meeting with two figures, the first with a picture, a question and an agreement."""
    meeting = planned(get_store())
    figures = (
        exhibit_with_title("Een", finding=FINDINGS[1], **CHARTED),
        exhibit_with_title("Twee", finding=FINDINGS[2]),
    )
    first, _ = add_to_agenda(meeting, *figures)
    change_question(DRIEHOEK, get_store(), seen=first, question="Wat doen we <b>hier</b>?")
    make_agreement(meeting, what="Meer licht")
    return meeting


def slide(app: AppTest) -> str:
    return html_with(app, '<div class="vd-slide">')


def clock(app: AppTest) -> str:
    return html_with(app, "<p>Driehoek ·")


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (None, 1),
        ("2", 2),
        ("3", 3),
        ("999", 3),
        ("0", 1),
        ("-1", 1),
        ("1000", 1),
        ("x", 1),
        ("²", 1),
        ("٢", 1),
        ("<b>2</b>", 1),
    ],
)
def test_the_link_names_the_slide(
    monkeypatch: pytest.MonkeyPatch, wanted: str | None, place: int
) -> None:
    app = run_driehoek_page(monkeypatch, **ON, **({"dia": wanted} if wanted else {}))
    assert f"<h1>{FINDINGS[place - 1]}</h1>" in slide(app)
    assert f"<p>Driehoek · {place}/3 · <b>" in clock(app)


@pytest.mark.usefixtures("meeting")
def test_a_slide_has_all_that_a_figure_tells_and_nothing_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = run_driehoek_page(monkeypatch, **ON, dia="2")
    shown = slide(app)
    assert '<b class="vd-mark">INTERN</b>' in shown
    assert "Bron: Gemeente, Nota. Periode: 2021. Opgehaald: 1 mei 2026." in shown
    assert "Wat doen we &lt;b&gt;hier&lt;/b&gt;?" in shown
    assert 'alt="Staven van &lt;drie&gt; wijken" src="data:image/png;base64,' in shown
    assert not app.selectbox
    assert "Afspraak vastleggen" not in [e.label for e in app.expander]
    assert "Lijsten van de politie" not in page_text(app)


@pytest.mark.usefixtures("own_store")
def test_a_slide_has_the_caveats_of_its_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    caveats = (
        Caveat(CaveatKind.INTERNAL, "INTERN"),
        Caveat(CaveatKind.STAR, "* veel bezoekers of bedrijven: niet vergelijkbaar."),
        Caveat(CaveatKind.NO_MARGIN, "Geen marge bekend: een verschil kan toeval zijn."),
    )
    add_to_agenda(planned(get_store()), exhibit_with_title("Een", caveats=caveats, **CHARTED))
    figure = slide(run_driehoek_page(monkeypatch, **ON, dia="2"))
    for caveat in caveats:
        assert caveat.text in figure


@pytest.mark.usefixtures("meeting")
def test_the_first_slide_is_what_was_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = slide(run_driehoek_page(monkeypatch, **ON))
    assert "Afspraken van de driehoek" in shown
    assert "Meer licht" in shown
    assert "vd-slide-question" not in shown
    assert "TE LAAT" not in shown


def test_what_is_late_stands_out(monkeypatch: pytest.MonkeyPatch, meeting: Meeting) -> None:
    make_agreement(meeting, what="Te laat", due=TODAY - dt.timedelta(days=1))
    shown = slide(run_driehoek_page(monkeypatch, **ON))
    assert shown.count('<b class="vd-late">TE LAAT: 22 november 2026</b>') == 1


@pytest.mark.usefixtures("meeting")
def test_buttons_go_on_back_and_away(monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_driehoek_page(monkeypatch, **ON, overleg="2026-11-23")
    places = []
    for label in ("Volgende", "Omlaag", "Volgende", "Vorige", "Begin", "Omhoog", "Eind"):
        press_button(app, label)
        places.append(clock(app).split(" · ")[1])
    assert places == ["2/3", "3/3", "3/3", "2/3", "1/3", "1/3", "3/3"]
    assert "Afspraken" in page_text(press_button(app, "Stop"))
    assert app.query_params == {"overleg": "2026-11-23"}
    press_button(app, "Presenteer")
    assert clock(app).startswith("<p>Driehoek · 1/3")


@pytest.mark.usefixtures("meeting")
@pytest.mark.parametrize(("light", "is_dark"), [("donker", True), ("licht", False), ("x", False)])
def test_it_is_dark_where_the_link_says_so(
    monkeypatch: pytest.MonkeyPatch, light: str, is_dark: bool
) -> None:
    app = run_driehoek_page(monkeypatch, **ON, dia="2", licht=light)
    background = f"background:{palette.DARK[palette.PAPER]}"
    assert (background in sent_messages(app)) is is_dark
    press_button(app, "Licht" if is_dark else "Donker")
    assert app.query_params.get("licht") == (None if is_dark else "donker")


@pytest.mark.usefixtures("meeting")
def test_a_picture_that_cannot_be_made_leaves_reason_and_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise ExportError("Dit beeld past niet.")

    monkeypatch.setattr("lib.ui.exhibit.presentation.draw_fitted_png", fails)
    shown = slide(run_driehoek_page(monkeypatch, **ON, dia="2"))
    assert "Dit beeld past niet." in shown
    assert "Belfeld" in shown
    assert "<img" not in shown


@pytest.mark.usefixtures("own_store")
def test_without_a_meeting_there_is_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    app = run_driehoek_page(monkeypatch, **ON)
    assert "Er is nog geen overleg gepland." in page_text(app)
    assert "vd-slide" not in sent_messages(app)


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize(
    ("slug", "place"), [("", "1"), ("", "99"), ("ondermijnende-criminaliteit", "onzin")]
)
def test_other_pages_are_presented_to_everybody(slug: str, place: str) -> None:
    app = run_page(slug, presentatie="1", dia=place)
    assert not app.exception
    shown = slide(app)
    assert "Bron:" in shown
    assert "Opgehaald:" in shown
    assert "INTERN" not in shown


@pytest.mark.usefixtures("own_store")
def test_the_overview_begins_with_its_goal_as_large_as_the_wall() -> None:
    found = slide(run_page("", presentatie="1"))
    assert "<h1>Bij de meting van 2021 gaf Venlo een 7,2. Dat was 0,2 punt onder" in found
    assert '<img alt="Gemiddeld rapportcijfer: 7,4 in 2026.' in found
    assert "Geen marge bekend" in found


@pytest.mark.usefixtures("own_store")
def test_after_six_figures_the_others_come_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [lambda n=n: exhibit_with_title(f"Figuur {n}", finding="") for n in range(1, 10)]
    monkeypatch.setattr("lib.exhibits.overview.overview_makers", lambda _: figures)
    app = run_page("", presentatie="1", dia="9")
    assert "<h1>Figuur 6</h1>" in slide(app)
    assert "<p>Overzicht · 6/6 · " in html_with(app, "<p>Overzicht ·")
    press_button(press_button(app, "Nog 3"), "Eind")
    assert "<h1>Figuur 9</h1>" in slide(app)
    assert "Nog 3" not in [button.label for button in app.button]
    assert dict(press_button(app, "Stop").query_params) == {}


@pytest.mark.usefixtures("own_store")
def test_the_clock_is_dutch_wherever_the_server_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        before, after = (html_with(run_page("", presentatie="1"), "<p>Overzicht ·") for _ in "12")
        dutch = f"{dt.datetime.now(ZoneInfo('Europe/Amsterdam')):%H:%M}"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert dutch in before + after


def test_the_presenter_has_notes_that_the_room_has_not(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = run_driehoek_page(monkeypatch, presentatie="1", dia="2")
    app = run_driehoek_page(monkeypatch, presentatie="regie", dia="2")
    assert slide(app) == slide(room)
    for only_here in ("Afspraak bij punt 1", "van 10 minuten", "Hierna: 2. Twee", "Leg vast"):
        assert only_here in sent_messages(app)
        assert only_here not in sent_messages(room)
    assert f"?overleg={TODAY.isoformat()}&amp;presentatie=1" in html_with(app, "voor de zaal")


def test_the_time_of_each_item_goes_on_after_a_reload(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)
    moment = int(now().timestamp())
    times = f"{first.number}:600_{second.number}@{moment - 130}"
    app = run_driehoek_page(monkeypatch, presentatie="regie", dia="3", tijden=times)
    assert "2:1" in html_with(app, "vd-timer")
    app = press_button(app, "Vorige")
    assert "10:0" in html_with(app, "vd-timer"), "on the wall again: its times together"
    written = app.query_params["tijden"]
    assert written.startswith(f"{first.number}:600_{second.number}:13")
    again = run_driehoek_page(monkeypatch, presentatie="regie", dia="2", tijden=written)
    assert "10:0" in html_with(again, "vd-timer")
    for wrong in (
        "",
        "x",
        f"{second.number}@{moment - 200_000}",
        f"{second.number}@{moment + 900}",
    ):
        anew = run_driehoek_page(monkeypatch, presentatie="regie", dia="3", tijden=wrong)
        assert "0:0" in html_with(anew, "vd-timer"), wrong
    stopped = press_button(again, "Stop")
    assert "tijden" not in stopped.query_params


def test_an_agreement_that_is_noted_belongs_to_the_item_on_the_wall(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = load_agenda(DRIEHOEK, get_store(), meeting=meeting.number)
    app = run_driehoek_page(monkeypatch, presentatie="regie", dia="2")
    key = f"note_{meeting.number}_{first.number}__0"
    app.text_area(key=f"{key}_what").input("Samen langs de deuren")
    app.multiselect(key=f"{key}_who").set_value(["gemeente", "politie"])
    shown = page_text(press_button(app, "Leg vast"))
    assert "Afspraak 2 is vastgelegd." in shown
    assert "2. Samen langs de deuren (gemeente en politie, uiterlijk 4 januari 2027)" in shown
    assert app.query_params["presentatie"] == "regie"
    noted = next(a for a in load_agreements(DRIEHOEK, get_store()) if a.number == 2)
    assert (noted.item, noted.agreement.who) == (first.number, ("gemeente", "politie"))
    # At another item it is not, and its own fields start empty again.
    other = run_driehoek_page(monkeypatch, presentatie="regie", dia="3")
    assert "Samen langs de deuren" not in page_text(other)
    assert app.text_area(key=f"note_{meeting.number}_{first.number}__1_what").value == ""
