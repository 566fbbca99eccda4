"""The number check, on a table of sentences, and laws that hold for any text."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import PUBLIC
from lib.board import RATING, Board
from lib.figures.format import number
from lib.story import Checked, Found, Kind, Role, check_numbers, draft, facts, options
from lib.story.fact import FigureRef
from lib.story.splitting import word_set
from tests.builders import build_board_from
from tests.conftest import ROOT
from tests.story.sentences import SENTENCES

LETTER = {Found.OK: "k", Found.DIFFERS: "w", Found.NO_SOURCE: "g", Found.STATED: "s"}
PIECES = (
    "Venlo Klingerberg Steyl wijken wijk 7,2 6,4 2021 2023 een twee van de onder boven ruim € 500 "
    "% procent steeg niet alle geen misdrijven inwoners punt doel tussen en 1.000 per . ; ( ) 14 "
    "077 112 − ½ ７ ² 9999999999999999999999 honderden acht 0,0 tot op elke naar helft derde"
)
WORDS = st.sampled_from(["\n", *sorted(word_set(PIECES))])


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[t for t, _ in SENTENCES])
def test_each_number_and_claim_of_a_sentence(public: Board, text: str, expected: str) -> None:
    found = check_numbers(text, facts(public))
    assert "|".join(f"{c.text}={LETTER[c.found]}" for c in found) == expected


def one(board: Board, text: str) -> Checked:
    (found,) = check_numbers(text, facts(board))
    return found


def test_what_differs_comes_with_the_right_value_and_its_source(public: Board) -> None:
    found = one(public, "Bewoners van Klingerberg gaven een 7,2.")
    assert (found.right, found.read, found.reason) == ("6,4", 7.2, "Klingerberg, 2021: 6,4.")
    assert found.source.startswith("Bron: Gemeente Venlo, Aanpakken!")
    assert "Periode: 2021" in found.source


def test_a_figure_of_another_year_is_told_to_be_so(public: Board) -> None:
    found = one(public, "De politie registreerde 6.501 misdrijven.")
    assert found.right == "6.112 (2024)"
    assert found.reason == "6.501 is het cijfer van 2023."


def test_a_chosen_figure_needs_no_year(public: Board) -> None:
    ref = FigureRef(Kind.NUMBER, "misdrijven", "GM0983", "2023")
    (found,) = check_numbers("Er waren 6.501 misdrijven.", facts(public, chosen=[ref]))
    assert found.found is Found.OK


def test_this_area_is_the_chosen_one(public: Board) -> None:
    ref = FigureRef(Kind.NUMBER, RATING, "klingerberg", "2021")
    found = facts(public, chosen=[ref])
    assert check_numbers("Deze wijk kreeg een 6,4.", found)[0].found is Found.OK
    assert check_numbers("Deze wijk kreeg een 7,2.", found)[0].found is Found.DIFFERS


def test_an_empty_line_ends_what_the_text_was_about(public: Board) -> None:
    same = check_numbers("Dit is Klingerberg.\nHet cijfer is 7,2.", facts(public))
    other = check_numbers("Dit is Klingerberg.\n\nHet cijfer is 7,2.", facts(public))
    assert [c.found for c in (*same, *other)] == [Found.DIFFERS, Found.OK]


def test_a_stated_source_is_taken_for_what_has_none_only(public: Board) -> None:
    text = "Vijf agenten liepen mee. Venlo kreeg een 7,3."
    stated = {"vijf agenten": "Eigen telling", "7,3": "Eigen telling"}
    found = check_numbers(text, facts(public), stated=stated)
    assert (found[0].found, found[0].source) == (Found.STATED, "Eigen telling")
    assert found[1].found is Found.DIFFERS


def test_a_source_is_of_one_number_only(public: Board) -> None:
    text = "We lopen 3 avonden per week. In Arcen en Lomm waren 3 overvallen in 2023."
    found = check_numbers(text, facts(public), stated={"3 avonden": "Rooster", "3 overvallen": "X"})
    assert found[0].found is Found.STATED, found
    assert {c.found for c in found[1:]} <= {Found.NO_SOURCE, Found.DIFFERS}, found


@pytest.mark.parametrize(
    "text",
    [
        "Klingerberg: ③ misdrijven in 2023.",
        "Er waren ⁴ misdrijven in Klingerberg.",
        "Geen enkel misdrijf in Klingerberg in 2023.",
        "Er was geen enkele overval in Velden.",
    ],
)
def test_a_number_in_signs_or_none_at_all_is_seen(public: Board, text: str) -> None:
    found = check_numbers(text, facts(public))
    assert {c.found for c in found} & {Found.NO_SOURCE, Found.DIFFERS}, found


def test_a_blank_source_is_none(public: Board) -> None:
    (found,) = check_numbers(
        "Vijf agenten liepen mee.", facts(public), stated={"vijf agenten": "  "}
    )
    assert found.found is Found.NO_SOURCE


def test_a_claim_says_why_it_is_not_right(public: Board) -> None:
    found = one(public, "Het rapportcijfer steeg.")
    assert found.right == "geen aantoonbaar verschil: niet vergelijkbaar"
    assert found.read is None


def changed(data: Path, rows: Callable[[list[str]], list[str]], *, name: str) -> None:
    path = data / "observations" / name
    header, *old = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *rows(old)]) + "\n", encoding="utf-8")


def wave_of_2023(*, margin: float) -> Callable[[list[str]], list[str]]:
    """Every area half a point higher in 2023, both waves with a margin."""

    def rows(old: list[str]) -> list[str]:
        cells = [r.split(",") for r in old]
        newest = [c for c in cells if c[2] == "2021"]

        def row(c: list[str], year: str, value: float) -> str:
            ends = f"{value - margin:.2f}", f"{value + margin:.2f}"
            return ",".join([*c[:2], year, f"{value:.1f}", *ends, "", *c[7:]])

        return [
            *(",".join(c) for c in cells if c[2] != "2021"),
            *(row(c, "2021", float(c[3])) for c in newest),
            *(row(c, "2023", float(c[3]) + 0.5) for c in newest),
        ]

    return rows


@pytest.mark.parametrize(
    ("text", "margin", "expected"),
    [
        ("Het rapportcijfer van Klingerberg steeg.", 0.1, Found.OK),
        ("Het rapportcijfer van Klingerberg daalde.", 0.1, Found.DIFFERS),
        ("Klingerberg werd veiliger.", 0.1, Found.OK),
        ("In alle wijken steeg het rapportcijfer.", 0.1, Found.OK),
        ("In geen enkele wijk daalde het rapportcijfer aantoonbaar.", 0.1, Found.OK),
        ("In geen enkele wijk daalde het rapportcijfer.", 0.1, Found.DIFFERS),
        ("Het rapportcijfer van Klingerberg steeg.", 0.6, Found.DIFFERS),
        ("In alle wijken steeg het rapportcijfer.", 0.6, Found.DIFFERS),
        ("Het rapportcijfer van Klingerberg steeg tussen 2016 en 2023.", 0.1, Found.DIFFERS),
    ],
)
def test_a_rise_is_right_only_where_it_is_demonstrated(
    data_copy: tuple[Path, Path], text: str, margin: float, expected: Found
) -> None:
    changed(data_copy[0], wave_of_2023(margin=margin), name="rapportcijfers.csv")
    board = build_board_from(*data_copy, actor=PUBLIC)
    assert one(board, text).found is expected


def small_count(data_copy: tuple[Path, Path]) -> Board:
    def rows(old: list[str]) -> list[str]:
        cells = [r.split(",") for r in old]
        few = {"BU09832501": "1", "BU09832502": "2"}
        return [",".join([*c[:3], few.get(c[1], c[3]), *c[4:]]) for c in cells]

    changed(data_copy[0], rows, name="misdrijven-buurten.csv")
    return build_board_from(*data_copy, actor=PUBLIC)


def test_a_figure_that_is_not_public_cannot_be_told(data_copy: tuple[Path, Path]) -> None:
    board = small_count(data_copy)
    text = "In Klingerberg waren er 3 misdrijven in 2023."
    found = check_numbers(text, facts(board), stated={"3": "Eigen telling"})
    assert [c.found for c in found] == [Found.DIFFERS]
    assert found[0].reason == "Dit cijfer tonen wij niet: minder dan 5."
    assert found[0].right == ""


def test_a_figure_that_is_not_public_cannot_be_chosen(data_copy: tuple[Path, Path]) -> None:
    found = [
        o
        for o in options(small_count(data_copy))
        if o.ref.area == "klingerberg" and o.ref.indicator == "misdrijven"
    ]
    assert [(o.ref.kind, o.hidden) for o in found] == [(Kind.NUMBER, "minder dan 5")]


@given(st.one_of(st.text(), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_is_checked_and_every_place_is_in_it(public: Board, text: str) -> None:
    found = check_numbers(text, facts(public))
    assert all(text[c.start : c.end] == c.text and c.text for c in found)
    ends = [0, *(c.end for c in found)]
    assert all(c.start >= end for c, end in zip(found, ends, strict=False))


@given(st.data())
def test_every_fact_is_right_as_the_screen_shows_it(public: Board, data: st.DataObject) -> None:
    found = facts(public)
    subject = data.draw(st.sampled_from(["rapportcijfer", "misdrijven", "inwoners"]))
    values = [
        f
        for f in found.about(subject)
        if f.role is Role.VALUE and (f.area == found.home or f.area in public.areas)
    ]
    fact = data.draw(st.sampled_from(values))
    shown = number(fact.value, decimals=fact.decimals)
    noun = {"rapportcijfer": "als rapportcijfer"}.get(subject, subject)
    text = f"In {fact.period} had {fact.name} {shown} {noun}."
    assert [c.found for c in check_numbers(text, found)] == [Found.OK]
    assert [c.found for c in check_numbers(text.replace(shown, f"9{shown}"), found)] != [Found.OK]


EXTRA = """indicator,area,period,value,lower,upper,n,source,status,missing,note
vernieling,GM0983,2022,610,,,,politie-47013,definitief,,
vernieling,GM0983,2023,650,,,,politie-47013,definitief,,
vernieling,BU09832501,2023,6,,,,politie-47018,definitief,,
vernieling,BU09832502,2023,8,,,,politie-47018,definitief,,
zedenmisdrijven,GM0983,2023,55,,,,politie-47013,definitief,,
drugsafval-bodem,GM0983,2023,30,,,,politie-47013,definitief,,
ervaren-sociale-overlast,GM0983,2021,12.3,11.0,13.6,,ivb-2023,definitief,,
"""


@pytest.fixture(scope="module")
def richer(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """The public board with more indicators than the committed data has."""
    data = tmp_path_factory.mktemp("richer") / "data"
    shutil.copytree(ROOT / "data", data)
    (data / "observations" / "extra.csv").write_text(EXTRA, encoding="utf-8")
    return build_board_from(data, ROOT / "geo", actor=PUBLIC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Klingerberg waren er in 2023 14 misdrijven van de soort vernieling.", "14=k"),
        ("In Klingerberg waren er in 2023 143 misdrijven van de soort vernieling.", "143=w"),
        ("In Klingerberg waren er in 2023 14 vernielingen.", "14=k"),
        ("In Klingerberg waren er in 2023 14 gevallen van vernieling.", "14=k"),
        # The public total is rounded until the figures per area of its year are in.
        ("De politie registreerde 565 keer vernieling.", "565=k"),
        ("De politie registreerde 55 zedenmisdrijven.", "55=k"),
        ("De politie registreerde 56 zedenmisdrijven.", "56=w"),
        ("Er waren 30 misdrijven van de soort 'Vervuiling van de bodem, ook drugsafval'.", "30=k"),
        ("Sociale overlast ervaart 12,3 % van de inwoners.", "12,3 %=k"),
        ("12 % van de inwoners ervaart sociale overlast.", "12 %=k"),
        ("13 % van de inwoners ervaart sociale overlast.", "13 %=w"),
        ("Een op de acht inwoners ervaart sociale overlast.", "Een op de acht=k"),
        ("Een op de vijf inwoners ervaart sociale overlast.", "Een op de vijf=w"),
        ("Het aantal vernielingen steeg.", "steeg=w"),
    ],
)
def test_a_specific_subject_is_told_from_the_whole(richer: Board, text: str, expected: str) -> None:
    found = check_numbers(text, facts(richer))
    assert "|".join(f"{c.text}={LETTER[c.found]}" for c in found) == expected


def test_every_draft_of_more_indicators_passes(richer: Board) -> None:
    for option in (o for o in options(richer) if not o.hidden):
        made = draft(richer, measure=None, chosen=[option.ref])
        found = check_numbers(made.text, facts(richer, chosen=[option.ref]))
        assert {c.found for c in found} == {Found.OK}, made.text


@pytest.mark.parametrize("number_", ["7,3", "6 501", "zesduizend vijfhonderdeen"])
def test_no_number_is_lost_in_a_sentence_without_end(public: Board, number_: str) -> None:
    found = check_numbers(f"Venlo kreeg {number_} punten, " * 200, facts(public))
    assert len([c for c in found if c.read]) == 200
