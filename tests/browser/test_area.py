"""The page Wijk, and print."""

import io
import re
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PageObject, PdfReader

from tests.browser.conftest import MemoryOf, Visit
from tests.browser.reading import (
    AREAS,
    THEMES,
    WIDE,
    box,
    charted,
    choose_in_box,
    from_url,
    leaflet,
    notices,
    resize,
    settled,
    show,
    turn_to,
    unfold,
    watched,
)

pytestmark = pytest.mark.browser
# The width of A4 less the margins, in pixels.
SHEET = (718, 1077)


@pytest.fixture(scope="module")
def laptop(browser: Browser, local: str, memory_of: MemoryOf) -> Iterator[Page]:
    """One visitor on a laptop, for what does not depend on how the page was opened."""
    page, watch = watched(browser, local, size=WIDE, memory=memory_of(local))
    show(page, "/wijk")
    yield page
    watch.close()
    assert watch.mishaps == []


def test_without_a_choice_the_first_area_is_shown_and_the_box_changes_it_and_the_address(
    page: Page,
) -> None:
    show(page, "/wijk")
    expect(page.locator("h2").first).to_have_text("Arcen en Lomm")
    choose_in_box(page, "Steyl")
    expect(page.locator("h2").first).to_have_text("Steyl")
    assert from_url(page, "wijk") == "steyl"


def test_a_link_brings_the_area(page: Page) -> None:
    show(page, "/wijk?wijk=klingerberg")
    expect(page.locator("h2").first).to_have_text("Klingerberg")
    expect(box(page)).to_have_value("Klingerberg")
    expect(page.locator(".vd-finding")).to_contain_text(
        "Bij de meting van 2021 gaf Klingerberg een 6,4."
    )


def test_a_wrong_area_gives_a_notice_and_the_first_area(page: Page) -> None:
    show(page, "/wijk?wijk=%3Cb%3Eatlantis%3C/b%3E")
    assert "'<b>atlantis</b>' in de link is niet bekend" in notices(page)
    expect(page.locator("h2").first).to_have_text("Arcen en Lomm")


def test_next_and_previous_go_round(laptop: Page) -> None:
    page = laptop
    turn_to(page, "/wijk?wijk=vossener")
    page.get_by_role("button", name="Volgende wijk").click()
    expect(page.locator("h2").first).to_have_text("Arcen en Lomm")
    assert from_url(page, "wijk") == "arcen-en-lomm"
    page.get_by_role("button", name="Vorige wijk").click()
    expect(page.locator("h2").first).to_have_text("Vossener")
    page.get_by_role("button", name="Vorige wijk").click()
    expect(page.locator("h2").first).to_have_text("Venlo-Zuid")
    page.go_back()
    expect(page.locator("h2").first).to_have_text("Vossener")


def test_from_map_to_profile_the_area_stays(laptop: Page) -> None:
    page = laptop
    turn_to(page, "/?wijk=klingerberg")
    page.get_by_role("link", name="Naar het wijkprofiel").click()
    expect(page.locator("h1")).to_have_text("Wijk")
    expect(page.locator("h2").first).to_have_text("Klingerberg")


def test_combined_areas_show_their_parts(laptop: Page) -> None:
    page = laptop
    turn_to(page, "/wijk?wijk=blerick-noord-en-trade-port")
    parts = page.locator("table", has_text="Deze wijk bestaat uit meer dan één CBS-wijk")
    expect(parts.locator("tr", has_text="Blerick-Noord")).to_contain_text("57,9")
    expect(page.locator(".vd-tiles")).to_contain_text("91,9")


@pytest.fixture(scope="module")
def sheet(browser: Browser, local: str, memory_of: MemoryOf) -> Iterator[Page]:
    """One page as wide as a sheet of paper, to print many areas with."""
    page, watch = watched(browser, local, size=SHEET, memory=memory_of(local))
    show(page, "/wijk")
    yield page
    watch.close()
    assert watch.mishaps == []


def sheets(page: Page) -> int:
    """How many sheets of A4 a page fills in print."""
    page.wait_for_timeout(400)
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.0-9]* 84[12]", printed)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


@pytest.mark.parametrize("area", AREAS[::3])
def test_a_profile_fills_one_a4(sheet: Page, area: str) -> None:
    turn_to(sheet, f"/wijk?wijk={area}")
    assert from_url(sheet, "wijk") == area
    sheet.locator(".st-key-locator_box img").wait_for()
    assert sheets(sheet) == 1


def test_a_profile_on_a_laptop_fills_one_a4_too(laptop: Page) -> None:
    page = laptop
    turn_to(page, "/wijk?wijk=blerick-noord-en-trade-port")
    page.locator(".st-key-locator_box img").wait_for()
    assert sheets(page) == 1
    page.emulate_media(media="print")
    expect(page.locator(".st-key-history .stVegaLiteChart :is(canvas, svg)").first).to_be_visible()
    page.emulate_media(media="null")


def test_counting_sheets_sees_more_than_one(sheet: Page) -> None:
    turn_to(sheet, "/verantwoording?deel=betekenis")
    assert sheets(sheet) > 1


@pytest.mark.parametrize("path", ["/?wijk=klingerberg", "/wijk", "/doelen"])
def test_print_has_no_navigation_and_no_buttons(laptop: Page, path: str) -> None:
    page = laptop
    turn_to(page, path)
    controls = (
        "[data-testid=stHeader], [data-testid=stTopNav], .stButton, .stDownloadButton,"
        " .stSelectbox, .stPageLink, [data-testid=stSidebar], .stExpander, .stButtonGroup"
    )
    assert page.locator(controls).filter(visible=True).count() > 0
    page.emulate_media(media="print")
    assert page.locator(controls).filter(visible=True).count() == 0
    for text in (".vd-h1", ".vd-finding", ".vd-source"):
        expect(page.locator(text).first).to_be_visible()
    page.emulate_media(media="null")
    settled(page)


def test_print_has_no_heading_of_fields_that_are_not_on_paper(laptop: Page) -> None:
    turn_to(laptop, "/gegevens")
    headings = laptop.locator(".vd-h2").filter(visible=True)
    assert "Een meting of registratie inlezen" in headings.all_inner_texts()
    laptop.emulate_media(media="print")
    assert headings.all_inner_texts() == ["Ingelezen metingen", "Open data", "Logboek"]
    laptop.emulate_media(media="null")
    settled(laptop)


def test_print_of_a_theme_lays_no_chart_over_the_next_heading(laptop: Page) -> None:
    page = laptop
    show(page, "/digitale-criminaliteit-en-cybercrime?soort=cybercrime")
    expect(page.locator(".stVegaLiteChart")).to_have_count(2)
    page.wait_for_timeout(400)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    # The years of the axes, 2017 stands only there, and the heading of the figure below them.
    axis, heading = (find_on_paper(printed, text) for text in ("2017", "De aanpak"))
    assert axis[0] == heading[0], "on one sheet"
    assert axis[1] > heading[1], "the axis above the heading"
    page.emulate_media(media="print")
    title, answer = (page.locator(part).bounding_box() for part in (".vd-h1", ".vd-finding"))
    page.emulate_media(media="null")
    assert title is not None
    assert answer is not None
    assert answer["y"] >= title["y"] + title["height"] - 1, "the answer under the title"


def find_on_paper(printed: PdfReader, wanted: str) -> tuple[int, float]:
    """Return the sheet on which a text stands last, and how high from the foot of it."""
    found: list[tuple[int, float]] = []

    def note(
        sheet: int, text: str, outer: Sequence[float], inner: Sequence[float], *_: object
    ) -> None:
        if wanted in text:
            found.append((sheet, outer[3] * inner[5] + outer[5]))

    for number, sheet in enumerate(printed.pages):
        sheet.extract_text(visitor_text=partial(note, number))
    return found[-1]


def test_print_of_the_overview_is_one_sheet_with_map_list_and_card(visit: Visit) -> None:
    page = visit(size=(1366, 900))
    show(page, "/?wijk=klingerberg")
    check_print_of_the_overview(page)
    resize(page, (1920, 900))
    check_print_of_the_overview(page)


def check_print_of_the_overview(page: Page) -> None:
    assert sheets(page) == 1
    frame = leaflet(page).locator(".panes")
    wide, scale = frame.evaluate(
        "e => ['--wide', '--on-paper'].map(v => parseFloat(e.style.getPropertyValue(v)))"
    )
    page.emulate_media(media="print")
    expect(page.locator(".vd-area")).to_contain_text("Klingerberg")
    assert page.locator(".st-key-ranking label").filter(visible=True).count() >= 18
    # The map as it was drawn for the screen fits in its frame, and the list stands next to it.
    map_box, list_box = (
        page.locator(where).bounding_box()
        for where in (".st-key-map_row iframe", ".st-key-ranking")
    )
    assert map_box is not None
    assert list_box is not None
    assert 300 < wide * scale <= map_box["width"]
    assert list_box["x"] >= map_box["x"] + map_box["width"]
    scale_box = page.locator(".vd-scale").bounding_box()
    assert scale_box is not None
    foot = list_box["y"] + list_box["height"]
    assert abs(scale_box["y"] + scale_box["height"] - foot) <= 1, "the lines end with the list"
    page.emulate_media(media="null")


def test_no_sheet_of_a_page_has_a_blank_foot(laptop: Page) -> None:
    page = laptop
    show(page, "/doelen")  # without a chosen area, on none of them
    for path in ("/doelen", *(f"/{slug}" for slug in THEMES)):
        if path != "/doelen":
            turn_to(page, path)
        page.wait_for_timeout(400)
        printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
        feet = [find_foot(sheet) for sheet in printed.pages]
        assert len(feet) > 1, path
        # The last is as long as what is left.
        assert [foot for foot in feet[:-1] if foot > 0.2] == [], path


KINDS_TABLE = "Alle soorten per jaar"


def test_no_heading_and_no_last_line_stands_alone_on_a_sheet(visit: Visit, demo: str) -> None:
    page = visit(demo)
    show(page, "/doelen")
    for path, above, below, folded in (
        ("/doelen", "Hoeveel deelnemers", "Een wijk van", ""),
        (
            "/ondermijnende-criminaliteit",
            "Overige fraude",
            "gegevensversie",
            "Alle soorten per jaar",
        ),
    ):
        turn_to(page, path)
        if folded:
            unfold(page, folded)
            settled(page)
        charted(page)
        page.wait_for_timeout(400)
        printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
        assert find_on_paper(printed, above)[0] == find_on_paper(printed, below)[0], path


def find_foot(sheet: PageObject) -> float:
    """Return how high the lowest text stands on a sheet, as a share of its height."""
    heights: list[float] = []

    def note(text: str, outer: Sequence[float], inner: Sequence[float], *_: object) -> None:
        if text.strip():
            heights.append(outer[3] * inner[5] + outer[5])

    sheet.extract_text(visitor_text=note)
    return min(heights) / float(sheet.mediabox.height)
