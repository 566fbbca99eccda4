"""Signs in lists of words: any letters, a number, a word with a capital, words in between."""

import re

import pytest

from lib.text.word_patterns import either


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("stijg*", "de stijgende lijn", "stijgende"),
        ("stijg*", "de bestijging", ""),
        ("met # punt", "met ## punt", "met ## punt"),
        ("meer dan ^", "veel meer dan Roermond", "meer dan Roermond"),
        ("meer dan ^", "meer dan 's-Hertogenbosch of genoeg", ""),
        ("meer dan ^", "meer dan genoeg", ""),
        ("^naar", "een Nijmegenaar ging naar huis", "Nijmegenaar"),
        ("^se", "de Nijmeegse analyse", "Nijmeegse"),
        ("nam .. toe", "nam in heel de stad toe", "nam in heel de stad toe"),
        ("nam .. toe", "nam een twee drie vier vijf zes zeven toe", ""),
    ],
)
def test_a_sign_stands_for_what_it_says(word: str, text: str, found: str) -> None:
    match = re.search(either((word,)), text, re.IGNORECASE)
    assert (match[0] if match else "") == found
