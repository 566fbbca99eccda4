"""The number check, on a table of sentences, and laws that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.board import Board
from lib.figures.format import number
from lib.story import Fact, Found, Role, check_numbers, facts
from tests.story.sentences import SENTENCES

LETTER = {Found.OK: "k", Found.DIFFERS: "w", Found.NO_SOURCE: "g", Found.STATED: "s"}


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[t for t, _ in SENTENCES])
def test_each_number_and_claim_of_a_sentence(public: Board, text: str, expected: str) -> None:
    found = check_numbers(text, facts(public))
    assert "|".join(f"{c.text}={LETTER[c.found]}" for c in found) == expected
