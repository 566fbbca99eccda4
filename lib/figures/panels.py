"""Small panels next to each other, one per area, all on one scale: pictures in SVG.

They wrap on a telephone, print sharp and load nothing: each stands in the page itself, as an
image, since Streamlit takes SVG out of a page's HTML. Not here: charts with axes (`trends`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import wrap
from urllib.parse import quote

from markupsafe import Markup

from lib.figures import palette
from lib.figures.page_html import render_each
from lib.figures.svg_parts import BOLD_LETTER, REGULAR_LETTER, svg_document, svg_group, svg_text

PANEL_WIDTH, PANEL_HEIGHT, PANEL_EDGE = 120.0, 44.0, 4.0
# In a file: a panel with its texts, the space between two, type, a line of it. Six panels in a row
# are as wide as a screen in a room.
CELL_WIDTH, PANEL_GAP, TYPE_SIZE, LINE_HEIGHT = 190, 20, 18, 21
PANEL_SCALE = CELL_WIDTH / PANEL_WIDTH
NAME_LENGTH = int(CELL_WIDTH / (TYPE_SIZE * BOLD_LETTER))  # characters of a name on a line
Point = tuple[float, float]
Band = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One area: its values in order, None where one is suppressed, and the same in words.

    `band` holds what is expected of each value, from and to, None where it is not known; values
    from `newest_from` on that lie outside get a dot. Without a band each value has one.
    """

    values: Sequence[float | None]
    words: str
    newest: str
    band: Sequence[Band | None] = ()
    newest_from: int = 0


def render_panel(panel: Panel) -> Markup:
    """Return one panel on a scale of its own, with its words: fits in a cell of a table."""
    drawn = quote(_draw_panel(panel, _highest_value({"": panel})))
    return Markup(
        '<span class="vd-track"><img alt="{}" src="data:image/svg+xml,{}"><small>{}</small></span>'
    ).format(panel.words, drawn, panel.newest)


def render_panels(found: Mapping[str, Panel], *, scale: str, chosen: str = "") -> Markup:
    """Return the panels by name, with their `scale` in words; that of `chosen` has a frame."""
    high = _highest_value(found)
    drawn = render_each(
        '<figure class="vd-panel{}"><figcaption>{}</figcaption>'
        '<img alt="{}" src="data:image/svg+xml,{}"><p>{}</p></figure>',
        (
            (
                " vd-chosen" if name == chosen else "",
                name,
                f"{name}: {p.words}",
                quote(_draw_panel(p, high)),
                p.newest,
            )
            for name, p in found.items()
        ),
    )
    return Markup('<div class="vd-panels">{}</div><p class="vd-small">{}</p>').format(drawn, scale)


def draw_panels(found: Mapping[str, Panel], *, scale: str, columns: int = 6) -> str:
    """Return the panels as one SVG for a file; arguments as of `render_panels`."""
    high = _highest_value(found)
    names = [wrap(name, NAME_LENGTH, max_lines=2, placeholder="…") for name in found]
    top = LINE_HEIGHT * max(map(len, names), default=0) + 6
    cell_height = top + PANEL_HEIGHT * PANEL_SCALE + LINE_HEIGHT + PANEL_GAP
    cells = ""
    for n, (name, panel) in enumerate(zip(names, found.values(), strict=True)):
        x, y = n % columns * (CELL_WIDTH + PANEL_GAP), n // columns * cell_height
        line = svg_group(
            _draw_track(panel, high), transform=f"translate(0 {top}) scale({PANEL_SCALE:.3f})"
        )
        texts = _draw_lines(name, first=LINE_HEIGHT - 4, font_weight=600)
        texts += svg_text(panel.newest, y=round(cell_height - PANEL_GAP))
        cells += svg_group(texts + line, transform=f"translate({x} {y:.0f})")
    bottom = round(ceil(len(found) / columns) * cell_height)
    width = columns * (CELL_WIDTH + PANEL_GAP) - PANEL_GAP
    under = wrap(scale, int(width / (TYPE_SIZE * REGULAR_LETTER)))
    body = cells + _draw_lines(under, first=bottom + LINE_HEIGHT - 5)
    height = bottom + LINE_HEIGHT * len(under)
    return svg_document(body, width=width, height=height, font_size=TYPE_SIZE)


def _draw_lines(lines: Sequence[str], *, first: int, **look: object) -> str:
    """Return lines of text under each other; `first` is where the first one stands."""
    return "".join(svg_text(t, y=first + LINE_HEIGHT * n, **look) for n, t in enumerate(lines))


def explain_scale(first: str, last: str, highest: str) -> str:
    """Return the scale of panels in words, by the ends of what lies across and what goes up."""
    return (
        f"Van links naar rechts: {first} tot en met {last}. Van onder naar boven: 0 tot {highest}."
    )


def _highest_value(found: Mapping[str, Panel]) -> float:
    values = (v for p in found.values() for v in p.values if v is not None)
    highs = (high for p in found.values() for _, high in filter(None, p.band))
    return max((*values, *highs), default=0.0) or 1.0


def _draw_panel(panel: Panel, high: float) -> str:
    """Return a panel as an SVG of its own."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {PANEL_WIDTH:.0f} {PANEL_HEIGHT:.0f}">'
        f"{_draw_track(panel, high)}</svg>"
    )


def _draw_track(panel: Panel, high: float) -> str:
    """Return the base line, the band, and a line that breaks where a value is missing."""
    size = len(panel.values)
    points = [_place_point(n, v, size, high) for n, v in enumerate(panel.values)]
    ground = PANEL_HEIGHT - PANEL_EDGE
    lines = "".join(
        f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
        for one, other in pairwise(points)
        if one and other
    )
    dots = "".join(
        f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2"/>'
        for n, p in enumerate(points)
        if p and _has_dot(panel, n)
    )
    return (
        f'<g fill="{palette.ACCENT}">{_draw_band(panel, high)}'
        f'<path d="M0 {ground}H{PANEL_WIDTH}" stroke="{palette.GRID}"/>'
        f'<path d="{lines}" stroke="{palette.ACCENT}" stroke-width="1.5"/>{dots}</g>'
    )


def _has_dot(panel: Panel, place: int) -> bool:
    if not panel.band:
        return True
    band, value = panel.band[place], panel.values[place]
    if band is None or value is None or place < panel.newest_from:
        return False
    return not band[0] <= value <= band[1]


def _draw_band(panel: Panel, high: float) -> str:
    """Return a box per value from the lowest to the highest that is expected."""
    size = len(panel.values)
    half = (PANEL_WIDTH - 2 * PANEL_EDGE) / max(size - 1, 1) / 2
    boxes = ""
    for place, band in enumerate(panel.band):
        low, top = (_place_point(place, v, size, high) for v in band or (None, None))
        if low and top:
            boxes += (
                f"M{top[0] - half:.1f} {top[1]:.1f}h{2 * half:.1f}V{low[1]:.1f}h{-2 * half:.1f}z"
            )
    return f'<path d="{boxes}" fill="{palette.GRID}"/>' if boxes else ""


def _place_point(place: int, value: float | None, number: int, high: float) -> Point | None:
    if value is None:
        return None
    across = PANEL_EDGE + (PANEL_WIDTH - 2 * PANEL_EDGE) * place / max(number - 1, 1)
    return across, PANEL_HEIGHT - PANEL_EDGE - (PANEL_HEIGHT - 2 * PANEL_EDGE) * value / high
