"""What opens on a page: menus, the presentation, forms; looked at by axe and in own colours."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.access import LOCAL
from lib.board import Board
from lib.catalog import Catalog
from lib.exhibits.exhibit import as_json
from lib.exhibits.goals import goal_progress
from lib.store import add_agenda_item, open_store
from tests.browser.conftest import Visit
from tests.browser.read_aloud import describe_page
from tests.browser.reading import NARROW, WIDE, open_menu, settled, still, unfold
from tests.browser.senses import (
    find_faint,
    find_small_targets,
    find_too_wide,
    find_weak_rings,
)
from tests.browser.serving import TODAY, serve
from tests.browser.test_every_page import violations, violations_in_frames
from tests.browser.words import english, shown_texts
from tests.store.samples import DRIEHOEK, ITEM, agreed, planned

pytestmark = pytest.mark.browser


def see_menu(page: Page) -> None:
    expect(page.get_by_role("button", name="Excel", exact=True)).to_be_visible()


def see_files(page: Page) -> None:
    expect(page.get_by_text("Met een tweede blad")).to_be_visible()


def open_files(page: Page) -> None:
    page.get_by_role("button", name="Briefing").click()
    see_files(page)


def see_navigation(page: Page) -> None:
    """On a laptop the menu stands there."""
    expect(page.get_by_role("link", name="Uitvoering", exact=True).first).to_be_visible()


def open_navigation(page: Page) -> None:
    """On a telephone the menu folds out."""
    # By key: a click is tried again where the menu that folds out covers its button.
    page.get_by_role("button", name="Open het menu").press("Enter")
    see_navigation(page)


def see_long_titles(page: Page) -> None:
    """On a telephone a title of the agenda has a line of its own."""
    widths = page.locator(".vd-item").evaluate_all("es => es.map(e => e.clientWidth)")
    assert min(widths) > 200


def start_presentation(page: Page) -> None:
    page.get_by_role("button", name="Presenteer").click()
    expect(page.locator(".vd-slide-figure img, .vd-slide-figure svg").first).to_be_visible()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[str]:
    """The app with a meeting of the driehoek: a figure on its agenda, and a late agreement."""
    folder = tmp_path_factory.mktemp("states")
    store = open_store(f"sqlite:///{folder}/dashboard.sqlite3")
    meeting = planned(store, days=14)
    board = Board(catalog, LOCAL, dt.date.fromisoformat(TODAY), "test")
    figure = as_json(goal_progress(board, board.goals[0]))
    add_agenda_item(DRIEHOEK, store, meeting=meeting.number, values=ITEM, exhibit=figure)
    agreed(store, meeting, catalog, due=dt.date(2026, 11, 1))
    store.close()
    with serve(settings={"VAR_DIR": str(folder)}) as url:
        yield url


def unfold_driehoek(page: Page) -> None:
    """Open every form of the page: planning, agreements, the police's list."""
    for title in (
        "Overleg plannen of afsluiten",
        "Afspraak vastleggen",
        "Afspraak wijzigen, of zien wat er eerder stond",
    ):
        unfold(page, title)
    expect(page.get_by_label("Wat spreken we af?").nth(1)).to_be_visible()
    expect(page.get_by_label("Vraag bij punt 1")).to_be_visible()
    see_long_titles(page)


# What opens, and where.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "menu of the figure": ("/?wijk=klingerberg", open_menu),
    "files of the page": ("/", open_files),
    "presentation": ("/", start_presentation),
    "dark presentation": ("/?presentatie=1&licht=donker", lambda _: None),
    "scenario": ("/doelen?voorbeeld=overal:0.2&weging=inwoners", lambda _: None),
    "approach": ("/maatschappelijke-onrust-en-overlast?deel=aanpak", lambda _: None),
    "background": ("/maatschappelijke-onrust-en-overlast?deel=achtergrond", lambda _: None),
    "form of a measure": ("/uitvoering", lambda page: unfold(page, "Maatregel toevoegen")),
    "tasks": ("/uitvoering?deel=taken", lambda _: None),
    "agenda and forms of the driehoek": ("/driehoek", unfold_driehoek),
    "presenter": ("/driehoek?presentatie=regie&dia=2", lambda _: None),
    "navigation": ("/", see_navigation),
}
# What stands there, or is done, on a telephone, which comes after the laptop.
ON_TELEPHONE: dict[str, Callable[[Page], None]] = {
    "menu of the figure": see_menu,
    "files of the page": see_files,
    "agenda and forms of the driehoek": see_long_titles,
    "navigation": open_navigation,
}

# Where the Tab key comes past what only opens here.
WITH_FORMS = {"form of a measure", "agenda and forms of the driehoek", "presenter", "scenario"}


@pytest.mark.parametrize("name", STATES)
def test_what_opens_is_for_everybody(visit: Visit, desk: str, name: str) -> None:
    """On a laptop, and in the same window as narrow as a telephone."""
    path, act = STATES[name]
    page, wrong = visit(desk), {}
    page.goto(path)
    if "presentatie" in path:
        expect(page.locator(".vd-slide")).to_be_visible()
    else:
        settled(page)
    act(page)
    wrong["laptop"] = look(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    if name in ON_TELEPHONE:
        ON_TELEPHONE[name](page)
    wrong["telephone"] = look(page)
    if name in WITH_FORMS:
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        wrong["keyboard"] = find_weak_rings(page)
    assert {where: found for where, found in wrong.items() if found} == {}


def look(page: Page) -> list[str]:
    """Return what is wrong with what stands there."""
    still(page)
    page.wait_for_timeout(300)
    found = [*violations(page), *violations_in_frames(page), *english(shown_texts(page))]
    # Marks of Markdown are no part of a name.
    found += [n for n in describe_page(page).splitlines() if re.search(r"[*`]\w", n)]
    # A presentation has keys with a button that nobody sees.
    found += [t for t in find_small_targets(page) if not re.search("Page|Home|End", t)]
    page.emulate_media(forced_colors="active", color_scheme="dark")
    found += [f"faint: {text}" for text in find_faint(page)]
    page.emulate_media(forced_colors="none", color_scheme="light")
    if not page.locator(".vd-slide").count():
        found += find_too_wide(page)
    return found
