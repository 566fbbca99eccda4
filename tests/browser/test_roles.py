"""Who sees the working terms: only somebody at this very machine."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import PAGES, everything, leaflet, ranking, settled, show
from tests.browser.serving import ALIAS

pytestmark = pytest.mark.browser
INTERNAL, PUBLIC = "aandachtswijk", "wijk met extra inzet"
WITH_TERM = ("/?wijk=klingerberg", "/wijk?wijk=klingerberg")


def test_the_public_never_gets_the_internal_term(visit: Visit, public: str) -> None:
    """It reads the plain one."""
    page = visit(public)
    for path in (*PAGES, *WITH_TERM):
        show(page, path)
        page.wait_for_timeout(200)
        assert INTERNAL not in everything(page).lower(), path
        expect(page.locator(".vd-source").last).to_contain_text("openbare weergave")
        if path in WITH_TERM:
            assert PUBLIC in everything(page).lower(), path
        if path == "/":
            list_is_alphabetical_within_groups(page)


@pytest.mark.parametrize("path", WITH_TERM)
def test_at_this_machine_the_internal_term_is_on_the_page(page: Page, path: str) -> None:
    show(page, path)
    assert INTERNAL in everything(page).lower()
    expect(page.locator(".vd-source").last).to_contain_text("interne weergave")


def list_is_alphabetical_within_groups(page: Page) -> None:
    rows = ranking(page).locator("label[data-testid=stRadioOption]").all_inner_texts()
    assert len(rows) == 18
    heads = (
        ranking(page)
        .locator("[data-testid=stRadioGroup] > div")
        .evaluate_all("es => es.map(e => getComputedStyle(e, '::before').content)")
    )
    starts = [place for place, head in enumerate(heads) if head != "none"]
    assert [heads[start] for start in starts] == [
        '"▼ onder 6,7"',
        '"◆ 6,7 tot 7,4"',
        '"▲ 7,4 of hoger"',
    ]
    for start, end in pairwise([*starts, len(rows)]):
        assert rows[start:end] == sorted(rows[start:end])
    assert "Wijken per groep, op alfabet" in page.locator(".st-key-ranking").inner_text()


def test_behind_a_proxy_everybody_is_public(visit: Visit) -> None:
    page = visit(stranger=True)
    for headers in (
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
    ):
        page.set_extra_http_headers(headers)
        page.goto("/?wijk=klingerberg")
        settled(page)
        view = page.locator(".vd-source").last
        expect(view, str(headers)).to_contain_text("openbare weergave")
        assert INTERNAL not in page.locator("body").inner_text(), headers
        leaflet(page).locator("path").first.wait_for()
        assert INTERNAL not in everything(page).lower(), headers
    # Without them this is somebody at this machine.
    page.set_extra_http_headers({})
    show(page, "/uitvoering")
    expect(page.locator(".vd-source").last).to_contain_text("interne weergave")


@pytest.mark.parametrize(
    ("name", "view"),
    [(ALIAS, "openbare weergave"), ("localhost", "interne weergave")],
)
def test_only_this_machine_by_its_own_name_is_local(
    visit: Visit, local: str, name: str, view: str
) -> None:
    """A name that somebody made lead to this machine (DNS rebinding) is not this machine's own."""
    page = visit(local.replace("127.0.0.1", name))
    show(page, "/uitvoering")
    expect(page).to_have_title("Uitvoering · Veiligheid in Venlo")
    expect(page.locator(".vd-source").last).to_contain_text(view)
