"""Chosen figures in plain Dutch sentences, and as text alternatives of their pictures.

In the past tense with the wave, rounded as on the screen; a rise or fall only where demonstrated,
no cause, no rank. Not here: the rest of a story (`draft`).
"""

from collections.abc import Sequence

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.board import INHABITANTS, RATING, Board
from lib.catalog import Indicator, Polarity
from lib.figures import format as nl
from lib.figures.words import CHANGE
from lib.story.fact import RATE, Fact, FigureRef, Kind, Role
from lib.story.facts import Facts, facts, figure

MOST_SHOWN = 3  # figures of a series in one sentence
SHOWN = {Change.RISE, Change.FALL, Verdict.RISE, Verdict.FALL}
UNTESTED = "Of dit verschil toeval is, is niet onderzocht."
NOT_SHOWN = "Het verschil is niet aantoonbaar."
NO_MARGIN = "De marge is niet bekend. Daarom is niet te zeggen of er een verschil is."
NOT_PUBLIC = "Dit cijfer is niet openbaar."
MADE_UP = "Deze cijfers zijn fictief."
CONTROLS = "Meer registraties kan ook meer controle betekenen."


def tell(found: Facts, ref: FigureRef) -> list[str]:
    """Return the sentences that tell a chosen figure; that it is not public where it is not."""
    fact = figure(found, ref)
    if fact is None:
        return [NOT_PUBLIC]
    indicator = found.subjects[ref.indicator]
    if ref.indicator == RATING:
        sentences = _rating(found, ref)
    elif indicator.kind == "survey":
        sentences = [_survey(fact, indicator)]
    else:
        sentences = _count(found, ref, fact, indicator)
    return [*sentences, MADE_UP] if fact.fictitious else sentences


def alternative(board: Board, ref: FigureRef) -> str:
    """Return in Dutch what a picture of a figure shows; the board is the public one."""
    found = facts(board, chosen=(ref,))
    fact = figure(found, ref)
    if fact is None:
        return NOT_PUBLIC
    name = _name(found, ref.area)
    start = {
        Kind.NUMBER: "",
        Kind.MAP: f"Kaart van {board.municipality.name} waarop {name} is aangegeven. ",
        Kind.GAP: "Lijn met het cijfer en het doel. ",
        Kind.TREND: "Lijn met de cijfers door de tijd. ",
    }[ref.kind]
    return start + " ".join(tell(found, ref))


def _name(found: Facts, area: str) -> str:
    board = found.board
    return board.municipality.name if area == found.home else board.areas[area].name


def _values(found: Facts, ref: FigureRef) -> list[Fact]:
    return [
        f
        for f in found.about(ref.indicator)
        if (f.role, f.area) == (Role.VALUE, ref.area) and len(f.period) == len("2023")
    ]


def _rating(found: Facts, ref: FigureRef) -> list[str]:
    """Return the newest rating beside its goal, and for a trend the waves before it."""
    values = _values(found, ref)
    newest = next(f for f in values if f.period == ref.period)
    told = [f"Bij de meting van {newest.period} gaf {newest.name} een {newest.shown}."]
    gaps = [f for f in found.about(RATING) if (f.role, f.area) == (Role.GAP, ref.area)]
    if gaps:
        told.append(_beside_goal(found, gaps[0]))
    if ref.kind is Kind.TREND:
        told += _earlier(found, ref, values)
    return told


def _beside_goal(found: Facts, fact: Fact) -> str:
    goal = next(f for f in found.about(RATING) if f.role is Role.GOAL and f.label == fact.label)
    word = "de ondergrens" if goal.label == "every_area" else "het doel"
    value = fact.value or 0.0
    if value == 0:
        return f"Dat was precies {word} van {goal.shown}."
    side = "onder" if value < 0 else "boven"
    return f"Dat was {nl.number(abs(value), decimals=1)} punt {side} {word} van {goal.shown}."


def _earlier(found: Facts, ref: FigureRef, values: Sequence[Fact]) -> list[str]:
    before = [f for f in values if f.period < ref.period][-1]
    told = [f"Bij de meting van {before.period} was het een {before.shown}."]
    change = next(
        (
            f
            for f in found.about(RATING)
            if f.role is Role.CHANGE and f.area == ref.area
            and (f.before, f.period) == (before.period, ref.period)
        ),
        None,
    )  # fmt: skip
    if change is None or change.verdict is Change.NOT_COMPARABLE:
        return [*told, f"De metingen van {before.period} en {ref.period} zijn niet te vergelijken."]
    if change.verdict in SHOWN:
        return [*told, f"Dat is een {CHANGE[Change(str(change.verdict))]}."]
    return [*told, NO_MARGIN if change.verdict is Change.NO_MARGIN else NOT_SHOWN]


def _survey(fact: Fact, indicator: Indicator) -> str:
    name = f"{indicator.name[0].lower()}{indicator.name[1:]}"
    unit = fact.unit.removeprefix("% ")
    return f"Bij de meting van {fact.period} gold voor {fact.shown} % {unit}: {name}."


def _count(found: Facts, ref: FigureRef, fact: Fact, indicator: Indicator) -> list[str]:
    if ref.indicator == INHABITANTS:
        return [f"In {fact.period} had {fact.name} {fact.shown} inwoners."]
    told = [_registered(fact, indicator)]
    if ref.kind is Kind.TREND:
        told += _series(found, ref)
    if indicator.polarity is Polarity.NONE:
        told.append(CONTROLS)
    return told


def _registered(fact: Fact, indicator: Indicator) -> str:
    start = f"In {fact.period} registreerde de politie in {fact.name} {fact.shown}"
    counted = indicator.unit
    if fact.subject.endswith(RATE):
        noun = counted.removesuffix(" per 1.000 inwoners")
        tail = "" if noun in indicator.name.lower() else f" van de soort {_sort(indicator)}"
        return f"{start} {noun}{tail} per 1.000 inwoners."
    if counted in indicator.name.lower():
        return f"{start} {counted}."
    return f"{start} {counted} van de soort '{indicator.name}'."


def _sort(indicator: Indicator) -> str:
    return f"'{indicator.name.removesuffix(' per 1.000 inwoners')}'"


def _series(found: Facts, ref: FigureRef) -> list[str]:
    before = [f for f in _values(found, ref) if f.period < ref.period][-MOST_SHOWN + 1 :]
    told = nl.listing([f"in {f.period} {f.shown}" for f in before])
    return [f"{told[0].upper()}{told[1:]}.", UNTESTED] if before else []
