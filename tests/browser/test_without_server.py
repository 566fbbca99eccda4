"""What a page says by itself while its server is away: in Dutch."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reading import new_context, show
from tests.browser.serving import serve

pytestmark = pytest.mark.browser


def test_the_words_of_a_lost_connection_are_dutch(browser: Browser, tmp_path: Path) -> None:
    with serve(settings={"VAR_DIR": str(tmp_path)}) as url:
        page = new_context(browser, url).new_page()
        show(page, "/uitvoering")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Geen verbinding", timeout=60_000)
    expect(dialog).to_contain_text("Het dashboard antwoordt niet.")
    expect(dialog.get_by_role("button", name="Sluit").first).to_be_visible()
    expect(page.get_by_text("Streamlit")).to_have_count(0)
    page.context.close()
