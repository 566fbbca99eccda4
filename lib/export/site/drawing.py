"""An SVG made fit to stand inside a page: only shapes and text, with a name and a description.

What it was made by does not matter: elements and attributes that are not on the lists go, so
nothing in it can run, link or load. Not here: drawing it (`lib.export.picture`).
"""

import re
from typing import Any, NamedTuple

from defusedxml.ElementTree import fromstring
from markupsafe import Markup, escape

ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "circle",
        "ellipse",
        "polygon",
        "polyline",
        "text",
        "tspan",
        "defs",
        "clipPath",
    }
)
ATTRIBUTES = frozenset(
    {
        "clip-path",
        "clip-rule",
        "cx",
        "cy",
        "d",
        "display",
        "dx",
        "dy",
        "fill",
        "fill-opacity",
        "fill-rule",
        "font-size",
        "font-style",
        "font-weight",
        "height",
        "id",
        "opacity",
        "points",
        "r",
        "rx",
        "ry",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
        "transform",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    }
)
LONG_FRACTION = re.compile(r"(\d+\.\d\d)\d+")
OWN_REFERENCE = re.compile(r"url\(#([\w-]+)\)")


class InlineSvg(NamedTuple):
    """A part of a page, and its size in pixels where there is room."""

    markup: Markup
    width: float
    height: float


def inline_svg(svg: str, *, name: str, title: str, description: str) -> InlineSvg:
    """Return the drawing as a part of a page, scaling with it.

    `name` is unique on its page. Raises `ValueError` for what is no SVG with a size.
    """
    try:
        root = fromstring(svg)
    except Exception as error:
        raise ValueError("no SVG") from error
    box = root.get("viewBox", "")
    if _local_tag(root) != "svg" or not re.fullmatch(r"[-\d.]+( [-\d.]+){3}", box):
        raise ValueError("no SVG with a viewBox")
    inside = Markup("").join(_clean_element(child, name) for child in root)
    width, height = box.split()[2:4]
    made = Markup(
        '<svg role="img" class="vd-drawing" viewBox="{}" width="{}" height="{}" '
        'aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>'
    ).format(box, width, height, name, name, name, title, name, description, inside)
    return InlineSvg(made, float(width), float(height))


def _local_tag(element: Any) -> str:  # noqa: ANN401 - an element of the standard library's tree
    return str(element.tag).rpartition("}")[2]


def _clean_element(element: Any, name: str) -> Markup:  # noqa: ANN401
    tag = _local_tag(element)
    if tag not in ELEMENTS:
        return Markup("")
    kept = {k: _clean_value(k, str(v), name) for k, v in element.attrib.items() if k in ATTRIBUTES}
    if kept.get("display") == "none":
        return Markup("")
    attributes = Markup("").join(
        Markup(' {}="{}"').format(key, value) for key, value in kept.items() if value
    )
    inside = Markup("").join(
        _clean_element(child, name) + escape(child.tail or "") for child in element
    )
    text = escape(element.text or "")
    if tag in {"g", "text"} and not (text or inside):
        return Markup("")
    return Markup("<{}{}>{}{}</{}>").format(Markup(tag), attributes, text, inside, Markup(tag))  # noqa: S704 - from ELEMENTS


def _clean_value(key: str, value: str, name: str) -> str:
    """Return a value short, and what it calls and is called by unlike those of other drawings."""
    if key == "id":
        return f"{name}-{value}"
    if "url(" in value:
        found = OWN_REFERENCE.fullmatch(value)
        return f"url(#{name}-{found[1]})" if found else ""
    return LONG_FRACTION.sub(r"\1", value)
