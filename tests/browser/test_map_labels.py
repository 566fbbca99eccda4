"""Labels of the map in every mode and size, with fictitious figures: all modes are there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import AREAS, NARROW, drawn, settled, show
from tests.browser.test_map import READ_LABELS, labels, list_overlaps, swipe

pytestmark = pytest.mark.browser
UNREST = "/maatschappelijke-onrust-en-overlast"
VIEWS = ("per-1000", "aantal", "aandeel", "verandering")
WIDTHS = (1024, 1366, 1920)


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
    assert any("verandering" in link for link in links), links
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
