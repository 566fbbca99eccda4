"""What is typed in a form survives a restart of the server and a reload, until it is saved."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lib.catalog import Catalog
from lib.store import (
    Store,
    add_measure,
    load_agreements,
    load_measures,
    load_stories,
    load_waves,
    open_store,
)
from tests.browser.conftest import Visit
from tests.browser.reading import new_context, settled, show, unfold
from tests.browser.serving import serve
from tests.store.samples import ADMIN, MEASURE, agreed, planned, proposed
from tools.run_server import find_free_port

pytestmark = pytest.mark.browser
TYPED = "Wij hingen lampen op langs het pad."


class Form(NamedTuple):
    """A form: where it is, what is typed in it, what saves it, and what is stored then."""

    path: str
    part: str
    field: str
    save: str
    stored: Callable[[Store], list[str]]


FORMS = {
    "story": Form(
        "/verhaal?maatregel=1",
        "",
        "Waarom",
        "Bewaar als concept",
        lambda store: [s.story.why for s in load_stories(ADMIN, store)],
    ),
    "new measure": Form(
        "/uitvoering",
        "Maatregel toevoegen",
        "Wat kunnen inwoners doen?",
        "Bewaar",
        lambda store: [m.measure.residents for m in load_measures(ADMIN, store)][:1],
    ),
    "measure": Form(
        "/uitvoering?maatregel=1",
        "Maatregel wijzigen of beëindigen",
        "Wat kunnen inwoners doen?",
        "Bewaar",
        lambda store: [m.measure.residents for m in load_measures(ADMIN, store) if m.number == 1],
    ),
    "agreement": Form(
        "/driehoek?afspraak=1",
        "Afspraak wijzigen, of zien wat er eerder stond",
        "Wat spreken we af?",
        "Bewaar",
        lambda store: [a.agreement.what for a in load_agreements(ADMIN, store)],
    ),
    "wave": Form(
        "/gegevens",
        "Publiceren",
        "Toelichting",
        "Publiceer",
        lambda store: [w.note for w in load_waves(ADMIN, store)],
    ),
}


class Server:
    """The app on one address and one store; it can be stopped and started anew."""

    def __init__(self, folder: Path) -> None:
        self._port, self._settings = find_free_port(), {"VAR_DIR": str(folder)}
        self._running = ExitStack()
        self.url = self.start()

    def start(self) -> str:
        return self._running.enter_context(serve(port=self._port, settings=self._settings))

    def stop(self) -> None:
        self._running.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


@pytest.fixture(scope="module")
def store(folder: Path, catalog: Catalog) -> Iterator[Store]:
    """A store with a public measure, an agreement and a wave, which the server uses too."""
    opened = open_store(f"sqlite:///{folder}/dashboard.sqlite3")
    add_measure(ADMIN, opened, values=MEASURE | {"visibility": "openbaar"}, catalog=catalog)
    agreed(opened, planned(opened), catalog=catalog)
    proposed(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server(folder: Path, store: Store) -> Iterator[Server]:
    """A server that is stopped and started by each test, and runs between them."""
    started = Server(folder)
    yield started
    started.stop()


def open_form(page: Page, form: Form) -> None:
    settled(page)
    if form.part:
        unfold(page, form.part)


def find_field(page: Page, form: Form) -> Locator:
    return page.get_by_role("textbox", name=form.field, exact=True).locator("visible=true").last


@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_before_a_restart_is_on_the_screen_and_stored(
    name: str, store: Store, server: Server, browser: Browser
) -> None:
    form = FORMS[name]
    page = new_context(browser, server.url).new_page()
    show(page, form.path)
    open_form(page, form)
    find_field(page, form).fill(TYPED)
    server.stop()
    with page.expect_navigation(timeout=60_000):
        server.start()
    open_form(page, form)
    expect(page.locator(".vd-drafts")).to_contain_text("staat er weer")
    expect(find_field(page, form)).to_have_value(TYPED)
    page.get_by_role("button", name="Sluit", exact=True).click()
    if name == "new measure":
        page.get_by_role("textbox", name="Titel").locator("visible=true").first.fill("Licht")
        page.get_by_role("textbox", name="Begin").locator("visible=true").first.fill("2026")
    page.get_by_role("button", name=form.save, exact=True).locator("visible=true").last.click()
    # Other notices stand on two of these pages before anything is saved.
    expect(page.locator(".st-key-done .vd-notice", has_text=" is ")).to_be_visible()
    settled(page)
    assert form.stored(store) == [TYPED]
    page.wait_for_function("text => !JSON.stringify(sessionStorage).includes(text)", arg=TYPED)
    page.context.close()


def test_a_file_is_downloaded_after_a_restart(server: Server, browser: Browser) -> None:
    page = new_context(browser, server.url).new_page()
    show(page, "/uitvoering")
    server.stop()
    with page.expect_navigation(timeout=60_000):
        server.start()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Register als CSV").click()
    assert str(MEASURE["title"]) in download.value.path().read_text("utf-8-sig")
    page.context.close()


def test_what_was_typed_survives_a_reload_until_it_is_thrown_away(visit: Visit) -> None:
    page, form = visit(), FORMS["new measure"]
    show(page, form.path)
    open_form(page, form)
    find_field(page, form).fill(TYPED)
    page.reload()
    open_form(page, form)
    expect(find_field(page, form)).to_have_value(TYPED)
    with page.expect_navigation():
        page.get_by_role("button", name="Gooi weg wat ik typte").click()
    open_form(page, form)
    expect(find_field(page, form)).to_have_value("")
    expect(page.locator(".vd-drafts")).to_have_count(0)


def test_a_text_of_others_comes_back_without_a_notice_above_a_new_story(visit: Visit) -> None:
    page, field = visit(), "Tekst van een ander"
    show(page, "/verhaal")
    unfold(page, "Klopt dit? Plak een tekst van een ander, zoals een raadsvraag of een bericht")
    page.get_by_label(field).fill(TYPED)
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_label(field)).to_have_value(TYPED)
    expect(page.locator(".vd-drafts")).to_have_count(0)
