"""Texts of others: the right fact first, nothing false accepted unseen, no date asked about."""

import re

import pytest

from lib.board import Board
from lib.figures.facts.facts import load_facts
from lib.store import Story
from lib.story import Reference, State
from lib.story.language import ClaimKind, load_word_file
from lib.story.reading import read
from lib.story.references import check_text
from tests.story.press_sentences import FALSE, NO_CLAIMS, TRUE

MOST_ASKED = 0.03  # of telephone numbers, dates and times


def check(board: Board, text: str) -> list[Reference]:
    written = Story.model_construct(title="", languages={})
    return check_text(text, load_facts(board), written, part="what")


def test_the_right_fact_is_first_for_nine_of_ten_numbers(public: Board) -> None:
    wrong = []
    for text, item, key in TRUE:
        pattern = re.escape(key).replace(r"\*", "[^|]*")
        found = [r for r in check(public, text) if r.item.text == item]
        first = [p.fact.key for r in found for p in r.proposals[:1]]
        if not (first and re.match(pattern, first[0])):
            wrong.append((text, item, first))
    assert len(wrong) <= len(TRUE) / 10, wrong


def test_no_false_sentence_goes_unseen_or_is_accepted(public: Board) -> None:
    found = {text: check(public, text) for text in FALSE}
    assert [text for text, own in found.items() if not own] == []
    assert [text for text, own in found.items() if any(r.state is State.BOUND for r in own)] == []


def test_hardly_anything_is_asked_of_dates_times_and_telephone_numbers(public: Board) -> None:
    asked = [text for text in NO_CLAIMS if check(public, text)]
    assert len(asked) <= MOST_ASKED * len(NO_CLAIMS), asked


CLAIMS = [
    (language, claim["kind"], word)
    for language in ("nl", "en", "de", "pl")
    for claim in load_word_file()[language]["claim"]
    for word in claim["words"]
]


def write_words(word: str) -> str:
    """Return a text that an entry of the list stands for: a letter, a number, words in between."""
    return word.replace(" .. ", " toen weer ").replace("*", "").replace("#", "7,2")


@pytest.mark.parametrize("language", ["nl", "en", "de", "pl"])
def test_every_word_of_every_list_of_claims_is_seen(language: str) -> None:
    unseen = []
    for own, kind, word in CLAIMS:
        if own != language:
            continue
        text = f"Zo {write_words(word)}."
        if not read(text, language).items:  # a number in it may be what is asked about
            unseen.append((kind, word))
    assert unseen == []


@pytest.mark.parametrize("language", ["nl", "en", "de", "pl"])
def test_no_word_is_in_the_lists_of_two_kinds(language: str) -> None:
    own = [(word, kind) for of, kind, word in CLAIMS if of == language]
    kinds: dict[str, set[str]] = {}
    for word, kind in own:
        kinds.setdefault(word, set()).add(kind)
    assert {word: found for word, found in kinds.items() if len(found) > 1} == {}
    assert {kind for _, kind in own} <= {kind.value for kind in ClaimKind}
