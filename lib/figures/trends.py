"""Charts of registrations and survey figures over time and compared with others.

Not here: ratings and goals (`rating_charts`), and what the figures mean.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from lib.figures import palette
from lib.figures.chart_style import (
    INK,
    TOP,
    Chart,
    apply_style,
    colour_where,
    draw_dots,
    draw_texts,
    layer_charts,
    list_tooltips,
    top_legend,
)
from lib.figures.format import number, partial_date

ROW_HEIGHT = 28  # pixels a row
# As parts of the width: dots that lie on each other, names that would, and a letter of a name.
SAME_PLACE, TOO_CLOSE, LETTER = 0.01, 0.12, 0.008
STACKED_WIDTH = 640  # pixels, where there is no page to fill


def draw_months(frame: pd.DataFrame, *, unit: str, events: pd.DataFrame | None = None) -> Chart:
    """Return a figure per month or week as columns, and what was expected as a band.

    `frame` has `period` (2023-05, or the first day of a week) and `value`, NaN where a month has
    none, or a suppressed one; `lower` and `upper`, NaN where no band is known. `events` has `month`
    and `name`: dated lines, which mean nothing about an effect.
    """
    rows = pd.DataFrame(
        {
            "start": pd.to_datetime(frame["period"]),
            "name": [partial_date(str(p)) for p in frame["period"]],
            "value": frame["value"],
            "lower": frame["lower"],
            "upper": frame["upper"],
            "text": [number(v) for v in frame["value"]],
            "band": format_bands(frame),
            "kind": "verwacht zonder verandering",
        }
    )
    base = alt.Chart(rows)
    is_weekly = rows["start"].dt.day.gt(1).any()
    axis = alt.Axis(format="%-d-%-m-%Y") if is_weekly else alt.Axis(format="%Y", tickCount="year")
    x = alt.X("start:T", title=None, timeUnit="yearmonth", axis=axis)
    if is_weekly:
        x = alt.X("start:T", title=None, axis=axis)
    y = alt.Y("value:Q", title=unit, axis=alt.Axis(format=",.0f", tickCount=4))
    columns = base.mark_bar(color=palette.RATING_CLASSES[1]).encode(
        x=x, y=y, tooltip=list_tooltips(name="Wanneer", text=unit, band="Verwacht")
    )
    colours = alt.Scale(range=[palette.INK])
    band = base.mark_area(opacity=0.25, interpolate="step").encode(
        x=alt.X("start:T", title=None),
        y=alt.Y("lower:Q"),
        y2=alt.Y2("upper:Q"),
        fill=alt.Fill("kind:N", title=None, scale=colours, legend=top_legend()),
    )
    layers = [columns, band] if rows["upper"].notna().any() else [columns]
    return layer_charts(*layers, *_draw_events(events), height=240)


def format_bands(frame: pd.DataFrame) -> list[str]:
    """Return what was expected in each month: '5 tot 18'."""
    return [
        "niet bekend" if pd.isna(high) else f"{number(low)} tot {number(high)}"
        for low, high in zip(frame["lower"], frame["upper"], strict=True)
    ]


def _draw_events(events: pd.DataFrame | None) -> list[alt.Chart]:
    """Return a numbered line for each event; what happened stands in a list below the chart."""
    if events is None or events.empty:
        return []
    rows = pd.DataFrame(
        {
            "start": pd.to_datetime(events["month"] + "-01"),
            "name": events["name"],
            "number": [str(n) for n in range(1, len(events) + 1)],
        }
    )
    base = alt.Chart(rows).encode(x=alt.X("start:T"))
    lines = base.mark_rule(color=palette.QUIET, strokeDash=[4, 3], strokeWidth=1.5).encode(
        tooltip=alt.Tooltip("name:N", title="Gebeurtenis")
    )
    top = base.encode(y=TOP)
    return [lines, draw_texts(top, field="number", dy=-4, baseline="bottom")]


def draw_years(frame: pd.DataFrame, *, unit: str) -> Chart:
    """Return a column per year or other period, in the order of the rows.

    `frame` has `period` and `value`, NaN where it is suppressed.
    """
    rows = frame.assign(text=["" if pd.isna(v) else number(v) for v in frame["value"]])
    base = alt.Chart(rows).encode(
        x=alt.X("period:O", title=None, sort=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=unit, axis=alt.Axis(format=",.0f", tickCount=4)),
    )
    columns = base.mark_bar(color=palette.RATING_CLASSES[1], width={"band": 0.55}).encode(
        tooltip=list_tooltips(period="Periode", text=unit)
    )
    return layer_charts(columns, draw_texts(base, size=14, dy=-8), height=220)


def draw_benchmark(
    frame: pd.DataFrame, *, unit: str, decimals: int, ends: tuple[float, float]
) -> Chart:
    """Return a row per region: a dot, and a line for its 95 % interval where it is known.

    `ends` are the lowest and highest value of all charts that stand together: one axis.

    `frame` has `name`, `value`, `lower`, `upper` and `own` (whether it is the municipality),
    from top to bottom.
    """
    base = _draw_rows(frame, decimals=decimals)
    scale = alt.Scale(domain=list(ends), nice=False, padding=24)
    axis = alt.Axis(tickCount=5, format=f",.{decimals}f")
    x = alt.X("value:Q", title=unit, scale=scale, axis=axis)
    colour = colour_where("own", palette.ACCENT)
    dots = draw_dots(base, x=x, color=colour, tooltip=list_tooltips(name="Gebied", text=unit))
    margins = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), color=colour
    )
    texts = draw_texts(base.encode(x=x), dy=-11)
    return layer_charts(margins, dots, texts, height=alt.Step(ROW_HEIGHT + 8))


def draw_bars(frame: pd.DataFrame, *, unit: str, decimals: int = 0) -> Chart:
    """Return a bar per row from top to bottom; `frame` has `name`, `value` and `own`."""
    x = alt.X("value:Q", title=unit, axis=alt.Axis(tickCount=5, format=",.0f"))
    base = _draw_rows(frame, decimals=decimals).encode(x=x)
    bars = base.mark_bar(height=16).encode(
        color=colour_where("own", palette.ACCENT, other=palette.RATING_CLASSES[1]),
        tooltip=list_tooltips(name="Naam", text=unit),
    )
    texts = draw_texts(base, align="left", dx=5, fontWeight="normal")
    return layer_charts(bars, texts, height=alt.Step(ROW_HEIGHT))


def _draw_rows(frame: pd.DataFrame, *, decimals: int) -> alt.Chart:
    """Return the base of a chart with a row per name, from top to bottom, and its value as text."""
    rows = frame.assign(text=[number(v, decimals=decimals) for v in frame["value"]])
    y = alt.Y("name:N", sort=list(rows["name"]), title=None, axis=alt.Axis(labelLimit=220))
    base: alt.Chart = alt.Chart(rows).encode(y=y)
    return base


def stack_charts(found: Mapping[str, Chart]) -> Chart:
    """Return several charts as one picture, each under its name."""
    parts = []
    for name, one in found.items():
        part = one.copy()
        part.config = alt.Undefined
        parts.append(part.properties(title=alt.Title(name, anchor="start"), width=STACKED_WIDTH))
    return apply_style(alt.concat(*parts, columns=1))


def draw_rating_against_crime(frame: pd.DataFrame, *, rating: str, crime: str) -> Chart:
    """Return a dot per area: how safe people feel next to what the police registered.

    `frame` has `name`, `value` (rating), `rate` and `starred`; `rating` and `crime` are the axes'
    titles, with their years.
    """
    rows = frame.assign(
        rating=[number(v, decimals=1) for v in frame["value"]],
        crime=[number(v, decimals=1) for v in frame["rate"]],
        kind=["veel bezoekers of bedrijven" if s else "andere wijken" for s in frame["starred"]],
    )
    kinds = ["andere wijken", "veel bezoekers of bedrijven"]
    base = alt.Chart(rows).encode(
        x=alt.X("rate:Q", title=crime, axis=alt.Axis(format=",.0f", tickCount=6)),
        y=alt.Y(
            "value:Q",
            title=rating,
            scale=alt.Scale(zero=False, padding=12),
            axis=alt.Axis(format=".1f", tickCount=5),
        ),
    )
    dots = base.mark_point(size=110, strokeWidth=2, color=palette.ACCENT, opacity=1).encode(
        shape=alt.Shape(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=kinds, range=["circle", "diamond"]),
            legend=top_legend(),
        ),
        tooltip=list_tooltips(name="Wijk", rating="Rapportcijfer", crime="Per 1.000 inwoners"),
    )
    labels = _place_names(rows)
    names = [
        alt.Chart(labels[labels["left"] == left])
        .mark_text(align="right" if left else "left", dx=-9 if left else 9, dy=1, fontSize=11)
        .encode(x=alt.X("rate:Q"), y=alt.Y("value:Q"), text=alt.Text("name:N"), color=INK)
        for left in (False, True)
    ]
    return layer_charts(dots, *names, height=380)


def _place_names(rows: pd.DataFrame) -> pd.DataFrame:
    """Return names that do not lie on each other: joined where dots coincide, else left or right.

    Columns `value`, `rate`, `name` and `left` (whether the name stands left of its dot).
    """
    wide = float(rows["rate"].max() - rows["rate"].min()) or 1.0
    found: list[tuple[float, float, str, bool]] = []
    for _, same in rows.sort_values("rate").groupby("value"):
        value = float(same["value"].iloc[0])
        row: list[tuple[float, float, str, bool]] = []
        for rate, name in zip(same["rate"], same["name"], strict=True):
            if row and rate - row[-1][1] < SAME_PLACE * wide:
                row[-1] = (*row[-1][:2], f"{row[-1][2]}, {name}", row[-1][3])
                continue
            if row and rate - row[-1][1] < max(TOO_CLOSE, LETTER * len(row[-1][2])) * wide:
                row[-1] = (*row[-1][:3], True)
            row.append((value, rate, name, False))
        found += row
    return pd.DataFrame(found, columns=["value", "rate", "name", "left"])
