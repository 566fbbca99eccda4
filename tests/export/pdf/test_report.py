"""The report of a meeting, opened again: tags, language, text, alternatives, numbers of pages."""

import datetime as dt
import io
import re
from typing import Any

import docx
import pandas as pd
import pptx
import pypdf
import pytest
from docx.document import Document

from lib.exhibits.exhibit import Caveat, CaveatKind, caveats_from_marks
from lib.export.pdf.report import (
    Report,
    ReportAgreement,
    ReportItem,
    render_report,
    render_report_document,
    render_report_slides,
)
from tests.export.samples import BARS, ILLEGAL, MAP, exhibit, table

DAY = dt.date(2026, 11, 23)
PICTURE = exhibit(chart=BARS, native=None, caveats=())


def meeting(**changed: Any) -> Report:
    page_words: dict[str, Any] = {
        "title": "Lokale driehoek, 30 november 2026",
        "items": [ReportItem(PICTURE, "Wat doen we?", "https://dashboard.example/?wijk=belfeld")],
        "agreements": [
            ReportAgreement(
                "Toezicht op het plein",
                "politie",
                "Belfeld",
                "Overlast",
                "1 november 2026",
                "open, TE LAAT",
            ),
            ReportAgreement("Plan voor fietsen", "gemeente", "–", "–", "1 mei 2027", "klaar"),
        ],
        "frozen": DAY,
        "marks": ("INTERN",),
    }
    return Report(**(page_words | changed))


def opened(page_words: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_report(page_words, author="Gemeente")))


def word_file(page_words: Report) -> Document:
    return docx.Document(io.BytesIO(render_report_document(page_words, author="Gemeente")))


def words(document: pypdf.PdfReader) -> str:
    text = " ".join(page.extract_text() for page in document.pages)
    return " ".join(text.replace("\xad", "").split())


def elements(document: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure that a screen reader follows."""
    found, left = [], [document.root_object["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            left.extend(node)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            found.append(node)
            left.extend([node["/K"]] if "/K" in node else [])
    return found


def test_document_is_tagged_with_language_title_and_author() -> None:
    document = opened(meeting())
    root: Any = document.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("nl")
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == (meeting().title, "Gemeente")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    kinds = {str(e.get("/S")) for e in elements(document)}
    assert {"/H1", "/H2", "/Figure", "/Table", "/TH"} <= kinds
    width, height = document.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_every_picture_has_its_alternative() -> None:
    page_words = meeting(
        items=[ReportItem(PICTURE), ReportItem(exhibit(**MAP, alternative="Een kaart."))]
    )
    figures = [e for e in elements(opened(page_words)) if e.get("/S") == "/Figure"]
    assert {str(f["/Alt"]) for f in figures} == {PICTURE.alternative, "Een kaart."}


def test_everything_that_was_discussed_stands_in_it() -> None:
    text = words(opened(meeting()))
    for page_words in (
        "Lokale driehoek, 30 november 2026",
        "Cijfers en afspraken zoals ze waren op 23 november 2026, bij het afsluiten.",
        "1. Rapportcijfer per wijk, 2021",
        "Vraag: Wat doen we?",
        PICTURE.finding,
        PICTURE.source,
        "Toezicht op het plein",
        "politie",
        "Belfeld",
        "Overlast",
        "1 november 2026",
        "open, TE LAAT",
        "Plan voor fietsen",
        "klaar",
        "INTERN",
    ):
        assert page_words in text
    assert text.count("TE LAAT") == 1
    first = words(document := opened(meeting())).split("1. Rapportcijfer")[0]
    assert first.count("30 november 2026") == 2, "in the head of the page and above the report"
    assert "Plan voor fietsen" in first, "what was agreed comes first"
    assert len(document.pages) == 1


def test_two_figures_fit_on_a_page_and_none_is_cut_from_its_source() -> None:
    other = exhibit(chart=BARS, native=None, caveats=(), title="Een ander cijfer")
    page_words = meeting(items=[ReportItem(PICTURE, "Wat doen we?"), ReportItem(other)] * 3)
    pages = [" ".join(page.extract_text().split()) for page in opened(page_words).pages]
    assert [page.count("Bron: ") for page in pages] == [1, 2, 2, 1]
    heads = [len(re.findall(r"\d\. (?:Rapportcijfer per|Een ander)", page)) for page in pages]
    assert heads == [1, 2, 2, 1], "a figure stands with its source"


def test_table_that_fits_on_a_page_is_not_cut_from_its_source() -> None:
    rows = table().iloc[[0] * 25]
    long = exhibit(native=None, table=rows, title="Een lange tabel")
    pages = [page.extract_text() for page in opened(meeting(items=[ReportItem(long)] * 3)).pages]
    assert [page.count("Bron: ") for page in pages] == [1, 1, 1]
    assert all("Een lange tabel" in page for page in pages)


def test_every_page_is_numbered_and_marked() -> None:
    document = opened(meeting(items=[ReportItem(PICTURE)] * 7))
    pages = [" ".join(page.extract_text().split()) for page in document.pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"Pagina {number} van {len(pages)}" in text
        assert "INTERN" in text


def test_figure_without_a_picture_is_a_table() -> None:
    document = opened(meeting(items=[ReportItem(exhibit(native=None))], agreements=[]))
    text = words(document)
    for page_words in ("Arcen 7,2", "Belfeld 6,4", "Velden 7,0", "Er zijn geen afspraken gemaakt."):
        assert page_words in text
    assert not [e for e in elements(document) if e.get("/S") == "/Figure"]


def test_meeting_without_items_is_a_report_too() -> None:
    assert "Lokale driehoek" in words(opened(meeting(items=[], agreements=[])))


def test_fictitious_figures_are_marked_at_their_own_item() -> None:
    fictitious = exhibit(chart=BARS, caveats=caveats_from_marks(("INTERN", "FICTIEVE CIJFERS")))
    assert "FICTIEVE CIJFERS" in words(opened(meeting(items=[ReportItem(fictitious)])))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "", "data:text/html,x"]
)
def test_only_web_addresses_become_links(link: str) -> None:
    def addresses(page_words: Report) -> list[str]:
        found = [a.get_object() for p in opened(page_words).pages for a in p.get("/Annots", [])]
        return [str(a["/A"]["/URI"]) for a in found if "/URI" in a.get("/A", {})]

    assert addresses(meeting(items=[ReportItem(PICTURE, link=link)])) == []
    assert addresses(meeting()) == ["https://dashboard.example/?wijk=belfeld"]


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "*vet* _cursief_ $x$ @bron <label>", "= kop", "\\u{41} // x"]
)
def test_text_is_never_run_as_markup(text: str) -> None:
    page_words = meeting(
        title=text,
        items=[ReportItem(PICTURE, text)],
        agreements=[ReportAgreement(*[text] * 6)],
    )
    found = words(opened(page_words)).replace(" ", "")
    assert found.count(text.replace(" ", "")) >= 5


def test_characters_that_files_refuse_are_left_out() -> None:
    page_words = meeting(
        title=ILLEGAL,
        items=[ReportItem(exhibit(chart=BARS, title=ILLEGAL, finding=ILLEGAL), ILLEGAL)],
        agreements=[ReportAgreement(*[ILLEGAL] * 6)],
    )
    assert "1. ab" in words(opened(page_words))
    assert "1. ab" in [p.text for p in word_file(page_words).paragraphs]
    assert render_report_slides(page_words, author=ILLEGAL)


def test_slides_of_the_meeting_hold_its_items_and_agreements() -> None:
    made: Any = pptx.Presentation(io.BytesIO(render_report_slides(meeting(), author="Gemeente")))
    opening, agreed, item = made.slides
    assert "zoals ze waren op 23 november 2026" in opening.placeholders[1].text_frame.text
    assert "Vraag: Wat doen we?" in item.placeholders[1].text_frame.text
    (found,) = [shape.table for shape in agreed.shapes if shape.has_table]
    assert [cell.text for cell in found.rows[1].cells] == [
        "Toezicht op het plein",
        "politie",
        "Belfeld",
        "Overlast",
        "1 november 2026",
        "open, TE LAAT",
    ]
    for slide in made.slides:
        assert "INTERN" in [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    empty: Any = pptx.Presentation(
        io.BytesIO(render_report_slides(meeting(agreements=[]), author="Gemeente"))
    )
    assert len(empty.slides) == 2


TABLE = exhibit(native=None, title="Een tabel")
WITHOUT_FIGURE = exhibit(
    title="Rondvraag", finding="", source="", caveats=(), table=pd.DataFrame(), native=None
)


def discussed() -> Report:
    """A meeting with a picture, a table and an item without a figure; two have an agreement."""
    note = Caveat(CaveatKind.NOTE, "Dit is een duiding.")
    late, later = meeting().agreements or ()
    return meeting(
        items=[
            ReportItem(
                exhibit(chart=BARS, native=None, caveats=(note,)),
                "Wat doen we?",
                "https://dashboard.example/?wijk=belfeld",
                [late],
            ),
            ReportItem(TABLE),
            ReportItem(WITHOUT_FIGURE, agreed=[later]),
        ]
    )


LATER = "Plan voor fietsen (gemeente, uiterlijk 1 mei 2027, klaar)"
IN_ORDER = (
    "Afspraken",
    "1. Rapportcijfer per wijk, 2021",
    "Vraag: Wat doen we?",
    PICTURE.finding,
    "Dit is een duiding.",
    PICTURE.source,
    "Open ‘Rapportcijfer per wijk, 2021’ in het dashboard",
    "Afspraken bij dit punt",
    "Toezicht op het plein (politie, uiterlijk 1 november 2026, open, TE LAAT)",
    "2. Een tabel",
    "3. Rondvraag",
    LATER,
)


def test_an_item_has_its_figure_its_notes_and_what_was_agreed_in_this_order() -> None:
    made = word_file(discussed())
    for text in (words(opened(discussed())), " ".join(p.text for p in made.paragraphs)):
        places = [text.index(part) for part in IN_ORDER]
        assert places == sorted(places)
    *_, item, _, last = pptx.Presentation(
        io.BytesIO(render_report_slides(discussed(), author="Gemeente"))
    ).slides
    assert "Afspraak: Toezicht op het plein (politie" in item.placeholders[1].text_frame.text
    assert f"Afspraak: {LATER}" in last.placeholders[1].text_frame.text


def test_word_file_has_headings_language_and_alternatives() -> None:
    made = word_file(discussed())
    levels = [p.style.name for p in made.paragraphs if p.style and p.style.name]
    assert levels.count("Heading 1") == 1
    assert levels.count("Heading 2") == 4
    assert made.core_properties.title == meeting().title
    assert made.styles.element.xpath("string(.//w:rPrDefault//w:lang/@w:val)") == "nl-NL"
    (picture,) = made.element.xpath(".//wp:docPr")
    assert picture.get("descr") == PICTURE.alternative
    assert "INTERN" in made.sections[0].header.paragraphs[0].text
    fields = made.sections[0].footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


def test_word_file_has_agreements_and_figures_in_tables_with_a_repeated_header() -> None:
    agreed, figures = word_file(discussed()).tables
    for made in (agreed, figures):
        assert made.rows[0]._tr.xpath(".//w:tblHeader")
    assert [cell.text for cell in agreed.rows[1].cells][-2:] == ["1 november 2026", "open, TE LAAT"]
    assert [run.bold for run in agreed.rows[1].cells[-1].paragraphs[0].runs] == [True]
    assert [cell.text for cell in figures.rows[2].cells] == ["Belfeld", "6,4", "veel bezoekers"]
    assert "Er zijn geen afspraken" in [
        p.text[:22] for p in word_file(meeting(agreements=[])).paragraphs
    ]


def test_words_pasted_from_a_word_processor_are_read_in_the_document() -> None:
    pasted = "Toezicht in Noord\u2011Oost bij ≥\u202f3 meldingen"
    for more in ("", " 😀"):
        text = words(opened(meeting(items=[ReportItem(PICTURE, pasted + more)])))
        assert "Noord-Oost" in text
        assert "≥" in text


def test_a_long_address_leaves_the_other_columns_of_a_slide_their_room() -> None:
    address = f"https://example.nl/{'a' * 120}"
    agreed = [ReportAgreement(address, "politie", "Belfeld", "–", "1 mei 2027", "open")]
    slides = render_report_slides(meeting(agreements=agreed), author="Gemeente")
    deck = pptx.Presentation(io.BytesIO(slides))
    (drawn,) = (s for slide in deck.slides for s in slide.shapes if s.has_table)
    assert min(column.width.inches for column in drawn.table.columns) > 0.8
    assert drawn.top + drawn.height < deck.slide_height
