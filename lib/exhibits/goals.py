"""Where each goal stands: the road from its baseline, or every area next to the floor.

For insiders also how likely it is that areas are really under the floor.
"""

from dataclasses import replace
from functools import partial

import pandas as pd
from markupsafe import Markup

from lib.analysis.gap import round_half_up
from lib.board import RATING, Board, GoalStatus
from lib.board.cached_method import cached_method
from lib.exhibits.exhibit import Exhibit, ExhibitMaker
from lib.exhibits.margins import CERTAINTY_COLUMN, MARGIN_HEADER, add_margins, format_margin_cells
from lib.exhibits.provenance import Provenance, provenance_of_areas, provenance_of_rows
from lib.figures.chart_style import Chart, build_specification
from lib.figures.format import margin, number
from lib.figures.goal_wall import draw_goal_wall
from lib.figures.page_html import render_table
from lib.figures.rating_charts import RatingPoint, draw_floor_strip, draw_target_strip
from lib.figures.sentences.floor_sentences import (
    LEAST_CHANCE,
    chances_finding,
    describe_unlikely,
    format_chance,
)
from lib.figures.sentences.goal_sentences import goal_sentence
from lib.figures.sentences.wave_sentences import design_note
from lib.figures.vocabulary import format_floor_position

ROAD_COLUMNS = ["what", "when", "value", "lower", "upper", "n"]
CHANCE_NOTE = (
    "Een kans volgt uit het cijfer, de marge en de cijfers van de andere wijken samen. De kans is "
    "geen meting, en verandert geen cijfer."
)


@cached_method()
def goal_progress(board: Board, goal: GoalStatus) -> Exhibit:
    """Return where a goal stands: the road from its baseline, or every area next to the floor."""
    provenance = _goal_provenance(board, goal)
    rows = _list_goal_rows(board, goal).dropna(subset="value")
    named, strip = rows[ROAD_COLUMNS[:3]], _goal_strip(board, goal)
    return Exhibit(
        name=f"doel-{goal.target.target}",
        title=goal.target.name,
        finding=goal_sentence(goal, board=board),
        source=f"{provenance.describe()} Doel: paragraaf {goal.target.section}.",
        caveats=provenance.caveats(
            board, public=True, notes=[goal.target.note], survey=_find_newest_figures(board, goal)
        ),
        table=replace(provenance, period=goal.period).add_to(
            add_margins(named.set_axis(["wat", "wanneer", "rapportcijfer"], axis="columns"), rows)
        ),
        chart=build_specification(strip) if strip else None,
        screen_table=render_table(
            ("Wat", "Wanneer", "Rapportcijfer", *MARGIN_HEADER),
            [
                (row["what"], row["when"], number(row["value"], decimals=1), *_road_margin(row))
                for _, row in rows.iterrows()
            ],
            caption=goal.target.name,
            numeric=(2, 3, 4),
        ),
    )


def goal_for_room(board: Board, goal: GoalStatus, *, value: float) -> Exhibit:
    """Return where the municipality's goal stands, in figures as large as a wall."""
    newest, target = board.ratings.newest_of_municipality, goal.target
    ends = (None, None) if newest is None else (newest["lower"], newest["upper"])
    gap = goal.gap or 0.0
    side = "tekort" if gap < 0 else "hoger" if gap > 0 else "verschil"
    drawn = draw_goal_wall(
        RatingPoint(value, goal.period),
        RatingPoint(target.value, str(target.year)),
        distance=f"{number(abs(gap), decimals=1)} punt {side}",
        margin=margin(*ends, respondents=None, decimals=1),
    )
    return replace(goal_progress(board, goal), svg=drawn, chart=None)


def goal_makers(board: Board) -> list[ExhibitMaker]:
    """Return what makes the municipality's goal for a room; nothing while no wave is loaded."""
    return [
        partial(goal_for_room, board, goal, value=goal.value)
        for goal in board.goals
        if goal.target.scope == "municipality" and goal.value is not None
    ]


def _goal_provenance(board: Board, goal: GoalStatus) -> Provenance:
    """Return where the goal and its newest wave come from, and how sure the wave is."""
    period = goal.period or "geen meting"
    if goal.target.scope == "every_area":
        ratings = board.area_values(RATING)
        wave = provenance_of_areas([ratings] if ratings else [], period=period)
    else:
        newest = _find_newest_figures(board, goal)
        wave = provenance_of_rows(board, newest, period=period)
    sources = dict.fromkeys([*wave.sources, board.sources[goal.target.source]])
    return replace(wave, sources=list(sources))


def _list_goal_rows(board: Board, goal: GoalStatus) -> pd.DataFrame:
    """Return the points of the road, columns as ROAD_COLUMNS; a goal itself has no margin."""
    target, name = goal.target, board.municipality.name
    if target.scope == "every_area":
        newest = board.ratings.newest().loc[list(goal.short)]
        short = newest.assign(what=newest["name"], when=goal.period)
        floor = pd.DataFrame([("Ondergrens", str(target.year), target.value)])
        return pd.concat([short, floor.set_axis(ROAD_COLUMNS[:3], axis="columns")])[ROAD_COLUMNS]
    wave = board.ratings.newest_of_municipality
    margins = {} if wave is None else dict(wave[ROAD_COLUMNS[3:]])
    begin = (f"{name}, begin", str(target.baseline_period), target.baseline_value)
    newest_point = (f"{name}, nieuwste meting", goal.period, goal.value)
    points = (begin, newest_point, ("Doel", str(target.year), target.value))
    rows = [dict(zip(ROAD_COLUMNS, point, strict=False)) for point in points]
    rows[1] |= margins
    return pd.DataFrame(rows, columns=ROAD_COLUMNS)


def _road_margin(row: pd.Series) -> tuple[str, str]:
    """Return margin and respondents of a point; of a goal, which is no figure, dashes."""
    is_goal = row["what"] in {"Doel", "Ondergrens"}
    return ("–", "–") if is_goal else format_margin_cells(row, decimals=1)


def _find_newest_figures(board: Board, goal: GoalStatus) -> pd.DataFrame:
    """Return the newest ratings that a goal is about; no rows where there are none."""
    if goal.target.scope == "every_area":
        return board.ratings.newest()
    newest = board.ratings.newest_of_municipality
    columns = ["source", "status", "value", "lower"]
    return pd.DataFrame(columns=columns) if newest is None else newest.to_frame().T


def _goal_strip(board: Board, goal: GoalStatus) -> Chart | None:
    target = goal.target
    if goal.value is None:
        return None
    if target.scope == "every_area":
        return draw_floor_strip(board.ratings.newest(), floor=target.value, year=target.year)
    if target.baseline_value is None:
        return None
    return draw_target_strip(
        RatingPoint(target.baseline_value, str(target.baseline_period.year)),
        RatingPoint(goal.value, goal.period),
        RatingPoint(target.value, str(target.year)),
    )


@cached_method()
def floor_chances(board: Board) -> Exhibit | None:
    """Return each area's chance to be really under the floor; None for the public.

    Without a margin there are no chances either.
    """
    ratings, floor = board.area_values(RATING), board.floor
    if ratings is None or floor is None or board.ratings.floor_chances is None:
        return None
    rows = board.ratings.newest().dropna(subset="chance_below").sort_values("name")
    rows = rows.sort_values("gap_floor", kind="stable")
    rows["certainty"] = [format_floor_position(p, floor=floor.value) for p in rows["position"]]
    likely = rows[rows["chance_below"] >= LEAST_CHANCE]
    value = number(floor.value, decimals=1)
    title = f"Hoe zeker zat elke wijk onder of boven {value}?"
    table = pd.DataFrame(
        {
            "wijk": rows["name"],
            "rapportcijfer": rows["value"],
            CERTAINTY_COLUMN: rows["certainty"],
            f"kans onder {value}": [round_half_up(c, decimals=2) for c in rows["chance_below"]],
        }
    )
    provenance = provenance_of_areas([ratings], period=f"meting {ratings.period}")
    return Exhibit(
        name="doelen-kansen",
        title=title,
        finding=chances_finding(board, floor=floor),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board,
            notes=[
                describe_unlikely(len(rows) - len(likely)),
                CHANCE_NOTE,
                design_note(board, [board.ratings.period]),
            ],
        ),
        table=provenance.add_to(add_margins(table, rows)),
        html=_render_chances(likely, caption=title, value=value),
    )


def _render_chances(rows: pd.DataFrame, *, caption: str, value: str) -> Markup:
    ends = [*rows["lower"], *rows["upper"]]
    return render_table(
        ("Wijk", "Rapportcijfer", f"Kans onder {value}", "Wat de marge zegt", *MARGIN_HEADER),
        [
            (
                row["name"],
                number(row["value"], decimals=1),
                format_chance(row["chance_below"]),
                row["certainty"],
                *format_margin_cells(row, decimals=1, among=ends),
            )
            for _, row in rows.iterrows()
        ],
        caption=caption,
        numeric=(1, 4, 5),
    )
