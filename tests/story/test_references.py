"""What each number and claim of a text is: facts in the right order, and open until a click."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import PUBLIC
from lib.board import RATING, Board, DataProblemsError
from lib.catalog import Catalog
from lib.export.site.overview_page import describe_map_context
from lib.figures.facts.fact import Fact, Role
from lib.figures.facts.facts import Facts, load_facts
from lib.figures.format import number
from lib.store import Binding, BindingKind, Language, Story, StoryWords
from lib.store import check_story as check_values
from lib.story import Reference, State, check_story, list_reasons
from lib.story.reading import read
from lib.story.references import NO_RANK, check_text
from tests.builders import add_waves, build_board_from
from tests.conftest import ROOT
from tests.story.sentences import FALSE, NEAR_CLAIMS, NO_CLAIMS, TRUE

PIECES = (
    "Venlo Klingerberg Steyl wijken wijk 7,2 6,4 2021 2023 een twee van de onder boven ruim € 500 "
    "% procent steeg niet alle geen misdrijven inwoners punt doel tussen en 1.000 per . ; ( ) 14 "
    "077 112 − ½ ７ ² 9999999999999999999999 honderden acht 0,0 tot op elke naar helft derde #"
)
WORDS = st.sampled_from(["\n", "\n\n", *sorted(set(PIECES.split()))])
SOURCE = {"title": "Wijkplan", "date": "12-03-2026", "who": "Team Veiligheid"}


def story(text: str = "", **other: Any) -> Story:
    return Story.model_construct(title="", what=text, **other)


def check(board: Board, text: str, *bindings: Binding, language: str = "nl") -> list[Reference]:
    written = story(text, bindings=bindings)
    return check_text(text, load_facts(board), written, part="what", language=language)


def find(references: list[Reference], text: str) -> Reference:
    return next(r for r in references if r.item.text.startswith(text))


def bind_first(board: Board, text: str, item: str) -> Binding:
    one = find(check(board, text), item)
    return one.bind(BindingKind.FIGURE, one.proposals[0].fact)


@pytest.mark.slow
def test_the_right_fact_is_first_for_nine_of_ten_numbers(public: Board) -> None:
    wrong = []
    for language, text, item, key in TRUE:
        pattern = re.escape(key).replace(r"\*", "[^|]*")
        found = [r for r in check(public, text, language=language) if r.item.text == item]
        first = [p.fact.key for r in found for p in r.proposals[:1]]
        if not (first and re.match(pattern, first[0])):
            wrong.append((text, item, first))
    assert len(TRUE) >= 100
    assert len(wrong) <= len(TRUE) / 10, wrong


@pytest.mark.parametrize(("text", "item"), FALSE, ids=[t for t, _ in FALSE])
def test_the_program_by_itself_accepts_nothing_false(public: Board, text: str, item: str) -> None:
    found = check(public, text)
    assert item.lower() in [r.item.text.lower()[: len(item)] for r in found]
    assert not [r for r in found if r.state is State.BOUND]
    assert list_reasons(found)


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_nothing_is_asked_of_dates_times_telephone_numbers_and_names(
    public: Board, text: str
) -> None:
    assert [r.item.text for r in check(public, text)] == []


@pytest.mark.parametrize(("text", "asked"), NEAR_CLAIMS)
def test_a_number_next_to_words_of_what_is_no_claim_is_asked_about(
    text: str, asked: tuple[str, ...]
) -> None:
    assert tuple(item.text for item in read(text).items) == asked


@pytest.mark.parametrize("word", ["stijging", "stıjging", "stİjging", "STIJGING", "ſtijging"])
def test_a_claim_is_read_in_letters_that_look_alike(word: str) -> None:
    assert [item.text for item in read(f"Er was een {word} in de wijk.").items] == [word]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("februari", 2),
        ("jan.", 1),
        ("feb.", 2),
        ("febr.", 2),
        ("mrt.", 3),
        ("apr.", 4),
        ("jul.", 7),
        ("sep.", 9),
        ("sept.", 9),
        ("okt.", 10),
        ("dec.", 12),
    ],
)
def test_a_month_is_known_by_its_short_name(written: str, month: int) -> None:
    assert [p.text for p in read(f"In {written} 2025 was het druk.").whens] == [f"2025-{month:02}"]


@pytest.mark.parametrize(
    ("text", "item", "is_so"),
    [
        ("In 2025 zat Venlo boven het doel van 7,4.", "boven het doel", False),
        ("In 2025 was het cijfer van Venlo hoger dan het doel.", "hoger dan", False),
        ("In 2025 zaten 8 wijken boven het doel.", "boven het doel", False),
        ("In 2025 haalde Venlo het doel van 7,4.", "haalde", True),
        ("In 2025 zaten 8 wijken op of boven het doel.", "boven het doel", True),
    ],
)
def test_a_rating_that_is_the_goal_itself_is_not_above_it(
    data_copy: tuple[Path, Path], text: str, item: str, is_so: bool
) -> None:
    add_waves(data_copy[0], {"2025": {"*": 0.2}})
    board = build_board_from(*data_copy, actor=PUBLIC)
    assert bool(find(check(board, text), item).proposals) is is_so


def test_an_area_is_held_against_the_municipality_of_the_same_wave(
    data_copy: tuple[Path, Path],
) -> None:
    add_waves(data_copy[0], {"2025": {"*": 0.2}})
    path = data_copy[0] / "observations" / "rapportcijfers.csv"
    rows = path.read_text("utf-8").splitlines()
    few = [row for row in rows if not row.startswith("rapportcijfer,GM0983,2025")]
    path.write_text("\n".join(few) + "\n", "utf-8")
    board = build_board_from(*data_copy, actor=PUBLIC)
    gaps = [f for f in load_facts(board).about(RATING) if f.role is Role.GAP]
    assert {(f.area, f.period) for f in gaps if f.label == "Venlo"} == set()
    assert "In heel Venlo was het een 7,2 (meting 2021)." in describe_map_context(board)


def test_a_proposal_says_what_the_sentence_names(public: Board) -> None:
    one = find(check(public, "In 2021 gaf Klingerberg een 6,4."), "6,4")
    first = one.proposals[0]
    assert first.reason == "noemt Klingerberg, 2021"
    assert first.fact.describe() == (
        "Rapportcijfer veiligheid eigen buurt, Klingerberg, 2021: 6,4 (geen marge bekend)"
    )


def test_without_the_value_the_nearest_figures_of_the_place_are_named(public: Board) -> None:
    one = find(check(public, "In 2021 gaf Klingerberg een 6,9."), "6,9")
    assert "Klingerberg, 2021: 6,4" in one.nearest[0].fact.describe()
    one = find(check(public, "In 2021 gaf Klingerberg een 9,9."), "9,9")
    assert (one.proposals, one.state) == ((), State.OPEN)
    assert "Klingerberg, 2021: 6,4" in one.nearest[0].fact.describe()


def test_a_bound_number_is_shown_in_full_with_its_source(public: Board) -> None:
    text = "In 2021 gaf Klingerberg een 6,4."
    (one,) = check(public, text, bind_first(public, text, "6,4"))
    assert one.state is State.BOUND
    assert "Klingerberg, 2021: 6,4 (geen marge bekend). Bron: Gemeente Venlo" in one.reason
    assert list_reasons([one]) == []


def test_a_binding_holds_for_its_own_sentence_only(public: Board) -> None:
    text = "In 2021 gaf Klingerberg een 6,4."
    bound = bind_first(public, text, "6,4")
    longer = check(public, f"We liepen mee.\n\n{text} Kom ook.", bound)
    assert [r.state for r in longer] == [State.BOUND]
    changed = check(public, "In 2021 gaf Steyl een 6,4.", bound)
    assert [r.state for r in changed] == [State.OPEN]
    twice = check(public, f"{text} {text}", bound)
    assert [r.state for r in twice] == [State.BOUND, State.OPEN]


def test_a_fact_of_another_value_cannot_be_bound(public: Board) -> None:
    text = "In 2021 gaf Klingerberg een 6,4."
    one = find(check(public, text), "6,4")
    other = next(f for f in load_facts(public).all.values() if f.value == 7.2)
    assert check(public, text, one.bind(BindingKind.FIGURE, other))[0].state is State.OPEN


def test_a_source_of_the_writers_own_needs_title_date_and_who(public: Board) -> None:
    one = find(check(public, "We hingen 24 lampen op."), "24")
    bound = check(public, "We hingen 24 lampen op.", one.bind(BindingKind.SOURCE, **SOURCE))
    assert bound[0].reason == "Bron: Team Veiligheid, Wijkplan (12-03-2026)"
    for field in SOURCE:
        with pytest.raises(ValueError, match="title, date or who"):
            one.bind(BindingKind.SOURCE, **SOURCE | {field: " "})


def test_a_small_count_in_an_area_has_no_source_of_its_own(public: Board) -> None:
    text = "In Steyl waren 3 overvallen."
    one = find(check(public, text), "3")
    (refused,) = check(public, text, one.bind(BindingKind.SOURCE, **SOURCE))
    assert refused.state is State.REFUSED
    assert "tonen" in refused.reason


def test_a_cause_needs_a_source_and_is_its_claim(public: Board) -> None:
    text = "Dankzij de lampen is het rustig."
    one = find(check(public, text), "Dankzij")
    assert one.state is State.REFUSED
    (bound,) = check(public, text, one.bind(BindingKind.SOURCE, **SOURCE))
    assert bound.reason.startswith("Volgens Team Veiligheid, Wijkplan")


def test_a_change_has_no_source_of_the_writers_own(public: Board) -> None:
    text = "Het rapportcijfer steeg."
    one = find(check(public, text), "steeg")
    assert "Noem de cijfers zelf, zonder 'steeg'." in one.reason
    assert "Wel bekend: Rapportcijfer veiligheid eigen buurt, Venlo, 2016 en 2021" in one.reason
    (still,) = check(public, text, one.bind(BindingKind.SOURCE, **SOURCE))
    assert still.state is State.REFUSED


def test_what_is_wanted_is_no_claim_when_a_person_says_so(public: Board) -> None:
    text = "We willen dat het rapportcijfer stijgt."
    one = find(check(public, text), "stijgt")
    assert one.may_plan
    assert one.state is not State.BOUND
    (bound,) = check(public, text, one.bind(BindingKind.PLAN))
    assert bound.state is State.BOUND
    claim = find(check(public, "Het rapportcijfer stijgt."), "stijgt")
    (still,) = check(public, "Het rapportcijfer stijgt.", claim.bind(BindingKind.PLAN))
    assert still.state is State.REFUSED


@pytest.mark.parametrize(
    ("text", "item", "fact"),
    [
        ("Klingerberg zit onder de ondergrens.", "onder", "punt onder de ondergrens"),
        ("Steyl haalt het doel.", "haalt", "punt boven het doel"),
        ("De meeste wijken halen de ondergrens.", "De meeste", "op of boven de ondergrens"),
    ],
)
def test_a_comparison_rests_on_a_verdict(public: Board, text: str, item: str, fact: str) -> None:
    one = find(check(public, text), item)
    assert fact in one.proposals[0].fact.describe()
    bound = check(public, text, one.bind(BindingKind.FIGURE, one.proposals[0].fact))
    assert find(bound, item).state is State.BOUND


RATED = "value|rapportcijfer|Rapportcijfer veiligheid eigen buurt|{}|"


def bind(board: Board, text: str, item: str, key: str) -> Reference:
    """Return an item of a text that is bound to the fact of which the key begins so."""
    fact = next(f for k, f in load_facts(board).all.items() if k.startswith(key))
    one = find(check(board, text), item)
    return find(check(board, text, one.bind(BindingKind.FIGURE, fact)), item)


@pytest.mark.parametrize(
    ("text", "item", "key", "reason"),
    [
        ("In 2021 kreeg Tegelen een 6,9.", "6,9", RATED.format("GM0983") + "|2016", "noemt 2021"),
        ("In 2021 kreeg Tegelen een 6,9.", "6,9", RATED.format("venlo-noord"), "noemt Tegelen"),
        ("In Roermond kregen we een 7,2.", "7,2", RATED.format("GM0983") + "|2021", "Roermond"),
        ("Klingerberg zit onder de 7,2.", "7,2", RATED.format("GM0983") + "|2021", "Klingerberg"),
        ("In 2016 kreeg Venlo een 7,2.", "7,2", RATED.format("GM0983") + "|2021", "noemt 2016"),
    ],
)
def test_a_sentence_on_another_place_or_year_contradicts_its_figure(
    public: Board, text: str, item: str, key: str, reason: str
) -> None:
    one = bind(public, text, item, key)
    assert one.state is State.CONTRADICTED
    assert reason in one.reason
    assert list_reasons([one])


@pytest.mark.parametrize(
    ("text", "item", "key"),
    [
        ("In 2021 kreeg Venlo-Noord een 6,9.", "6,9", RATED.format("venlo-noord")),
        ("Klingerberg zit onder de 7,2 van de stad.", "7,2", RATED.format("GM0983") + "|2021"),
        ("In Klingerberg geldt de ondergrens van 6,7.", "6,7", "goal|rapportcijfer|every_area"),
        ("Het was een 7,2.", "7,2", RATED.format("GM0983") + "|2021"),
    ],
)
def test_a_sentence_on_the_same_place_and_year_contradicts_nothing(
    public: Board, text: str, item: str, key: str
) -> None:
    assert bind(public, text, item, key).state is State.BOUND


def test_a_comparison_of_two_places_rests_on_their_verdict_only(
    public: Board, later: Mapping[float, Board]
) -> None:
    text = "Klingerberg lag lager dan Steyl."
    one = find(check(public, text), "lager dan")
    assert one.state is State.REFUSED
    assert "Klingerberg vergeleken met Steyl, 2021: geen marge bekend." in one.reason
    one = find(check(later[0.1], text), "lager dan")
    described = [p.fact.describe() for p in one.proposals]
    assert described[0] == "Klingerberg vergeleken met Steyl, 2023: aantoonbaar lager"
    bound = check(later[0.1], text, one.bind(BindingKind.FIGURE, one.proposals[0].fact))
    assert find(bound, "lager dan").state is State.BOUND
    for wrong in ("Steyl lag lager dan Klingerberg.", "Klingerberg lag hoger dan Steyl."):
        claim = find(check(later[0.1], wrong), "lager dan" if "lager" in wrong else "hoger dan")
        assert not [
            p
            for p in claim.proposals
            if {"Klingerberg", "Steyl"} <= set(p.fact.describe().replace(",", "").split())
            and p.fact.area == wrong.split()[0].lower()
        ]


def test_the_highest_is_what_is_demonstrably_above_all_others(
    public: Board, later: Mapping[float, Board]
) -> None:
    one = find(check(public, "Steyl kreeg het hoogste cijfer."), "hoogste")
    assert one.state is State.REFUSED
    assert "Steyl vergeleken met alle andere wijken, 2021: geen marge bekend." in one.reason
    # Others have as high a rating.
    assert find(check(later[0.1], "Steyl kreeg het hoogste cijfer."), "hoogste").proposals == ()
    assert find(check(public, "Klingerberg is de koploper."), "koploper").reason == NO_RANK


def english(text: str, *, dutch: str, bindings: tuple[Binding, ...] = ()) -> Story:
    words = StoryWords.model_construct(title="", what=text)
    return story(dutch, bindings=bindings, languages={Language.ENGLISH: words})


def test_a_translation_is_what_the_dutch_text_is(public: Board) -> None:
    dutch = "In 2023 telde de politie 6.501 misdrijven."
    text = "In 2023 the police counted 6,501 crimes."
    known, bound = load_facts(public), (bind_first(public, dutch, "6.501"),)
    found = check_story(english(text, dutch=dutch, bindings=bound), known, generated={})
    assert [(r.language, r.state, r.follows) for r in found] == [
        ("nl", State.BOUND, False),
        ("en", State.BOUND, True),
    ]
    still = check_story(english(text, dutch=dutch), known, generated={})
    assert [r.state for r in still] == [State.OPEN, State.OPEN]


@pytest.mark.parametrize(
    ("text", "is_bound"),
    [
        ("Residents gave a 6.4 in Klingerberg and a 7.6 in Steyl.", True),
        ("In Steyl residents gave a 6.4 and in Klingerberg a 7.6.", False),
        ("In 2016 residents gave a 6.4 in Klingerberg and a 7.6 in Steyl.", False),
    ],
)
def test_a_translation_has_each_number_with_its_own_place_and_year(
    public: Board, text: str, is_bound: bool
) -> None:
    dutch = "In Klingerberg gaven bewoners een 6,4 en in Steyl een 7,6."
    bound = tuple(bind_first(public, dutch, item) for item in ("6,4", "7,6"))
    translated = english(text, dutch=dutch, bindings=bound)
    found = check_story(translated, load_facts(public), generated={})
    states = {r.item.text: r.state for r in found if r.language == "en"}
    assert (set(states.values()) == {State.BOUND}) is is_bound


def test_a_number_that_differs_from_the_dutch_one_is_an_item_by_itself(public: Board) -> None:
    dutch = "In 2023 telde de politie 6.501 misdrijven."
    wrong = english("In 2023: 6,502 crimes.", dutch=dutch)
    found = check_story(wrong, load_facts(public), generated={})
    (reason,) = [r for r in list_reasons(found) if "6,502" in r]
    assert "(wat we deden, Engels)" in reason
    assert "Dit staat niet zo in het Nederlands." in reason


def test_a_description_as_the_program_made_it_is_no_claim(public: Board) -> None:
    made = story(alternatives=("Klingerberg gaf een 6,4.", "Klingerberg gaf een 6,4."))
    generated = {1: "Klingerberg gaf een 6,4.", 2: "Klingerberg gaf een 6,5."}
    found = check_story(made, load_facts(public), generated=generated)
    assert [r.part for r in found] == ["beschrijving 2"]


def change_rows(data: Path, change: Callable[[list[str]], list[str]]) -> Board:
    """Return the board of other ratings: `change` is given the cells of each row."""
    path = data / "observations" / "rapportcijfers.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    changed = [",".join(change(row.split(","))) for row in rows]
    path.write_text("\n".join([header, *changed]) + "\n", encoding="utf-8")
    return build_board_from(data, ROOT / "geo", actor=PUBLIC)


@pytest.mark.parametrize(
    ("value", "reason"), [("6.5", "Is nu: Rapportcijfer"), ("", "Dat is er niet meer.")]
)
def test_a_figure_that_changed_or_went_opens_its_item_again(
    public: Board, data_copy: tuple[Path, Path], value: str, reason: str
) -> None:
    text = "In 2021 gaf Klingerberg een 6,4."
    bound = bind_first(public, text, "6,4")

    def change(row: list[str]) -> list[str]:
        missing = "" if value else "niet gepubliceerd"
        is_it = row[1:3] == ["klingerberg", "2021"]
        return [*row[:3], value, *row[4:9], missing, *row[10:]] if is_it else row

    (one,) = check(change_rows(data_copy[0], change), text, bound)
    assert one.state is State.CHANGED
    assert "Was: Rapportcijfer" in one.reason
    assert reason in one.reason


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Mapping[float, Board]:
    """Boards on which every area gave half a point more in 2023, by the margin of both waves."""
    boards = {}
    for margin in (0.1, 0.6):
        data = tmp_path_factory.mktemp("later") / "data"
        shutil.copytree(ROOT / "data", data)
        path = data / "observations" / "rapportcijfers.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        made = []
        for cells in (row.split(",") for row in rows):
            for year, more in (("2021", 0.0), ("2023", 0.5)) if cells[2] == "2021" else ():
                value = float(cells[3]) + more
                ends = f"{value - margin:.2f}", f"{value + margin:.2f}"
                made.append(",".join([*cells[:2], year, f"{value:.1f}", *ends, "", *cells[7:]]))
        path.write_text("\n".join([header, *made]) + "\n", encoding="utf-8")
        boards[margin] = build_board_from(data, ROOT / "geo", actor=PUBLIC)
    return boards


@pytest.mark.parametrize(
    ("text", "margin", "may"),
    [
        ("Het rapportcijfer van Klingerberg steeg.", 0.1, True),
        ("Het rapportcijfer van Klingerberg daalde.", 0.1, False),
        ("Klingerberg werd veiliger.", 0.1, True),
        ("Het rapportcijfer van Klingerberg steeg.", 0.6, False),
        ("Het rapportcijfer van Klingerberg bleef gelijk.", 0.6, True),
        ("Het rapportcijfer van Klingerberg is niet gedaald.", 0.1, False),
    ],
)
def test_a_change_binds_to_what_is_demonstrated_only(
    later: Mapping[float, Board],
    text: str,
    margin: float,
    may: bool,
) -> None:
    (one,) = check(later[margin], text)
    verdicts = [p.fact.verdict_text for p in one.proposals]
    assert bool(verdicts) is may
    assert one.state is (State.OPEN if may else State.REFUSED)
    if may:
        assert "Klingerberg, 2021 en 2023" in one.proposals[0].fact.describe()
    else:
        assert "Wel bekend: Rapportcijfer" in one.reason


@given(st.one_of(st.text(), st.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_is_read_and_every_item_is_a_place_in_it(public: Board, text: str) -> None:
    found = check(public, text)
    assert all(text[r.item.start : r.item.end] == r.item.text and r.item.text for r in found)
    ends = [0, *(r.item.end for r in found)]
    assert all(r.item.start >= end for r, end in zip(found, ends, strict=False))
    assert not [r for r in found if r.state is State.BOUND]


def known_values(public: Board) -> list[Fact]:
    found: Facts = load_facts(public)
    subjects = ("rapportcijfer", "misdrijven", "inwoners")
    every = [f for s in subjects for f in found.about(s) if f.role is Role.VALUE]
    return [f for f in every if f.area == found.home or f.area in public.areas]


@given(st.data())
def test_every_fact_is_proposed_for_its_own_sentence(public: Board, data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from(known_values(public)))
    noun = {"rapportcijfer": "als rapportcijfer"}.get(fact.subject, fact.subject)
    shown = number(fact.value, decimals=fact.decimals)
    text = f"In {fact.period} had {fact.name} {shown} {noun}."
    one = find(check(public, text), shown)
    assert fact.key in [p.fact.key for p in one.proposals[:1]]


def bind_value(board: Board, text: str, item: str, *, area: str, year: str = "2021") -> Binding:
    """Return the binding of a number to the value of a place and year."""
    one = find(check(board, text), item)
    values = (p.fact for p in one.proposals if (p.fact.area, p.fact.period) == (area, year))
    return one.bind(BindingKind.FIGURE, next(values))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Steyl gaf een 7,7 en Belfeld een 7,6.", {"7,7": "belfeld", "7,6": "steyl"}),
        ("Een 7,7 in Steyl en een 7,6 in Belfeld.", {"7,7": "belfeld", "7,6": "steyl"}),
        ("Steyl en Belfeld gaven een 7,7 en een 7,6.", {"7,7": "belfeld", "7,6": "steyl"}),
    ],
)
def test_two_numbers_bound_crosswise_to_two_places_are_flagged(
    public: Board, text: str, pairs: Mapping[str, str]
) -> None:
    chosen = [bind_value(public, text, item, area=area) for item, area in pairs.items()]
    found = check(public, text, *chosen)
    assert [r.state for r in found] == [State.CONTRADICTED] * 2
    assert "De zin noemt Steyl, het gekozen cijfer gaat over Belfeld." in found[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Steyl gaf een 7,6 en Belfeld een 7,7.",
        "Een 7,6 in Steyl en een 7,7 in Belfeld.",
        "Steyl en Belfeld gaven een 7,6 en een 7,7.",
        "Naast Belfeld, met een 7,7, gaf Steyl een 7,6.",
    ],
)
def test_two_numbers_bound_each_to_its_own_place_are_bound(public: Board, text: str) -> None:
    areas = {"7,6": "steyl", "7,7": "belfeld"}
    chosen = [bind_value(public, text, item, area=area) for item, area in areas.items()]
    assert [r.state for r in check(public, text, *chosen)] == [State.BOUND] * 2


CROSSED_YEARS = "Woninginbraken: 151 in 2025 en 147 in 2024."


def test_two_numbers_bound_crosswise_to_two_years_are_flagged(public: Board) -> None:
    home = load_facts(public).home
    years = {"151": "2024", "147": "2025"}
    chosen = [
        bind_value(public, CROSSED_YEARS, n, area=home, year=year) for n, year in years.items()
    ]
    found = check(public, CROSSED_YEARS, *chosen)
    assert [r.state for r in found] == [State.CONTRADICTED] * 2
    assert "De zin noemt 2025, het gekozen cijfer is van 2024." in found[0].reason
    right = CROSSED_YEARS.replace("2025", "x").replace("2024", "2025").replace("x", "2024")
    chosen = [bind_value(public, right, n, area=home, year=year) for n, year in years.items()]
    assert [r.state for r in check(public, right, *chosen)] == [State.BOUND] * 2


def test_other_municipalities_have_figures_of_every_year_but_no_small_counts(public: Board) -> None:
    known = load_facts(public)
    years = {"2012", "2017", "2018", "2019", "2022", "2023", "2024", "2025"}
    found = [f for f in known.about("woninginbraak") if f.name == "Roermond"]
    assert {f.period for f in found} == years
    assert {f.period for f in known.about("inwoners") if f.name == "Weert"} == years | {"2021"}
    least = public.municipality.disclosure.threshold
    robberies = [f for f in known.about("straatroof") if f.role is Role.BENCHMARK]
    assert min(f.value or 0 for f in robberies) >= least


def test_counts_of_two_places_are_not_compared_but_named(public: Board) -> None:
    text = "De criminaliteit ligt in Belfeld hoger dan in Velden."
    one = find(check(public, text), "hoger dan")
    assert (one.state, one.proposals) == (State.REFUSED, ())
    assert "Aantallen van wijken vergelijkt het programma niet" in one.reason
    for named in ("Belfeld, 2023: 181", "Velden, 2023: 183"):
        assert named in one.reason


def test_what_only_an_answer_may_bind_is_no_story(public: Board, catalog: Catalog) -> None:
    text = "Steyl gaf een 9,9."
    one = find(check(public, text), "9,9")
    for binding in (
        one.bind(BindingKind.NEAREST, one.nearest[0].fact),
        one.bind(BindingKind.ABSENT),
    ):
        with pytest.raises(DataProblemsError):
            check_values({"title": "x", "what": text, "bindings": (binding,)}, catalog=catalog)


def test_a_text_that_cannot_be_saved_is_read_all_the_same(public: Board, catalog: Catalog) -> None:
    text = "Belfeld, postcode 5951 AB, kreeg een 7,7."
    binding = bind_first(public, text, "7,7")
    assert find(check(public, text, binding), "7,7").state is State.BOUND
    with pytest.raises(DataProblemsError, match="postcode"):
        check_values({"title": "x", "what": text, "bindings": (binding,)}, catalog=catalog)
