"""Drafts and text alternatives: they say no more than the data, and pass the checks."""

from pathlib import Path
from typing import Any

import pytest

from lib.access import PUBLIC
from lib.board import RATING, Board
from lib.catalog import Catalog
from lib.catalog.word_lists import WordLists
from lib.export.story.draft import Draft, draft
from lib.figures.facts.fact import FigureRef, Kind
from lib.figures.facts.facts import InternalBoardError, load_facts
from lib.figures.facts.figure_options import options
from lib.figures.sentences.figure_sentences import alternative
from lib.store import Measure, MeasureStatus, Story, Visibility
from lib.story import Reference, State, check_story, check_words
from lib.text.plain import plain_language
from tests.builders import build_board, build_board_from

MEASURE = Measure.model_construct(
    title="Meer licht op straat",
    theme="maatschappelijke-onrust-en-overlast",
    threads=(),
    areas=("klingerberg",),
    partners=("woningcorporaties",),
    start="2023-05",
    end="",
    status=MeasureStatus.RUNNING,
    residents="Ziet u een kapotte lamp? Bel de gemeente.",
    visibility=Visibility.PUBLIC,
)
OF_KLINGERBERG = FigureRef(Kind.GAP, RATING, "klingerberg", "2021")


@pytest.fixture(scope="module")
def lists(catalog: Catalog) -> WordLists:
    return catalog.words


def text_of(made: Draft) -> str:
    """Return all parts of a draft that are there."""
    return "\n\n".join(filter(None, made.words.values()))


def references_of(board: Board, made: Draft, area: str) -> list[Reference]:
    """Return the numbers and claims of a draft as it would be saved."""
    known: dict[str, Any] = {"title": "", "areas": (area,), "bindings": made.bindings}
    return check_story(
        Story.model_construct(**{**known, **made.words}), load_facts(board), generated={}
    )


@pytest.mark.slow
def test_every_draft_passes_its_own_checks(public: Board, lists: WordLists) -> None:
    choices = [o.ref for o in options(public) if not o.hidden]
    assert len(choices) > 100
    for ref in choices:
        made = draft(public, measure=None, chosen=[ref])
        still_open = [r for r in references_of(public, made, ref.area) if r.state != State.BOUND]
        assert still_open == [], (ref, text_of(made))
        assert check_words(text_of(made), lists) == []
        assert plain_language(text_of(made)).level in {"A2", "B1"}, text_of(made)


def test_a_draft_from_a_measure(public: Board, lists: WordLists) -> None:
    made = draft(public, measure=MEASURE, chosen=[OF_KLINGERBERG])
    assert made.words["title"] == "Meer licht op straat"
    assert made.words["what"] == (
        "Meer licht op straat. We zijn begonnen in mei 2023. We doen dit in Klingerberg. "
        "We werken samen met: Woningcorporaties."
    )
    assert made.words["here_and_now"] == (
        "Bij de meting van 2021 gaf Klingerberg een 6,4. Dat was 0,3 punt onder de ondergrens "
        "van 6,7."
    )
    assert made.words["residents"] == MEASURE.residents
    assert check_words(text_of(made), lists) == []
    found = references_of(public, made, "klingerberg")
    assert {r.state for r in found} == {State.BOUND}
    assert len(found) == 6  # two goals; 6,4; 0,3; 'onder de ondergrens'; 6,7


@pytest.mark.parametrize(
    ("status", "end", "told"),
    [
        (MeasureStatus.PLANNED, "", "We beginnen in mei 2023."),
        (MeasureStatus.DONE, "2024", "Dit liep van mei 2023 tot 2024."),
        (MeasureStatus.STOPPED, "2024", "Dit liep van mei 2023. In 2024 zijn we gestopt."),
    ],
)
def test_how_far_a_measure_is(public: Board, status: MeasureStatus, end: str, told: str) -> None:
    measure = MEASURE.model_copy(update={"status": status, "end": end})
    assert told in draft(public, measure=measure, chosen=[]).words["what"]


def test_a_trend_over_the_method_break_is_told_to_be_none(public: Board) -> None:
    ref = FigureRef(Kind.TREND, RATING, "GM0983", "2021")
    assert draft(public, measure=None, chosen=[ref]).words["here_and_now"] == (
        "Bij de meting van 2021 gaf Venlo een 7,2. Dat was 0,2 punt onder het doel van 7,4. "
        "Bij de meting van 2016 was het een 6,9. De metingen van 2016 en 2021 zijn niet te "
        "vergelijken."
    )


def test_what_data_does_not_know_is_left_to_a_person(public: Board) -> None:
    made = draft(public, measure=None, chosen=[OF_KLINGERBERG])
    assert (made.words["title"], made.words["what"], made.words["residents"]) == (
        "Veiligheid in Klingerberg",
        "",
        "",
    )


def test_a_figure_that_is_not_there_is_not_told(public: Board) -> None:
    ref = FigureRef(Kind.NUMBER, RATING, "klingerberg", "2019")
    assert (
        draft(public, measure=None, chosen=[ref]).words["here_and_now"]
        == "Dit cijfer tonen wij niet."
    )
    assert alternative(public, ref) == "Dit cijfer tonen wij niet."


def test_a_story_is_made_of_the_public_board_only(catalog: Catalog) -> None:
    inside = build_board(catalog)
    for make in (lambda: draft(inside, measure=None, chosen=[]), lambda: options(inside)):
        with pytest.raises(InternalBoardError):
            make()


def test_without_a_wave_a_draft_says_what_is_wanted(data_copy: tuple[Path, Path]) -> None:
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    board = build_board_from(*data_copy, actor=PUBLIC)
    made = draft(board, measure=None, chosen=[])
    assert "7,4" in made.words["why"]
    assert made.words["here_and_now"] == ""


def test_a_picture_in_words(public: Board) -> None:
    assert alternative(public, OF_KLINGERBERG) == (
        "Lijn met het cijfer en het doel. Bij de meting van 2021 gaf Klingerberg een 6,4. "
        "Dat was 0,3 punt onder de ondergrens van 6,7."
    )
    gone = FigureRef(Kind.NUMBER, "misdrijven", "GM0983", "1999")
    assert alternative(public, gone) == "Dit cijfer tonen wij niet."
