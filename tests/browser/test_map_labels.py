"""Labels of the map in every mode and size, with fictitious figures: all modes are there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import (
    AREAS,
    NARROW,
    WIDE,
    drawn,
    leaflet,
    open_box,
    settled,
    show,
    turn_to,
)
from tests.browser.test_every_page import violations_in_frames
from tests.browser.test_map import READ_LABELS, labels, list_overlaps, swipe

pytestmark = pytest.mark.browser
UNREST = "/maatschappelijke-onrust-en-overlast"
VIEWS = ("per-1000", "aantal", "aandeel", "verandering")
WIDTHS = (768, 1024, 1366, 1920)
# Of each tile what is wrong with its texts: their boxes without what the type leaves free.
READ_TILES = """tiles => tiles.flatMap(tile => {
    const around = tile.querySelector('rect').getBoundingClientRect();
    const texts = [...tile.lastElementChild.querySelectorAll(':scope > text')].map(text => {
        const {left, right, top, bottom, height} = text.getBoundingClientRect();
        const scale = text.getScreenCTM().a;
        return {text: text.textContent, left, right, top: top + height / 6,
            bottom: bottom - height / 6, size: parseFloat(getComputedStyle(text).fontSize) * scale};
    });
    return [...texts.filter(t => t.size < 13.95).map(t => `${t.text} of ${t.size} px`),
        ...texts.filter(t => t.left < around.left || t.right > around.right
            || t.top < around.top || t.bottom > around.bottom).map(t => `${t.text} outside`),
        ...texts.filter((t, i) => i && t.top < texts[i - 1].bottom)
            .map(t => `${t.text} on another`),
        ...texts.filter(t => t.text.endsWith('…')).map(t => `${t.text} cut off`)];
})"""


def test_no_label_collides_or_hides_in_any_mode_and_size(visit: Visit, demo: str) -> None:
    """In every mode of Overzicht, and in every view of a kind."""
    page = visit(demo)
    show(page, "/?wijk=klingerberg")
    wrong, links = check_sizes(page), {page.url}
    radios = page.locator(".st-key-map_controls").get_by_role("radio")
    assert radios.count() > 1
    for radio in radios.all()[1:]:
        radio.click()
        expect(radio).to_be_checked()
        settled(page)
        drawn(page)
        wrong += check_sizes(page)
        links.add(page.url)
    field = open_box(page, "Meer cijfers")
    names = page.get_by_role("option").all_inner_texts()
    assert len(names) > 1
    for name in names:
        field.fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url not in links)
        settled(page)
        drawn(page)
        wrong += check_sizes(page)
        links.add(page.url)
        field = open_box(page, "Meer cijfers")
    page.keyboard.press("Escape")
    assert any("verandering" in link for link in links), links
    assert len(links) == radios.count() + len(names)
    for view in VIEWS:
        turn_to(page, f"{UNREST}?kaart={view}&wijk=klingerberg")
        wrong += check_sizes(page)
    assert wrong == []


def check_sizes(page: Page) -> list[str]:
    """Return what is wrong with the map as it stands, from a telephone to a large screen."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # The frame arranges its labels when it is resized.
        page.wait_for_timeout(250)
        expect(labels(page, "figure").first).to_be_visible()
        wrong += [f"{page.url} {width}: {fault}" for fault in find_faults(page)]
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    tiles = leaflet(page).locator("#tiles [data-area]")
    expect(tiles.last).to_be_visible()
    assert tiles.count() == len(AREAS)
    wrong += [f"{page.url} tile: {fault}" for fault in tiles.evaluate_all(READ_TILES)]
    wrong += [f"{page.url} axe: {fault}" for fault in violations_in_frames(page)]
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    expect(labels(page, "figure").first).to_be_visible()
    return wrong


def find_faults(page: Page) -> list[str]:
    """Return which labels of the map are too small, cut off, hidden or on each other."""
    found: list[dict[str, Any]] = labels(page).evaluate_all(READ_LABELS, AREAS)
    assert {label["area"] for label in found} >= set(AREAS)
    faults = [f"{one} on {other}" for one, other in list_overlaps(found)]
    faults += [f"{f['area']} of {f['size']:.1f} px" for f in found if f["size"] < 14]
    faults += [f"{f['area']} cut off" for f in found if not f["whole"]]
    faults += [f"{f['area']} astray" for f in found if not (f["inside"] or f["led"])]
    return faults


def test_one_finger_on_a_telephone_scrolls_the_page(visit: Visit, demo: str) -> None:
    page = visit(demo, size=NARROW)
    show(page, "/")
    frame = page.locator(".st-key-map_row iframe")
    frame.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)
    before = frame.bounding_box()
    assert before is not None
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    swipe(page, [middle], by=-150)
    page.wait_for_timeout(500)
    after = frame.bounding_box()
    assert after is not None
    assert after["y"] < before["y"] - 80
