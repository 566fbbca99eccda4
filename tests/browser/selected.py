"""What must be true once an area is chosen."""

import re

from playwright.sync_api import Page, expect

from tests.browser.reading import box, card, ranking


def expect_chosen(page: Page, area: str, name: str, *, shown: str | None = None) -> None:
    """Check that address, card, list and box name the area; `shown`: a text of its row."""
    expect(page).to_have_url(re.compile(rf"[?&]wijk={area}(&|$)"))
    expect(card(page).locator("h3")).to_have_text(name)
    row = ranking(page).locator("label:has(input:checked)")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(name)
    if shown is not None:
        expect(row).to_contain_text(shown)
    expect(box(page)).to_have_value(name)
