"""Pictures of one figure: right size, accessible, with everything that is page_words with it."""

import dataclasses
import io
import re
from typing import Any

import pandas as pd
import pytest
import vl_convert
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageChops, ImageStat

from lib.board import Board
from lib.exhibits.exhibit import INTERNAL, Exhibit, caveats_from_marks
from lib.exhibits.maps import layer_table
from lib.export.picture import draw_chart, draw_fitted_svg, render_picture
from lib.export.typeset import FONT, ExportError, Form
from lib.figures import palette
from lib.figures.chart_style import CHART_FONT
from lib.figures.format import number
from lib.figures.layers.modes import map_layers
from lib.figures.panels import Panel
from lib.figures.panels import draw_panels as panels_picture
from lib.figures.rating_charts import draw_rating_dots
from lib.figures.sentences.map_sentences import layer_finding, map_alternative
from lib.figures.sentences.source_sentences import format_source
from lib.figures.svg_map import draw_svg_map
from lib.figures.trends import draw_years
from lib.figures.vocabulary import FICTITIOUS
from tests.export.reading import claims, elements, opened, text

pytestmark = pytest.mark.slow

AUTHOR = "Gemeente Venlo"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "#set text(red) *vet* _x_ $a$ <label> @ref \"aan\" 'q' \\ [b] {c} & 100% // é"
BAR: dict[str, Any] = {
    "mark": "bar",
    "width": "container",
    "data": {"values": [{"a": "x", "b": 3}]},
    "encoding": {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a"}},
}


def exhibit(**other: Any) -> Exhibit:
    values: dict[str, Any] = {
        "name": "figuur",
        "title": "Misdrijven per jaar",
        "finding": "In 2023 waren er 6.501.",
        "source": "Bron: Politie. Periode: 2023. Opgehaald: 23 november 2026.",
        "alternative": "Staven per jaar.",
        "caveats": (),
        "chart": BAR,
        "table": pd.DataFrame({"jaar": ["2022", "2023"], "misdrijven": [6400, 6501]}),
    }
    return Exhibit(**values | other)


def of_layer(board: Board, key: str) -> Exhibit:
    layer = map_layers(board)[key]
    return exhibit(
        title=layer.title,
        finding=layer_finding(layer, board=board),
        source=format_source(layer.sources, period=layer.period, status=layer.status),
        alternative=map_alternative(layer, board=board),
        table=layer_table(layer),
        chart=None,
        svg=draw_svg_map(layer, board=board),
    )


def size(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


def test_pdf_is_accessible() -> None:
    content = render_picture(exhibit(), form="pdf", author=AUTHOR)
    assert claims(content) == {
        "language": "nl",
        "tagged": True,
        "shows its title": True,
        "PDF/UA": True,
        "title": "Misdrijven per jaar",
        "author": AUTHOR,
    }
    found = elements(content)
    assert [alternative for kind, alternative in found if kind == "/Figure"] == ["Staven per jaar."]
    assert [kind for kind, _ in found].count("/THead") == 1
    page_words = text(content)
    for part in ("Misdrijven per jaar", "In 2023 waren er 6.501.", exhibit().source, "2022 6.400"):
        assert part in page_words


def test_without_an_alternative_title_and_finding_describe_the_picture() -> None:
    found = elements(render_picture(exhibit(alternative=""), form="pdf", author=AUTHOR))
    alternatives = [alternative for kind, alternative in found if kind == "/Figure"]
    assert alternatives == ["Misdrijven per jaar. In 2023 waren er 6.501."]


def test_pdf_of_a_map_has_the_figures_of_the_board(internal: Board) -> None:
    page_words = text(
        render_picture(of_layer(internal, "rapportcijfer"), form="pdf", author=AUTHOR)
    )
    for area in internal.areas:
        rating = internal.ratings.of_area(area)
        assert f"{rating.name} {number(rating.value, decimals=1)}" in page_words


def test_long_table_goes_on_with_its_header_repeated() -> None:
    rows = pd.DataFrame({"wijk": [f"rij {n}" for n in range(150)], "cijfer": [7.0, 7.25] * 75})
    pages = opened(render_picture(exhibit(table=rows), form="pdf", author=AUTHOR)).pages
    assert len(pages) > 2
    page_words = [" ".join(page.extract_text().split()) for page in pages]
    assert all("wijk cijfer" in page for page in page_words)
    assert "rij 0 7,00" in page_words[0]
    assert "rij 149 7,25" in page_words[-1]


@pytest.mark.parametrize("key", ["rapportcijfer", "misdrijven"])
def test_png_is_twice_its_size_and_fits_a_screen(internal: Board, key: str) -> None:
    wide, high = size(render_picture(of_layer(internal, key), form="png", author=AUTHOR))
    assert wide == 1640
    assert high < 1800


@pytest.mark.parametrize("tall", [400, 4_000])
def test_tall_chart_is_made_to_fit_its_sheet(tall: int) -> None:
    chart = BAR | {"height": tall}
    assert size(render_picture(exhibit(chart=chart), form="png", author=AUTHOR))[1] < 2400
    rows = exhibit(chart=chart, table=pd.DataFrame({"a": ["x"]}))
    assert len(opened(render_picture(rows, form="pdf", author=AUTHOR)).pages) == 1


def test_svg_has_title_and_all_its_words() -> None:
    marked = exhibit(caveats=caveats_from_marks((FICTITIOUS, INTERNAL)), title=HOSTILE)
    root = fromstring(render_picture(marked, form="svg", author=AUTHOR))
    assert root.get("role") == "img"
    named = {e.get("id"): e.text or "" for e in root if e.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert named[str(root.get("aria-labelledby")).split()[0]] == HOSTILE
    page_words = named[str(root.get("aria-labelledby")).split()[1]]
    for part in (FICTITIOUS, INTERNAL, marked.finding, marked.source, marked.alternative):
        assert part in page_words


@pytest.mark.parametrize("marks", [(), (INTERNAL,), (FICTITIOUS, INTERNAL)])
def test_marks_stand_in_the_picture(marks: tuple[str, ...]) -> None:
    page_words = text(
        render_picture(exhibit(caveats=caveats_from_marks(marks)), form="pdf", author=AUTHOR)
    )
    assert [m for m in (FICTITIOUS, INTERNAL) if m in page_words] == list(marks)
    plain, marked = (
        size(render_picture(exhibit(caveats=caveats_from_marks(m)), form="png", author=AUTHOR))[1]
        for m in ((), marks)
    )
    assert (marked > plain) is bool(marks)


@pytest.mark.parametrize("text_of_people", [HOSTILE, "een\nregel", '#import "x": *', "= kop"])
def test_text_is_no_markup(text_of_people: str) -> None:
    page_words = text(
        render_picture(
            exhibit(
                title=text_of_people,
                finding=text_of_people,
                source=text_of_people,
                alternative=text_of_people,
                caveats=caveats_from_marks((text_of_people,)),
                table=pd.DataFrame({text_of_people: [text_of_people], "b": [1]}),
            ),
            form="pdf",
            author=text_of_people,
        )
    )
    # Title, foot (author and title), mark, finding, source, header and cell.
    assert page_words.replace(" ", "").count("".join(text_of_people.split())) == 8


@pytest.mark.parametrize("letters", ["😀", "漢字", "عرب", "\x00\x07", "\ud800", "ﷺ", "ﬁ"])
@pytest.mark.parametrize("form", ["pdf", "png", "svg"])
def test_letter_that_the_type_has_not_stops_nothing(letters: str, form: Form) -> None:
    odd = exhibit(title=f"Titel {letters} einde", finding=letters, source=letters)
    content = render_picture(odd, form=form, author=AUTHOR)
    if form == "svg":
        assert fromstring(content).tag == f"{SVG}svg"
    if form == "pdf":
        assert "Titel" in text(content)
        assert "einde" in text(content)


@pytest.mark.parametrize(
    "broken",
    [
        {"chart": {"mark": "nope"}},
        {"chart": BAR | {"data": {"url": "https://elsewhere.example/x.csv"}}},
        {"svg": "<svg"},
        {"title": ""},
    ],
)
def test_what_cannot_be_drawn_is_reported_in_dutch(broken: dict[str, Any]) -> None:
    with pytest.raises(ExportError, match=r"kon niet worden (getekend|opgemaakt)"):
        render_picture(exhibit(**broken), form="pdf", author=AUTHOR)


def test_type_is_the_packaged_one_wherever_the_chart_names_its_own(internal: Board) -> None:
    spec = draw_years(internal.registrations.yearly("misdrijven"), unit="misdrijven").to_dict()
    for layer in spec["layer"]:
        layer["mark"] |= {"font": CHART_FONT}
    spec["title"] = {"text": "x", "font": CHART_FONT}
    fonts = {t.get("font-family") for t in fromstring(draw_chart(spec)).iter(f"{SVG}text")}
    assert fonts == {FONT}


@pytest.mark.parametrize(("width", "opacity"), [(400, "0"), (700, "1")])
def test_chart_that_asks_its_width_has_one(internal: Board, width: int, opacity: str) -> None:
    spec = draw_rating_dots(
        internal.ratings.newest(), floor=6.7, target=7.4, order=list(internal.areas)
    )
    texts = fromstring(draw_chart(spec.to_dict(), width=width)).iter(f"{SVG}text")
    gaps = [t for t in texts if "t.o.v." in (t.text or "")]
    assert {t.get("opacity") for t in gaps} == {opacity}


def test_drawn_svg_has_the_colours_of_a_dark_background() -> None:
    page_words = {'A "fill" #111111': Panel([1.0, 2.0], "cijfers", "2023: 4")}
    figure = exhibit(svg=panels_picture(page_words, scale="Van 2022 tot en met 2023."))
    light, dark = (draw_fitted_svg(figure, width=9, height=9, is_dark=d) for d in (False, True))
    assert light == figure.svg
    assert set(re.findall(r'(?:fill|stroke)="(#.{6})"', dark)) <= set(palette.DARK.values())
    assert f'font-size="18" fill="{palette.DARK[palette.INK]}"' in dark
    assert "#111111</text>" in dark, "what is page_words stays"


def test_svg_is_one_picture_with_the_chart_in_it() -> None:
    """Given a chart or small panels, they are parts of the file, in their own colours and size."""
    drawn = panels_picture(
        {"Steyl": Panel([1, 2], "x", "2023: 2")}, scale="Van 2022 tot en met 2023."
    )
    for page_words, colour, words in (
        (exhibit(chart=None, svg=drawn), palette.ACCENT, "Steyl"),
        (exhibit(chart=BAR | {"mark": {"type": "bar", "color": palette.BAD}}), palette.BAD, "x"),
    ):
        root = fromstring(render_picture(page_words, form="svg", author=AUTHOR))
        assert not list(root.iter(f"{SVG}image"))
        (inner,) = (e for e in root.iter(f"{SVG}svg") if e is not root)
        assert float(inner.get("width", "0")) <= 764
        assert (inner.get("overflow") == "visible") is (page_words.chart is not None)
        assert any(colour in e.attrib.values() for e in inner.iter())
        texts = list(inner.iter(f"{SVG}text"))
        assert words in [t.text for t in texts]


def test_svg_and_png_are_one_picture(internal: Board) -> None:
    """Given a program that draws the SVG, every word and mark stands where the PNG has it."""
    of_map = of_layer(internal, "afstand")
    forms: tuple[Form, Form] = ("png", "svg")
    png, svg = (render_picture(of_map, form=form, author=AUTHOR) for form in forms)
    drawn = vl_convert.svg_to_png(svg.decode(), scale=2)
    one, other = (Image.open(io.BytesIO(c)).convert("L").resize((410, 390)) for c in (png, drawn))
    # Two programs draw the thin lines of river and borders with other edges.
    assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 1.5


def test_figure_without_picture_is_its_table() -> None:
    content = render_picture(exhibit(chart=None), form="pdf", author=AUTHOR)
    assert "/Figure" not in [kind for kind, _ in elements(content)]
    assert "2023 6.501" in text(content)


def test_picture_of_a_table_has_all_its_rows() -> None:
    few, many = (
        size(render_picture(exhibit(chart=None, table=t), form="png", author=AUTHOR))[1]
        for t in (pd.DataFrame({"wijk": ["x"] * n}) for n in (10, 110))
    )
    assert many - few > 100 * 2 * 9


def test_svg_of_a_table_has_its_rows_in_its_description() -> None:
    rows = pd.DataFrame({"wijk": ["Velden", "Steyl <b>"], "aantal": [1234, 5]})
    root = fromstring(render_picture(exhibit(chart=None, table=rows), form="svg", author=AUTHOR))
    (described,) = root.iter("{http://www.w3.org/2000/svg}desc")
    assert described.text is not None
    for row in ("wijk, aantal.", "Velden, 1.234.", "Steyl <b>, 5."):
        assert row in described.text


def test_rows_higher_than_a_sheet_go_on() -> None:
    """Given few rows of much text, the last is not lost below the sheet."""
    rows = pd.DataFrame({"a": ["woord " * 300] * 9 + ["einde"], "b": ["x"] * 10})
    content = render_picture(exhibit(chart=None, table=rows), form="pdf", author=AUTHOR)
    assert len(opened(content).pages) > 1
    assert "einde" in opened(content).pages[-1].extract_text()


def test_nothing_is_changed_by_drawing() -> None:
    one = exhibit()
    before = dataclasses.asdict(one)["chart"]
    render_picture(one, form="png", author=AUTHOR)
    assert one.chart == before
