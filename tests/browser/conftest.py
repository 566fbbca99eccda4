"""A browser and two servers per worker, and visitors of whom every mishap is recorded."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.reading import WIDE, Memory, Watch, new_context, watched
from tests.browser.serving import BROWSER_ARGS, serve
from tools.find_programs import require_chromium

RERUNS = 1
MemoryOf = Callable[[str], Memory]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a browser's test that fails run once more: a busy machine may be late.

    The summary names it; a fault of the program fails twice.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))


class Visit(Protocol):
    """Open a new visitor's page; its mishaps fail the test at its end.

    Visitors share what the browser keeps of the server's files, unless one is a `stranger`.
    """

    def __call__(
        self,
        base: str | None = None,
        *,
        size: tuple[int, int] = WIDE,
        headers: dict[str, str] | None = None,
        stranger: bool = False,
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    path = require_chromium()
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


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Iterator[str]:
    """A server with fictitious figures: every kind per area, and two waves to compare."""
    with serve(data=demo_folder) as url:
        yield url


@pytest.fixture(scope="session")
def memory_of(browser: Browser) -> MemoryOf:
    """What the browser remembers between visits to a server, by the server's address."""
    return cache(lambda base: Memory(new_context(browser, base)))


@pytest.fixture
def visit(browser: Browser, memory_of: MemoryOf, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A function that opens visitors; none may see an error or make a request elsewhere."""
    watches: list[Watch] = []

    def open_page(
        base: str | None = None,
        *,
        size: tuple[int, int] = WIDE,
        headers: dict[str, str] | None = None,
        stranger: bool = False,
    ) -> Page:
        home = base or str(request.getfixturevalue("local"))
        memory = None if headers or stranger else memory_of(home)
        page, watch = watched(browser, home, size=size, headers=headers, memory=memory)
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
