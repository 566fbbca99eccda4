"""What is seen without scrolling, and what stood on each other or had no name of its own."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import NARROW, WIDE, charted, choose_in_box, show
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
        show(page, "/")
        assert page.viewport_size == {"width": WIDE[0], "height": WIDE[1]}
        assert list_below_the_fold(page, FIRST_SCREEN) == []
        choose_in_box(page, "Klingerberg")
        expect_chosen(page, "klingerberg", "Klingerberg")
        assert list_below_the_fold(page, (*FIRST_SCREEN, ".vd-area .vd-big")) == []


def test_the_stamp_of_fictitious_figures_takes_one_line(visit: Visit, demo: str) -> None:
    page = visit(demo)
    show(page, "/")
    stamp = page.locator(".stHtml:has(> .vd-mark)").bounding_box()
    assert stamp is not None
    assert stamp["height"] <= 32
    # What matters most is still on the first screen.
    assert list_below_the_fold(page, FIRST_SCREEN[:4]) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["laptop", "telephone"])
def test_no_words_of_strips_and_scales_stand_on_each_other(
    visit: Visit, demo: str, size: tuple[int, int]
) -> None:
    page = visit(demo, size=size)
    show(page, "/doelen")
    charted(page)
    # Of the two goals.
    for number in range(2):
        texts = page.locator(".stVegaLiteChart").nth(number).locator("svg text")
        assert texts.count() > 3
        assert texts.evaluate_all(OVERLAPS) == []
    show(page, "/")
    words = page.locator(".vd-scale b, .st-key-ranking [data-testid=stWidgetLabel] p")
    assert words.count() > 3
    assert words.evaluate_all(OVERLAPS) == []


def test_each_menu_of_files_is_named_after_its_figure(page: Page) -> None:
    for path in ("/", "/doelen", "/wijk", "/maatschappelijke-onrust-en-overlast"):
        show(page, path)
        names = page.locator("[class*='st-key-menu_'] button").evaluate_all(
            "es => es.map(e => e.textContent.replace(/.*(?=Download of agenda)/, ''))"
        )
        assert names
        assert len(names) == len(set(names))
        assert all(name.startswith("Download of agenda van ") for name in names)


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
