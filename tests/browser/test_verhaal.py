"""A story, from a measure to the page that everybody may read, in the browsers of all of them."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from lib.catalog import Catalog
from lib.export.story.draw_pictures import PictureSize
from lib.store import add_measure, open_store
from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import NARROW, WIDE, everything, received, settled, show, unfold, watched
from tests.browser.test_every_page import violations
from tests.store.samples import EDITOR, MEASURE

pytestmark = pytest.mark.browser
TITLE = "Meer licht op het pad in Klingerberg"
WRONG = "In Klingerberg een 6,9."
OTHER = "In 2021 kreeg Klingerberg een 6,4."
RIGHT = "Bij de meting van 2021 gaf Klingerberg een 6,4."
CONTACT = "Team Veiligheid"
SEEN = "Op deze kaart ligt Klingerberg in het westen van Venlo."
PATH = "/verhalen/meer-licht-op-het-pad-in-klingerberg-1/"
PIXELS = {
    PictureSize.SQUARE: (1080, 1080),
    PictureSize.PORTRAIT: (1080, 1350),
    PictureSize.LANDSCAPE: (1200, 628),
    PictureSize.STORY: (1080, 1920),
    PictureSize.SLIDE: (1920, 1080),
}
SECONDS = 60_000
TRIES = 40
MOST_CLICKS = 12  # from a measure to its published story, besides typing


class App(NamedTuple):
    """A running app with one public measure, and the address of its store."""

    url: str
    store: str


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[App]:
    """The app on a database of its own."""
    home = tmp_path_factory.mktemp("verhaal")
    var = home / "var"
    var.mkdir()
    address = f"sqlite:///{var}/dashboard.sqlite3"
    store = open_store(address)
    add_measure(EDITOR, store, values=MEASURE | {"visibility": "openbaar"}, catalog=catalog)
    store.close()
    with with_sign_in(home, settings={"VAR_DIR": str(var)}) as url:
        yield App(url, address)


class People(NamedTuple):
    """Who is signed in, each in a browser of their own, and what they clicked on so far."""

    editor: Page
    admin: Page
    clicks: list[str]


@pytest.fixture(scope="module")
def people(app: App, browser: Browser) -> Iterator[People]:
    """An editor and an administrator, who come in by the page that they work on."""
    clicks: list[str] = []
    with visiting(browser, app.url) as editor, visiting(browser, app.url) as admin:
        for page, who in ((editor, "redactie"), (admin, "beheer")):
            count_clicks(page, clicks)
            show(page, "/verhaal")
            sign_in(page, who)
        yield People(editor, admin, clicks)


def count_clicks(page: Page, clicks: list[str]) -> None:
    """Note what is clicked on in a page, wherever it goes."""
    page.expose_function("noteClick", lambda text: clicks.append(str(text)))
    page.add_init_script(
        "addEventListener('click', e => e.isTrusted && e.detail"
        " && noteClick((e.target.innerText || '').slice(0, 40)), true)"
    )


def start(page: Page) -> None:
    """Go from the measure to its story."""
    show(page, "/uitvoering")
    unfold(page, "Vertel het verhaal bij een maatregel")
    page.get_by_test_id("stExpander").get_by_role("link", name=str(MEASURE["title"])).click()
    expect(page.get_by_role("heading", name="Verhaal", exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_label("Titel", exact=True)).to_have_value(str(MEASURE["title"]))
    expect(page.get_by_label("Waarom hier en nu", exact=True)).to_have_value(re.compile(RIGHT))


def fill(page: Page, label: str, text: str) -> None:
    """Type in a field, and leave it."""
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Tab")
    settled(page)


def write(page: Page) -> None:
    """Type a wrong number, see what is known, fix it with a click, and save the story."""
    fill(page, "Titel", TITLE)
    fill(page, "Waarom hier en nu", WRONG)
    expect(page.get_by_text("1 nog open: zo kan het niet online.")).to_be_visible()
    expect(page.locator("mark.vd-ref-open")).to_have_text("6,9")
    expect(page.get_by_text("Klingerberg, 2021: 6,4 (geen marge bekend).").first).to_be_visible()
    fill(page, "Waarom hier en nu", OTHER)
    page.get_by_role("button", name="Klingerberg, 2021: 6,4 (geen marge bekend)").first.click()
    expect(page.get_by_text("alle gekoppeld.")).to_be_visible()
    expect(page.locator("mark.vd-ref-open")).to_have_count(0)
    fill(page, "Waarom hier en nu", RIGHT)
    expect(page.get_by_text("alle gekoppeld.")).to_be_visible()
    fill(page, "Contact", CONTACT)
    page.get_by_label("Beschrijving van").fill(SEEN)
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_text("Verhaal 1 is bewaard als concept, versie 1.")).to_be_visible()
    settled(page)


def check_pictures(page: Page) -> None:
    """Make all pictures, and open the ZIP."""
    page.get_by_role("button", name="Maak alle beelden").click()
    button = page.get_by_role("button", name="Download alles (ZIP)")
    expect(button).to_be_visible(timeout=SECONDS)
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for form in ("png", "svg", "pdf"):
        made = [name for name in files if name.startswith(f"{form}/")]
        assert len(made) == 2 * len(PictureSize)  # of the map, and of the measure
        for size in PictureSize:
            assert sum(name.endswith(f"-{size}.{form}") for name in made) == 2
    for name, content in files.items():
        sizes = [size for size in PIXELS if name.endswith(f"-{size}.png")]
        if sizes:
            assert Image.open(io.BytesIO(content)).size == PIXELS[sizes[0]], name
    told = files["teksten.txt"].decode()
    for text in (TITLE, RIGHT, str(MEASURE["residents"])):
        assert text in told
    assert SEEN in files["alt-teksten.txt"].decode()
    assert "Opgehaald: 23 november 2026" in files["bronnen.txt"].decode()


def accessible(page: Page) -> None:
    """Let axe look, at both widths."""
    for width, height in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []


def only_what_is_kept(page: Page) -> None:
    """Nobody submits other words than they see."""
    fill(page, "Contact", "Ander team")
    expect(page.get_by_text("Wat u veranderde is nog niet bewaard.")).to_be_visible()
    expect(page.get_by_role("button", name="Leg voor")).to_have_count(0)
    fill(page, "Contact", CONTACT)


def step(page: Page, name: str, *, now: str) -> None:
    """Take a step with a story."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(f"Stand: {now}.")).to_be_visible()
    settled(page)


def until(page: Page, *, status: int) -> None:
    """Wait while the site still has what it had."""
    answers: list[int] = []
    while status not in answers and len(answers) < TRIES:
        answers.append(page.request.get(PATH).status)
        page.wait_for_timeout(250)
    assert answers[-1] == status


def read(page: Page) -> None:
    """Read the story as anybody, at both widths."""
    until(page, status=200)
    page.goto(PATH)
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    accessible(page)
    expect(page.locator("svg desc")).to_have_text(SEEN)
    text = page.locator("main").inner_text()
    for told in (RIGHT, CONTACT, str(MEASURE["residents"])):
        assert told in text
    expect(page.locator("script")).to_have_count(0)
    page.goto("/verhalen/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page).to_have_url(re.compile(f"{PATH}$"))


def look_closed(page: Page) -> str:
    """Visit as anybody what might tell of the story; return all that the browser got."""
    texts = []
    for path in ("/verhaal", "/uitvoering", "/wijk?wijk=klingerberg", "/verhaal?verhaal=1"):
        show(page, path)
        texts.append(everything(page))
    expect(page.get_by_role("heading", name="Geen toegang")).to_be_visible()
    page.goto("/verhalen/")
    texts.append(everything(page))
    assert page.request.get(PATH).status == 404
    return "\n".join(texts)


def withdraw(page: Page, visitor: Page) -> None:
    """Take the story from the internet; its address says so."""
    fill(page, "Toelichting bij deze stap, of reden", "De lampen hangen nog niet.")
    step(page, "Haal van het internet", now="ingetrokken")
    until(visitor, status=410)
    visitor.reload()  # for a minute a browser may show what it keeps
    expect(visitor.get_by_role("heading", name="Dit verhaal is er niet meer")).to_be_visible()


def test_from_a_measure_to_the_public_and_back(app: App, people: People, browser: Browser) -> None:
    editor, admin, _ = people
    start(editor)
    write(editor)
    check_pictures(editor)
    accessible(editor)
    only_what_is_kept(editor)
    step(editor, "Leg voor", now="voorgelegd")
    editor.get_by_role("button", name="Geef akkoord").click()
    expect(editor.locator(".vd-notice", has_text="schreef")).to_be_visible()
    expect(editor.get_by_role("button", name="Publiceer")).to_have_count(0)
    with visiting(browser, app.url) as visitor:
        said = received(visitor)
        heard = look_closed(visitor) + b"".join(said).decode(errors="ignore")
        for secret in (TITLE, CONTACT, "voorgelegd"):
            assert secret not in heard
        assert "2021" in heard
    show(admin, "/verhaal?verhaal=1")
    step(admin, "Geef akkoord", now="akkoord")
    step(admin, "Publiceer", now="gepubliceerd")
    visitor, watch = watched(browser, app.url, size=WIDE)
    read(visitor)
    show(visitor, "/wijk?wijk=klingerberg")
    expect(visitor.get_by_text("Wat we deden, en wat we erover vertelden")).to_be_visible()
    expect(visitor.get_by_role("link", name=TITLE)).to_have_attribute("href", PATH)
    assert watch.mishaps == []
    visitor.goto(PATH)
    withdraw(admin, visitor)
    watch.close()


def test_a_story_takes_at_most_twelve_clicks(people: People) -> None:
    editor, admin, clicks = people
    clicks.clear()
    start(editor)
    fill(editor, "Contact", CONTACT)
    editor.get_by_role("button", name="Bewaar als concept").click()
    expect(editor.get_by_text("is bewaard als concept, versie 1.")).to_be_visible()
    settled(editor)
    step(editor, "Leg voor", now="voorgelegd")
    expect(editor.get_by_role("link", name="Verhaal", exact=True)).to_be_visible()
    show(admin, "/verhaal")
    expect(admin.get_by_role("link", name="Verhaal (1)", exact=True)).to_be_visible()
    admin.get_by_role("link", name=str(MEASURE["title"])).click()
    step(admin, "Geef akkoord", now="akkoord")
    step(admin, "Publiceer", now="gepubliceerd")
    expect(admin.get_by_role("link", name="Bekijk het verhaal")).to_be_visible()
    fill(admin, "Toelichting bij deze stap, of reden", "Dit was een proef.")
    step(admin, "Haal van het internet", now="ingetrokken")
    # The last one only tidies up.
    assert 6 <= len(clicks) - 1 <= MOST_CLICKS, clicks
