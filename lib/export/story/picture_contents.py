"""What stands in a picture for communication, all texts worded.

Not here: taking the figures from the board (`make_pictures`), setting them (`draw_pictures`).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.export.story.picture_words import PictureLanguage

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
