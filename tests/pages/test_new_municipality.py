"""Every page of a folder that was just made for another municipality, for the public and staff."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.run_page import (
    list_addresses,
    page_text,
    run_page,
    sent_messages,
    view_internally,
)
from tests.second_municipality import FOREIGN, make_second_municipality

PAGES = list_addresses(("overlast", "ondermijning"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_second_municipality(tmp_path_factory.mktemp("new") / "made")


@pytest.fixture
def show(made: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    monkeypatch.setenv("DATA_DIR", str(made / "data"))
    monkeypatch.setenv("GEO_DIR", str(made / "geo"))
    monkeypatch.setenv("TODAY", "2026-11-28")
    return run_page


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize("is_staff", [False, True])
def test_no_page_fails_or_holds_another_municipality(
    show: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch, is_staff: bool
) -> None:
    if is_staff:
        view_internally(monkeypatch)
    pages = (*PAGES, "verhaal", "driehoek", "gegevens") if is_staff else PAGES
    for page in pages:
        app = show(page)
        text = page_text(app)
        assert not app.exception, page
        assert "Roermond" in text, page
        assert "Er ging iets mis" not in text, page
        assert FOREIGN.findall(text + sent_messages(app)) == [], page


@pytest.mark.usefixtures("own_store")
def test_what_is_not_known_yet_is_said(show: Callable[[str], AppTest]) -> None:
    overview = page_text(show(""))
    assert "De doelen zijn nog niet ingevuld." in overview
    assert "nog geen meting in dit dashboard" in overview
    assert "nog niet ingevuld Planning" in overview or "Planning nog niet ingevuld" in overview
    assert "stippellijn" not in overview, "there are no focus neighbourhoods"
    assert "niet vergelijkbaar" not in overview, "no area is flagged yet"
    assert "De planning is nog niet ingevuld." in page_text(show("uitvoering"))
    assert "Dit thema is nog niet ingevuld" in page_text(show("overlast"))
