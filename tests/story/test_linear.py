"""The readers of a story's words take no more than in proportion to its length."""

import time
from collections.abc import Callable

import pytest

from lib.catalog.word_lists import WordLists
from lib.store.personal import find_personal_data
from lib.story import check_words
from lib.story.reading import read as read_items
from lib.text.plain import plain_language

LONG = {"numbers": 10_000}  # letters: twice the longest text that is accepted
LONGER = 20_000  # of readers that take no second
CLAIM = " golf"  # '*golf' may begin anywhere: a claim is only looked for where its letters are
MOST = 6  # times the work of the short text; in proportion it is 4
TOO_LITTLE = 0.02  # seconds: less says nothing
TRIES = 3  # a busy machine may be wrong once
# What made a reader take the square of the length, and what looks like it.
REPEATED = {
    "numbers": ("1,", "a-", "0", "€", "bel ", "Klingerberg-", "Venlo ", "A. "),
    "words": ("a-", "Venlo "),
    "plain": ("A. ", "Venlo "),
    "personal": ("1,", "a-", "1/", "NL91 ABNA ", "12-ab-", "Kerkstraat "),
}
CASES = [(reader, text) for reader, texts in REPEATED.items() for text in texts]


def _measure_seconds(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize(("reader", "repeated"), CASES)
def test_four_times_the_text_is_at_most_six_times_the_work(
    reader: str, repeated: str, lists: WordLists
) -> None:
    readers: dict[str, Callable[[str], object]] = {
        "numbers": read_items,
        "words": lambda text: check_words(text, lists),
        "plain": plain_language,
        "personal": find_personal_data,
    }
    read, most = readers[reader], LONG.get(reader, LONGER)
    read(repeated * 10)

    def is_in_proportion() -> bool:
        short, long = (
            _measure_seconds(read, (repeated * length)[:length] + CLAIM)
            for length in (most // 4, most)
        )
        return long < max(MOST * short, TOO_LITTLE)

    assert any(is_in_proportion() for _ in range(TRIES))
