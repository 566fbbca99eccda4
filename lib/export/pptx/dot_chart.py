"""Ratings as dots on one scale, with margins and goals, in a chart that can be edited.

A scatter chart of which the names at the left and each goal are series of their own. Not here:
bars and lines (`chart`).
"""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import xlsxwriter
from pptx.chart.chart import Chart
from pptx.chart.data import ChartData, XyChartData
from pptx.chart.datalabel import DataLabel
from pptx.chart.marker import Marker
from pptx.chart.series import XySeries
from pptx.enum import chart as chart_enums
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.parts.chart import ChartPart
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from lib.exhibits.exhibit import Exhibit, Native
from lib.export.pptx.chart import (
    CHART_TYPE,
    DUTCH_FORMAT,
    hide_legend_entries,
    numbers,
    place_plot,
    show_legend,
    style_text,
)
from lib.export.pptx.deck import Box, rgb, write_text
from lib.figures import palette
from lib.figures.format import number

LEAST_NAME_TYPE, ROW_ROOM = 11, 1.2  # points; what a line of type takes of a row, times its size
NAME_LETTER = 0.55  # how wide a letter is, times its size
LABEL_LETTERS = 6  # room for a figure right of the last dot
MOST_NAME_SHARE = 0.5  # of the width
STEP = 0.5  # of the scale
MARKER_SIZE, EARLIER_SIZE = 10, 6  # points
FIGURE_FIELD = "<a:fld {} id='{{0F5D2A10-0000-4000-8000-{:012d}}}' type='XVALUE'/>"
DASHES = (MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.SOLID)


@dataclass(frozen=True)
class PointRow:
    """A point: its place on the scale and from below, its name, and its colour on the screen."""

    x: float
    y: float
    name: str = ""
    colour: str = ""
    margin: tuple[float, float] = (0.0, 0.0)  # to the upper end, and to the lower


@dataclass(frozen=True)
class _RatingScale:
    """Where the names begin, which figure is written first, and where the scale ends."""

    low: float
    first: float
    high: float


def add_dot_chart(slide: Slide, exhibit: Exhibit, native: Native, box: Box) -> GraphicFrame:
    """Put the ratings on the slide, a row each from top to bottom, and return the frame."""
    names = [str(name) for name in exhibit.table[native.category]]
    size = min(CHART_TYPE, int(box.height * 72 / (len(names) + 3) / ROW_ROOM))
    size = max(LEAST_NAME_TYPE, size)
    scale = _choose_scale(exhibit, native, letter=size * NAME_LETTER / 72 / box.width)
    series = _list_series(exhibit, native, names=names, start=scale.low)
    frame = place_points(slide, series, style=f"{DUTCH_FORMAT}0.0", box=box)
    chart = frame.chart
    style_text(chart)
    # With a legend under the scale there is less room.
    height = 0.82 if len(native.values) == 1 else 0.76
    place_plot(chart, left=0.01, top=0.1, width=0.98, height=height)
    _style_axes(chart, scale, rows=len(names))
    drawn, places = list(chart.plots[0].series), list(series.values())
    _write_names(drawn[0], places[0], size=size)
    last = len(native.values)
    for at in range(1, last + 1):
        _style_dots(drawn[at], places[at], is_last=at == last, size=size)
    for at, one in enumerate(drawn[last + 1 :]):
        _style_goal(one, DASHES[at % len(DASHES)], size=size)
    if native.margin:
        # Under the sheets of the series before it, each with a title and an empty row.
        row = sum(len(points) + 2 for points in places[:last]) + 1
        _add_margins(drawn[last], places[last], row=row)
    _add_legend(chart, values=last)
    return frame


def place_points(
    slide: Slide, series: Mapping[str, Sequence[PointRow]], *, style: str, box: Box
) -> GraphicFrame:
    """Put a chart of these series on the slide, with the sheet behind it; `style` is of figures."""
    data = XyChartData(number_format=style)
    for title, points in series.items():
        added = data.add_series(title)
        for point in points:
            added.add_data_point(point.x, point.y)
    kind = chart_enums.XL_CHART_TYPE.XY_SCATTER
    frame = cast(GraphicFrame, slide.shapes.add_chart(kind, *box.emu, cast(ChartData, data)))
    cast(ChartPart, frame.chart.part).chart_workbook.update_from_xlsx_blob(_write_points(series))
    return frame


def _choose_scale(exhibit: Exhibit, native: Native, *, letter: float) -> _RatingScale:
    """Return a scale with room for names and figures; `letter` is a part of the width."""
    columns = [*native.values, *(native.margin or ())]
    known = [v for c in columns for v in numbers(exhibit.table[c]) if v is not None]
    known += [value for _, value in native.goals]
    first, last = math.floor(min(known) / STEP) * STEP, max(known)
    longest = max(len(str(name)) for name in exhibit.table[native.category])
    names = min(MOST_NAME_SHARE, longest * letter)
    span = max(last - first, STEP) / (1 - names - LABEL_LETTERS * letter)
    low = math.floor((first - names * span) / STEP) * STEP
    return _RatingScale(low, first, last + LABEL_LETTERS * letter * span)


def _list_series(
    exhibit: Exhibit, native: Native, *, names: Sequence[str], start: float
) -> dict[str, list[PointRow]]:
    """Return the points of each series by its name: the names, the ratings, the goals."""
    colours = native.colours or ("",) * len(names)
    rows = list(zip(range(len(names), 0, -1), names, colours, strict=True))
    series = {native.category: [PointRow(start, y, name) for y, name, _ in rows]}
    for column in native.values:
        values = numbers(exhibit.table[column])
        margins = _measure_margins(exhibit, native, values)
        points = zip(values, rows, margins, strict=True)
        series[column] = [PointRow(x, *row, m) for x, row, m in points if x is not None]
    for name, value in native.goals:
        label = f"{name} {number(value, decimals=1)}"
        series[label] = [PointRow(value, 0.3), PointRow(value, len(names) + 0.7)]
    return series


def _measure_margins(
    exhibit: Exhibit, native: Native, values: Sequence[float | None]
) -> list[tuple[float, float]]:
    """Return how far both ends of each margin are from its figure; 0 where they are not known."""
    if native.margin is None:
        return [(0.0, 0.0)] * len(values)
    ends = (numbers(exhibit.table[column]) for column in native.margin)
    return [
        (0.0, 0.0) if None in (value, low, high) else (high - value, value - low)
        for value, low, high in zip(values, *ends, strict=True)
    ]


def _write_points(series: Mapping[str, Sequence[PointRow]]) -> bytes:
    """Return the sheet behind the chart, where python-pptx has it: x, y, names, margins."""
    out, row = io.BytesIO(), 0
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")  # so the chart refers to it
        for title, points in series.items():
            sheet.write_string(row, 1, title)
            for at, point in enumerate(points, row + 1):
                sheet.write_number(at, 0, point.x)
                sheet.write_number(at, 1, point.y)
                sheet.write_string(at, 2, point.name)
                sheet.write_row(at, 3, point.margin)
            row += len(points) + 2
    return out.getvalue()


def _style_axes(chart: Chart, scale: _RatingScale, *, rows: int) -> None:
    """Write the scale under the dots, from its first figure; hide what only orders the rows."""
    across, down = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = scale.low, scale.high
    across.major_unit, across.has_major_gridlines = STEP, True
    across.major_gridlines.format.line.color.rgb = rgb(palette.WASH)
    across.format.line.color.rgb = rgb(palette.GRID)
    across.tick_labels.number_format = f'{DUTCH_FORMAT}[<{scale.first}]"";{DUTCH_FORMAT}0.0'
    across.tick_labels.number_format_is_linked = False
    down.minimum_scale, down.maximum_scale = 0, rows + 1
    down.visible = down.has_major_gridlines = False


def _write_names(series: XySeries, points: Sequence[PointRow], *, size: int) -> None:
    series.marker.style = chart_enums.XL_MARKER_STYLE.NONE
    for at, point in enumerate(points):
        label_point(series, at, point.name, size=size)


def label_point(
    series: XySeries, at: int, text: str, *, size: int, bold: bool = False
) -> DataLabel:
    """Write a text right of a point, on one line, and return the label."""
    label: DataLabel = series.points[at].data_label
    write_text(label.text_frame, text, size=size, bold=bold)
    label.text_frame.word_wrap = False
    label.position = chart_enums.XL_LABEL_POSITION.RIGHT
    return label


def _style_dots(series: XySeries, points: Sequence[PointRow], *, is_last: bool, size: int) -> None:
    """Fill the newest dots and write their figures; earlier ones are small and light."""
    style_marker(series.marker, palette.ACCENT if is_last else palette.GRID)
    if not is_last:
        # Where nothing changed both are seen, whichever a program draws on top.
        series.marker.size = EARLIER_SIZE
        return
    for at, point in enumerate(points):
        if point.colour:
            style_marker(series.points[at].marker, point.colour)
            # LibreOffice looks at the colour of a point only where its size is another too.
            series.points[at].marker.size = MARKER_SIZE + 1
        label = label_point(series, at, number(point.x, decimals=1), size=size, bold=True)
        run = label.text_frame.paragraphs[0].runs[0]._r  # noqa: SLF001 - has no other name
        # A field: PowerPoint writes the figure anew when somebody changes it.
        field = parse_xml(FIGURE_FIELD.format(nsdecls("a"), at))
        for part in run:
            field.append(part)
        run.getparent().replace(run, field)


def style_marker(marker: Marker, colour: str) -> None:
    """Draw a point as a dot of this colour with an edge."""
    marker.style, marker.size = chart_enums.XL_MARKER_STYLE.CIRCLE, MARKER_SIZE
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(colour)
    marker.format.line.color.rgb = rgb(palette.INK)


def _style_goal(series: XySeries, dash: MSO_LINE_DASH_STYLE, *, size: int) -> None:
    """Draw a goal as a line from top to bottom with its name at the top."""
    series.marker.style = chart_enums.XL_MARKER_STYLE.NONE
    line = series.format.line
    line.width, line.dash_style, line.color.rgb = Pt(2), dash, rgb(palette.INK)
    label = label_point(series, 1, series.name, size=size, bold=True)
    if dash is DASHES[0]:  # two goals may be close to each other
        label.position = chart_enums.XL_LABEL_POSITION.LEFT


def _add_margins(series: XySeries, points: Sequence[PointRow], *, row: int) -> None:
    """Draw the margin of each newest rating as a bar across its dot; `row` is that of its title."""
    sides = "".join(
        f"<c:{side}><c:numRef><c:f>Sheet1!${column}${row + 1}:${column}${row + len(points)}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val='{len(points)}'/>"
        + "".join(
            f"<c:pt idx='{n}'><c:v>{p.margin[at]:.4g}</c:v></c:pt>" for n, p in enumerate(points)
        )
        + f"</c:numCache></c:numRef></c:{side}>"
        for at, (side, column) in enumerate((("plus", "D"), ("minus", "E")))
    )
    colour = palette.RATING_CLASSES[1].removeprefix("#")
    bars = parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}><c:errDir val='x'/><c:errBarType val='both'/>"
        f"<c:errValType val='cust'/><c:noEndCap val='1'/>{sides}<c:spPr><a:ln w='44450'>"
        f"<a:solidFill><a:srgbClr val='{colour}'/></a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    series._element.xpath("c:xVal")[0].addprevious(bars)  # noqa: SLF001 - has no other name


def _add_legend(chart: Chart, *, values: int) -> None:
    """Name the waves where there is more than one; names and goals stand at what they are."""
    if values > 1:
        show_legend(chart, chart_enums.XL_LEGEND_POSITION.BOTTOM)
        hide_legend_entries(chart, [0, *range(values + 1, len(chart.plots[0].series))])
