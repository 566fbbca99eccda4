"""A chosen figure of a story: every one can be visible, with what must be words of it."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import LOCAL, PUBLIC
from lib.board import CRIME, RATING, Board, load_board
from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.export.picture import draw_svg
from lib.export.site.story_page import find_only_number
from lib.export.story.chosen_figure import (
    chosen_exhibit,
    read_reference,
    write_reference,
)
from lib.export.story.make_pictures import make_picture
from lib.export.story.picture_words import PictureLanguage
from lib.figures.facts.fact import RATE, FigureRef, Kind
from lib.figures.facts.facts import InternalBoardError, find_figure, load_facts
from lib.figures.facts.figure_options import options
from lib.figures.vocabulary import FICTITIOUS
from tests.export.story.samples import fictitious

AREA, LONG = "klingerberg", "venlo-noord-oost"
RATED = write_reference(FigureRef(Kind.MAP, RATING, AREA, "2021"))


@pytest.fixture(scope="module")
def public() -> Board:
    return load_board(PUBLIC)


@pytest.fixture(scope="module")
def refs(public: Board) -> list[FigureRef]:
    return [option.ref for option in options(public) if not option.hidden]


@pytest.fixture(scope="module")
def made(public: Board, refs: list[FigureRef]) -> dict[FigureRef, Exhibit]:
    """Every figure of the municipality and of two areas."""
    places = (public.municipality.code, AREA, LONG)
    visible = {ref: chosen_exhibit(public, ref) for ref in refs if ref.area in places}
    return {ref: one for ref, one in visible.items() if one}


@pytest.mark.slow
def test_what_can_be_chosen_can_be_made(
    public: Board, refs: list[FigureRef], made: dict[FigureRef, Exhibit]
) -> None:
    places = (public.municipality.code, AREA, LONG)
    assert set(made) == {ref for ref in refs if ref.area in places}
    assert set(Kind) == {ref.kind for ref in made}
    for ref, one in made.items():
        assert one.has_picture == (ref.kind is not Kind.NUMBER)
        if one.has_picture:
            assert draw_svg(one).startswith("<svg")
        assert "Bron: " in one.source
        assert "Opgehaald: " in one.source


def test_no_two_figures_have_the_same_title_or_name(made: dict[FigureRef, Exhibit]) -> None:
    assert Counter(one.title for one in made.values()).most_common(1)[0][1] == 1
    assert Counter(one.name for one in made.values()).most_common(1)[0][1] == 1


def test_the_table_has_the_number_of_the_sentence(
    public: Board, made: dict[FigureRef, Exhibit]
) -> None:
    found = load_facts(public)
    for ref, one in made.items():
        fact = find_figure(found, ref)
        assert fact is not None
        if ref.kind in {Kind.NUMBER, Kind.MAP}:
            words = find_only_number(one)
            assert words is not None
            assert float(words[0].replace(".", "").replace(",", ".")) == round(
                fact.value or 0.0, fact.decimals
            )
            assert fact.figure_text in one.finding


def test_a_gap_has_two_numbers(made: dict[FigureRef, Exhibit], public: Board) -> None:
    home = public.municipality.code
    rows = {
        ref.area: one.table.to_numpy().tolist() for ref, one in made.items() if ref.kind is Kind.GAP
    }
    assert rows[AREA] == [["Klingerberg", "2021", 6.4], ["ondergrens", "2026", 6.7]]
    assert rows[home] == [[public.municipality.name, "2021", 7.2], ["doel", "2026", 7.4]]


def test_a_trend_has_every_source(made: dict[FigureRef, Exhibit], public: Board) -> None:
    (one,) = [
        one
        for ref, one in made.items()
        if (ref.kind, ref.indicator, ref.area) == (Kind.TREND, RATING, AREA)
    ]
    assert list(one.table["jaar"]) == ["2016", "2021"]
    assert "Periode: 2016, 2021." in one.source
    for key in public.ratings.history(AREA)["source"]:
        assert public.sources[key].title in one.source


@pytest.mark.parametrize("language", list(PictureLanguage))
def test_every_figure_has_a_picture_with_its_own_alternative(
    public: Board, made: dict[FigureRef, Exhibit], language: PictureLanguage
) -> None:
    sentences = [
        make_picture(public, ref, language=language).alternative
        for ref in made
        if ref.kind is not Kind.TREND
    ]
    assert len(set(sentences)) == len(sentences)


TEXTS = st.text(max_size=20)


@given(st.builds(FigureRef, st.sampled_from(Kind), TEXTS, TEXTS, TEXTS))
def test_a_reference_comes_back_as_it_was_written(ref: FigureRef) -> None:
    assert read_reference(write_reference(ref)) == ref


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"kind": "getal"},
        {"kind": "kaart", "indicator": RATING, "area": AREA},
        RATED | {"kind": "geen"},
        RATED | {"kind": None},
        RATED | {"kind": ["kaart"]},
    ],
)
def test_what_is_no_reference_is_none(stored: dict[str, Any]) -> None:
    assert read_reference(stored) is None


def test_an_exhibit_survives_json(made: dict[FigureRef, Exhibit]) -> None:
    for one in made.values():
        stored = as_json(one)
        assert as_json(from_json(json.loads(json.dumps(stored)))) == stored


@pytest.mark.parametrize(
    "ref",
    [
        FigureRef(Kind.NUMBER, RATING, AREA, "1999"),
        FigureRef(Kind.NUMBER, RATING, "x", "2021"),
        FigureRef(Kind.NUMBER, "onzin", AREA, "2021"),
        FigureRef(Kind.MAP, "", "", ""),
    ],
)
def test_what_is_not_public_is_no_figure(public: Board, ref: FigureRef) -> None:
    assert chosen_exhibit(public, ref) is None


def test_of_an_internal_board_there_is_no_figure() -> None:
    ref = FigureRef(Kind.NUMBER, RATING, AREA, "2021")
    with pytest.raises(InternalBoardError):
        chosen_exhibit(load_board(LOCAL), ref)
    with pytest.raises(InternalBoardError):
        make_picture(load_board(LOCAL), ref)


def test_a_fictitious_figure_is_marked(data_copy: tuple[Path, Path]) -> None:
    ref = FigureRef(Kind.NUMBER, RATING, AREA, "2021")
    found = chosen_exhibit(fictitious(*data_copy), ref)
    assert found is not None
    assert found.marks == (FICTITIOUS,)


@pytest.mark.parametrize(
    ("kind", "indicator", "area", "expected"),
    [
        (Kind.NUMBER, RATING, AREA, ("Geen marge bekend: een verschil kan toeval zijn.",)),
        (
            Kind.MAP,
            f"{CRIME}{RATE}",
            "venlo-centrum",
            ("Veel bezoekers of bedrijven: niet vergelijkbaar.",),
        ),
        (Kind.NUMBER, f"{CRIME}{RATE}", AREA, ()),
    ],
)
def test_caveats_of_a_figure_stand_with_it(
    public: Board, kind: Kind, indicator: str, area: str, expected: tuple[str, ...]
) -> None:
    period = "2021" if indicator == RATING else "2023"
    found = chosen_exhibit(public, FigureRef(kind, indicator, area, period))
    assert found is not None
    assert found.notes == expected


def test_a_table_rounds_as_its_text_does(public: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = FigureRef(Kind.NUMBER, f"misdrijven{RATE}", "klingerberg", "2023")
    fact = find_figure(load_facts(public), ref)
    assert fact is not None
    half = replace(fact, value=37.25, decimals=1)
    monkeypatch.setattr("lib.export.story.chosen_figure.list_years", lambda *_: [half])
    made = chosen_exhibit(public, ref)
    assert made is not None
    assert (made.table.iloc[0, 2], half.figure_text) == (37.3, "37,3")
