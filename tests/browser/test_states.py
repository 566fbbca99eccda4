"""What opens on a page: menus, the presentation, forms; looked at by axe and in own colours."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import NARROW, WIDE, open_menu, settled, still, unfold
from tests.browser.senses import FAINT_ON_OWN_COLOURS, find_small_targets, find_too_wide
from tests.browser.test_every_page import violations
from tests.browser.words import english, shown_texts

pytestmark = pytest.mark.browser


def open_files(page: Page) -> None:
    page.get_by_role("button", name="Briefing").click()
    expect(page.get_by_text("Met een tweede blad")).to_be_visible()


def open_navigation(page: Page) -> None:
    """On a telephone the menu folds out; on a laptop it stands there."""
    if page.viewport_size == {"width": NARROW[0], "height": NARROW[1]}:
        # By key: a click is tried again where the menu that folds out covers its button.
        page.get_by_role("button", name="Open het menu").press("Enter")
    expect(page.get_by_role("link", name="Uitvoering", exact=True).first).to_be_visible()


def start_presentation(page: Page) -> None:
    page.get_by_role("button", name="Presenteer").click()
    expect(page.locator(".vd-slide-figure img, .vd-slide-figure svg").first).to_be_visible()


# What opens, and where: the last of each page covers it.
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
    # Last: Streamlit remembers that it is open.
    "navigation": ("/", open_navigation),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["laptop", "telephone"])
def test_what_opens_is_for_everybody(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(size=size)
    wrong = {}
    for name, (path, act) in STATES.items():
        page.goto(path)
        if "presentatie" in path:
            expect(page.locator(".vd-slide")).to_be_visible()
        else:
            settled(page)
        act(page)
        still(page)
        page.wait_for_timeout(300)
        found = [*violations(page), *english(shown_texts(page))]
        # A presentation has keys with a button that nobody sees.
        found += [t for t in find_small_targets(page) if not re.search("Page|Home|End", t)]
        page.emulate_media(forced_colors="active", color_scheme="dark")
        found += [f"faint: {text}" for text in page.evaluate(FAINT_ON_OWN_COLOURS)]
        page.emulate_media(forced_colors="none", color_scheme="light")
        if not page.locator(".vd-slide").count():
            found += find_too_wide(page)
        if found:
            wrong[name] = found
    assert wrong == {}
