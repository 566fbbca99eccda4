"""Every figure in every format, opened again: title, caveats, source, verdicts and margins."""

import csv
import io
from collections.abc import Callable
from html import unescape
from typing import Any

import openpyxl
import pptx
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from lib.board import Board
from lib.exhibits import areas, maps, planning, ratings
from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.exhibits.goals import floor_chances, goal_makers
from lib.export.columns import format_table
from lib.export.exhibit_text import caveat_lines, table_lines
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slide
from lib.export.table_files import render_figure_csv, render_workbook
from lib.figures.layers.modes import map_layers
from lib.ui.exhibit.presentation import render_presented_figure
from tests.exhibits.test_exhibits import OF_DEMO, OF_POLICY, changed_map
from tests.export.reading import elements, text

pytestmark = pytest.mark.slow
# A map, a chart and a table: each picture gets the same words, and drawing it twice takes long.
AS_PNG = {"overzicht-rapportcijfer", "doelen-per-wijk", "wijk-klingerberg"}
# What says how sure a figure is: it must be in every file that holds the figures.
CERTAINTY = ("oordeel", "wat de marge zegt", "marge van", "marge tot", "deelnemers", "klasse")


@pytest.fixture(scope="module")
def figures(fictitious: Board) -> list[Exhibit]:
    """The figures of the pages, once each, as a meeting sees them."""
    makers: list[Callable[[], Exhibit | None]] = [
        *((lambda make=make: make(fictitious)) for make, _ in (*OF_POLICY, *OF_DEMO)),
        *((lambda make=make: make(fictitious)) for make in (ratings.slopes, floor_chances)),
        lambda: areas.area_drivers(fictitious, "klingerberg"),
        *goal_makers(fictitious),
        lambda: changed_map(fictitious),
        *maps.area_map_makers(fictitious, map_layers(fictitious).values(), name="kaart"),
    ]
    made = [make() for make in makers]
    found = list({e.name: e.room() if e.room else e for e in made if e is not None}.values())
    assert len(found) > 25
    assert {e.name for e in found} >= AS_PNG
    assert {c for e in found for c in CERTAINTY if c in e.table} == set(CERTAINTY)
    return found


def flat(words: str) -> str:
    """A text without spaces: lines end elsewhere in every format."""
    return "".join(words.split())


def lost(found: str, expected: list[str]) -> list[str]:
    return [words for words in expected if flat(words) not in flat(found)]


def test_csv_has_every_column_and_caveat(figures: list[Exhibit]) -> None:
    for figure in figures:
        content = render_figure_csv(figure).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))
        assert set(map(str, figure.table.columns)) <= set(rows[0]), figure.name
        assert all(lost(row.get("let op", ""), caveat_lines(figure)) == [] for row in rows), (
            figure.name
        )


def test_workbook_has_every_column_caveat_and_source_and_prints_on_a4(
    figures: list[Exhibit],
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(figures, author="Gemeente")))
    *sheets, _ = book.worksheets
    for figure, sheet in zip(figures, sheets, strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        cells = [str(cell) for row in rows for cell in row if cell is not None]
        needed = [figure.title, figure.finding, figure.source, *caveat_lines(figure)]
        assert lost(" ".join(cells), needed) == [], figure.name
        columns = [str(c) for c in figure.figures.columns]
        assert any(list(row[: len(columns)]) == columns for row in rows), figure.name
        assert cells.count(figure.source) == 1
        assert sheet.print_title_rows
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == (9, 0)


def test_years_are_numbers_in_a_workbook(figures: list[Exhibit]) -> None:
    (waves,) = [figure for figure in figures if figure.name.startswith("metingen-")]
    book = openpyxl.load_workbook(io.BytesIO(render_workbook([waves], author="Gemeente")))
    column = [cell.value for cell in book.worksheets[0]["A"]]
    years = column[column.index("meting") + 1 :]
    assert years == [int(year) for year in waves.table["meting"]]


def test_planning_has_quarters_in_words_but_for_programs(fictitious: Board) -> None:
    figure = planning.planning_steps(fictitious)
    book = openpyxl.load_workbook(io.BytesIO(render_workbook([figure], author="Gemeente")))
    sheet = book.worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "1e kwartaal van 2023" in cells
    for row, cell in enumerate(sheet["A"], 1):
        is_long = len(str(cell.value)) > 40 and row > cells.index("stap") // len(
            list(sheet.columns)
        )
        assert not is_long or (sheet.row_dimensions[row].height or 0) >= 30, cell.value
    assert "1e kwartaal van 2023" in text(render_picture(figure, form="pdf", author="Gemeente"))
    assert from_json(as_json(figure)).table["van"][0] == "1e kwartaal van 2023"
    assert "2023-Q1" in render_figure_csv(figure).decode()


def test_pictures_have_caveats_source_verdicts_and_margins_in_words(
    figures: list[Exhibit],
) -> None:
    for figure in figures:
        needed = [figure.finding, figure.source, *caveat_lines(figure)]
        if set(CERTAINTY) & set(figure.table):
            needed += table_lines(figure)
        svg = fromstring(render_picture(figure, form="svg", author="Gemeente"))
        (described,) = svg.iter("{http://www.w3.org/2000/svg}desc")
        assert lost(described.text or "", needed) == [], figure.name
        if figure.name not in AS_PNG:
            continue
        png: Any = Image.open(io.BytesIO(render_picture(figure, form="png", author="Gemeente")))
        png.load()
        assert png.text["Title"] == figure.title
        assert lost(png.text["Description"], needed) == [], figure.name


def test_paper_has_caveats_source_and_every_row(figures: list[Exhibit]) -> None:
    for figure in figures:
        content = render_picture(figure, form="pdf", author="Gemeente")
        needed = [figure.title, figure.finding, figure.source, *caveat_lines(figure)]
        first = [row[0] for row in format_table(figure.figures).rows]
        assert lost(text(content), [*needed, *first]) == [], figure.name
        pictures = [words for kind, words in elements(content) if kind == "/Figure"]
        assert len(pictures) == int(figure.has_picture), figure.name
        assert all(pictures)


def test_slide_has_caveats_and_source_and_its_notes_have_the_rows(
    figures: list[Exhibit], monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = io.BytesIO()
    Image.new("RGB", (1, 1)).save(dot, "PNG")
    drawn = "lib.export.pptx.slides.draw_fitted_png"
    monkeypatch.setattr(drawn, lambda *_, **__: dot.getvalue())  # in test_slides it is drawn
    for figure in figures:
        made: Any = pptx.Presentation(io.BytesIO(render_slide(figure, author="Gemeente")))
        (slide,) = made.slides
        words = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert lost(words, list(figure.marks)) == [], figure.name
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        stars = figure.native.stars if figure.native and charts else ()
        names = [str(name) for chart in charts[: any(stars)] for name in chart.plots[0].categories]
        assert [name.endswith("*") for name in names] == list(stars)[: len(names)], figure.name
        notes = slide.notes_slide.notes_text_frame.text
        needed = [figure.title, figure.finding, figure.source, *figure.notes]
        assert lost(notes, [*needed, *table_lines(figure)]) == [], figure.name


def test_presentation_has_caveats_and_source(
    figures: list[Exhibit], fictitious: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = "lib.ui.exhibit.presentation.draw_fitted_png"
    monkeypatch.setattr(drawn, lambda *_, **__: b"drawn elsewhere")
    for figure in figures:
        page = unescape(str(render_presented_figure(figure, fictitious)))
        needed = [figure.finding or figure.title, figure.source, *caveat_lines(figure)]
        assert lost(page, needed) == [], figure.name
