"""Labels of the map in every mode and size, with fictitious figures: all modes are there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import AREAS, NARROW, drawn, leaflet, open_box, settled, show
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


def list_links(page: Page) -> list[str]:
    """Return a link to every mode of Overzicht, and to every view of a kind."""
    show(page, "/")
    radios = page.locator(".st-key-map_controls").get_by_role("radio")
    links = []
    for radio in radios.all():
        radio.click()
        expect(radio).to_be_checked()
        settled(page)
        drawn(page)
        links.append(page.url)
    field = open_box(page, "Meer cijfers")
    names = page.get_by_role("option").all_inner_texts()
    assert len(names) > 1
    for name in names:
        field.fill(name)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url not in links)
        settled(page)
        links.append(page.url)
        field = open_box(page, "Meer cijfers")
    assert any("verandering" in link for link in links), links
    assert len(set(links)) == len(links)
    return [*links, *(f"{UNREST}?kaart={view}" for view in VIEWS)]


def test_no_label_collides_or_hides_in_any_mode_and_size(visit: Visit, demo: str) -> None:
    page = visit(demo)
    wrong = []
    for link in list_links(page):
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        show(page, f"{link}{'&' if '?' in link else '?'}wijk=klingerberg")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # The frame arranges its labels when it is resized.
            page.wait_for_timeout(250)
            expect(labels(page, "figure").first).to_be_visible()
            wrong += [f"{link} {width}: {fault}" for fault in find_faults(page)]
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        tiles = leaflet(page).locator("#tiles [data-area]")
        expect(tiles.last).to_be_visible()
        assert tiles.count() == len(AREAS)
        wrong += [f"{link} tile: {fault}" for fault in tiles.evaluate_all(READ_TILES)]
        wrong += [f"{link} axe: {fault}" for fault in violations_in_frames(page)]
    assert wrong == []


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
