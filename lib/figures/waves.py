"""Charts of ratings over survey waves: one area with its margins, and all areas as slopes.

Not here: ratings of one wave (`charts`) and registrations (`trends`).
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from lib.figures import palette
from lib.figures.charts import Chart, apply_style
from lib.figures.format import number

LONGEST_LABEL = 34  # signs beside the last wave
RATING_SCALE = alt.Scale(zero=False, padding=14)


def draw_wave_history(frame: pd.DataFrame, *, goals: Mapping[str, float]) -> Chart:
    """Return a figure's waves: a dot each, its 95 % interval, a line between comparable waves.

    `frame` has `period`, `value`, `lower`, `upper` and `comparable`, oldest first; `goals` are
    values by name, drawn as lines.
    """
    rows = frame.assign(
        shown=[number(v, decimals=1) for v in frame["value"]],
        kind=["vergelijkbaar" if c else "andere meetmethode" for c in frame["comparable"]],
    )
    kinds = ["vergelijkbaar", "andere meetmethode"]
    x = alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y(
        "value:Q",
        title="rapportcijfer (as niet vanaf 0)",
        scale=RATING_SCALE,
        axis=alt.Axis(format=".1f", tickCount=5),
    )
    base = alt.Chart(rows)
    line = (
        base.transform_filter("datum.comparable")
        .mark_line(color=palette.ACCENT, strokeWidth=2)
        .encode(x=x, y=y)
    )
    margins = base.mark_rule(strokeWidth=3, color=palette.RATING_CLASSES[1]).encode(
        x=x, y=alt.Y("lower:Q", scale=RATING_SCALE), y2="upper:Q"
    )
    dots = base.mark_point(size=110, strokeWidth=2, opacity=1, color=palette.ACCENT).encode(
        x=x,
        y=y,
        shape=alt.Shape(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=kinds, range=["circle", "cross"]),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip("period:N", title="Meting"),
            alt.Tooltip("shown:N", title="Rapportcijfer"),
        ],
    )
    texts = base.mark_text(dx=9, align="left", fontSize=13, fontWeight="bold").encode(
        x=x, y=y, text="shown:N", color=alt.value(palette.INK)
    )
    layers = [*_draw_goal_lines(goals), line, margins, dots, texts]
    return apply_style(alt.layer(*layers).properties(height=240, width="container"))


def draw_wave_slopes(frame: pd.DataFrame, *, goals: Mapping[str, float], floor: float) -> Chart:
    """Return a line per area over the waves that can be compared.

    `frame` has `name`, `period` and `value`. Names stand at the right, together where areas end
    on the same figure; areas that end below the floor have a colour and a thicker line.
    """
    last = frame[frame["period"] == frame["period"].max()].dropna(subset="value")
    below = set(last.loc[last["value"] < floor, "name"])
    rows = frame.assign(
        shown=[number(v, decimals=1) for v in frame["value"]],
        below=[name in below for name in frame["name"]],
    )
    together = last.sort_values("name").groupby(["value", "period"], as_index=False)
    ends = together.agg({"name": lambda names: _join_names(list(names))})
    x = alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y(
        "value:Q",
        title="rapportcijfer (as niet vanaf 0)",
        scale=RATING_SCALE,
        axis=alt.Axis(format=".1f", tickCount=6),
    )
    base = alt.Chart(rows).encode(
        x=x,
        y=y,
        detail="name:N",
        color=alt.condition(
            "datum.below", alt.value(palette.GAP_CLASSES[0]), alt.value(palette.QUIET)
        ),
    )
    lines = base.mark_line(opacity=0.8).encode(
        strokeWidth=alt.condition("datum.below", alt.value(3), alt.value(1.25))
    )
    dots = base.mark_point(filled=True, size=40, opacity=1).encode(
        tooltip=[
            alt.Tooltip("name:N", title="Wijk"),
            alt.Tooltip("period:N", title="Meting"),
            alt.Tooltip("shown:N", title="Rapportcijfer"),
        ],
    )
    names = (
        alt.Chart(ends)
        .mark_text(align="left", dx=10, fontSize=11, limit=420)
        .encode(x=x, y=y, text="name:N", color=alt.value(palette.INK))
    )
    chart = alt.layer(*_draw_goal_lines(goals), lines, dots, names)
    return apply_style(chart.properties(height=420, width="container"))


def _join_names(names: list[str]) -> str:
    """Return the names that end on one figure, as far as there is room."""
    whole = ", ".join(names)
    return whole if len(whole) <= LONGEST_LABEL else f"{names[0]} en {len(names) - 1} andere"


def _draw_goal_lines(goals: Mapping[str, float]) -> list[alt.Chart]:
    """Return floor and target as lines, told apart by their dashes."""
    if not goals:
        return []
    rows = pd.DataFrame({"value": list(goals.values()), "goal": list(goals)})
    dash = alt.StrokeDash(
        "goal:N",
        title=None,
        scale=alt.Scale(domain=list(goals), range=[[4, 3], [1, 0]]),
        legend=alt.Legend(orient="top", symbolStrokeColor=palette.INK, symbolType="stroke"),
    )
    return [
        alt.Chart(rows)
        .mark_rule(color=palette.INK, strokeWidth=1.25)
        .encode(y=alt.Y("value:Q", scale=RATING_SCALE), strokeDash=dash)
    ]
