"""What the map shows per mode, what loads when, and the file behind it."""

import csv
import io

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import (
    NARROW,
    click_map,
    download,
    leaflet,
    ranking,
    settled,
    shapes,
    show,
    watched,
)
from tests.browser.selected import expect_chosen

pytestmark = pytest.mark.browser
# Of each mode: what is in its legend, where circles have no classes; the row and map label of
# Klingerberg.
MODES = {
    "rapportcijfer": ("Rapportcijfer", "6,7 tot 7,4", "6,4", "▼6,4"),
    "afstand": ("Afstand tot 6,7", "onder de ondergrens", "−0,3", "▼−0,3"),
    "misdrijven": ("Misdrijven", "stippellijn", "143", "143"),
    "misdrijven-per-1000": ("Per 1.000", "minder dan 40", "37,2", "37,2"),
}
CHARTS = ("vega", "arrowvegalite", "altair")


def test_the_first_click_counts_though_the_map_is_cut_off(visit: Visit) -> None:
    """Focus on a map that is partly out of view must not make the page jump under the mouse."""
    page = visit(size=(1366, 720))
    show(page, "/")
    click_map(page, "steyl")
    expect_chosen(page, "steyl", "Steyl")


def test_each_mode_has_its_own_legend_values_and_file(page: Page) -> None:
    show(page, "/?kaart=afstand")
    for mode, (label, band, value, written) in MODES.items():
        page.get_by_role("radio", name=label, exact=True).click()
        expect(page.locator(".vd-legend")).to_contain_text(band)
        expect(page.get_by_role("radio", name=label, exact=True)).to_be_checked()
        expect(page).to_have_url(f"{page.url.split('?')[0]}?kaart={mode}")
        row = ranking(page).locator("label", has_text="Klingerberg")
        expect(row).to_contain_text(value)
        places = leaflet(page).locator(".area-label").get_by_text(written, exact=True)
        expect(places).not_to_have_count(0)
        expect(shapes(page)).to_have_count(18)
        settled(page)
        check_file(page, mode)
    # One without two waves is not offered.
    expect(page.get_by_role("radio", name="Verandering")).to_have_count(0)


def test_no_chart_code_is_loaded_for_the_map(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.lower()))
    show(page, "/")
    assert [url for url in asked if any(name in url for name in CHARTS)] == []
    asked.clear()
    show(page, "/doelen")
    page.locator(".stVegaLiteChart").first.wait_for()
    # The same words do find the chart code where there is a chart.
    assert [url for url in asked if any(name in url for name in CHARTS)]


def _screen_table(page: Page, title: str) -> dict[str, list[str]]:
    page.get_by_text(f"Tabel: {title}").first.click()
    rows = page.locator("table.vd-table", has_text=title).first.locator("tbody tr")
    expect(rows.first).to_be_visible()
    found = rows.evaluate_all("es => es.map(e => [...e.children].map(c => c.innerText.trim()))")
    return {row[0]: row[1:] for row in found}


def check_file(page: Page, mode: str) -> None:
    """The file of the map has the figures of the screen."""
    name, content = download(page)
    assert name == f"venlo-overzicht-{mode}-2026-11-23.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 18
    assert mode != "rapportcijfer" or "Klingerberg;6,4;" in text
    column = MODES[mode][0].lower()
    title = page.locator(".vd-h2").first.inner_text()
    shown = _screen_table(page, title)
    assert set(shown) == {row["wijk"] for row in rows}
    for row in rows:
        assert row["bron"]
        assert row["periode"]
        assert set(row["opgehaald"].split(", ")) <= {"23 november 2026", "28 november 2026"}
        assert "." not in row[column]
        on_screen = shown[row["wijk"]][0].replace(".", "").replace("−", "-").replace(",", ".")
        decimals = len(on_screen.partition(".")[2])
        assert round(float(row[column].replace(",", ".")), decimals) == pytest.approx(
            float(on_screen), abs=10**-decimals / 2
        )
        assert row["klasse"] == shown[row["wijk"]][1]


def test_mishaps_are_seen(browser: Browser, local: str) -> None:
    """The check of all these tests: an error and a request elsewhere do not pass unseen."""
    other, watch = watched(browser, local, size=NARROW)
    other.goto("/gezond")
    other.evaluate("console.error('oei'); setTimeout(() => { throw new Error('au') })")
    elsewhere = "fetch('http://127.0.0.2:9/x').catch(() => 0)"
    other.evaluate(elsewhere)
    other.goto("about:blank")
    other.evaluate(elsewhere)
    other.wait_for_timeout(200)
    watch.close()
    assert any("oei" in mishap for mishap in watch.mishaps)
    assert any("au" in mishap for mishap in watch.mishaps)
    assert any("Content Security Policy" in mishap for mishap in watch.mishaps)
    assert any("foreign request" in mishap for mishap in watch.mishaps)


def test_a_theme_names_the_figures_that_stand_in_for_its_own(page: Page) -> None:
    show(page, "/ondermijnende-criminaliteit?wijk=velden")
    expect_chosen(page, "velden", "Velden")
    expect(page.locator(".vd-notice", has_text="nog niet in dit dashboard").first).to_be_visible()
    expect(page.locator(".vd-legend")).to_have_attribute(
        "aria-label", "Legenda: Geregistreerde misdrijven per 1.000 inwoners (2023, inwoners 2024)"
    )
    settled(page)
