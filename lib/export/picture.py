"""Pictures of one figure: PNG, SVG and PDF, each with title, finding, source and marks in it.

The chart is the one of the screen, made fit for its box and drawn by vl-convert; Typst sets what
stands around it. Not here: the figure's rows as a file (`table_files`), documents of several
figures (`briefing`).
"""

import math
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import vl_convert
from markupsafe import escape

from lib.exhibits.exhibit import Exhibit
from lib.export.exhibit_text import document_data, source_line, table_lines
from lib.export.typeset import FONT, FONT_FOLDER, ExportError, Form, typeset
from lib.figures import palette
from lib.figures.chart_style import CHART_FONT, replace_texts
from lib.text import remove_xml_illegal

# Pixels of the chart itself; on an A4 fewer, where its type is larger.
PICTURE_WIDTH, SHEET_WIDTH = 740, 620
PNG_HEAD = 33  # bytes: signature and size
SLIDE_SCALE = 3  # pixels per point: sharp on a projector
IMAGE_TAG = re.compile(r'<image [^>]*?width="([^"]+)" height="([^"]+)"[^>]*>')
# Fill and stroke, looked back at with one length.
PAINT_ATTRIBUTE = re.compile(r'(?<=(?:fill|roke)=")#[0-9A-Fa-f]{6}(?=")')
SIZE_ATTRIBUTE = re.compile(r' (width|height)="[^"]*"')
FALLBACK_FONTS = "'Source Sans 3', Arial, sans-serif"  # where a program has not our type
DOCUMENT_COLOURS = {
    "ink": palette.INK,
    "quiet": palette.QUIET,
    "accent": palette.ACCENT,
    "line": palette.GRID,
    "wash": palette.WASH,
}
SMALLEST_CHART_TYPE = 14  # points, which are the pixels of a chart that is drawn for a slide
LONGEST_AXIS_LABEL = 400
LOW_CHART = 150  # pixels: a strip, which has no use for more
# Of charts under each other, with names of rows: how many times as wide as high, and pixels.
PART_SHARE, PART_HEIGHT = 2, 150
NAMES_WIDTH, NARROWEST_PART = 190, 80  # pixels: of the names of rows, and of what stands next to it
FONT_SIZES = ("fontSize", "labelFontSize", "titleFontSize")
DATA_KEYS = ("data", "datasets")


def render_picture(exhibit: Exhibit, *, form: Form, author: str) -> bytes:
    """Return the figure as a picture (`png` at twice its size, or `svg`), or as an A4 (`pdf`).

    `author` is whose dashboard it is from. Raises `ExportError`.
    """
    is_sheet = form == "pdf"
    width = SHEET_WIDTH if is_sheet else PICTURE_WIDTH
    drawn = draw_svg(exhibit, width=width) if exhibit.has_picture else ""
    data = document_data(exhibit) | {
        "author": author,
        "picture": "chart.svg" if drawn else None,
        "sheet": is_sheet,
        "colours": DOCUMENT_COLOURS,
    }
    images = {"chart.svg": drawn.encode()} if drawn else {}
    made = typeset("figure.typ", data=data, form=form, images=images)
    if form == "svg":
        return _describe_svg(made, exhibit, drawn=drawn)
    return _describe_png(made, exhibit) if form == "png" else made


def draw_svg(exhibit: Exhibit, *, width: int = PICTURE_WIDTH) -> str:
    """Return the figure's picture alone; raise `ExportError` where it cannot be drawn."""
    return exhibit.svg or draw_chart(exhibit.chart or {}, width=width)


def draw_chart(chart: Mapping[str, Any], *, width: int = PICTURE_WIDTH) -> str:
    """Return a Vega-Lite specification as SVG, in the files' type; raise `ExportError`.

    `width` is for charts that are as wide as what they stand in.
    """
    spec = replace_texts(chart, {CHART_FONT: FONT})
    if spec.get("width") == "container":
        spec["width"] = width
    spec["config"] = {**spec.get("config", {}), "font": FONT}
    _register_font()
    with _drawing_errors():
        return remove_xml_illegal(str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])))


def draw_fitted_svg(
    exhibit: Exhibit,
    *,
    width: float,
    height: float,
    smallest: float = SMALLEST_CHART_TYPE,
    is_dark: bool = False,
) -> str:
    """Return the chart alone, drawn for a box, its type no smaller than `smallest`.

    Raises `ExportError`.
    """
    if exhibit.svg:
        return _darken(exhibit.svg) if is_dark else exhibit.svg
    spec = fit_chart(exhibit.chart or {}, width=width, height=height, smallest=smallest)
    return draw_chart(replace_texts(spec, palette.DARK) if is_dark else spec)


def draw_fitted_png(
    exhibit: Exhibit,
    *,
    width: float,
    height: float,
    smallest: float = SMALLEST_CHART_TYPE,
    is_dark: bool = False,
) -> bytes:
    """Return `draw_fitted_svg` as a PNG for a slide or a screen; raise `ExportError`.

    The box is in points.
    """
    drawn = draw_fitted_svg(exhibit, width=width, height=height, smallest=smallest, is_dark=is_dark)
    _register_font()
    with _drawing_errors():
        return bytes(vl_convert.svg_to_png(drawn, scale=SLIDE_SCALE))


def _darken(drawn: str) -> str:
    """Return an SVG in the colours for a dark background."""
    return PAINT_ATTRIBUTE.sub(lambda found: palette.DARK.get(found[0].upper(), found[0]), drawn)


@contextmanager
def _drawing_errors() -> Iterator[None]:
    """Turn an error of vl-convert into a reason for the reader."""
    try:
        yield
    except ValueError as error:
        reason = " ".join(re.split(r"\s+at ", str(error))[0].split())[:200]
        raise ExportError(f"De grafiek kon niet worden getekend ({reason}).") from error


def _describe_svg(made: bytes, exhibit: Exhibit, *, drawn: str) -> bytes:
    """Return the SVG with a title and all its words: Typst draws letters as shapes.

    The chart in it is one with the rest: as an image inside an image, office programs leave it out.
    """
    described = (
        f'<title id="title">{escape(exhibit.title)}</title>'
        f'<desc id="desc">{escape(_describe_picture(exhibit))}</desc>'
    )
    start, rest = IMAGE_TAG.sub(lambda found: _embed_svg(drawn, found), made.decode()).split(">", 1)
    return (
        f'{start} role="img" lang="nl" aria-labelledby="title desc">'
        f"{remove_xml_illegal(described)}{rest}"
    ).encode()


def _describe_png(made: bytes, exhibit: Exhibit) -> bytes:
    """Return the PNG with title and words in it, where image viewers and search engines look."""
    texts = {"Title": exhibit.title, "Description": _describe_picture(exhibit)}
    chunks = [
        b"iTXt" + f"{key}\0\0\0nl\0\0{text}".encode(errors="replace") for key, text in texts.items()
    ]
    described = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    return made[:PNG_HEAD] + described + made[PNG_HEAD:]


def _describe_picture(exhibit: Exhibit) -> str:
    """Return a picture in words: caveats, finding, alternative, source, and its rows."""
    words = [*exhibit.marks, exhibit.finding, exhibit.alternative, source_line(exhibit)]
    return " ".join(filter(None, [*words, *(f"{line}." for line in table_lines(exhibit))]))


def _embed_svg(drawn: str, found: re.Match[str]) -> str:
    """Return a drawn SVG as a part of another, as large as the image in whose place it comes."""
    wide, high = found.groups()
    head, body = drawn[drawn.index("<svg") :].split(">", 1)
    part = f'{SIZE_ATTRIBUTE.sub("", head)} width="{wide}" height="{high}">{body}'
    # In a type that is wider than the one it was drawn with, no word of a chart is cut off.
    part = part.replace('class="marks"', 'class="marks" overflow="visible"', 1)
    return part.replace(f'"{FONT}"', f'"{FONT}, {FALLBACK_FONTS}"')


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))


def fit_chart(
    spec: Mapping[str, Any], *, width: float, height: float, smallest: float = SMALLEST_CHART_TYPE
) -> dict[str, Any]:
    """Return the specification for a box of so many points; `spec` stays as it is.

    A chart with a width of its own, or of several views, retains its size; a strip its height.
    Charts under each other are placed in as many columns as suit the box.
    """
    if "concat" in spec:
        return _fit_parts(spec, width=width, height=height, smallest=smallest)
    if not ("layer" in spec or "mark" in spec) or isinstance(spec.get("width"), int | float):
        return dict(spec)
    fit: dict[str, Any] = _enlarge_type(spec, smallest)
    config: dict[str, Any] = fit.setdefault("config", {})
    for part in ("axis", "legend", "header"):
        least = dict.fromkeys(FONT_SIZES[1:], smallest)
        config[part] = least | config.get(part, {}) | {"labelLimit": LONGEST_AXIS_LABEL}
    own = spec.get("height")
    is_low = isinstance(own, int | float) and own < LOW_CHART
    return fit | {
        "width": width,
        "height": own if is_low else height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
    }


def _fit_parts(
    spec: Mapping[str, Any], *, width: float, height: float, smallest: float
) -> dict[str, Any]:
    """Return charts under each other in columns that have the shape of the box together."""
    parts = spec["concat"]
    columns = min(len(parts), max(1, round((len(parts) * width / height / PART_SHARE) ** 0.5)))
    drawn = max(height, math.ceil(len(parts) / columns) * PART_HEIGHT)  # before it is made to fit
    wide = max(NARROWEST_PART, width * drawn / height / columns - NAMES_WIDTH)
    fitted = [_enlarge_type(part, smallest) | {"width": wide} for part in parts]
    return dict(spec) | {"columns": columns, "concat": fitted}


def _enlarge_type(node: Any, smallest: float) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, Mapping):
        return {
            k: v
            if k in DATA_KEYS
            else max(v, smallest)
            if k in FONT_SIZES
            else _enlarge_type(v, smallest)
            for k, v in node.items()
        }
    return [_enlarge_type(part, smallest) for part in node] if isinstance(node, list) else node
