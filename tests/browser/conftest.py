"""A browser and two servers per worker, and visitors of whom every mishap is recorded."""

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.reading import WIDE, Watch, watched
from tests.browser.serving import BROWSER_ARGS, browser_path, serve


class Visit(Protocol):
    """Open a new visitor's page; its mishaps fail the test at its end."""

    def __call__(
        self,
        base: str | None = None,
        *,
        size: tuple[int, int] = WIDE,
        headers: dict[str, str] | None = None,
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    path = browser_path()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def local() -> Iterator[str]:
    """A server for somebody at this very machine."""
    with serve() as url:
        yield url


@pytest.fixture(scope="session")
def public() -> Iterator[str]:
    """A server for everybody."""
    with serve(internal=False) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A function that opens visitors; none may see an error or make a request elsewhere."""
    watches: list[Watch] = []

    def open_page(
        base: str | None = None,
        *,
        size: tuple[int, int] = WIDE,
        headers: dict[str, str] | None = None,
    ) -> Page:
        home = base or str(request.getfixturevalue("local"))
        page, watch = watched(browser, home, size=size, headers=headers)
        watches.append(watch)
        return page

    yield open_page
    for watch in watches:
        watch.close()
    assert [mishap for watch in watches for mishap in watch.mishaps] == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """One visitor of the local server, on a laptop."""
    return visit()
