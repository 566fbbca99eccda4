"""What is typed in a form survives a restart of the server and a reload, until it is saved.

What somebody else saved meanwhile is not lost by it. Nobody restarts the server more often than
needed: all forms are filled in before the same restart.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lib.catalog import Catalog
from lib.store import (
    Store,
    add_measure,
    change_agreement,
    change_measure,
    load_agreements,
    load_measures,
    load_stories,
    load_waves,
    open_store,
)
from tests.browser.conftest import Visit
from tests.browser.reading import new_context, settled, show, unfold
from tests.browser.serving import serve
from tests.store.samples import ADMIN, AGREEMENT, MEASURE, agreed, planned, proposed
from tools.run_server import find_free_port

pytestmark = pytest.mark.browser
TYPED, OTHER = "Wij hingen lampen op langs het pad.", "Tekst van een ander"
# The measure and the agreement that somebody else changes.
CHANGED = 2
REGISTER = "register"


class Form(NamedTuple):
    """A form: where it is, what is typed in it, what saves it, and what is stored then."""

    path: str
    part: str
    field: str
    save: str
    stored: Callable[[Store], list[str]]
    change: Callable[[Store, Catalog], object] | None = None


def change_measure_meanwhile(store: Store, catalog: Catalog) -> object:
    (seen,) = (m for m in load_measures(ADMIN, store) if m.number == CHANGED)
    values = MEASURE | {"title": OTHER}
    return change_measure(ADMIN, store, seen=seen, values=values, catalog=catalog)


def change_agreement_meanwhile(store: Store, catalog: Catalog) -> object:
    (seen,) = (a for a in load_agreements(ADMIN, store) if a.number == CHANGED)
    values = AGREEMENT | {"what": OTHER}
    return change_agreement(ADMIN, store, seen=seen, values=values, catalog=catalog)


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
        lambda store: [a.agreement.what for a in load_agreements(ADMIN, store) if a.number == 1],
    ),
    "wave": Form(
        "/gegevens",
        "Publiceren",
        "Toelichting",
        "Publiceer",
        lambda store: [w.note for w in load_waves(ADMIN, store)],
    ),
}
CHANGED_MEANWHILE = {
    "changed measure": Form(
        f"/uitvoering?maatregel={CHANGED}",
        "Maatregel wijzigen of beëindigen",
        "Titel",
        "Bewaar",
        lambda store: [m.measure.title for m in load_measures(ADMIN, store) if m.number == CHANGED],
        change_measure_meanwhile,
    ),
    "changed agreement": Form(
        f"/driehoek?afspraak={CHANGED}",
        "Afspraak wijzigen, of zien wat er eerder stond",
        "Wat spreken we af?",
        "Bewaar",
        lambda store: [
            a.agreement.what for a in load_agreements(ADMIN, store) if a.number == CHANGED
        ],
        change_agreement_meanwhile,
    ),
}
ALL_FORMS = FORMS | CHANGED_MEANWHILE


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
    """A store with public measures, agreements and a wave, which the server uses too."""
    opened = open_store(f"sqlite:///{folder}/dashboard.sqlite3")
    meeting = planned(opened)
    for _ in range(CHANGED):
        add_measure(ADMIN, opened, values=MEASURE | {"visibility": "openbaar"}, catalog=catalog)
        agreed(opened, meeting, catalog=catalog)
    proposed(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server(folder: Path, store: Store) -> Iterator[Server]:
    started = Server(folder)
    yield started
    started.stop()


class Restart:
    """Pages that were open when the server was restarted; each is given once."""

    def __init__(self, server: Server, browser: Browser, store: Store, catalog: Catalog) -> None:
        self._server, self._store, self._catalog = server, store, catalog
        self._context = new_context(browser, server.url)
        self._pages: dict[str, Page] = {}
        self._restart([*ALL_FORMS, REGISTER])

    def take(self, name: str) -> Page:
        """Return a page after the restart; a test that runs once more has a restart of its own."""
        if name not in self._pages:
            self._restart([name])
        page = self._pages.pop(name)
        page.bring_to_front()
        return page

    def open(self, path: str) -> Page:
        page = self._context.new_page()
        show(page, path)
        return page

    def close(self) -> None:
        self._context.close()

    def _restart(self, names: Iterable[str]) -> None:
        for name in names:
            form = ALL_FORMS.get(name)
            page = self._pages[name] = self.open(form.path if form else "/uitvoering")
            if form:
                open_form(page, form)
                find_field(page, form).fill(TYPED)
                if form.change:
                    form.change(self._store, self._catalog)
        self._server.stop()
        with ExitStack() as loading:
            # Each page loads itself again, since its session is gone.
            for page in self._pages.values():
                loading.enter_context(page.expect_navigation(timeout=60_000))
            self._server.start()


@pytest.fixture(scope="module")
def restart(server: Server, browser: Browser, store: Store, catalog: Catalog) -> Iterator[Restart]:
    begun = Restart(server, browser, store, catalog)
    yield begun
    begun.close()


def open_form(page: Page, form: Form) -> None:
    settled(page)
    if form.part:
        unfold(page, form.part)


def find_field(page: Page, form: Form) -> Locator:
    return page.get_by_role("textbox", name=form.field, exact=True).locator("visible=true").last


def save(page: Page, form: Form) -> None:
    page.get_by_role("button", name=form.save, exact=True).locator("visible=true").last.click()


@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_before_a_restart_is_on_the_screen_and_stored(
    name: str, store: Store, restart: Restart
) -> None:
    form, page = FORMS[name], restart.take(name)
    open_form(page, form)
    expect(page.locator(".vd-drafts")).to_contain_text("staat er weer")
    expect(find_field(page, form)).to_have_value(TYPED)
    page.get_by_role("button", name="Sluit", exact=True).click()
    if name == "new measure":
        page.get_by_role("textbox", name="Titel").locator("visible=true").first.fill("Licht")
        page.get_by_role("textbox", name="Begin").locator("visible=true").first.fill("2026")
    save(page, form)
    # Other notices stand on two of these pages before anything is saved.
    expect(page.locator(".st-key-done .vd-notice", has_text=" is ")).to_be_visible()
    settled(page)
    assert form.stored(store) == [TYPED]
    page.wait_for_function("text => !JSON.stringify(sessionStorage).includes(text)", arg=TYPED)
    page.close()


@pytest.mark.parametrize("name", CHANGED_MEANWHILE)
def test_what_another_saved_before_a_restart_is_not_overwritten(
    name: str, store: Store, restart: Restart
) -> None:
    form, page = CHANGED_MEANWHILE[name], restart.take(name)
    open_form(page, form)
    field = find_field(page, form)
    expect(field).to_have_value(TYPED)
    page.get_by_role("button", name="Sluit", exact=True).click()
    save(page, form)
    settled(page)
    newer = page.locator(".vd-notice", has_text="Een ander heeft dit intussen gewijzigd")
    expect(newer).to_contain_text(OTHER)
    refused = page.locator(".vd-notice", has_text="Uw wijziging is nog niet bewaard")
    expect(refused).to_contain_text(OTHER)
    expect(field).to_have_value(TYPED)
    assert form.stored(store) == [OTHER]
    # Who has seen it and saves again replaces it.
    save(page, form)
    settled(page)
    expect(page.locator(".vd-notice", has_text="is gewijzigd.")).to_be_visible()
    assert form.stored(store) == [TYPED]
    page.close()


def test_a_file_is_downloaded_after_a_restart(restart: Restart) -> None:
    page = restart.take(REGISTER)
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Register als CSV").click()
    assert str(MEASURE["title"]) in download.value.path().read_text("utf-8-sig")
    page.close()


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


# Last: who comes after it has no server.
def test_the_words_of_a_lost_connection_are_dutch(restart: Restart, server: Server) -> None:
    page = restart.open("/uitvoering")
    server.stop()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Geen verbinding", timeout=60_000)
    expect(dialog).to_contain_text("Het dashboard antwoordt niet.")
    expect(dialog.get_by_role("button", name="Sluit").first).to_be_visible()
    expect(page.get_by_text("Streamlit")).to_have_count(0)
    page.close()
