"""Typst: a template and its data in, a PDF, PNG or SVG out; no file, no network.

Every text goes in as data, never as Typst code. Not here: what stands in a document.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import typst

from lib.text import map_texts, remove_xml_illegal, write_plain_hyphens

FONT = "Source Sans Pro"
FONT_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
TEMPLATES = Path(__file__).parent / "templates"
PIXELS_PER_INCH = 144  # twice what a point is: 2x
GLYPH_MISSING = "could not be displayed"  # Typst's words
# What is neither Latin nor a sign of our own.
OTHER_LETTERS = re.compile("[^\n -~\u00a0-\u017f‘’‚“”„–—…€•·−▼▲◆↑↓→=≤≥≠≈\u2009\u2010\u2011\u202f]")
Form = Literal["pdf", "png", "svg"]


class ExportError(Exception):
    """A file could not be made; its text is the reason, in Dutch."""


def typeset(
    template: str, *, data: Mapping[str, Any], form: Form, images: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the document of a template in `templates/`, filled with data.

    The template reads `data.json`, the other templates and the images by their name. A PDF is
    PDF/UA-1: it has tags, and making one fails without title, language or a picture's alternative.
    PNG and SVG hold the first page. What the type has not, such as emoji, becomes '?' in a PDF.
    Raises `ExportError`.
    """
    clean = map_texts(data, remove_xml_illegal)
    try:
        return typeset_strictly(template, data=clean, form=form, images=images)
    except ExportError as error:
        if GLYPH_MISSING not in str(error):
            raise
    replaced = map_texts(clean, lambda text: OTHER_LETTERS.sub("?", text))
    return typeset_strictly(template, data=replaced, form=form, images=images)


def typeset_strictly(
    template: str,
    *,
    data: Mapping[str, Any],
    form: Form,
    images: Mapping[str, bytes] | None = None,
    pixels_per_inch: float = PIXELS_PER_INCH,
    fonts: Path | None = None,
) -> bytes:
    """Return the document as `typeset`, where `fonts` may be a folder with more type.

    Raises `ExportError`, also for a PDF with a letter that the type has not.
    """
    content = write_plain_hyphens(json.dumps(data, ensure_ascii=False))
    files = {
        **{path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")},
        "main.typ": (TEMPLATES / template).read_bytes(),
        "data.json": content.encode(errors="replace"),
        **(images or {}),
    }
    try:
        made, warned = typst.compile_with_warnings(  # type: ignore[call-overload]  # no files in memory in its stub
            files,
            format=form,
            ppi=pixels_per_inch,
            font_paths=_load_fonts(fonts),
            pdf_standards=["ua-1"] if form == "pdf" else [],
        )
    except typst.TypstError as error:
        raise _typeset_error(error) from error
    if warned:
        raise _typeset_error(warned[0])
    return bytes(made[0] if isinstance(made, list) else made)


def _typeset_error(reason: Exception) -> ExportError:
    return ExportError(f"Het document kon niet worden opgemaakt ({reason}).")


@lru_cache(maxsize=8)
def _load_fonts(more: Path | None) -> typst.Fonts:
    # Only what is shipped: a server's own fonts would make other documents of the same data.
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in (FONT_FOLDER, more) if folder],
    )
