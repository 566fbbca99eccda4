"""Sentences written from data, in plain Dutch. No causes, no forecasts, no rank.

A survey figure is said in the past tense with its wave. Not here: editorial texts, which stand
in the data folder.
"""

from collections.abc import Sequence

import pandas as pd

from lib.analysis.course import Reason
from lib.analysis.gap import shortfall
from lib.analysis.scenario import Scenario
from lib.board import Board, GoalStatus, Level, State, Step
from lib.catalog import Source, Status
from lib.figures.format import count, day, listing, number, partial_date, signed, span
from lib.figures.layers import Layer
from lib.figures.words import COURSE, FICTITIOUS, focus_word

MANY = 5


def headline(board: Board) -> str:
    """Return the answer: where the municipality stood, its goal, and who fell short."""
    name, target = board.municipality.name, board.target
    goal = f"het doel voor {target.year} is {number(target.value, decimals=1)}" if target else ""
    newest = board.newest
    if newest is None:
        first = f"Voor {name} is nog geen meting geladen" + (f"; {goal}." if goal else ".")
    else:
        value = number(newest["value"], decimals=1)
        tail = f"; {goal}." if goal else ". Er is geen doel ingesteld."
        first = f"Bij de meting van {newest['period']} gaf {name} een {value}{tail}"
    return " ".join(filter(None, (first, _below_sentence(board))))


def _below_sentence(board: Board) -> str:
    ratings = board.ratings.dropna(subset="value")
    if board.floor is None or ratings.empty:
        return ""
    newest = board.newest
    same = newest is not None and newest["period"] == board.area_period
    when = "Toen" if same else f"Bij de wijkmeting van {board.area_period}"
    below = sorted(ratings[ratings["gap_floor"] < 0]["name"])
    total = f"{len(ratings)} wijken" if len(ratings) > 1 else "1 wijk"
    floor = number(board.floor.value, decimals=1)
    if not below:
        sentence = f"{when} zat geen van de {total} onder {floor}."
    elif len(below) == len(ratings):
        sentence = f"{when} zaten alle {total} onder {floor}."
    else:
        verb = "zat" if len(below) == 1 else "zaten"
        sentence = f"{when} {verb} {len(below)} van de {total} onder {floor}: {_names(below)}."
    unrated = len(board.ratings) - len(ratings)
    if unrated:
        sentence += f" Van {count(unrated, 'wijk', 'wijken')} is er geen rapportcijfer."
    return sentence


def _names(names: Sequence[str]) -> str:
    """Return names with commas: some hold the word 'en' themselves."""
    if len(names) <= MANY:
        return ", ".join(names)
    return f"{', '.join(names[:MANY])} en {len(names) - MANY} andere"


def wave_note(board: Board) -> str:
    """Return how old the newest wave is and which waves are not loaded yet."""
    loaded = [w.year for w in board.waves if w.loaded]
    absent = [str(w.year) for w in board.waves if not w.loaded and w.survey_over]
    if not loaded:
        text = "nog geen meting geladen"
    else:
        years = board.today.year - loaded[-1]
        text = "van dit jaar" if years <= 0 else f"{years} jaar oud"
    if absent:
        noun, verb = ("meting", "is") if len(absent) == 1 else ("metingen", "zijn")
        text += f"; de {noun} van {listing(absent)} {verb} nog niet geladen"
    return text


def step_text(step: Step | None) -> tuple[str, str]:
    """Return when and what the next milestone is."""
    if step is None:
        return "geen", "alle stappen van deze beleidsperiode zijn voorbij"
    when = span(step.milestone.start, step.milestone.end)
    return ("nu" if step.state is State.NOW else when), f"{step.milestone.title} ({when})"


def goal_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return where one goal stands, in the past tense with its wave."""
    target = goal.target
    value = number(target.value, decimals=1)
    if goal.value is None or goal.gap is None:
        return f"Er is nog geen meting geladen. Het doel voor {target.year} is {value}."
    if target.scope == "municipality":
        short = shortfall(goal.value, goal=target.value)
        rest = (
            f"Dat was {number(short, decimals=1)} punt onder het doel van {value}."
            if short
            else f"Dat was {signed(goal.gap)} ten opzichte van het doel van {value}."
        )
        name = board.municipality.name
        given = number(goal.value, decimals=1)
        return f"Bij de meting van {goal.period} gaf {name} een {given}. {rest}"
    if not goal.short:
        return f"Bij de meting van {goal.period} haalde elke wijk ten minste {value}."
    names = board.ratings["name"]
    gaps = board.ratings["gap_floor"]
    parts = [f"{names[a]} ({number(-gaps[a], decimals=1)} tekort)" for a in goal.short]
    return (
        f"Bij de meting van {goal.period} haalden {len(board.ratings) - len(goal.short)} van de "
        f"{len(board.ratings)} wijken ten minste {value}. Niet: {', '.join(parts)}."
    )


def pace_sentence(goal: GoalStatus) -> str:
    """Return the pace still needed, or that no survey is left before the goal is judged."""
    judged = goal.target.judged_on
    if goal.gap is None:
        return ""
    if goal.gap >= 0:
        return "Er is geen stijging meer nodig, volgens deze meting."
    need = number(-goal.gap, decimals=1)
    if goal.pace is None:
        return (
            f"Het doel wordt beoordeeld met de meting van {judged}. Die is al gehouden; er komt "
            f"geen meting meer bij. Het gat was {need} punt."
        )
    waves = count(goal.waves_to_come, "meting", "metingen")
    return (
        f"Er {'komt' if goal.waves_to_come == 1 else 'komen'} nog {waves} tot en met {judged}. "
        f"Nodig is dan {number(goal.pace, decimals=2)} punt per meting."
    )


def course_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return the verdict on a goal with its reason."""
    verdict, judged = COURSE[goal.verdict.course], goal.target.judged_on
    match goal.verdict.reason:
        case Reason.NO_WAVE:
            why = "er is geen meting geladen"
        case Reason.ONLY_BASELINE:
            why = (
                f"de nieuwste meting is van {goal.period}, het begin van het beleid. "
                "Er is nog geen latere meting om mee te vergelijken"
            )
        case Reason.WITHIN_MARGIN:
            why = "het verschil met het benodigde pad valt binnen de marge"
        case Reason.AGAINST_PATH:
            why = (
                f"het rechte pad naar het doel vroeg in {goal.period} om een "
                f"{number(goal.verdict.path, decimals=2)}"
            )
        case Reason.JUDGED_WAVE:
            why = f"de meting van {judged} beslist"
    absent = [str(w.year) for w in board.waves if not w.loaded and w.survey_over]
    tail = f" Nog niet geladen: {listing(absent)}." if absent else ""
    return f"{verdict[0].upper()}{verdict[1:]}: {why}.{tail}"


def scenario_sentence(result: Scenario, *, goal: float, weighting: str) -> str:
    """Return the outcome of a scenario; it is an example and says so elsewhere on the figure."""
    if result.meets_target:
        return f"Dan haalt het gemiddelde ({weighting}) het doel van {number(goal, decimals=1)}."
    return (
        f"Dan blijft het gemiddelde ({weighting}) {number(-result.gap, decimals=2)} punt onder "
        f"het doel van {number(goal, decimals=1)}."
    )


def layer_finding(layer: Layer, *, board: Board) -> str:
    """Return what a map shows, in one sentence, in the past tense."""
    frame = layer.frame.dropna(subset="value")
    if frame.empty:
        return "Er is geen cijfer om te tonen."
    if layer.key == "rapportcijfer":
        groups = [(b.label, int((frame["band"] == n).sum())) for n, b in enumerate(layer.bands)]
        parts = [f"{count(n, 'wijk', 'wijken')} {label}" for label, n in groups]
        return f"Bij de meting van {layer.period}: {listing(parts)}."
    if layer.key == "afstand" and board.floor:
        short = frame[frame["value"] < 0]
        if short.empty:
            return f"Bij de meting van {layer.period} zat geen wijk onder de ondergrens."
        furthest = number(-short["value"].min(), decimals=1)
        return (
            f"Bij de meting van {layer.period}: {count(len(short), 'wijk', 'wijken')} onder de "
            f"ondergrens, met een tekort van hoogstens {furthest} punt."
        )
    if layer.key == "verandering":
        real = int((frame["band"] != 1).sum())
        return f"In {count(real, 'wijk', 'wijken')} was het verschil aantoonbaar."
    return count_finding(layer, board=board)


def count_finding(layer: Layer, *, board: Board) -> str:
    """Return the municipal figure of a count or rate, and what of it is not on the map."""
    level = board.level(layer.indicator.indicator)
    if level is None or level.total is None:
        return f"Cijfers over {layer.period}. Een totaal voor de gemeente is niet geladen."
    total = number(level.total, decimals=layer.indicator.decimals)
    text = f"In {level.period} waren er in {board.municipality.name} {total} {layer.indicator.unit}"
    if level.located_is_rounded:
        return f"{text}. Kleine aantallen zijn niet getoond; de som over de wijken is afgerond."
    return f"{text}{not_located(level)}."


def not_located(level: Level) -> str:
    """Return ', waarvan 45 (0,7 %) niet op de kaart', or nothing when all are on it."""
    if not level.not_located or not level.total:
        return ""
    share = number(level.not_located / level.total * 100, decimals=1)
    return f", waarvan {number(level.not_located)} ({share} %) niet op de kaart"


def series_finding(rows: pd.DataFrame, *, unit: str) -> str:
    """Return the newest figure of a series, and that a difference was not tested."""
    last = rows.iloc[-1]
    text = f"In {last['period']} waren er {number(float(last['value']))} {unit}."
    if len(rows) < 2:  # noqa: PLR2004
        return text
    return f"{text} Of het verschil met eerdere jaren meer is dan toeval, is niet getoetst."


def source_text(sources: Sequence[Source], *, period: str, status: Status = Status.FINAL) -> str:
    """Return the line under a figure: source, date, section, period, retrieval date."""
    if not sources:
        return "Bron: onbekend."
    parts = [
        f"{s.publisher}, {s.title} ({', '.join(filter(None, (s.section, partial_date(s.date))))})"
        for s in sources
    ]
    retrieved = max(s.retrieved for s in sources)
    text = f"Bron: {'; '.join(parts)}. Periode: {period}. Opgehaald: {day(retrieved)}."
    if status is Status.PROVISIONAL:
        text += " Voorlopige cijfers."
    return f"{FICTITIOUS}. {text}" if status is Status.FICTITIOUS else text


def map_alt(layer: Layer, *, board: Board) -> str:
    """Return a text alternative for a map: what it shows and the areas in each class."""
    parts = []
    for position, band in [*enumerate(layer.bands)]:
        names = sorted(layer.frame[layer.frame["band"] == position]["name"])
        if names:
            parts.append(f"{band.label}: {', '.join(names)}")
    return f"{layer.title}. {layer_finding(layer, board=board)} {'. '.join(parts)}."


def area_finding(board: Board, area: str) -> str:
    """Return where an area stood at its newest wave, beside the floor."""
    rating = board.rating(area)
    if rating.value is None:
        return f"Van {rating.name} is geen rapportcijfer bekend ({rating.missing})."
    value = number(rating.value, decimals=1)
    text = f"Bij de meting van {board.area_period} gaf {rating.name} een {value}."
    if board.floor is None or rating.gap_floor is None:
        return text
    floor = number(board.floor.value, decimals=1)
    if rating.gap_floor == 0:
        return f"{text} Dat was precies de ondergrens van {floor}."
    side = "onder" if rating.gap_floor < 0 else "boven"
    gap = number(abs(rating.gap_floor), decimals=1)
    return f"{text} Dat was {gap} punt {side} de ondergrens van {floor}."


def effort_text(board: Board, area: str) -> list[str]:
    """Return whether an area or a part of it gets extra effort, and what that means."""
    word = focus_word(internal=board.internal)
    found = board.focus_in(area)
    if not found:
        return [f"Deze wijk is geen {word} in de beleidsnota."]
    lines = []
    for focus in found:
        source = f"{board.sources[focus.source].title}, paragraaf {focus.section}"
        if area in focus.areas:
            lines.append(f"Deze wijk is een {word} ({source}).")
        else:
            lines.append(f"{focus.name} is een {word} ({source}). {focus.note}")
    lines.append("Dat betekent: gemeente en partners zetten hier extra in, samen met bewoners.")
    return lines


def unknown_about(board: Board, area: str) -> list[str]:
    """Return what the dashboard cannot say about an area."""
    rating = board.rating(area)
    lines = []
    if rating.value is None:
        lines.append(f"Het rapportcijfer: {rating.missing}.")
    elif rating.lower is None:
        lines.append(
            "Hoe zeker het rapportcijfer is: er is geen marge bekend. Een verschil van 0,1 kan "
            "toeval zijn."
        )
    absent = [str(w.year) for w in board.waves if not w.loaded and w.survey_over]
    if absent:
        lines.append(f"De uitkomst van de metingen van {listing(absent)}: nog niet geladen.")
    if board.changes is None:
        lines.append("Of het cijfer stijgt of daalt: er zijn nog geen twee vergelijkbare metingen.")
    lines.append("Welke soorten misdrijven en overlast er zijn: nog niet geladen.")
    unsure = [b.name for b in board.units(area, kind="cbs_buurt") if b.mapping == "uncertain"]
    if unsure:
        verb = "hoort" if len(unsure) == 1 else "horen"
        lines.append(f"Of {listing(unsure)} volgens de gemeente bij deze wijk {verb}.")
    return lines


def cycle_finding(board: Board) -> str:
    """Return where the control cycle stands today."""
    now = [s.milestone.title for s in board.steps if s.state is State.NOW]
    ahead = [s for s in board.steps if s.state is State.TO_COME]
    if now:
        return f"Volgens de planning loopt nu: {'; '.join(now)}."
    if ahead:
        return f"De volgende stap is: {step_text(ahead[0])[1]}."
    return "Alle stappen van deze beleidsperiode zijn volgens de planning voorbij."
