"""What the server sends of a page before any script runs, and how Streamlit takes its place."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.reading import NARROW, WIDE, settled

pytestmark = pytest.mark.browser
LARGE = (1920, 1080)
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


@pytest.mark.parametrize("size", [WIDE, LARGE, NARROW])
def test_the_page_takes_the_place_of_the_first_view_without_a_jump(
    visit: Visit, public: str, size: tuple[int, int]
) -> None:
    # A stranger: no other visit is to run the script that records.
    page = visit(public, size=size, stranger=True)
    page.add_init_script(RECORD)
    for _ in range(20):  # it is made at the first request, and a server that is busy sends none
        page.goto("/", wait_until="commit")
        settled(page)
        if page.evaluate("window.answer"):
            break
    assert page.evaluate("window.answer") == "Venlo gaf in 2021 een 7,2. Het doel voor 2026 is 7,4."
    assert page.evaluate("window.shifted") < 0.05
    before, after = page.evaluate("[window.before, window.places(document)]")
    last = ".vd-first-map, .st-key-map_row iframe"
    if size == NARROW:  # the map begins below the first screen
        del before[last], after[last]
    assert before == after
    # Said once: nothing of it is left.
    expect(page.get_by_text("Venlo gaf in 2021 een 7,2.")).to_have_count(1)
