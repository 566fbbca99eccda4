"""Four languages: every one complete, its signs in the font, its numbers and dates its own."""

import datetime as dt
import string
from typing import Any

import pytest
from PIL import ImageFont

from lib.export.story.picture_words import PictureLanguage, PictureWords
from lib.export.typeset import FONT_FOLDER


def flat(table: Any, before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= flat(value, f"{key}.") if isinstance(value, dict) else {before + key: value}
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", list(PictureLanguage))
def test_every_language_has_every_text_with_the_same_places(language: PictureLanguage) -> None:
    own, dutch = flat(PictureWords(language).table), flat(PictureWords(PictureLanguage.DUTCH).table)
    assert list(own) == list(dutch)
    assert all(own.values())
    assert {k: places(v) for k, v in own.items()} == {k: places(v) for k, v in dutch.items()}


@pytest.mark.parametrize(
    "language", [PictureLanguage.ENGLISH, PictureLanguage.GERMAN, PictureLanguage.POLISH]
)
def test_nothing_was_left_in_dutch(language: PictureLanguage) -> None:
    own, dutch = flat(PictureWords(language).table), flat(PictureWords(PictureLanguage.DUTCH).table)
    same = {key for key, text in own.items() if text == dutch[key]}
    # Words that two languages share.
    assert same <= {"line", "inhabitants_of", "drawing.tot"}


@pytest.mark.parametrize("weight", ["Regular", "Semibold", "Bold"])
def test_the_font_has_every_sign(weight: str) -> None:
    font = ImageFont.truetype(str(FONT_FOLDER / f"SourceSansPro-{weight}.ttf"), 40)
    absent = bytes(font.getmask("\U0010fffd"))
    words = [PictureWords(language) for language in PictureLanguage]
    day, number = dt.date(2026, 2, 3), 1234567.5
    found_words = [w.day(day) + w.number(-number, decimals=1) + w.period("2023-Q2") for w in words]
    signs = set("".join([*found_words, *(t for w in words for t in flat(w.table).values())]))
    signs |= set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜéëïóèêçÉ€’‘“”„–—·×½%&'\"/()…")
    assert [s for s in sorted(signs) if s.strip() and bytes(font.getmask(s)) == absent] == []


@pytest.mark.parametrize(
    ("language", "number", "day", "quarter", "month"),
    [
        ("nl", "−1.234,5", "3 februari 2026", "2e kwartaal 2023", "mei 2023"),
        ("en", "−1,234.5", "3 February 2026", "2nd quarter 2023", "May 2023"),
        ("de", "−1.234,5", "3. Februar 2026", "2. Quartal 2023", "Mai 2023"),
        ("pl", "−1\xa0234,5", "3 lutego 2026", "II kwartał 2023", "maj 2023"),
    ],
)
def test_numbers_and_dates(language: str, number: str, day: str, quarter: str, month: str) -> None:
    words = PictureWords(PictureLanguage(language))
    assert words.number(-1234.45, decimals=1) == number
    assert words.number(-0.01, decimals=1).strip(MINUS) in {"0,0", "0.0"}
    assert words.period("2026-02-03") == words.day(dt.date(2026, 2, 3)) == day
    assert (words.period("2023-Q2"), words.period("2023-05")) == (quarter, month)
    assert words.period("2021") == "2021"


MINUS = "−"


def test_a_drawing_has_the_words_and_signs_of_the_language() -> None:
    dutch, english = (PictureWords(PictureLanguage(key)) for key in ("nl", "en"))
    assert english.translate("ondergrens 6,7 (2026)") == "minimum 6,7 (2026)"
    assert english.write_numbers("6,7 en 6.501") == "6.7 en 6,501"
    assert english.translate("Hoogonder tot") == "Hoogonder to"
    for text in ("6,7 of hoger", "6.501", "hoe groter, hoe meer misdrijven"):
        assert dutch.write_numbers(dutch.translate(text)) == text
