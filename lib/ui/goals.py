"""The widgets that show distance to a goal. The arithmetic is in `lib.analysis`."""

import pandas as pd
import streamlit as st

from lib.board import RATING, Board, GoalStatus
from lib.export.tables import provenance
from lib.figures import charts, tables
from lib.figures.format import number, signed
from lib.figures.sentences import course_sentence, goal_sentence, pace_sentence, source_text
from lib.figures.words import GROUP
from lib.ui import figure, frame

ORDERS = {
    "Afstand tot de ondergrens": ("gap_floor", True),
    "Naam": ("name", True),
    "Rapportcijfer, hoog naar laag": ("value", False),
}


def goal_block(board: Board, goal: GoalStatus) -> None:
    """Show one goal: where we stand, the verdict with its reason, the pace that is needed."""
    frame.heading(f"{goal.target.name} ({number(goal.target.value, decimals=1)})")
    frame.show(
        tables.bullet_list(
            filter(
                None,
                (
                    goal_sentence(goal, board=board),
                    course_sentence(goal, board=board),
                    pace_sentence(goal),
                ),
            )
        )
    )
    source = [board.sources[goal.target.source]]
    told = source_text(source, period=goal.period or "geen meting")
    _strip(board, goal)
    rows = [
        ("Begin", str(goal.target.baseline_period), goal.target.baseline_value),
        ("Nieuwste meting", goal.period, goal.value),
        ("Doel", str(goal.target.year), goal.target.value),
    ]
    known = [(what, when, value) for what, when, value in rows if value is not None]
    figure.below(
        f"{told} Doel: paragraaf {goal.target.section}.",
        name=f"doel-{goal.target.target}",
        title=goal.target.name,
        table=tables.table(
            ("Wat", "Wanneer", "Rapportcijfer"),
            [(what, when, number(value, decimals=1)) for what, when, value in known],
            caption=goal.target.name,
            numeric=(2,),
        ),
        data=lambda: provenance(
            pd.DataFrame(known, columns=["wat", "wanneer", "rapportcijfer"]),
            sources=source, period=goal.period, status=board.rating_status,
        ),
    )  # fmt: skip


def _strip(board: Board, goal: GoalStatus) -> None:
    """Show the road from baseline to goal, for a goal that has a baseline."""
    baseline = goal.target.baseline_value
    if baseline is None or goal.value is None:
        return
    strip = charts.target_strip(
        baseline=baseline, baseline_year=goal.target.baseline_period.year, value=goal.value,
        value_year=goal.period, goal=goal.target.value, year=goal.target.year,
    )  # fmt: skip
    figure.chart(
        strip, key=f"strip_{goal.target.target}", alternative=goal_sentence(goal, board=board)
    )


def area_bullets(board: Board) -> None:
    """Show every area's rating against floor and target, in an order of the reader's choice."""
    level, ratings = board.level(RATING), board.ratings
    if level is None or board.floor is None or board.target is None:
        return
    floor, target = board.floor.value, board.target.value
    title = "Elke wijk naast de ondergrens en het doel"
    below = int((ratings["gap_floor"] < 0).sum())
    figure.caption(
        title,
        f"Bij de meting van {level.period} zaten {below} van de {ratings['value'].notna().sum()} "
        f"wijken onder de ondergrens van {number(floor, decimals=1)}. Het doel van "
        f"{number(target, decimals=1)} geldt voor het gemiddelde, niet voor elke wijk.",
    )
    column, ascending = ORDERS[
        st.segmented_control("Volgorde", list(ORDERS), default=next(iter(ORDERS)), required=True)
    ]
    order = ratings.sort_values(["name"]).sort_values(column, ascending=ascending, kind="stable")
    shown = [str(a) for a in order.index]
    figure.chart(
        charts.bullets(ratings, floor=floor, target=target, order=shown),
        key="bullets",
        alternative=f"{title}. De tabel hieronder heeft dezelfde cijfers.",
    )
    rows = order[["name", "value", "gap_floor", "gap_target", "group", "missing"]]
    figure.below(
        source_text(level.sources, period=f"meting {level.period}", status=level.status),
        name="doelen-per-wijk",
        title=title,
        table=tables.table(
            ("Wijk", "Rapportcijfer", "Afstand tot ondergrens", "Afstand tot doel", "Groep"),
            [
                (
                    r["name"], r["missing"] or number(r["value"], decimals=1),
                    signed(r["gap_floor"]), signed(r["gap_target"]), GROUP[r["group"]],
                )
                for _, r in rows.iterrows()
            ],
            caption=title,
            numeric=(1, 2, 3),
        ),
        data=lambda: provenance(
            pd.DataFrame(
                {
                    "wijk": rows["name"],
                    "rapportcijfer": rows["value"],
                    "afstand tot ondergrens": rows["gap_floor"],
                    "afstand tot doel": rows["gap_target"],
                    "groep": [GROUP[g] for g in rows["group"]],
                }
            ),
            sources=level.sources, period=f"meting {level.period}", status=level.status,
        ),
    )  # fmt: skip
