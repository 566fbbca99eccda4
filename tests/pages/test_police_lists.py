"""Lists of the police on the page Driehoek: reading in, withdrawing, and which days are shown."""

import datetime as dt
import re

import pytest
from streamlit.testing.v1 import AppTest

from lib.access import Role
from lib.board import get_store, load_board, load_catalog_for
from lib.catalog import Catalog, Status
from lib.exhibits.change_lists import ChangeList, ChangeScope
from lib.exhibits.changes import change_list
from lib.exhibits.meeting_figures import weeks_per_area
from lib.figures.layers.registration_layers import build_registration_changes_layer
from lib.intake import make_police_template
from lib.intake.police_template import PoliceLine, write_police_xlsx
from lib.store import SavedPoliceList, close_meeting, load_meetings, load_police_lists
from tests.pages.driehoek_page import TODAY, run_driehoek_page
from tests.pages.run_page import (
    html_with,
    page_text,
    press_button,
    sent_messages,
    sign_in_as,
    upload_file,
)
from tests.store.samples import ADMIN, DRIEHOEK, LATER, planned, save_list

pytestmark = pytest.mark.usefixtures("own_store")
NEWEST = TODAY - dt.timedelta(days=1)
KINDS = ("winkeldiefstal", "overval")
STATUS = Status.PROVISIONAL.value
ON = {"periode": "eigen"}
# The verdict, under it the weeks that lie outside, then the counts: now and expected.
RISE = re.compile(r"Winkeldiefstal ↑ aantoonbare stijging ongunstig [^|]{5,150} 112 28 \(")


def lines(catalog: Catalog, *, status: str = STATUS) -> list[PoliceLine]:
    """Two weeks of one shoplifting a day in Steyl, and no robbery."""
    days = [NEWEST - dt.timedelta(days=n) for n in range(14)]
    theft, robbery = (catalog.indicators[k].name for k in KINDS)
    return [
        *((theft, "Steyl", day, 1, status) for day in days),
        *((robbery, "Steyl", day, 0, status) for day in days),
    ]


def kept() -> tuple[SavedPoliceList, ...]:
    return load_police_lists(DRIEHOEK, get_store())


def in_store(*, weeks: int = 8) -> None:
    """Keep a list of so many weeks: one shoplifting a day, and four in the last four weeks."""
    days = [NEWEST - dt.timedelta(days=n) for n in range(7 * weeks)]
    counts = {(KINDS[0], "steyl", day): 4 if n < 28 else 1 for n, day in enumerate(days)}
    save_list(get_store(), counts, first=days[-1], last=NEWEST, kinds=KINDS)


def with_file(monkeypatch: pytest.MonkeyPatch, content: bytes, *, name: str = "x.xlsx") -> AppTest:
    return upload_file(run_driehoek_page(monkeypatch), content, name=name)


def test_from_template_to_a_list_that_counts_and_out_again(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run_driehoek_page(monkeypatch)
    assert "Er is nog geen lijst van de politie ingelezen." in page_text(app)
    assert "Invulblad als Excel" in [b.label for b in app.download_button]
    upload_file(app, write_police_xlsx(lines(catalog), catalog=catalog), name="weeklijst.xlsx")
    shown = page_text(app)
    assert "weeklijst.xlsx: 9 november 2026 tot en met 22 november 2026" in shown
    assert "Winkeldiefstal 14" in shown
    assert "Met deze lijst is 22 november 2026 de nieuwste dag. Die week: " in shown
    assert kept() == ()
    shown = page_text(press_button(app, "Neem deze lijst op"))
    assert "De lijst is opgenomen als nummer 1." in shown
    assert "De nieuwste dag in de lijsten van de politie is 22 november 2026." in shown
    assert "Neem deze lijst op" not in [b.label for b in app.button]
    (one,) = kept()
    assert (one.file.name, one.cases, set(one.kinds)) == ("weeklijst.xlsx", 14, set(KINDS))
    next(t for t in app.text_input if t.label == "Waarom?").input("Verkeerde week.")
    shown = page_text(press_button(app, "Trek deze lijst in"))
    assert "Lijst 1 is ingetrokken." in shown
    assert "Er is nog geen lijst van de politie ingelezen." in shown
    assert "14 ingetrokken" in shown


def test_a_list_is_not_withdrawn_without_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    in_store()
    shown = page_text(press_button(run_driehoek_page(monkeypatch), "Trek deze lijst in"))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert kept()[0].withdrawn_at is None


def test_all_problems_of_a_list_are_reported_and_nothing_is_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        "soort;wijk;datum;aantal;status",
        "Onzin;Steyl;2026-11-22;1;voorlopig",
        "Winkeldiefstal;Nergens;2026-11-22;1;voorlopig",
        "Winkeldiefstal;Steyl;morgen;-1;voorlopig",
    ]
    app = with_file(monkeypatch, "\n".join(rows).encode(), name="lijst.csv")
    shown = page_text(app)
    assert "Problemen: 4. Er is niets bewaard." in shown
    for wrong in ("lijst.csv 2 soort Onzin", "lijst.csv 3 wijk Nergens", "lijst.csv 4 datum"):
        assert wrong in shown
    assert "Neem deze lijst op" not in [b.label for b in app.button]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b"PK\x03\x04 geen werkmap"),
        ("x.csv", b""),
        ("x.csv", b"\xff\xfe\x00"),
        ("x.csv", b"naam;adres\njan;hier"),
        ("x.xlsx", b"<script>alert(1)</script>"),
    ],
)
def test_a_file_that_is_no_list_is_reported_calmly(
    monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    app = with_file(monkeypatch, content, name=name)
    assert not app.exception
    assert "Er ging iets mis op deze pagina" not in page_text(app)
    assert "Er is niets bewaard." in page_text(app)
    assert "Neem deze lijst op" not in [b.label for b in app.button]


def test_the_empty_template_is_no_list_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    app = with_file(monkeypatch, make_police_template(load_catalog_for(DRIEHOEK)))
    assert "Er is niets bewaard." in page_text(app)


def test_a_name_with_personal_data_is_refused_and_not_repeated(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_police_xlsx(lines(catalog), catalog=catalog)
    app = with_file(monkeypatch, content, name="jan@voorbeeld.nl.xlsx")
    shown = page_text(press_button(app, "Neem deze lijst op"))
    assert "Problemen: 1. Er is niets bewaard." in shown
    assert kept() == ()


def test_a_fictitious_list_is_not_saved_among_real_figures(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_police_xlsx(lines(catalog, status="fictief"), catalog=catalog)
    app = with_file(monkeypatch, content)
    assert "fictieve cijfers alleen bij fictieve, en echte bij echte" in page_text(app)
    assert "Neem deze lijst op" not in [b.label for b in app.button]


def test_somebody_signed_out_meanwhile_saves_nothing(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = with_file(monkeypatch, write_police_xlsx(lines(catalog), catalog=catalog))
    sign_in_as(monkeypatch, Role.EDITOR)
    assert "Geen toegang" in page_text(press_button(app, "Neem deze lijst op"))
    assert load_police_lists(ADMIN, get_store()) == ()


def test_the_last_week_is_compared_with_the_week_before(monkeypatch: pytest.MonkeyPatch) -> None:
    in_store()
    app = run_driehoek_page(monkeypatch, periode="zeven-dagen")
    shown = page_text(app)
    assert "Voorlopige cijfers, alleen voor de driehoek." in shown
    assert "16 t/m 22 november 2026 naast 9 t/m 15 november 2026" in shown
    assert "Van 18 vergelijkingen: geen stijging en geen daling aangetoond." in shown
    assert "Sinds de vorige driehoek" not in sent_messages(app)


def test_the_newest_days_say_that_they_still_fill_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the page's sentence, and with the list, the map and the weeks; older days do not."""
    in_store()
    filling = "De nieuwste dagen in een lijst van de politie vullen nog aan"
    newest = page_text(run_driehoek_page(monkeypatch, periode="zeven-dagen"))
    days = {"vanaf": "2026-10-05", "tot": "2026-10-11"}
    older = page_text(run_driehoek_page(monkeypatch, **ON, **days))
    # Of older days only the sentence and the weeks, which go on to the newest day.
    assert older.count(filling) == 2
    assert newest.count(filling) > 2
    board = load_board(DRIEHOEK)
    kind = board.indicators[KINDS[0]]
    for first, is_filling in ((dt.date(2026, 11, 16), True), (dt.date(2026, 10, 5), False)):
        found = board.police.changes((first, first + dt.timedelta(days=6)))
        assert found is not None
        assert found.is_filling is is_filling
        changes = ChangeList(board, found, {KINDS[0]: kind}, ChangeScope.AREAS)
        exhibit = change_list(changes, name="x")
        layer = build_registration_changes_layer(board, kind, found)
        assert exhibit is not None
        assert layer is not None
        assert (filling in str(exhibit.table["toelichting"].iloc[0])) is is_filling
        assert any(filling in c.text for c in exhibit.caveats) is is_filling
        assert (filling in layer.note) is is_filling
        weeks = weeks_per_area(board, found, kind, name="x")
        assert filling in str(weeks.table["toelichting"].iloc[0])


def test_since_the_former_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    in_store()
    close_meeting(DRIEHOEK, get_store(), seen=planned(get_store(), days=-29), on=LATER)
    planned(get_store())
    app = run_driehoek_page(monkeypatch)
    shown = page_text(app)
    assert "Sinds de vorige driehoek, vanaf 26 oktober 2026" in sent_messages(app)
    assert "26 oktober t/m 22 november 2026 naast 28 september t/m 25 oktober 2026" in shown
    assert RISE.search(shown)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"periode": "onzin"}, "De periode 'onzin' in de link is er niet."),
        ({"periode": "sinds-driehoek"}, "De periode 'sinds-driehoek' in de link is er niet."),
        ({"naast": "<b>x</b>"}, "De vergelijking '<b>x</b>' in de link is er niet."),
        (ON | {"vanaf": "2026-13-45"}, "Een dag in de link is niet te lezen."),
        (ON | {"tot": "morgen"}, "Een dag in de link is niet te lezen."),
        (ON | {"vanaf": "2026-11-22", "tot": "2026-11-01"}, "Deze dagen kunnen niet"),
        # Each reason once, however many kinds there are.
        (
            ON | {"vanaf": "2020-01-01", "tot": "2020-01-07"},
            "de lijst gaat niet ver genoeg terug (Overval, Winkeldiefstal).",
        ),
        (ON | {"vanaf": "2026-12-01", "tot": "2026-12-07"}, "Deze dagen kunnen niet"),
        (ON | {"vanaf": "0001-01-01", "tot": "0001-01-02"}, "Deze dagen kunnen niet"),
        (ON | {"vanaf": "0001-01-01", "tot": "9999-12-31"}, "Deze dagen kunnen niet"),
        (ON | {"vanaf": "2000-01-01", "tot": "2026-11-22"}, "Niet te vergelijken"),
        ({"soort": "onzin"}, ""),
        ({"kaart": "onzin", "periode": "zeven-dagen"}, "De kaart 'onzin' in de link is er niet."),
    ],
)
def test_any_days_in_the_link_are_read_or_reported(
    monkeypatch: pytest.MonkeyPatch, parameters: dict[str, str], told: str
) -> None:
    in_store()
    shown = page_text(run_driehoek_page(monkeypatch, **parameters))
    assert "Er ging iets mis op deze pagina" not in shown
    assert told in shown
    assert "Lijsten van de politie" in shown


def test_chosen_days_stand_in_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    in_store()
    app = run_driehoek_page(monkeypatch, **ON)
    app.text_input(key="date_vanaf").input("26-10-2026").run()
    assert app.query_params["vanaf"] == "2026-10-26"
    assert RISE.search(page_text(app))


@pytest.mark.parametrize("typed", ["morgen", "31-02-2026", "<b>1</b>"])
def test_a_day_typed_wrong_is_reported_and_stays_typed(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    in_store()
    app = run_driehoek_page(monkeypatch, **ON)
    app.text_input(key="date_vanaf").input(typed).run()
    assert f"'{typed}' is geen dag. Schrijf hem zo: 23-11-2026." in page_text(app)
    assert app.text_input(key="date_vanaf").value == typed
    assert "vanaf" not in app.query_params


def test_six_weeks_are_the_default_without_a_former_meeting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_store(weeks=14)
    app = run_driehoek_page(monkeypatch)
    sent = sent_messages(app)
    assert "6 weken tot en met 22 november 2026" in sent
    assert "Deze week" not in sent
    assert "naast 31 augustus t/m 11 oktober 2026" in page_text(app)


def test_high_impact_crimes_show_earlier_and_now_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_store(weeks=14)
    app = run_driehoek_page(monkeypatch)
    tiles = html_with(app, "vd-tiles")
    assert re.search(r"\d+ → \d+", tiles), tiles
    assert re.search(r"verwacht \d+ \(\d+ tot \d+\)", tiles), tiles


def test_chosen_days_are_remembered_with_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    in_store(weeks=14)
    first, second = planned(get_store()), planned(get_store(), days=42)
    days = {"vanaf": "2026-10-05", "tot": "2026-10-11", "naast": "jaar-eerder"}
    run_driehoek_page(monkeypatch, overleg="2026-11-23", **ON, **days)
    app = run_driehoek_page(monkeypatch, overleg="2026-11-23")
    assert {name: app.query_params[name] for name in days} == days
    assert app.query_params["periode"] == "eigen"
    other = run_driehoek_page(monkeypatch, overleg=second.day.isoformat())
    assert "periode" not in other.query_params
    now, before = load_meetings(DRIEHOEK, get_store())
    assert before.window is not None
    assert now.window is None
    assert before.version == first.version
