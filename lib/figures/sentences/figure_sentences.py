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
from lib.figures.facts.fact import RATE, Fact, FigureRef, Kind, Role
from lib.figures.facts.facts import (
    Facts,
    find_change,
    find_figure,
    find_tile_layer,
    list_years,
    load_facts,
)
from lib.figures.sentences.goal_sentences import describe_distance
from lib.figures.sentences.map_sentences import map_alternative
from lib.figures.vocabulary import CHANGE_LABELS

MOST_LISTED = 3  # figures of a series in one sentence
MOVED = {Change.RISE, Change.FALL}
UNTESTED = "Of de verschillen toeval zijn, is niet onderzocht."
NOT_DEMONSTRATED = "Het verschil is niet aantoonbaar."
NO_MARGIN = "De marge is niet bekend. Daarom is niet te zeggen of er een verschil is."
NOT_PUBLIC = "Dit cijfer tonen wij niet."
MADE_UP = "Deze cijfers zijn fictief."
CONTROLS = "Meer registraties kan ook meer controle betekenen."


def describe_figure(found: Facts, ref: FigureRef) -> list[str]:
    """Return the sentences of a chosen figure; that it is not public where it is not."""
    fact = find_figure(found, ref)
    if fact is None:
        return [NOT_PUBLIC]
    indicator = found.subjects[ref.indicator]
    if ref.indicator == RATING:
        sentences = _rating(found, ref)
    elif indicator.kind == "survey":
        each = "" if fact.unit.startswith("%") else "een "
        amount = f"{each}{fact.figure_text} {fact.unit}"
        sentences = [f"{indicator.name}: {amount} (meting van {fact.period})."]
    else:
        sentences = _count(found, ref, fact, indicator)
    return [*sentences, MADE_UP] if fact.fictitious else sentences


def alternative(board: Board, ref: FigureRef) -> str:
    """Return what a picture of a figure shows; the board is the public one."""
    found = load_facts(board)
    if find_figure(found, ref) is None:
        return NOT_PUBLIC
    if layer := find_tile_layer(found, ref) if ref.kind is Kind.TILES else None:
        return f"Kaart met een tegel per wijk. {map_alternative(layer, board=board)}"
    home = board.municipality.name
    name = home if ref.area == found.home else board.areas[ref.area].name
    start = {
        Kind.NUMBER: "",
        Kind.MAP: f"Kaart van {home} waarop {name} is aangegeven. ",
        Kind.GAP: "Lijn met het cijfer en het doel. ",
        Kind.TREND: "Lijn met de cijfers door de tijd. ",
        Kind.CHANGE: "Twee cijfers naast elkaar. ",
    }[ref.kind]
    return start + " ".join(describe_figure(found, ref))


def _rating(found: Facts, ref: FigureRef) -> list[str]:
    """Return the newest rating next to its goal, and for a trend the waves before it."""
    values = list_years(found, ref)
    newest = next(f for f in values if f.period == ref.period)
    sentences = [f"Bij de meting van {newest.period} gaf {newest.name} een {newest.figure_text}."]
    gaps = [f for f in found.at(ref) if f.role is Role.GAP]
    if gaps:
        sentences.append(_compare_with_goal(found, gaps[0]))
    if ref.kind in {Kind.TREND, Kind.CHANGE}:
        sentences += _earlier(found, ref, values)
    return sentences


def _compare_with_goal(found: Facts, fact: Fact) -> str:
    goal = next(f for f in found.about(RATING) if f.role is Role.GOAL and f.label == fact.label)
    word = "de ondergrens" if goal.label == "every_area" else "het doel"
    return f"Dat was {describe_distance(fact.value or 0.0, f'{word} van {goal.figure_text}')}."


def _earlier(found: Facts, ref: FigureRef, values: Sequence[Fact]) -> list[str]:
    before = [f for f in values if f.period < ref.period][-1]
    sentences = [f"Bij de meting van {before.period} was het een {before.figure_text}."]
    sought = (Role.CHANGE, before.period, ref.period)
    changes = (f for f in found.at(ref) if (f.role, f.before, f.period) == sought)
    change = next(changes, None)
    if change is None or change.verdict == Change.NOT_COMPARABLE:
        both = f"{before.period} en {ref.period}"
        return [*sentences, f"De metingen van {both} zijn niet te vergelijken."]
    if change.verdict in MOVED:
        return [*sentences, f"Dat is een {CHANGE_LABELS[Change(str(change.verdict))]}."]
    return [*sentences, NO_MARGIN if change.verdict == Change.NO_MARGIN else NOT_DEMONSTRATED]


def _count(found: Facts, ref: FigureRef, fact: Fact, indicator: Indicator) -> list[str]:
    if ref.indicator == INHABITANTS:
        return [f"In {fact.period} had {fact.name} {fact.figure_text} inwoners."]
    sentences = [_registered(fact, indicator)]
    if ref.kind is Kind.TREND:
        sentences += _series(found, ref)
    if ref.kind is Kind.CHANGE and (change := find_change(found, ref)):
        before = next(f for f in list_years(found, ref) if f.period == change.before)
        between = f"tussen {before.period} en {ref.period}"
        sentences += [
            f"In {before.period} was dat {before.figure_text}.",
            _word_verdict(change.verdict, between),
        ]
    if indicator.polarity is Polarity.NONE:
        sentences.append(CONTROLS)
    return sentences


def _registered(fact: Fact, indicator: Indicator) -> str:
    """Return one count, or one rate of it."""
    rate = " per 1.000 inwoners" if fact.subject.endswith(RATE) else ""
    counted = indicator.unit.removesuffix(rate)
    name = indicator.name.removesuffix(rate)
    sort = "" if counted in name.lower().split() else f" van de soort '{name}'"
    amount = f"{fact.name} {fact.figure_text} {counted}{sort}{rate}"
    if not indicator.tables:  # counted by another than the police
        return f"In {fact.period} zijn in {amount} geteld."
    return f"In {fact.period} registreerde de politie in {amount}."


def _series(found: Facts, ref: FigureRef) -> list[str]:
    """Return the years before, and whether the newest differs from the one before it."""
    before = [f for f in list_years(found, ref) if f.period < ref.period][-MOST_LISTED + 1 :]
    if not before:
        return []
    listed = nl.listing([f"in {f.period} {f.figure_text}" for f in before])
    return [f"{listed[0].upper()}{listed[1:]}.", _whether_moved(found, ref, before[-1].period)]


def _whether_moved(found: Facts, ref: FigureRef, before: str) -> str:
    """Return the verdict on a year next to the year before, where just these were judged."""
    months = (f"{before}-01", f"{ref.period}-12")
    changes = (f for f in found.at(ref) if f.role is Role.CHANGE)
    judged = next((f.verdict for f in changes if (f.before, f.period) == months), None)
    return _word_verdict(judged, f"tussen {before} en {ref.period}")


def _word_verdict(judged: object, between: str) -> str:
    match judged:
        case Verdict.RISE | Verdict.FALL:
            way = "stijging" if judged == Verdict.RISE else "daling"
            return f"Het verschil {between} is een aantoonbare {way}."
        case Verdict.NOT_DEMONSTRABLE:
            return f"Het verschil {between} is niet aantoonbaar."
        case Verdict.TOO_SMALL:
            return f"De aantallen zijn te klein om {between} te vergelijken."
    return UNTESTED
