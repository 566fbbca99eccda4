"""What somebody sees of a file that the server does not take: why, in Dutch."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Route, expect

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


def uploader(page: Page) -> Locator:
    return page.get_by_test_id("stFileUploader").first


def send_elsewhere(route: Route) -> None:
    """Ask as another replica would be asked: by a session that it does not have."""
    before, _, file = route.request.url.rpartition("/")
    route.continue_(url=f"{before.rpartition('/')[0]}/elders/{file}")


def refuse(route: Route) -> None:
    """Answer as a proxy that refuses."""
    route.fulfill(status=413, body="<html>413</html>", content_type="text/html")


def be_away(route: Route) -> None:
    """Answer nothing."""
    route.abort()


def test_what_is_told_of_a_file_that_was_not_taken(page: Page) -> None:
    # Of the kinds that are taken only for an answer that helps nothing stands there.
    expect(uploader(page)).to_contain_text("(XLSX, ODS of CSV)")
    expect(uploader(page)).not_to_contain_text(re.compile("PDF|NUMBERS"))
    for answer, told in (
        (send_elsewhere, NO_SESSION[1]),
        (refuse, "Het bestand kwam niet aan (fout 413). Probeer het opnieuw."),
        (be_away, "Geen verbinding met de server. Probeer het opnieuw."),
    ):
        expect(uploader(page)).not_to_contain_text(told)
        page.route(UPLOADS, answer)
        uploader(page).locator("input").set_input_files(FILE)
        expect(uploader(page)).to_contain_text(told)
        page.unroute(UPLOADS)
