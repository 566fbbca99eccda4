"""Pieces of SVG that the map and the small panels are drawn with.

Only elements and attributes that office programs and Typst know; every text is escaped here.
"""

import numpy as np
import shapely
from markupsafe import escape
from shapely.geometry.base import BaseGeometry

from lib.figures import palette
from lib.text import shorten

FILE_FONT = "Source Sans Pro, 'Source Sans 3', Arial, sans-serif"
REGULAR_LETTER, BOLD_LETTER = 0.43, 0.5  # the width of a letter as a part of the size of the type
HATCH_STEP = 7.0  # pixels between the lines of a hatch
# Around letters on a colour or a hatch.
RIM = {"stroke": palette.PAPER, "stroke_width": 3, "stroke_linejoin": "round"}
BASELINE = 0.3  # from the middle of a line to the foot of its letters, as a part of that size


def svg_document(body: str, *, width: float, height: float, font_size: int) -> str:
    """Return an SVG of its own, in the type of files."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FILE_FONT}">'
        f"{svg_group(body, font_size=font_size, fill=palette.INK)}</svg>"
    )


def svg_group(*elements: str, **attributes: object) -> str:
    """Return elements with attributes in common, nothing where there are none."""
    body = "".join(elements)
    return f"<g{_svg_attributes(attributes)}>{body}</g>" if body else ""


def svg_rectangle(**attributes: object) -> str:
    """Return a rectangle."""
    return f"<rect{_svg_attributes(attributes)}/>"


def svg_circle(**attributes: object) -> str:
    """Return a circle."""
    return f"<circle{_svg_attributes(attributes)}/>"


def svg_text(text: str, **attributes: object) -> str:
    """Return a text; attributes such as `font_weight=600` are those of SVG."""
    return f"<text{_svg_attributes(attributes)}>{escape(text)}</text>"


def svg_shape(shape: shapely.Geometry, *, title: str = "", **attributes: object) -> str:
    """Return a polygon, holes included, with the name that a pointer over it shows."""
    rings = [
        ring
        for part in getattr(shape, "geoms", [shape])
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    outline = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings
    )
    start = f'<path d="{outline}"{_svg_attributes(attributes)}'
    return f"{start}><title>{escape(title)}</title></path>" if title else f"{start}/>"


def svg_line(line: shapely.Geometry, **attributes: object) -> str:
    """Return a line, or the lines of several parts."""
    parts = [p for p in getattr(line, "geoms", [line]) if p.geom_type == "LineString"]
    outline = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in p.coords) for p in parts)
    return f'<path d="{outline}"{_svg_attributes(attributes)}/>'


def svg_hatch(shape: BaseGeometry) -> str:
    """Return slanting lines over a polygon: lines, since not every office program has patterns."""
    west, north, east, south = shape.bounds
    down = south - north
    starts = np.arange(west - down, east, HATCH_STEP)
    lines = shapely.linestrings([[(x, south), (x + down, north)] for x in starts])
    found = shapely.union_all(shapely.intersection(lines, shape))
    return svg_line(found, fill="none", stroke=palette.BORDER)


def crop_text(text: str, *, width: float, font_size: float, is_bold: bool = False) -> str:
    """Return as much of a text as about fits in a width, with '…' where something is left out."""
    letters = int(width / (font_size * (BOLD_LETTER if is_bold else REGULAR_LETTER)))
    return shorten(text, longest=letters)


def _svg_attributes(attributes: dict[str, object]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{f"{value:g}" if isinstance(value, float) else value}"'
        for name, value in attributes.items()
    )
