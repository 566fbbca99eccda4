"""Who sees the working terms: only somebody at this very machine."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.reading import PAGES, everything, leaflet, ranking, settled, show
from tests.browser.serving import ALIAS

pytestmark = pytest.mark.browser
INTERNAL, PUBLIC = "aandachtswijk", "wijk met extra inzet"


def test_the_public_never_gets_the_internal_term(visit: Visit, public: str) -> None:
    page = visit(public)
    for path in (*PAGES, "/?wijk=klingerberg", "/wijk?wijk=klingerberg"):
        show(page, path)
        page.wait_for_timeout(200)
        assert INTERNAL not in everything(page).lower(), path
        expect(page.locator(".vd-source").last).to_contain_text("openbare weergave")


@pytest.mark.parametrize("path", ["/?wijk=klingerberg", "/wijk?wijk=klingerberg"])
def test_the_public_reads_the_plain_term(visit: Visit, public: str, path: str) -> None:
    page = visit(public)
    show(page, path)
    assert PUBLIC in everything(page).lower()


@pytest.mark.parametrize("path", ["/?wijk=klingerberg", "/wijk?wijk=klingerberg"])
def test_at_this_machine_the_internal_term_is_on_the_page(page: Page, path: str) -> None:
    show(page, path)
    assert INTERNAL in everything(page).lower()
    expect(page.locator(".vd-source").last).to_contain_text("interne weergave")


def test_the_public_list_is_alphabetical_within_groups(visit: Visit, public: str) -> None:
    page = visit(public)
    show(page, "/")
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


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": "203.0.113.7"},
    ],
    ids=lambda h: "-".join(f"{k} {v}" for k, v in h.items()),
)
def test_behind_a_proxy_everybody_is_public(visit: Visit, headers: dict[str, str]) -> None:
    page = visit(headers=headers)
    page.goto("/?wijk=klingerberg")
    settled(page)
    expect(page.locator(".vd-source").last).to_contain_text("openbare weergave")
    assert INTERNAL not in page.locator("body").inner_text()
    leaflet(page).locator("path").first.wait_for()
    assert INTERNAL not in everything(page).lower()


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
