"""'Wat is ervoor nodig?': the ratings of a worked example, which is no forecast."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import pandas as pd

from lib.analysis.raised_ratings import Scenario, raises_to_floor, run_scenario
from lib.board import INHABITANTS, RATING, Board
from lib.board.cached_method import cached_method
from lib.exhibits.caveats import build_caveats, lacks_margin
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.margins import goal_values
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import number
from lib.figures.page_html import render_table
from lib.figures.sentences.goal_sentences import reaches_target, scenario_sentence

EXAMPLE_NOTE = "Rekenvoorbeeld, geen prognose"
# Raises of a rating, in the steps in which it is published.
STEPS = [step / 10 for step in range(31)]
LOW_NUMBERS = dict(enumerate(("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"), 2))


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


def scenario_ratings(
    board: Board, result: Scenario, *, weighting: Weighting, name: str
) -> Exhibit | None:
    """Return each area's rating next to that of the example; None while no wave is loaded."""
    ratings, people = board.area_values(RATING), board.area_values(INHABITANTS)
    if ratings is None or board.target is None:
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
        caveats=build_caveats(board, provenance.status, public=True, no_margin=lacks_margin(known)),
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
    if _run_example(board, {}).meets_target:
        return f"Het gemiddelde van de wijken (elke wijk even zwaar) was al {goal} of hoger."
    sentence = _describe_lowest(board, raises_to_floor(known, floor=board.floor.value))
    for step in STEPS:
        if _run_example(board, dict.fromkeys(known.index, step)).meets_target:
            needed = f"Voor {goal} moet elke wijk {number(step, decimals=1)} omhoog."
            return f"{sentence} {needed}".strip()
    return sentence


def _describe_lowest(board: Board, lowest: Mapping[str, float]) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    if not lowest or board.floor is None:
        return ""
    result, floor = _run_example(board, lowest), number(board.floor.value, decimals=1)
    number_word = LOW_NUMBERS.get(len(lowest), str(len(lowest)))
    which = "de laagste wijk" if len(lowest) == 1 else f"de {number_word} laagste wijken"
    enough = "genoeg" if result.meets_target else "niet genoeg"
    return f"Alleen {which} naar {floor} is {enough}: dan {number(result.mean_after, decimals=2)}."


def _run_example(
    board: Board, raises: Mapping[str, float], *, weights: pd.Series | float = 1.0
) -> Scenario:
    """Return the example; the board has a target, and areas count the same without `weights`."""
    assert board.target is not None  # noqa: S101
    values = board.ratings.newest()["value"].dropna()
    return run_scenario(
        values,
        weights=pd.Series(weights, index=values.index),
        raises=raises,
        target=board.target.value,
    )


@cached_method()
def floor_is_not_enough(board: Board) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    if board.floor is None or board.target is None:
        return ""
    values = board.ratings.newest()["value"].dropna()
    raises = raises_to_floor(values, floor=board.floor.value)
    found = {
        name: _run_example(board, raises, weights=weights)
        for name, weighting in (
            ("elke wijk even zwaar", Weighting.EQUAL),
            ("naar inwoners", Weighting.INHABITANTS),
        )
        if (weights := area_weights(board, weighting)) is not None
    }
    means = " of ".join(f"{number(r.mean_after, decimals=2)} ({n})" for n, r in found.items())
    goal = number(board.target.value, decimals=1)
    is_enough = all(result.meets_target for result in found.values())
    tail = f"Dat haalt het doel van {goal}." if is_enough else f"Dat is lager dan {goal}."
    return f"Stijgen alleen de wijken onder de ondergrens tot die grens: {means}. {tail}"
