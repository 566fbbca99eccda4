"""What stands in a picture for communication, all texts worded.

Not here: taking the figures from the board (`make_contents`, `trend`), setting and drawing
(`draw_pictures`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.export.story.picture_words import PictureLanguage


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
    `alternative` describes the picture in words. Of a figure there is its `value`, or the reason
    why there is none (`absent`), with what it counts (`label`); of a measure what is done (`text`)
    and what `residents` can do, each under its heading (`doing`, `can_do`). `graphic` is what the
    template draws; the map in it (`drawing`) is an SVG, `is_narrow` where it is much higher than
    wide.
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
    absent: bool = False
    doing: str = ""
    text: str = ""
    can_do: str = ""
    residents: str = ""
    graphic: Mapping[str, Any] | None = None
    drawing: str = ""
    is_narrow: bool = False

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
        found = {"logo.svg": self.look.logo, "map.svg": self.drawing.encode()}
        return {name: image for name, image in found.items() if image}
