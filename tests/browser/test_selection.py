"""Map, list, box and address are one selection."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import (
    box,
    card,
    choose_in_box,
    click_map,
    drawn,
    from_url,
    leaflet,
    notices,
    ranking,
    shapes,
    show,
    turn_to,
)
from tests.browser.selected import expect_chosen

pytestmark = pytest.mark.browser
# High enough for the whole map: see test_map.py for a lower window.
TALL = (1366, 1000)


@pytest.fixture
def page(visit: Visit) -> Page:
    """One visitor with the whole map in view."""
    return visit(size=TALL)


def test_map_list_and_box_choose_and_the_box_takes_the_choice_away(page: Page) -> None:
    show(page, "/")
    expect(shapes(page)).to_have_count(18)
    expect_nothing_chosen(page)
    click_map(page, "klingerberg")
    expect_chosen(page, "klingerberg", "Klingerberg")
    expect(card(page)).to_contain_text("0,3 onder de ondergrens (6,7)")
    ranking(page).get_by_text("Steyl").click()
    expect_chosen(page, "steyl", "Steyl")
    choose_in_box(page, "Velden")
    expect_chosen(page, "velden", "Velden")
    choose_in_box(page, "Heel Venlo")
    expect(card(page)).to_have_count(0)
    assert from_url(page, "wijk") is None
    expect_nothing_chosen(page)


def expect_nothing_chosen(page: Page) -> None:
    expect(card(page)).to_have_count(0)
    expect(ranking(page).locator("label:has(input:checked)")).to_have_count(0)
    expect(box(page)).to_have_value("Heel Venlo")


def test_the_keyboard_chooses_in_the_list(page: Page) -> None:
    show(page, "/")
    page.get_by_role("combobox", name="Kies een wijk").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.st-key-ranking')"):
            break
    else:
        pytest.fail("Tab never reached the list")
    page.keyboard.press("Space")
    expect_chosen(page, "blerick-noord-en-trade-port", "Blerick-Noord en Trade-Port")
    page.keyboard.press("ArrowDown")
    expect_chosen(page, "klingerberg", "Klingerberg")
    page.keyboard.press("ArrowDown")
    expect_chosen(page, "venlo-oost-zuid", "Venlo-Oost-Zuid")
    page.keyboard.press("ArrowUp")
    expect_chosen(page, "klingerberg", "Klingerberg")


def test_a_link_brings_area_and_map(page: Page) -> None:
    show(page, "/?wijk=klingerberg&kaart=afstand")
    expect_chosen(page, "klingerberg", "Klingerberg", shown="0,3")
    expect(page.get_by_role("radio", name="Afstand tot 6,7")).to_be_checked()


def test_back_and_forward_bring_the_choice_back(page: Page) -> None:
    show(page, "/")
    choose_in_box(page, "Velden")
    expect_chosen(page, "velden", "Velden")
    click_map(page, "klingerberg")
    expect_chosen(page, "klingerberg", "Klingerberg")
    page.go_back()
    expect_chosen(page, "velden", "Velden")
    page.go_back()
    expect(card(page)).to_have_count(0)
    page.go_forward()
    expect_chosen(page, "velden", "Velden")
    page.go_forward()
    expect_chosen(page, "klingerberg", "Klingerberg")


def test_a_wrong_parameter_gives_a_notice_and_the_default(page: Page) -> None:
    show(page, "/")
    for wrong in (
        "atlantis",
        "<script>window.pwned=1</script>",
        "<img src=x onerror='window.pwned=1'>",
        "`${window.pwned=1}`",
        "\\u0027;window.pwned=1//",
        "[klik](javascript:window.pwned=1)",
        "GM0983",
        "a" * 3000,
    ):
        link = f"/?{urlencode({'wijk': wrong, 'kaart': wrong})}"
        # What is sent before any script runs has nothing of it, and a page that opens it is told.
        assert wrong not in page.request.get(link).text()
        turn_to(page, link)
        told = notices(page)
        assert "in de link is niet bekend" in told, wrong
        assert "in de link is er niet" in told, wrong
        assert len(told) < 600
        expect(card(page)).to_have_count(0)
        expect(page.get_by_role("radio", name="Rapportcijfer", exact=True)).to_be_checked()
        assert page.evaluate("window.pwned") is None, wrong
        assert page.locator(".vd-notice").locator("script, img, a").count() == 0


def test_choosing_leaves_the_map_as_it_was(page: Page) -> None:
    show(page, "/")
    inside = leaflet(page).locator("body")
    inside.evaluate("() => { window.mark = 'same'; document.body.dataset.mark = 'same' }")
    page.locator(".st-key-map_row iframe").evaluate("e => { e.mark = 'same' }")
    leaflet(page).get_by_title("Inzoomen").click()
    page.wait_for_timeout(700)
    path = shapes(page).nth(0)
    before = path.get_attribute("d")
    choose_in_box(page, "Velden")
    expect_chosen(page, "velden", "Velden")
    ranking(page).get_by_text("Klingerberg").click()
    expect_chosen(page, "klingerberg", "Klingerberg")
    page.wait_for_timeout(700)
    assert inside.evaluate("() => [window.mark, document.body.dataset.mark]") == ["same", "same"]
    assert page.locator(".st-key-map_row iframe").evaluate("e => e.mark") == "same"
    assert path.get_attribute("d") == before
    expect(shapes(page)).to_have_count(18)


def test_the_map_outlines_the_chosen_area_and_only_that_and_it_can_be_clicked_again(
    page: Page,
) -> None:
    show(page, "/")
    drawn(page)
    none = leaflet(page).locator("path").count()
    choose_in_box(page, "Velden")
    # A double line, in the city and in its inset.
    expect(leaflet(page).locator("path")).to_have_count(none + 4)
    # An area of which the label stands in the inset.
    label = leaflet(page).locator("#inset_div .area-label [data-area=klingerberg]")
    expect(label).to_have_count(1)
    click_map(page, "klingerberg")
    expect_chosen(page, "klingerberg", "Klingerberg")
    page.wait_for_timeout(500)
    expect(leaflet(page).locator("path")).to_have_count(none + 4)
    choose_in_box(page, "Belfeld")
    expect_chosen(page, "belfeld", "Belfeld")
    page.wait_for_timeout(500)
    click_map(page, "klingerberg")
    expect_chosen(page, "klingerberg", "Klingerberg")
    page.wait_for_timeout(600)
    expect_chosen(page, "klingerberg", "Klingerberg")


def test_two_visitors_each_have_their_own_area(visit: Visit) -> None:
    one, other = visit(size=TALL), visit(size=TALL, stranger=True)
    show(one, "/")
    show(other, "/?kaart=misdrijven")
    for mine, theirs in (("velden", "belfeld"), ("klingerberg", "vossener"), ("steyl", "velden")):
        click_map(one, mine)
        click_map(other, theirs)
        expect_chosen(one, mine, mine.capitalize())
        expect_chosen(other, theirs, theirs.capitalize(), shown="")
    one.wait_for_timeout(600)
    expect_chosen(one, "steyl", "Steyl")
    expect_chosen(other, "velden", "Velden", shown="")
    expect(one.get_by_role("radio", name="Rapportcijfer", exact=True)).to_be_checked()
    expect(other.get_by_role("radio", name="Misdrijven", exact=True)).to_be_checked()
