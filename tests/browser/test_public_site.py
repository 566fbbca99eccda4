"""The public site in a browser: reached by anybody, accessible, and without anything that runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.catalog import Catalog
from lib.exhibits.exhibit import as_json
from lib.export.site.templates import LOCAL_URL
from lib.figures.layers.modes import map_layers
from lib.store import (
    add_measure,
    approve_story,
    load_stories,
    open_store,
    publish_story,
    submit_story,
    withdraw_story,
    write_story,
)
from tests.browser.reading import NARROW, WIDE, Watch, watched
from tests.browser.serving import serve
from tests.browser.test_every_page import violations
from tests.browser.words import english, shown_texts
from tests.export.site.samples import map_exhibit, public_board, trend_exhibit
from tests.store.samples import ADMIN, EDITOR, MEASURE, OTHER_EDITOR, STORY

pytestmark = pytest.mark.browser
PATH = "/verhalen/meer-licht-in-klingerberg-1/"
PAGES = ("/openbaar/", "/openbaar/raad/", "/verhalen/", PATH, f"{PATH}inbed/")


class Site(NamedTuple):
    """A running app with a published story, and the address of its store."""

    url: str
    store: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[Site]:
    """An app whose store already has a published story; it is withdrawn at the end."""
    var = tmp_path_factory.mktemp("public-site")
    address = f"sqlite:///{var}/dashboard.sqlite3"
    _publish(address, catalog)
    with serve(internal=False, settings={"VAR_DIR": str(var)}) as url:
        yield Site(url, address)


def _publish(address: str, catalog: Catalog) -> None:
    store, board = open_store(address), public_board()
    add_measure(EDITOR, store, values=MEASURE | {"visibility": "openbaar"}, catalog=catalog)
    exhibits = (map_exhibit(map_layers(board)["rapportcijfer"], of=board), trend_exhibit(board))
    values = STORY | {"figures": tuple({"figure": e.name} for e in exhibits)}
    seen = write_story(EDITOR, store, values=values, catalog=catalog)
    seen = approve_story(OTHER_EDITOR, store, seen=submit_story(EDITOR, store, seen=seen))
    publish_story(
        ADMIN, store, seen=seen, exhibits=[as_json(e) for e in exhibits], judge=lambda _: ()
    )
    store.close()


@pytest.fixture(params=PAGES)
def seen(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[tuple[str, Page, Watch]]:
    """Each page."""
    page, watch = watched(browser, site.url, size=WIDE)
    page.goto(request.param)
    yield request.param, page, watch
    watch.close()


def test_a_page_is_whole_accessible_and_runs_nothing(seen: tuple[str, Page, Watch]) -> None:
    path, page, watch = seen
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for size in (NARROW, WIDE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert violations(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        if path != PATH:  # which is in English too, and says so
            assert english(shown_texts(page)) == [], size
    # What is put in a page of somebody else says how high it is, and does nothing more.
    expect(page.locator("script")).to_have_count(int(path.endswith("/inbed/")))
    # Its style was let through by its hash.
    colour = page.evaluate("getComputedStyle(document.querySelector('a')).color")
    assert colour == "rgb(11, 79, 125)"
    assert watch.mishaps == []
    assert {url for url in watch.requests if not url.startswith("data:")} == {page.url}


def test_a_table_of_words_fits_a_telephone(browser: Browser, site: Site) -> None:
    page, watch = watched(browser, site.url, size=NARROW)
    page.goto("/openbaar/raad/")
    expect(page.get_by_role("rowheader", name=str(MEASURE["title"])).first).to_be_visible()
    for table in page.locator(".vd-scroll.vd-words").all():
        assert table.evaluate("found => found.scrollWidth <= found.clientWidth")
    watch.close()


def test_the_keyboard_reaches_the_story_and_its_table(browser: Browser, site: Site) -> None:
    page, watch = watched(browser, site.url, size=WIDE)
    page.goto("/openbaar/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.get_by_role("link", name="Meer licht in Klingerberg").click()
    expect(page).to_have_url(f"{site.url}{PATH}")
    expect(page.get_by_role("img", name="Rapportcijfer veiligheid eigen buurt")).to_be_visible()
    summary = page.get_by_text("De cijfers als tabel").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Klingerberg")).to_be_visible()
    assert watch.mishaps == []
    watch.close()


def test_printed_a_story_has_its_tables_and_no_navigation(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    page, watch = watched(browser, site.url, size=WIDE)
    page.goto(PATH)
    page.emulate_media(media="print")
    expect(page.get_by_role("rowheader", name="Klingerberg")).to_be_visible()
    expect(page.locator("nav").filter(visible=True)).to_have_count(0)
    expect(page.locator(".vd-embed pre")).to_be_hidden()
    page.pdf(path=tmp_path / "story.pdf", format="A4")
    watch.close()


def test_a_story_on_another_page_is_as_high_as_it_is(browser: Browser, site: Site) -> None:
    page, watch = watched(browser, site.url, size=WIDE)
    page.goto(PATH)
    snippet = (page.locator(".vd-embed pre").text_content() or "").replace(LOCAL_URL, site.url)
    page.route(
        "**/andere-site", lambda route: route.fulfill(content_type="text/html", body=snippet)
    )
    page.goto("/andere-site")
    for width in (1000, 360):
        page.set_viewport_size({"width": width, "height": 700})
        inside = page.frame_locator("iframe").locator("html")
        expect(inside.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_function(
            "() => { const f = document.querySelector('iframe'), d = f.contentDocument;"
            "const high = d.documentElement.getBoundingClientRect().height;"
            "return Math.abs(f.clientHeight - high) < 2 }"
        )
    watch.close()


def test_what_another_process_withdraws_is_gone(browser: Browser, site: Site) -> None:
    store = open_store(site.store)
    withdraw_story(
        ADMIN, store, seen=load_stories(ADMIN, store)[0], reason="de lampen hangen nog niet"
    )
    store.close()
    page, watch = watched(browser, site.url, size=WIDE)
    page.wait_for_timeout(3500)  # after so long nobody is given what there was before
    answer = page.goto(PATH)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("heading", name="Dit verhaal is er niet meer")).to_be_visible()
    assert violations(page) == []
    page.goto("/verhalen/")
    expect(page.get_by_text("Er is nog geen verhaal gepubliceerd.")).to_be_visible()
    watch.close()
