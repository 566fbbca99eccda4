"""Whose dashboard this is: name, mark and colours of the municipality, as a style of the page."""

import re
from urllib.parse import quote

from markupsafe import Markup

from lib.board import Board
from lib.figures.page_html import quote_css

# Whose dashboard this is, above the menu.
BRAND_STYLE = Markup(
    "<style>:root{{--vd-name:{};--vd-brand:{};--vd-on-brand:{};--vd-logo:{};--vd-mark:{}rem}}</style>"
)
# How wide and high a logo is drawn, and at most how wide in the bar, where it is 2 rem high.
VIEW_BOX = re.compile(rb"""viewBox\s*=\s*["'](?:[\s,]*[^\s,"']+){2}[\s,]+([\d.]+)[\s,]+([\d.]+)""")
MARK_HEIGHT, WIDEST_MARK = 2.0, 8.0


def render_brand(board: Board) -> Markup:
    """Return the style with the name, mark and colours of the municipality."""
    style, logo = board.municipality.style, board.files.logo
    name = quote_css(board.municipality.dashboard_title)
    mark = quote_css(f"data:image/svg+xml,{quote(logo)}") if logo else ""
    source = Markup("url({})").format(mark) if mark else "none"
    width = _measure_mark(logo)
    return BRAND_STYLE.format(name, style.accent, style.text_on_accent, source, width)


def _measure_mark(logo: bytes) -> float:
    """Return how wide the logo stands in the bar, in units of the page's type; 0 without one."""
    found = VIEW_BOX.search(logo)
    width, height = map(float, found.groups()) if found else (MARK_HEIGHT, MARK_HEIGHT)
    return round(min(MARK_HEIGHT * width / (height or width), WIDEST_MARK), 3) if logo else 0
