"""'Wat is ervoor nodig?': worked examples, which are no forecast.

The ratings that reach the goal, and the respondents that the next survey needs.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

import pandas as pd

from lib.analysis.raised_ratings import Scenario, raises_to_floor, run_scenario
from lib.analysis.sample_size import Answers, find_respondents
from lib.board import INHABITANTS, RATING, Board
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.margins import goal_values
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import count, listing, number
from lib.figures.page_html import render_table
from lib.figures.sentences.goal_sentences import reaches_target, scenario_sentence

EXAMPLE_NOTE = "Rekenvoorbeeld, geen prognose"
# Raises of a rating, in the steps in which it is published.
STEPS = [step / 10 for step in range(31)]
MOST_EXAMPLES = 64  # that a board remembers: of what visitors chose
LOW_NUMBERS = dict(enumerate(("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"), 2))
MANY_AREAS = 6
PLAN_NOTE = (
    "Dat aantal toont een verschil dat er echt is in 4 van de 5 gevallen. Vraag cijfers en marges "
    "met twee decimalen: met één decimaal zijn meer deelnemers nodig."
)

Raises = tuple[tuple[str, float], ...]  # area and the points that it gets more


class Weighting(StrEnum):
    """How areas count in the mean of the municipality."""

    EQUAL = "gelijk"
    INHABITANTS = "inwoners"


WEIGHTING_LABELS = {
    Weighting.EQUAL: "elke wijk even zwaar",
    Weighting.INHABITANTS: "naar aantal inwoners",
}


def area_weights(board: Board, weighting: Weighting) -> pd.Series | None:
    """Return the weight of every area with a rating; None where one of them is not known."""
    rated = board.ratings.newest()["value"].dropna().index
    if weighting is Weighting.EQUAL:
        return pd.Series(1.0, index=rated)
    weights = board.inhabitants.reindex(rated)
    return weights if weights.notna().all() and weights.sum() > 0 else None


def raise_to_floor(board: Board) -> Raises:
    """Return the raises that lift each area below the floor exactly to it; none without one."""
    values = board.ratings.newest()["value"].dropna()
    return tuple(raises_to_floor(values, floor=board.floor.value).items()) if board.floor else ()


@cached_method(most=MOST_EXAMPLES)
def run_example(
    board: Board, raises: Raises, weighting: Weighting = Weighting.EQUAL
) -> Scenario | None:
    """Return the example; None without a target, or where the weight of an area is not known."""
    weights = area_weights(board, weighting)
    if weights is None or board.target is None:
        return None
    values = board.ratings.newest()["value"].dropna()
    return run_scenario(
        values,
        weights=weights,
        raises=dict(raises),
        target=board.target.value,
        scale=board.indicators[RATING].range or (-inf, inf),
    )


@cached_method(most=MOST_EXAMPLES)
def scenario_ratings(
    board: Board, raises: Raises, weighting: Weighting, *, name: str
) -> Exhibit | None:
    """Return each area's rating next to that of the example; None where there is no example."""
    ratings, people = board.area_values(RATING), board.area_values(INHABITANTS)
    result = run_example(board, raises, weighting)
    if ratings is None or board.target is None or result is None:
        return None
    columns, period = [ratings], f"meting {ratings.period}"
    if people and weighting is Weighting.INHABITANTS:
        people = replace(people, sources=people.part_sources)
        columns, period = [ratings, people], f"{period}, inwoners {people.period}"
    provenance = provenance_of_areas(columns, period=period)
    known = board.ratings.newest().dropna(subset="value").sort_values("name")
    after = result.ratings.reindex(known.index)
    label = WEIGHTING_LABELS[weighting]
    sentence = scenario_sentence(result, goal=board.target.value, weighting=label, board=board)
    title, finding = "Rekenvoorbeeld per wijk", f"{EXAMPLE_NOTE}. {sentence}"
    header = ("wijk", "rapportcijfer", "rekenvoorbeeld")
    rows = list(zip(known["name"], known["value"], after, strict=True))
    mean = (f"Gemiddelde ({label})", round(result.mean_before, 4), round(result.mean_after, 4))
    return Exhibit(
        name=name,
        title=title,
        finding=finding,
        source=f"{EXAMPLE_NOTE}. {provenance.describe()}",
        caveats=provenance.caveats(board, public=True, survey=known),
        table=provenance.add_to(
            pd.DataFrame([*rows, mean], columns=list(header)), note=EXAMPLE_NOTE
        ),
        native=Native(Shape.DOTS, "wijk", header[1:], goals=tuple(goal_values(board).items())),
        screen_table=render_table(
            [column.capitalize() for column in header],
            [(n, number(now, decimals=1), number(then, decimals=2)) for n, now, then in rows],
            caption=EXAMPLE_NOTE,
            numeric=(1, 2),
        ),
    )


@cached_method()
def scenario_finding(board: Board) -> str:
    """Return whether raising only the lowest areas is enough, and what each area would need.

    Every area counts the same. Where the measured figure reached the goal: that.
    """
    known = board.ratings.newest()["value"].dropna()
    if board.floor is None or board.target is None or known.empty:
        return ""
    goal = number(board.target.value, decimals=1)
    mean = number(float(known.mean()), decimals=2)
    if reaches_target(board):
        return (
            f"Het gemeten cijfer haalde het doel van {goal}. Het gemiddelde van de wijken was "
            f"{mean} (elke wijk even zwaar)."
        )
    now = run_example(board, ())
    if now and now.meets_target:
        return f"Het gemiddelde van de wijken (elke wijk even zwaar) was al {goal} of hoger."
    sentence = _describe_lowest(board)
    for step in STEPS:
        raised = run_example(board, tuple((str(area), step) for area in known.index))
        if raised and raised.meets_target:
            needed = f"Voor {goal} moet elke wijk {number(step, decimals=1)} omhoog."
            return f"{sentence} {needed}".strip()
    return sentence


def _describe_lowest(board: Board) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    lowest = raise_to_floor(board)
    result = run_example(board, lowest)
    if not lowest or board.floor is None or result is None:
        return ""
    floor = number(board.floor.value, decimals=1)
    number_word = LOW_NUMBERS.get(len(lowest), str(len(lowest)))
    which = "de laagste wijk" if len(lowest) == 1 else f"de {number_word} laagste wijken"
    enough = "genoeg" if result.meets_target else "niet genoeg"
    return f"Alleen {which} naar {floor} is {enough}: dan {number(result.mean_after, decimals=2)}."


@cached_method()
def floor_is_not_enough(board: Board) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    if board.floor is None or board.target is None:
        return ""
    found = {
        name: result
        for name, weighting in (
            ("elke wijk even zwaar", Weighting.EQUAL),
            ("naar inwoners", Weighting.INHABITANTS),
        )
        if (result := run_example(board, raise_to_floor(board), weighting)) is not None
    }
    means = " of ".join(f"{number(r.mean_after, decimals=2)} ({n})" for n, r in found.items())
    goal = number(board.target.value, decimals=1)
    enough = [name for name, result in found.items() if result.meets_target]
    tail = f"Dat haalt het doel van {goal}." if enough else f"Dat is lager dan {goal}."
    if 0 < len(enough) < len(found):
        tail = f"Alleen het gemiddelde met {listing(enough)} haalt het doel van {goal}."
    return f"Stijgen alleen de wijken onder de ondergrens tot die grens: {means}. {tail}"


@dataclass(frozen=True)
class SurveyPlan:
    """What somebody wants of a survey: how answers vary, the difference to show, in which areas."""

    answers: Answers
    difference: float
    areas: tuple[str, ...]


def survey_plan(board: Board, plan: SurveyPlan) -> Exhibit | None:
    """Return the respondents that each question needs; None without a floor, ratings or areas.

    An area next to the floor is one comparison; a rise is judged with those of all rated areas.
    """
    ratings, floor = board.area_values(RATING), board.floor
    if ratings is None or floor is None or not plan.areas:
        return None
    needed = _list_needed(plan, floor=floor.value, rated=int(ratings.frame["value"].count()))
    chosen = len(plan.areas)
    people = board.area_values(INHABITANTS)
    sources = [ratings, people] if people else [ratings]
    provenance = provenance_of_areas(sources, period=f"meting {ratings.period}")
    header = ("Wat u wilt zien", "Deelnemers per wijk", f"Samen voor {_count_areas(chosen)}")
    rows = [(what, n, n * chosen) for what, n in needed.items()]
    title = "Hoeveel deelnemers heeft de volgende meting nodig?"
    return Exhibit(
        name="rekenvoorbeeld-deelnemers",
        title=title,
        finding=f"{EXAMPLE_NOTE}. {_describe_inputs(plan)} {PLAN_NOTE}",
        source=f"{EXAMPLE_NOTE}. {provenance.describe()}",
        caveats=provenance.caveats(board, notes=[_describe_too_small(board, plan, needed)]),
        table=provenance.add_to(
            pd.DataFrame(rows, columns=[column.lower() for column in header]), note=EXAMPLE_NOTE
        ),
        html=render_table(
            header,
            [(what, number(n), number(total)) for what, n, total in rows],
            caption=EXAMPLE_NOTE,
            numeric=(1, 2),
        ),
    )


def _list_needed(plan: SurveyPlan, *, floor: float, rated: int) -> dict[str, int]:
    """Return the respondents per area by what they show."""
    size = number(plan.difference, decimals=1)
    low, high = (number(v, decimals=1) for v in (floor, floor + plan.difference))
    return {
        f"Een wijk van {high} staat zeker boven {low}": _find(plan, waves=1),
        f"Een stijging van {size} in de enige wijk die u vergelijkt": _find(plan, waves=2),
        f"Een stijging van {size} in één van {rated} wijken, zoals dit dashboard vergelijkt": _find(
            plan, waves=2, comparisons=rated
        ),
    }


def _find(plan: SurveyPlan, *, waves: int, comparisons: int = 1) -> int:
    return find_respondents(
        plan.difference, answers=plan.answers, waves=waves, comparisons=comparisons
    )


def _count_areas(areas: int) -> str:
    return count(areas, "wijk", "wijken")


def _describe_inputs(plan: SurveyPlan) -> str:
    deviation = number(plan.answers.deviation, decimals=1)
    effect = number(plan.answers.design_effect, decimals=1)
    return f"Met een spreiding van {deviation} punt per antwoord en een ontwerpeffect van {effect}."


def _describe_too_small(board: Board, plan: SurveyPlan, needed: dict[str, int]) -> str:
    """Return in which of the chosen areas not even all inhabitants are enough for a rise."""
    most = max(needed.values())
    people = board.inhabitants
    small = [board.areas[a].name for a in plan.areas if people[a] < most]
    if not small:
        return ""
    names = listing(small) if len(small) <= MANY_AREAS else _count_areas(len(small))
    return f"{number(most)} is meer dan het aantal inwoners van {names}: daar is dat niet te meten."
