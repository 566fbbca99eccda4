"""Pictures for communication, in the municipality's style: what stands in one, and `draw_picture`.

Text is set smaller until it fits, within limits; what does not fit then is refused with how many
signs there are too many. Not here: taking the figures from the board (`make_pictures`), the files
of a whole story (`package`).
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lib.catalog.style import font_family
from lib.export.story.picture_words import PictureLanguage
from lib.export.typeset import FONT, ExportError, Form, typeset_strictly
from lib.figures import palette

TEMPLATE = "story.typ"
DOES_NOT_FIT = "does not fit"  # the words of the template
MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')  # the words of Typst
# The texts that can be shortened, by their field, as a person knows them; the last two are given.
SHORTENED = {
    "title": "titel",
    "finding": "zin",
    "label": "omschrijving",
    "text": "wat doen we",
    "residents": "wat kunt u doen",
    "place": "naam van de plaats",
    "source": "bron",
}
GIVEN_TEXTS = ("place", "source")
NARROW = 0.8


@dataclass(frozen=True, kw_only=True)
class Look:
    """The municipality's name and style."""

    municipality: str
    accent: str
    text_on_accent: str
    logo: bytes = field(default=b"", repr=False)
    fonts: Path | None = None


@dataclass(frozen=True, kw_only=True)
class PictureContent:
    """What stands in a picture; a kind of picture leaves empty what it has not.

    `name` is a file name without its ending. `place` is the area or the municipality that it is
    about; `notes` are caveats of the figure; `marks` words that stand large in the picture.
    `alternative` describes the picture in words. Of a figure there is its `value` with what it
    counts (`label`), and its `drawing`, an SVG; of a measure what is done (`text`) and what
    `residents` can do, each under its heading (`doing`, `can_do`).
    """

    name: str
    language: PictureLanguage
    look: Look
    place: str
    title: str
    finding: str = ""
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    source: str
    alternative: str
    value: str = ""
    label: str = ""
    doing: str = ""
    text: str = ""
    can_do: str = ""
    residents: str = ""
    drawing: str = field(default="", repr=False)

    @property
    def is_narrow(self) -> bool:
        """Whether the drawing is much higher than wide: it stands next to the text."""
        box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', self.drawing)
        return box is not None and float(box[1]) < NARROW * float(box[2])

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The texts of a measure, each with its heading."""
        both = ((self.doing, self.text, False), (self.can_do, self.residents, True))
        return [
            {"heading": heading, "text": text, "boxed": boxed}
            for heading, text, boxed in both
            if text
        ]

    @property
    def images(self) -> dict[str, bytes]:
        """The images that the template reads, by name."""
        found = {"logo.svg": self.look.logo, "figure.svg": self.drawing.encode()}
        return {name: image for name, image in found.items() if image}


class PictureSize(StrEnum):
    """The sizes that pictures are made in."""

    SQUARE = "vierkant"
    PORTRAIT = "staand"
    LANDSCAPE = "liggend"
    STORY = "story"
    POSTER_A4 = "poster-a4"
    POSTER_A3 = "poster-a3"
    SLIDE = "dia"


@dataclass(frozen=True)
class PictureSheet:
    """A size: width and height in points, pixels per inch, and how it is laid out.

    `unit` is what all measures are counted in. `share` is the part of the panel, of the width
    where it stands next to the stage (`side`), else of the height. `safe` keeps the top and bottom
    free, where an app lays its own buttons.
    """

    width: float
    height: float
    unit: float
    share: float
    ppi: float = 144
    side: bool = False
    safe: tuple[float, float] = (0, 0)


MM = 72 / 25.4
SHEETS: Mapping[PictureSize, PictureSheet] = MappingProxyType(
    {
        PictureSize.SQUARE: PictureSheet(540, 540, 5.4, 0.5),
        PictureSize.PORTRAIT: PictureSheet(540, 675, 5.8, 0.5),
        PictureSize.LANDSCAPE: PictureSheet(600, 314, 4.1, 0.45, side=True),
        PictureSize.STORY: PictureSheet(540, 960, 6.1, 0.36, safe=(100, 120)),
        PictureSize.POSTER_A4: PictureSheet(210 * MM, 297 * MM, 6.8, 0.45, ppi=150),
        PictureSize.POSTER_A3: PictureSheet(297 * MM, 420 * MM, 9.62, 0.45, ppi=150),
        PictureSize.SLIDE: PictureSheet(960, 540, 6.9, 0.42, side=True),
    }
)


class TooLongError(ExportError):
    """Text does not fit in a picture, also not in the smallest type.

    `excess` counts by field the characters that are too many.
    """

    def __init__(self, size: PictureSize, excess: Mapping[str, int]) -> None:
        self.excess = dict(excess)
        counts = ", ".join(f"{SHORTENED[f]}: {n} tekens te veel" for f, n in excess.items())
        super().__init__(
            f"De tekst past niet op het formaat '{size}' ({counts}). Maak de tekst korter, of zet "
            "een koppelteken in een heel lang woord."
        )


def draw_picture(content: PictureContent, *, size: PictureSize, form: Form) -> bytes:
    """Return the picture as PNG (of exactly the pixels of its size), SVG, or PDF/UA-1.

    Raises `TooLongError` where a text does not fit, else `ExportError`.
    """
    try:
        # A PDF/UA is refused where the type lacks a sign; the other forms would leave it out.
        checked = _typeset_picture(content, size=size, form="pdf")
    except ExportError as error:
        if DOES_NOT_FIT in str(error):
            raise TooLongError(size, _find_excess(content, size=size)) from None
        sign = MISSING_GLYPH.search(str(error))
        if sign is None:
            raise
        raise ExportError(
            f"Het lettertype heeft het teken '{sign[1]}' niet. Haal het weg uit de tekst."
        ) from None
    if form == "pdf":
        return checked
    made = _typeset_picture(content, size=size, form=form)
    return _label_svg(made, content) if form == "svg" else made


def text_fits(content: PictureContent, *, size: PictureSize) -> bool:
    """Return whether all text of a picture fits."""
    try:
        _typeset_picture(content, size=size, form="svg", only_fit=True)
    except ExportError as error:
        if DOES_NOT_FIT in str(error):
            return False
        raise
    return True


def _typeset_picture(
    content: PictureContent, *, size: PictureSize, form: Form, only_fit: bool = False
) -> bytes:
    # Whether all fits is known halfway: the picture then stays empty.
    return typeset_strictly(
        TEMPLATE,
        data=_picture_data(content, size) | {"only-fit": only_fit},
        form=form,
        images=content.images,
        pixels_per_inch=SHEETS[size].ppi,
        fonts=content.look.fonts,
    )


def _picture_data(content: PictureContent, size: PictureSize) -> dict[str, Any]:
    sheet, look = SHEETS[size], content.look
    own = [font_family(look.fonts)] if look.fonts else []
    return {
        "width": sheet.width,
        "height": sheet.height,
        "unit": sheet.unit,
        "safe": sheet.safe,
        "side": sheet.side or content.is_narrow,
        "share": 0.5 if content.is_narrow else sheet.share,
        "roomy": sheet.side and size is PictureSize.SLIDE,
        "colours": _picture_colours(content),
        "fonts": [*own, FONT],
        "logo": bool(look.logo),
        "language": content.language.value,
        "author": look.municipality,
        "title": content.title,
        "kicker": _kicker(content),
        "finding": content.finding,
        "notes": " ".join(content.notes),
        "marks": content.marks,
        "source": content.source,
        "alternative": content.alternative,
        "big": content.value,
        "label": content.label,
        "sections": content.sections,
        "figure": bool(content.drawing),
    }


def _kicker(content: PictureContent) -> str:
    """Return the line above the title: the place, unless that is in the title."""
    is_place = content.place == content.title
    name = content.look.municipality if is_place else content.place
    return "" if name in content.title else name


def _picture_colours(content: PictureContent) -> dict[str, str]:
    return {
        "accent": content.look.accent,
        "on-accent": content.look.text_on_accent,
        "paper": palette.PAPER,
        "ink": palette.INK,
        "quiet": palette.QUIET,
        "line": palette.GRID,
        "wash": palette.WASH,
    }


def _find_excess(content: PictureContent, *, size: PictureSize) -> dict[str, int]:
    """Return which texts are too long, and by how many signs.

    The longest text of which shortening alone is enough; where there is none, several.
    """
    own = [f for f in SHORTENED if getattr(content, f)]
    alone = {f: _count_excess(content, f, size=size) for f in own if f not in GIVEN_TEXTS}
    enough = {f: n for f, n in alone.items() if text_fits(_cut_text(content, f, n), size=size)}
    if enough:
        name = max(enough, key=lambda field: len(getattr(content, field)))
        return {name: enough[name]}
    found: dict[str, int] = {}
    for name in sorted(own, key=lambda f: (f in GIVEN_TEXTS, -len(getattr(content, f)))):
        found[name] = _count_excess(content, name, size=size)
        content = _cut_text(content, name, found[name])
        if text_fits(content, size=size):
            break
    return found


def _count_excess(content: PictureContent, name: str, *, size: PictureSize) -> int:
    """Return by how many signs a text is too long; all of them where that is not enough."""
    enough, too_few = len(getattr(content, name)), 0
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if text_fits(_cut_text(content, name, middle), size=size):
            enough = middle
        else:
            too_few = middle
    return enough


def _cut_text(content: PictureContent, name: str, signs: int) -> PictureContent:
    text = getattr(content, name)
    return replace(content, **{name: text[: len(text) - signs]})


def _label_svg(made: bytes, content: PictureContent) -> bytes:
    """Return the SVG with its alternative in it, for whoever does not see it."""
    label = html.escape(content.alternative, quote=True)
    opening = f'<svg role="img" lang="{content.language}" aria-label="{label}"'
    return re.sub(rb"^<svg", lambda _: opening.encode(), made, count=1)
