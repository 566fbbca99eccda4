"""Pictures of one figure: PNG, SVG and PDF, each with title, finding, source and marks in it.

The chart is the one of the screen, drawn by vl-convert; Typst sets what stands around it. Not
here: the figure's rows as a file (`csv`, `workbook`), documents of several figures (`briefing`).
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import vl_convert
from markupsafe import escape

from lib.export.typeset import FONT, FONT_FOLDER, ExportError, Form, typeset
from lib.figures import charts, palette
from lib.figures.exhibit import Exhibit
from lib.figures.format import number

WIDTH, SHEET_WIDTH = 740, 620  # pixels of the chart itself, on an A4 fewer: its type is larger
MOST_DECIMALS = 2
IMAGE = re.compile(r'<image [^>]*?width="([^"]+)" height="([^"]+)"[^>]*>')
SIZE = re.compile(r' (width|height)="[^"]*"')
FALLBACK = "'Source Sans 3', Arial, sans-serif"  # where a program has not our type
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLOURS = {
    "ink": palette.INK, "quiet": palette.QUIET, "accent": palette.ACCENT, "line": palette.LINE,
    "wash": palette.WASH,
}  # fmt: skip


def picture(exhibit: Exhibit, *, form: Form, author: str) -> bytes:
    """Return the figure as a picture (`png` at twice its size, or `svg`), or as an A4 (`pdf`).

    `author` is whose dashboard it is from. Raises `ExportError`.
    """
    is_sheet = form == "pdf"
    drawn = svg(exhibit, width=SHEET_WIDTH if is_sheet else WIDTH) if exhibit.has_picture else ""
    data: dict[str, Any] = {
        "title": exhibit.title,
        "author": author,
        "finding": exhibit.finding,
        "source": exhibit.source,
        "alternative": exhibit.alternative,
        "marks": exhibit.marks,
        "picture": "chart.svg" if drawn else None,
        "sheet": is_sheet,
        "colours": COLOURS,
        **_table(exhibit.figures),
    }
    images = {"chart.svg": drawn.encode()} if drawn else {}
    made = typeset("figure.typ", data=data, form=form, images=images)
    return _described(made, exhibit, drawn=drawn) if form == "svg" else made


def svg(exhibit: Exhibit, *, width: int = WIDTH) -> str:
    """Return the figure's picture alone; raise `ExportError` where it cannot be drawn."""
    return exhibit.svg or draw(exhibit.chart or {}, width=width)


def draw(chart: Mapping[str, Any], *, width: int = WIDTH) -> str:
    """Return a Vega-Lite specification as SVG, in the files' type; raise `ExportError`.

    `width` is for charts that are as wide as what they stand in.
    """
    spec = charts.replaced(chart, {charts.FONT: FONT})
    if spec.get("width") == "container":
        spec["width"] = width
    spec["config"] = {**spec.get("config", {}), "font": FONT}
    _register_font()
    try:
        drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError as error:
        reason = " ".join(re.split(r"\s+at ", str(error))[0].split())[:200]
        raise ExportError(f"De grafiek kon niet worden getekend ({reason}).") from error
    return drawn


def cell(value: object, *, decimals: int | None = None) -> str:
    """Return a value of a table in words; by itself a number has one decimal or none."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        own = 0 if value == round(value) else 1
        return number(value, decimals=own if decimals is None else decimals)
    if isinstance(value, int):
        return number(value)
    return str(value)


def _table(figures: pd.DataFrame) -> dict[str, Any]:
    """Return header, rows in words and places of the columns of numbers; no empty columns."""
    told = figures.loc[:, [not figures[c].isin(["", None]).all() for c in figures]]
    columns = [_column(told[c]) for c in told]
    return {
        "header": [str(c) for c in told],
        "numeric": [n for n, c in enumerate(told) if pd.api.types.is_numeric_dtype(told[c])],
        "rows": list(zip(*columns, strict=True)),
    }


def _column(values: pd.Series) -> list[str]:
    """Return a column in words, its numbers with equally many decimals."""
    known = values.dropna() if pd.api.types.is_float_dtype(values) else pd.Series(dtype=float)
    needed = [n for n in range(MOST_DECIMALS + 1) if (known.round(n) - known).abs().max() < 1e-9]  # noqa: PLR2004
    # What has no end of decimals is a share or a ratio.
    decimals = needed[0] if needed else 1 + bool(known.abs().max() < 10)  # noqa: PLR2004
    return [cell(v, decimals=decimals) for v in values.tolist()]


def _described(made: bytes, exhibit: Exhibit, *, drawn: str) -> bytes:
    """Return the SVG with a title and all its words: Typst draws letters as shapes.

    The chart in it is one with the rest: as an image inside an image, office programs leave it out.
    """
    words = (*exhibit.marks, exhibit.finding, exhibit.alternative, exhibit.source)
    told = (
        f'<title id="title">{escape(exhibit.title)}</title>'
        f'<desc id="desc">{escape(" ".join(filter(None, words)))}</desc>'
    )
    start, rest = IMAGE.sub(lambda found: _part(drawn, found), made.decode()).split(">", 1)
    told = (
        f'{start} role="img" lang="nl" aria-labelledby="title desc">{NOT_XML.sub("", told)}{rest}'
    )
    return told.encode()


def _part(drawn: str, found: re.Match[str]) -> str:
    """Return a drawn SVG as a part of another, as large as the image in whose place it comes."""
    wide, high = found.groups()
    head, body = drawn[drawn.index("<svg") :].split(">", 1)
    part = f'{SIZE.sub("", head)} width="{wide}" height="{high}">{body}'
    return part.replace(f'"{FONT}"', f'"{FONT}, {FALLBACK}"')


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))
