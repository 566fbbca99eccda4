"""An interpretation, from the menu under a figure to the page of everybody, by two accounts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import settled, show
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
TITLE, TEXT = "Een ruime wijk", "Het cijfer van deze wijk was 6,4. Er is nog geen nieuwe meting."


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).first.fill(text)
    page.keyboard.press("Tab")
    settled(page)


def write(page: Page) -> None:
    """Go from the figure of an area to the form, and propose what is written there."""
    show(page, "/wijk?wijk=klingerberg")
    page.locator(".st-key-tools_metingen-klingerberg").get_by_role(
        "button", name="Download"
    ).click()
    page.get_by_role("button", name="Schrijf een duiding").click()
    expect(page.get_by_label("Duiding, in twee of drie zinnen")).to_be_visible()
    settled(page)
    fill(page, "Titel", TITLE)
    fill(page, "Uw functie", "analist veiligheid")
    fill(page, "Duiding, in twee of drie zinnen", TEXT)
    expect(page.get_by_text("alle gekoppeld.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_text("De duiding is voorgesteld.")).to_be_visible()


def test_one_writes_another_agrees_and_it_stands_under_the_figure(
    browser: Browser, tmp_path: Path
) -> None:
    with with_sign_in(tmp_path, settings={"VAR_DIR": str(tmp_path / "var")}) as url:
        with visiting(browser, url) as editor:
            show(editor, "/verhaal")
            sign_in(editor, "redactie")
            write(editor)
        with visiting(browser, url) as police:
            show(police, "/uitvoering?deel=duiding")
            sign_in(police, "politie")
            show(police, "/uitvoering?deel=duiding")
            expect(police.get_by_text("Wacht op akkoord: 1")).to_be_visible()
            police.get_by_role("button", name="Geef akkoord").click()
            expect(police.get_by_text("staat nu bij de figuur")).to_be_visible()
            show(police, "/wijk?wijk=klingerberg")
            expect(police.get_by_text(f"Duiding: {TITLE}. {TEXT}")).to_be_visible()
        with visiting(browser, url) as visitor:
            show(visitor, "/wijk?wijk=klingerberg")
            settled(visitor)
            expect(visitor.get_by_text(TITLE)).to_have_count(0)
