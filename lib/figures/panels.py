"""Small panels beside each other, one per area, all on one scale: drawn as SVG in the page.

They wrap on a telephone, print sharp and load nothing. Not here: charts with axes (`trends`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

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
            '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg><p>{}</p></figure>'
        ).format(name, WIDTH, HEIGHT, f"{name}: {panel.told}", _drawn(panel.values, high),
                 panel.newest)
        for name, panel in found.items()
    )  # fmt: skip
    scale = f"Van links naar rechts: {first} tot en met {last}. Van onder naar boven: 0 tot "
    return Markup('<div class="vd-panels">{}</div><p class="vd-small">{}{}.</p>').format(
        drawn, scale, highest
    )


def _drawn(values: Sequence[float | None], high: float) -> Markup:
    """Return the base line, and a line with dots that breaks where a value is not shown."""
    points = [_point(n, v, len(values), high) for n, v in enumerate(values)]
    ground = HEIGHT - EDGE
    parts = [Markup('<path class="vd-ground" d="M0 {0}H{1}"/>').format(ground, WIDTH)]
    parts += [
        Markup('<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(*one, *other)
        for one, other in pairwise(points)
        if one and other
    ]
    parts += [Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2"/>').format(*p) for p in points if p]
    return Markup("").join(parts)


def _point(place: int, value: float | None, number: int, high: float) -> Point | None:
    if value is None:
        return None
    across = EDGE + (WIDTH - 2 * EDGE) * place / max(number - 1, 1)
    return across, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / high
