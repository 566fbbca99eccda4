"""Two figures of each row against each other, in a chart that can be edited: a dot per row.

Limits and goals are lines, each a series of its own. Not here: dots on one scale (`dot_chart`).
"""

import math
from collections.abc import Sequence
from typing import cast

from pptx.chart.axis import _BaseAxis as Axis
from pptx.chart.chart import Chart
from pptx.enum import chart as chart_enums
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from lib.exhibits.exhibit import Exhibit, Native
from lib.export.pptx.chart import LINE_DASHES, choose_number_format, numbers, style_text
from lib.export.pptx.deck import Box, rgb, write_text
from lib.export.pptx.dot_chart import MARKER_SIZE, PointRow, label_point, place_points, style_marker
from lib.figures import palette
from lib.figures.format import number

# Of the nearest limits, those further away, and the goal.
DASHES = (LINE_DASHES[1], LINE_DASHES[2], LINE_DASHES[0])
NAME_SIZE = 11  # points: dots may lie close to each other


def add_scatter_chart(slide: Slide, exhibit: Exhibit, native: Native, box: Box) -> GraphicFrame:
    """Put the chart on the slide and return its frame.

    The first two of `native.values` are what lies across and what goes up, the others limits.
    """
    across, up, *_ = native.values
    series = _list_scatter_series(exhibit, native)
    points = series[native.category]
    style = choose_number_format([[point.y for point in points]])
    frame = place_points(slide, series, style=style, box=box)
    chart = frame.chart
    style_text(chart)
    _style_axis(chart.category_axis, across, style=choose_number_format([[p.x for p in points]]))
    _style_axis(chart.value_axis, up, style=style)
    lowest = min(point.y for point in points)
    chart.value_axis.minimum_scale = 0 if len(series) > 1 else math.floor(2 * lowest) / 2
    _style_scatter(chart, points)
    return frame


def _list_scatter_series(exhibit: Exhibit, native: Native) -> dict[str, list[PointRow]]:
    """Return the points of each series by its name: the rows, then limits and goals as lines.

    A row without a limit has no place between the lines, such as a whole country.
    """
    across, up, *limits = (numbers(exhibit.table[column]) for column in native.values)
    names = [str(name) for name in exhibit.table[native.category]]
    stars = native.stars or (False,) * len(names)
    colours = native.colours or (palette.ACCENT,) * len(names)
    rows = sorted(
        (
            row
            for row in zip(across, up, names, stars, colours, *limits, strict=True)
            if None not in row
        ),
        key=lambda row: cast(float, row[0]),
    )
    points = [PointRow(x, y, f"{n}{'*' * star}", colour) for x, y, n, star, colour, *_ in rows]
    lines = {
        name: [PointRow(row[0], row[5 + at]) for row in rows]
        for at, name in enumerate(native.values[2:])
    }
    ends = (points[0].x, points[-1].x)
    goals = {
        f"{name} {number(value, decimals=2)}": [PointRow(x, value) for x in ends]
        for name, value in native.goals
    }
    return {native.category: points} | lines | goals


def _style_axis(axis: Axis, title: str, *, style: str) -> None:
    """Name an axis and write its figures as the table does."""
    axis.has_title = True
    write_text(axis.axis_title.text_frame, title, size=NAME_SIZE)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = style, False
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(palette.WASH)
    axis.format.line.color.rgb = rgb(palette.GRID)


def _style_scatter(chart: Chart, points: Sequence[PointRow]) -> None:
    """Give each dot its name and colour, and the lines dashes; the legend names them."""
    dots, *lines = chart.plots[0].series
    dots.format.line.fill.background()
    style_marker(dots.marker, palette.ACCENT)
    for at, point in enumerate(points):
        marker = dots.points[at].marker
        style_marker(marker, point.colour)
        # LibreOffice looks at the colour of a point only where its size is another too.
        marker.size = MARKER_SIZE + 1
        if point.name.endswith("*"):
            marker.style = chart_enums.XL_MARKER_STYLE.DIAMOND
        label_point(dots, at, point.name, size=NAME_SIZE)
    for at, line in enumerate(lines):
        line.marker.style, line.smooth = chart_enums.XL_MARKER_STYLE.NONE, False
        line.format.line.width, line.format.line.color.rgb = Pt(1.5), rgb(palette.QUIET)
        line.format.line.dash_style = DASHES[min(at // 2, 2)]
    chart.has_legend = bool(lines)
    if lines:
        chart.legend.position = chart_enums.XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
