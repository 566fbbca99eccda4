"""The municipality's own style: colours, logo and type, checked so that pictures stay readable.

Here: the rules of `[style]` in gemeente.toml and of the files that it names. One of these may hold
design tokens as the themes of NL Design System publish them: nested, each with a `value` (or
`$value`), which may refer to another (`{brand.blue}`). Not here: the colours of figures
(`lib.figures.palette`), drawing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Annotated, Any
from xml.etree.ElementTree import Element, ParseError

import typst
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import AfterValidator, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from lib.catalog import fields
from lib.catalog.problems import DataProblem, DataProblemsError, RowPlace, describe_validation_error

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

# Where themes have the colours of what must stand out: the first that a file has.
GROUNDS = ("utrecht.button.primary-action", "utrecht.page-header", "nl.button.primary")
FONT = ("utrecht.document.font-family", "nl.document.font-family")
REFERENCE = re.compile(r"\{([\w.-]+)\}")
MOST_REFERENCES = 20  # one after another; more is a circle


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


Colour = Annotated[str, AfterValidator(_colour)]
FontFamily = Annotated[str, fields.written_as(r"""[\w\s,'"-]*""", kind="font_family")]


class HouseStyle(fields.FrozenModel):
    """The table [style] of gemeente.toml; neutral where nothing is filled in.

    `accent` is the ground of what must stand out and the colour of text on white; `logo` an SVG
    in the data folder, without one the name stands in type; `fonts` a folder there with one
    family of TTF or OTF files; `tokens` a file there with design tokens (see the module).
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


def apply_tokens(style: HouseStyle, *, folder: Path) -> HouseStyle:
    """Return the style with what its file of tokens says; keys of [style] itself go first.

    Raises `DataProblemsError`: no such file, no tokens in it, or colours that cannot be read.
    """
    if not style.tokens:
        return style
    path, name = folder / style.tokens, f"{folder.name}/{style.tokens}"
    if not path.is_file():
        raise DataProblemsError([RowPlace(name).problem("absent_tokens")])
    found = _find_style(_read_tokens(path, name))
    if "accent" not in found:
        raise DataProblemsError([RowPlace(name).problem("no_tokens", first=GROUNDS[0])])
    try:
        return HouseStyle.model_validate(found | style.model_dump(exclude_unset=True))
    except ValidationError as error:
        raise DataProblemsError(describe_validation_error(error, file=name)) from error


def _read_tokens(path: Path, name: str) -> Mapping[str, Any]:
    try:
        tokens = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        tokens = None
    if not isinstance(tokens, dict):
        raise DataProblemsError([RowPlace(name).problem("no_tokens", first=GROUNDS[0])])
    return tokens


def _find_style(tokens: Mapping[str, Any]) -> dict[str, str]:
    ground = next((g for g in GROUNDS if _find_value(tokens, f"{g}.background-color")), GROUNDS[0])
    found = {
        "accent": _find_value(tokens, f"{ground}.background-color"),
        "text_on_accent": _find_value(tokens, f"{ground}.color"),
        "font_family": next(filter(None, (_find_value(tokens, name) for name in FONT)), ""),
    }
    return {key: value for key, value in found.items() if value}


def _find_value(tokens: Mapping[str, Any], name: str) -> str:
    """Return the value of a token by its name, its references followed; empty without one."""
    for _ in range(MOST_REFERENCES):
        node: Any = tokens
        for part in name.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        value = node.get("value", node.get("$value", "")) if isinstance(node, dict) else ""
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
        reference = REFERENCE.fullmatch(text)
        if reference is None:
            return text
        name = reference[1]
    return ""


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
