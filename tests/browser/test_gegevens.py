"""A wave from a file to the public and back, in the browsers of those who have a part in it."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from lib.catalog import load_catalog
from lib.intake import make_survey_template
from tests.browser.data_page import hand_in, notice, propose, publish, wave, withdraw
from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import (
    choose_in_box,
    download,
    everything,
    received,
    settled,
    show,
    still,
    tick,
    turn_to,
)
from tests.browser.serving import serve
from tests.wave_files import INDICATOR, ROOT, wave_file

pytestmark = pytest.mark.browser
FILE, TITLE = "enquete-2025.csv", "Bewonersonderzoek"
# Whatever the time of day, in whatever zone: the embargo lies between the two.
EMBARGO, LATER = "24-11-2026 23:00", "2026-11-26"
OLD, NEW = "Venlo gaf in 2021 een 7,2", "Venlo gaf in 2025 een 7,4"
# What the public may not get while it lasts, in whatever form.
SECRET = (TITLE, FILE, "import-1", NEW, "aandachtswijk", "@example.nl", "embargo")
PUBLIC_PAGES = (
    "/",
    "/doelen",
    "/wijk?wijk=klingerberg",
    "/verantwoording?deel=bronnen",
    "/gegevens",
)


MOST_CLICKS = 8
COUNT_CLICKS = """addEventListener('click', event => {
    if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0)
}, true)"""


class Apps(NamedTuple):
    """Two processes of the app on one database: today, with sign-in; and after the embargo."""

    today: str
    later: str


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    """The app twice."""
    home = tmp_path_factory.mktemp("home")
    var = {"VAR_DIR": str(home / "var")}
    with (
        with_sign_in(home, settings=var) as today,
        serve(internal=False, settings={**var, "TODAY": LATER}) as later,
    ):
        yield Apps(today, later)


class People(NamedTuple):
    """Who has signed in with the app of today, each in an own browser."""

    editor: Page
    admin: Page


@pytest.fixture(scope="module")
def people(browser: Browser, apps: Apps) -> Iterator[People]:
    """An editor and an administrator, whose clicks are counted."""
    with visiting(browser, apps.today) as editor, visiting(browser, apps.today) as admin:
        for page, who in ((editor, "redactie"), (admin, "beheer")):
            page.add_init_script(COUNT_CLICKS)
            show(page, "/uitvoering")
            sign_in(page, who)
        yield People(editor, admin)


def answer(page: Page, *, reads: str) -> None:
    """Open Overzicht, which answers with this sentence."""
    show(page, "/")
    expect(page.locator(".vd-finding")).to_contain_text(reads)


def prepare(page: Page) -> None:
    """Hand in a file with a misspelt area, answer the question, look, and propose."""
    hand_in(page, wave_file(names={"klingerberg": "Klingelberg"}), name=FILE)
    expect(page.get_by_text("is niet bekend. Bedoelde u Klingerberg?")).to_be_visible()
    expect(page.get_by_text("Voorbeeld: dit verandert er")).to_have_count(0)
    choose_in_box(page, "Klingerberg", label="Welke wijk staat in rij 4?")
    tick(page, "Deze namen kloppen")
    expect(page.get_by_text("Voorbeeld: dit verandert er")).to_be_visible()
    settled(page)
    lines = " ".join(page.locator(".vd-list").all_inner_texts())
    assert NEW in lines
    assert "Gemiddeld rapportcijfer: 7,4 in 2026." in lines
    assert "Elke wijk ten minste 6,7 in 2026." in lines
    table = page.get_by_role("region", name="Oud naast nieuw, meting 2025")
    row = table.locator("tr", has_text="Klingerberg").locator("th, td").all_inner_texts()
    assert row[:5] == ["Klingerberg", "6,5", "7,3", "+0,8", "aantoonbare stijging"]
    assert row[5:] == ["7,1 tot 7,5", "400"]  # margin and respondents stand next to each figure
    page.get_by_role("textbox", name="Titel").fill(TITLE)
    propose(page, "Zoals besproken.")
    expect(page.get_by_role("button", name="Publiceer")).to_have_count(0)


def read_all(page: Page) -> str:
    """Visit what the public may visit, take every download; return all of it."""
    texts = []
    show(page, "/")
    for path in PUBLIC_PAGES:
        if path != "/":
            turn_to(page, path)
        texts.append(everything(page))
        menus = page.locator("[class*='st-key-menu_']").count()
        texts += [download(page, figure=n)[1].decode("utf-8-sig") for n in range(menus)]
    return "\n".join(texts)


def found(secrets: tuple[str, ...], *, said: list[bytes], text: str) -> set[str]:
    """Return which secrets were in the websockets' frames or in a text."""
    frames = b"\n".join(said).lower()
    return {s for s in secrets if s.lower().encode() in frames or s.lower() in text.lower()}


def test_from_a_file_to_the_public_and_back(browser: Browser, apps: Apps, people: People) -> None:
    editor, admin = people
    with visiting(browser, apps.later) as public:
        prepare(editor)
        answer(editor, reads=OLD)
        show(admin, "/gegevens")
        publish(admin, note="Akkoord.", embargo=EMBARGO)
        expect(wave(admin)).to_contain_text("gepubliceerd, onder embargo")
        said = received(editor)
        answer(editor, reads=NEW)
        assert found(SECRET[:1], said=said, text="")
        the_public_gets_nothing_of_it(browser, apps.today)
        said = received(public)
        answer(public, reads=NEW)
        assert found(SECRET[:1], said=said, text="")
        withdraw(admin, reason="Verkeerd bestand.")
        expect(admin.get_by_role("region", name="De nieuwste 3 regels")).to_contain_text(
            "meting ingetrokken"
        )
        for page in (editor, public):
            answer(page, reads=OLD)


def filled_template() -> bytes:
    """Return the template of the newest wave with figures in it, as Dutch Excel saves it."""
    catalog = load_catalog(ROOT / "data", ROOT / "geo")
    empty = make_survey_template(catalog, indicator=INDICATOR, period="2025", form="csv")
    return empty.replace(b";2025;;;;;", b";2025;7,4;7,2;7,6;300;")


# Of what publishers and bureaus send, the layouts that hold what a wave needs: an area, a year and
# a rating. StatLine has title lines and padded numbers, Swing respondents and a code for
# what is secret. The tables of CBS itself stay apart from own waves; lists of registrations, of
# inhabitants, of scores and of metadata hold no wave: test_cases of intake has what each gets.
STATLINE_TABLE = """"Rapportcijfer; veiligheid; wijken"
"Onderwerp";"Perioden";"Wijken";"Rapportcijfer (gemiddeld)"
"Veiligheid; eigen buurt";"2025";"Steyl";"     7,4"
"Veiligheid; eigen buurt";"2025";"Klingerberg";"     6,9"
"""
SWING_TABLE = """Jaar;Geolevel;Geoitem;rapportcijfer_gemiddelde;n_ongewogen
2025;wijk;Klingerberg;7,3;184
2025;wijk;Steyl;-99996;3
2025;gemeente;Venlo;7,4;3.970
"""


def count_clicks(*pages: Page) -> int:
    return sum(int(page.evaluate("sessionStorage.clicks || 0")) for page in pages)


def read_understand_and_propose(page: Page, content: bytes) -> None:
    """From the open page: choose the file, see what it changes, name it, and propose it."""
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("stFileUploader").get_by_role("button").first.click()
    chooser.value.set_files(FilePayload(name=FILE, mimeType="text/csv", buffer=content))
    expect(page.get_by_text("Voorbeeld: dit verandert er")).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="Titel").click()
    page.keyboard.type(TITLE)
    page.get_by_role("button", name="Voorstellen voor publicatie").click()
    expect(notice(page, "staat klaar")).to_be_visible()
    settled(page)


def look_and_publish(page: Page) -> None:
    """From the open page: see what the wave changes, and publish it with a note."""
    part = wave(page)
    part.get_by_text("Publiceren").click()
    still(page)
    part.get_by_role("textbox", name="Toelichting").click()
    page.keyboard.type("Akkoord.")
    part.get_by_role("button", name="Publiceer").click()
    expect(notice(page, "is gepubliceerd")).to_be_visible()
    settled(page)


def test_a_wave_takes_at_most_eight_clicks(people: People) -> None:
    editor, admin = people
    for layout, content in (
        ("template", filled_template()),
        ("statline", STATLINE_TABLE.encode()),
        ("swing", SWING_TABLE.encode()),
    ):
        show(editor, "/gegevens")
        for page in people:
            page.evaluate("sessionStorage.clicks = 0")
        read_understand_and_propose(editor, content)
        show(admin, "/gegevens")
        look_and_publish(admin)
        clicks = count_clicks(*people) + 1  # and the file in the dialog of the computer
        assert 6 < clicks <= MOST_CLICKS, (layout, clicks)
        withdraw(admin, reason="Om te tellen.")


def the_public_gets_nothing_of_it(browser: Browser, url: str) -> None:
    """On a page, in its source, over the websocket, in a download."""
    with visiting(browser, url) as page:
        said = received(page)
        text = read_all(page)
        assert "periode;bron;opgehaald" in text
        assert found((OLD, *SECRET), said=said, text=text) == {OLD}
        expect(page.locator("h1")).to_have_text("Geen toegang")
