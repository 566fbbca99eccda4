"""An empty deck in the house style: 16:9, the app's type and colours, two layouts of our own.

Made from python-pptx's default file, so that there is no binary template to keep. Not here: what
stands on a slide (`slides`).
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu, Inches, Length

from lib.figures import palette

LANGUAGE = "nl-NL"
# A face that every office program has: a deck carries no font, and another would be wider.
FONT, PANOSE = "Arial", "020B0604020202020204"
ACCENTS = (
    palette.ACCENT,
    palette.GAP_CLASSES[0],
    palette.COUNT_CLASSES[3],
    palette.GAP_CLASSES[3],
    palette.QUIET,
)
# The layouts of the default file that ours are made of, and how ours are called.
LAYOUTS = {"Title Slide": "Voorblad", "Comparison": "Figuur"}


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


SLIDE = Box(0, 0, 13.333, 7.5)
BAND = Box(0, 0, SLIDE.width, 0.14)
INSIDE = Box(0.6, 0.36, SLIDE.width - 1.2, 6.94)
NUMBER = Box(INSIDE.left + INSIDE.width - 0.9, 6.98, 0.9, 0.36)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A placeholder of a layout; slides find it by its `index`. `size` is in points."""

    index: int
    kind: str
    name: str
    box: Box
    size: int
    colour: str = palette.INK
    bold: bool = False
    anchor: str = "t"
    align: str = "l"


TITLE = Holder(
    index=0,
    kind="title",
    name="Titel",
    size=30,
    bold=True,
    box=Box(INSIDE.left, INSIDE.top, 10.6, 1.05),
)
CAPTION = Holder(
    index=1,
    kind="body",
    name="Onderwerp",
    size=18,
    colour=palette.QUIET,
    box=Box(INSIDE.left, 1.45, INSIDE.width, 0.4),
)
SOURCE = Holder(
    index=3,
    kind="body",
    name="Bron",
    size=12,
    colour=palette.QUIET,
    anchor="b",
    box=Box(INSIDE.left, 6.85, 11.1, 0.5),
)
PAGE = Holder(
    index=12,
    kind="sldNum",
    name="Dianummer",
    size=14,
    colour=palette.QUIET,
    anchor="b",
    align="r",
    box=NUMBER,
)
OPENING_TITLE = Holder(
    index=0,
    kind="ctrTitle",
    name="Titel",
    size=44,
    bold=True,
    anchor="b",
    box=Box(INSIDE.left, 1.6, INSIDE.width, 2.2),
)
SUBTITLE = Holder(
    index=1,
    kind="subTitle",
    name="Ondertitel",
    size=24,
    colour=palette.QUIET,
    box=Box(INSIDE.left, 4.0, INSIDE.width, 1.6),
)
BODY = Holder(
    index=1, kind="body", name="Tekst", size=20, box=Box(INSIDE.left, 1.9, INSIDE.width, 4.8)
)


def deck(*, title: str, author: str) -> Presentation:
    """Return a deck without slides; its layouts are `opening_layout` and `figure_layout`."""
    made: Presentation = pptx.Presentation()
    made.slide_width, made.slide_height = SLIDE.emu[2:]
    about = made.core_properties
    about.title, about.author, about.last_modified_by = title, author, author
    about.language = LANGUAGE
    for layout in list(made.slide_layouts):
        if layout.name not in LAYOUTS:
            made.slide_layouts.remove(layout)
    _theme(made.slide_master)
    _fill(made.slide_master, TITLE, BODY, PAGE)
    _fill(opening_layout(made), OPENING_TITLE, SUBTITLE)
    _fill(figure_layout(made), TITLE, CAPTION, SOURCE, PAGE)
    for element in (made.element, made.slide_master.element):
        for part in element.xpath(".//*[@lang]"):
            part.set("lang", LANGUAGE)
    return made


def opening_layout(made: Presentation) -> SlideLayout:
    """Return the layout of a deck's first slide: a title and a subtitle."""
    return made.slide_layouts[0]


def figure_layout(made: Presentation) -> SlideLayout:
    """Return the layout of every other slide: title, caption, room for a figure, source."""
    return made.slide_layouts[1]


def _theme(master: SlideMaster) -> None:
    """Give the theme the app's type and colours."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    face = f'<a:latin typeface="{FONT}" panose="{PANOSE}" pitchFamily="34" charset="0"/>'
    xml = theme.blob.decode().replace('<a:latin typeface="Calibri"/>', face)
    colours = {"dk1": palette.INK, "dk2": palette.QUIET, "lt2": palette.WASH} | {
        f"accent{number}": colour for number, colour in enumerate(ACCENTS, 1)
    }
    for name, colour in colours.items():
        xml = re.sub(f"(<a:{name}>).*?(</a:{name}>)", rf"\1{_rgb(colour)}\2", xml)
    theme.blob = xml.encode()


def _fill(sheet: SlideMaster | SlideLayout, *holders: Holder) -> None:
    """Replace what stands on a master or layout by these placeholders; the master has a band."""
    for shape in list(sheet.shapes):
        shape.element.getparent().remove(shape.element)
    tree = sheet.shapes.element
    if isinstance(sheet, SlideMaster):
        tree.append(parse_xml(_band()))
    else:
        sheet.element.attrib.pop("type")
        sheet.element.xpath("p:cSld")[0].set("name", LAYOUTS[sheet.name])
    for number, holder in enumerate(holders, 10):
        tree.append(parse_xml(_placeholder(number, holder)))


def _band() -> str:
    return (
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr><p:cNvPr id='9' name='Band'/><p:cNvSpPr/><p:nvPr/>"
        f"</p:nvSpPr><p:spPr>{_place(BAND)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom>"
        f"<a:solidFill><a:schemeClr val='accent1'/></a:solidFill></p:spPr></p:sp>"
    )


def _placeholder(number: int, holder: Holder) -> str:
    field = "<a:fld id='{C1FF6DA9-008F-8B48-92A6-B652298478BF}' type='slidenum'>"
    run = f"<a:rPr lang='{LANGUAGE}'/><a:t>{{}}</a:t>"
    text = (
        f"{field}{run.format('‹nr.›')}</a:fld>"
        if holder is PAGE
        else f"<a:r>{run.format(holder.name)}</a:r>"
    )
    return (
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr><p:cNvPr id='{number}' name='{holder.name}'/>"
        f"<p:cNvSpPr><a:spLocks noGrp='1'/></p:cNvSpPr>"
        f"<p:nvPr><p:ph type='{holder.kind}' idx='{holder.index}'/></p:nvPr></p:nvSpPr>"
        f"<p:spPr>{_place(holder.box)}<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></p:spPr>"
        f"<p:txBody><a:bodyPr lIns='0' tIns='0' rIns='0' bIns='0' anchor='{holder.anchor}'>"
        f"<a:normAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr marL='0' indent='0' "
        f"algn='{holder.align}'><a:buNone/><a:defRPr sz='{holder.size * 100}' "
        f"b='{int(holder.bold)}'><a:solidFill>{_rgb(holder.colour)}</a:solidFill></a:defRPr>"
        f"</a:lvl1pPr></a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _place(box: Box) -> str:
    left, top, width, height = box.emu
    return f"<a:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='{width}' cy='{height}'/></a:xfrm>"


def _rgb(colour: str) -> str:
    return f"<a:srgbClr val='{colour.removeprefix('#')}'/>"
