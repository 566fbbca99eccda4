"""A visit to Overzicht in a browser: loading it, and the three ways to choose an area.

A load counts from the start of navigation to the painted map; a choice from letting go of the
mouse button to the painted card.
"""

import math
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Error, Page

from benchmarks.browser import BrowserError, Traffic

SETTLE_MS = 500
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FRAME = "iframe[src*=folium]"
CHARTS = re.compile(r"vega|altair|[a-z]Chart\.", re.IGNORECASE)
# A server that is too busy sends no first view.
FIRST_MAP = "() => Promise.race([__bench.firstMap, __bench.map()])"
LOADED_BEFORE_MAP = """() => performance.getEntriesByType('resource')
    .filter(entry => entry.startTime < __bench.drawn).map(entry => entry.name)"""
# A point where a click lands on the area's own shape, in the frame's coordinates: of a grid over
# its box the one nearest to the middle.
POINT_INSIDE = """(iframe, area) => {
    const view = iframe.contentWindow;
    const layer = Object.values(view.map._layers).find(l => l.feature?.properties?.area === area);
    const path = layer.getElement(), box = path.getBoundingClientRect();
    for (let n = 2; n < 40; n++) for (let i = 1; i < n; i++) for (let j = 1; j < n; j++) {
        const [x, y] = [box.left + box.width * i / n, box.top + box.height * j / n];
        if (view.document.elementFromPoint(x, y) === path) return [x, y];
    }
    return null;
}"""


class Overview:
    """The page in one tab; `areas` gives the name of each area by its slug."""

    def __init__(self, page: Page, areas: dict[str, str]) -> None:
        self.page = page
        self.areas = areas
        self.traffic = Traffic()
        self.answered_ms = math.nan
        self.clickable_ms = math.nan
        self.loaded_ms = math.nan
        self.early_charts: list[str] = []

    @classmethod
    def open(cls, context: BrowserContext, url: str, areas: dict[str, str]) -> "Overview":
        """Load the page in a new tab, and wait until it is at rest."""
        overview = cls(context.new_page(), areas)
        overview.traffic.count(overview.page)
        overview.page.goto(url, wait_until="commit")
        try:
            overview.answered_ms = float(overview.page.evaluate("() => __bench.answer"))
            overview.clickable_ms = float(overview.page.evaluate(FIRST_MAP))
            overview.loaded_ms = float(overview.page.evaluate("() => __bench.map()"))
        except Error as error:
            seen = overview.page.locator("body").inner_text()[:1000]
            raise BrowserError(f"{error}. On the screen: {seen}") from error
        names = overview.page.evaluate(LOADED_BEFORE_MAP)
        overview.early_charts = [name for name in names if CHARTS.search(name)]
        overview.wait_until_idle()
        return overview

    def choose_in_box(self, area: str) -> float:
        """Choose in the select box; the clock starts at the option, not at opening the list."""
        self.page.get_by_role("combobox").click()
        option = self.page.get_by_role("option", name=self.areas[area], exact=True)
        option.scroll_into_view_if_needed()
        return self._time_to_card(area, option.click)

    def choose_in_list(self, area: str) -> float:
        """Choose in the ranking."""
        is_named = re.compile(rf"^{re.escape(self.areas[area])} \d")
        label = self.page.locator(".st-key-ranking label").filter(has_text=is_named)
        label.scroll_into_view_if_needed()
        return self._time_to_card(area, label.click)

    def choose_on_map(self, area: str) -> float:
        """Click on the area's shape, as a visitor who first moves the mouse there."""
        frame = self.page.locator(FRAME)
        frame.scroll_into_view_if_needed()
        inside, box = frame.evaluate(POINT_INSIDE, area), frame.bounding_box()
        if inside is None or box is None:
            raise BrowserError(f"{area} has no point on the map that can be clicked")
        x, y = box["x"] + inside[0], box["y"] + inside[1]
        self.page.mouse.move(x, y)
        return self._time_to_card(area, lambda: self.page.mouse.click(x, y))

    def wait_until_idle(self) -> None:
        """Wait until the script has ended and the browser has had time for what it put off."""
        self.page.locator(IDLE).wait_for(state="attached")
        self.page.wait_for_timeout(SETTLE_MS)

    def _time_to_card(self, area: str, act: Callable[[], None]) -> float:
        self.page.evaluate("name => __bench.expectCard(name)", self.areas[area])
        act()
        taken = float(self.page.evaluate("() => __bench.card"))
        if not math.isfinite(taken):
            raise BrowserError(f"The card of {area} came without a click")
        self.wait_until_idle()
        return taken
