"""The municipality's own style: colours, logo and type, checked so that pictures stay readable.

Here: the rules of `[style]` in gemeente.toml and of the files that it names. Not here: the colours
of figures (`lib.figures.palette`), drawing.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated
from xml.etree.ElementTree import Element, ParseError

import typst
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog import fields
from lib.catalog.problems import DataProblem, RowPlace

WHITE = "#FFFFFF"
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA, for text of any size
MAX_LOGO = 200_000  # bytes
MAX_FONTS = 4_000_000
FONT_ENDINGS = {".ttf", ".otf"}
# What a logo needs; all else could run, reach out, or need a font that is not here.
LOGO_PARTS = {
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "use",
    "symbol",
    "clipPath",
    "mask",
    "linearGradient",
    "radialGradient",
    "stop",
    "style",
}
OUTSIDE = re.compile(r"@import|javascript:|url\(\s*['\"]?(?!#)|\\", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Return the relative luminance of '#rrggbb' (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colour(value: str) -> str:
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", value):
        value = "#" + "".join(sign * 2 for sign in value[1:])
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise PydanticCustomError("colour", "no colour")
    return value.upper()


def _font_family(value: str) -> str:
    if not re.fullmatch(r"""[\w\s,'"-]*""", value):
        raise PydanticCustomError("font_family", "no font family")
    return value


Colour = Annotated[str, AfterValidator(_colour)]
FontFamily = Annotated[str, AfterValidator(_font_family)]


class HouseStyle(fields.FrozenModel):
    """The table [style] of gemeente.toml; neutral where nothing is filled in.

    `accent` is the ground of what must stand out and the colour of text on white; `logo` an SVG
    in the data folder, without one the name stands in type; `fonts` a folder there with one
    family of TTF or OTF files; `tokens` a file there with design tokens (`design_tokens`).
    `font_family` is that of the public site's pages, where the reader has it.
    """

    accent: Colour = "#0B4F7D"
    text_on_accent: Colour = WHITE
    logo: fields.OptionalFileName = ""
    fonts: fields.OptionalFileName = ""
    tokens: fields.OptionalFileName = ""
    font_family: FontFamily = ""

    @model_validator(mode="after")
    def _readable(self) -> "HouseStyle":
        for colour, ground in ((self.text_on_accent, self.accent), (self.accent, WHITE)):
            if contrast(colour, ground) < LEAST_CONTRAST:
                ratio = f"{contrast(colour, ground):.1f}".replace(".", ",")
                raise PydanticCustomError(
                    "contrast", "low contrast", {"colour": colour, "ground": ground, "ratio": ratio}
                )
        return self


def check_style(style: HouseStyle, *, folder: Path) -> Iterator[DataProblem]:
    """Yield what is wrong with the logo and the fonts that the style names."""
    if style.logo:
        yield from _check_logo(folder / style.logo, name=f"{folder.name}/{style.logo}")
    if style.fonts:
        yield from _check_fonts(folder / style.fonts, name=f"{folder.name}/{style.fonts}")


def font_family(folder: Path) -> str:
    """Return the family of the fonts in a folder that `check_style` found in order."""
    return _families(folder)[0]


def _check_logo(path: Path, *, name: str) -> Iterator[DataProblem]:
    if not path.is_file():
        yield RowPlace(name).problem("absent_logo")
        return
    if path.stat().st_size > MAX_LOGO:
        yield RowPlace(name).problem("large_logo", kilobytes=MAX_LOGO // 1000)
        return
    try:
        root = fromstring(path.read_bytes())
    except (ParseError, ValueError, LookupError, DefusedXmlException):  # LookupError: an encoding
        root = None
    if root is None or _local_name(root.tag) != "svg":
        yield RowPlace(name).problem("not_svg")
        return
    yield from _check_logo_parts(root, at=RowPlace(name))


def _check_logo_parts(root: Element, *, at: RowPlace) -> Iterator[DataProblem]:
    if "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        yield at.problem("logo_without_size", column="svg")
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    for tag in sorted({_local_name(e.tag) for e in elements} - LOGO_PARTS):
        yield at.problem("logo_parts", column=tag)
    for name, value in chain.from_iterable(map(_unsafe_parts, elements)):
        yield at.problem("unsafe_logo", column=name, value=value)


def _unsafe_parts(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the name and value of what runs something or gets something from elsewhere."""
    for key, value in element.attrib.items():
        name = _local_name(key)
        is_link = name in {"href", "src"} and not value.startswith("#")
        if is_link or name.startswith("on") or OUTSIDE.search(value):
            yield name, value
    if _local_name(element.tag) == "style" and OUTSIDE.search(element.text or ""):
        yield "style", element.text or ""


def _check_fonts(folder: Path, *, name: str) -> Iterator[DataProblem]:
    files = [p for p in folder.glob("*") if p.suffix.lower() in FONT_ENDINGS]
    if not files:
        yield RowPlace(name).problem("no_fonts")
    elif sum(p.stat().st_size for p in files) > MAX_FONTS:
        yield RowPlace(name).problem("large_fonts", megabytes=MAX_FONTS // 1_000_000)
    elif len(_families(folder)) != 1:
        yield RowPlace(name).problem("font_families", value=", ".join(_families(folder)))


def _families(folder: Path) -> list[str]:
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    return sorted(found.families())


def _local_name(name: object) -> str:
    """Return an element's or attribute's name without its namespace."""
    return str(name).rpartition("}")[2]
