"""What somebody sees of a file that the server does not take: why, in Dutch."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from lib.web.core_routes import NO_SESSION
from tests.browser.reading import new_context, settled

pytestmark = pytest.mark.browser
FILE: FilePayload = {"name": "meting.csv", "mimeType": "text/csv", "buffer": b"wijk;cijfer"}
UPLOADS = "**/_stcore/upload_file/**"


@pytest.fixture
def page(browser: Browser, local: str) -> Page:
    """The page Gegevens; the errors on its console are meant, so nobody watches."""
    page = new_context(browser, local).new_page()
    page.goto("/gegevens")
    settled(page)
    return page


def choose_file(page: Page) -> None:
    page.get_by_test_id("stFileUploader").first.locator("input").set_input_files(FILE)


def test_an_upload_at_another_replica(page: Page) -> None:
    def send_elsewhere(route: Route) -> None:
        """Ask as another replica would be asked: by a session that it does not have."""
        before, _, file = route.request.url.rpartition("/")
        route.continue_(url=f"{before.rpartition('/')[0]}/elders/{file}")

    page.route(UPLOADS, send_elsewhere)
    # Of the kinds that are taken only for an answer that helps nothing stands there.
    uploader = page.get_by_test_id("stFileUploader").first
    expect(uploader).to_contain_text("(XLSX, ODS of CSV)")
    expect(uploader).not_to_contain_text(re.compile("PDF|NUMBERS"))
    choose_file(page)
    expect(page.get_by_test_id("stFileUploader").first).to_contain_text(NO_SESSION[1])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<html>413</html>", "Het bestand kwam niet aan (fout 413). Probeer het opnieuw."),
        (None, "Geen verbinding met de server. Probeer het opnieuw."),
    ],
)
def test_a_proxy_that_refuses_or_is_away(page: Page, html: str | None, text: str) -> None:
    def refuse(route: Route) -> None:
        if html is None:
            route.abort()
        else:
            route.fulfill(status=413, body=html, content_type="text/html")

    page.route(UPLOADS, refuse)
    choose_file(page)
    expect(page.get_by_test_id("stFileUploader").first).to_contain_text(text)
