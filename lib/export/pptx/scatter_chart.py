"""Two figures of each row against each other, in a chart that can be edited: a dot per row.

Limits and goals are lines, each a series of its own, and so are the rows with a star. Not here:
dots on one scale (`dot_chart`).
"""

import math
from collections.abc import Iterator, Sequence

import pandas as pd
import shapely
from pptx.chart.axis import _BaseAxis as Axis
from pptx.chart.chart import Chart
from pptx.chart.series import XySeries
from pptx.enum import chart as chart_enums
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from lib.exhibits.exhibit import Exhibit, Native
from lib.export.pptx.chart import (
    LINE_DASHES,
    choose_number_format,
    numbers,
    place_plot,
    show_legend,
    style_text,
)
from lib.export.pptx.deck import Box, rgb, write_text
from lib.export.pptx.dot_chart import (
    MARKER_SIZE,
    NAME_LETTER,
    PointRow,
    label_point,
    place_points,
    style_marker,
)
from lib.figures import palette
from lib.figures.format import number

# Of the nearest limits, those further away, and the goal.
DASHES = (LINE_DASHES[1], LINE_DASHES[2], LINE_DASHES[0])
NAME_SIZE = 11  # points: dots may lie close to each other
STARRED = "veel bezoekers of bedrijven"  # the series of rows with a star, as on the screen
PLOT = Box(0.07, 0.15, 0.91, 0.69)  # in parts of the chart; above it stands the legend
MOST_COVERED = 0.05  # of a name, by something else
NAME_ROOM, ROOM_ABOVE = 0.15, 0.05  # in parts of what the dots span
Side = chart_enums.XL_LABEL_POSITION
SIDES = (Side.RIGHT, Side.LEFT, Side.ABOVE, Side.BELOW)
Spot = tuple[float, float]


def add_scatter_chart(slide: Slide, exhibit: Exhibit, native: Native, box: Box) -> GraphicFrame:
    """Put the chart on the slide and return its frame.

    The first two of `native.values` are what lies across and what goes up, the others limits.
    """
    across, up, *_ = native.values  # noqa: PD011 - no frame
    dots, lines = _list_dots(exhibit, native)
    points = [point for own in dots.values() for point in own]
    style = choose_number_format([[point.y for point in points]])
    frame = place_points(slide, dots | lines, style=style, box=box)
    chart = frame.chart
    style_text(chart)
    place_plot(chart, **PLOT._asdict())
    _style_axis(chart.category_axis, across, style=choose_number_format([[p.x for p in points]]))
    _style_axis(chart.value_axis, up, style=style)
    _set_scales(chart, points, [p for own in lines.values() for p in own])
    _style_dots_and_lines(chart, dots, _choose_sides(chart, points, box=box))
    return frame


def _list_dots(
    exhibit: Exhibit, native: Native
) -> tuple[dict[str, list[PointRow]], dict[str, list[PointRow]]]:
    """Return the series of dots by name, and those of lines: limits and goals.

    A row without a limit has no place between the lines, such as a whole country.
    """
    across, up, *limits = native.values  # noqa: PD011 - no frame
    columns = {column: numbers(exhibit.table[column]) for column in (across, up, *limits)}
    rows = pd.DataFrame(columns, dtype=float).assign(
        name=exhibit.table[native.category].astype(str).to_numpy(),
        colour=list(native.colours) or palette.ACCENT,
        is_starred=list(native.stars) or False,
    )
    rows = rows.dropna().sort_values(across, kind="stable")
    split = {native.category: rows[~rows["is_starred"]], STARRED: rows[rows["is_starred"]]}
    dots = {
        name: list(map(PointRow, own[across], own[up], own["name"], own["colour"]))
        for name, own in split.items()
        if len(own)
    }
    lines = {limit: list(map(PointRow, rows[across], rows[limit])) for limit in limits}
    ends = rows[across].iloc[[0, -1]]
    goals = {
        f"{name} {number(value, decimals=2)}": [PointRow(x, value) for x in ends]
        for name, value in native.goals
    }
    return dots, lines | goals


def _style_axis(axis: Axis, title: str, *, style: str) -> None:
    """Name an axis and write its figures as the table does."""
    axis.has_title = True
    write_text(axis.axis_title.text_frame, title, size=NAME_SIZE)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = style, False
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(palette.WASH)
    axis.format.line.color.rgb = rgb(palette.GRID)


def _set_scales(chart: Chart, points: Sequence[PointRow], limits: Sequence[PointRow]) -> None:
    """Leave room for names left, right and above; figures with limits go up from zero."""
    ups, xs = [point.y for point in points], [point.x for point in points]
    near, far, high = min(xs), max(xs), max(ups + [limit.y for limit in limits])
    low = 0 if limits else math.ceil(2 * min(ups)) / 2 - 0.5
    left = near - NAME_ROOM * (far - near or far) if near > far / 3 else 0
    _set_scale(chart.category_axis, left, far + NAME_ROOM * (far - left))
    _set_scale(chart.value_axis, low, high + ROOM_ABOVE * (high - low))


def _set_scale(axis: Axis, low: float, high: float) -> None:
    """Let an axis begin and end at figures of two digits."""
    step = 10.0 ** (math.floor(math.log10(high or 1)) - 1)
    axis.minimum_scale = math.floor(low / step) * step
    axis.maximum_scale = (math.ceil(high / step) or 1) * step


def _choose_sides(chart: Chart, points: Sequence[PointRow], *, box: Box) -> Iterator[Side | None]:
    """Return on which side of its dot each name stands: where nothing else does.

    None where all sides are taken: of other areas, which the notes list, never of the own.
    """
    spots = _find_spots(chart, points, box)
    taken = [shapely.Point(spot).buffer(MARKER_SIZE / 2) for spot in spots]
    chosen: dict[int, Side | None] = {}
    own = [point.colour == palette.ACCENT for point in points]
    for at in sorted(range(len(spots)), key=lambda n: (not own[n], spots[n])):
        others = shapely.union_all([*taken[:at], *taken[at + 1 :]])
        places = {side: _place_name(spots[at], points[at].name, side) for side in SIDES}
        overlap = {s: (p.bounds[0] < 0, p.intersection(others).area) for s, p in places.items()}
        side = min(overlap, key=overlap.__getitem__)
        has_room = own[at] or overlap[side][1] < MOST_COVERED * places[side].area
        chosen[at] = side if has_room else None
        taken += [places[side]] * has_room
    return iter([chosen[at] for at in range(len(spots))])


def _find_spots(chart: Chart, points: Sequence[PointRow], box: Box) -> list[Spot]:
    """Return where the dots stand in the plot, in points."""
    scales = (chart.category_axis, chart.value_axis)
    (left, right), (low, high) = ((a.minimum_scale, a.maximum_scale) for a in scales)
    width, height = box.width * PLOT.width * 72, box.height * PLOT.height * 72
    return [
        (width * (p.x - left) / (right - left), height * (p.y - low) / (high - low)) for p in points
    ]


def _place_name(spot: Spot, name: str, side: Side) -> shapely.Polygon:
    """Return the room that a name takes on one side of its dot, in points."""
    wide, high, gap = len(name) * NAME_SIZE * NAME_LETTER, float(NAME_SIZE), MARKER_SIZE / 2 + 1
    right, left, above, _ = SIDES
    x = {right: gap, left: -gap - wide}.get(side, -wide / 2)
    y = -high / 2 if side in {right, left} else gap if side == above else -gap - high
    return shapely.box(spot[0] + x, spot[1] + y, spot[0] + x + wide, spot[1] + y + high)


def _style_dots_and_lines(
    chart: Chart, dots: dict[str, list[PointRow]], sides: Iterator[Side | None]
) -> None:
    """Give each dot its name and colour, and the lines dashes; the legend names the series."""
    drawn = list(chart.plots[0].series)
    for series, (name, points) in zip(drawn, dots.items(), strict=False):
        _style_points(series, points, sides, is_starred=name == STARRED)
    for at, line in enumerate(drawn[len(dots) :]):
        line.marker.style, line.smooth = chart_enums.XL_MARKER_STYLE.NONE, False
        line.format.line.width, line.format.line.color.rgb = Pt(1.5), rgb(palette.QUIET)
        line.format.line.dash_style = DASHES[min(at // 2, 2)]
    if len(drawn) > 1:
        show_legend(chart, chart_enums.XL_LEGEND_POSITION.TOP)


def _style_points(
    series: XySeries, points: Sequence[PointRow], sides: Iterator[Side | None], *, is_starred: bool
) -> None:
    series.format.line.fill.background()
    style_marker(series.marker, palette.ACCENT)
    for at, point in enumerate(points):
        marker = series.points[at].marker
        style_marker(marker, point.colour)
        # LibreOffice looks at the colour of a point only where its size is another too.
        marker.size = MARKER_SIZE + 1
        if is_starred:
            marker.style = chart_enums.XL_MARKER_STYLE.DIAMOND
        if (side := next(sides)) is not None:  # one of them is 0
            label_point(series, at, point.name, size=NAME_SIZE).position = side
    if is_starred:
        series.marker.style = chart_enums.XL_MARKER_STYLE.DIAMOND
