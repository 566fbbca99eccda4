"""The widgets that show distance to a goal. The arithmetic is in `lib.analysis`."""

import pandas as pd
import streamlit as st

from lib.board import RATING, AreaValues, Board, GoalStatus
from lib.catalog import Source, Status
from lib.exhibits.exhibit import Native, Shape
from lib.export.tables import provenance
from lib.figures.charts import Chart, draw_floor_strip, draw_rating_bars, draw_target_strip
from lib.figures.format import number, signed
from lib.figures.page_html import render_list, render_table
from lib.figures.sentences import (
    course_sentence,
    format_source,
    goal_sentence,
    pace_sentence,
)
from lib.figures.vocabulary import GROUP_LABELS
from lib.ui import frame
from lib.ui.exhibit import show

# Column and direction of each order; within equals by name. No list of best to worst for the
# public: groups, and names.
ORDERS = {
    "Per groep": ("place", True),
    "Naam": ("name", True),
    "Afstand tot de ondergrens": ("gap_floor", True),
}
PUBLIC_ORDERS = ("Per groep", "Naam")


def goal_block(board: Board, goal: GoalStatus) -> None:
    """Show one goal: where we stand, the verdict with its reason, the pace that is needed."""
    frame.show_heading(goal.target.name)
    frame.show_html(
        render_list(
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
    source, status = _wave_sources(board, goal)
    told = format_source(source, period=goal.period or "geen meting", status=status)
    strip = _strip(board, goal)
    name = board.municipality.name
    rows = [
        (f"{name}, begin", str(goal.target.baseline_period), goal.target.baseline_value),
        (f"{name}, nieuwste meting", goal.period, goal.value),
        ("Doel", str(goal.target.year), goal.target.value),
    ]
    if goal.target.scope == "every_area":
        short = [(board.rating(a).name, goal.period, board.rating(a).value) for a in goal.short]
        rows = [*short, ("Ondergrens", str(goal.target.year), goal.target.value)]
    known = [(what, when, value) for what, when, value in rows if value is not None]
    show.below(
        f"{told} Doel: paragraaf {goal.target.section}.",
        name=f"doel-{goal.target.target}",
        title=goal.target.name,
        finding=goal_sentence(goal, board=board),
        drawn=(lambda: strip) if strip else None,
        public=True,
        table=render_table(
            ("Wat", "Wanneer", "Rapportcijfer"),
            [(what, when, number(value, decimals=1)) for what, when, value in known],
            caption=goal.target.name,
            numeric=(2,),
        ),
        data=lambda: provenance(
            pd.DataFrame(known, columns=["wat", "wanneer", "rapportcijfer"]),
            sources=source,
            period=goal.period,
            status=status,
        ),
    )


def _wave_sources(board: Board, goal: GoalStatus) -> tuple[list[Source], Status]:
    """Return where the goal and its newest wave come from, and how sure the wave is."""
    of_target = board.sources[goal.target.source]
    if goal.target.scope == "municipality":
        if board.newest is None:
            return [of_target], Status.FINAL
        wave = [board.sources[str(board.newest["source"])]]
        status = Status(str(board.newest["status"]))
    else:
        per_area = board.area_values(RATING)
        wave, status = (list(per_area.sources), per_area.status) if per_area else ([], Status.FINAL)
    return list(dict.fromkeys([*wave, of_target])), status


def _strip(board: Board, goal: GoalStatus) -> Chart | None:
    """Show the road from baseline to goal, or every area beside a goal that holds for each."""
    baseline = goal.target.baseline_value
    if goal.value is None:
        return None
    if goal.target.scope == "every_area":
        strip = draw_floor_strip(board.ratings, floor=goal.target.value, year=goal.target.year)
    elif baseline is not None:
        strip = draw_target_strip(
            baseline=baseline,
            baseline_year=goal.target.baseline_period.year,
            value=goal.value,
            value_year=goal.period,
            goal=goal.target.value,
            year=goal.target.year,
        )
    else:
        return None
    show.chart(
        strip, key=f"strip_{goal.target.target}", alternative=goal_sentence(goal, board=board)
    )
    return strip


def area_bullets(board: Board) -> None:
    """Show every area's rating against floor and target, in an order of the reader's choice."""
    per_area, ratings = board.area_values(RATING), board.ratings
    if per_area is None or board.floor is None or board.target is None:
        return
    floor, target = board.floor.value, board.target.value
    title = "Elke wijk naast de ondergrens en het doel"
    below = int((ratings["gap_floor"] < 0).sum())
    finding = (
        f"Bij de meting van {per_area.period} zaten {below} van de "
        f"{ratings['value'].notna().sum()} wijken onder de ondergrens van "
        f"{number(floor, decimals=1)}. Het doel van {number(target, decimals=1)} geldt voor het "
        "gemiddelde, niet voor elke wijk."
    )
    show.caption(title, finding)
    choices = list(ORDERS) if board.internal else list(PUBLIC_ORDERS)
    column, ascending = ORDERS[
        st.segmented_control("Volgorde", choices, default=choices[0], required=True)
    ]
    ratings["place"] = [list(GROUP_LABELS).index(g) for g in ratings["group"]]
    order = ratings.sort_values(["name"]).sort_values(column, ascending=ascending, kind="stable")
    shown = [str(a) for a in order.index]
    drawn = draw_rating_bars(ratings, floor=floor, target=target, order=shown)
    show.chart(
        drawn, key="bullets", alternative=f"{title}. De tabel hieronder heeft dezelfde cijfers."
    )
    _below_bullets(order, per_area, title=title, finding=finding, drawn=drawn)


def _below_bullets(
    rows: pd.DataFrame, per_area: AreaValues, *, title: str, finding: str, drawn: Chart
) -> None:
    """Show source, table and file of the bars; `rows` are the ratings in the order shown."""
    period = f"meting {per_area.period}"
    show.below(
        format_source(per_area.sources, period=period, status=per_area.status),
        name="doelen-per-wijk",
        title=title,
        finding=finding,
        drawn=lambda: drawn,
        native=Native(Shape.BARS, "wijk", ("rapportcijfer",)),
        public=True,
        table=render_table(
            ("Wijk", "Rapportcijfer", "Afstand tot ondergrens", "Afstand tot doel", "Groep"),
            [
                (
                    r["name"],
                    r["missing"] or number(r["value"], decimals=1),
                    signed(r["gap_floor"]),
                    signed(r["gap_target"]),
                    GROUP_LABELS[r["group"]],
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
                    "groep": [GROUP_LABELS[g] for g in rows["group"]],
                }
            ),
            sources=per_area.sources,
            period=period,
            status=per_area.status,
        ),
    )
