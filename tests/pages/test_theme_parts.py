"""A theme's page: one choice of kind drives map and figures, and the URL names the open part."""

import pytest

from tests.pages.run_page import page_text, run_page

CYBER = "digitale-criminaliteit-en-cybercrime"
# What stands in one part only, of any theme.
PARTS = {
    "cijfers": "per 1.000 inwoners naast",
    "aanpak": "Stappen in de tijd",
    "achtergrond": "Wat is het?",
}


@pytest.mark.parametrize("part", PARTS)
def test_only_the_part_in_the_url_is_run(part: str) -> None:
    text = page_text(run_page(CYBER, deel=part))
    assert [name for name, words in PARTS.items() if words in text] == [part]


def test_the_figures_are_open_without_a_choice_and_after_a_wrong_one() -> None:
    wrong = page_text(run_page(CYBER, deel="onzin"))
    assert "Het deel 'onzin' in de link is er niet. U ziet het deel 'Cijfers'." in wrong
    for text in (wrong, page_text(run_page(CYBER)), page_text(run_page(CYBER, deel="CIJFERS"))):
        assert PARTS["cijfers"] in text


def test_another_kind_changes_the_course_and_the_figures() -> None:
    app = run_page(CYBER)
    app.segmented_control(key="soort_control").select("horizontale-fraude").run()
    assert app.query_params["soort"] == "horizontale-fraude"
    text = page_text(app)
    assert "Horizontale fraude in heel Venlo, 2012-2025" in text
    assert "Horizontale fraude per 1.000 inwoners naast andere gebieden" in text
    assert "Cybercrime in heel Venlo" not in text


def test_the_url_names_which_folds_are_open_and_only_those_are_run() -> None:
    table, elsewhere = "Registraties in heel Venlo, 2012-2025", "per 1.000 inwoners naast"
    app = run_page(CYBER, open="gebieden")
    assert {"Cybercrime in andere gebieden", "Alle soorten per jaar"} <= {
        fold.label for fold in app.expander
    }
    assert elsewhere in page_text(app)
    assert table not in page_text(app)
    text = page_text(run_page(CYBER, open="soorten"))
    assert table in text
    assert elsewhere not in text


@pytest.mark.parametrize(
    ("opened", "wrong"),
    [
        ("onzin", "onzin"),
        ("gebieden,<b>x</b>", "<b>x</b>"),
        # Another kind has figures per area: the link is right, this kind has none.
        ("wijken", ""),
        ("SOORTEN", ""),
        ("geen", ""),
        ("", ""),
    ],
)
def test_a_fold_that_no_figures_have_gets_a_notice(opened: str, wrong: str) -> None:
    text = page_text(run_page(CYBER, open=opened))
    assert ("in de link" in text) is bool(wrong)
    assert not wrong or f"De cijfers '{wrong}' in de link zijn er niet. Kies hieronder." in text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("cijfers", "U koos Klingerberg. Cybercrime: geen cijfers per wijk, u ziet heel"),
        ("aanpak", "U koos Klingerberg. Dit deel gaat over heel Venlo."),
        ("achtergrond", "U koos Klingerberg. Dit deel gaat over heel Venlo."),
    ],
)
def test_a_part_without_a_map_names_what_it_shows_of_the_chosen_area(part: str, words: str) -> None:
    assert words in page_text(run_page(CYBER, deel=part, wijk="klingerberg"))
    assert "U koos" not in page_text(run_page(CYBER, deel=part))
