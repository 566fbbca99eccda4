"""How plain a text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text.plain import Length, plain_language, syllables

EASY = "We liepen door de wijk. We praatten met bewoners. Bel ons als u iets ziet. Kom ook langs."
PLAIN = (
    "De politie en de gemeente liepen samen door de wijk. Ze vroegen bewoners wat beter kan. "
    "Veel bewoners wilden meer licht op straat. In het voorjaar komen er nieuwe lampen."
)
HIGHER = (
    "Overlast kan worden teruggedrongen als bewoners, politie en gemeente beter samenwerken. De "
    "wijkagent bespreekt elke maand met de woningcorporatie welke meldingen er zijn binnengekomen."
)
ALSO_HIGHER = """
De gemeente heeft samen met de politie en de woningcorporatie een plan gemaakt om de overlast in
de wijk te verminderen. Bewoners kunnen tijdens een bijeenkomst hun mening geven.

Uit de enquête onder inwoners blijkt dat het gevoel van veiligheid per wijk sterk verschilt. Het
college wil daarom vooral investeren in buurten die lager scoren.

Ondernemers in het centrum hebben regelmatig last van winkeldiefstal. De politie adviseert om
personeel te trainen en altijd aangifte te doen, zodat opsporing mogelijk blijft.

De burgemeester overlegt elke maand met het Openbaar Ministerie en de politie over de
veiligheid. Daarbij bespreken zij welke ontwikkelingen aandacht vragen.

Cybercriminelen gebruiken steeds vaker valse berichten om bankgegevens te achterhalen. Ouderen
zijn een kwetsbare groep, maar ook jongeren worden regelmatig opgelicht.

De wijkagent werkt nauw samen met jongerenwerkers om problemen vroegtijdig te signaleren.
Wanneer een jongere dreigt af te glijden, volgt een gesprek met de ouders.
"""
HARDEST = (
    "De implementatie van de geïntensiveerde bestuurlijke handhavingsstrategie impliceert een "
    "structurele heroverweging van de beschikbare handhavingscapaciteit."
)
HARD = (
    "De integrale aanpak van ondermijnende criminaliteit wordt middels een multidisciplinair "
    "samenwerkingsverband vormgegeven teneinde de maatschappelijke weerbaarheid te bevorderen."
)


@pytest.mark.parametrize(
    ("text", "levels"),
    [(EASY, {"A2"}), (PLAIN, {"A2", "B1"}), (HIGHER, {"B2"}), (HARD, {"C1"}), (HARDEST, {"C1"})]
    + [(" ".join(text.split()), {"B1", "B2"}) for text in ALSO_HIGHER.split("\n\n")],
)
def test_the_level_follows_the_text(text: str, levels: set[str]) -> None:
    assert plain_language(text).level in levels


def test_the_level_says_that_it_is_an_estimate() -> None:
    assert plain_language(EASY).summary.startswith("Schatting van het taalniveau: A2.")
    assert plain_language(" \n").level == ""
    assert plain_language("2021!").summary == "Er is nog geen tekst."


@pytest.mark.parametrize(
    ("words", "length"),
    [
        (1, Length.GOOD),
        (15, Length.GOOD),
        (16, Length.LONG),
        (20, Length.LONG),
        (21, Length.VERY_LONG),
    ],
)
def test_a_long_sentence_is_marked(words: int, length: Length) -> None:
    (sentence,) = plain_language(" ".join(["huis"] * words) + ".").sentences
    assert (sentence.words, sentence.length) == (words, length)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Een. Twee! Drie?", 3),
        ("Een regel\nNog een", 2),
        ("Dit kost ca. 3 euro, bijv. voor Jan.", 1),
        ("Het was 7.2 in 2021.", 1),
        ("'Echt waar.' Dat zei hij.", 2),
        ("", 0),
    ],
)
def test_a_text_is_split_into_sentences(text: str, number: int) -> None:
    assert len(plain_language(text).sentences) == number


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("De lampen worden geplaatst.", ["worden geplaatst"]),
        ("Er zijn extra lampen geplaatst.", ["zijn extra lampen geplaatst"]),
        ("De straat werd schoongemaakt.", ["werd schoongemaakt"]),
        ("Het plan is door de raad vastgesteld.", ["is door de raad vastgesteld"]),
        ("Er is besloten dat het mag.", ["is besloten"]),
        ("De boa's die ingezet worden.", ["ingezet worden"]),
        ("Er werd gecontroleerd.", ["werd gecontroleerd"]),
        ("Overlast kan worden teruggedrongen.", ["worden teruggedrongen"]),
        ("Dit moet worden opgelost.", ["worden opgelost"]),
        ("Dat zou kunnen worden ingevoerd.", ["worden ingevoerd"]),
        ("De overlast kan in de zomer flink worden teruggedrongen.", ["worden teruggedrongen"]),
        ("Dat dit teruggedrongen kan worden, is mooi.", ["teruggedrongen kan worden"]),
        ("Dit zou eerder aangepakt moeten worden.", ["aangepakt moeten worden"]),
        ("Er zal opnieuw gemeten worden.", ["gemeten worden"]),
        ("De hekken zouden weggehaald zijn.", ["weggehaald zijn"]),
        ("Er hoeft niet betaald te worden.", ["betaald te worden"]),
        ("We kunnen tevreden zijn.", []),
        ("De straat zal veiliger worden.", []),
        ("De wijk is schoon.", []),
        ("De gemeente is bekend.", []),
        ("We hebben lampen geplaatst.", []),
        ("De bewoners waren tevreden.", []),
        ("De metingen zijn niet te vergelijken.", []),
        ("Het cijfer is gemiddeld.", []),
        ("Wij worden blij van de bewoners.", []),
    ],
)
def test_passive_forms(text: str, passive: list[str]) -> None:
    assert [s.text for s in plain_language(text).passive] == passive


def test_long_words_are_marked_and_names_are_not() -> None:
    text = "De vergunningverlening in Vastenavondkamp is klaar. Veiligheidsmonitor is lang."
    found = [s.text for s in plain_language(text).long_words]
    assert found == ["vergunningverlening", "Veiligheidsmonitor"]


@pytest.mark.parametrize(
    ("word", "number"),
    [("wijk", 1), ("veiligheid", 3), ("gemeente", 3), ("rapportcijfer", 4), ("b", 1)],
)
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    found = plain_language(text)
    for span in (*found.long_words, *found.passive, *found.sentences):
        assert text[span.start : span.end] == span.text
