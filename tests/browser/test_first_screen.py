"""What is seen without scrolling, and what stood on each other or had no name of its own."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import (
    NARROW,
    WIDE,
    charted,
    choose_in_box,
    open_menu,
    resize,
    show,
    turn_to,
)
from tests.browser.selected import expect_chosen

pytestmark = pytest.mark.browser
# The answer, the key numbers, what the map shows, the map, the list.
FIRST_SCREEN = (
    ".vd-finding",
    ".vd-details",
    ".vd-tiles",
    ".st-key-map_controls",
    ".st-key-map_row iframe",
    ".st-key-ranking",
)
ENLARGED = (683, 384)  # a laptop at 200 %
# Pairs of texts in an SVG, or of other elements, of which the boxes overlap.
OVERLAPS = """elements => elements.flatMap((one, place) => elements.slice(place + 1)
    .filter(other => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        return a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 2 && b.top < a.bottom - 2;
    }).map(other => `${one.textContent} / ${other.textContent}`))"""


def list_below_the_fold(page: Page, parts: Sequence[str]) -> list[str]:
    """Return which parts end below the window, with where."""
    ends = {
        part: page.locator(part).first.evaluate("e => e.getBoundingClientRect().bottom")
        for part in parts
    }
    height = page.evaluate("innerHeight")
    return [f"{part}: {end:.0f}" for part, end in ends.items() if end > height]


def test_the_overview_stands_above_the_fold(visit: Visit, public: str) -> None:
    for home in (None, public):
        page = visit(home)
        # Also with five groups in the list.
        show(page, "/?kaart=misdrijven")
        assert page.viewport_size == {"width": WIDE[0], "height": WIDE[1]}
        assert list_below_the_fold(page, FIRST_SCREEN) == []
        turn_to(page, "/?kaart=rapportcijfer")
        assert list_below_the_fold(page, FIRST_SCREEN) == []
        choose_in_box(page, "Klingerberg")
        expect_chosen(page, "klingerberg", "Klingerberg")
        assert list_below_the_fold(page, (*FIRST_SCREEN, ".vd-area .vd-big")) == []


def test_the_stamp_of_fictitious_figures_pushes_nothing_off_the_first_screen(
    visit: Visit, demo: str
) -> None:
    page = visit(demo)
    show(page, "/")
    stamp = page.locator(".stHtml:has(> .vd-mark)").bounding_box()
    assert stamp is not None
    assert stamp["height"] <= 32
    # All modes, what is mapped and the choice of an area stand in one row.
    row = page.locator(".st-key-map_controls")
    assert row.evaluate("e => e.getBoundingClientRect().height") <= 44
    parts = row.locator("h2, [role=radiogroup], .stSelectbox [role=group]")
    assert parts.count() == 4
    assert parts.evaluate_all(OVERLAPS) == []
    assert row.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    assert list_below_the_fold(page, FIRST_SCREEN) == []
    # Also with a longer name, and with as many groups as there are.
    for mode in ("misdrijven-per-1000", "misdrijven", "verandering"):
        turn_to(page, f"/?kaart={mode}")
        assert list_below_the_fold(page, FIRST_SCREEN) == [], mode


def test_the_source_of_a_slide_stands_above_its_buttons(visit: Visit, demo: str) -> None:
    page = visit(demo)
    page.goto("/?presentatie=1")
    expect(page.locator(".vd-slide-source")).to_be_visible()
    source = page.locator(".vd-slide-source").bounding_box()
    buttons = page.locator(".st-key-present_controls").bounding_box()
    assert source is not None
    assert buttons is not None
    assert source["y"] + source["height"] <= buttons["y"]


def test_a_slide_and_its_buttons_fit_on_a_telephone(visit: Visit) -> None:
    page = visit(size=NARROW)
    for path in ("/", "/maatschappelijke-onrust-en-overlast"):
        page.goto(f"{path}?presentatie=1")
        expect(page.locator(".vd-slide-source")).to_be_visible()
        expect(page.locator(".st-key-present_clock")).to_be_in_viewport(ratio=1)
        assert page.locator(".stMain").evaluate("e => e.scrollHeight - e.clientHeight") <= 0, path


def test_no_words_of_strips_and_scales_stand_on_each_other(visit: Visit, demo: str) -> None:
    page = visit(demo)
    for path in ("/doelen", "/"):
        show(page, path)
        for size in (WIDE, ENLARGED, NARROW):
            resize(page, size)
            if path == "/":
                words = page.locator(".vd-scale b, .st-key-ranking [data-testid=stWidgetLabel] p")
                assert words.count() > 3
                assert words.evaluate_all(OVERLAPS) == [], size
                continue
            charted(page)
            # Of the two goals.
            for number in range(2):
                texts = page.locator(".stVegaLiteChart").nth(number).locator("svg text")
                assert texts.count() > 3
                assert texts.evaluate_all(OVERLAPS) == [], size


def test_every_tab_of_a_page_is_in_sight_on_a_telephone(visit: Visit) -> None:
    page = visit(size=NARROW)
    show(page, "/uitvoering?deel=duiding")
    tabs = page.get_by_role("tab")
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    ends = tabs.evaluate_all("tabs => tabs.map(tab => tab.getBoundingClientRect().right)")
    assert len(ends) > 3
    assert max(ends) <= NARROW[0]


# Without the names of its icons, which are text once their code is there.
NAMES = """es => es.map(e => e.textContent.replace(/.*(?=Download of agenda)/, '')
    .replace(/expand_more$/, ''))"""


def test_each_menu_of_files_is_named_after_its_figure(page: Page) -> None:
    show(page, "/")
    for path in ("/", "/doelen", "/wijk", "/maatschappelijke-onrust-en-overlast"):
        turn_to(page, path)
        names = page.locator("[class*='st-key-menu_'] button").evaluate_all(NAMES)
        assert names
        assert len(names) == len(set(names))
        assert all(name.startswith("Download of agenda van ") for name in names)
        open_menu(page)
        # What opens has the same name: without the marks of Markdown.
        opened = re.compile(r"^Download of agenda van [^*\\]+$")
        expect(page.get_by_role("dialog", name=opened)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_the_chosen_area_goes_along_in_links_and_on_pages_without_a_map(page: Page) -> None:
    show(page, "/?wijk=klingerberg")
    link = page.get_by_role("link", name="Doelen", exact=True).first
    link.focus()
    expect(link).to_have_attribute("href", re.compile(r"/doelen\?wijk=klingerberg$"))
    link.click()
    expect(page.locator("h1")).to_have_text("Doelen")
    expect(page).to_have_url(re.compile(r"/doelen\?wijk=klingerberg$"))
    charted(page)
    # The chosen area stands out among all.
    bold = page.locator(".stVegaLiteChart svg .role-axis-label text[font-weight=bold]")
    expect(bold.filter(has_text="Klingerberg")).to_have_count(1)
    expect(bold.filter(has_text="Velden")).to_have_count(0)
    other = page.get_by_role("link", name="Uitvoering", exact=True).first
    other.hover()
    expect(other).to_have_attribute("href", re.compile(r"/uitvoering\?wijk=klingerberg$"))
