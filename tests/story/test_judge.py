"""Whether words may be published: every number of every part, and only numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.board import Board
from lib.story import Facts, Found, facts
from lib.story.judge import check_parts, forbids, untold

RIGHT = "Bewoners van Klingerberg gaven in 2021 een 6,4."
WRONG = "Bewoners van Klingerberg gaven een 7,2."
UNKNOWN = "We hingen 24 lampen op."
NOTHING = "We praatten met bewoners."


@pytest.fixture(scope="module")
def known(public: Board) -> Facts:
    return facts(public)


def reasons(known: Facts, **parts: str) -> list[str]:
    return forbids(check_parts(parts, known, stated={}))


def test_parts_keep_their_names_and_order_also_without_numbers(known: Facts) -> None:
    found = check_parts({"titel": NOTHING, "waarom": RIGHT, "leeg": ""}, known, stated={})
    assert list(found) == ["titel", "waarom", "leeg"]
    assert [len(checked) for checked in found.values()] == [0, 1, 0]


@pytest.mark.parametrize("text", [RIGHT, NOTHING, ""])
def test_what_is_right_forbids_nothing(known: Facts, text: str) -> None:
    assert reasons(known, titel=text) == []


def test_every_reason_names_its_part_and_how_to_mend_it(known: Facts) -> None:
    assert reasons(known, titel=WRONG, waarom=RIGHT, gedaan=f"{UNKNOWN} {WRONG}") == [
        "'7,2' (titel) wijkt af. Klingerberg, 2021: 6,4. Goed is: 6,4.",
        "'24' (gedaan) heeft geen bron. Noem de bron, of haal het weg.",
        "'7,2' (gedaan) wijkt af. Klingerberg, 2021: 6,4. Goed is: 6,4.",
    ]


def test_a_stated_source_mends_what_has_none_and_not_what_differs(known: Facts) -> None:
    stated = dict.fromkeys(["24 lampen", "7,2"], "opdracht van de gemeente")
    parts = {"gedaan": f"{UNKNOWN} {WRONG}"}
    (reason,) = forbids(check_parts(parts, known, stated=stated))
    assert reason.startswith("'7,2' (gedaan) wijkt af.")


@given(st.lists(st.sampled_from([RIGHT, WRONG, UNKNOWN, NOTHING]), max_size=6))
def test_a_text_is_forbidden_as_often_as_it_is_wrong(known: Facts, texts: list[str]) -> None:
    parts = {f"deel {n}": text for n, text in enumerate(texts)}
    found = check_parts(parts, known, stated={})
    bad = [
        c for part in found.values() for c in part if c.found in {Found.DIFFERS, Found.NO_SOURCE}
    ]
    assert len(forbids(found)) == len(bad) == texts.count(WRONG) + texts.count(UNKNOWN)


@pytest.mark.parametrize(
    ("dutch", "translated", "missing"),
    [
        ("Een 6,4.", "A 6.4.", []),
        ("Een 6,4.", "A 64.", ["64"]),
        ("Een 64.", "A 6.4.", ["6.4"]),
        ("1.250 lampen.", "1,250 lamps.", []),
        ("1.250 lampen.", "1 250 lamps.", []),
        ("1250 lampen.", "1,250 lamps.", []),
        ("1.250 lampen.", "125 lamps.", ["125"]),
        ("Niets.", "9.9, and 9.9 again.", ["9.9"]),
        ("In 2021.", "No numbers.", []),
        ("", "", []),
    ],
)
def test_a_translation_has_no_number_that_the_dutch_text_does_not_have(
    dutch: str, translated: str, missing: list[str]
) -> None:
    told = [f"'{text}' (wat, en) staat niet in de Nederlandse tekst." for text in missing]
    assert untold({"wat, en": translated, "leeg, en": ""}, dutch) == told
