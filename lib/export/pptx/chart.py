"""An exhibit's figures as a chart or a table that can be edited in PowerPoint.

Not here: which exhibit gets which, and where it stands (`slides`).
"""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import pandas as pd
import xlsxwriter
from pptx.chart.chart import Chart
from pptx.chart.data import ChartData
from pptx.chart.series import LineSeries
from pptx.dml.chtfmt import ChartFormat
from pptx.enum import chart as chart_enums
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.parts.chart import ChartPart
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.export.columns import column_decimals
from lib.export.pptx.deck import ACCENTS, DECK_LANGUAGE, Box, rgb, write_text
from lib.figures import palette
from lib.figures.format import MINUS, decimal_pattern, number

CHART_TYPE = 14  # points
LEAST_CHART_TYPE = 12  # where so many bars stand below each other that 14 does not fit
BAR_ROOM = 1.15  # what a line of type takes of a bar's place, times its size
CHART_TYPES = {
    Shape.BARS: chart_enums.XL_CHART_TYPE.BAR_CLUSTERED,
    Shape.COLUMNS: chart_enums.XL_CHART_TYPE.COLUMN_CLUSTERED,
    Shape.LINES: chart_enums.XL_CHART_TYPE.LINE,
}
DUTCH_FORMAT = "[$-413]"  # Excel's number for the language of a format
MOST_LABELLED_COLUMNS = 16  # columns with their own figure; more would lie on each other
UPRIGHT = "-5400000"  # a quarter turn, in sixty-thousandths of a degree
CHARACTER_WIDTH = 0.52  # how wide one is, times its size
LABEL_ROOM = 0.2  # of all that the bars span, for the figure of one below zero
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # of months: a quarter, half a year, a year
PLOT_LAYOUT = (
    "<c:layout {}><c:manualLayout><c:layoutTarget val='inner'/><c:xMode val='edge'/>"
    "<c:yMode val='edge'/><c:x val='{}'/><c:y val='{}'/><c:w val='{}'/><c:h val='{}'/>"
    "</c:manualLayout></c:layout>"
)
MOMENT_HEIGHT = 1.1  # times the highest figure
DROP_LINE = (
    "<c:errBars {}><c:errDir val='y'/><c:errBarType val='minus'/><c:errValType val='percentage'/>"
    "<c:noEndCap val='1'/><c:val val='100'/><c:spPr><a:ln w='19050'><a:solidFill>"
    "<a:srgbClr val='{}'/></a:solidFill><a:prstDash val='dash'/></a:ln></c:spPr></c:errBars>"
)
LONE_SIZE = 7  # points, of a figure without one next to it
LINE_DASHES = (MSO_LINE_DASH_STYLE.SOLID, MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.ROUND_DOT)


def add_chart(slide: Slide, exhibit: Exhibit, native: Native, box: Box) -> GraphicFrame:
    """Put the chart on the slide and return its frame.

    A value that is absent, endless or no number is a gap.
    """
    series = _list_chart_series(exhibit.table, native)
    style = choose_number_format([series[column] for column in native.values])  # noqa: PD011
    data = ChartData(number_format=style)
    data.categories = names = _list_names(exhibit.table, native)
    for name, values in series.items():
        data.add_series(name, values)
    frame = cast(GraphicFrame, slide.shapes.add_chart(CHART_TYPES[native.shape], *box.emu, data))
    chart = frame.chart
    cast(ChartPart, chart.part).chart_workbook.update_from_xlsx_blob(_chart_sheet(names, series))
    _style_chart(chart, series=len(series.keys() - dict(native.moments).values()))
    chart.value_axis.tick_labels.number_format = style
    chart.value_axis.tick_labels.number_format_is_linked = False
    longest = max(map(len, names))
    step = _label_step(
        len(names), room=box.width * 72 / ((longest + 2) * CHART_TYPE * CHARACTER_WIDTH)
    )
    if native.shape is Shape.LINES:
        _style_lines(chart, native)
        _set_label_step(chart, step)
        # With many names they stand upright; next to the ends of the lines a figure has room.
        high = longest * CHART_TYPE * CHARACTER_WIDTH / 72 / box.height if step > 1 else 0.08
        _turn_names(chart, is_upright=step > 1)
        place_plot(chart, left=0.07, top=0.12, width=0.86, height=0.82 - high)
    else:
        _style_bars(chart, native, rows=len(names), height=box.height)
        _set_label_step(chart, 1 if native.shape is Shape.BARS else step)
    return frame


def _list_names(table: pd.DataFrame, native: Native) -> list[str]:
    """Return the name of each row, with a star where the screen has one."""
    stars = native.stars or (False,) * len(table)
    return [f"{n}{'*' * star}" for n, star in zip(table[native.category], stars, strict=True)]


def _list_chart_series(table: pd.DataFrame, native: Native) -> dict[str, list[float | None]]:
    """Return the figures by the name of their series; of lines also margin, goals, moments."""
    ends = native.margin if native.shape is Shape.LINES else None
    columns = (*native.values, *(ends or ()))  # noqa: PD011 - no frame
    goals: dict[str, list[float | None]] = {
        f"{name} {number(value, decimals=1)}": [value] * len(table) for name, value in native.goals
    }
    series = {column: numbers(table[column]) for column in columns}
    return series | goals | _list_moments(_list_names(table, native), series, native)


def _list_moments(
    names: Sequence[str], series: Mapping[str, Sequence[float | None]], native: Native
) -> dict[str, list[float | None]]:
    """Return the series of upright lines: each one point, as high as its line stands."""
    highest = max(v for values in series.values() for v in values if v is not None)
    return {
        label: [MOMENT_HEIGHT * highest if name == row else None for name in names]
        for row, label in native.moments
        if row in names[1:]
    }


def _chart_sheet(names: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> bytes:
    """Return the sheet that opens behind the chart, with names as text.

    The one of python-pptx would run a name that begins as a formula does.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")  # so the chart refers to it
        for row, name in enumerate(names, 1):
            sheet.write_string(row, 0, name)
        for column, (title, values) in enumerate(series.items(), 1):
            sheet.write_string(0, column, title)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return out.getvalue()


def numbers(column: pd.Series) -> list[float | None]:
    """Return a column's values; None where one is absent, endless or no number."""
    values = pd.to_numeric(column, errors="coerce")
    return [float(v) if pd.notna(v) and math.isfinite(v) else None for v in values]


def choose_number_format(columns: Iterable[Sequence[float | None]]) -> str:
    """Return how Office writes the figures: with a sign where one of them is below zero."""
    known = [v for values in columns for v in values if v is not None]
    digits = decimal_pattern(column_decimals(known, name="") or 0)
    signs = f"+{digits};{MINUS}{digits};{digits}" if min(known, default=0) < 0 else digits
    return DUTCH_FORMAT + signs


def style_text(chart: Chart) -> None:
    """Set type and language, without a legend, and without a title: the slide has one."""
    language = parse_xml(f"<c:lang {nsdecls('c')} val='{DECK_LANGUAGE}'/>")
    chart.element.insert(len(chart.element.xpath("c:date1904")), language)
    chart.font.size = Pt(CHART_TYPE)
    chart.font.color.rgb = rgb(palette.INK)
    chart.has_title = chart.has_legend = False


def show_legend(chart: Chart, position: chart_enums.XL_LEGEND_POSITION) -> None:
    """Name the series at one side of the chart, where nothing else stands."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = position, False


def _style_chart(chart: Chart, *, series: int) -> None:
    """Set type and colours, and a legend where there is more than one series."""
    style_text(chart)
    if series > 1:
        show_legend(chart, chart_enums.XL_LEGEND_POSITION.TOP)
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(palette.GRID)
    for axis in (chart.value_axis, chart.category_axis):
        axis.format.line.color.rgb = rgb(palette.GRID)


def _style_bars(chart: Chart, native: Native, *, rows: int, height: float) -> None:
    """Let bars begin at zero and write their figures; without room for those, show the axis."""
    plot, shape = chart.plots[0], native.shape
    plot.gap_width, plot.overlap = 40, -5
    for place, series in enumerate(plot.series):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(ACCENTS[place % len(ACCENTS)])
        series.invert_if_negative = False
        for at, colour in enumerate(native.colours):
            is_starred = bool(native.stars) and native.stars[at]
            _fill_bar(series.points[at].format, colour, is_starred=is_starred)
    chart.value_axis.minimum_scale = _axis_start([v or 0 for s in plot.series for v in s.values])  # noqa: PD011
    size = CHART_TYPE
    if shape is Shape.BARS:
        chart.category_axis.reverse_order = True  # the first row on top
        # Beside the plot: a bar below 0 would lie on its name.
        chart.category_axis.tick_label_position = chart_enums.XL_TICK_LABEL_POSITION.LOW
        size = max(
            LEAST_CHART_TYPE, min(CHART_TYPE, math.floor(height * 72 / max(rows, 1) / BAR_ROOM))
        )
        _turn_names(chart, size=size)
    if shape is Shape.BARS or rows * len(plot.series) <= MOST_LABELLED_COLUMNS:
        chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
        plot.has_data_labels = True
        plot.data_labels.position = chart_enums.XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.font.size = Pt(size)


def _fill_bar(bar: ChartFormat, colour: str, *, is_starred: bool) -> None:
    """Give a bar its colour of the screen, hatched with a star, and an edge: some are light."""
    bar.line.color.rgb, bar.line.width = rgb(palette.BORDER), Pt(0.75)
    if not is_starred:
        bar.fill.solid()
        bar.fill.fore_color.rgb = rgb(colour)
        return
    bar.fill.patterned()
    bar.fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
    bar.fill.fore_color.rgb, bar.fill.back_color.rgb = rgb(palette.BORDER), rgb(palette.PAPER)


def _axis_start(values: Sequence[float]) -> float:
    """Return where the axis begins: at zero, or so low that the lowest figure has room to stand."""
    low = min(values, default=0)
    return low - LABEL_ROOM * (max(*values, 0) - low) if low < 0 else 0


def _style_lines(chart: Chart, native: Native) -> None:
    """Distinguish lines by dashes too; those of margin and goals are thin, named in the legend."""
    drawn = list(chart.plots[0].series)
    for series in drawn:
        series.smooth, series.marker.style = False, chart_enums.XL_MARKER_STYLE.NONE
    margin = len(native.values)
    goals = margin + len(native.margin or ())
    start = goals + len(native.goals)
    for at, series in enumerate(drawn[:margin]):
        _style_figures(series, at)
    for series in drawn[margin:goals]:
        _style_thin_line(series, palette.QUIET, LINE_DASHES[2])
    for at, series in enumerate(drawn[goals:start]):
        _style_thin_line(series, palette.INK, LINE_DASHES[(at + 1) % 2])
    for series in drawn[start:]:
        _stand_upright(series)
    hide_legend_entries(chart, range(start, len(drawn)))
    chart.value_axis.minimum_scale = _find_lowest(drawn) if native.goals else 0


def _find_lowest(drawn: Sequence[LineSeries]) -> float:
    """Return where a scale of ratings begins, as on the screen: just under the lowest."""
    known = [v for series in drawn for v in series.values if v is not None]  # noqa: PD011
    return float(math.floor(2 * min(known)) / 2)


def _style_figures(series: LineSeries, at: int) -> None:
    """Give a line of figures its colour and dash, and write the last figure at its end."""
    line = series.format.line
    line.width, line.dash_style = Pt(2.75), LINE_DASHES[at % len(LINE_DASHES)]
    line.color.rgb = rgb(ACCENTS[at % len(ACCENTS)])
    known = [place for place, value in enumerate(series.values) if value is not None]
    for alone in {at for at in known if not {at - 1, at + 1} & set(known)}:
        # A line has no length here.
        marker = series.points[alone].marker
        marker.style, marker.size = chart_enums.XL_MARKER_STYLE.CIRCLE, LONE_SIZE
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = line.color.rgb
    if known:
        label = series.points[known[-1]].data_label
        # Right of a line that ends early another one goes on.
        side = chart_enums.XL_LABEL_POSITION
        is_end = known[-1] == len(series.values) - 1
        label.position = side.RIGHT if is_end else side.BELOW
        label.font.size, label.font.bold = Pt(CHART_TYPE), True


def _style_thin_line(series: LineSeries, colour: str, dash: MSO_LINE_DASH_STYLE) -> None:
    line = series.format.line
    line.width, line.color.rgb, line.dash_style = Pt(1.5), rgb(colour), dash


def _stand_upright(series: LineSeries) -> None:
    """Draw the only point of a series as a line down to the axis, with its name at the top."""
    (at,) = (place for place, value in enumerate(series.values) if value is not None)
    label = series.points[at].data_label
    write_text(label.text_frame, series.name, size=LEAST_CHART_TYPE, colour=palette.QUIET)
    label.text_frame.word_wrap = False
    label.position = chart_enums.XL_LABEL_POSITION.LEFT
    line = parse_xml(DROP_LINE.format(nsdecls("c", "a"), palette.QUIET.removeprefix("#")))
    series._element.xpath("c:cat")[0].addprevious(line)  # noqa: SLF001 - has no other name


def hide_legend_entries(chart: Chart, places: Iterable[int]) -> None:
    """Leave series out of the legend, if there is one, by place: what has its name at itself."""
    if not chart.has_legend:
        return
    position = chart.legend._element.xpath("c:legendPos")[0]  # noqa: SLF001 - has no other name
    for at in sorted(places, reverse=True):
        entry = f"<c:legendEntry {nsdecls('c')}><c:idx val='{at}'/><c:delete val='1'/>"
        position.addnext(parse_xml(f"{entry}</c:legendEntry>"))


def _turn_names(chart: Chart, *, is_upright: bool = False, size: int = CHART_TYPE) -> None:
    """Write the names of rows level or upright: LibreOffice would turn them, and cut them off."""
    chart.category_axis.tick_labels.font.size = Pt(size)
    properties = chart.element.xpath(".//c:catAx/c:txPr/a:bodyPr")[0]
    properties.set("rot", UPRIGHT if is_upright else "0")


def place_plot(chart: Chart, *, left: float, top: float, width: float, height: float) -> None:
    """Set where the figures are drawn, in parts of the chart."""
    plot = chart.element.xpath(".//c:plotArea")[0]
    for layout in plot.xpath("c:layout"):
        plot.remove(layout)
    plot.insert(0, parse_xml(PLOT_LAYOUT.format(nsdecls("c"), left, top, width, height)))


def _label_step(labels: int, *, room: float) -> int:
    """Return n, where there is room to write every n-th label under a chart."""
    return next((s for s in MONTH_STEPS if labels / s <= room), labels)


def _set_label_step(chart: Chart, step: int) -> None:
    """Write every n-th label under the axis: without this, programs leave some out."""
    last = chart.element.xpath(".//c:catAx/c:noMultiLvlLbl")[0]
    for tag in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(parse_xml(f"<c:{tag} {nsdecls('c')} val='{step}'/>"))
