"""Sentences written from data, in plain Dutch. No causes, no forecasts, no rank.

A survey figure is said in the past tense with its wave. Not here: editorial texts, which stand
in the data folder.
"""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.analysis.course import CourseReason
from lib.analysis.scenario import Scenario
from lib.board import AreaValues, Board, GoalStatus, StepState
from lib.catalog import Indicator, Source, Status, Theme
from lib.figures.format import (
    count,
    day,
    listing,
    number,
    partial_date,
    period,
    span,
)
from lib.figures.layers import Layer
from lib.figures.vocabulary import COURSE_LABELS, FICTITIOUS, VERDICT_SIGNS, focus_word

MANY = 5
YEAR_OF_MONTHS = 12
OF_OTHER_THEMES = ", ook die van andere thema's"


@lru_cache(maxsize=8)
def headline(board: Board) -> str:
    """Return the answer: where the municipality stood, its goal, and who fell short."""
    name, target = board.municipality.name, board.target
    goal = f"het doel voor {target.year} is {number(target.value, decimals=1)}" if target else ""
    newest = board.ratings.newest_of_municipality
    if newest is None:
        first = f"Voor {name} is nog geen meting geladen" + (f"; {goal}." if goal else ".")
    else:
        value = number(newest["value"], decimals=1)
        tail = f"; {goal}." if goal else ". Er is geen doel ingesteld."
        first = f"Bij de meting van {newest['period']} gaf {name} een {value}{tail}"
    return " ".join(filter(None, (first, _below_sentence(board))))


def _below_sentence(board: Board) -> str:
    ratings = board.ratings.newest().dropna(subset="value")
    if board.floor is None or ratings.empty:
        return ""
    newest = board.ratings.newest_of_municipality
    same = newest is not None and newest["period"] == board.ratings.period
    when = "Toen" if same else f"Bij de wijkmeting van {board.ratings.period}"
    below = areas_below_floor(board)
    total = f"{len(ratings)} wijken" if len(ratings) > 1 else "1 wijk"
    floor = number(board.floor.value, decimals=1)
    if not below:
        sentence = f"{when} zat geen van de {total} onder {floor}."
    elif len(below) == len(ratings):
        sentence = f"{when} zaten alle {total} onder {floor}."
    else:
        verb = "zat" if len(below) == 1 else "zaten"
        own = [board.ratings.of_area(a) for a in below]
        names = [f"{rating.name} ({number(rating.value, decimals=1)})" for rating in own]
        sentence = (
            f"{when} {verb} {len(below)} van de {total} onder {floor}: {_shorten_list(names)}."
        )
    unrated = len(board.ratings.newest()) - len(ratings)
    if unrated:
        sentence += f" Van {count(unrated, 'wijk', 'wijken')} is er geen rapportcijfer."
    return sentence


def areas_below_floor(board: Board) -> list[str]:
    """Return the areas below the floor, in order of name."""
    rows = board.ratings.newest().sort_values("name")
    return [str(a) for a, gap in rows["gap_floor"].items() if gap < 0]


def _shorten_list(names: list[str]) -> str:
    """Return the names; of many only the first, and how many more there are."""
    if len(names) <= MANY:
        return listing(names)
    return f"{', '.join(names[:MANY])} en {len(names) - MANY} andere"


def wave_note(board: Board) -> str:
    """Return how old the newest wave is, and which results should be there by the planning."""
    loaded = [w.year for w in board.planning.waves if w.loaded]
    absent = absent_waves(board)
    if not loaded:
        return "nog geen meting geladen"
    years = board.today.year - loaded[-1]
    text = "van dit jaar" if years <= 0 else f"{years} jaar oud"
    if not absent:
        return text
    noun, verb = ("meting", "is") if len(absent) == 1 else ("metingen", "zijn")
    return f"{text}; de {noun} van {listing(absent)} {verb} nog niet geladen"


def absent_waves(board: Board) -> list[str]:
    """Return the years of the surveys that are over by the planning but not loaded."""
    return [str(w.year) for w in board.planning.waves if not w.loaded and w.survey_over]


def results_due(board: Board) -> str:
    """Return when the newest absent results were, or are, to come; nothing when none is absent."""
    absent = absent_waves(board)
    planned = [
        m
        for m in board.milestones
        if m.kind == "results" and m.wave and str(m.wave.year) in absent[-1:]
    ]
    if not planned:
        return ""
    year, when = absent[-1], period(planned[0].end)
    if planned[0].end.end < board.today:
        return (
            f"Volgens de planning zijn de resultaten van {year} er sinds het {when}. Ze staan "
            "nog niet tussen de cijfers hier."
        )
    return f"De resultaten van {year} zijn gepland in het {when}."


def next_steps(board: Board) -> tuple[str, str, str]:
    """Return when, a label and what: the steps that run by the planning, else the next one."""
    now = [s for s in board.planning.steps if s.state is StepState.NOW]
    ahead = [s for s in board.planning.steps if s.state is StepState.TO_COME]
    if now:
        last = max(s.milestone.end for s in now)
        what = "; ".join(s.milestone.title for s in now)
        return f"tot en met {period(last)}", "Nu volgens de planning", what
    if ahead:
        first = ahead[0].milestone
        return span(first.start, first.end), "Volgende stap", first.title
    return "alle voorbij", "Volgende stap", "alle stappen van deze beleidsperiode zijn voorbij"


def goal_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return where one goal stands, in the past tense with its wave."""
    target = goal.target
    value = number(target.value, decimals=1)
    if goal.value is None or goal.gap is None:
        return f"Er is nog geen meting geladen. Het doel voor {target.year} is {value}."
    when = f"Bij de meting van {goal.period}"
    if target.scope == "municipality":
        given = number(goal.value, decimals=1)
        side = "onder" if goal.gap < 0 else "boven"
        rest = f"{number(abs(goal.gap), decimals=1)} punt {side} het doel van {value}"
        if goal.gap == 0:
            rest = f"precies het doel van {value}"
        return f"{when} gaf {board.municipality.name} een {given}. Dat was {rest}."
    rated = int(board.ratings.newest()["value"].notna().sum())
    reached = rated - len(goal.short)
    if not goal.short:
        return f"{when} haalde elke wijk met een cijfer ten minste {value}."
    ratings = [board.ratings.of_area(area) for area in goal.short]
    parts = [f"{r.name} ({number(-(r.gap_floor or 0), decimals=1)} tekort)" for r in ratings]
    subject = "haalde geen" if reached == 0 else f"haalde{'n' if reached > 1 else ''} {reached}"
    return (
        f"{when} {subject} van de {rated} wijken ten minste {value}. Niet: {_shorten_list(parts)}."
    )


def pace_sentence(goal: GoalStatus) -> str:
    """Return the pace still needed, or that no survey is left before the goal is judged."""
    judged = goal.target.judged_on
    if goal.gap is None:
        return ""
    if goal.gap >= 0:
        return "Volgens deze meting is geen stijging meer nodig."
    need = number(-goal.gap, decimals=1)
    if goal.pace is None:
        what = "Het grootste tekort" if goal.target.scope == "every_area" else "Het tekort"
        return (
            f"De meting van {judged} telt voor dit doel. Volgens de planning is die al gehouden; "
            f"daarna komt er geen meting meer. {what} was {need} punt."
        )
    waves = count(goal.waves_to_come, "meting", "metingen")
    return (
        f"Er {'komt' if goal.waves_to_come == 1 else 'komen'} nog {waves} tot en met {judged}. "
        f"Nodig is dan {number(goal.pace, decimals=2)} punt per meting."
    )


def points_needed(board: Board) -> str:
    """Return how many points all areas together need for the mean, and what the floor gives."""
    known = board.ratings.newest()["value"].dropna()
    if board.target is None or board.floor is None or known.empty:
        return ""
    goal = number(board.target.value, decimals=1)
    total = board.target.value * len(known) - float(known.sum())
    if total <= 0:
        return f"Het gemiddelde van de wijken (elke wijk even zwaar) was al {goal} of hoger."
    from_floor = float((board.floor.value - known).clip(lower=0).sum())
    mean = (float(known.sum()) + from_floor) / len(known)
    text = (
        f"Voor gemiddeld {goal} was over alle {len(known)} wijken samen "
        f"{number(total, decimals=1)} punt meer nodig (elke wijk even zwaar)."
    )
    if not from_floor:
        return text
    floor = number(board.floor.value, decimals=1)
    return (
        f"{text} Komen alleen de wijken onder {floor} daarop, dan levert dat "
        f"{number(from_floor, decimals=1)} punt en is het gemiddelde {number(mean, decimals=2)}."
    )


def course_sentence(goal: GoalStatus, *, board: Board) -> str:
    """Return the verdict on a goal with its reason."""
    verdict, judged = COURSE_LABELS[goal.verdict.course], goal.target.judged_on
    match goal.verdict.reason:
        case CourseReason.NO_WAVE:
            why = "er is geen meting geladen"
        case CourseReason.ONLY_BASELINE:
            why = (
                f"de nieuwste meting is van {goal.period}, het begin van het beleid. "
                "Er is nog geen latere meting om mee te vergelijken"
            )
        case CourseReason.INCOMPLETE:
            why = "niet van elke wijk is er een cijfer"
        case CourseReason.WITHIN_MARGIN:
            why = "het verschil met het benodigde pad valt binnen de marge"
        case CourseReason.AGAINST_PATH:
            why = (
                f"een rechte lijn naar het doel kwam in {goal.period} uit op "
                f"{number(goal.verdict.path, decimals=2)}"
            )
        case CourseReason.JUDGED_WAVE:
            why = f"de meting van {judged} telt voor dit doel"
    absent = absent_waves(board)
    tail = f" Nog niet geladen: {listing(absent)}." if absent else ""
    return f"{verdict[0].upper()}{verdict[1:]}: {why}.{tail} {results_due(board)}".strip()


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
    if layer.is_movement:
        return registration_changes_finding(layer.frame["band"].map(dict(enumerate(VERDICT_SIGNS))))
    frame = layer.frame.dropna(subset="value")
    if frame.empty:
        return "Er is geen cijfer om te tonen."
    if layer.key == "rapportcijfer":
        groups = [(b.label, int((frame["band"] == n).sum())) for n, b in enumerate(layer.bands)]
        parts = [
            f"{count(n, 'wijk', 'wijken') if n else 'geen wijk'} {label}" for label, n in groups
        ]
        return f"Bij de meting van {layer.period}: {listing(parts)}."
    if layer.key == "afstand" and board.floor:
        return _gap_finding(frame["value"], period=layer.period)
    if layer.key == "verandering":
        return map_changes_finding(frame["band"])
    return count_finding(layer, board=board)


def _gap_finding(gaps: pd.Series, *, period: str) -> str:
    short = gaps[gaps < 0]
    if short.empty:
        return f"Bij de meting van {period} zat geen wijk onder de ondergrens."
    furthest = number(-short.min(), decimals=1)
    return (
        f"Bij de meting van {period}: {count(len(short), 'wijk', 'wijken')} onder de "
        f"ondergrens, met een tekort van hoogstens {furthest} punt."
    )


def map_changes_finding(bands: pd.Series) -> str:
    """Return in how many areas a change is real; `bands` are places in the layer of changes."""
    places = {0: Change.FALL, 2: Change.RISE, 3: Change.NO_MARGIN}
    return wave_changes_finding(bands.map(lambda band: places.get(band, Change.NOT_DEMONSTRABLE)))


def wave_changes_finding(verdicts: pd.Series) -> str:
    """Return in how many areas the change between two waves is real."""
    real = int(verdicts.isin([Change.RISE, Change.FALL]).sum())
    if (verdicts == Change.NO_MARGIN).all():
        return "Van geen wijk is de marge bekend. Daarom heet niets hier een stijging of daling."
    if not real:
        return "Van geen wijk is een verschil aangetoond."
    return f"In {count(real, 'wijk', 'wijken')} was het verschil aantoonbaar."


def count_finding(layer: Layer, *, board: Board) -> str:
    """Return what is counted, its municipal figure, and what of it is not on the map."""
    per_area = layer.area_values
    if per_area.total is None:
        return f"Cijfers over {layer.period}. Een totaal voor de gemeente is er niet bij."
    total = number(per_area.total, decimals=layer.indicator.decimals)
    where, unit = board.municipality.name, layer.indicator.unit
    counted = board.indicators[layer.indicator.indicator].name
    # Not 'Geregistreerde misdrijven: 6.501 misdrijven'.
    text = (
        f"In {per_area.period} registreerde de politie in {where} {total} {unit}"
        if unit.lower() in counted.lower()
        else f"{counted}: {total} {unit} in {per_area.period} in heel {where}"
    )
    if per_area.base_period:
        text += f" (inwoners van {per_area.base_period})"
    if per_area.hides:
        return f"{text}. Kleine aantallen zijn niet getoond; het totaal is afgerond."
    return f"{text}.{not_located(per_area)}"


def not_located(per_area: AreaValues) -> str:
    """Return ' Daarvan staan er 45 (0,7 %) niet op de kaart.', or nothing when all are on it."""
    if not per_area.not_located or not per_area.total:
        return ""
    share = number(per_area.not_located / per_area.total * 100, decimals=1)
    return f" Daarvan staan er {number(per_area.not_located)} ({share} %) niet op de kaart."


def series_finding(rows: pd.DataFrame, *, unit: str) -> str:
    """Return the newest figure of a series, and that a difference was not tested."""
    last = rows.iloc[-1]
    text = f"In {last['period']} registreerde de politie {number(float(last['value']))} {unit}."
    if len(rows) < 2:  # noqa: PLR2004
        return text
    return f"{text} Of de verschillen tussen de jaren toeval zijn, is niet onderzocht."


def months_finding(rows: pd.DataFrame, *, unit: str) -> str:
    """Return the newest month, and the last twelve months beside the twelve before.

    Without sums where months are rounded: what rounding adds would add up.
    """
    newest = f"De nieuwste maand is {partial_date(rows['period'].iloc[-1])}"
    values = rows["value"].where(rows["step"] == 1)
    if len(values) < YEAR_OF_MONTHS or values.tail(YEAR_OF_MONTHS).isna().any():
        return f"{newest}."
    now = number(float(values.tail(YEAR_OF_MONTHS).sum()))
    text = f"{newest}. In de laatste 12 maanden: {now} {unit}"
    before = values.iloc[-2 * YEAR_OF_MONTHS : -YEAR_OF_MONTHS]
    if len(before) < YEAR_OF_MONTHS or before.isna().any():
        return f"{text}."
    return f"{text}; in de 12 maanden daarvoor: {number(float(before.sum()))}."


def protection_note(board: Board) -> str:
    """Return how counts of the whole municipality protect small ones; nothing for insiders."""
    if board.internal:
        return ""
    threshold = board.municipality.disclosure.threshold
    return (
        f"Aantallen onder {threshold} zijn niet openbaar. Zodat niemand ze kan uitrekenen, is een "
        f"ander aantal soms afgerond op een veelvoud van {threshold}, of niet getoond."
    )


def multiples_finding(rows: pd.DataFrame) -> str:
    """Return how to read small panels; `rows` has `value`, NaN where it is not shown."""
    hidden = int(rows["value"].isna().sum())
    text = "Alle wijken hebben dezelfde schaal: zo zijn ze te vergelijken."
    if hidden:
        text += f" {count(hidden, 'cijfer is', 'cijfers zijn')} niet getoond; daar breekt de lijn."
    return text


def registration_changes_finding(verdicts: pd.Series) -> str:
    """Return how many changes are real among those that were looked at; no cause, no rank."""
    counts = verdicts.value_counts()
    rises, falls = int(counts.get(Verdict.RISE, 0)), int(counts.get(Verdict.FALL, 0))
    small = int(counts.get(Verdict.TOO_SMALL, 0))
    found = (
        f"{count(rises, 'stijging', 'stijgingen')} en {count(falls, 'daling', 'dalingen')} "
        "aangetoond"
        if rises or falls
        else "geen stijging en geen daling aangetoond"
    )
    text = f"Van {count(len(verdicts), 'vergelijking', 'vergelijkingen')}: {found}."
    if small:
        text += f" Bij {number(small)} zijn de aantallen te klein."
    return text


def unchanged_finding(verdicts: pd.Series) -> str:
    """Return how many of the changes that were looked at are not real: what a list folds away."""
    rest = int((~verdicts.isin([Verdict.RISE, Verdict.FALL])).sum())
    if rest == len(verdicts):
        return registration_changes_finding(verdicts)
    return (
        f"De andere {number(rest)} van {count(len(verdicts), 'vergelijking', 'vergelijkingen')}: "
        "geen aantoonbaar verschil, of te kleine aantallen."
    )


def joint_test_note(rows: pd.DataFrame, *, kinds: Container[str]) -> str:
    """Return why a margin without 0 may not be a real change; nothing of a single comparison.

    `rows` are all that are judged together, with columns `group` and `area`; `kinds` are the
    groups that the figure is about.
    """
    if len(rows) < 2:  # noqa: PLR2004
        return ""
    told = [count(rows["group"].nunique(), "soort", "soorten")]
    if (areas := rows["area"].nunique()) > 1:
        told.append(count(areas, "wijk", "wijken"))
    elsewhere = "" if all(str(group) in kinds for group in rows["group"]) else OF_OTHER_THEMES
    return (
        f"We vergelijken {' in '.join(told)} tegelijk{elsewhere}. Daarom noemen we een verschil "
        "pas aangetoond als het duidelijker is dan de marge van één vergelijking."
    )


def benchmark_finding(name: str, figures: Iterable[tuple[Indicator, str, str]]) -> str:
    """Return one place's figures in a sentence; of each indicator the figure in words and when."""
    told = [
        f"{text} {i.unit} in {when}"
        if text[:1].isdigit() and i.kind != "survey"
        else f"{i.short.lower()} {text} in {when}"
        for i, text, when in figures
    ]
    return f"{name}: {listing(told)}."


def format_source(
    sources: Sequence[Source],
    *,
    period: str,
    status: Status = Status.FINAL,
    sections: Iterable[str] = (),
) -> str:
    """Return the line under a figure: source, section, date, period, retrieval date.

    `sections` says which paragraphs of a single document were used, instead of the source's own.
    """
    told = ", ".join(dict.fromkeys(filter(None, sections)))
    if not sources:
        return "Bron: onbekend."
    parts = [
        format_citation(s, section=f"paragraaf {told}" if told else s.section) for s in sources
    ]
    retrieved = max(s.retrieved for s in sources)
    text = f"Bron: {'; '.join(parts)}. Periode: {period}. Opgehaald: {day(retrieved)}."
    if status is Status.PROVISIONAL:
        text += " Voorlopige cijfers."
    return f"{FICTITIOUS}. {text}" if status is Status.FICTITIOUS else text


def format_citation(source: Source, *, section: str) -> str:
    """Return 'publisher, title (section, date)', without what is not known."""
    place = ", ".join(filter(None, (section, partial_date(source.date))))
    return f"{source.publisher}, {source.title}{f' ({place})' if place else ''}"


def map_alternative(layer: Layer, *, board: Board) -> str:
    """Return a text alternative for a map: what it shows and the areas in each class."""
    parts = []
    for position, band in [*enumerate(layer.bands)]:
        names = sorted(layer.frame[layer.frame["band"] == position]["name"])
        if names:
            parts.append(f"{band.label}: {', '.join(names)}")
    return f"{layer.title}. {layer_finding(layer, board=board)} {'. '.join(parts)}."


def theme_finding(board: Board, theme: Theme) -> str:
    """Return what is known of a theme, its newest figure if loaded, how large its approach is."""
    parts = count(len(theme.approach), "onderdeel", "onderdelen")
    own = [i for i in board.indicators.values() if theme.slug in i.themes]
    series = next(
        ((i, rows) for i in own if len(rows := board.registrations.yearly(i.indicator))), None
    )
    if series is None:
        return f"{theme.finding}; {theme.pending}. De aanpak heeft {parts}."
    indicator, newest = series[0], series[1].iloc[-1]
    figure = f"{indicator.name} in {newest['period']}: {number(newest['value'])}"
    return f"{theme.finding}. {figure}. De aanpak heeft {parts}."


def area_finding(board: Board, area: str) -> str:
    """Return where an area stood at its newest wave, beside the floor."""
    rating = board.ratings.of_area(area)
    if rating.value is None:
        return f"Van {rating.name} is geen rapportcijfer bekend ({rating.missing})."
    value = number(rating.value, decimals=1)
    text = f"Bij de meting van {board.ratings.period} gaf {rating.name} een {value}."
    if board.floor is None or rating.gap_floor is None:
        return text
    floor = number(board.floor.value, decimals=1)
    if rating.gap_floor == 0:
        return f"{text} Dat was precies de ondergrens van {floor}."
    side = "onder" if rating.gap_floor < 0 else "boven"
    gap = number(abs(rating.gap_floor), decimals=1)
    return f"{text} Dat was {gap} punt {side} de ondergrens van {floor}."


def extra_effort_text(board: Board, area: str) -> list[str]:
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
            lines.append(
                f"{focus.name} is een deel van deze wijk en krijgt extra inzet ({source}). "
                f"{focus.note}"
            )
    places = listing(["deze wijk" if area in f.areas else f.name for f in found])
    lines.append(f"Gemeente en partners doen in {places} extra hun best, samen met bewoners.")
    return lines


def unknown_about_area(board: Board, area: str) -> list[str]:
    """Return what the dashboard cannot say about an area."""
    rating = board.ratings.of_area(area)
    lines = []
    if rating.value is None:
        lines.append(f"Het rapportcijfer: {rating.missing}.")
    elif rating.lower is None:
        lines.append(
            "Hoe zeker het rapportcijfer is: er is geen marge bekend. Een verschil van 0,1 kan "
            "toeval zijn."
        )
    absent = absent_waves(board)
    if absent:
        lines.append(f"De uitkomst van de metingen van {listing(absent)}: nog niet geladen.")
    if board.ratings.changes() is None:
        lines.append("Of het cijfer stijgt of daalt: er zijn nog geen twee vergelijkbare metingen.")
    if board.registrations.changes() is None:
        lines.append("Welke soorten misdrijven en overlast er zijn: nog niet geladen.")
    unsure = [b.name for b in board.units(area, kind="cbs_buurt") if b.mapping == "uncertain"]
    if unsure:
        verb = "hoort" if len(unsure) == 1 else "horen"
        lines.append(f"Of {listing(unsure)} volgens de gemeente bij deze wijk {verb}.")
    return lines


def planning_finding(board: Board) -> str:
    """Return where the control cycle stands today."""
    now = [s.milestone.title for s in board.planning.steps if s.state is StepState.NOW]
    ahead = [s for s in board.planning.steps if s.state is StepState.TO_COME]
    if now:
        return f"Volgens de planning is het nu tijd voor: {'; '.join(now)}."
    if ahead:
        first = ahead[0].milestone
        return f"De volgende stap is: {first.title} ({span(first.start, first.end)})."
    return "Alle stappen van deze beleidsperiode zijn volgens de planning voorbij."
