"""A form outlives a restart of the server: what somebody else saved meanwhile is not lost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.catalog import Catalog
from lib.store import (
    Store,
    add_measure,
    change_agreement,
    change_measure,
    load_agreements,
    load_measures,
    open_store,
)
from tests.browser.reading import new_context, settled, show, unfold
from tests.browser.serving import serve
from tests.store.samples import ADMIN, AGREEMENT, MEASURE, agreed, planned
from tools.run_server import find_free_port

pytestmark = pytest.mark.browser
OTHER, MINE = "Titel van een ander", "Mijn eigen titel"


class Form(NamedTuple):
    """A form that somebody has open: where it is, and what another saves meanwhile."""

    path: str
    part: str
    field: str
    change: Callable[[Store, Catalog], object]
    titles: Callable[[Store], list[str]]


def change_first_measure(store: Store, catalog: Catalog) -> object:
    values = MEASURE | {"title": OTHER}
    seen = load_measures(ADMIN, store)[0]
    return change_measure(ADMIN, store, seen=seen, values=values, catalog=catalog)


def change_first_agreement(store: Store, catalog: Catalog) -> object:
    values = AGREEMENT | {"what": OTHER}
    seen = load_agreements(ADMIN, store)[0]
    return change_agreement(ADMIN, store, seen=seen, values=values, catalog=catalog)


FORMS = {
    "measure": Form(
        "/uitvoering?maatregel=1",
        "Maatregel wijzigen of beëindigen",
        "Titel",
        change_first_measure,
        lambda store: [m.measure.title for m in load_measures(ADMIN, store)],
    ),
    "agreement": Form(
        "/driehoek?afspraak=1",
        "Afspraak wijzigen, of zien wat er eerder stond",
        "Wat spreken we af?",
        change_first_agreement,
        lambda store: [a.agreement.what for a in load_agreements(ADMIN, store)],
    ),
}


@pytest.fixture
def store(tmp_path: Path, catalog: Catalog) -> Iterator[Store]:
    """A store with one measure and one agreement, which the server uses too."""
    opened = open_store(f"sqlite:///{tmp_path}/dashboard.sqlite3")
    add_measure(ADMIN, opened, values=MEASURE, catalog=catalog)
    agreed(opened, planned(opened), catalog=catalog)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", FORMS)
def test_what_another_saved_before_a_restart_is_not_overwritten(
    name: str, store: Store, catalog: Catalog, browser: Browser, tmp_path: Path
) -> None:
    form, port = FORMS[name], find_free_port()
    settings = {"VAR_DIR": str(tmp_path)}
    with ExitStack() as servers:
        with serve(port=port, settings=settings) as url:
            page = new_context(browser, url).new_page()
            show(page, form.path)
            unfold(page, form.part)
            field = page.get_by_label(form.field).last
            field.fill(MINE)
            form.change(store, catalog)
        # The page loads itself again, since its session is gone.
        with page.expect_navigation(timeout=60_000):
            servers.enter_context(serve(port=port, settings=settings))
        settled(page)
        unfold(page, form.part)
        expect(field).to_have_value(MINE)
        page.get_by_role("button", name="Sluit", exact=True).click()
        press_save(page)
        newer = page.locator(".vd-notice", has_text="Een ander heeft dit intussen gewijzigd")
        expect(newer).to_contain_text(OTHER)
        refused = page.locator(".vd-notice", has_text="Uw wijziging is nog niet bewaard")
        expect(refused).to_contain_text(OTHER)
        expect(field).to_have_value(MINE)
        assert form.titles(store) == [OTHER]
        # Who has seen it and saves again replaces it.
        press_save(page)
        expect(page.locator(".vd-notice", has_text="is gewijzigd.")).to_be_visible()
        assert form.titles(store) == [MINE]
        page.context.close()


def press_save(page: Page) -> None:
    page.get_by_test_id("stFormSubmitButton").get_by_text("Bewaar").last.click()
    settled(page)
