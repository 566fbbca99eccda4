"""Pictures of one figure: PNG, SVG and PDF, each with title, finding, source and marks in it.

The chart is the one of the screen, drawn by vl-convert; Typst sets what stands around it. Not
here: the figure's rows as a file (`csv`, `workbook`), documents of several figures (`briefing`).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pandas as pd
import vl_convert

from lib.export.clean import clean
from lib.export.fit import fitted
from lib.export.typeset import FONT, FONT_FOLDER, ExportError, Form, typeset
from lib.figures import palette
from lib.figures.exhibit import Exhibit
from lib.figures.format import number

WIDTH = 740  # pixels of the chart itself
SLIDE_SCALE = 3  # pixels per point: sharp on a projector
ABSENT = "–"
COLOURS = {
    "ink": palette.INK, "quiet": palette.QUIET, "accent": palette.ACCENT, "line": palette.LINE,
}  # fmt: skip


def picture(exhibit: Exhibit, *, form: Form, author: str) -> bytes:
    """Return the figure as a picture (`png` at twice its size, or `svg`), or as an A4 (`pdf`).

    `author` is whose dashboard it is from. Raises `ExportError`.
    """
    drawn = svg(exhibit) if exhibit.has_picture else ""
    figures = exhibit.figures
    data: dict[str, Any] = {
        "title": exhibit.title,
        "author": author,
        "finding": exhibit.finding,
        "source": exhibit.source,
        "alternative": exhibit.alternative,
        "marks": exhibit.marks,
        "picture": "chart.svg" if drawn else None,
        "sheet": form == "pdf",
        "header": [str(c) for c in figures.columns],
        "numeric": [n for n, c in enumerate(figures) if pd.api.types.is_numeric_dtype(figures[c])],
        "rows": [[cell(v) for v in row] for row in figures.itertuples(index=False, name=None)],
        "colours": COLOURS,
    }
    images = {"chart.svg": drawn.encode()} if drawn else {}
    return typeset("figure.typ", data=data, form=form, images=images)


def svg(exhibit: Exhibit, *, width: int = WIDTH) -> str:
    """Return the figure's chart alone; raise `ExportError` where it cannot be drawn."""
    if exhibit.svg:
        return exhibit.svg
    spec: dict[str, Any] = dict(exhibit.chart or {})
    if spec.get("width") == "container":
        spec["width"] = width
    return _drawn(spec)


def fitted_svg(exhibit: Exhibit, *, width: float, height: float) -> str:
    """Return the chart alone, drawn for a box: large type, a map's legend beside it.

    Raises `ExportError`.
    """
    return exhibit.svg or _drawn(fitted(exhibit.chart or {}, width=width, height=height))


def fitted_png(exhibit: Exhibit, *, width: float, height: float) -> bytes:
    """Return `fitted_svg` for a slide; the box is in points. Raises `ExportError`."""
    drawn = fitted_svg(exhibit, width=width, height=height)
    _register_font()
    with _drawing():
        return bytes(vl_convert.svg_to_png(drawn, scale=SLIDE_SCALE))


def _drawn(spec: Mapping[str, Any]) -> str:
    spec = {**spec, "config": {**spec.get("config", {}), "font": FONT}}
    _register_font()
    with _drawing():
        return clean(str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])))


@contextmanager
def _drawing() -> Iterator[None]:
    """Turn what vl-convert says into a reason for the reader."""
    try:
        yield
    except ValueError as error:
        reason = re.sub(r"\s+", " ", str(error))[:200]
        raise ExportError(f"De grafiek kon niet worden getekend ({reason}).") from error


def cell(value: object) -> str:
    """Return a value of a table in words."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ABSENT
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return number(value, decimals=0 if value == round(value) else 1)
    if isinstance(value, int):
        return number(value)
    return str(value)


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))
