"""What all charts have in common: type, quiet axes, Dutch numbers, and the layers they share."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from lib.figures import palette
from lib.figures.format import VEGA_LOCALE
from lib.text import map_texts

CHART_FONT = "Source Sans, 'Source Sans 3', 'Segoe UI', sans-serif"
INK = alt.ColorValue(palette.INK)
TOP = alt.YValue(0)
Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart
# Altair holds every part of a chart against the schema of Vega-Lite: a quarter of a page's time.
# The tests do that, for each chart.
alt.utils.schemapi.disable_debug_mode()


def build_specification(chart: Chart) -> dict[str, Any]:
    """Return the chart as a Vega-Lite specification, not held against the schema."""
    specification: dict[str, Any] = chart.to_dict(validate=False)
    return specification


def layer_charts(*layers: alt.Chart, height: float | alt.Step) -> Chart:
    """Return layers as one chart in the app's style, as wide as its place."""
    return apply_style(alt.layer(*layers).properties(height=height, width="container"))


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
            labelColor=palette.INK, titleColor=palette.INK, labelFontSize=13, titleFontSize=13
        ),
        title=alt.TitleConfig(color=palette.INK),
    )
    return chart


def replace_texts(spec: Mapping[str, Any], others: Mapping[str, str]) -> dict[str, Any]:
    """Return a copy of a specification with each text that `others` has replaced, however deep."""
    replaced: dict[str, Any] = map_texts(spec, lambda text: others.get(text, text))
    return replaced


def draw_texts(base: alt.Chart, *, field: str = "text", size: int = 13, **look: Any) -> alt.Chart:  # noqa: ANN401 - Altair's
    """Return the values of a field as bold text; `look` as of Altair's `mark_text`."""
    mark: dict[str, Any] = {"fontSize": size, "fontWeight": "bold"} | look
    texts: alt.Chart = base.mark_text(**mark).encode(text=alt.Text(f"{field}:N"), color=INK)
    return texts


def draw_dots(base: alt.Chart, *, size: int = 110, **encoding: Any) -> alt.Chart:  # noqa: ANN401 - Altair's
    """Return a filled dot for each row; `encoding` as of Altair's `encode`."""
    dots: alt.Chart = base.mark_point(size=size, filled=True, opacity=1).encode(**encoding)
    return dots


def colour_where(column: str, colour: str, *, other: str = palette.QUIET) -> alt.ColorValue:
    """Return a colour for the rows where a column is true, and the other for the rest."""
    return alt.ColorValue(other, condition={"test": f"datum.{column}", "value": colour})


def dash_by(column: str, values: list[str], *, dashes: list[list[int]]) -> alt.StrokeDash:
    """Return a dash for each value of a column, with a legend above the chart."""
    scale, legend = alt.Scale(domain=values, range=dashes), top_legend(symbolType="stroke")
    return alt.StrokeDash(f"{column}:N", title=None, scale=scale, legend=legend)


def draw_goals(
    goals: Mapping[str, float], *, width: float, **axis: alt.X | alt.Y | alt.XDatum | alt.X2Value
) -> list[alt.Chart]:
    """Return floor and target as lines with a legend, different in their dashes.

    `axis` is the encoding of the column `value`, and how far the lines go.
    """
    if not goals:
        return []
    rows = pd.DataFrame({"value": list(goals.values()), "goal": list(goals)})
    dash = dash_by("goal", list(goals), dashes=[[4, 3], [1, 0]])
    lines = alt.Chart(rows).mark_rule(color=palette.INK, strokeWidth=width)
    return [lines.encode(**axis, strokeDash=dash)]


def top_legend(**look: Any) -> alt.Legend:  # noqa: ANN401 - Altair's
    """Return a legend above the chart, with signs in ink."""
    return alt.Legend(orient="top", symbolStrokeColor=palette.INK, **look)


def list_tooltips(**titles: str) -> list[alt.Tooltip]:
    """Return tooltips with a title for each field."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
