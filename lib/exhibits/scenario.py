"""'Wat is ervoor nodig?': the ratings of a worked example, which is no forecast."""

from dataclasses import replace
from enum import StrEnum

import pandas as pd

from lib.analysis.raised_ratings import Scenario, raises_to_floor, run_scenario
from lib.board import INHABITANTS, RATING, Board
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.margins import goal_values
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import number
from lib.figures.page_html import render_table
from lib.figures.sentences.goal_sentences import reaches_target, scenario_sentence

EXAMPLE_NOTE = "Rekenvoorbeeld, geen prognose"
# Raises of a rating, in the steps in which it is published.
STEPS = [step / 10 for step in range(31)]
MOST_EXAMPLES = 64  # that a board remembers: of what visitors chose
LOW_NUMBERS = dict(enumerate(("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"), 2))

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
    return run_scenario(values, weights=weights, raises=dict(raises), target=board.target.value)


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
    is_enough = all(result.meets_target for result in found.values())
    tail = f"Dat haalt het doel van {goal}." if is_enough else f"Dat is lager dan {goal}."
    return f"Stijgen alleen de wijken onder de ondergrens tot die grens: {means}. {tail}"
