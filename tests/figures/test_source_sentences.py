"""What cites what: the section of each fact, and the source of a break in method."""

import pandas as pd
import pytest

from lib.board import Board
from lib.catalog.policy_texts import SourcedText
from lib.exhibits.goals import goal_progress
from lib.exhibits.ratings import area_waves
from lib.figures.sentences.source_sentences import (
    break_sentences,
    describe_rating_break,
    find_sections,
    format_source,
)
from lib.figures.vocabulary import format_paragraph


def cited(source: str, section: str) -> SourcedText:
    return SourcedText(source=source, section=section, text="Tekst.")


def test_sections_stand_once_and_in_order() -> None:
    texts = [
        cited("ivb-2023", "5.10"),
        cited("ivb-2023", "3.3 en 5.4"),
        cited("nu-venlo-2022", "Nieuwsbericht"),
        cited("ivb-2023", "voorwoord, 1.1 en 3.3"),
        cited("ivb-2023", ""),
    ]
    assert find_sections(texts) == {
        "ivb-2023": ["voorwoord", "1.1", "3.3", "5.4", "5.10"],
        "nu-venlo-2022": ["Nieuwsbericht"],
    }


def test_each_source_has_its_own_sections(internal: Board) -> None:
    note, news = internal.sources["ivb-2023"], internal.sources["nu-venlo-2022"]
    text = format_source(
        [note, news], period="2023", sections={"ivb-2023": ["voorwoord", "1.1", "5.4"]}
    )
    assert "tot en met 2026 (voorwoord, paragraaf 1.1, 5.4, januari 2023)" in text
    assert "in zijn buurt (Nieuwsbericht, 19 oktober 2022)" in text
    assert "tot en met 2026 (1.4, januari 2023)" in format_source([note], period="2023")


def test_a_rating_cites_the_section_that_it_stands_in(public: Board) -> None:
    """Of an area the annex of the policy note, of the whole municipality section 1.4."""
    area, (average, floor) = area_waves(public, "steyl"), public.goals
    assert area is not None
    assert "(bijlage, januari 2023)" in area.source
    assert "1.4" not in area.source
    assert "(1.4, januari 2023)" in goal_progress(public, average).source
    assert "bijlage" not in goal_progress(public, average).source
    assert "(bijlage en 1.4, januari 2023)" in goal_progress(public, floor).source


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("5.4", "paragraaf 5.4"),
        ("3.3 en 5.4", "paragraaf 3.3 en 5.4"),
        ("bijlage", "bijlage"),
        ("", ""),
    ],
)
def test_only_what_has_a_number_is_a_paragraph(section: str, text: str) -> None:
    assert format_paragraph(section) == text


def test_a_break_in_method_names_its_source(internal: Board) -> None:
    rating = internal.indicators["rapportcijfer"]
    text = break_sentences(internal, rating)
    assert text.startswith(rating.break_note)
    assert "Dit staat in: CBS, Veiligheidsmonitor 2021 (" in text
    bare = rating.model_copy(update={"break_source": None})
    assert break_sentences(internal, bare) == rating.break_note
    assert describe_rating_break(internal, pd.DataFrame({"comparable": [True, False]})) == text
    assert describe_rating_break(internal, pd.DataFrame({"comparable": [True, True]})) == ""
