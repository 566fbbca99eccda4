"""Slides, opened again: what they hold, in which order, and that any text fits in the file."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import openpyxl
import pandas as pd
import pptx
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_FILL
from pptx.util import Inches, Pt

from lib.exhibits.exhibit import Exhibit, Native, Shape, caveats_from_marks
from lib.export.pptx.slides import TextTable, render_slide, render_slides
from lib.export.typeset import ExportError
from lib.figures import palette
from tests.export.samples import (
    AREAS,
    BARS,
    ILLEGAL,
    MAP,
    NAN,
    VEGA_MAP,
    exhibit,
    monthly,
    table,
)

IN_TABLE = ILLEGAL.replace("\ud800", "")  # a frame refuses that one itself
LONG = (
    "Dit is een lange zin over de veiligheid in de wijken van de gemeente en de cijfers daarvan. "
)


def content(*exhibits: Exhibit, **more: Any) -> bytes:
    words: dict[str, Any] = {"title": "Driehoek", "subtitle": "23 november 2026"}
    return render_slides(exhibits, author="Gemeente", **(words | more))


def deck(*exhibits: Exhibit, **more: Any) -> Any:
    return pptx.Presentation(io.BytesIO(content(*exhibits, **more)))


def only(figure: Exhibit) -> Any:
    """The one slide of an exhibit, after the opening."""
    _, slide = deck(figure).slides
    return slide


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def chart_of(slide: Any) -> Any:
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    return chart


def described(slide: Any) -> list[str]:
    """The alternatives of all that is no text."""
    return [
        shape.element.xpath(".//p:cNvPr")[0].get("descr", "")
        for shape in slide.shapes
        if not shape.has_text_frame
    ]


def test_deck_is_wide_and_has_title_and_author() -> None:
    made = deck(exhibit())
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, rel=1e-3)
    about = made.core_properties
    assert (about.title, about.author, about.language) == ("Driehoek", "Gemeente", "nl-NL")
    assert texts(made.slides[0])[:2] == ["Driehoek", "23 november 2026\nGemeente"]


def test_every_slide_has_a_title_of_its_own() -> None:
    same = TextTable("In 2021 zat 1 wijk onder 6,7.", ("wat",), (("iets",),))
    made = deck(exhibit(), exhibit(), exhibit(finding="", title=" "), texts=[same], title="")
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert titles == [
        "Zonder titel",
        "In 2021 zat 1 wijk onder 6,7.",
        "In 2021 zat 1 wijk onder 6,7. (2)",
        "In 2021 zat 1 wijk onder 6,7. (3)",
        "Zonder titel (2)",
    ]


def test_without_a_finding_the_title_is_the_figures_own_and_stands_there_once() -> None:
    slide = only(exhibit(finding=""))
    assert texts(slide).count("Rapportcijfer per wijk, 2021") == 1
    assert slide.shapes.title.text_frame.text == "Rapportcijfer per wijk, 2021"


def test_long_finding_gives_its_first_sentence_to_the_title_and_loses_nothing() -> None:
    slide = only(exhibit(finding="De cijfers zijn bekend. " + LONG * 4))
    assert slide.shapes.title.text_frame.text == "De cijfers zijn bekend."
    assert (LONG * 4).strip() in slide.placeholders[1].text_frame.text
    endless = only(exhibit(finding="woord " * 80))
    assert endless.shapes.title.text_frame.text == "Rapportcijfer per wijk, 2021"


@pytest.mark.parametrize("shape", [Shape.BARS, Shape.COLUMNS, Shape.LINES])
def test_chart_has_the_figures_of_the_table(shape: Shape) -> None:
    figure = monthly(shape)
    plot = chart_of(only(figure)).plots[0]
    assert list(plot.categories) == list(figure.table["maand"])
    for series in plot.series:
        found = [NAN if v is None else v for v in series.values]  # noqa: PD011
        expected = figure.table[series.name].astype(float)
        assert found == pytest.approx(list(expected), nan_ok=True)


@pytest.mark.parametrize("value", [NAN, None, float("inf"), float("-inf"), pd.NA, "niet getoond"])
def test_what_is_no_figure_is_a_gap_and_named_on_the_slide(value: object) -> None:
    slide = only(exhibit(table=table([7.2, value, 7.0])))
    chart = chart_of(slide)
    assert list(chart.plots[0].series[0].values) == [7.2, None, 7.0]
    assert chart.element.xpath(".//c:dispBlanksAs/@val") == ["gap"]
    assert any(t.startswith("Zonder cijfer: Belfeld. Bron: ") for t in texts(slide))
    assert "Zonder cijfer: Belfeld." in slide.notes_slide.notes_text_frame.text


def test_bars_stand_in_the_order_of_the_table_begin_at_zero_and_have_labels() -> None:
    chart = chart_of(only(exhibit()))
    assert chart.category_axis.reverse_order
    assert chart.value_axis.minimum_scale == 0
    assert chart.plots[0].has_data_labels


@pytest.mark.parametrize("values", [(-1.5, 2, 3), (-0.5, NAN, 0.2), (-3, -2, -1)])
def test_figure_of_a_bar_below_zero_does_not_lie_on_its_name(values: tuple[float, ...]) -> None:
    lowest = chart_of(only(exhibit(table=table(values)))).value_axis.minimum_scale
    span = pd.Series([*values, 0]).max() - min(values)
    assert lowest == pytest.approx(min(values) - 0.2 * span)


@pytest.mark.parametrize(
    ("values", "expected"), [((7.2, 6.4, 7.0), "[$-413]#,##0.0"), ((6501, 2, 3), "[$-413]#,##0")]
)
def test_figures_are_written_in_dutch(values: tuple[float, ...], expected: str) -> None:
    chart = chart_of(only(exhibit(table=table(values))))
    assert {node.text for node in chart.element.xpath(".//c:formatCode")} == {expected}
    assert chart.value_axis.tick_labels.number_format == expected
    assert chart.element.xpath("c:lang/@val") == ["nl-NL"]


def test_lines_differ_without_colour_and_label_their_last_figure() -> None:
    chart = chart_of(only(monthly(Shape.LINES)))
    lines = [series.format.line for series in chart.plots[0].series]
    assert len({line.dash_style for line in lines}) == 2
    assert chart.has_legend
    assert chart.element.xpath(".//c:dLbl/c:idx/@val") == ["59", "59"]


def test_a_figure_between_gaps_is_a_dot_and_one_that_ends_early_is_under_its_line() -> None:
    years = pd.DataFrame(
        {
            "jaar": [2019, 2020, 2021, 2022, 2023],
            "stad": [8.0, None, 6.0, 6.2, 6.1],
            "land": [7.0, None, 5.0, 5.1, None],
        }
    )
    native = Native(Shape.LINES, "jaar", ("stad", "land"))
    chart = chart_of(only(exhibit(table=years, native=native)))
    city, country = chart.plots[0].series
    for series in (city, country):
        assert [int(at) for at in series._element.xpath("c:dPt/c:idx/@val")] == [0]
        assert series.points[0].marker.style == XL_MARKER_STYLE.CIRCLE
    assert city.points[4].data_label.position == XL_LABEL_POSITION.RIGHT
    assert country.points[3].data_label.position == XL_LABEL_POSITION.BELOW


def test_text_in_the_sheet_behind_a_chart_is_never_run() -> None:
    hostile = ['=HYPERLINK("https://elsewhere.example")', "{=1+1}", "https://elsewhere.example"]
    slide = only(exhibit(table=table().assign(wijk=hostile)))
    assert list(chart_of(slide).plots[0].categories) == hostile
    blob = chart_of(slide).part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    cells = [sheet.cell(row, 1) for row in (2, 3, 4)]
    assert [(c.value, c.data_type, c.hyperlink) for c in cells] == [
        (text, "s", None) for text in hostile
    ]
    assert [sheet.cell(row, 2).value for row in (1, 2, 3, 4)] == ["rapportcijfer", 7.2, 6.4, 7.0]


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, ["chart"]),
        ({"chart": BARS}, ["chart"]),
        ({"chart": BARS, "native": None}, ["picture"]),
        (MAP, ["picture", "chart"]),
        ({"chart": VEGA_MAP}, ["picture", "chart"]),
        (MAP | {"native": None}, ["picture"]),
        (
            {
                "svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
                "native": None,
            },
            ["picture"],
        ),
        ({"native": None}, ["table"]),
        ({"table": table([None, None, None])}, ["table"]),
    ],
)
def test_figure_is_what_can_be_edited_and_described_in_words(
    changed: dict[str, Any], kinds: list[str]
) -> None:
    slide = only(exhibit(**changed))
    figures = [s for s in slide.shapes if not s.has_text_frame]
    found = ["chart" if s.has_chart else "table" if s.has_table else "picture" for s in figures]
    assert found == kinds
    assert described(slide) == [exhibit().alternative] * len(kinds)


def test_picture_that_cannot_be_drawn_raises() -> None:
    with pytest.raises(ExportError, match="De grafiek kon niet worden getekend"):
        content(exhibit(chart={"mark": "no such mark"}, native=None))


def test_lines_have_margin_and_goals_as_thin_series_of_their_own() -> None:
    waves = pd.DataFrame(
        {"meting": ["2021", "2023"], "cijfer": [6.6, 6.4], "van": [6.36, 6.16], "tot": [6.84, 6.64]}
    )
    native = Native(
        Shape.LINES, "meting", ("cijfer",), goals=(("ondergrens", 6.7),), margin=("van", "tot")
    )
    chart = chart_of(only(exhibit(table=waves, native=native)))
    found = {series.name: list(series.values) for series in chart.plots[0].series}
    assert found == {
        "cijfer": [6.6, 6.4],
        "van": [6.36, 6.16],
        "tot": [6.84, 6.64],
        "ondergrens 6,7": [6.7, 6.7],
    }
    main, *thin = [series.format.line.width for series in chart.plots[0].series]
    assert all(width < main for width in thin)
    assert chart.has_legend
    assert chart.value_axis.minimum_scale == 6.0
    assert chart.value_axis.tick_labels.number_format.endswith("0.0"), "as the ratings, not margins"
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [None, "cijfer", "van", "tot", "ondergrens 6,7"]


def test_start_of_the_policy_is_a_line_of_its_own_with_its_name() -> None:
    years = pd.DataFrame({"jaar": [2021, 2022, 2023], "misdrijven": [120, 140, 130]})
    native = Native(Shape.LINES, "jaar", ("misdrijven",), moments=(("2022", "beleid vanaf 2022"),))
    chart = chart_of(only(exhibit(table=years, native=native)))
    counts, start = chart.plots[0].series
    assert (counts.name, start.name) == ("misdrijven", "beleid vanaf 2022")
    before, top, after = start.values  # noqa: PD011 - no frame
    assert top > 140
    assert (before, after) == (None, None)
    assert start._element.xpath(".//c:errBars/c:errValType/@val") == ["percentage"]
    assert start.points[1].data_label.text_frame.text == "beleid vanaf 2022"
    assert not chart.has_legend, "one series, and a line that has its name"
    first = replace(native, moments=(("2021", "beleid vanaf 2021"),))
    assert len(chart_of(only(exhibit(table=years, native=first))).plots[0].series) == 1


def test_dots_with_a_star_are_a_series_and_no_name_lies_on_another() -> None:
    rows = pd.DataFrame(
        {"wijk": ["Eerste", "Tweede", "Derde"], "per 1.000": [30, 30, 30], "cijfer": [7.0] * 3}
    )
    native = Native(Shape.SCATTER, "wijk", ("per 1.000", "cijfer"), stars=(False, False, True))
    chart = chart_of(only(exhibit(table=rows, native=native)))
    plain, starred = chart.plots[0].series
    assert starred.name == "veel bezoekers of bedrijven"
    assert starred.marker.style is XL_MARKER_STYLE.DIAMOND
    assert chart.has_legend
    labels = [plain.points[0], plain.points[1], starred.points[0]]
    assert len({point.data_label.position for point in labels}) == 3


def test_only_the_own_area_has_its_name_where_names_would_lie_on_each_other() -> None:
    names = ["Eigen", *(f"Gemeente {n}" for n in range(8))]
    rows = pd.DataFrame({"gebied": names, "inwoners": [100] * 9, "per 1.000": [7.0] * 9})
    colours = (palette.ACCENT, *[palette.GRID] * 8)
    native = Native(Shape.SCATTER, "gebied", ("inwoners", "per 1.000"), colours)
    (dots,) = chart_of(only(exhibit(table=rows, native=native))).plots[0].series
    labels = dots._element.xpath("c:dLbls/c:dLbl//a:t/text()")
    assert "Eigen" in labels
    assert len(labels) < len(names)


def test_rates_lie_between_limits_that_are_series_of_their_own() -> None:
    rates = pd.DataFrame(
        {
            "gebied": ["Eigen", "Ander", "Land"],
            "inwoners": [200, 100, 900],
            "per 1.000": [2.5, 1.25, 2.0],
            "ondergrens 95 %": [1.5, 1.0, None],
            "bovengrens 95 %": [2.5, 3.0, None],
        }
    )
    native = Native(
        Shape.SCATTER,
        "gebied",
        tuple(rates.columns[1:]),
        goals=(("groep", 2.0),),
    )
    chart = chart_of(only(exhibit(table=rates, native=native)))
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER
    dots, low, high, group = chart.plots[0].series
    assert list(dots.values) == [1.25, 2.5], "from left to right; a country has no limits"
    assert [dots.points[at].data_label.text_frame.text for at in (0, 1)] == ["Ander", "Eigen"]
    assert (list(low.values), list(high.values)) == ([1.0, 1.5], [3.0, 2.5])
    assert (group.name, list(group.values)) == ("groep 2,00", [2.0, 2.0])
    assert chart.category_axis.axis_title.text_frame.text == "inwoners"


def test_bars_have_star_hatch_sign_and_all_decimals() -> None:
    native = Native(
        Shape.BARS, "wijk", ("rapportcijfer",), (palette.GOOD,) * 3, stars=(False, True, False)
    )
    chart = chart_of(only(exhibit(table=table([0.25, -0.5, 1]), native=native)))
    assert list(chart.plots[0].categories) == ["Arcen", "Belfeld*", "Velden"]
    kinds = [chart.plots[0].series[0].points[at].format.fill.type for at in range(3)]
    assert kinds == [MSO_FILL.SOLID, MSO_FILL.PATTERNED, MSO_FILL.SOLID]
    style = chart.value_axis.tick_labels.number_format
    assert style == "[$-413]+#,##0.00;−#,##0.00;#,##0.00"


def test_table_that_is_too_long_lists_what_is_left_out() -> None:
    rows = pd.DataFrame({"wijk": [f"wijk {n}" for n in range(30)], "leeg": ""})
    years = pd.DataFrame({str(year): range(30) for year in range(2010, 2020)})
    slide = only(exhibit(table=pd.concat([rows, years], axis=1), native=None))
    (figure,) = [shape.table for shape in slide.shapes if shape.has_table]
    header = [cell.text for cell in figure.rows[0].cells]
    assert header == ["wijk", "2013", "2014", "2015", "2016", "2017", "2018", "2019"]
    assert len(figure.rows) <= 13
    left = 30 - (len(figure.rows) - 1)
    assert f"en {left} andere rijen en 3 andere kolommen: zie de notities" in texts(slide)
    assert "wijk 29, 29, 29" in slide.notes_slide.notes_text_frame.text


RATED = Native(
    Shape.DOTS,
    "wijk",
    ("rapportcijfer",),
    (palette.QUIET, palette.GAP_CLASSES[0], palette.QUIET),
    (("ondergrens", 6.7), ("doel", 7.4)),
    ("van", "tot"),
)


def test_ratings_are_dots_with_margins_and_goals_as_series_of_their_own() -> None:
    rated = table().assign(van=[7.0, 6.1, 6.8], tot=[7.4, 6.8, 7.2])
    slide = only(exhibit(table=rated, native=RATED))
    chart = chart_of(slide)
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER
    names, ratings, floor, goal = chart.plots[0].series
    assert [names.points[n].data_label.text_frame.text for n in range(3)] == list(AREAS)
    assert (floor.name, goal.name) == ("ondergrens 6,7", "doel 7,4")
    across = [[float(v.text) for v in s._element.findall(".//{*}xVal//{*}v")] for s in chart.series]
    assert across[1:] == [[7.2, 6.4, 7.0], [6.7, 6.7], [7.4, 7.4]]
    below = ratings.points[1].marker.format.fill.fore_color.rgb
    assert str(below) == palette.GAP_CLASSES[0].removeprefix("#")
    lengths = [float(v.text) for v in ratings._element.findall(".//{*}errBars//{*}v")]
    assert lengths == pytest.approx([0.2, 0.4, 0.2, 0.2, 0.3, 0.2])
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=7, max_row=9)]
    assert [row[2] for row in rows] == list(AREAS)
    assert [row[0] for row in rows] == [7.2, 6.4, 7.0]


def test_a_rating_that_is_absent_has_no_dot_and_is_named() -> None:
    native = replace(RATED, margin=None)
    slide = only(exhibit(table=table([7.2, NAN, 7.0]), native=native))
    _, ratings, *_ = chart_of(slide).plots[0].series
    assert len(list(ratings.values)) == 2
    assert any(t.startswith("Zonder cijfer: Belfeld. Bron: ") for t in texts(slide))


def test_bars_have_the_colours_of_the_screen() -> None:
    colours = (palette.COUNT_CLASSES[0], palette.COUNT_CLASSES[4], palette.COUNT_CLASSES[0])
    native = Native(Shape.BARS, "wijk", ("rapportcijfer",), colours)
    (series,) = chart_of(only(exhibit(native=native))).plots[0].series
    found = [f"#{series.points[n].format.fill.fore_color.rgb}" for n in range(3)]
    assert found == list(colours)


def test_a_figure_of_its_own_is_one_slide() -> None:
    made = pptx.Presentation(io.BytesIO(render_slide(exhibit(), author="Gemeente")))
    (slide,) = made.slides
    assert slide.shapes.title.text_frame.text == exhibit().finding
    assert made.core_properties.title == exhibit().title


def test_figures_of_a_column_have_the_same_decimals() -> None:
    slide = only(exhibit(native=None))
    (figure,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert [row.cells[1].text for row in figure.rows] == ["rapportcijfer", "7,2", "6,4", "7,0"]


def test_table_of_text_loses_no_row() -> None:
    rows = tuple((f"afspraak {n} " + LONG * (n % 4), "politie") for n in range(40))
    _, *pages = deck(texts=[TextTable("Afspraken", ("Afspraak", "Wie"), rows, ("INTERN",))]).slides
    found = [
        tuple(cell.text for cell in row.cells)
        for slide in pages
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert found == [(" ".join(what.split()), who) for what, who in rows]
    assert all("INTERN" in texts(slide) for slide in pages)


@pytest.mark.parametrize("changed", [{}, MAP, {"native": None}])
def test_order_of_reading_is_title_figure_source(changed: dict[str, Any]) -> None:
    slide = only(exhibit(**changed))
    names = [shape.name for shape in slide.shapes]
    figures = [n for n in names if n in {"Grafiek", "Beeld", "Tabel"}]
    source = slide.placeholders[3].name
    assert slide.shapes[0] == slide.shapes.title
    assert names[-2 - len(figures) :] == [*figures, source, "Dianummer"]
    numbers = [shape.shape_id for shape in slide.shapes]
    assert len(set(numbers)) == len(numbers)


def test_notes_hold_source_alternative_and_remarks() -> None:
    notes = only(exhibit()).notes_slide.notes_text_frame.text
    for words in (exhibit().source, exhibit().alternative, "veel bezoekers"):
        assert words in notes


def test_marks_stand_on_every_slide_that_needs_them() -> None:
    made = deck(
        exhibit(),
        exhibit(caveats=caveats_from_marks(("INTERN", "FICTIEVE CIJFERS"))),
        exhibit(caveats=()),
    )
    found = [[t for t in texts(s) if t.isupper()] for s in made.slides]
    both = ["INTERN", "FICTIEVE CIJFERS"]
    assert found == [both, ["INTERN"], both, []]


def test_question_stands_above_its_own_figure() -> None:
    made = deck(exhibit(), exhibit(), words=[["Vraag: Wat doen we?"]])
    asked = ["Vraag: Wat doen we?" in "\n".join(texts(slide)) for slide in made.slides]
    assert asked == [False, True, False]


def test_long_source_is_cut_before_its_period_and_date() -> None:
    source = "Bron: " + "Politie, tabel; " * 90 + ". Periode: 2021. Opgehaald: 1 mei 2026."
    slide = only(exhibit(source=source))
    assert slide.placeholders[3].text_frame.text.endswith("Periode: 2021. Opgehaald: 1 mei 2026.")
    assert source in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("figure", [exhibit(), exhibit(native=None), monthly(Shape.COLUMNS)])
def test_type_is_large(figure: Exhibit) -> None:
    """No type under 14 points; only the source is smaller, and not under 12."""
    with zipfile.ZipFile(io.BytesIO(content(figure))) as package:
        parts = [n for n in package.namelist() if re.match(r"ppt/(slides|charts)/\w+\.xml", n)]
        sizes = [
            int(s) for n in parts for s in re.findall(r' sz="(\d+)"', package.read(n).decode())
        ]
    assert min(sizes) >= 1400
    layout = only(figure).slide_layout
    own = {
        shape.placeholder_format.idx: int(shape.element.xpath(".//a:defRPr/@sz")[0])
        for shape in layout.placeholders
    }
    assert own.pop(3) >= 1200
    assert own[0] >= 3000
    assert min(own.values()) >= 1400


def test_names_of_eighteen_bars_are_all_written() -> None:
    names = [f"Wijk met een lange naam {n}" for n in range(18)]
    frame = pd.DataFrame({"wijk": names, "rapportcijfer": 7.1})
    chart = chart_of(only(exhibit(table=frame)))
    assert chart.element.xpath(".//c:tickLblSkip/@val") == ["1"]
    assert chart.category_axis.tick_labels.font.size >= Pt(14)


@pytest.mark.parametrize("finding", ["Kort.", LONG * 2, "Kort. " + LONG * 4])
@pytest.mark.parametrize("source", ["Bron: kort.", "Bron: " + LONG * 9])
@pytest.mark.parametrize("changed", [{}, MAP, {"native": None}])
def test_nothing_overlaps_or_leaves_the_slide(
    finding: str, source: str, changed: dict[str, Any]
) -> None:
    slide = only(exhibit(finding=finding, source=source, **changed))
    title, caption = slide.shapes.title, slide.placeholders[1]
    figures = [shape for shape in slide.shapes if not shape.has_text_frame]
    tops = [(title.top, title.height), (caption.top, caption.height)]
    lowest = max(shape.top + shape.height for shape in figures)
    tops += [(min(f.top for f in figures), 0), (lowest, 0), (slide.placeholders[3].top, 0)]
    assert all(top + height <= below for (top, height), (below, _) in pairwise(tops))
    for shape in figures:
        assert shape.left >= 0
        assert shape.left + shape.width <= Inches(13.333)
    assert max(shape.height for shape in figures) > Inches(1.4)


@pytest.mark.parametrize("changed", [{}, {"native": None}, {"chart": BARS, "native": None}])
def test_characters_that_xml_refuses_are_left_out(changed: dict[str, Any]) -> None:
    hostile = replace(
        exhibit(**changed),
        title=ILLEGAL,
        finding=ILLEGAL,
        source=ILLEGAL,
        alternative=ILLEGAL,
        caveats=caveats_from_marks((ILLEGAL,)),
        table=table().assign(wijk=[IN_TABLE, "b", "c"], opmerking=IN_TABLE),
    )
    made = content(
        hostile,
        title=ILLEGAL,
        subtitle=ILLEGAL,
        words=[[ILLEGAL]],
        texts=[TextTable(ILLEGAL, (ILLEGAL,), ((ILLEGAL,),), (ILLEGAL,))],
    )
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                fromstring(package.read(name))
    opened: Any = pptx.Presentation(io.BytesIO(made))
    assert [s.shapes.title.text_frame.text for s in opened.slides] == ["ab", "ab (2)", "ab (3)"]


@settings(max_examples=25)
@given(st.text(), st.text(), st.lists(st.text(), min_size=3, max_size=3))
def test_any_text_can_stand_on_a_slide(title: str, finding: str, names: list[str]) -> None:
    slide = only(exhibit(title=title, finding=finding, table=table().assign(wijk=names)))
    assert slide.shapes.title.text_frame.text.strip()
    assert len(chart_of(slide).plots[0].categories) == len(AREAS)
