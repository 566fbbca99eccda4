"""One rule each for slugs, compared names, invisible characters and formulas."""

import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import (
    find_unreadable,
    fold,
    fold_account,
    guard_formula,
    is_formula,
    normalise,
    remove_unreadable,
    remove_xml_illegal,
    shorten,
    slug,
    unguard_formula,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café à côté", "cafe-a-cote"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\x00", "c-x"),
        ("ﬁets ½", "fiets-12"),
        ("漢字 👮", ""),
        ("", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_limited_length_ends_in_a_letter_or_digit() -> None:
    assert slug("licht in de wijk", longest=6) == "licht"
    assert slug("- licht", longest=5) == "licht"


@given(st.text(max_size=80), st.none() | st.integers(1, 30))
def test_slug_holds_only_letters_digits_and_single_hyphens(text: str, longest: int | None) -> None:
    made = slug(text, longest=longest)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert longest is None or len(made) <= longest
    assert slug(made) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Blerick-Noord", "blerick noord"),
        ("  Arcen  en_Lomm ", "arcen en lomm"),
        ("CAFÉ", "cafe"),
        ("Straße", "strasse"),
        ("'t Ven", "t ven"),
        ("...", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text(max_size=30), st.integers(1, 40))
def test_a_shortened_text_fits_and_shows_that_it_was_cut(text: str, longest: int) -> None:
    short = shorten(text, longest=longest)
    assert len(short) <= longest
    assert short == text or (len(text) > longest and text.startswith(short.removesuffix("…")))
    assert short == text or short.endswith("…")


def test_accounts_differ_by_more_than_capitals_and_width() -> None:
    assert fold_account(" Jan@Voorbeeld.nl") == fold_account("ｊan@voorbeeld.NL")
    assert fold_account("j.an@voorbeeld.nl") != fold_account("jan@voorbeeld.nl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｓteyl\u200b", "Steyl"),
        ("７,４", "7,4"),
        ("een\n twee\u00a0drie\x85vier", "een twee drie vier"),
        ("\ufeffwijk\u00ad\x07", "wijk"),
        ("\u200b", ""),
        ("1\uf02c5", "1\uf02c5"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ë é ĳ € 漢字 ‘’ – … 👮\u00a0", ""),
        ("een\nregel", ""),
        ("nul \x00", "\x00"),
        ("tab\t", "\t"),
        ("regel \u2028 apart", "\u2028"),
        ("omgekeerd \u202egpj.exe", "\u202e"),
        ("breed\u200bte nul", "\u200b"),
        ("eigen \ue000", "\ue000"),
        ("half \ud800", "\ud800"),
        ("niemands \u0378", "\u0378"),
    ],
)
def test_first_unreadable_character(text: str, found: str) -> None:
    assert find_unreadable(text) == found


@given(st.text(max_size=80))
def test_unreadable_characters_are_found_and_removed(text: str) -> None:
    refused = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    bad = [c for c in text if unicodedata.category(c) in refused]
    assert find_unreadable(text, allowed="") == (bad[0] if bad else "")
    assert remove_unreadable(text) == "".join(c for c in text if c not in bad)
    left = find_unreadable(normalise(text), allowed="")
    assert not left or unicodedata.category(left) in {"Cs", "Co", "Cn"}


@given(st.text(max_size=80))
def test_xml_holds_what_is_left(text: str) -> None:
    left = remove_xml_illegal(text)
    assert remove_xml_illegal(left) == left
    assert "\x7f" not in left
    escaped = left.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
    assert ET.fromstring(f"<t>{escaped}</t>").text == (left or None)  # noqa: S314 - our own text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-2", "@SUM(A1)", " =1", "\t=1", "\tx", "\rx", "\nx", "\u00a0=1", "\v=1"]
)
def test_formulas(text: str) -> None:
    assert is_formula(text)
    assert guard_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "a=1", "1-2", "'s-Café", "–5", "(=1)"])
def test_ordinary_text_is_no_formula(text: str) -> None:
    assert not is_formula(text)
    assert guard_formula(text) == text


@given(st.text(max_size=20) | st.text("='+-@ \t\r\n\v\u00a0a", max_size=8))
def test_a_guarded_text_is_safe_and_comes_back(text: str) -> None:
    guarded = guard_formula(text)
    assert not is_formula(guarded)
    assert unguard_formula(guarded) == text
