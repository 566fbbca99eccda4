"""Who clicks the first proposal of every item publishes nothing false."""

import csv
from pathlib import Path

import pytest

from lib.board import Board
from lib.figures.facts.facts import load_facts
from lib.store import Story
from lib.store.story.content import BindingKind
from lib.story import Reference, State
from lib.story.references import check_text
from tests.story.sentences import FALSE

# What stays is in front of the second person in full: verdicts that there is no demonstrable
# difference, sixteen of eighteen areas, and figures that are as the sentence gives them.
REMAIN = {
    "Het aantal inbraken is niet gedaald.",
    "Het aantal mishandelingen is nagenoeg gelijk.",
    "Vrijwel elke wijk voldoet aan de norm.",
    "Code 6.044 misdrijven.",
    "Aan de balie 120 misdrijven in Steyl.",
}
MOST_CLICKS = 3  # rounds: what is bound may change what is proposed for the rest


def load_false_sentences() -> list[tuple[str, str]]:
    path = Path(__file__).with_name("press_sentences.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (r["language"], r["sentence"]) for r in csv.DictReader(file) if r["kind"] == "false"
        ]
    return rows + [("nl", text) for text, _ in FALSE]


def click_first_proposals(board: Board, text: str, language: str) -> list[Reference]:
    """Return the items of a text after each first proposal was clicked."""
    story = Story.model_construct(title="", languages={})
    found = check_text(text, load_facts(board), story, part="what", language=language)
    for _ in range(MOST_CLICKS):
        chosen = [
            r.bind(BindingKind.FIGURE, r.proposals[0].fact)
            for r in found
            if r.state is State.OPEN and r.proposals
        ]
        if not chosen:
            break
        story = story.model_copy(update={"bindings": (*story.bindings, *chosen)})
        found = check_text(text, load_facts(board), story, part="what", language=language)
    return found


@pytest.mark.slow
def test_no_false_sentence_is_complete_after_its_first_proposals(public: Board) -> None:
    complete = {
        text
        for language, text in load_false_sentences()
        if all(r.state is State.BOUND for r in click_first_proposals(public, text, language))
    }
    assert complete == REMAIN


@pytest.mark.parametrize(
    "text",
    [
        "Venlo haalde het doel van 7,4 al in 2021.",
        "Elke wijk moet in 2026 een 7,4 halen.",
        "Alle wijken zitten boven de ondergrens.",
        "Tien wijken kregen in 2021 een 7,7.",
        "Er waren bijna tweehonderd woninginbraken.",
        "De ondergrens ligt op 7,4.",
        "Belfeld kreeg een 6,7.",
        "Straatroof kwam 17 keer voor in 2025.",
        "Mishandelingen: 201 in 2025, bedreigingen: 277.",
        "Het aantal vernielingen bleef in 2025 gelijk: 494.",
        "Per 1.000 inwoners zijn er in Venlo 151 woninginbraken.",
        "Venlo moet in 2026 uitkomen op ten minste 6,7 gemiddeld.",
        "Er kwamen 57 vaste camera's bij in 2025.",
        "In 2025 registreerde de politie 39 bedreigingen minder.",
        "Een kwart minder bedreigingen in 2025.",
        "Acht van de achttien wijken zitten onder de ondergrens.",
        "Steyl zit 0,2 punt onder het doel.",
        "Steyl kreeg een 7,6, lager dan het doel van 7,4.",
        "Venlo heeft in 2025 minder inwoners dan in 2024.",
        "Velden en Steyl kregen allebei een 7,7.",
        "Zowel Velden als Steyl kreeg een 7,7.",
        "Steyl, net als Velden, kreeg een 7,6.",
        "Velden, Belfeld en Steyl kregen een 7,7.",
        "Klingerberg en Steyl zitten onder de ondergrens.",
        "Klingerberg en Roermond zitten onder de ondergrens.",
        "In 2024 en 2025 waren er 201 bedreigingen.",
        "Tussen 2022 en 2025 waren er 277 mishandelingen.",
        "In januari 2025 waren er 277 mishandelingen.",
        "Acht wijken haalden het doel van 7,4 in 2021 nog niet.",
        "De meeste wijken halen het doel.",
        "Tien wijken halen het doel.",
        "Acht wijken halen het doel niet.",
        "In de zomer van 2025 waren er 277 mishandelingen.",
        "In het eerste kwartaal van 2025 waren er 277 mishandelingen.",
        "In 2024 was er een verschil van 389 misdrijven met 2022.",
        "Velden, Belfeld en Steyl kregen alle drie een 7,7.",
        "Er zijn tien wijken die het doel halen.",
        "In 2025 zijn er 281 winkeldieven gepakt.",
        "In 2025 werden 277 verdachten aangehouden voor mishandeling.",
        "26 inwoners werden in 2025 slachtoffer van cybercrime.",
        "Slachtoffers van mishandeling in 2025: 277.",
        "Van 728 mensen werd in 2025 de fiets gestolen.",
        "In 2025 werden 147 inbraken opgelost.",
        "Er werden in 2025 147 woninginbraken voorkomen.",
        "In 2025 zijn 277 mishandelingen bestraft.",
        "De politie loste in 2025 147 woninginbraken op.",
        "In Limburg waren er in 2025 277 mishandelingen.",
        "In heel Nederland waren er in 2025 277 mishandelingen.",
        "In Amsterdam waren er in 2025 277 mishandelingen.",
        "Op het station waren er in 2025 277 mishandelingen.",
        "In 2025 waren er 277 mishandelingen per wijk.",
        "Behalve Klingerberg haalt elke wijk de ondergrens.",
        "Behalve Klingerberg halen alle wijken het doel.",
        "In 2021 haalde elke wijk de ondergrens.",
        "Voor Steyl geldt een ondergrens van 7,6.",
        "De ondergrens is 6,8.",
        "Steyl heeft als doel een 7,6.",
        "Het doel voor Steyl is een 7,6.",
        "Steyl moet in 2026 een 7,6 halen.",
        "Rond het station waren er in 2025 277 mishandelingen.",
        "In 2025 waren er geen 277 mishandelingen.",
        "In 2025 waren er meer dan 277 mishandelingen.",
        "In 2025 waren er bijna 277 mishandelingen.",
        "In 2025 waren er ten minste 280 mishandelingen.",
        "In 2025 waren er niet meer dan 270 mishandelingen.",
        "Eén op de drie inwoners was in 2025 slachtoffer van een misdrijf.",
    ],
)
def test_a_proposal_of_another_subject_place_goal_or_year_completes_nothing(
    public: Board, text: str
) -> None:
    states = [r.state for r in click_first_proposals(public, text, "nl")]
    assert set(states) - {State.BOUND}


@pytest.mark.parametrize(
    "text",
    [
        "Elke wijk moet in 2026 minstens een 6,7 halen.",
        "De lat ligt voor elke wijk op 6,7.",
        "Twee wijken zaten in 2021 onder de 6,7.",
        "Het aantal vernielingen was in 2025 566; een jaar eerder was het 494.",
        "Landelijk werden in 2022 24.414 woningen opengebroken.",
        "Mishandelingen: 277 in 2025, bedreigingen: 201.",
        "In 2025 registreerde de politie 39 bedreigingen meer.",
        "In 2025 waren er 88 winkeldiefstallen minder.",
        "In Steyl is het 7,6, maar heel de gemeente zit onder het doel.",
        "Klingerberg en Blerick-Noord en Trade-Port zitten onder de ondergrens.",
        "Vossener en Blerick-Midden kregen een 7,0.",
        "In 2023 en 2024 waren er 162 bedreigingen.",
        "Velden en Belfeld kregen een 7,7 en Steyl een 7,6.",
        "In het beleid 2023-2026 staat voor Klingerberg een 6,4.",
        "Klingerberg en Steyl kregen een 6,4 en een 7,6: onder en boven het doel van 7,4.",
        "Tien wijken haalden het doel van 7,4 in 2021 nog niet.",
        "De meeste wijken halen het doel niet.",
        "Acht wijken halen het doel.",
        "Tien wijken halen het doel niet.",
        "Niet alle wijken halen de ondergrens.",
        "Nog niet alle wijken halen het doel van 7,4.",
        "Velden, Belfeld en Arcen en Lomm kregen alle drie een 7,7.",
        "Twee wijken zitten onder de ondergrens: Klingerberg en Blerick-Noord en Trade-Port.",
        "Onder de ondergrens (Klingerberg en Blerick-Noord en Trade-Port) zitten twee wijken.",
        "In Blerick\u2011Noord en Trade\u2011Port gaven bewoners een 6,2.",
        "Winkeldieven sloegen in 2025 281 keer toe.",
        "De daders pleegden in 2025 277 mishandelingen.",
        "Slachtoffers deden in 2025 277 keer aangifte van mishandeling.",
        "In 2025 waren er 277 mishandelingen, en de verdachten zijn aangehouden.",
        "Per 1.000 inwoners telde Vossener er 37,8.",
        "In 2025 waren er 277 mishandelingen in heel Venlo.",
        "In de hele gemeente was het in 2021 een 7,2.",
        "In 2025 waren er ten minste 277 mishandelingen.",
        "In 2025 waren er maximaal 277 mishandelingen.",
        "In 2025 waren er meer dan 270 mishandelingen.",
        "In 2025 waren er bijna 280 mishandelingen.",
        "Voor Steyl geldt een ondergrens van 6,7.",
        "De ondergrens voor elke wijk is 6,7.",
        "Het doel is een 7,4, Steyl kreeg een 7,6.",
        "Voor het doel van 2026: Steyl kreeg in 2021 een 7,6.",
        "Elke wijk moet een 6,7 halen; Steyl kreeg een 7,6.",
    ],
)
def test_the_first_proposals_of_a_true_sentence_complete_it(public: Board, text: str) -> None:
    states = [r.state for r in click_first_proposals(public, text, "nl")]
    assert set(states) == {State.BOUND}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2025, 281 shoplifters were arrested."),
        ("en", "There were 277 victims of assault in 2025."),
        ("en", "There were more than 277 assaults in 2025."),
        ("en", "In Amsterdam there were 277 assaults in 2025."),
        ("de", "Im Jahr 2025 wurden 147 Einbrüche aufgeklärt."),
        ("de", "Im Jahr 2025 gab es mehr als 566 Sachbeschädigungen."),
        ("de", "Im Jahr 2025 gab es keine 566 Sachbeschädigungen."),
        ("pl", "W 2025 roku zatrzymano 147 sprawców włamań."),
        ("pl", "W 2025 roku było ponad 147 włamań."),
    ],
)
def test_a_false_sentence_in_another_language_is_not_complete(
    public: Board, language: str, text: str
) -> None:
    states = [r.state for r in click_first_proposals(public, text, language)]
    assert set(states) - {State.BOUND}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There were 277 assaults in Venlo in 2025."),
        ("en", "There were at least 277 assaults in 2025."),
        ("de", "Im Jahr 2025 gab es 566 Sachbeschädigungen."),
        ("pl", "W 2025 roku było 147 włamań."),
    ],
)
def test_a_true_sentence_in_another_language_is_complete(
    public: Board, language: str, text: str
) -> None:
    states = [r.state for r in click_first_proposals(public, text, language)]
    assert set(states) == {State.BOUND}
