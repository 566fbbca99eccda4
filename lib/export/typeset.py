"""Typst: a template and its data in, a PDF, PNG or SVG out; no file, no network.

Every text goes in as data, never as Typst code. Not here: what a document says.
"""

import json
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import typst

FONT = "Source Sans Pro"
FONT_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
TEMPLATES = Path(__file__).parent / "templates"
PIXELS_PER_INCH = 144  # twice what a point is: 2x
Form = Literal["pdf", "png", "svg"]


class ExportError(Exception):
    """A file could not be made; its text says why, in Dutch."""


def typeset(  # noqa: PLR0913 - what a document can be made with
    template: str,
    *,
    data: Mapping[str, Any],
    form: Form,
    images: Mapping[str, bytes] | None = None,
    pixels_per_inch: float = PIXELS_PER_INCH,
    fonts: Path | None = None,
) -> bytes:
    """Return the document of a template in `templates/`, filled with data.

    The template reads `data.json`, the other templates and the images by their name; `fonts` is a
    folder with more type. A PDF is PDF/UA-1: it has tags, and making one fails without title,
    language or a picture's alternative. PNG and SVG hold the first page. Raises `ExportError`.
    """
    files = {
        **{path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")},
        "main.typ": (TEMPLATES / template).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **(images or {}),
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", typst.TypstWarning)
            made = typst.compile(  # type: ignore[call-overload]  # no files in memory in its stub
                files, format=form, ppi=pixels_per_inch, font_paths=_fonts(fonts),
                pdf_standards=["ua-1"] if form == "pdf" else [],
            )  # fmt: skip
    except (typst.TypstError, typst.TypstWarning) as error:
        raise ExportError(f"Het document kon niet worden opgemaakt ({error}).") from error
    return bytes(made[0] if isinstance(made, list) else made)


@cache
def _fonts(more: Path | None) -> typst.Fonts:
    # Only what is shipped: a server's own fonts would make other documents of the same data.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False,
        font_paths=[str(folder) for folder in (FONT_FOLDER, more) if folder],
    )  # fmt: skip
