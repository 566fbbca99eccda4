"""Signing in and out with a real OpenID Connect provider on this machine, in a browser."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.provider import sign_in, visiting, with_sign_in
from tests.browser.reading import settled, show
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
INTERNAL = "aandachtswijk"
# Without a map, with an internal term.
PAGE = "/wijk?wijk=klingerberg"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with sign-in."""
    with with_sign_in(tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture
def visitor(browser: Browser, app: str) -> Iterator[Page]:
    """Somebody who visits the app with sign-in."""
    with visiting(browser, app) as page:
        yield page


def expect_view(page: Page, view: str) -> None:
    """Check which view the page says that it is."""
    expect(page.locator("p.vd-source", has_text="gegevensversie")).to_contain_text(view)


def identity(page: Page) -> list[tuple[bool, str]]:
    """Return (hidden from scripts, for which sites) of each cookie that says who this is."""
    return [
        (cookie["httpOnly"], cookie["sameSite"])
        for cookie in page.context.cookies()
        if cookie["name"].startswith("_streamlit_user")
    ]


def test_somebody_by_address_in_and_out(visitor: Page) -> None:
    show(visitor, PAGE)
    expect_view(visitor, "openbare weergave")
    assert INTERNAL not in visitor.content().lower()
    sign_in(visitor, "beheer")
    expect(visitor.get_by_text("Aangemeld: beheer@example.nl, als beheerder.")).to_be_visible()
    expect_view(visitor, "interne weergave")
    assert set(identity(visitor)) == {(True, "Lax")}
    show(visitor, PAGE)
    assert INTERNAL in visitor.content().lower()
    assert violations(visitor) == []
    visitor.get_by_role("button", name="Afmelden").click()
    visitor.locator("button[type=submit]").click()
    settled(visitor)
    expect_view(visitor, "openbare weergave")
    assert identity(visitor) == []
    show(visitor, PAGE)
    assert INTERNAL not in visitor.content().lower()


def test_somebody_who_turns_back_and_then_by_group(visitor: Page) -> None:
    show(visitor, PAGE)
    visitor.get_by_role("button", name="Aanmelden").click()
    visitor.locator("button[value=deny]").click()
    settled(visitor)
    expect_view(visitor, "openbare weergave")
    assert identity(visitor) == []
    sign_in(visitor, "redactie")
    expect(visitor.get_by_text("Aangemeld: redactie@example.nl, als redacteur.")).to_be_visible()
    expect_view(visitor, "interne weergave")


def test_somebody_without_a_role_is_public(visitor: Page) -> None:
    show(visitor, PAGE)
    sign_in(visitor, "onbekend")
    told = "Aangemeld: <b>onbekend</b>@example.nl, zonder eigen rol."
    expect(visitor.get_by_text(told)).to_be_visible()
    expect_view(visitor, "openbare weergave")


def test_an_identity_expires_while_a_page_is_open(browser: Browser, tmp_path: Path) -> None:
    holds = timedelta(seconds=1)
    with with_sign_in(tmp_path, holds=holds) as url, visiting(browser, url) as page:
        show(page, PAGE)
        sign_in(page, "beheer")
        assert identity(page)
        page.wait_for_timeout(holds.total_seconds() * 1000)
        page.get_by_role("link", name="Uitvoering").click()
        expect(page).to_have_title("Uitvoering · Veiligheid in Venlo")
        expect(page.locator(".vd-notice", has_text="aanmelding is verlopen")).to_be_visible()
        expect_view(page, "openbare weergave")
        expect(page.get_by_role("button", name="Aanmelden")).to_be_visible()
