"""No English in what appears when somebody opens, hovers or tabs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import NARROW, box, charted, open_box, show
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser


def test_the_check_itself_sees_english(page: Page) -> None:
    page.set_content("<p>Kies een wijk</p><p>Select all</p><input placeholder='Search'>")
    assert english(shown_texts(page)) == ["Select all", "[placeholder] Search"]


def test_the_select_box_opened_emptied_and_when_nothing_fits(page: Page) -> None:
    show(page, "/")
    option = page.get_by_role("option", name="Klingerberg")
    box(page).click()
    expect(option).to_be_visible()
    assert english(shown_texts(page)) == []
    box(page).fill("")
    expect(option).to_be_visible()
    assert english(shown_texts(page)) == []
    box(page).fill("qqqq")
    expect(option).to_have_count(0)
    assert english(shown_texts(page)) == []


def test_own_areas_opened(page: Page) -> None:
    show(page, "/doelen?voorbeeld=klingerberg:0.3")
    charted(page)
    open_box(page, "Wijken die erbij krijgen")
    expect(page.get_by_role("option", name="Belfeld")).to_be_visible()
    assert english(shown_texts(page)) == []


def test_an_amount_opened(page: Page) -> None:
    show(page, "/doelen?voorbeeld=overal:0.2")
    charted(page)
    open_box(page, "Punten erbij in elke wijk")
    expect(page.get_by_role("option", name="0,2", exact=True)).to_be_visible()
    assert english(shown_texts(page)) == []


@pytest.mark.parametrize(
    "path", ["/doelen", "/wijk?wijk=klingerberg", "/ondermijnende-criminaliteit"]
)
def test_a_chart_under_the_mouse_offers_nothing_english(page: Page, path: str) -> None:
    show(page, path)
    charts = page.locator(".stVegaLiteChart")
    hover(page, charts.first)
    assert english(shown_texts(page)) == []
    if path == "/doelen":
        hover(page, charts.last)
        streamlits_own_export_buttons_are_off(page)
        open_menu_on_a_telephone(page)
        assert english(shown_texts(page)) == []


def hover(page: Page, chart: Locator) -> None:
    chart.scroll_into_view_if_needed()
    chart.hover()
    page.wait_for_timeout(500)


def streamlits_own_export_buttons_are_off(page: Page) -> None:
    for name in ("Show data", "Download as", "Copy Vega-Lite"):
        expect(page.locator(f"[aria-label^='{name}']:visible")).to_have_count(0)


def open_menu_on_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_role("link", name="Verantwoording")).to_be_visible()


def test_the_first_stop_of_the_keyboard(page: Page) -> None:
    show(page, "/uitvoering")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert english(shown_texts(page)) == []
