"""Texts of others: the right fact first, nothing false accepted unseen, no date asked about.

`press_sentences.csv` has sentences on the committed figures in rounds, as journalists, press
officers and councils write them; from the second on each was written before the words were looked
at. A true one has a number with the key of its fact (`*` is anything); a false one claims what the
figures do not show, in its item where that is named; of a claim in `no claim` nothing is to be
asked, of a true one in `only` nothing but its numbers.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from lib.board import Board
from lib.figures.facts.facts import load_facts
from lib.store import Story
from lib.story import Reference, State
from lib.story.language import ClaimKind, load_word_file
from lib.story.reading import read
from lib.story.references import check_text

pytestmark = pytest.mark.slow
MOST_ASKED = 0.03  # of telephone numbers, dates and times
LEAST = {
    "1": 30,
    "2": 30,
    "3": 55,
    "4": 25,
    "5": 40,
    "6": 35,
    "7": 40,
    "8": 24,
    "9": 29,
    "10": 27,
}  # sentences that each kind of a round has
ROUNDS = tuple(LEAST)


class PressSentence(NamedTuple):
    """A row of the table."""

    kind: str
    round: str
    language: str
    text: str
    item: str
    fact: str


def load_sentences(kind: str, number: str) -> list[PressSentence]:
    """Return the sentences of a kind in a round."""
    path = Path(__file__).with_name("press_sentences.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [PressSentence(*row) for row in csv.reader(file)]
    return [row for row in rows if (row.kind, row.round) == (kind, number)]


def check(board: Board, one: PressSentence) -> list[Reference]:
    return check_once(board, one.text, one.language)


@cache  # a sentence has a row for each of its numbers
def check_once(board: Board, text: str, language: str) -> list[Reference]:
    written = Story.model_construct(title="", languages={})
    return check_text(text, load_facts(board), written, part="what", language=language)


@pytest.mark.parametrize("number", ROUNDS)
def test_the_right_fact_is_first_for_nine_of_ten_numbers(public: Board, number: str) -> None:
    wrong, every = [], load_sentences("true", number)
    for one in every:
        pattern = re.escape(one.fact).replace(r"\*", "[^|]*")
        found = [r for r in check(public, one) if r.item.text == one.item]
        first = [p.fact.key for r in found for p in r.proposals[:1]]
        if not (first and re.match(pattern, first[0])):
            wrong.append((one.text, one.item, first))
    assert len(every) >= LEAST[number]
    assert len(wrong) <= len(every) / 10, wrong


@pytest.mark.parametrize("number", ROUNDS)
def test_no_false_sentence_goes_unseen_or_is_accepted(public: Board, number: str) -> None:
    found = {one: check(public, one) for one in load_sentences("false", number)}
    assert len(found) >= LEAST[number]
    unseen = [one for one, own in found.items() if not any(one.item in r.item.text for r in own)]
    assert unseen == []
    assert [one for one, own in found.items() if any(r.state is State.BOUND for r in own)] == []


@pytest.mark.parametrize("number", ROUNDS)
def test_hardly_anything_is_asked_of_dates_times_and_telephone_numbers(
    public: Board, number: str
) -> None:
    every = load_sentences("no claim", number)
    asked = [one.text for one in every if check(public, one)]
    assert len(asked) <= MOST_ASKED * len(every), asked


@pytest.mark.parametrize("number", ["3", "4", "8"])
def test_a_true_sentence_is_asked_about_its_numbers_only(public: Board, number: str) -> None:
    every = load_sentences("only", number)
    assert every
    found = {one.text: [r.item.text for r in check(public, one)] for one in every}
    assert found == {one.text: [one.item] if one.item else [] for one in every}


CLAIMS = [
    (language, claim["kind"], word)
    for language in ("nl", "en", "de", "pl")
    for claim in load_word_file()[language]["claim"]
    for word in claim["words"]
]


def write_words(word: str) -> str:
    """Return a text that an entry of the list stands for: letters, a number, words in between."""
    word = word.replace(" .. ", " toen weer ").replace("^", "Nijmege")
    return word.replace("*", "").replace("#", "7,2")


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
