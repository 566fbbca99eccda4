"""The tasks of the README with the keyboard alone; bringing in a wave: `test_import_page`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import card, settled, show
from tests.browser.serving import serve

pytestmark = pytest.mark.browser
MEASURE = "Lichtmasten in Klingerberg"
# What has the focus is called by its label, else by the last line of its text.
NAME = """() => {
    const e = document.activeElement;
    if (!e.matches(':focus-visible')) return '';
    const named = e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || e.title || '';
    return named.trim();
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a database of its own."""
    folder: Path = tmp_path_factory.mktemp("keyboard")
    with serve(settings={"VAR_DIR": str(folder)}) as url:
        yield url


def tab_to(page: Page, name: str, *, most: int = 250) -> None:
    """Press Tab until what has the focus is called so, and shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.search(name, str(page.evaluate(NAME))):
            return
    pytest.fail(f"no way to '{name}' with the keyboard")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Go to something by its name and press a key on it."""
    tab_to(page, name)
    page.keyboard.press(key)


def type_in(page: Page, name: str, text: str) -> None:
    """Go to a field by its name and type in it."""
    tab_to(page, name)
    page.keyboard.type(text)


def test_a_meeting_can_be_held_with_the_keyboard_alone(visit: Visit, desk: str) -> None:
    page = visit(desk)
    plan_a_meeting(page)
    read_the_overview(page)
    hold_the_meeting(page)


def test_a_measure_and_its_story_can_be_written_with_the_keyboard_alone(
    visit: Visit, desk: str
) -> None:
    page = visit(desk)
    add_a_measure(page)
    write_its_story(page)


def add_a_measure(page: Page) -> None:
    show(page, "/uitvoering")
    press(page, "Maatregel toevoegen$")
    type_in(page, "^Titel$", MEASURE)
    type_in(page, r"^Wijken \(kies niets", "Klingerberg")
    page.keyboard.press("Enter")
    type_in(page, "^Begin", "2026-11")
    type_in(page, "^Wie ziet het", "openbaar")
    page.keyboard.press("Enter")
    type_in(page, "^Wat kunnen inwoners doen", "Meld een kapotte lamp.")
    press(page, "^Bewaar$")
    expect_focus_on_notice(page, "Maatregel 1 is toegevoegd.")


def write_its_story(page: Page) -> None:
    press(page, "Vertel het verhaal bij een maatregel$")
    press(page, MEASURE)
    expect(page.get_by_role("heading", name="Verhaal", exact=True)).to_be_visible()
    settled(page)
    type_in(page, "^Waarom hier en nu$", "Klingerberg gaf in 2021 een 6,4. ")
    type_in(page, "^Contact$", "Team Veiligheid")
    page.keyboard.press("Tab")
    settled(page)
    press(page, "^Rapportcijfer veiligheid eigen buurt, Klingerberg, 2021: 6,4")
    expect(page.locator("mark.vd-ref-bound", has_text="6,4")).to_be_visible()
    settled(page)
    press(page, "^Bewaar als concept$")
    expect_focus_on_notice(page, "Verhaal 1 is bewaard als concept, versie 1.")
    press(page, "^Leg voor$")
    expect(page.get_by_text("Stand: voorgelegd.")).to_be_visible()
    settled(page)


def expect_focus_on_notice(page: Page, text: str) -> None:
    """What was saved is said in sight, and the keyboard goes on from there."""
    settled(page)
    notice = page.locator(".vd-notice", has_text=text)
    expect(notice).to_be_in_viewport()
    expect(notice).to_be_focused()


def plan_a_meeting(page: Page) -> None:
    show(page, "/driehoek")
    press(page, "^Plan dit overleg")
    expect(page.get_by_text("is gepland.")).to_be_visible()
    settled(page)


def read_the_overview(page: Page) -> None:
    """Change the map, choose an area, open the table, download, and put it on the agenda."""
    show(page, "/")
    tab_to(page, "^Rapportcijfer$")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("kaart=afstand"))
    settled(page)
    type_in(page, "^Kies een wijk", "Steyl")
    page.keyboard.press("Enter")
    expect(card(page)).to_contain_text("Steyl")
    settled(page)
    press(page, "^Steyl", "ArrowUp")
    expect(card(page)).not_to_contain_text("Steyl")
    settled(page)
    press(page, "^Tabel")
    expect(page.locator("details[open] table").first).to_be_visible()
    press(page, "Download of agenda")
    expect(page.get_by_role("button", name="Excel", exact=True)).to_be_visible()
    settled(page)
    tab_to(page, "^CSV$")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
    press(page, "^Op de agenda van")
    expect(page.get_by_text("Dit is nu punt")).to_be_visible()
    settled(page)


def hold_the_meeting(page: Page) -> None:
    """Ask a question at an item, record an agreement, and present."""
    show(page, "/driehoek")
    type_in(page, "^Vraag bij punt 1", "Wat doen we hier samen?")
    page.keyboard.press("Enter")
    settled(page)
    press(page, "Afspraak vastleggen$")
    type_in(page, "^Wat spreken we af", "Extra toezicht bij de sporthal.")
    press(page, "^Bewaar$")
    expect(page.get_by_text("Afspraak 1 is vastgelegd.")).to_be_visible()
    settled(page)
    press(page, "Presenteer$")
    expect(page.get_by_text(re.compile(r"Driehoek · 1/"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"Driehoek · 2/"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".vd-slide")).to_have_count(0)
    settled(page)
    note_at_the_item(page)


def note_at_the_item(page: Page) -> None:
    """Record an agreement in the view of who leads the meeting, and leave it."""
    press(page, "Presenteer met notities$")
    expect(page.get_by_label("Wat spreken we af?")).to_have_count(1)
    type_in(page, "^Wat spreken we af", "Een keer per week langs de sporthal.")
    press(page, "^Leg vast$")
    expect(page.get_by_text("Afspraak 2 is vastgelegd.")).to_be_visible()
    expect(page.locator("textarea", has_text="langs de sporthal")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".vd-slide")).to_have_count(0)
    settled(page)
