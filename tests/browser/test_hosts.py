"""A page that asks for this machine by another name is public: DNS rebinding."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.reading import WIDE, settled, watched
from tests.browser.serving import BROWSER_ARGS, browser_path, serve

pytestmark = pytest.mark.browser
ALIAS = "dashboard.example"


@pytest.fixture(scope="module")
def local_url() -> Iterator[str]:
    """A server for somebody at this very machine."""
    with serve() as url:
        yield url


@pytest.fixture(scope="module")
def renaming_browser() -> Iterator[Browser]:
    """A browser for which another name leads to this machine."""
    path = browser_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*BROWSER_ARGS, f"--host-resolver-rules=MAP {ALIAS} 127.0.0.1"],
        )
        yield browser
        browser.close()


def _footer(page: Page) -> str:
    page.goto("/uitvoering")
    settled(page)
    return page.locator(".vd-source").last.inner_text()


def test_another_host_name_is_public(renaming_browser: Browser, local_url: str) -> None:
    page, watch = watched(renaming_browser, local_url.replace("127.0.0.1", ALIAS), size=WIDE)
    assert "openbare weergave" in _footer(page)
    expect(page).to_have_title("Uitvoering · Veiligheid in Venlo")
    watch.close()
    assert watch.mishaps == []


def test_localhost_is_local(renaming_browser: Browser, local_url: str) -> None:
    page, watch = watched(renaming_browser, local_url.replace("127.0.0.1", "localhost"), size=WIDE)
    assert "interne weergave" in _footer(page)
    watch.close()
    assert watch.mishaps == []
