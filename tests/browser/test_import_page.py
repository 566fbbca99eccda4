"""Gegevens with what people should not type, with the keyboard only, on paper, on a telephone."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, FilePayload, Page, expect

from tests.browser.conftest import Visit
from tests.browser.data_page import hand_in, notice, propose, publish, wave, withdraw
from tests.browser.reading import NARROW, WIDE, settled, show, still, tick, unfold
from tests.browser.reading import download as figure_file
from tests.browser.serving import serve
from tests.browser.test_every_page import violations
from tests.browser.test_keyboard import press, tab_to, type_in
from tests.browser.words import english, shown_texts
from tests.wave_files import WAVES, wave_file

pytestmark = pytest.mark.browser
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "`${alert(1)}`\\",
    "[klik](https://example.com) ![x](https://example.com/x.png) **vet** :red[rood] $x^2$",
    "'; DROP TABLE wave; --",
    "{{7*7}} {% raw %} %s %n",
    "../../etc/passwd",
    "&lt;b&gt; &amp;",
    "Zöe Z\u0336\u0336 🔥 İı ß",
)
HEADER = "wijk;meting;rapportcijfer"
NAME = "a';b`${alert(1)}`&lt;=1+1.csv"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app for an administrator at this machine, on a database of its own."""
    with serve(settings={"VAR_DIR": str(tmp_path_factory.mktemp("desk"))}) as url:
        yield url


@pytest.fixture
def page(visit: Visit, desk: str) -> Iterator[Page]:
    """The administrator; a dialog is a mishap that `visit` would not see."""

    def fail(dialog: Dialog) -> None:
        pytest.fail(dialog.message)

    opened = visit(desk)
    opened.on("dialog", fail)
    yield opened
    opened.remove_listener("dialog", fail)


def test_hostile_names_of_areas_are_text(page: Page) -> None:
    rows = [f'"{name}";2025;7,0' for name in HOSTILE]
    hand_in(page, "\n".join([HEADER, *rows]).encode(), name="meting.csv")
    told = page.locator(".vd-subtitle", has_text="is niet bekend").all_inner_texts()
    assert len(told) == len(HOSTILE)
    for row, (name, line) in enumerate(zip(HOSTILE, told, strict=True), start=2):
        assert line.startswith(f"Rij {row}: de wijk '{name[:60]}' is niet bekend.")
    assert page.locator(".stMain img, .stMain a, .stMain strong, .stMain .katex").count() == 0


def test_hostile_figures_are_escaped(page: Page) -> None:
    figures = (*HOSTILE[:3], "=1+1", "@SUM(A1)", "1e999", "NaN")
    rows = [f'Velden;2025;"{value}"' for value in figures]
    hand_in(page, "\n".join([HEADER, *rows]).encode(), name="meting.csv")
    table = page.get_by_role("region", name="Er is niets bewaard.")
    told = table.locator("td:nth-child(4)").all_inner_texts()
    assert {value.strip() for value in figures} <= set(told)


def test_a_hostile_file_and_note_are_text_on_the_way_to_the_public(page: Page) -> None:
    note = " ".join(HOSTILE)
    hand_in(page, wave_file(), name=NAME)
    page.get_by_role("textbox", name="Onderzoeksbureau of uitgever").fill(NAME)
    propose(page, note)
    expect(wave(page)).to_contain_text(f"Bestand: {NAME} (sha256")
    expect(wave(page)).to_contain_text(f"Toelichting bij het voorstel: {note}")
    publish(page, note=note)
    expect(page.get_by_role("region", name="De nieuwste")).to_contain_text(HOSTILE[0])
    for content in (download(page, "Heel het logboek als CSV"), of_overview(page)):
        assert formulas(content) == []
    show(page, "/verantwoording?deel=bronnen")
    expect(page.get_by_role("region", name="Alle bronnen")).to_contain_text(NAME)
    show(page, "/gegevens")
    withdraw(page, reason=note)
    expect(wave(page)).to_contain_text(f"Toelichting: {note}")


def download(page: Page, label: str) -> str:
    """Return a CSV file of the page."""
    with page.expect_download() as taken:
        page.get_by_role("button", name=label).first.click()
    return Path(taken.value.path()).read_text(encoding="utf-8-sig")


def of_overview(page: Page) -> str:
    """Return the file of the map, which names the source."""
    show(page, "/")
    expect(page.locator(".vd-source", has_text=NAME).first).to_be_visible()
    content = figure_file(page)[1].decode("utf-8-sig")
    assert NAME in content.replace('""', '"')
    return content


def formulas(content: str) -> list[str]:
    """Return the cells that a spreadsheet would run."""
    cells = [cell for row in csv.reader(io.StringIO(content), delimiter=";") for cell in row]
    assert len(cells) > 16
    return [c for c in cells if c.strip().startswith(("=", "+", "-", "@", "\t"))]


def test_every_stage_can_be_read_by_everybody(page: Page) -> None:
    hand_in(page, wave_file(names={"steyl": "Stijl"}) + b"\r\nVelden;2025;72;;;;", name="x.csv")
    expect(page.get_by_role("region", name="Er is niets bewaard.")).to_be_visible()
    in_order(page)
    refused: FilePayload = {"name": "x.exe", "mimeType": "text/plain", "buffer": b"MZ"}
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(refused)
    expect(page.get_by_test_id("stFileChip")).to_have_count(2)
    in_order(page)
    hand_in(page, wave_file(), name="metingen.csv")
    expect(page.get_by_text("Voorbeeld: dit verandert er")).to_be_visible()
    on_paper_stands_what_it_would_do_and_no_control(page)
    tick(page, "Dit is een verbeterde versie")
    in_order(page)
    propose(page, "")
    for part in ("Publiceren", "Intrekken"):
        unfold(page, part)
    expect(page.get_by_role("textbox", name="Reden")).to_be_visible()
    in_order(page)


def in_order(page: Page) -> None:
    """Check what axe finds, English, and scrolling sideways, on a telephone and on a laptop."""
    for width, height in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        in_order_at(page, width)


def in_order_at(page: Page, width: int) -> None:
    settled(page)
    # What is still unfolding covers a part of what stands in it.
    still(page)
    page.wait_for_timeout(300)
    # A run that began meanwhile makes pale what it has not come to yet.
    settled(page)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    assert violations(page) == [], width
    assert english(shown_texts(page)) == [], width
    wide = page.evaluate("() => document.querySelector('.stMain').scrollWidth - innerWidth")
    assert wide <= 0, width


def test_with_the_keyboard_only(page: Page) -> None:
    content = wave_file({"2025": WAVES["2025"]}, names={"steyl": "Wijk S", "velden": "Feldun"})
    file: FilePayload = {"name": "meting.csv", "mimeType": "text/csv", "buffer": content}
    show(page, "/gegevens")
    # A key is handled before what the browser is told just before it, so the file is awaited
    # from before the first Tab.
    with page.expect_file_chooser() as chooser:
        tab_to(page, "Kies een bestand$")
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    boxes = page.get_by_label(re.compile("^Welke wijk staat in rij"))
    expect(boxes).to_have_count(2)
    for row, answer in ((14, "Steyl"), (16, "Velden")):
        settled(page)
        type_in(page, f"^Welke wijk staat in rij {row}", answer)
        page.keyboard.press("Enter")
    settled(page)
    press(page, "^Deze namen kloppen", "Space")
    expect(page.get_by_role("button", name="Voorstellen")).to_be_visible()
    settled(page)
    type_in(page, "^Toelichting", "Met het toetsenbord.")
    press(page, "Voorstellen voor publicatie$")
    expect(notice(page, "staat klaar")).to_be_visible()
    settled(page)
    press(page, "Intrekken$")
    type_in(page, "^Reden", "Toch niet.")
    press(page, "Trek in$")
    expect(notice(page, "is ingetrokken")).to_be_visible()
    expect(wave(page)).to_contain_text("Toelichting: Toch niet.")


def on_paper_stands_what_it_would_do_and_no_control(page: Page) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    expect(page.get_by_role("region", name="Oud naast nieuw, meting 2025")).to_be_visible()
    controls = page.locator(".stMain").locator("button, input, textarea, summary")
    assert [c.inner_text() for c in controls.all() if c.is_visible()] == []
    expect(page.get_by_text("Wie de enquête deed, weet dit.")).to_be_hidden()
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.vd-scroll')]
            .filter(e => e.scrollWidth > e.clientWidth).map(e => e.ariaLabel)"""
    )
    assert cut == []
    page.emulate_media(media="null")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
