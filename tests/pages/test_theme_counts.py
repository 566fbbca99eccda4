"""A count of the municipality's own needs no code to stand on its theme's page."""

from pathlib import Path

import pytest

from tests.builders import add_count
from tests.pages.run_page import downloads, open_menu, page_text, run_page, view_internally

THEME = "ondermijnende-criminaliteit"
NAME = "Meldingen van drugsafval"


@pytest.fixture(autouse=True)
def data(data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, own_store: None) -> Path:
    """The folder that the app reads: a copy that the test may change."""
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    return data_copy[0]


def test_a_count_of_the_files_stands_on_its_theme_page_with_all_its_downloads(data: Path) -> None:
    key = add_count(data, NAME, theme=THEME)
    app = open_menu(run_page(THEME), f"menu_{THEME}-{key}")
    assert not app.exception
    text = page_text(app)
    assert "Meldingen van drugsafval in heel Venlo, 2021-2023 In 2023: 11 meldingen." in text
    assert "Bron: Gemeente Venlo, Meldingen van drugsafval (Tabel 1, 15 januari 2024)" in text
    # Nobody but the municipality counted them.
    assert "In 2023 is in Venlo geteld: 11 keer meldingen van drugsafval (in 2022: 19)." in text
    assert downloads(app) == ["PNG", "SVG", "PDF", "PowerPoint", "CSV", "Excel"]
    assert "is niet gemaakt" not in text


def test_a_count_of_the_files_is_a_slide_of_its_theme(data: Path) -> None:
    add_count(data, NAME, theme=THEME)
    app = run_page(THEME, presentatie="1", dia="99")
    assert "Meldingen van drugsafval in heel Venlo, 2021-2023" in page_text(app)


def test_a_fictitious_count_is_marked_for_insiders_and_refused_to_the_public(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_count(data, NAME, theme=THEME, status="fictief")
    assert NAME not in page_text(run_page(THEME))
    view_internally(monkeypatch)
    assert "FICTIEVE CIJFERS. Bron: Gemeente Venlo" in page_text(run_page(THEME))


def test_the_first_kind_has_a_course() -> None:
    """Not the kind of which one year is known, though it comes first in the data."""
    app = run_page("maatschappelijke-onrust-en-overlast")
    assert app.segmented_control(key="soort_control").value == "bedreiging"
