"""Small pieces of page as HTML."""

from markupsafe import Markup

from lib.figures.page_html import render_area_card, render_finding, render_tiles

KEPT = '<span class="vd-years">2023-2026</span>'


def test_two_years_stay_on_one_line_in_words_alone() -> None:
    assert f"<b> {KEPT}; Venlo-Oost" not in render_finding("<b> 2023-2026; Venlo-Oost")
    assert f"&lt;b&gt; {KEPT}; Venlo-Oost" in render_finding("<b> 2023-2026; Venlo-Oost")
    assert f"ook: {KEPT}" in render_tiles([("7,2", "Cijfer", "ook: 2023-2026")])
    link = Markup('<a href="/2023-2026">beleid</a>')
    assert link in render_finding(link)
    assert link in render_tiles([("7,2", "Cijfer", link)])


def test_the_card_of_an_area_has_words_for_a_figure_smaller_than_a_figure() -> None:
    assert "vd-words" in render_area_card("Klingerberg", "nog niet in dit dashboard", [])
    assert "vd-words" not in render_area_card("Klingerberg", "\u22120,2", [])
