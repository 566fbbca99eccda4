"""Dutch text and its colour in a shape of a slide. Not here: where the shape stands."""

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.text.text import TextFrame
from pptx.util import Pt

from lib.text import remove_xml_illegal


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
