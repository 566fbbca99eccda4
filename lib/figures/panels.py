"""Small panels beside each other, one per area, all on one scale: pictures in SVG.

They wrap on a telephone, print sharp and load nothing: each stands in the page itself, as an
image, since Streamlit takes SVG out of a page's HTML. Not here: charts with axes (`trends`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import wrap
from urllib.parse import quote

from markupsafe import Markup, escape

from lib.figures import palette

PANEL_WIDTH, PANEL_HEIGHT, PANEL_EDGE = 120.0, 44.0, 4.0
# In a file: a panel with its texts, the space between two, type, a line of it. Six panels beside
# each other are as wide as a screen in a room.
CELL_WIDTH, PANEL_GAP, TYPE_SIZE, LINE_HEIGHT = 190, 20, 18, 21
CHARACTER, BOLD = 0.43, 0.5  # how wide one is, times its size
NAME_LENGTH = int(CELL_WIDTH / (TYPE_SIZE * BOLD))  # characters of a name on a line
FILE_FONT = "Source Sans Pro, 'Source Sans 3', Arial, sans-serif"
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One area: its values in order, None where one is not shown, and the same in words."""

    values: Sequence[float | None]
    told: str
    newest: str


def render_panels(found: Mapping[str, Panel], *, first: str, last: str, highest: str) -> Markup:
    """Return the panels by name; `first`, `last` and `highest` tell the ends of both scales."""
    high = _highest_value(found)
    drawn = Markup("").join(
        Markup(
            '<figure class="vd-panel"><figcaption>{}</figcaption>'
            '<img alt="{}" src="data:image/svg+xml,{}"><p>{}</p></figure>'
        ).format(
            name, f"{name}: {panel.told}", quote(_draw_panel(panel.values, high)), panel.newest
        )
        for name, panel in found.items()
    )
    return Markup('<div class="vd-panels">{}</div><p class="vd-small">{}</p>').format(
        drawn, _explain_scale(first, last, highest)
    )


def draw_panels(
    found: Mapping[str, Panel], *, first: str, last: str, highest: str, columns: int = 6
) -> str:
    """Return the panels as one SVG for a file; arguments as of `panels`."""
    high, ratio = _highest_value(found), CELL_WIDTH / PANEL_WIDTH
    names = [wrap(name, NAME_LENGTH, max_lines=2, placeholder="…") for name in found]
    top = LINE_HEIGHT * max(map(len, names), default=0) + 6
    under = top + PANEL_HEIGHT * ratio + LINE_HEIGHT
    cell_height = under + PANEL_GAP
    cells = [
        f'<g transform="translate({n % columns * (CELL_WIDTH + PANEL_GAP)} '
        f'{n // columns * cell_height:.0f})">'
        + "".join(
            _svg_line(t, y=LINE_HEIGHT * (row + 1) - 4, weight=600)
            for row, t in enumerate(names[n])
        )
        + f'<g transform="translate(0 {top}) scale({ratio:.3f})">'
        + f"{_draw_line(panel.values, high)}</g>"
        + f"{_svg_line(panel.newest, y=under)}</g>"
        for n, panel in enumerate(found.values())
    ]
    bottom = round(ceil(len(found) / columns) * cell_height)
    wide = columns * (CELL_WIDTH + PANEL_GAP) - PANEL_GAP
    told = wrap(_explain_scale(first, last, highest), int(wide / (TYPE_SIZE * CHARACTER)))
    whole = bottom + LINE_HEIGHT * len(told)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{whole}" '
        f'viewBox="0 0 {wide} {whole}" font-family="{FILE_FONT}" font-size="{TYPE_SIZE}" '
        f'fill="{palette.INK}">{"".join(cells)}'
        + "".join(
            _svg_line(line, y=bottom + LINE_HEIGHT * (n + 1) - 5) for n, line in enumerate(told)
        )
        + "</svg>"
    )


def _svg_line(text: str, *, y: float, weight: int = 400) -> str:
    return f'<text y="{y:.0f}" font-weight="{weight}">{escape(text)}</text>'


def _explain_scale(first: str, last: str, highest: str) -> str:
    return (
        f"Van links naar rechts: {first} tot en met {last}. Van onder naar boven: 0 tot {highest}."
    )


def _highest_value(found: Mapping[str, Panel]) -> float:
    return max((v for p in found.values() for v in p.values if v is not None), default=0.0) or 1.0


def _draw_panel(values: Sequence[float | None], high: float) -> str:
    """Return a panel as an SVG of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {PANEL_WIDTH:.0f} {PANEL_HEIGHT:.0f}">'
        f"{_draw_line(values, high)}</svg>"
    )


def _draw_line(values: Sequence[float | None], high: float) -> str:
    """Return the base line, and a line with dots that breaks where a value is missing."""
    points = [_place_point(n, v, len(values), high) for n, v in enumerate(values)]
    ground = PANEL_HEIGHT - PANEL_EDGE
    lines = "".join(
        f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
        for one, other in pairwise(points)
        if one and other
    )
    dots = "".join(f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2"/>' for p in points if p)
    return (
        f'<g fill="{palette.ACCENT}"><path d="M0 {ground}H{PANEL_WIDTH}" stroke="{palette.GRID}"/>'
        f'<path d="{lines}" stroke="{palette.ACCENT}" stroke-width="1.5"/>{dots}</g>'
    )


def _place_point(place: int, value: float | None, number: int, high: float) -> Point | None:
    if value is None:
        return None
    across = PANEL_EDGE + (PANEL_WIDTH - 2 * PANEL_EDGE) * place / max(number - 1, 1)
    return across, PANEL_HEIGHT - PANEL_EDGE - (PANEL_HEIGHT - 2 * PANEL_EDGE) * value / high
