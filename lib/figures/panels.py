"""Small panels beside each other, one per area, all on one scale: pictures in SVG.

They wrap on a telephone, print sharp and load nothing: each stands in the page itself, as an
image, since Streamlit takes SVG out of a page's HTML. Not here: charts with axes (`trends`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

from markupsafe import Markup

from lib.figures import palette

WIDTH, HEIGHT, EDGE = 120.0, 44.0, 4.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One area: its values in order, None where one is not shown, and the same in words."""

    values: Sequence[float | None]
    told: str
    newest: str


def panels(found: Mapping[str, Panel], *, first: str, last: str, highest: str) -> Markup:
    """Return the panels by name; `first`, `last` and `highest` tell the ends of both scales."""
    high = max((v for p in found.values() for v in p.values if v is not None), default=0.0) or 1.0
    drawn = Markup("").join(
        Markup(
            '<figure class="vd-panel"><figcaption>{}</figcaption>'
            '<img alt="{}" src="data:image/svg+xml,{}"><p>{}</p></figure>'
        ).format(name, f"{name}: {panel.told}", quote(_drawn(panel.values, high)), panel.newest)
        for name, panel in found.items()
    )
    scale = f"Van links naar rechts: {first} tot en met {last}. Van onder naar boven: 0 tot "
    return Markup('<div class="vd-panels">{}</div><p class="vd-small">{}{}.</p>').format(
        drawn, scale, highest
    )


def _drawn(values: Sequence[float | None], high: float) -> str:
    """Return an SVG: the base line, and a line with dots that breaks where a value is missing."""
    points = [_point(n, v, len(values), high) for n, v in enumerate(values)]
    ground = HEIGHT - EDGE
    lines = "".join(
        f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}"
        for one, other in pairwise(points)
        if one and other
    )
    dots = "".join(f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2"/>' for p in points if p)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'fill="{palette.ACCENT}"><path d="M0 {ground}H{WIDTH}" stroke="{palette.LINE}"/>'
        f'<path d="{lines}" stroke="{palette.ACCENT}" stroke-width="1.5"/>{dots}</svg>'
    )


def _point(place: int, value: float | None, number: int, high: float) -> Point | None:
    if value is None:
        return None
    across = EDGE + (WIDTH - 2 * EDGE) * place / max(number - 1, 1)
    return across, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / high
