"""A meeting of the driehoek, from preparing it to the files that go on the table."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation
from pypdf import PdfReader

from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import (
    NARROW,
    WIDE,
    drawn,
    everything,
    open_menu,
    received,
    settled,
    show,
    tick,
    unfold,
)

pytestmark = pytest.mark.browser
DAY = "4 januari 2027"
AGREED = ("Extra toezicht bij de sporthal.", "Bewoners vertellen over de aanpak.")
QUESTION = "Wat doen we hier samen?"
NEXT_KEYS = ("ArrowRight", "PageDown") * 3
# Pages, and what is on the agenda of each: the title of its first figure.
PICKED = {
    "/?kaart=afstand": "Afstand tot de ondergrens van 6,7, meting 2021",
    "/doelen": "Gemiddeld rapportcijfer",
    "/wijk?wijk=klingerberg": "Klingerberg naast de gemeente en drie andere wijken",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a database of its own."""
    home = tmp_path_factory.mktemp("driehoek")
    with with_sign_in(home, settings={"VAR_DIR": str(home / "var")}) as url:
        yield url


def plan(page: Page) -> None:
    show(page, "/driehoek")
    page.get_by_role("button", name="Plan dit overleg").click()
    expect(page.get_by_text(f"Het overleg van {DAY} is gepland.")).to_be_visible()


def put(page: Page, path: str) -> None:
    """Open a page, and put its first figure on the agenda."""
    show(page, path)
    open_menu(page)
    page.get_by_role("button", name=f"Op de agenda van {DAY}").click()
    expect(page.get_by_text(f"van {DAY}.")).to_be_visible()


def agree(page: Page, text: str, *, number: int) -> None:
    unfold(page, "Afspraak vastleggen")
    page.get_by_label("Wat spreken we af?").first.fill(text)
    page.get_by_test_id("stFormSubmitButton").get_by_text("Bewaar").first.click()
    expect(page.get_by_text(f"Afspraak {number} is vastgelegd.")).to_be_visible()
    settled(page)


def present(page: Page) -> list[str]:
    """Go through the presentation by keyboard; return the headings."""
    page.get_by_role("button", name="Presenteer", exact=True).click()
    heading = page.locator(".vd-slide h1")
    found = []
    for place, key in enumerate((*NEXT_KEYS, ""), start=1):
        expect(page.get_by_text(f"Driehoek · {place}/7")).to_be_visible()
        found.append(heading.inner_text())
        if key:
            page.keyboard.press(key)
    page.keyboard.press("Home")
    expect(page.get_by_text("Driehoek · 1/7")).to_be_visible()
    expect(page.locator("header[data-testid=stHeader]")).to_be_hidden()
    nothing_lies_on_the_source(page)
    page.keyboard.press("Escape")
    expect(page.locator(".vd-slide")).to_have_count(0)
    settled(page)
    return found


def nothing_lies_on_the_source(page: Page) -> None:
    """Look on a telephone: the buttons stand under the text."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    source = page.locator(".vd-slide-source").bounding_box()
    buttons = page.locator(".st-key-present_controls").bounding_box()
    assert source is not None
    assert buttons is not None
    assert source["y"] + source["height"] <= buttons["y"]
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def download(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def slide_texts(content: bytes) -> list[str]:
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in Presentation(io.BytesIO(content)).slides
    ]


def test_a_meeting_from_agenda_to_files(app: str, browser: Browser) -> None:
    with visiting(browser, app) as page:
        show(page, "/driehoek")
        sign_in(page, "politie")
        plan(page)
        for path in PICKED:
            put(page, path)
        show(page, "/driehoek")
        items = page.locator(".vd-item a")
        for item, title in zip(items.all_inner_texts(), PICKED.values(), strict=True):
            assert title in item
        page.get_by_label("Vraag bij punt 2").fill(QUESTION)
        page.keyboard.press("Enter")
        settled(page)
        page.get_by_role("button", name="Omhoog: punt 3").focus()
        page.keyboard.press("Enter")
        settled(page)
        expect(page.get_by_label("Vraag bij punt 3")).to_have_value(QUESTION)
        expect(page.get_by_role("button", name="Omhoog: punt 2")).to_be_focused()
        page.get_by_role("button", name="Omlaag: punt 2").click()
        # While the page is made anew the former field is still there.
        settled(page)
        expect(page.get_by_label("Vraag bij punt 2")).to_have_value(QUESTION)
        for number, text in enumerate(AGREED, start=1):
            agree(page, text, number=number)
        on_paper(page)
        headings = present(page)
        assert headings[0] == "2 open afspraken, geen daarvan te laat."
        assert "tekort van hoogstens 0,5 punt" in headings[2]
        check_files(page)
        close(page)
        check_files(page)


def on_paper(page: Page) -> None:
    """Print the page: what was filled in stands there, and nothing to fill in."""
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    told = " ".join("".join(p.extract_text() for p in printed.pages).split())
    for text in (*AGREED, QUESTION):
        assert text in told, text
    for text in ("Waar moet het over gaan?", "Lijsten van de politie", "Bewaar"):
        assert text not in told, text


def check_files(page: Page) -> None:
    """Open the files and find what is on the screen."""
    page.get_by_role("button", name="Verslag").click()
    name, content = download(page, "PDF")
    assert name == "venlo-driehoek-2027-01-04.pdf"
    told = "".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
    flat = " ".join(told.split())
    for text in (*PICKED.values(), *AGREED, QUESTION, "INTERN", "Opgehaald:", "Klingerberg"):
        assert text in flat, text
    assert len(list(PdfReader(io.BytesIO(content)).pages)) > 1
    name, content = download(page, "PowerPoint")
    assert name == "venlo-driehoek-2027-01-04.pptx"
    slides = slide_texts(content)
    assert any(QUESTION in text for text in slides)
    assert any("tekort van hoogstens 0,5 punt" in text for text in slides)
    page.keyboard.press("Escape")


def close(page: Page) -> None:
    """Close the meeting: what was shown then stays."""
    unfold(page, "Overleg plannen of afsluiten")
    page.get_by_label(f"Waarom sluit u af voor {DAY}?").fill("Dit is een proef.")
    tick(page, "Het overleg is geweest.")
    page.get_by_role("button", name="Sluit het overleg af").click()
    expect(page.get_by_text("Het overleg is afgesloten.", exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_label("Vraag bij punt 1")).to_have_count(0)
    assert "overleg=2027-01-04" in page.url
    for now in ("Afspraak vastleggen", "Afspraak wijzigen", "Stijgers en dalers"):
        expect(page.get_by_text(now)).to_have_count(0)
    expect(page.get_by_text("kan bij een overleg dat nog komt")).to_be_visible()


@pytest.mark.parametrize("who", ["", "redactie"])
def test_nobody_else_reaches_any_of_it(app: str, browser: Browser, who: str) -> None:
    """Runs after the meeting was made: there is something to find."""
    with visiting(browser, app) as page:
        said = received(page)
        if who:
            show(page, "/driehoek")
            sign_in(page, who)
        else:
            show(page, "/")
        # Where one comes back from signing in.
        drawn(page)
        assert "Geen toegang" not in page.locator("h1").all_inner_texts()
        open_menu(page)
        assert "Op de agenda" not in everything(page)
        for query in ("", "?presentatie=1&overleg=2027-01-04", "?presentatie=1"):
            show(page, f"/driehoek{query}")
            expect(page.get_by_role("heading", name="Geen toegang")).to_be_visible()
        heard = b"".join(said).decode(errors="ignore")
        for secret in (*AGREED, QUESTION, DAY):
            assert secret not in heard
        assert "2021" in heard
