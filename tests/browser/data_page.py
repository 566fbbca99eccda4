"""What somebody does on Gegevens: hand in a file, propose, publish, withdraw."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import choose_in_box, settled, show, still

ALL = "alle metingen in het bestand"
# Problems, questions or a preview.
WHAT_COMES = re.compile("Er is niets bewaard|is niet bekend|Voorbeeld: dit verandert er")


def hand_in(page: Page, content: bytes, *, name: str) -> None:
    """Open the page and hand in a file with several waves."""
    show(page, "/gegevens")
    choose_in_box(page, ALL, label="Welke meting?")
    expect(page.locator(".st-key-template_csv")).to_have_count(0)
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_text(WHAT_COMES).first).to_be_visible()
    settled(page)


def propose(page: Page, note: str) -> None:
    """Propose what was handed in."""
    page.get_by_role("textbox", name="Toelichting").fill(note)
    page.get_by_role("button", name="Voorstellen voor publicatie").click()
    expect(notice(page, "staat klaar")).to_be_visible()
    settled(page)


def publish(page: Page, *, note: str, embargo: str = "") -> None:
    """Publish the newest wave."""
    part = wave(page)
    part.get_by_text("Publiceren").click()
    still(page)
    part.get_by_role("textbox", name="Toelichting").fill(note)
    part.get_by_role("textbox", name="Openbaar vanaf").fill(embargo)
    part.get_by_role("button", name="Publiceer").click()
    expect(notice(page, "is gepubliceerd")).to_be_visible()
    settled(page)


def withdraw(page: Page, *, reason: str) -> None:
    """Withdraw the newest wave."""
    part = wave(page)
    part.get_by_text("Intrekken").click()
    still(page)
    part.get_by_role("textbox", name="Reden").fill(reason)
    part.get_by_role("button", name="Trek in").click()
    expect(notice(page, "is ingetrokken")).to_be_visible()
    settled(page)


def wave(page: Page) -> Locator:
    """Return what the page shows of the newest wave."""
    return page.locator("[class*='st-key-wave_']:has(> *)").first


def notice(page: Page, text: str) -> Locator:
    """Return the notice with this text."""
    return page.locator(".vd-notice", has_text=text)
