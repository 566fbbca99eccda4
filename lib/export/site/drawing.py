"""An SVG made fit to stand inside a page: only shapes and text, with a name and a description.

What it was made by does not matter: elements and attributes that are not listed here are removed,
so nothing in it can run, link or load. Not here: drawing it (`lib.export.picture`).
"""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element  # parsed by defusedxml

from defusedxml.ElementTree import fromstring
from markupsafe import Markup, escape

ELEMENTS = re.compile(
    "svg|g|path|title|rect|line|circle|ellipse|polygon|polyline|text|tspan|defs|clipPath"
)
ATTRIBUTES = re.compile(
    "clip-(path|rule)|[cdr]?[xy]|[xy][12]|d|r|points|width|height|transform|id|display|opacity|"
    "data-area|fill(-opacity|-rule)?|font-(size|style|weight)|text-anchor|"
    "stroke(-(dasharray|dashoffset|linecap|linejoin|miterlimit|opacity|width))?"
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


def _local_tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _clean_element(element: Element, name: str) -> Markup:
    """Return the element with what is allowed in it; nothing where it is not, or is not visible."""
    tag = _local_tag(element)
    if not ELEMENTS.fullmatch(tag) or element.get("display") == "none":
        return Markup("")
    content = escape(element.text or "") + Markup("").join(
        _clean_element(child, name) + escape(child.tail or "") for child in element
    )
    if tag in {"g", "text"} and not content:
        return Markup("")
    return Markup("<{}{}>{}</{}>").format(tag, _clean_attributes(element, name), content, tag)


def _clean_attributes(element: Element, name: str) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(key, value)
        for key, raw in element.items()
        if ATTRIBUTES.fullmatch(key) and (value := _clean_value(key, raw, name))
    )


def _clean_value(key: str, value: str, name: str) -> str:
    """Return a value short, and what it calls and is called by unlike those of other drawings."""
    if key == "id":
        return f"{name}-{value}"
    if "url(" in value:
        found = OWN_REFERENCE.fullmatch(value)
        return f"url(#{name}-{found[1]})" if found else ""
    return LONG_FRACTION.sub(r"\1", value)
