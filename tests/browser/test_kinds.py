"""A theme page with figures per kind: the fictitious ones, in a real browser."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import (
    NARROW,
    WIDE,
    charted,
    choose_in_box,
    download,
    from_url,
    resize,
    settled,
    show,
    turn_to,
    unfold,
)
from tests.browser.test_area import sheets
from tests.browser.test_every_page import violations
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser
UNREST = "/maatschappelijke-onrust-en-overlast"
MARK = "FICTIEVE CIJFERS"
ELSEWHERE, PER_AREA, CHANGES = (
    "Overlast in andere gebieden",
    "Overlast in elke wijk",
    "Wat steeg en wat daalde",
)
FOLDED = (ELSEWHERE, PER_AREA, CHANGES, "Alle soorten per jaar", "Wat inwoners zeggen")


def open_folds(page: Page, *labels: str) -> None:
    """Open parts of the figures, each of which runs only then."""
    for label in labels:
        unfold(page, label)
        settled(page)
    charted(page)


def test_one_choice_drives_map_months_and_panels(visit: Visit, demo: str) -> None:
    page = visit(demo)
    show(page, UNREST)
    open_folds(page, PER_AREA, CHANGES)
    for kind in ("Mishandeling", "Bedreiging"):
        page.get_by_role("radio", name=kind, exact=True).click()
        expect(page.locator(".vd-legend")).to_have_attribute(
            "aria-label", re.compile(f"^Legenda: {kind} per 1.000 inwoners, 2023")
        )
        expect(page.locator("h2", has_text=f"{kind} per maand in heel Venlo")).to_be_visible()
        expect(page.locator("h2", has_text=f"{kind} per wijk, 2018-2023")).to_be_visible()
        assert from_url(page, "soort") == kind.lower()
    expect(page.locator("h2", has_text="Stijgers en dalers")).to_be_visible()
    assert from_url(page, "open") == "jaren,wijken,veranderingen"


def test_the_answer_fits_before_the_tabs_and_the_url_names_the_open_one(
    visit: Visit, demo: str
) -> None:
    page = visit(demo, size=WIDE)
    show(page, UNREST)
    tabs = page.get_by_role("tablist")
    place = "e => e.getBoundingClientRect().top + document.querySelector('.stMain').scrollTop"
    for size, screens in ((WIDE, 3), (NARROW, 5)):
        resize(page, size)
        charted(page)
        assert tabs.evaluate(place) <= screens * size[1], size
    page.get_by_role("tab", name="Achtergrond").click()
    expect(page.locator("h2", has_text="Wat is het?")).to_be_visible()
    expect(page.locator("h2", has_text="Stijgers en dalers")).to_have_count(0)
    assert from_url(page, "deel") == "achtergrond"
    page.reload()
    expect(page.get_by_role("tab", name="Achtergrond")).to_have_attribute("aria-selected", "true")
    settled(page)
    for size in (NARROW, WIDE):
        resize(page, size)
        assert violations(page) == [], size


def test_with_all_its_figures_it_is_accessible_dutch_marked_and_prints_on_four_sheets(
    visit: Visit, demo: str
) -> None:
    page = visit(demo, size=WIDE)
    show(page, UNREST)
    open_folds(page, *FOLDED)
    for size in (WIDE, NARROW):
        resize(page, size)
        assert violations(page) == [], size
        assert english(shown_texts(page)) == []
        expect(page.locator(".vd-mark").first).to_have_text(MARK)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= size[0]
        tables = page.locator(".vd-scroll:visible")
        assert [t for t in tables.all() if t.evaluate("e => e.scrollWidth > e.clientWidth")] == []
        for line in page.locator(".vd-source:visible", has_text="Bron:").all_inner_texts()[:4]:
            assert MARK in line.upper(), line
    resize(page, WIDE)
    assert sheets(page) <= 4
    # Only what changed stands in the table of changes, with its months.
    page.emulate_media(media="print")
    tracks = page.locator("tr .vd-track")
    changed = page.locator("tr:has(.vd-verdict b) .vd-track")
    assert 0 < changed.count() == tracks.count()


def _file(page: Page, number: int) -> list[dict[str, str]]:
    text = download(page, figure=number)[1].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_file_is_marked(visit: Visit, demo: str) -> None:
    page = visit(demo)
    show(page, UNREST)
    open_folds(page, ELSEWHERE)
    for number in range(4):
        rows = _file(page, number)
        assert rows
        assert {row["status"] for row in rows} == {MARK}


def test_card_and_figures_follow_the_chosen_area_and_a_profile_with_kinds_fills_one_a4(
    visit: Visit, demo: str
) -> None:
    page = visit(demo)
    show(page, f"{UNREST}?soort=mishandeling&kaart=verandering&wijk=venlo-zuid")
    open_folds(page, "Mishandeling in elke wijk")
    card = page.locator(".vd-area").first
    expect(card).to_contain_text("Verandering van mishandeling, 2023 naast 2019-2022")
    expect(card).to_contain_text("aantoonbare stijging")
    for name in ("Venlo-Zuid", "Steyl"):
        expect(page.locator("h2", has_text=f"Mishandeling per jaar in {name}")).to_be_visible()
        expect(page.locator(".vd-panel.vd-chosen figcaption")).to_have_text([name])
        if name != "Steyl":
            choose_in_box(page, "Steyl")
    turn_to(page, "/wijk?wijk=blerick-noord-en-trade-port")
    expect(page.locator("h2").first).to_have_text("Blerick-Noord en Trade-Port")
    charted(page)
    assert sheets(page) == 1, "a profile with kinds fills one A4"
