"""The empty deck: 16:9, the app's type and colours, two layouts of our own; its Dutch text.

All of it stands in `template.pptx`, which any office program can change; a test compares it with
what is known of it here. Not here: what stands on a slide (`slides`).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.presentation import Presentation
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Length, Pt

from lib.figures import palette
from lib.text import remove_xml_illegal

TEMPLATE_FILE = Path(__file__).with_name("template.pptx")
DECK_LANGUAGE = "nl-NL"
# Of the theme, for charts.
ACCENTS = (
    palette.ACCENT,
    palette.BELOW_FLOOR,
    palette.COUNT_CLASSES[3],
    palette.GOOD,
    palette.QUIET,
)


class Box(NamedTuple):
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """The place in the unit of the file."""
        left, top, width, height = (Emu(Inches(part)) for part in self)
        return left, top, width, height


@dataclass(frozen=True)
class Placeholder:
    """A text of the layout for figures, found by its index; its type is in points."""

    index: int
    box: Box
    size: int


INSIDE = Box(0.6, 0.36, 12.133, 6.94)
TITLE_HOLDER = Placeholder(0, Box(INSIDE.left, INSIDE.top, INSIDE.width, 1.05), 30)
CAPTION_HOLDER = Placeholder(1, Box(INSIDE.left, 1.45, INSIDE.width, 0.4), 18)
SOURCE_HOLDER = Placeholder(3, Box(INSIDE.left, 6.85, 11.1, 0.5), 12)
SUBTITLE_INDEX, NUMBER_INDEX = 1, 12
MOST_OF_PROPERTY = 255  # characters that the file can hold of what it says about itself
# A title and a subtitle; and of every other slide title, caption, room for a figure, source.
OPENING_LAYOUT, FIGURE_LAYOUT = 0, 1


def make_deck(*, title: str, author: str) -> Presentation:
    """Return a deck without slides; OPENING_LAYOUT and FIGURE_LAYOUT are places of its layouts."""
    made: Presentation = pptx.Presentation(str(TEMPLATE_FILE))
    about, author = made.core_properties, remove_xml_illegal(author)[:MOST_OF_PROPERTY]
    about.title, about.author = remove_xml_illegal(title)[:MOST_OF_PROPERTY], author
    about.last_modified_by = author
    return made


def write_text(
    frame: TextFrame,
    *paragraphs: str,
    size: int | None = None,
    bold: bool | None = None,
    colour: str | None = None,
) -> None:
    """Replace a frame's text by paragraphs in Dutch; what is not given, its layout decides."""
    frame.clear()
    for number, text in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = " ".join(remove_xml_illegal(text).split())
        run.font.language_id = MSO_LANGUAGE_ID.DUTCH
        run.font.bold = bold
        run.font.size = None if size is None else Pt(size)
        if colour is not None:
            run.font.color.rgb = rgb(colour)


def rgb(colour: str) -> RGBColor:
    """Return '#rrggbb' as python-pptx wants it."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))
