"""The menu, the back button, bare keys and unknown addresses, as a browser has them."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reading import (
    box,
    drawn,
    from_url,
    new_context,
    open_box,
    received,
    settled,
    show,
)
from tests.browser.selected import expect_chosen
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser
QUIET_MILLISECONDS = 800


def go_to(page: Page, name: str) -> None:
    """Choose a page in the menu and wait until it is there."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name)
    settled(page)


def test_the_menu_takes_the_chosen_area_along_and_back_is_one_step(page: Page) -> None:
    show(page, "/")
    # Typed by key: a letter that does nothing outside a field arrives in it.
    open_box(page, "Kies een wijk")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Arcen")
    page.get_by_role("option", name="Arcen en Lomm", exact=True).first.wait_for()
    page.keyboard.press("Enter")
    expect_chosen(page, "arcen-en-lomm", "Arcen en Lomm")
    go_to(page, "Wijk")
    expect(box(page)).to_have_value("Arcen en Lomm")
    expect(page).to_have_url(re.compile(r"/wijk\?wijk=arcen-en-lomm$"))
    go_to(page, "Doelen")
    go_to(page, "Overzicht")
    drawn(page)
    expect_chosen(page, "arcen-en-lomm", "Arcen en Lomm")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Doelen")
    settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/wijk\?wijk=arcen-en-lomm$"))
    expect(page.locator("h1")).to_have_text("Wijk")
    settled(page)
    page.go_back()
    drawn(page)
    expect_chosen(page, "arcen-en-lomm", "Arcen en Lomm")
    page.go_back()
    expect(box(page)).to_have_value("Heel Venlo")
    assert from_url(page, "wijk") is None


def test_another_page_comes_while_a_menu_of_files_is_open(page: Page) -> None:
    show(page, "/maatschappelijke-onrust-en-overlast")
    page.get_by_role("button", name="Download").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    go_to(page, "Uitvoering")
    expect(page.get_by_role("heading", name="Planning en controle")).to_be_visible()
    page.wait_for_timeout(QUIET_MILLISECONDS)
    expect(page.get_by_role("heading", name="Planning en controle")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/uitvoering$"))


def test_back_after_a_presentation_is_the_page_where_one_was(page: Page) -> None:
    show(page, "/?wijk=steyl")
    page.get_by_role("button", name="Presenteer").click()
    for number in (2, 3, 4):
        # The first slide has drawn its buttons, and with them their keys, only after a while.
        expect(page.locator(".st-key-present_clock")).to_contain_text(f"· {number - 1}/")
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("dia=4"))
    page.keyboard.press("Escape")
    drawn(page)
    expect_chosen(page, "steyl", "Steyl")
    page.go_back()
    drawn(page)
    expect_chosen(page, "steyl", "Steyl")
    assert from_url(page, "dia") is None
    assert from_url(page, "presentatie") is None


def test_a_bare_key_outside_a_field_does_nothing(page: Page) -> None:
    messages = received(page)
    show(page, "/uitvoering")
    page.wait_for_timeout(QUIET_MILLISECONDS)
    before = len(messages)
    for key in ("r", "R", "c"):
        page.keyboard.press(key)
        page.wait_for_timeout(QUIET_MILLISECONDS)
        assert len(messages) == before, key
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_unknown_address_is_404_in_dutch_and_leads_to_the_overview(
    browser: Browser, local: str
) -> None:
    page = new_context(browser, local).new_page()
    answer = page.goto("/bestaat-niet")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Deze pagina is er niet")
    assert english(shown_texts(page)) == []
    page.get_by_role("link", name="Naar het overzicht").click()
    expect(page.locator("h1")).to_have_text("Overzicht")
    page.context.close()
