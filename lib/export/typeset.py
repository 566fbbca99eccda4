"""Typst: a template and its data in, a PDF, PNG or SVG out; no file, no network.

Every text goes in as data, never as Typst code. Not here: what a document says.
"""

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import typst

FONT = "Source Sans Pro"
FONT_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
TEMPLATES = Path(__file__).parent / "templates"
PIXELS_PER_INCH = 144  # twice what a point is: 2x
GLYPH_MISSING = "could not be displayed"  # Typst's words
# What is neither Latin nor a sign of our own.
OTHER_LETTERS = re.compile("[^\n -~\u00a0-\u017f‘’‚“”„–—…€•·−▼▲◆↑↓→=]")
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
    is_strict: bool = False,
) -> bytes:
    """Return the document of a template in `templates/`, filled with data.

    The template reads `data.json`, the other templates and the images by their name; `fonts` is a
    folder with more type. A PDF is PDF/UA-1: it has tags, and making one fails without title,
    language or a picture's alternative. PNG and SVG hold the first page. A PDF must show every
    letter: of a script that the type has not, and of signs such as emoji, it shows '?', or fails
    where `is_strict`. Raises `ExportError`.
    """
    files = {
        **{path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")},
        "main.typ": (TEMPLATES / template).read_bytes(),
        **(images or {}),
    }
    compiled = partial(_compile, files, form=form, pixels_per_inch=pixels_per_inch, fonts=fonts)
    try:
        return compiled(data)
    except ExportError as error:
        if is_strict or GLYPH_MISSING not in str(error):
            raise
    return compiled(_replace_other_letters(data))


def _compile(
    files: Mapping[str, bytes],
    data: Mapping[str, Any],
    *,
    form: Form,
    pixels_per_inch: float,
    fonts: Path | None,
) -> bytes:
    told = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    try:
        made, warned = typst.compile_with_warnings(  # type: ignore[call-overload]  # no files in memory in its stub
            {**files, "data.json": told},
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


def _replace_other_letters(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the data with '?' for every letter that the font might not have."""
    if isinstance(part, str):
        return OTHER_LETTERS.sub("?", part)
    if isinstance(part, Mapping):
        return {key: _replace_other_letters(value) for key, value in part.items()}
    return (
        [_replace_other_letters(value) for value in part]
        if isinstance(part, list | tuple)
        else part
    )


@cache
def _load_fonts(more: Path | None) -> typst.Fonts:
    # Only what is shipped: a server's own fonts would make other documents of the same data.
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in (FONT_FOLDER, more) if folder],
    )
