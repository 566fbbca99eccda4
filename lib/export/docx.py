"""A report as a Word file (DOCX) that can be edited: headings, tables, pictures with alternatives.

It has the contents of the PDF, laid out in Word's own styles. Not here: what these contents are
(`pdf.report`, `story.answer`).
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

from lib.export.pptx.slide_table import TABLE_TYPE, fit_columns
from lib.figures import palette
from lib.text import map_texts, remove_xml_illegal

LANGUAGE, TYPE = "nl-NL", "Arial"  # a type that every office program has
A4, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
TEXT_WIDTH = Emu(A4[0] - 2 * MARGIN)
HIGHEST_PICTURE = Cm(9)  # so that two items fit on a sheet
BODY_SIZE, SMALL_SIZE, HEADING_SIZES = 10.5, 8.5, (20, 14, 11)  # points


def render_docx(report: Mapping[str, Any], *, images: Mapping[str, bytes]) -> bytes:
    """Return the report as a Word file; `images` are PNGs by the name that the items use."""
    report, made = map_texts(report, remove_xml_illegal), docx.Document()
    _set_styles(made)
    about = made.core_properties
    about.title, about.author, about.language = report["title"], report["author"], LANGUAGE
    _write_head_and_foot(made, report)
    made.add_heading(report["title"], level=1)
    _add_text(made, report["note"], colour=palette.QUIET)
    if agreed := report["agreements"]:
        made.add_heading(agreed["title"], level=2)
        _add_agreements(made, agreed, report["overdue"])
    for number, item in enumerate(report["items"], 1):
        made.add_heading(f"{number}. {item['title']}", level=2)
        _add_item(made, item, shared_marks=report["marks"], images=images)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _add_item(
    made: Document,
    item: Mapping[str, Any],
    *,
    shared_marks: Sequence[str],
    images: Mapping[str, bytes],
) -> None:
    """Add a figure with its question, what it shows, its notes and source, and what was agreed."""
    own = [mark for mark in item["marks"] if mark not in shared_marks]
    _add_text(made, " · ".join(own), bold=True, goes_on=True)
    _add_text(made, item["question"] and f"Vraag: {item['question']}", bold=True, goes_on=True)
    _add_text(made, item["finding"], goes_on=True)
    if item["picture"]:
        _add_picture(made, images[item["picture"]], alternative=item["alternative"])
    elif item["header"]:
        _add_table(made, item["header"], item["rows"], numeric=item["numeric"])
    for note in item["notes"]:
        _add_text(made, note)
    source = _add_text(made, item["source"], size=SMALL_SIZE, colour=palette.QUIET)
    if item["link"]:
        words = f"Open ‘{item['title']}’ in het dashboard"
        _add_link(source or made.add_paragraph(), item["link"], words)
    _add_agreed(made, item["agreed"])


def _add_agreed(made: Document, sentences: Sequence[str]) -> None:
    if sentences:
        made.add_heading("Afspraken bij dit punt", level=3)
    for sentence in sentences:
        made.add_paragraph(sentence, style="List Bullet")


def _add_agreements(made: Document, agreed: Mapping[str, Any], overdue: Sequence[int]) -> None:
    """Add the table of agreements, in which what is late stands out."""
    if not agreed["rows"]:
        _add_text(made, "Er zijn geen afspraken gemaakt.")
        return
    cells = _add_table(made, agreed["header"], agreed["rows"])
    for row in overdue:
        for run in cells[row + 1][-1].runs:
            run.bold, run.font.color.rgb = True, _colour(palette.BAD)


def _add_text(
    made: Document,
    text: str,
    *,
    size: float = BODY_SIZE,
    colour: str = palette.INK,
    bold: bool = False,
    goes_on: bool = False,
) -> Paragraph | None:
    """Add a paragraph unless it is empty; `goes_on` holds it on one sheet with the next."""
    if not text:
        return None
    paragraph = made.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.font.color.rgb = Pt(size), bold, _colour(colour)
    paragraph.paragraph_format.keep_with_next = goes_on
    return paragraph


def _add_table(
    made: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
) -> list[list[Paragraph]]:
    """Add a table whose header is repeated on each sheet; return its cells' paragraphs."""
    table = made.add_table(len(rows) + 1, len(header), style="Table Grid")
    table.autofit = False  # else programs break words to make all columns as wide
    scale = SMALL_SIZE / TABLE_TYPE
    fitted = fit_columns(header, rows, numeric=numeric, width=TEXT_WIDTH.inches / scale)
    for column, width in zip(table.columns, fitted.widths, strict=True):
        column.width = Inches(width * scale)  # for LibreOffice; Word looks at the cells
        for cell in column.cells:
            cell.width = column.width
    cells = [[cell.paragraphs[0] for cell in row.cells] for row in table.rows]
    for at, (words, paragraphs) in enumerate(zip((header, *rows), cells, strict=True)):
        properties = table.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001 - has no other name
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (text, paragraph) in enumerate(zip(words, paragraphs, strict=True)):
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(SMALL_SIZE), at == 0
            if column in numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()
    return cells


def _add_picture(made: Document, drawn: bytes, *, alternative: str) -> None:
    """Add a picture as wide as the text, or as high as it may be, with its alternative."""
    picture = made.add_picture(io.BytesIO(drawn), width=TEXT_WIDTH)
    if picture.height > HIGHEST_PICTURE:
        width = Emu(picture.width * HIGHEST_PICTURE // picture.height)
        picture.width, picture.height = width, HIGHEST_PICTURE
    picture._inline.docPr.set("descr", alternative)  # noqa: SLF001 - has no other name
    made.paragraphs[-1].paragraph_format.keep_with_next = True


def _add_link(paragraph: Paragraph, address: str, words: str) -> None:
    """Add a link on a line of its own."""
    paragraph.add_run().add_break()
    run = paragraph.add_run(words)
    run.font.size, run.underline = Pt(SMALL_SIZE), True
    run.font.color.rgb = _colour(palette.ACCENT)
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    link.append(run._r)  # noqa: SLF001 - has no other name
    paragraph._p.append(link)  # noqa: SLF001


def _write_head_and_foot(made: Document, report: Mapping[str, Any]) -> None:
    """Write on each sheet whose report it is, its marks, and which sheet of how many."""
    section = made.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = MARGIN
    head = section.header.paragraphs[0]
    head.add_run(f"{report['author']} · {report['title']}   ").font.size = Pt(SMALL_SIZE)
    head.add_run(" · ".join(report["marks"])).bold = True
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Pagina ", "PAGE"), (" van ", "NUMPAGES")):
        foot.add_run(words)
        foot._p.append(  # noqa: SLF001 - fields have no other way in
            parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr='{field}'><w:r/></w:fldSimple>")
        )


def _set_styles(made: Document) -> None:
    """Set the type, and the language in which the file is read aloud and checked."""
    names = ["Normal", *(f"Heading {level}" for level in range(1, 4))]
    for name, size in zip(names, (BODY_SIZE, *HEADING_SIZES), strict=True):
        style: Any = made.styles[name]
        style.font.name, style.font.size = TYPE, Pt(size)
        style.font.color.rgb = _colour(palette.INK)
        for fonts in style.element.xpath(".//w:rFonts"):
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in made.styles.element.xpath(".//w:rPrDefault//w:lang"):
        language.set(qn("w:val"), LANGUAGE)


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
