"""What a reader must know to read a figure right stands in every file, opened again."""

import csv
import io
from html import unescape
from typing import Any

import openpyxl
import pptx
import pytest
from defusedxml.ElementTree import fromstring

from lib.access import PUBLIC
from lib.board import load_board
from lib.exhibits.exhibit import Caveat, CaveatKind, Exhibit
from lib.export.exhibit_text import caveat_lines, source_line
from lib.export.pdf.report import Report, ReportItem, render_report, render_report_slides
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slides
from lib.export.site.story_page import render_embed_page, render_story_page
from lib.export.table_files import render_figure_csv, render_workbook
from tests.export.reading import text
from tests.export.samples import BARS, exhibit
from tests.export.site.samples import ADDRESS, story

CAVEATS = (
    Caveat(CaveatKind.FICTITIOUS, "FICTIEVE CIJFERS"),
    Caveat(CaveatKind.INTERNAL, "INTERN"),
    Caveat(CaveatKind.STAR, "* veel bezoekers of bedrijven: niet vergelijkbaar"),
    Caveat(CaveatKind.NOTE, "Gearceerd: geen cijfer."),
    Caveat(CaveatKind.NO_MARGIN, "Geen marge bekend: een verschil kan toeval zijn."),
)
TEXTS = [caveat.text for caveat in CAVEATS]
NOTES = TEXTS[2:]


@pytest.fixture(
    params=[{"native": None, "chart": BARS}, {"native": None}, {}],
    ids=["picture", "table", "editable chart"],
)
def figure(request: pytest.FixtureRequest) -> Exhibit:
    return exhibit(caveats=CAVEATS, **request.param)


def absent(found: str, expected: list[str]) -> list[str]:
    """The texts that are not there, whatever the line ends between their words."""
    flat = "".join(found.split())
    return [words for words in expected if "".join(words.split()) not in flat]


def texts(content: bytes) -> list[tuple[str, str]]:
    """The text on each slide, and that of its notes."""
    deck: Any = pptx.Presentation(io.BytesIO(content))
    return [
        (
            " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame),
            slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        )
        for slide in deck.slides
    ]


def test_lines_are_all_caveats_with_the_marks_first() -> None:
    mixed = exhibit(caveats=CAVEATS[::-1])
    assert caveat_lines(mixed) == [*TEXTS[1::-1], *NOTES[::-1]]
    assert caveat_lines(exhibit(caveats=())) == []


def test_notes_stand_as_sentences_before_the_source() -> None:
    line = source_line(exhibit(caveats=CAVEATS), before="Zonder cijfer: Belfeld.")
    assert line == (
        "Zonder cijfer: Belfeld. * veel bezoekers of bedrijven: niet vergelijkbaar. "
        "Gearceerd: geen cijfer. Geen marge bekend: een verschil kan toeval zijn. "
        "Bron: Gemeente, Nota. Periode: 2021. Opgehaald: 1 mei 2026."
    )
    assert source_line(exhibit(caveats=())) == exhibit().source


def test_csv_has_them_in_every_row(figure: Exhibit) -> None:
    content = render_figure_csv(figure).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))
    assert len(rows) == len(figure.table)
    for row in rows:
        assert row["let op"] == "; ".join(TEXTS)


def test_csv_without_caveats_has_no_column_for_them() -> None:
    assert b"let op" not in render_figure_csv(exhibit(caveats=()))


def test_workbook_has_them_above_the_table_and_with_the_source(figure: Exhibit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook([figure], author="Gemeente")))
    sheet, sources = book.worksheets
    above = [sheet.cell(row, 1).value for row in range(1, 9)]
    assert set(TEXTS) <= set(above)
    header, row = sources.iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True))["let op"] == "; ".join(TEXTS)


def test_picture_on_paper_has_them(figure: Exhibit) -> None:
    assert absent(text(render_picture(figure, form="pdf", author="Gemeente")), TEXTS) == []


def test_svg_has_them_in_its_description(figure: Exhibit) -> None:
    root = fromstring(render_picture(figure, form="svg", author="Gemeente"))
    (description,) = root.iter("{http://www.w3.org/2000/svg}desc")
    assert absent(description.text or "", TEXTS) == []


def test_png_is_higher_with_notes(figure: Exhibit) -> None:
    plain = exhibit(caveats=CAVEATS[:2], native=figure.native, chart=figure.chart)
    with_notes, without = (
        render_picture(one, form="png", author="Gemeente") for one in (figure, plain)
    )
    heights = [int.from_bytes(png[20:24], "big") for png in (with_notes, without)]
    assert heights[0] > heights[1]


def test_slide_has_them_and_so_have_its_notes(figure: Exhibit) -> None:
    _, (slide, notes) = texts(render_slides([figure], title="x", subtitle="", author="Gemeente"))
    assert absent(slide, TEXTS) == []
    assert absent(notes, NOTES) == []


def test_report_of_a_meeting_has_them(figure: Exhibit) -> None:
    meeting = Report(title="Driehoek", items=[ReportItem(figure)], agreements=[], frozen=None)
    assert absent(text(render_report(meeting, author="Gemeente")), TEXTS) == []
    slide, _ = texts(render_report_slides(meeting, author="Gemeente"))[-1]
    assert absent(slide, TEXTS) == []


def test_page_of_a_story_has_them(figure: Exhibit) -> None:
    public = story(exhibits=(figure,))
    for render in (render_story_page, render_embed_page):
        page = unescape(render(public, board=load_board(PUBLIC), address=ADDRESS))
        assert absent(page, TEXTS) == []
