"""The map's frame: labels, tooltip, fingers, keyboard, and what stays of a reader's view."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import MemoryOf, Visit
from tests.browser.reading import (
    AREAS,
    NARROW,
    drawn,
    leaflet,
    ranking,
    resize,
    settled,
    show,
    turn_to,
    watched,
)
from tests.browser.selected import expect_chosen

pytestmark = pytest.mark.browser

LAPTOP = (1366, 900)
TITLE = "Kaart van Venlo; dezelfde cijfers staan in de lijst"
MODES = ("rapportcijfer", "afstand", "misdrijven", "misdrijven-per-1000")
# Of each label its box, and whether all of it lies in its area: the shapes are in the order of
# `areas`. A label on a line need not.
READ_LABELS = """([...elements], areas) => elements.map(element => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    const pane = element.closest('.leaflet-container');
    const path = pane.querySelectorAll('path.leaflet-interactive')[areas.indexOf(
        element.dataset.area)];
    const isInside = (x, y) => path.isPointInFill(
        new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()));
    return {area: element.dataset.area || element.textContent, left, right, top: top + 2,
        bottom: bottom - 2, size: parseFloat(getComputedStyle(element).fontSize),
        pane: pane.id, led: element.classList.contains('led'),
        inside: !path || [[left, top], [right, top], [left, bottom], [right, bottom]].every(
            ([x, y]) => isInside((x + (left + right)) / 3, (y + (top + bottom)) / 3)),
        whole: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight};
})"""


@pytest.fixture(scope="module")
def opened(browser: Browser, local: str, memory_of: MemoryOf) -> Iterator[Page]:
    """One visitor of the map; each test that moves the map brings it back."""
    page, watch = watched(browser, local, size=LAPTOP, memory=memory_of(local))
    show(page, "/")
    yield page
    watch.close()
    assert watch.mishaps == []


@pytest.fixture
def page(opened: Page) -> Page:
    """The window of that visitor, with the map of ratings."""
    resize(opened, LAPTOP)
    turn_to(opened, f"/?kaart={MODES[0]}")
    return opened


def test_labels_stand_in_their_area_or_on_a_line_never_on_each_other_and_grow_with_the_screen(
    page: Page,
) -> None:
    for mode in MODES:
        turn_to(page, f"/?kaart={mode}&wijk=klingerberg")
        sizes = []
        for width in (1366, 1920):
            resize(page, (width, 900))
            expect(labels(page, "figure")).to_have_count(len(AREAS))
            found = labels(page).evaluate_all(READ_LABELS, AREAS)
            assert min(label["size"] for label in found) >= 14
            assert [label["area"] for label in found if not label["whole"]] == []
            assert list_overlaps(found) == []
            strays = [label["area"] for label in found if not label["inside"] and not label["led"]]
            assert strays == []
            sizes.append(
                labels(page, "figure").first.evaluate(
                    "e => parseFloat(getComputedStyle(e).fontSize)"
                )
            )
        assert sizes[1] > 1.1 * sizes[0], mode
    # What marks the choice lies under labels and lines.
    marks = leaflet(page).locator("#inset_div .leaflet-marks-pane")
    assert marks.evaluate("e => +getComputedStyle(e).zIndex") > 400


def labels(page: Page, kind: str = "") -> Locator:
    """Return the figures and names on the map, or those of one kind."""
    return leaflet(page).locator(f".area-label div{'.' if kind else ''}{kind}")


def list_overlaps(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["area"], other["area"])
        for one, other in combinations(found, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


def test_a_telephone_has_the_tiles(visit: Visit) -> None:
    page = visit(size=NARROW)
    show(page, "/")
    tiles = leaflet(page).locator("#tiles [data-area]")
    expect(tiles).to_have_count(len(AREAS))
    expect(leaflet(page).locator("#map_div")).not_to_be_visible()
    frame = page.locator(".st-key-map_row iframe")
    boxes = [box for tile in tiles.all() if (box := tile.bounding_box())]
    around = frame.bounding_box()
    assert around is not None
    assert all(b["x"] >= around["x"] - 1 for b in boxes)
    assert all(b["x"] + b["width"] <= around["x"] + around["width"] + 1 for b in boxes)
    assert all(b["y"] + b["height"] <= around["y"] + around["height"] + 1 for b in boxes)
    frame.evaluate("e => e.scrollIntoView({block: 'center'})")
    place = leaflet(page).locator("#tiles [data-area=steyl]").bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 20, place["y"] + 20)
    expect_chosen(page, "steyl", "Steyl")
    expect(leaflet(page).locator("#tiles .chosen")).to_have_attribute("data-area", "steyl")


def test_one_finger_scrolls_the_page_and_two_move_the_map(visit: Visit) -> None:
    page = visit(size=(1366, 700))
    show(page, "/")
    frame = page.locator(".st-key-map_row iframe")
    frame.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)
    box = frame.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    before, place = read_center(page), frame.bounding_box()
    swipe(page, [middle], by=-150)
    page.wait_for_timeout(500)
    assert read_center(page) == before
    after = frame.bounding_box()
    assert place is not None
    assert after is not None
    assert after["y"] < place["y"] - 80, "the page scrolls"
    page.wait_for_timeout(500)
    settled_at = frame.bounding_box()
    assert settled_at is not None
    middle = (settled_at["x"] + box["width"] * 0.2, settled_at["y"] + box["height"] / 2)
    swipe(page, [(middle[0] - 30, middle[1]), (middle[0] + 30, middle[1])], by=-90)
    page.wait_for_timeout(700)
    assert read_center(page) != before, "two fingers move the map"
    assert frame.bounding_box() == settled_at, "and leave the page where it is"


def read_center(page: Page) -> list[float]:
    """Return latitude and longitude of the middle of the city's map."""
    body = leaflet(page).locator("body")
    found: list[float] = body.evaluate("() => [map.getCenter().lat, map.getCenter().lng]")
    return found


def swipe(page: Page, fingers: list[tuple[float, float]], *, by: float) -> None:
    """Move fingers up or down over the screen."""
    browser = page.context.new_cdp_session(page)
    steps = 10
    for step in range(steps + 1):
        points = [{"x": x, "y": y + by * step / steps, "id": n} for n, (x, y) in enumerate(fingers)]
        kind = "touchStart" if step == 0 else "touchMove"
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
    browser.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_zoom_stays_when_mode_or_area_changes_until_it_is_reset(page: Page) -> None:
    back = leaflet(page).get_by_text("Hele kaart")
    expect(back).not_to_be_visible()
    small = read_zoom(page)
    for _ in range(2):
        leaflet(page).get_by_title("Inzoomen").click()
        page.wait_for_timeout(500)
    large = read_zoom(page)
    assert large == pytest.approx(small + 2)
    page.get_by_role("radio", name="Afstand tot 6,7").click()
    settled(page)
    drawn(page)
    expect(labels(page, "figure")).to_have_count(len(AREAS))
    assert read_zoom(page) == pytest.approx(large)
    ranking(page).get_by_text("Steyl").click()
    expect_chosen(page, "steyl", "Steyl")
    assert read_zoom(page) == pytest.approx(large)
    back.click()
    expect(back).not_to_be_visible()
    assert read_zoom(page) == pytest.approx(small)


def read_zoom(page: Page) -> float:
    """Return how far the map of the city is zoomed in."""
    found: float = leaflet(page).locator("body").evaluate("() => map.getZoom()")
    return found


def test_tooltip_is_whole_at_every_edge(page: Page) -> None:
    turn_to(page, "/?kaart=misdrijven-per-1000")
    expect(labels(page, "figure")).to_have_count(len(AREAS))
    frame = page.locator(".st-key-map_row iframe")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    tip = leaflet(page).locator(".tip")
    seen = 0
    for i in range(12):
        for j in (0.01, 0.1, 0.5, 0.9, 0.99):
            page.mouse.move(box["x"] + box["width"] * (i + 0.5) / 12, box["y"] + box["height"] * j)
            if not tip.is_visible():
                continue
            seen += 1
            at = tip.bounding_box()
            assert at is not None
            assert box["x"] <= at["x"]
            assert at["x"] + at["width"] <= box["x"] + box["width"]
            assert box["y"] <= at["y"]
            assert at["y"] + at["height"] <= box["y"] + box["height"]
            assert tip.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert seen > 20


def test_frame_is_one_stop_of_the_keyboard_and_has_a_name(page: Page) -> None:
    expect(labels(page, "figure")).to_have_count(len(AREAS))
    frame = page.locator(".st-key-map_row iframe")
    expect(frame).to_have_attribute("title", TITLE)
    frame.focus()
    stops = []
    for _ in range(3):
        stops.append(page.evaluate("document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert stops.count("IFRAME") == 1
    assert leaflet(page).locator("body").evaluate("() => document.activeElement.tagName") == "BODY"
    hidden = leaflet(page).locator(".panes")
    assert hidden.get_attribute("aria-hidden") == "true"
    small = read_zoom(page)
    frame.focus()
    page.keyboard.press("+")
    page.wait_for_timeout(600)
    assert read_zoom(page) == pytest.approx(small + 1)
    page.keyboard.press("0")
    page.wait_for_timeout(600)
    assert read_zoom(page) == pytest.approx(small)
