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

WIDTH, HEIGHT, EDGE = 120.0, 44.0, 4.0
# In a file: a panel with its texts, the space between two, type, a line of it. Six panels beside
# each other are as wide as a screen in a room.
CELL_WIDTH, GAP, TYPE, LINE = 190, 20, 18, 21
CHARACTER, BOLD = 0.43, 0.5  # how wide one is, times its size
NAME = int(CELL_WIDTH / (TYPE * BOLD))  # characters of a name on a line
FILE_FONT = "Source Sans Pro, 'Source Sans 3', Arial, sans-serif"
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One area: its values in order, None where one is not shown, and the same in words."""

    values: Sequence[float | None]
    told: str
    newest: str


def panels(found: Mapping[str, Panel], *, first: str, last: str, highest: str) -> Markup:
    """Return the panels by name; `first`, `last` and `highest` tell the ends of both scales."""
    high = _highest(found)
    drawn = Markup("").join(
        Markup(
            '<figure class="vd-panel"><figcaption>{}</figcaption>'
            '<img alt="{}" src="data:image/svg+xml,{}"><p>{}</p></figure>'
        ).format(name, f"{name}: {panel.told}", quote(_drawn(panel.values, high)), panel.newest)
        for name, panel in found.items()
    )
    return Markup('<div class="vd-panels">{}</div><p class="vd-small">{}</p>').format(
        drawn, _scale(first, last, highest)
    )


def picture(
    found: Mapping[str, Panel], *, first: str, last: str, highest: str, columns: int = 6
) -> str:
    """Return the panels as one SVG for a file; arguments as of `panels`."""
    high, ratio = _highest(found), CELL_WIDTH / WIDTH
    names = [wrap(name, NAME, max_lines=2, placeholder="…") for name in found]
    top = LINE * max(map(len, names), default=0) + 6
    under = top + HEIGHT * ratio + LINE
    cell_height = under + GAP
    cells = [
        f'<g transform="translate({n % columns * (CELL_WIDTH + GAP)} '
        f'{n // columns * cell_height:.0f})">'
        + "".join(_text(t, y=LINE * (row + 1) - 4, weight=600) for row, t in enumerate(names[n]))
        + f'<g transform="translate(0 {top}) scale({ratio:.3f})">{_marks(panel.values, high)}</g>'
        + f"{_text(panel.newest, y=under)}</g>"
        for n, panel in enumerate(found.values())
    ]
    bottom = round(ceil(len(found) / columns) * cell_height)
    wide = columns * (CELL_WIDTH + GAP) - GAP
    told = wrap(_scale(first, last, highest), int(wide / (TYPE * CHARACTER)))
    whole = bottom + LINE * len(told)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{whole}" '
        f'viewBox="0 0 {wide} {whole}" font-family="{FILE_FONT}" font-size="{TYPE}" '
        f'fill="{palette.INK}">{"".join(cells)}'
        + "".join(_text(line, y=bottom + LINE * (n + 1) - 5) for n, line in enumerate(told))
        + "</svg>"
    )


def _text(text: str, *, y: float, weight: int = 400) -> str:
    return f'<text y="{y:.0f}" font-weight="{weight}">{escape(text)}</text>'


def _scale(first: str, last: str, highest: str) -> str:
    return (
        f"Van links naar rechts: {first} tot en met {last}. Van onder naar boven: 0 tot {highest}."
    )


def _highest(found: Mapping[str, Panel]) -> float:
    return max((v for p in found.values() for v in p.values if v is not None), default=0.0) or 1.0


def _drawn(values: Sequence[float | None], high: float) -> str:
    """Return a panel as an SVG of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f"{_marks(values, high)}</svg>"
    )


def _marks(values: Sequence[float | None], high: float) -> str:
    """Return the base line, and a line with dots that breaks where a value is missing."""
    points = [_point(n, v, len(values), high) for n, v in enumerate(values)]
    ground = HEIGHT - EDGE
    lines = "".join(
        f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
        for one, other in pairwise(points)
        if one and other
    )
    dots = "".join(f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2"/>' for p in points if p)
    return (
        f'<g fill="{palette.ACCENT}"><path d="M0 {ground}H{WIDTH}" stroke="{palette.LINE}"/>'
        f'<path d="{lines}" stroke="{palette.ACCENT}" stroke-width="1.5"/>{dots}</g>'
    )


def _point(place: int, value: float | None, number: int, high: float) -> Point | None:
    if value is None:
        return None
    across = EDGE + (WIDTH - 2 * EDGE) * place / max(number - 1, 1)
    return across, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / high
