"""What the server sends of a page before any script runs, and how Streamlit takes its place."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.reading import NARROW, WIDE, settled

pytestmark = pytest.mark.browser
LARGE = (1920, 1080)
MAIN_SCRIPT = re.compile(r"/static/js/index\.[\w-]{8}\.js")
# The sum of the layout shifts, and where parts of the page stood while the first view was there.
RECORD = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => window.shifted += e.value))
    .observe({type: 'layout-shift', buffered: true});
const parts = ['.vd-finding', '.vd-details', '.vd-tiles', '.vd-first-map, .st-key-map_row iframe'];
window.places = within => Object.fromEntries(
    parts.map(name => {
        const {x, y, width, height} = within.querySelector(name).getBoundingClientRect();
        return [name, [x, y, width, height].map(Math.round)];
    }));
const watch = setInterval(() => {
    const first = document.getElementById('vd-first');
    if (!first?.querySelector('.vd-first-map')) return;
    window.before = window.places(first);
    window.answer = first.querySelector('.vd-finding').textContent;
}, 20);
"""

# The areas of which the middle is their own, each with that point.
MIDDLES = """() => Object.fromEntries(
    [...document.querySelectorAll('#vd-first [data-area]')].flatMap(shape => {
        const {x, y, width, height} = shape.getBoundingClientRect();
        const at = [x + width / 2, y + height / 2];
        return document.elementFromPoint(...at) === shape ? [[shape.dataset.area, at]] : [];
    }))"""

# Clicks on an area as soon as Streamlit has asked for the page, with the address as it was.
CHOOSE_AFTER_ASKING = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
    send.call(this, message);
    const area = document.querySelector('#vd-first [data-area]');
    if (window.chosen || !area) return;
    window.chosen = area.dataset.area;
    area.dispatchEvent(new MouseEvent('click', {bubbles: true}));
};"""


def test_the_page_takes_the_place_of_the_first_view_without_a_jump(
    visit: Visit, public: str
) -> None:
    # A stranger: no other visit is to run the script that records.
    page = visit(public, stranger=True)
    page.add_init_script(RECORD)
    for size in (WIDE, LARGE, NARROW):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        check_first_view(page, size)


def check_first_view(page: Page, size: tuple[int, int]) -> None:
    """Load the page, and compare where its parts stand in both."""
    for _ in range(20):  # it is made at the first request, and a server that is busy sends none
        page.goto("/", wait_until="commit")
        settled(page)
        if page.evaluate("window.answer"):
            break
    assert page.evaluate("window.answer") == "Venlo gaf in 2021 een 7,2. Het doel voor 2026 is 7,4."
    assert page.evaluate("window.shifted") < 0.05, size
    before, after = page.evaluate("[window.before, window.places(document)]")
    last = ".vd-first-map, .st-key-map_row iframe"
    if size == NARROW:  # the map begins below the first screen
        del before[last], after[last]
    assert before == after, size
    # Said once: nothing of it is left.
    expect(page.get_by_text("Venlo gaf in 2021 een 7,2.")).to_have_count(1)


def choose_on_first_map(page: Page) -> str:
    """Load the page until it has a first map, click on an area, and return which."""
    for _ in range(20):  # see above
        page.goto("/", wait_until="domcontentloaded")
        if middles := page.evaluate(MIDDLES):
            break
    area, place = next(iter(middles.items()))
    page.mouse.click(*place)
    return str(area)


def check_choice(page: Page, area: str) -> None:
    """The page has the card of the area, under the address of that choice."""
    settled(page)
    expect(page.locator(".vd-area")).to_have_count(1)
    assert page.url.endswith(f"?wijk={area}")
    name = page.locator(".vd-area h3").inner_text()
    expect(page.get_by_role("combobox", name="Wijk")).to_have_value(name)


def test_an_area_of_the_first_map_can_be_chosen_before_any_script_runs(
    visit: Visit, public: str
) -> None:
    page = visit(public, size=WIDE, stranger=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(MAIN_SCRIPT, hold)
    area = choose_on_first_map(page)
    expect(page.locator(f"#vd-first .vd-first-chosen[data-area={area}]")).not_to_have_count(0)
    expect(page.locator("#vd-first .vd-first-chosen")).to_have_count(
        page.locator(f"#vd-first [data-area={area}]").count()
    )
    held[-1].continue_()
    check_choice(page, area)


def test_an_area_that_is_chosen_just_too_late_for_the_first_run_is_chosen_after_it(
    visit: Visit, public: str
) -> None:
    page = visit(public, size=WIDE, stranger=True)
    page.add_init_script(CHOOSE_AFTER_ASKING)
    for _ in range(20):  # see above
        page.goto("/", wait_until="commit")
        settled(page)
        if area := page.evaluate("window.chosen"):
            break
    check_choice(page, area)
