"""'Wat is ervoor nodig?': the ratings of a worked example, which is no forecast."""

from dataclasses import replace
from enum import StrEnum

import pandas as pd

from lib.analysis.scenario import Scenario, raises_to_floor, run_scenario
from lib.board import INHABITANTS, RATING, Board
from lib.exhibits.caveats import build_caveats, lacks_margin
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.provenance import provenance_of_areas
from lib.figures.format import number
from lib.figures.page_html import render_table
from lib.figures.sentences.goal_sentences import scenario_sentence

EXAMPLE_NOTE = "Rekenvoorbeeld, geen prognose"


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
        native=Native(Shape.BARS, "wijk", header[1:]),
        screen_table=render_table(
            [column.capitalize() for column in header],
            [(n, number(now, decimals=1), number(then, decimals=2)) for n, now, then in rows],
            caption=EXAMPLE_NOTE,
            numeric=(1, 2),
        ),
    )


def floor_is_not_enough(board: Board) -> str:
    """Return what the mean becomes when only the areas below the floor rise to it."""
    if board.floor is None or board.target is None:
        return ""
    values = board.ratings.newest()["value"].dropna()
    found = {
        name: run_scenario(
            values,
            weights=weights,
            raises=raises_to_floor(values, floor=board.floor.value),
            target=board.target.value,
            floor=board.floor.value,
        )
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
