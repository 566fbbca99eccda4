"""The button that fetches open data: from made-up services on this machine, and from none."""

import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.catalog.open_tables import OPEN_DATA_FOLDER
from tests.browser.conftest import Visit
from tests.browser.data_page import notice
from tests.browser.reading import show
from tests.browser.serving import serve
from tests.browser.words import english, shown_texts
from tests.opendata import fake

pytestmark = pytest.mark.browser
THEME = "/maatschappelijke-onrust-en-overlast"
MONTHS = fake.World(years=[2022, 2023], last_month=(2022, 2))


def button(page: Page) -> Locator:
    """Return the button."""
    return page.get_by_role("button", name="Open data ophalen")


def press(page: Page) -> None:
    """Ask for the open data."""
    show(page, "/gegevens")
    button(page).click()


def expect_nuisance(page: Page) -> None:
    """Check that the theme shows figures of its own."""
    show(page, THEME)
    expect(page.locator(".vd-finding")).to_contain_text(
        re.compile(r"^In 2023 telde de politie in Venlo [\d.]+ keer geregistreerde overlast")
    )


def test_open_data_with_and_without_a_network(visit: Visit, data_copy: tuple[Path, Path]) -> None:
    data, geo = data_copy
    shutil.rmtree(data / OPEN_DATA_FOLDER, ignore_errors=True)
    with ExitStack() as network:
        services = network.enter_context(fake.serve(MONTHS))
        settings = {
            "POLITIE_URL": services.politie_url,
            "CBS_URL": services.cbs_url,
            "PDOK_URL": services.pdok_url,
            "VAR_DIR": str(data.parent / "var"),
        }
        with serve(data=data, geo=geo, settings=settings) as url:
            page = visit(url)
            press(page)
            expect(page.get_by_text(re.compile(r"^Tabel .* van \d+ vragen$"))).to_be_visible()
            expect(button(page)).to_be_disabled()
            assert english(shown_texts(page)) == []
            expect(notice(page, "De open data zijn bijgewerkt.")).to_be_visible()
            expect(page.get_by_role("region", name="Opgehaalde tabellen")).to_contain_text("2023")
            expect_nuisance(page)
            network.close()
            press(page)
            expect(notice(page, "Er is niets opgehaald.")).to_be_visible()
            expect(page.locator(".vd-list")).to_contain_text("is niet bereikbaar. Wat te doen:")
            expect(button(page)).to_be_enabled()
            expect_nuisance(page)
            page.close()
