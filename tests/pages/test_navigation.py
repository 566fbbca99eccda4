"""From page to page: the menu, the choices of the URL, and a menu that cannot be made."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.catalog.routes import PageSlug
from lib.ui import page_registry
from tests.pages.run_page import ROOT, THEMES, page_text, run_page

KLINGERBERG = "Klingerberg"


@pytest.fixture(autouse=True)
def fixed_day(data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    monkeypatch.setenv("GEO_DIR", str(data_copy[1]))
    monkeypatch.setenv("TODAY", "2026-11-23")


def open_page(app: AppTest, slug: str) -> AppTest:
    """Go to another page as the menu does: with nothing in the address but the page."""
    app.query_params.clear()
    app._page_hash = calc_hash(slug)
    return app.run()


def choose_area(app: AppTest, area: str) -> AppTest:
    """Choose an area in the box of the page."""
    box = next(b for b in app.selectbox if b.label == "Kies een wijk")
    return box.set_value(area).run()


def area_in_box(app: AppTest) -> str:
    """Return the key of the area in the box."""
    box = next(b for b in app.selectbox if b.label == "Kies een wijk")
    return str(box.value)


def test_the_registry_has_every_page_and_its_file_is_there() -> None:
    assert set(page_registry.PAGES) == set(PageSlug)
    files = {entry.file for entry in page_registry.PAGES.values()} | {page_registry.THEME_FILE}
    assert files == {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("slug", ["wijk", THEMES[0]])
def test_the_chosen_area_goes_along_to_the_next_page(slug: str) -> None:
    app = choose_area(run_page(""), "klingerberg")
    open_page(app, slug)
    assert app.query_params["wijk"] == "klingerberg"
    assert area_in_box(app) == "klingerberg"
    assert KLINGERBERG in page_text(app)


def test_the_chosen_area_goes_along_past_a_page_without_areas() -> None:
    app = choose_area(run_page("wijk"), "klingerberg")
    open_page(app, "uitvoering")
    # Also there in the address: a link that is opened from that page in a new tab takes it along.
    assert app.query_params["wijk"] == "klingerberg"
    open_page(app, "")
    assert app.query_params["wijk"] == "klingerberg"
    assert area_in_box(app) == "klingerberg"


def test_an_area_of_the_address_goes_along_too() -> None:
    app = open_page(run_page("", wijk="steyl"), "wijk")
    assert area_in_box(app) == "steyl"


def test_the_address_of_the_next_page_comes_before_what_was_chosen() -> None:
    app = choose_area(run_page(""), "klingerberg")
    app.query_params["wijk"] = "steyl"
    app._page_hash = calc_hash("wijk")
    assert area_in_box(app.run()) == "steyl"


def test_a_choice_that_was_taken_away_does_not_come_back() -> None:
    app = choose_area(choose_area(run_page(""), "klingerberg"), "")
    assert "wijk" not in app.query_params
    assert area_in_box(open_page(app, THEMES[0])) == ""


def test_back_to_the_address_without_an_area_shows_all_of_the_municipality() -> None:
    app = choose_area(run_page(""), "klingerberg")
    app.query_params.clear()
    assert area_in_box(app.run()) == ""
    assert "wijk" not in app.query_params


def test_without_a_choice_the_profile_starts_with_the_first_area() -> None:
    app = open_page(run_page(""), "wijk")
    assert "wijk" not in app.query_params
    assert "Arcen en Lomm" in page_text(app)


@pytest.mark.parametrize(
    ("slug", "name", "value"),
    [
        ("", "wijk", "KLINGERBERG"),
        ("wijk", "wijk", "Klingerberg"),
        ("", "kaart", "AFSTAND"),
        ("doelen", "weging", "Inwoners"),
        ("doelen", "voorbeeld", "Overal:0.2"),
    ],
)
def test_capitals_in_a_link_choose_the_same(slug: str, name: str, value: str) -> None:
    asked, small = run_page(slug, **{name: value}), run_page(slug, **{name: value.lower()})
    assert "in de link" not in page_text(asked)
    assert page_text(asked) == page_text(small)
    assert page_text(asked) != page_text(run_page(slug))


def test_a_menu_that_cannot_be_made_gives_a_calm_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("boem")

    monkeypatch.setattr("streamlit.Page", fail)
    app = run_page("doelen")
    assert not app.exception
    assert "Er ging iets mis op deze pagina" in page_text(app)
    assert "openbare weergave" in page_text(app)
    assert "boem" not in page_text(app)
    assert "boem" in caplog.text
