"""What holds for every page, on a laptop and on a telephone."""

import re
import urllib.request
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.conftest import MemoryOf, Visit
from tests.browser.read_aloud import describe_page, find_file
from tests.browser.reading import (
    NARROW,
    PAGES,
    THEMES,
    WIDE,
    WITH_MAP,
    Watch,
    charted,
    resize,
    show,
    turn_to,
    watched,
)
from tests.browser.senses import (
    MOVING,
    find_faint,
    find_small_targets,
    find_too_wide,
    find_weak_rings,
)
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    # Each frame is asked by itself.
    "iframes": False,
}
ASK_AXE = "options => axe.run(document, options).then(found => found.violations)"
# The page around a frame has the landmarks and the heading.
OF_A_WHOLE_PAGE = {
    rule: {"enabled": False} for rule in ("landmark-one-main", "page-has-heading-one", "region")
}


class VisitedPage(NamedTuple):
    """A page that a visitor sees."""

    path: str
    size: tuple[int, int]
    page: Page
    watch: Watch


def _name(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


WITH_TABS = {*(f"/{slug}" for slug in THEMES), "/uitvoering", "/verantwoording"}
WITH_RUNNING_TEXT = {"/uitvoering", *(f"/{slug}" for slug in THEMES)}
on_laptop = pytest.mark.parametrize("size", [WIDE], indirect=True, ids=_name)


@pytest.fixture(scope="module", params=PAGES)
def opened(
    request: pytest.FixtureRequest, browser: Browser, local: str, memory_of: MemoryOf
) -> Iterator[VisitedPage]:
    """Each page, opened once on a telephone: most other tests open them on a laptop."""
    page, watch = watched(browser, local, size=NARROW, memory=memory_of(local))
    show(page, request.param)
    yield VisitedPage(request.param, NARROW, page, watch)
    watch.close()


@pytest.fixture(scope="module", params=[NARROW, WIDE], ids=_name)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A telephone and a laptop."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture(scope="module")
def visited(opened: VisitedPage, size: tuple[int, int]) -> VisitedPage:
    """Each page at each size; the tests only look at it."""
    if opened.page.viewport_size != {"width": size[0], "height": size[1]}:
        resize(opened.page, size)
    return opened._replace(size=size)


def test_has_its_own_title_and_heading(visited: VisitedPage) -> None:
    expect(visited.page).to_have_title(f"{PAGES[visited.path]} · Veiligheid in Venlo")
    headings = visited.page.get_by_role("heading", level=1)
    expect(headings).to_have_count(1)
    expect(headings).to_have_text(PAGES[visited.path])


# Of each piece of running text: how many characters its longest line has.
LONGEST_LINES = """() => [...document.querySelectorAll(
    '.vd-finding, .vd-subtitle, .vd-small, .vd-notice, .vd-list li, .vd-card p, .stMarkdown p')]
    .filter(e => e.checkVisibility()).map(e => {
      const lines = {}, walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
      for (let node; node = walk.nextNode();)
        for (let n = 0; n < node.length; n++) {
          const range = document.createRange();
          range.setStart(node, n); range.setEnd(node, n + 1);
          const place = Math.round(range.getBoundingClientRect().bottom / 8);
          lines[place] = (lines[place] || 0) + 1;
        }
      return [Math.max(0, ...Object.values(lines)), e.textContent.slice(0, 80)];
    })"""


def test_no_line_of_text_has_more_than_75_characters(visited: VisitedPage) -> None:
    found = visited.page.evaluate(LONGEST_LINES)
    assert len(found) > (3 if visited.path in WITH_RUNNING_TEXT else 0)
    assert [line for line in found if line[0] > 75] == []


@pytest.mark.parametrize(("path", "most"), [("/uitvoering", 5_000), ("/verantwoording", 7_000)])
def test_no_part_of_a_page_is_long_on_a_telephone(
    visit: Visit, local: str, demo: str, path: str, most: int
) -> None:
    for home in (local, demo):
        page = visit(home, size=NARROW)
        show(page, path)
        parts = [part.lower() for part in page.get_by_role("tab").all_inner_texts()]
        assert len(parts) > 3
        for part in parts:
            turn_to(page, f"{path}?deel={part}")
            tab = page.get_by_role("tab", name=re.compile(f"^{part}$", re.IGNORECASE))
            expect(tab).to_have_attribute("aria-selected", "true")
            assert read_height(page) <= most, part


MOST_OF_A_THEME = 4_900


@pytest.mark.parametrize("opened", [f"/{slug}" for slug in THEMES], indirect=True)
@pytest.mark.parametrize("size", [NARROW], indirect=True, ids=_name)
def test_the_figures_of_a_theme_are_short_on_a_telephone(visited: VisitedPage) -> None:
    charted(visited.page)
    assert read_height(visited.page) <= MOST_OF_A_THEME


def test_fictitious_figures_of_a_theme_are_short_on_a_telephone(visit: Visit, demo: str) -> None:
    page = visit(demo, size=NARROW)
    show(page, "/doelen")
    for theme in THEMES:
        turn_to(page, f"/{theme}")
        charted(page)
        assert read_height(page) <= MOST_OF_A_THEME, theme


def read_height(page: Page) -> int:
    """Return how high all of a page is."""
    return int(page.evaluate("document.querySelector('.stMain').scrollHeight"))


def test_definitions_open_per_theme(visit: Visit) -> None:
    page = visit(size=NARROW)
    show(page, "/verantwoording?deel=betekenis")
    folds = page.locator("details")
    assert folds.count() == len(THEMES) + 1
    table = folds.filter(has_text="Digitale criminaliteit").get_by_role("table")
    expect(table).to_be_hidden()
    page.get_by_text(re.compile("^Digitale criminaliteit.*cijfers$")).click()
    expect(table).to_contain_text("misdrijven; lager is beter")


def test_the_language_is_dutch(visited: VisitedPage) -> None:
    expect(visited.page.locator("html")).to_have_attribute("lang", "nl")


def test_what_matters_fits_before_the_tabs(visited: VisitedPage) -> None:
    """At most three screens on a laptop and five on a telephone."""
    tabs = visited.page.get_by_role("tablist")
    assert tabs.count() == (visited.path in WITH_TABS)
    screens = 3 if visited.size == WIDE else 5
    place = "e => e.getBoundingClientRect().top + document.querySelector('.stMain').scrollTop"
    assert all(tab.evaluate(place) <= screens * visited.size[1] for tab in tabs.all())


def test_does_not_scroll_sideways(visited: VisitedPage) -> None:
    assert find_too_wide(visited.page) == []


@on_laptop
@pytest.mark.parametrize(("width", "height"), [(683, 384), (320, 256)], ids=["200 %", "400 %"])
def test_fits_when_it_is_enlarged(visited: VisitedPage, width: int, height: int) -> None:
    """Enlarged to 200 %, a laptop has 683 px of CSS; to 400 %, a screen of 1,280 px has 320."""
    visited.page.set_viewport_size({"width": width, "height": height})
    too_wide = find_too_wide(visited.page)
    small = [*violations(visited.page), *find_small_targets(visited.page)] if width > 320 else []
    visited.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    navigation = visited.page.get_by_test_id("stTopNav").get_by_role("link")
    expect(navigation).to_have_count(len(PAGES))
    assert too_wide == []
    assert small == []


def test_what_one_presses_is_large_enough(visited: VisitedPage) -> None:
    assert find_small_targets(visited.page) == []


@on_laptop
def test_the_keyboard_is_seen_wherever_it_is(visited: VisitedPage) -> None:
    assert find_weak_rings(visited.page) == []


def test_looks_right_in_the_colours_of_the_reader(visited: VisitedPage) -> None:
    page = visited.page
    page.emulate_media(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    faint, moving = find_faint(page), page.evaluate(MOVING)
    rings = page.locator("[data-testid=stRadioOption]:has(:checked) > div > div:first-child")
    dots = {ring.evaluate("e => getComputedStyle(e).backgroundColor") for ring in rings.all()}
    page.emulate_media(forced_colors="none", color_scheme="dark", reduced_motion="reduce")
    paper = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    page.emulate_media(forced_colors="none", color_scheme="light", reduced_motion="no-preference")
    assert faint == []
    assert moving == []
    assert dots <= {"rgb(11, 79, 125)"}
    assert paper == "rgb(255, 255, 255)"


@pytest.mark.parametrize("opened", ["/"], indirect=True)
@on_laptop
def test_the_answer_and_the_key_numbers_are_read_from_three_metres(visited: VisitedPage) -> None:
    for width, answer, number in ((1366, 28, 44), (1920, 40, 44)):
        visited.page.set_viewport_size({"width": width, "height": 900})
        for selector, least in ((".vd-finding", answer), (".vd-big:not(.vd-words)", number)):
            sizes = visited.page.locator(selector).evaluate_all(
                "es => es.map(e => parseFloat(getComputedStyle(e).fontSize))"
            )
            assert sizes
            assert min(sizes) >= least, selector
    visited.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_axe_finds_nothing(visited: VisitedPage) -> None:
    assert violations(visited.page) == []


def test_axe_finds_nothing_in_the_map(visited: VisitedPage) -> None:
    frames = [f for f in visited.page.frames if f is not visited.page.main_frame]
    assert len(frames) == (visited.path in WITH_MAP)
    assert violations_in_frames(visited.page) == []


def test_shows_no_english(visited: VisitedPage) -> None:
    assert english(shown_texts(visited.page)) == []


@on_laptop
def test_is_read_aloud_as_reviewed(visited: VisitedPage) -> None:
    """After a change that is meant: `python -m tests.browser.read_aloud`, and read the changes."""
    reviewed = find_file(visited.path).read_text(encoding="utf-8")
    assert describe_page(visited.page).splitlines() == reviewed.splitlines()


def test_has_no_error_and_asks_no_other_host(visited: VisitedPage) -> None:
    visited.page.wait_for_timeout(200)
    assert visited.watch.mishaps == []
    assert visited.watch.requests


def test_every_figure_has_its_source_and_period(visited: VisitedPage) -> None:
    """Each map, chart and table with files on the page has a line of source under it."""
    lines = visited.page.locator(".vd-source", has_text="Bron:").all_inner_texts()
    figures = visited.page.locator("[class*='st-key-menu_']").count()
    assert len(lines) >= figures
    for line in lines:
        assert "Periode:" in line
        assert "Opgehaald:" in line


def test_every_chart_has_a_text_alternative(visited: VisitedPage) -> None:
    charts = visited.page.locator(".stVegaLiteChart")
    for chart in charts.all():
        assert len(chart.get_attribute("aria-label") or "") > 30


@pytest.mark.parametrize("path", PAGES)
def test_is_served_in_dutch_before_any_script_runs(local: str, path: str) -> None:
    asked = urllib.request.Request(f"{local}{path}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked) as answer:
        body = answer.read().decode()
    assert re.search(r'<html[^>]*\blang="nl"', body)
    assert "<title>Veiligheid</title>" in body


def violations_in_frames(page: Page) -> list[str]:
    """Return what axe finds inside the frames of a page: its map."""
    frames = (f for f in page.frames if f is not page.main_frame)
    return [found for frame in frames for found in violations(frame, rules=OF_A_WHOLE_PAGE)]


def violations(
    where: Page | Frame, *, rules: Mapping[str, Mapping[str, bool]] | None = None
) -> list[str]:
    """Return what axe finds on a page or in a frame; `rules` switches some of its rules off."""
    options = {**RULES, "rules": dict(rules or {})}
    # A document that was asked before still has the half a megabyte of its script.
    if not where.evaluate("'axe' in window"):
        where.evaluate(Axe().axe_script)
    found = where.evaluate(ASK_AXE, options)
    return [
        f"{v['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:200]}"
        for v in found
        for node in v["nodes"]
    ]
