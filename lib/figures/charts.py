"""Altair charts of ratings, and the style of all charts. Not here: maps (`svg_map`)."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from lib.figures import palette
from lib.figures.format import VEGA_LOCALE, number, signed
from lib.figures.vocabulary import GROUP_SIGNS

CHART_FONT = "Source Sans, 'Source Sans 3', 'Segoe UI', sans-serif"
BAR = 27  # pixels a row of bars
MOST_TICKS = 8
Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart


def apply_style(chart: Chart) -> Chart:
    """Return the chart with the app's type, quiet axes and Dutch numbers."""
    chart.config = alt.Config(
        locale=VEGA_LOCALE,
        # The chart's own words for screen readers are English: each figure has its alternative.
        aria=False,
        mark=alt.MarkConfig(aria=False),
        font=CHART_FONT,
        background="transparent",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=palette.INK,
            titleColor=palette.INK,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=palette.GRID,
            domainColor=palette.GRID,
            tickColor=palette.GRID,
            labelLimit=200,
        ),
        legend=alt.LegendConfig(
            labelColor=palette.INK,
            titleColor=palette.INK,
            labelFontSize=13,
            titleFontSize=13,
        ),
        title=alt.TitleConfig(color=palette.INK),
    )
    return chart


def use_dark_colours(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart's specification in the colours for a dark background."""
    return replace_texts(spec, palette.DARK)


def replace_texts(spec: Mapping[str, Any], others: Mapping[str, str]) -> dict[str, Any]:
    """Return a copy of a specification with each text that `others` has replaced, however deep."""

    def copy(part: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(part, str):
            return others.get(part, part)
        if isinstance(part, Mapping):
            return {key: copy(value) for key, value in part.items()}
        return [copy(value) for value in part] if isinstance(part, list | tuple) else part

    return {key: copy(value) for key, value in spec.items()}


def draw_rating_bars(
    ratings: pd.DataFrame, *, floor: float, target: float, order: list[str]
) -> Chart:
    """Return one row per area: the rating as a bar, floor and target as lines, the gap in words.

    `ratings` as `Board.ratings`; `order` lists the areas from top to bottom.
    """
    rows = _make_bar_rows(ratings, floor=floor, order=order)
    low = min(5.5, float(rows["rating"].min()) - 0.3) if len(rows) else 5.5
    # The order by name: with the order of the rows a drawn chart would keep its first order.
    y = alt.Y(
        "label:N", sort=list(rows["label"]), title=None, axis=alt.Axis(domain=False, ticks=False)
    )
    high = max(8.6, float(rows["rating"].max()) + 0.8) if len(rows) else 8.6
    scale = alt.Scale(domain=[low, high], nice=False)
    base = alt.Chart(rows)
    tooltip = [
        alt.Tooltip("name:N", title="Wijk"),
        alt.Tooltip("text:N", title="Rapportcijfer"),
        alt.Tooltip("gap:N", title="Afstand"),
    ]
    bars = base.mark_bar(height=14, clip=True).encode(
        y=y,
        x=alt.X(
            "rating:Q",
            scale=scale,
            title="Rapportcijfer (as niet vanaf 0)",
            axis=alt.Axis(format=".1f", tickCount=6, orient="top"),
        ),
        x2=alt.datum(low),
        color=alt.condition(
            "datum.below", alt.value(palette.GAP_CLASSES[0]), alt.value(palette.RATING_CLASSES[1])
        ),
        tooltip=tooltip,
    )
    texts = base.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold").encode(
        y=y, x=alt.X("rating:Q", scale=scale), text="text:N", color=alt.value(palette.INK)
    )
    gaps = base.mark_text(
        # On a phone there is no room: the table has the same.
        align="right",
        fontSize=13,
        opacity=alt.expr("width < 420 ? 0 : 1"),
    ).encode(y=y, x=alt.datum(high), text="gap:N", color=alt.value(palette.INK))
    lines = _draw_goal_rules(floor=floor, target=target, scale=scale)
    chart = alt.layer(bars, lines, texts, gaps).properties(
        height=BAR * len(rows), width="container"
    )
    return apply_style(chart)


def _make_bar_rows(ratings: pd.DataFrame, *, floor: float, order: list[str]) -> pd.DataFrame:
    """Return a row per area with a rating: its label, figure, and gap to the floor in words."""
    known = ratings.loc[order].dropna(subset="value").reset_index(names="area")
    rows: pd.DataFrame = known.assign(
        label=[f"{GROUP_SIGNS[g]} {n}" for g, n in zip(known["group"], known["name"], strict=True)],
        rating=known["value"],
        text=[number(v, decimals=1) for v in known["value"]],
        gap=[f"{signed(g)} t.o.v. {number(floor, decimals=1)}" for g in known["gap_floor"]],
        below=known["gap_floor"] < 0,
    )[["label", "rating", "text", "gap", "below", "name"]]
    return rows


def _draw_goal_rules(*, floor: float, target: float, scale: alt.Scale) -> alt.Chart:
    """Return floor and target as lines, told apart by their dashes."""
    goals = pd.DataFrame({"goal": [floor, target], "kind": ["ondergrens", "doel"]})
    lines: alt.Chart = (
        alt.Chart(goals)
        .mark_rule(strokeWidth=2, color=palette.INK)
        .encode(
            x=alt.X("goal:Q", scale=scale),
            strokeDash=alt.StrokeDash(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=["ondergrens", "doel"], range=[[4, 3], [1, 0]]),
                legend=alt.Legend(orient="top", symbolStrokeColor=palette.INK, symbolType="stroke"),
            ),
        )
    )
    return lines


def draw_target_strip(  # noqa: PLR0913 - three points, each a value and a year
    *,
    baseline: float,
    baseline_year: int,
    value: float,
    value_year: str,
    goal: float,
    year: int,
    goal_name: str = "doel",
) -> Chart:
    """Return the road from baseline to goal: a dot for where we stood, a line for the path."""
    low, high = min(baseline, value, goal), max(baseline, value, goal)
    room = max(0.15, 0.3 * (high - low))  # for the words at both ends
    low, high = low - room, high + room
    points = pd.DataFrame(
        [
            {
                "x": value,
                "name": f"{number(value, decimals=1)} (meting {value_year})",
                "kind": "nu",
            },
            {
                "x": goal,
                "name": f"{goal_name} {number(goal, decimals=1)} ({year})",
                "kind": "doel",
            },
        ]
    )
    if abs(baseline - value) > 0.05 or str(baseline_year) != value_year:  # noqa: PLR2004
        start = {
            "x": baseline,
            "name": f"{number(baseline, decimals=1)} ({baseline_year})",
            "kind": "begin",
        }
        points = pd.concat([pd.DataFrame([start]), points], ignore_index=True)
    scale = alt.Scale(domain=[low, high], nice=False)
    ticks = [round(low * 10 + n) / 10 for n in range(1, int((high - low) * 10) + 1)]
    axis = alt.Axis(format=".1f", values=ticks[:: 1 + len(ticks) // MOST_TICKS])
    x = alt.X("x:Q", scale=scale, title=None, axis=axis)
    span = pd.DataFrame([{"x": value, "x2": goal}])
    path = (
        alt.Chart(span)
        .mark_rule(strokeWidth=6, color=palette.GRID)
        .encode(x=x, x2="x2:Q", y=alt.value(34))
    )
    dots = (
        alt.Chart(points)
        .mark_point(size=260, filled=True, opacity=1)
        .encode(
            x=x,
            y=alt.value(34),
            shape=alt.Shape(
                "kind:N",
                legend=None,
                scale=alt.Scale(
                    domain=["begin", "nu", "doel"], range=["circle", "circle", "diamond"]
                ),
            ),
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(
                    domain=["begin", "nu", "doel"],
                    range=[palette.QUIET, palette.ACCENT, palette.INK],
                ),
            ),
            tooltip=[alt.Tooltip("name:N", title="Stand")],
        )
    )
    # The goal's words stand below the line: beside those of a value close to it there is no room.
    labels = [
        alt.Chart(points[(points["kind"] == "doel") == is_goal])
        .mark_text(dy=dy, fontSize=14, fontWeight="bold")
        .encode(x=x, y=alt.value(34), text="name:N", color=alt.value(palette.INK))
        for is_goal, dy in ((False, -20), (True, 22))
    ]
    return apply_style(alt.layer(path, dots, *labels).properties(height=116, width="container"))


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
    x = alt.X(
        "value:Q",
        title=None,
        axis=alt.Axis(format=".1f", tickCount=6),
        scale=alt.Scale(zero=False, padding=24),
    )
    dots = (
        alt.Chart(rows)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            x=x,
            y=alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[-0.6, 5])),
            color=alt.condition(
                "datum.below", alt.value(palette.GAP_CLASSES[0]), alt.value(palette.QUIET)
            ),
            shape=alt.condition("datum.below", alt.value("triangle-down"), alt.value("circle")),
            tooltip=[
                alt.Tooltip("name:N", title="Wijk"),
                alt.Tooltip("text:N", title="Rapportcijfer"),
            ],
        )
    )
    goal = pd.DataFrame(
        {"value": [floor], "name": [f"ondergrens {number(floor, decimals=1)} ({year})"]}
    )
    line = (
        alt.Chart(goal).mark_rule(strokeDash=[4, 3], strokeWidth=2, color=palette.INK).encode(x=x)
    )
    label = (
        alt.Chart(goal)
        .mark_text(align="left", dx=6, fontSize=14, fontWeight="bold", baseline="top")
        .encode(x=x, y=alt.value(0), text="name:N", color=alt.value(palette.INK))
    )
    return apply_style(alt.layer(line, dots, label).properties(height=100, width="container"))
