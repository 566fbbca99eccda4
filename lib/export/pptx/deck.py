"""The deck: 16:9, the app's type and colours, and what every slide has around its figure, in Dutch.

Type, colours and two layouts stand in `template.pptx`, which any office program can change; a test
compares it with what is known of it here. Title, caption, marks and source move up or down with the
length of the texts, so that nothing is cut off or overlaps. Not here: the figure (`slides`).
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten, wrap
from typing import NamedTuple

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Length, Pt

from lib.figures import palette
from lib.figures.sentences.source_sentences import find_embargo
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
# How wide a character is, times its size; a title is bold, and its type may be replaced by one
# that is wider.
GLYPH_WIDTH, TITLE_GLYPH_WIDTH = 0.5, 0.6
LINE_SPACING = 1.2  # how high a line is, times its size
FRAME_GAP = 0.14  # inches between one thing and the next
MARK_TYPE = 14  # points
MARK_COLOUR = "#000000"
MARK_HEIGHT = 0.38
MOST_TITLE_LINES = 3  # lines
MOST_SOURCE_LINES = 4
SOURCE_PERIOD = " Periode:"  # what the end of a source line begins with
SEE_NOTES = " … (de hele tekst staat in de notities)"


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


def add_opening(
    made: Presentation, *, title: str, lines: Sequence[str], marks: Sequence[str]
) -> None:
    """Add the first slide: a title with lines under it."""
    slide = made.slides.add_slide(made.slide_layouts[OPENING_LAYOUT])
    write_text(slide.shapes.title.text_frame, title)
    _fill_placeholder(slide, SUBTITLE_INDEX, list(filter(None, lines)))
    left = INSIDE.left
    for words in marks:
        _add_mark(slide, words, left=left, top=INSIDE.top + FRAME_GAP)
        left += _mark_width([words]) + FRAME_GAP


def start_slide(
    made: Presentation,
    *,
    title: str,
    words: Sequence[str] = (),
    captions: Sequence[str] = (),
    marks: Sequence[str],
) -> tuple[Slide, float]:
    """Add a slide and return it, and how many inches from the top there is room again.

    `words` stand out above the captions; marks stand next to these, under the title.
    """
    slide = made.slides.add_slide(made.slide_layouts[FIGURE_LAYOUT])
    place = TITLE_HOLDER.box._replace(height=_text_height(TITLE_HOLDER, [title]))
    write_text(slide.shapes.title.text_frame, title)
    # In a program whose type is wider still the title becomes smaller, not longer.
    slide.shapes.title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    _move_shape(slide.shapes.title, place)
    top = place.top + place.height + FRAME_GAP / 2
    captions = list(filter(None, (*words, *captions)))
    width = INSIDE.width - (_mark_width(marks) + FRAME_GAP if marks else 0)
    height = _text_height(CAPTION_HOLDER, captions, width) if captions else 0
    _fill_placeholder(
        slide,
        CAPTION_HOLDER.index,
        captions,
        CAPTION_HOLDER.box._replace(top=top, width=width, height=height),
    )
    if words:
        _emphasise(slide.placeholders[CAPTION_HOLDER.index], paragraphs=len(words))
    across = INSIDE.left + INSIDE.width
    for mark in marks:
        across -= _mark_width([mark])
        _add_mark(slide, mark, left=across, top=top)
        across -= FRAME_GAP
    return slide, top + max(height, MARK_HEIGHT if marks else 0) + FRAME_GAP


def figure_bottom(source: str) -> float:
    """Return how many inches from the top the room for a figure ends above this source."""
    return _source_box(source).top - FRAME_GAP


def finish_slide(slide: Slide, *, source: str, notes: Iterable[str]) -> None:
    """Write the source, the number and the notes, last in the order of reading."""
    _fill_placeholder(
        slide, SOURCE_HOLDER.index, [shorten_source(source)] if source else [], _source_box(source)
    )
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == SOURCE_HOLDER.index:
            slide.shapes.element.append(shape.element)
    _add_slide_number(slide)
    if frame := slide.notes_slide.notes_text_frame:
        write_text(frame, *filter(None, notes))


def fits_title(text: str) -> bool:
    """Return whether a text is short enough to be a slide's title."""
    return len(wrap(text, _characters_per_line(TITLE_HOLDER))) <= MOST_TITLE_LINES


def shorten_source(source: str) -> str:
    """Return the source, cut where it would fill the slide; embargo, period and date stay."""
    room = MOST_SOURCE_LINES * _characters_per_line(SOURCE_HOLDER)
    if len(source) <= room:
        return source
    named, period, when = source.partition(SOURCE_PERIOD)
    embargo = find_embargo([named])
    first = f"{embargo.capitalize()}. " if embargo else ""
    rest = shorten(named, room - len(first + period + when), placeholder=SEE_NOTES)
    return f"{first}{rest}{period}{when}"


def describe_shape(shape: BaseShape, *, name: str, alternative: str) -> None:
    """Give a shape its name and what is read aloud instead of it."""
    shape.name = name
    shape.element.xpath(".//p:cNvPr")[0].set("descr", alternative)


def _characters_per_line(holder: Placeholder, width: float | None = None) -> int:
    """Return how many characters fit on a line of so many inches, else of the whole place."""
    glyph = TITLE_GLYPH_WIDTH if holder is TITLE_HOLDER else GLYPH_WIDTH
    return int((width or holder.box.width) * 72 / (holder.size * glyph))


def _text_height(
    holder: Placeholder, paragraphs: Sequence[str], width: float | None = None
) -> float:
    lines = sum(max(1, len(wrap(p, _characters_per_line(holder, width)))) for p in paragraphs)
    return lines * holder.size * LINE_SPACING / 72


def _source_box(source: str) -> Box:
    height = _text_height(SOURCE_HOLDER, [shorten_source(source)])
    return SOURCE_HOLDER.box._replace(top=INSIDE.top + INSIDE.height - height, height=height)


def _fill_placeholder(
    slide: Slide, index: int, paragraphs: Sequence[str], place: Box | None = None
) -> None:
    """Write in a placeholder; take it away where there is nothing to write."""
    shape = next(s for s in slide.placeholders if s.placeholder_format.idx == index)
    if not any(paragraphs):
        shape.element.getparent().remove(shape.element)
        return
    write_text(shape.text_frame, *paragraphs)
    if place:
        _move_shape(shape, place)


def _emphasise(shape: SlidePlaceholder, *, paragraphs: int) -> None:
    """Make the first paragraphs stand out from the others."""
    for paragraph in shape.text_frame.paragraphs[:paragraphs]:
        font = paragraph.runs[0].font
        font.bold, font.color.rgb = True, rgb(palette.INK)


def _move_shape(shape: BaseShape, place: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = place.emu


def _mark_width(marks: Sequence[str]) -> float:
    """Return how wide marks are next to each other, frames and all: capitals are wide."""
    return sum(len(words) * MARK_TYPE * 0.68 / 72 + 0.3 for words in marks) + FRAME_GAP * (
        len(marks) - 1
    )


def _add_mark(slide: Slide, words: str, *, left: float, top: float) -> None:
    """Put a mark in a frame, black on white: readable also when copied."""
    shape = slide.shapes.add_textbox(*Box(left, top, _mark_width([words]), MARK_HEIGHT).emu)
    shape.name = "Merkteken"
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(palette.PAPER)
    shape.line.color.rgb, shape.line.width = rgb(MARK_COLOUR), Pt(1.5)
    frame = shape.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    frame.margin_left = frame.margin_right = Inches(0.05)
    write_text(frame, words, size=MARK_TYPE, bold=True, colour=MARK_COLOUR)
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _add_slide_number(slide: Slide) -> None:
    """Put the layout's slide number on the slide: python-pptx leaves it to the layout."""
    holders = slide.slide_layout.element.xpath(f".//p:sp[.//p:ph/@idx='{NUMBER_INDEX}']")
    number = deepcopy(holders[0])
    for part in number.xpath("p:spPr/* | p:txBody/a:lstStyle/* | p:txBody/a:bodyPr/*"):
        part.getparent().remove(part)
    used = [shape.shape_id for shape in slide.shapes]
    number.xpath(".//p:cNvPr")[0].set("id", str(max(used) + 1))
    slide.shapes.element.append(number)
