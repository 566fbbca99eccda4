"""What holds for every page, on a laptop and on a telephone."""

import re
import urllib.request
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.reading import NARROW, PAGES, WIDE, WITH_MAP, Watch, show, watched
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # Each frame is asked by itself.
    "iframes": False,
}


class Shown(NamedTuple):
    """A page that a visitor sees."""

    path: str
    size: tuple[int, int]
    page: Page
    watch: Watch


def _name(value: object) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


@pytest.fixture(
    scope="module",
    params=[(path, size) for path in PAGES for size in (WIDE, NARROW)],
    ids=lambda p: f"{p[0]} {_name(p[1])}",
)
def shown(request: pytest.FixtureRequest, browser: Browser, local: str) -> Iterator[Shown]:
    """Each page at each width, opened once; the tests only look at it."""
    path, size = request.param
    page, watch = watched(browser, local, size=size)
    show(page, path)
    yield Shown(path, size, page, watch)
    watch.close()


def test_has_its_own_title_and_heading(shown: Shown) -> None:
    expect(shown.page).to_have_title(f"{PAGES[shown.path]} · Veiligheid in Venlo")
    headings = shown.page.get_by_role("heading", level=1)
    expect(headings).to_have_count(1)
    expect(headings).to_have_text(PAGES[shown.path])


def test_says_that_it_is_dutch(shown: Shown) -> None:
    expect(shown.page.locator("html")).to_have_attribute("lang", "nl")


def test_does_not_scroll_sideways(shown: Shown) -> None:
    too_wide = shown.page.evaluate(
        """() => ['html', '.stMain'].map(s => document.querySelector(s))
            .filter(e => e.scrollWidth > e.clientWidth).map(e => `${e.tagName} ${e.scrollWidth}`)"""
    )
    assert too_wide == []


def test_axe_finds_nothing(shown: Shown) -> None:
    assert violations(shown.page) == []


def test_axe_finds_nothing_in_the_map(shown: Shown) -> None:
    frames = [f for f in shown.page.frames if f is not shown.page.main_frame]
    assert len(frames) == (shown.path in WITH_MAP)
    assert [found for frame in frames for found in violations(frame)] == []


def test_shows_no_english(shown: Shown) -> None:
    assert english(shown_texts(shown.page)) == []


def test_makes_no_mistake_and_asks_no_other_host(shown: Shown) -> None:
    shown.page.wait_for_timeout(200)
    assert shown.watch.mishaps == []
    assert shown.watch.requests


def test_every_figure_tells_its_source_and_period(shown: Shown) -> None:
    """Each map, chart and table with files on the page has a line of source under it."""
    lines = shown.page.locator(".vd-source", has_text="Bron:").all_inner_texts()
    figures = shown.page.locator("[class*='st-key-menu_']").count()
    assert len(lines) >= figures
    for line in lines:
        assert "Periode:" in line
        assert "Opgehaald:" in line


def test_every_chart_has_a_text_alternative(shown: Shown) -> None:
    charts = shown.page.locator(".stVegaLiteChart")
    for chart in charts.all():
        assert len(chart.get_attribute("aria-label") or "") > 30


@pytest.mark.parametrize("path", PAGES)
def test_is_served_in_dutch_before_any_script_runs(local: str, path: str) -> None:
    asked = urllib.request.Request(f"{local}{path}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked) as answer:
        body = answer.read().decode()
    assert re.search(r'<html[^>]*\blang="nl"', body)
    assert "<title>Veiligheid</title>" in body


def violations(where: Page | Frame) -> list[str]:
    """Return what axe finds on a page or in a frame."""
    found = Axe().run(where, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:200]}"
        for v in found
        for node in v["nodes"]
    ]
