"""Charts of yearly figures: series with their gaps, and the funnel of rates.

Not here: months, and bars (`trends`).
"""

import altair as alt
import numpy as np
import pandas as pd

from lib.analysis.funnel import ALARM, WARNING, Funnel, FunnelPosition
from lib.figures import palette
from lib.figures.chart_style import (
    TOP,
    Chart,
    colour_where,
    dash_by,
    draw_dots,
    draw_texts,
    layer_charts,
    list_tooltips,
    top_legend,
)
from lib.figures.format import number
from lib.figures.sentences.rate_sentences import format_share

SERIES_COLOURS = [palette.ACCENT, palette.INK, palette.QUIET]
LINE_DASHES = [[1, 0], [6, 3], [2, 3]]
HEADROOM = 1.15  # of the largest value: for its figure and the start of the policy
YEARS_HEIGHT, FUNNEL_HEIGHT = 240, 340
FUNNEL_STEPS = 60  # points of a limit
FUNNEL_ROOM = 0.08  # of the largest unit, left and right of the smallest and the largest


def draw_series(
    frame: pd.DataFrame, *, unit: str, start: int | None = None, decimals: int = 0
) -> Chart:
    """Return a line per series over the years, broken where a year is absent.

    `frame` has `year`, `value`, `series` (at most three, the first stands out) and `provisional`,
    drawn as an open dot. `start`: the first year of the policy, a dated line that means nothing
    about an effect.
    """
    rows, names = _number_runs(frame, decimals=decimals), list(dict.fromkeys(frame["series"]))
    span = [int(rows["year"].min()) - 0.5, int(rows["year"].max()) + 0.5]
    highest = HEADROOM * float(rows["value"].max())
    years = alt.Axis(format="d", tickMinStep=1, grid=False)
    values = alt.Axis(format=f",.{decimals}f", tickCount=4, tickMinStep=10.0**-decimals)
    legend = top_legend(symbolType="stroke") if len(names) > 1 else None
    colours = alt.Scale(domain=names, range=SERIES_COLOURS[: len(names)])
    dashes = alt.Scale(domain=names, range=LINE_DASHES[: len(names)])
    base = alt.Chart(rows).encode(
        x=alt.X("year:Q", title=None, axis=years, scale=alt.Scale(domain=span, nice=False)),
        y=alt.Y("value:Q", title=unit, axis=values, scale=alt.Scale(domain=[0, highest])),
        tooltip=list_tooltips(series="Reeks", year="Jaar", text=unit),
    )
    coloured = base.encode(color=alt.Color("series:N", title=None, scale=colours, legend=legend))
    lines = coloured.mark_line(strokeWidth=2.5).encode(
        strokeDash=alt.StrokeDash("series:N", title=None, scale=dashes, legend=legend),
        detail=alt.Detail("run:N"),
    )
    final = draw_dots(coloured.transform_filter("!datum.provisional"), size=60)
    may_change = coloured.transform_filter("datum.provisional").mark_point(
        fill=palette.PAPER, size=60, strokeWidth=2, opacity=1
    )
    texts = draw_texts(base.transform_filter("datum.label"), dy=-13)
    start_line = _draw_start(start, span)
    return layer_charts(lines, final, may_change, texts, *start_line, height=YEARS_HEIGHT)


def _number_runs(frame: pd.DataFrame, *, decimals: int) -> pd.DataFrame:
    """Return the rows with the unbroken run that each is in, its text, and whether it is drawn.

    A figure stands at both ends of a run, of the first series only, and of many series only at its
    end: more lie on each other.
    """
    rows = frame.sort_values(["series", "year"], kind="stable").reset_index(drop=True)
    is_first = rows.groupby("series")["year"].diff() != 1
    is_last = rows.groupby("series")["year"].diff(-1) != -1
    first = rows["series"] == frame["series"].iloc[0]
    is_newest = rows["year"] == rows.loc[first, "year"].max()
    is_end = is_newest if rows["series"].nunique() > 2 else is_first | is_last  # noqa: PLR2004
    return rows.assign(
        run=is_first.cumsum(),
        text=[number(v, decimals=decimals) for v in rows["value"]],
        label=is_end & first,
    )


def _draw_start(start: int | None, span: list[float]) -> list[alt.Chart]:
    """Return a line before the first year of the policy, where it lies among the years."""
    if start is None or not span[0] < start - 0.5 < span[1]:
        return []
    base = alt.Chart(pd.DataFrame({"year": [start - 0.5], "text": [f"beleid vanaf {start}"]}))
    line = base.mark_rule(color=palette.QUIET, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=alt.X("year:Q")
    )
    text = base.mark_text(align="right", dx=-5, baseline="top", fontSize=12).encode(
        x=alt.X("year:Q"), y=TOP, text=alt.Text("text:N"), color=alt.ColorValue(palette.QUIET)
    )
    return [line, text]


def draw_funnel(frame: pd.DataFrame, funnel: Funnel, *, unit: str, decimals: int) -> Chart:
    """Return a dot per municipality: its rate against its inhabitants, between the limits.

    `frame` has `name`, `inhabitants`, `rate` and `own` (whether it is the municipality). Named are
    the municipality and those outside the limits: more names lie on each other.
    """
    limits = _draw_limits(frame["inhabitants"], funnel)
    places = zip(frame["rate"], frame["inhabitants"], frame["own"], strict=True)
    rows = frame.assign(
        text=[number(v, decimals=decimals) for v in frame["rate"]],
        people=[number(v) for v in frame["inhabitants"]],
        named=[
            own or funnel.place(rate, inhabitants=people) is not FunnelPosition.WITHIN
            for rate, people, own in places
        ],
    )
    base = alt.Chart(rows).encode(
        x=_inhabitants_axis(),
        y=alt.Y("rate:Q", title=unit, axis=alt.Axis(format=f",.{decimals}f", tickCount=5)),
        tooltip=list_tooltips(name="Gemeente", text=unit, people="Inwoners"),
    )
    colour = colour_where("own", palette.ACCENT, other=palette.BORDER)
    dots = base.mark_point(filled=True, opacity=1).encode(
        color=colour, size=alt.SizeValue(70, condition={"test": "datum.own", "value": 150})
    )
    named = base.transform_filter("datum.named")
    names = draw_texts(named, field="name", size=12, align="left", dx=9, fontWeight="normal")
    return layer_charts(limits, dots, names, height=FUNNEL_HEIGHT)


def _inhabitants_axis() -> alt.X:
    axis = alt.Axis(format=",.0f", tickCount=5, grid=False)
    scale = alt.Scale(zero=False, nice=False)
    return alt.X("inhabitants:Q", title="inwoners", axis=axis, scale=scale)


def _draw_limits(inhabitants: pd.Series, funnel: Funnel) -> alt.Chart:
    """Return the group's rate and both pairs of limits, with a legend."""
    room = FUNNEL_ROOM * float(inhabitants.max())
    people = np.linspace(
        max(float(inhabitants.min()) - room, room),
        float(inhabitants.max()) + 2 * room,
        FUNNEL_STEPS,
    )
    lines = {"groep samen": [np.full(FUNNEL_STEPS, funnel.rate)]}
    for share in (WARNING, ALARM):
        lines[f"grens {format_share(share)}"] = list(funnel.limits(people, share=share))
    rows = pd.concat(
        pd.DataFrame({"inhabitants": people, "rate": values, "line": name, "side": f"{name} {n}"})
        for name, both in lines.items()
        for n, values in enumerate(both)
    )
    base = alt.Chart(rows).encode(x=_inhabitants_axis(), y=alt.Y("rate:Q"))
    drawn: alt.Chart = base.mark_line(color=palette.QUIET, strokeWidth=1.5).encode(
        strokeDash=dash_by("line", list(lines), dashes=LINE_DASHES), detail=alt.Detail("side:N")
    )
    return drawn
