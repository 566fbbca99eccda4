"""What changed since the former meeting, on the page Driehoek: closings, audit and register."""

import datetime as dt
from typing import Any

import pytest

from lib.board import get_store, load_board, load_catalog_for
from lib.board.closing_verdicts import snapshot_verdicts
from lib.exhibits.meeting_figures import since_meeting
from lib.store import StoreEvent, add_measure, change_agreement, change_measure, close_meeting
from tests.pages.driehoek_page import TODAY, make_agreement, run_driehoek_page
from tests.pages.run_page import html_with, page_text
from tests.store.samples import AGREEMENT, DRIEHOEK, EDITOR, LATER, MEASURE, planned

pytestmark = pytest.mark.usefixtures("own_store")
SINCE = "Sinds de vorige driehoek van 12 oktober 2026"


def closed_before(verdicts: dict[str, Any] | None) -> None:
    """Close a meeting of six weeks ago, with one agreement of each kind, and plan the next."""
    former = planned(get_store(), days=-42)
    gone = make_agreement(former, what="Is gedaan")
    make_agreement(former, what="Te laat", due=TODAY - dt.timedelta(days=1))
    make_agreement(former, what="Moet nu klaar", due=TODAY)
    make_agreement(former, what="Heeft nog tijd", due=TODAY + dt.timedelta(days=1))
    close_meeting(DRIEHOEK, get_store(), seen=former, on=LATER, verdicts=verdicts)
    catalog = load_catalog_for(DRIEHOEK)
    values = AGREEMENT | {"what": "Is gedaan", "status": "klaar"}
    change_agreement(DRIEHOEK, get_store(), seen=gone, values=values, catalog=catalog)
    planned(get_store())


def turned_snapshot() -> dict[str, Any]:
    """Return what the figures say, but for one verdict and one rating."""
    now = snapshot_verdicts(load_board(DRIEHOEK))
    assert now["ratings"]["klingerberg"] == ["2021", 6.4]
    now["ratings"]["klingerberg"] = ["2017", 6.1]
    for kind, verdicts in now["verdicts"].items():
        for area, verdict in verdicts.items():
            if area != "municipality" and verdict == "not_demonstrable":
                now["verdicts"][kind][area] = "rise"
                return now
    return now


def test_what_changed_stands_in_one_list_with_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_before(turned_snapshot())
    measure = add_measure(EDITOR, get_store(), values=MEASURE, catalog=load_catalog_for(EDITOR))
    ended = MEASURE | {"status": "afgerond", "end": "2026-11"}
    change_measure(
        EDITOR, get_store(), seen=measure, values=ended, catalog=load_catalog_for(EDITOR)
    )
    whole = run_driehoek_page(monkeypatch)
    assert SINCE in page_text(whole)
    assert "Afspraken: 3" in page_text(whole)
    link = html_with(whole, "Bekijk wat er veranderde")
    assert '<a href="?overleg=2026-11-23&amp;deel=sinds" target="_self">' in link
    assert "1. Is gedaan: klaar" not in page_text(whole), "that stands on its own page"
    app = run_driehoek_page(monkeypatch, deel="sinds")
    shown = page_text(app)
    assert SINCE in shown
    assert "Op de agenda" not in shown
    assert "Stijgers en dalers" not in shown
    listed = html_with(app, "Rapportcijfer Klingerberg")
    assert '<a href="/wijk?wijk=klingerberg" target="_self">Rapportcijfer Klingerberg</a>' in listed
    assert "6,1 (meting 2017), nu 6,4 (meting 2021)" in listed
    for line in (
        "1. Is gedaan</a>: klaar",
        "2. Te laat</a>: te laat: uiterlijk 22 november 2026",
        "3. Moet nu klaar</a>: moet klaar zijn op 23 november 2026",
    ):
        assert line in listed, listed
    assert "Heeft nog tijd" not in listed
    assert f"{MEASURE['title']}</a>: loopt" in listed
    assert f"{MEASURE['title']}</a>: loopt, nu afgerond" in listed
    assert "Rapportcijfer" in listed
    assert listed.count("Rapportcijfer") == 1, "only what turned"


def test_nothing_is_said_of_verdicts_that_were_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_before(None)
    shown = page_text(run_driehoek_page(monkeypatch, deel="sinds"))
    assert "Van het vorige overleg is niet bewaard wat de cijfers toen zeiden." in shown
    assert "Cijfers en oordelen" not in shown


def test_the_same_figures_turn_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_before(snapshot_verdicts(load_board(DRIEHOEK)))
    assert "Cijfers en oordelen" not in page_text(run_driehoek_page(monkeypatch, deel="sinds"))


def test_without_a_former_meeting_there_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    planned(get_store())
    assert "Sinds de vorige driehoek van" not in page_text(run_driehoek_page(monkeypatch))
    own = page_text(run_driehoek_page(monkeypatch, deel="sinds"))
    assert "Voor dit overleg is geen lijst" in own


def test_what_was_published_at_night_is_of_that_day_in_the_netherlands() -> None:
    meeting = planned(get_store())
    before = planned(get_store(), days=-42)
    night = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    event = StoreEvent(night, "beheerder", "meting gepubliceerd", "meting 1", None, {})
    found = since_meeting(
        load_board(DRIEHOEK),
        meeting=meeting,
        last=before,
        verdicts=None,
        agreements=(),
        events=(event,),
    )
    assert list(found.table["nu"]) == ["meting gepubliceerd op 20 november 2026"]
