"""The scale that the list next to the map is drawn on: where each area stands, and the goals.

A rating is a dot on a labelled scale, with its interval where known; what is counted from zero
(a distance, a number) is a bar from zero. Not here: the rows themselves (`lib.ui.map`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, log10

from markupsafe import Markup

from lib.analysis.gap import gap
from lib.board import Board
from lib.figures.format import number, signed
from lib.figures.layers.layer import Layer, LayerKind
from lib.figures.page_html import quote_css, render_each

FROM_ZERO = {LayerKind.GAPS, LayerKind.RATING_CHANGES}
DOT = "--mark:block;--shape:50%;--size:.8125rem"
ROW = '.st-key-ranking [data-testid="stRadioGroup"]>div:nth-of-type({})'


@dataclass(frozen=True)
class ScaleLine:
    """A value on the scale in figures, its name, and how it is drawn: 'end', 'floor' or 'goal'."""

    value: float
    figure: str
    name: str = ""
    look: str = "end"


@dataclass(frozen=True)
class AreaScale:
    """The values from left to right, and the lines across the rows."""

    low: float
    high: float
    lines: tuple[ScaleLine, ...]
    has_dots: bool

    def place(self, value: float) -> float:
        """Return where a value stands, from 0 at the left to 100 at the right."""
        share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * 100, 2)


def build_area_scale(layer: Layer, *, board: Board) -> AreaScale | None:
    """Return the scale of a layer; None where no order may be suggested, or no figure is known."""
    values = [mark.value for mark in layer.marks.values() if mark.value is not None]
    if layer.has_verdicts_only or not values:
        return None
    if layer.kind is LayerKind.RATINGS:
        return _rating_scale(layer, values, board=board)
    if layer.kind in FROM_ZERO:
        return _distance_scale(layer, values, board=board)
    step = 10 ** floor(log10(max(*values, 1.0))) / 2
    high = ceil(max(*values, 1.0) / step) * step
    ends = (ScaleLine(0, "0"), ScaleLine(high, number(high)))
    return AreaScale(0, high, ends, has_dots=False)


def _rating_scale(layer: Layer, values: Sequence[float], *, board: Board) -> AreaScale:
    """Return whole points around all ratings, their intervals and the goals."""
    frame = layer.area_values.frame
    goals = _goal_lines(board, text=partial(number, decimals=1))
    ends = [*frame["lower"].dropna(), *frame["upper"].dropna(), *(g.value for g in goals)]
    low, high = floor(min(*values, *ends)), ceil(max(*values, *ends))
    lines = (ScaleLine(low, number(low)), *goals, ScaleLine(high, number(high)))
    return AreaScale(low, high, lines, has_dots=True)


def _distance_scale(layer: Layer, values: Sequence[float], *, board: Board) -> AreaScale:
    """Return half points around all distances and zero; negative is at the left."""
    goals = [ScaleLine(0, "0", look="floor")]
    if layer.kind is LayerKind.GAPS and board.floor is not None:
        goals = _goal_lines(board, text=signed, zero=board.floor.value)
    ends = [*values, *(goal.value for goal in goals)]
    low, high = floor(min(ends) * 2) / 2, ceil(max(ends) * 2) / 2
    lines = (ScaleLine(low, signed(low)), *goals, ScaleLine(high, signed(high)))
    return AreaScale(low, high, lines, has_dots=False)


def _goal_lines(
    board: Board, *, text: Callable[[float], str], zero: float = 0.0
) -> list[ScaleLine]:
    """Return floor and target as distances from `zero`, each with its name."""
    named = ((board.floor, "ondergrens", "floor"), (board.target, "doel", "goal"))
    return [
        ScaleLine(distance, text(distance), name, look)
        for goal, name, look in named
        if goal is not None
        for distance in (gap(goal.value, goal=zero),)
    ]


def render_area_scale(scale: AreaScale) -> Markup:
    """Return the axis over the rows: its lines and their labels, for the eye only."""
    lines = render_each(
        '<i class="vd-line-{}" style="--at:{}"><b>{} <span>{}</span></b></i>',
        ((line.look, scale.place(line.value), line.figure, line.name) for line in scale.lines),
    )
    return Markup('<div class="vd-scale" aria-hidden="true">{}</div>').format(lines)


def render_row_style(
    layer: Layer, groups: Iterable[Sequence[str]], *, scale: AreaScale | None
) -> Markup:
    """Return the style that draws each row's dot or bar, and the name above each group."""
    rules = []
    rows = [(area, area == group[0]) for group in groups for area in group]
    for position, (area, is_first) in enumerate(rows, start=1):
        mark, row = layer.marks[area], ROW.format(position)
        if scale is not None and mark.value is not None:
            rules.append(f"{row} label{{{_place_mark(layer, area, scale=scale)}}}")
        if is_first:
            name = quote_css(f"{mark.band.sign} {mark.band.label}".strip())
            rules.append(f"{row}::before{{content:{name}}}")
    return Markup("<style>{}</style>").format(Markup("".join(rules)))  # noqa: S704 - ours


def _place_mark(layer: Layer, area: str, *, scale: AreaScale) -> str:
    """Return the custom properties of a row: from where to where, in which colour."""
    mark = layer.marks[area]
    value = mark.value or 0.0
    at = scale.place(value)
    if not scale.has_dots:
        start, end = sorted((at, scale.place(0.0)))
        return f"--from:{start};--to:{end};--colour:{mark.band.colour};--mark:block"
    cell = layer.area_values.cell(area)
    style = f"--from:{at};--to:{at};--colour:{mark.band.colour};{DOT}"
    if cell.lower is None or cell.upper is None:
        return style
    low, high = scale.place(cell.lower), scale.place(cell.upper)
    return f"{style};--low:{low};--high:{high};--margin:block"
