"""Three meetings of the driehoek, six weeks apart, by two accounts: planned, led and closed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.provider import run_provider, sign_in, visiting, write_secrets
from tests.browser.reading import drawn, open_menu, settled, show, tick, unfold
from tests.browser.serving import serve
from tools.run_server import find_free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# The first day is typed, the others are proposed: each a working day.
DAYS = {
    "2026-11-23": "23 november 2026",
    "2027-01-04": "4 januari 2027",
    "2027-02-15": "15 februari 2027",
}
MOST_CLICKS = 25
COUNT_CLICKS = """addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks ?? 0);
}, true);"""
AGREED, OTHER = ("Samen langs de deuren.", "Meer licht op het plein."), "Bellen met de scholen."


def test_three_meetings_by_two_accounts(
    browser: Browser, demo_folder: Path, tmp_path: Path
) -> None:
    settings = {"VAR_DIR": str(tmp_path / "var"), "DATA_DIR": str(demo_folder)}
    provider, port = find_free_port(), find_free_port()
    url = f"http://127.0.0.1:{port}"
    write_secrets(tmp_path, port=port, provider=f"http://localhost:{provider}")
    meetings = (hold_the_first, hold_the_second, hold_the_third)
    with (
        run_provider(provider),
        visiting(browser, url) as secretary,
        visiting(browser, url) as colleague,
    ):
        for today, hold in zip(DAYS, meetings, strict=True):
            dated = {"HOME": str(tmp_path), **settings, "TODAY": today}
            # At one address: who has signed in stays so from day to day.
            with serve(internal=False, port=port, settings=dated):
                if hold is hold_the_first:
                    sign_in_both(secretary, colleague)
                hold(secretary, colleague)
                for page in (secretary, colleague):
                    page.goto("about:blank")


def sign_in_both(secretary: Page, colleague: Page) -> None:
    for page, account in ((secretary, "politie"), (colleague, "beheer")):
        page.add_init_script(COUNT_CLICKS)
        page.goto("/")  # the public sees no fictitious figures
        sign_in(page, account)
        drawn(page)
        page.evaluate("sessionStorage.clicks = 0")


def hold_the_first(secretary: Page, colleague: Page) -> None:
    """From empty to closed with five items and two agreements, in at most so many clicks."""
    go_to(secretary, "Driehoek")
    day = secretary.get_by_label("Dag van het nieuwe overleg")
    day.click()
    day.fill("23-11-2026")
    secretary.get_by_role("button", name="Plan dit overleg").click()
    expect(secretary.get_by_text("Het overleg van 23 november 2026 is gepland.")).to_be_visible()
    for name in ("Overzicht", "Doelen"):
        go_to(secretary, name)
        open_menu(secretary)
        still_making = secretary.get_by_text("wordt gemaakt")
        expect(secretary.get_by_role("button", name="CSV", exact=True)).to_be_visible()
        expect(still_making).to_have_count(0)
        secretary.get_by_role("button", name="Op de agenda van 23 november 2026").click()
        expect(secretary.get_by_text("Dit is nu punt")).to_be_visible()
        secretary.keyboard.press("Escape")
        expect(secretary.get_by_test_id("stPopoverBody")).to_have_count(0)
    go_to(secretary, "Driehoek")
    expect(secretary.get_by_text("5 punten, samen 45 minuten.")).to_be_visible()
    secretary.get_by_role("button", name="Presenteer met notities").click()
    expect(secretary.get_by_text("Driehoek · 1/6")).to_be_visible()
    follow_in_the_room(secretary)
    colleague.goto("/driehoek?presentatie=regie&dia=3")
    expect(colleague.get_by_text("Driehoek · 3/6")).to_be_visible()
    type_agreement(colleague, OTHER)
    for text in AGREED:
        type_agreement(secretary, text)
        secretary.get_by_role("button", name="Leg vast").click()
        expect(secretary.get_by_text("is vastgelegd.")).to_be_visible()
        expect(secretary.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    # What the other was typing meanwhile is there, and is saved next to it.
    expect(colleague.get_by_label("Wat spreken we af?")).to_have_value(OTHER)
    colleague.get_by_role("button", name="Leg vast").click()
    expect(colleague.get_by_text("Afspraak 3 is vastgelegd.")).to_be_visible()
    for text in (*AGREED, OTHER):
        expect(colleague.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    leave_with_escape(secretary)
    close_meeting(secretary)
    clicks = int(secretary.evaluate("sessionStorage.clicks"))
    assert 10 < clicks <= MOST_CLICKS, clicks
    plan_next(secretary, "2027-01-04")


def hold_the_second(secretary: Page, colleague: Page) -> None:
    """What changed is listed; of what is due, one is done and one is postponed at the closing."""
    show(secretary, "/driehoek")
    secretary.get_by_role("link", name="Bekijk wat er veranderde").click()
    expect(secretary.get_by_role("heading", name="Sinds de vorige driehoek van")).to_be_visible()
    assert "deel=sinds" in secretary.url
    for number, text in enumerate(AGREED, start=1):
        line = secretary.locator("li", has_text=f"{number}. {text}")
        expect(line).to_contain_text("moet klaar zijn op 4 januari 2027")
    secretary.get_by_role("link", name="Terug naar het overleg").click()
    unfold(secretary, "Overleg plannen of afsluiten")
    choose_outcome(secretary, AGREED[0], "klaar")
    choose_outcome(secretary, AGREED[1], "verschuift naar 15 februari 2027")
    close_meeting(secretary)
    show(colleague, "/driehoek?overleg=2027-01-04")
    expect(colleague.get_by_text("open, één keer verschoven")).to_be_visible()
    plan_next(colleague, "2027-02-15")


def hold_the_third(secretary: Page, colleague: Page) -> None:
    """The history of an agreement goes along, and days go to a calendar."""
    show(secretary, "/driehoek")
    secretary.get_by_role("link", name="Bekijk wat er veranderde").click()
    expect(secretary.get_by_text("3. Bellen met de scholen.: te laat").first).to_be_visible()
    secretary.get_by_role("link", name="Terug naar het overleg").click()
    unfold(secretary, "Overleg plannen of afsluiten")
    choose_outcome(secretary, AGREED[1], "verschuift naar 30 maart 2027")
    close_meeting(secretary)
    expect(secretary.get_by_text("open, twee keer verschoven")).to_be_visible()
    show(colleague, "/driehoek?overleg=2026-11-23")
    expect(colleague.get_by_text("u ziet wat er toen is besproken")).to_be_visible()
    expect(colleague.get_by_text("keer verschoven")).to_have_count(0)
    colleague.get_by_role("button", name="Verslag").click()
    with colleague.expect_download() as waiting:
        colleague.get_by_role("button", name="Agendabestand", exact=True).click()
    name, content = waiting.value.suggested_filename, waiting.value.path().read_bytes()
    assert name.endswith(".ics")
    for day in (*DAYS, "2027-03-30"):
        assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}".encode() in content, day
    assert AGREED[1].encode() not in content


def go_to(page: Page, name: str) -> None:
    """Choose a page in the menu."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator(".vd-h1", has_text=name)).to_be_visible()
    settled(page)
    if name == "Overzicht":
        drawn(page)


def follow_in_the_room(presenter: Page) -> None:
    """Open the room's window, and go on in the presenter's: the room sees only the figure."""
    with presenter.context.expect_page() as opened:
        presenter.get_by_role("link", name="Open het scherm voor de zaal").click()
    room = opened.value
    expect(room.get_by_text("Driehoek · 1/6")).to_be_visible()
    presenter.bring_to_front()
    for place in (2, 3):
        presenter.keyboard.press("ArrowRight")
        expect(presenter.get_by_text(f"Driehoek · {place}/6")).to_be_visible()
        expect(room.get_by_text(f"Driehoek · {place}/6")).to_be_visible()
    heading = presenter.locator(".vd-slide h1").inner_text()
    expect(room.locator(".vd-slide h1")).to_have_text(heading)
    for hidden in ("Wat spreken we af?", "Hierna:", "minuten"):
        expect(room.get_by_text(hidden)).to_have_count(0)
    room.close()


def type_agreement(page: Page, text: str) -> None:
    """Type what is agreed; keys that lead through the slides are letters of the field here."""
    field = page.get_by_label("Wat spreken we af?")
    field.click()
    field.fill(text[:-1])
    for key in ("Home", "ArrowRight", "End", text[-1]):
        page.keyboard.press(key)
    expect(field).to_have_value(text)
    expect(page.get_by_text("Driehoek · 3/6")).to_be_visible()


def leave_with_escape(page: Page) -> None:
    page.locator(".vd-slide").click()
    page.keyboard.press("Escape")
    expect(page.locator(".vd-slide")).to_have_count(0)
    assert "overleg=2026-11-23" in page.url
    settled(page)


def choose_outcome(page: Page, agreement: str, outcome: str) -> None:
    """Choose what becomes of an agreement of which the day has come."""
    page.get_by_label(agreement).click()
    page.get_by_role("option", name=outcome).click()
    settled(page)


def close_meeting(page: Page) -> None:
    if not page.get_by_text("Het overleg is geweest.").is_visible():
        unfold(page, "Overleg plannen of afsluiten")
    tick(page, "Het overleg is geweest.")
    page.get_by_role("button", name="Sluit het overleg af").click()
    expect(page.get_by_text("Het overleg is afgesloten.", exact=True)).to_be_visible()
    settled(page)


def plan_next(page: Page, day: str) -> None:
    """Plan the meeting that is proposed."""
    button = page.get_by_role("button", name="Plan dit overleg")
    if not button.is_visible():
        unfold(page, "Overleg plannen of afsluiten")
    button.click()
    expect(page.get_by_text(f"Het overleg van {DAYS[day]} is gepland.")).to_be_visible()
