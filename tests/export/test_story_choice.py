"""A chosen figure of a story: how it is kept, and what its page and its pictures get of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.board import RATING, Board
from lib.export.picture import picture
from lib.export.story_choice import as_reference, content, exhibit, from_reference
from lib.export.story_words import Language
from lib.export.typeset import ExportError
from lib.figures.exhibit import as_json, from_json
from lib.figures.words import FICTITIOUS
from lib.story import FigureRef, InternalBoardError, Kind, options
from tests.export.story_samples import fictitious

RATED = FigureRef(Kind.MAP, RATING, "klingerberg", "2021")
TEXTS = st.text(max_size=20)


@given(st.builds(FigureRef, st.sampled_from(Kind), TEXTS, TEXTS, TEXTS))
def test_a_reference_comes_back_as_it_was_kept(ref: FigureRef) -> None:
    assert from_reference(as_reference(ref)) == ref


@pytest.mark.parametrize(
    "kept",
    [
        {}, {"kind": "kaart"}, {"kind": "kaart", "indicator": RATING, "area": "steyl"},
        as_reference(RATED) | {"kind": "onzin"}, as_reference(RATED) | {"kind": None},
        as_reference(RATED) | {"kind": ["kaart"]}, {"figure": "kaart"},
    ],
)  # fmt: skip
def test_what_is_no_reference_is_none(kept: dict[str, Any]) -> None:
    assert from_reference(kept) is None


def test_every_figure_that_can_be_chosen_can_be_shown(public: Board) -> None:
    refs = [option.ref for option in options(public) if not option.hidden]
    home = public.municipality.code
    assert {ref.kind for ref in refs} == set(Kind)
    for ref in refs:
        shown = exhibit(public, ref)
        assert shown is not None, ref
        assert shown.finding, ref
        assert "Bron:" in shown.source
        assert "Opgehaald:" in shown.source
        assert shown.alternative
        assert shown.marks == ()
        is_words = ref.kind is Kind.NUMBER or (ref.kind, ref.area) == (Kind.GAP, home)
        assert shown.has_picture is not is_words, ref
        assert len(shown.table), ref
        assert not shown.table.isna().to_numpy().any()
        assert "/" not in shown.name


def first_of_each(board: Board) -> list[FigureRef]:
    """One figure of each kind and each indicator of the first area and of the whole."""
    found: dict[tuple[Kind, str, bool], FigureRef] = {}
    for option in options(board):
        ref, home = option.ref, option.ref.area == board.municipality.code
        if not option.hidden:
            found.setdefault((ref.kind, ref.indicator, home), ref)
    return list(found.values())


def test_an_exhibit_survives_being_kept_and_is_drawn_in_a_page(public: Board) -> None:
    for ref in first_of_each(public):
        shown = exhibit(public, ref)
        assert shown is not None
        again = from_json(as_json(shown))
        assert as_json(again) == as_json(shown)
        if again.has_picture:
            assert picture(again, form="svg", author="test").startswith(b"<svg"), ref


@pytest.mark.parametrize(
    ("ref", "rows"),
    [
        (RATED, [("Klingerberg", "2021", 6.4)]),
        (FigureRef(Kind.NUMBER, "misdrijven", "GM0983", "2023"), [("Venlo", "2023", 6501.0)]),
        (
            FigureRef(Kind.GAP, RATING, "klingerberg", "2021"),
            [("Klingerberg", "2021", 6.4), ("Ondergrens", "2026", 6.7)],
        ),
        (
            FigureRef(Kind.GAP, RATING, "GM0983", "2021"),
            [("Venlo", "2021", 7.2), ("Doel", "2026", 7.4)],
        ),
    ],
)  # fmt: skip
def test_the_table_has_the_figures_with_their_years(
    public: Board, ref: FigureRef, rows: list[tuple[str, str, float]]
) -> None:
    shown = exhibit(public, ref)
    assert shown is not None
    assert list(shown.table.itertuples(index=False, name=None)) == rows


@pytest.mark.parametrize(
    "ref",
    [
        FigureRef(Kind.NUMBER, RATING, "klingerberg", "1999"),
        FigureRef(Kind.NUMBER, RATING, "nergens", "2021"),
        FigureRef(Kind.NUMBER, "onzin", "klingerberg", "2021"),
        FigureRef(Kind.MAP, "", "", ""),
    ],
)
def test_what_is_not_there_has_no_exhibit(public: Board, ref: FigureRef) -> None:
    assert exhibit(public, ref) is None


def test_of_an_internal_board_there_is_none(internal: Board) -> None:
    with pytest.raises(InternalBoardError):
        exhibit(internal, RATED)
    with pytest.raises(ExportError):
        content(internal, RATED, language=Language.DUTCH)


def test_a_fictitious_figure_says_so(data_copy: tuple[Path, Path]) -> None:
    found = exhibit(fictitious(*data_copy).as_public(), RATED)
    assert found is not None
    assert found.marks == (FICTITIOUS,)


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_figure_is_the_content_of_a_picture(
    public: Board, language: Language
) -> None:
    for ref in first_of_each(public):
        made = content(public, ref, language=language)
        assert made.language is language
        assert made.alternative, ref
