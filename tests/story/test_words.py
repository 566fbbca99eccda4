"""Words that a story may not use, and difficult ones: hits, and what is no hit."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.access import LOCAL, PUBLIC
from lib.board import Board
from lib.catalog import Catalog, DataProblemsError, load_catalog
from lib.catalog.word_lists import WordLists
from lib.export.site.overview_page import describe_map_context
from lib.figures.layers.modes import map_layers
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.story import Mark, check_words, difficult_words
from tests.builders import build_board

HITS = [
    ("Dankzij onze aanpak is het rustig.", "Dankzij", Mark.CLAIM),
    ("Dit is de veiligste wijk.", "veiligste", Mark.CLAIM),
    ("Dit gebeurt nooit meer.", "nooit meer", Mark.CLAIM),
    ("Het geldt voor alle wijken.", "alle wijken", Mark.CLAIM),
    ("Dat is bewezen.", "bewezen", Mark.CLAIM),
    ("Wij garanderen dit.", "garanderen", Mark.CLAIM),
    ("Dat garandeert niemand.", "garandeert", Mark.CLAIM),
    ("Het werd rustig door onze\n aanpak.", "door onze\n aanpak", Mark.CLAIM),
    ("Een dalende trend.", "dalende trend", Mark.CLAIM),
    ("Een probleemwijk.", "probleemwijk", Mark.STIGMA),
    ("De Probleemwijken van de stad.", "Probleemwijken", Mark.STIGMA),
    ("Een achterstandswijk.", "achterstandswijk", Mark.STIGMA),
    ("De slechtste buurt.", "slechtste", Mark.STIGMA),
    ("De gevaarlijkste straat.", "gevaarlijkste", Mark.STIGMA),
    ("Een drugshotspot.", "drugshotspot", Mark.STIGMA),
    ("Hotspots in de stad.", "Hotspots", Mark.STIGMA),
    ("Een verloederde straat.", "verloederde", Mark.STIGMA),
    ("De hangjongeren op het plein.", "hangjongeren", Mark.STIGMA),
    ("Arbeidsmigranten geven overlast.", "Arbeidsmigranten", Mark.ORIGIN),
    ("De overlast komt door Polen.", "Polen", Mark.ORIGIN),
    ("Poolse bewoners pleegden een inbraak.", "Poolse", Mark.ORIGIN),
    ("Drugsoverlast en mensen met een migratieachtergrond.", "migratieachtergrond", Mark.ORIGIN),
]
NO_HITS = [
    "De controle door de politie was op dinsdag.",
    "Er zijn meer lampen in de straat.",
    "Klingerberg is een wijk in Venlo.",
    "Bij de meting van 2021 gaf Venlo een 7,2.",
    "Poolse les is op maandag in de bibliotheek.",
    "Arbeidsmigranten kunnen zich inschrijven. Er was ook overlast van verkeer.",
    "We legden de polen van de batterij goed, na de inbraak.",
    "Meer veiligheid voor alle dieren.",
    "Gekke Henkie is een boek. De asfaltweg is klaar.",
    "Het recht op een dak boven je hoofd.",
    "De garage is open.",
]


def test_the_public_map_puts_no_stamp_on_an_area_and_gives_context(
    public: Board, catalog: Catalog, lists: WordLists
) -> None:
    texts = [describe_map_context(public)]
    for layer in map_layers(public).values():
        texts += [layer.title, layer.note, map_alternative(layer, board=public)]
        texts += [layer_finding(layer, board=public), *(b.label for b in layer.bands)]
    assert [m for text in texts for m in check_words(text, lists) if m.kind is not Mark.CLAIM] == []
    assert texts[0].startswith("Een cijfer onder de ondergrens zegt niets over de mensen")
    assert "In heel Venlo was het een 7,2." in texts[0]
    assert describe_map_context(build_board(catalog, actor=LOCAL)) == ""
    assert describe_map_context(build_board(replace(catalog, targets=()), actor=PUBLIC)) == ""


@pytest.mark.parametrize(("text", "word", "kind"), HITS)
def test_a_word_is_marked(lists: WordLists, text: str, word: str, kind: Mark) -> None:
    marked = check_words(text, lists)
    assert (word, kind) in [(m.text, m.kind) for m in marked]
    assert all(m.reason and m.alternative and text[m.start : m.end] == m.text for m in marked)


@pytest.mark.parametrize("text", NO_HITS)
def test_a_word_is_not_marked(lists: WordLists, text: str) -> None:
    assert check_words(text, lists) == []


@pytest.mark.parametrize(
    ("text", "word", "simpler"),
    [
        ("Middels een brief.", "Middels", "met"),
        ("Een integrale aanpak.", "integrale", "samen"),
        ("Teneinde dit te doen.", "Teneinde", "om"),
        ("De handhavers komen.", "handhavers", "controleren"),
        ("Preventie helpt.", "Preventie", "voorkomen"),
        ("We dienen te wachten.", "dienen te", "moeten"),
    ],
)
def test_a_difficult_word_has_a_simpler_one(
    lists: WordLists, text: str, word: str, simpler: str
) -> None:
    assert [(m.text, m.alternative) for m in difficult_words(text, lists)] == [(word, simpler)]


def test_plain_words_are_not_difficult(lists: WordLists) -> None:
    text = "De wijkagent komt op dinsdag. Bel ons als u iets ziet. Het middel helpt mensen."
    assert difficult_words(text, lists) == []


def test_there_are_enough_difficult_words_and_each_finds_itself(lists: WordLists) -> None:
    assert len(lists.difficult) >= 80
    for word in lists.difficult:
        assert difficult_words(word.replace("*", ""), lists), word


@given(st.text())
def test_any_text_is_looked_at(lists: WordLists, text: str) -> None:
    for marked in (*check_words(text, lists), *difficult_words(text, lists)):
        assert text[marked.start : marked.end] == marked.text


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("[[claim]]\nwords = []\nreason = 'a'\nalternative = 'b'", "claim.0.words"),
        ("[[claim]]\nwords = ['a']\nalternative = 'b'", "claim.0.reason"),
        ("[[stigma]]\nwords = ['<b>']\nreason = 'a'\nalternative = 'b'", "stigma.0.words.0"),
        ("[claims]\n", "claims"),
        ("[difficult]\nmits = ''", "difficult.mits"),
        ("[[claim", ""),
    ],
)
def test_what_is_wrong_in_the_list_is_told(
    data_copy: tuple[Path, Path], content: str, place: str
) -> None:
    (data_copy[0] / "words.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DataProblemsError) as error:
        load_catalog(*data_copy)
    (problem,) = error.value.problems
    assert problem.file.endswith("/words.toml")
    assert problem.column == place
    assert problem.fix


def test_an_absent_list_is_told(data_copy: tuple[Path, Path]) -> None:
    (data_copy[0] / "words.toml").unlink()
    with pytest.raises(DataProblemsError, match=r"words\.toml: Verwacht: dit bestand"):
        load_catalog(*data_copy)


def test_an_edited_list_is_read_again(data_copy: tuple[Path, Path]) -> None:
    path = data_copy[0] / "words.toml"
    path.write_text("[difficult]\nmits = 'als'\n", encoding="utf-8")
    assert difficult_words("mits", load_catalog(*data_copy).words)
    path.write_text("[difficult]\nthans = 'nu'\n", encoding="utf-8")
    assert not difficult_words("mits", load_catalog(*data_copy).words)
