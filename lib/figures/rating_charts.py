"""Charts of ratings: against floor and target, and over survey waves.

Not here: registrations and other regions (`trends`), maps (`svg_map`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.figures import palette
from lib.figures.chart_style import (
    TOP,
    Chart,
    colour_where,
    draw_dots,
    draw_goals,
    draw_texts,
    layer_charts,
    list_tooltips,
)
from lib.figures.format import margin, number, signed
from lib.figures.vocabulary import GROUP_SIGNS

DOT_ROW = 27  # pixels a row of dots
STRIP_MIDDLE = alt.YValue(52)  # pixels from the top
# The words of each point at a height of their own: values may lie next to each other.
STRIP_HEIGHTS = {"begin": -20, "nu": -38, "doel": 22}
MOST_TICKS = 8
LONGEST_LABEL = 34  # characters next to the last wave
WAVE_SCALE = alt.Scale(zero=False, padding=14)
COMPARABLE = ["vergelijkbaar", "andere meetmethode"]


def draw_rating_dots(
    ratings: pd.DataFrame, *, floor: float, target: float, order: list[str], chosen: str = ""
) -> Chart:
    """Return one row per area: the rating as a dot in its interval, the goals as lines, the gap.

    `ratings` as `Ratings.newest`; `order` lists the areas from top to bottom. The name of the
    `chosen` area is bold.
    """
    rows = _make_dot_rows(ratings, floor=floor, order=order)
    # Room at the left for the ratings in figures: next to the dots the goals would cross them.
    low = min(5.5, float(rows["low"].min()) - 0.4) if len(rows) else 5.5
    high = max(8.6, float(rows["high"].max()) + 0.7) if len(rows) else 8.6
    scale = alt.Scale(domain=[low, high], nice=False)
    # The order by name: with the order of the rows a drawn chart would not change its first order.
    labels = json.dumps(list(rows.loc[rows["name"] == ratings["name"].get(chosen), "label"]))
    bold = {"test": f"indexof({labels}, datum.value) >= 0", "value": "bold"}
    y = alt.Y(
        "label:N",
        sort=list(rows["label"]),
        title=None,
        axis=alt.Axis(
            domain=False, ticks=False, labelFontWeight={"condition": bold, "value": "normal"}
        ),
    )
    base = alt.Chart(rows).encode(y=y)
    axis = alt.Axis(format=".1f", tickCount=6, orient="top", grid=False)
    x = alt.X("rating:Q", scale=scale, title="Rapportcijfer", axis=axis)
    intervals = base.mark_rule(strokeWidth=4, color=palette.RATING_CLASSES[1]).encode(
        x=alt.X("low:Q", scale=scale), x2=alt.X2("high:Q")
    )
    dots = draw_dots(
        base,
        x=x,
        color=colour_where("below", palette.BELOW_FLOOR),
        tooltip=list_tooltips(name="Wijk", text="Rapportcijfer", margin="Marge", gap="Afstand"),
    )
    texts = draw_texts(base.encode(x=alt.XDatum(low)), align="left", dx=2)
    # On a phone there is no room for the gaps: the table has the same.
    gaps = draw_texts(
        base.encode(x=alt.XDatum(high)),
        field="gap",
        align="right",
        fontWeight="normal",
        opacity=alt.expr("width < 420 ? 0 : 1"),
    )
    levels = {"ondergrens": floor, "doel": target}
    goals = draw_goals(levels, width=2, x=alt.X("value:Q", scale=scale))
    return layer_charts(*goals, intervals, dots, texts, gaps, height=DOT_ROW * len(rows))


def _make_dot_rows(ratings: pd.DataFrame, *, floor: float, order: list[str]) -> pd.DataFrame:
    """Return a row per area with a rating: its label, figure, ends, and gap to the floor in words.

    Without an interval both ends are the rating itself.
    """
    known = ratings.loc[order].dropna(subset="value").reset_index(names="area")
    rows: pd.DataFrame = known.assign(
        label=[f"{GROUP_SIGNS[g]} {n}" for g, n in zip(known["group"], known["name"], strict=True)],
        rating=known["value"],
        low=known["lower"].fillna(known["value"]),
        high=known["upper"].fillna(known["value"]),
        text=[number(v, decimals=1) for v in known["value"]],
        margin=[
            margin(row["lower"], row["upper"], respondents=row["n"], decimals=1)
            for _, row in known.iterrows()
        ],
        gap=[f"{signed(g)} t.o.v. {number(floor, decimals=1)}" for g in known["gap_floor"]],
        below=known["gap_floor"] < 0,
    )[["label", "rating", "low", "high", "text", "margin", "gap", "below", "name"]]
    return rows


@dataclass(frozen=True)
class RatingPoint:
    """A rating, or a goal, in a year."""

    value: float
    year: str


def draw_target_strip(
    baseline: RatingPoint, now: RatingPoint, goal: RatingPoint, *, goal_name: str = "doel"
) -> Chart:
    """Return the road from baseline to goal: a dot for where we stood, a line for the path."""
    low = min(baseline.value, now.value, goal.value)
    high = max(baseline.value, now.value, goal.value)
    room = max(0.15, 0.3 * (high - low))  # for the words at both ends
    low, high = low - room, high + room
    points = [
        (now.value, f"{number(now.value, decimals=1)} (meting {now.year})", "nu"),
        (goal.value, f"{goal_name} {number(goal.value, decimals=1)} ({goal.year})", "doel"),
    ]
    if abs(baseline.value - now.value) > 0.05 or baseline.year != now.year:  # noqa: PLR2004
        name = f"{number(baseline.value, decimals=1)} ({baseline.year})"
        points.insert(0, (baseline.value, name, "begin"))
    rows = pd.DataFrame(points, columns=["x", "name", "kind"])
    ticks = [round(low * 10 + n) / 10 for n in range(1, int((high - low) * 10) + 1)]
    axis = alt.Axis(format=".1f", values=ticks[:: 1 + len(ticks) // MOST_TICKS])
    scale = alt.Scale(domain=[low, high], nice=False)
    x = alt.X("x:Q", scale=scale, title=None, axis=axis)
    path = alt.Chart(pd.DataFrame([{"x": now.value, "x2": goal.value}]))
    line = path.mark_rule(strokeWidth=6, color=palette.GRID).encode(
        x=x, x2=alt.X2("x2:Q"), y=STRIP_MIDDLE
    )
    kinds = ["begin", "nu", "doel"]
    shapes = alt.Scale(domain=kinds, range=["circle", "circle", "diamond"])
    colours = alt.Scale(domain=kinds, range=[palette.QUIET, palette.ACCENT, palette.INK])
    dots = draw_dots(
        alt.Chart(rows),
        size=260,
        x=x,
        y=STRIP_MIDDLE,
        shape=alt.Shape("kind:N", legend=None, scale=shapes),
        color=alt.Color("kind:N", legend=None, scale=colours),
        tooltip=list_tooltips(name="Stand"),
    )
    labels = [
        draw_texts(alt.Chart(some).encode(x=x, y=STRIP_MIDDLE), field="name", size=14, dy=dy)
        for kind, dy in STRIP_HEIGHTS.items()
        if len(some := rows[rows["kind"] == kind])
    ]
    return layer_charts(line, dots, *labels, height=134)


def draw_floor_strip(ratings: pd.DataFrame, *, floor: float, year: int) -> Chart:
    """Return a dot for each area on the line of ratings, stacked where they tie, and the floor.

    `ratings` has `name` and `value`; areas without a rating are left out.
    """
    known = ratings.dropna(subset="value").sort_values(["value", "name"])
    rows = known.assign(
        level=known.groupby("value").cumcount(),
        text=[number(v, decimals=1) for v in known["value"]],
        below=known["value"] < floor,
    )[["name", "value", "level", "text", "below"]]
    axis, scale = alt.Axis(format=".1f", tickCount=6), alt.Scale(zero=False, padding=24)
    x = alt.X("value:Q", title=None, axis=axis, scale=scale)
    is_below = {"test": "datum.below", "value": "triangle-down"}
    dots = draw_dots(
        alt.Chart(rows),
        size=90,
        x=x,
        y=alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[-0.6, 5])),
        color=colour_where("below", palette.BELOW_FLOOR),
        shape=alt.ShapeValue("circle", condition=is_below),
        tooltip=list_tooltips(name="Wijk", text="Rapportcijfer"),
    )
    name = f"ondergrens {number(floor, decimals=1)} ({year})"
    goal = alt.Chart(pd.DataFrame({"value": [floor], "name": [name]})).encode(x=x)
    line = goal.mark_rule(strokeDash=[4, 3], strokeWidth=2, color=palette.INK)
    top = goal.encode(y=TOP)
    label = draw_texts(top, field="name", size=14, align="left", dx=6, baseline="top")
    return layer_charts(line, dots, label, height=100)


def draw_wave_history(frame: pd.DataFrame, *, goals: Mapping[str, float]) -> Chart:
    """Return a figure's waves: a dot each, its 95 % interval, a line between comparable waves.

    `frame` has `period`, `value`, `lower`, `upper` and `comparable`, oldest first; `goals` are
    values by name, drawn as lines.
    """
    rows = frame.assign(
        rating=[number(v, decimals=1) for v in frame["value"]],
        kind=[COMPARABLE[0] if c else COMPARABLE[1] for c in frame["comparable"]],
    )
    x, y = _wave_axes(ticks=5)
    base = alt.Chart(rows)
    comparable = base.transform_filter("datum.comparable")
    line = comparable.mark_line(color=palette.ACCENT, strokeWidth=2).encode(x=x, y=y)
    margins = base.mark_rule(strokeWidth=3, color=palette.RATING_CLASSES[1]).encode(
        x=x, y=alt.Y("lower:Q", scale=WAVE_SCALE), y2=alt.Y2("upper:Q")
    )
    dots = base.mark_point(size=110, strokeWidth=2, opacity=1, color=palette.ACCENT).encode(
        x=x,
        y=y,
        shape=alt.Shape(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=COMPARABLE, range=["circle", "cross"]),
            # Under each other: next to that of the goals they fit on a telephone.
            legend=alt.Legend(orient="top", columns=1),
        ),
        tooltip=list_tooltips(period="Meting", rating="Rapportcijfer"),
    )
    texts = draw_texts(base.encode(x=x, y=y), field="rating", dx=7, dy=-11, align="left")
    lines = draw_goals(goals, width=1.25, y=alt.Y("value:Q", scale=WAVE_SCALE))
    return layer_charts(*lines, line, margins, dots, texts, height=240)


def draw_wave_slopes(
    frame: pd.DataFrame, *, goals: Mapping[str, float], signs: Mapping[str, str]
) -> Chart:
    """Return a line per area over the waves that can be compared.

    `frame` has `name`, `period` and `value`. Names stand at the right, together where areas end
    on the same figure. `signs` are those of the areas that demonstrably rose or fell: their lines
    are thick and coloured, and their names come first, with the sign.
    """
    rows = frame.assign(
        rating=[number(v, decimals=1) for v in frame["value"]],
        changed=frame["name"].isin(list(signs)),
    )
    last = rows[rows["period"] == rows["period"].max()].dropna(subset="value")
    last = last.assign(label=[f"{signs.get(n, '')} {n}".strip() for n in last["name"]])
    together = last.sort_values(["changed", "name"], ascending=[False, True])
    ends = together.groupby(["value", "period"], as_index=False).agg(
        name=("label", lambda labels: _join_names(list(labels))), changed=("changed", "any")
    )
    x, y = _wave_axes(ticks=6)
    colour = colour_where("changed", palette.ACCENT)
    base = alt.Chart(rows).encode(x=x, y=y, detail=alt.Detail("name:N"), color=colour)
    lines = base.mark_line(opacity=0.8).encode(
        strokeWidth=alt.StrokeWidthValue(1.25, condition={"test": "datum.changed", "value": 3.5})
    )
    tooltip = list_tooltips(name="Wijk", period="Meting", rating="Rapportcijfer")
    dots = draw_dots(base, size=40, tooltip=tooltip)
    names = [
        draw_texts(
            alt.Chart(ends[ends["changed"] == changed]).encode(x=x, y=y),
            field="name",
            size=13 if changed else 12,
            align="left",
            dx=10,
            limit=420,
            fontWeight="bold" if changed else "normal",
        )
        for changed in (False, True)
    ]
    # No further than the last dots: a name behind them would be struck through.
    newest = alt.XDatum(last["period"].max(), type="ordinal", axis=alt.Axis(labelAngle=0))
    levels = draw_goals(
        goals, width=1.25, y=alt.Y("value:Q", scale=WAVE_SCALE), x=newest, x2=alt.X2Value(0)
    )
    return layer_charts(*levels, lines, dots, *names, height=420)


def _wave_axes(*, ticks: int) -> tuple[alt.X, alt.Y]:
    """Return the axes of ratings over waves."""
    axis, title = alt.Axis(format=".1f", tickCount=ticks), "rapportcijfer (as niet vanaf 0)"
    y = alt.Y("value:Q", title=title, scale=WAVE_SCALE, axis=axis)
    return alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0)), y


def _join_names(names: list[str]) -> str:
    """Return the names that end on one figure, as far as there is room, with a sign always."""
    whole = ", ".join(names)
    first = [name for name in names if name[0] in "↑↓"] or [min(names, key=len)]
    if len(whole) <= LONGEST_LABEL or len(first) == len(names):
        return whole
    return f"{', '.join(first)} en {len(names) - len(first)} andere"
