"""Pictures for communication: true to their size, complete, readable, and never cut."""

import io
import re
import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from lib.board import Board
from lib.catalog import Catalog
from lib.catalog.style import contrast
from lib.export.story.draw_pictures import (
    SHEETS,
    PictureContent,
    PictureSize,
    TooLongError,
    _picture_colours,
    draw_picture,
    text_fits,
)
from lib.export.story.picture_words import PictureLanguage
from lib.export.typeset import FONT_FOLDER, ExportError, Form
from lib.figures import palette
from tests.export.story.samples import TEXT, contents, copied, fictitious, with_waves

pytestmark = pytest.mark.slow

PIXELS = {
    PictureSize.SQUARE: (1080, 1080),
    PictureSize.PORTRAIT: (1080, 1350),
    PictureSize.LANDSCAPE: (1200, 628),
    PictureSize.STORY: (1080, 1920),
    PictureSize.POSTER_A4: (1240, 1754),
    PictureSize.POSTER_A3: (1754, 2480),
    PictureSize.SLIDE: (1920, 1080),
}
# An A3 is an A4, but larger.
DIFFERENT = [size for size in PictureSize if size is not PictureSize.POSTER_A3]
KINDS = ("key", "map", "distance", "trend", "change", "tiles", "measure")
LONG_NAME = "Venlo-Noord-Oost (Veegtes/'t Ven) en Hout-Blerick met Boekend"
SENTENCE = "De straat is 's avonds beter verlicht en er is meer toezicht. "
WORD = "Gebiedsverbodenhandhavingsteamoverleg"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    return with_waves(*copied(tmp_path_factory.mktemp("waves")))


@pytest.fixture(scope="module")
def made(board: Board, catalog: Catalog) -> dict[str, PictureContent]:
    return contents(board, catalog)


def plain(text: str) -> str:
    """A text without its line breaks and spaces: a line may end after any word or hyphen."""
    return re.sub(r"\s+", "", text)


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    return reader, plain("".join(page.extract_text() for page in reader.pages))


def texts(content: PictureContent) -> list[str]:
    """All that must stand in the picture."""
    own = [content.title, content.source, *content.marks, *content.notes, content.finding]
    own += [content.look.municipality]
    own += [getattr(content, f) for f in ("value", "label", "text", "residents", "can_do")]
    return [plain(text) for text in own if text]


@pytest.mark.parametrize("size", list(PictureSize))
def test_png_has_exactly_the_pixels_of_its_size(
    made: dict[str, PictureContent], size: PictureSize
) -> None:
    picture = Image.open(io.BytesIO(draw_picture(made["key"], size=size, form="png")))
    assert (picture.format, picture.size) == ("PNG", PIXELS[size])


@pytest.mark.parametrize(("kind", "size"), list(product(KINDS, DIFFERENT)))
def test_pdf_holds_every_text_on_one_page(
    made: dict[str, PictureContent], kind: str, size: PictureSize
) -> None:
    content = made[kind]
    reader, found = read(draw_picture(content, size=size, form="pdf"))
    assert len(reader.pages) == 1
    assert [text for text in texts(content) if text not in found] == []
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.subject) == (content.title, content.alternative)
    assert str(reader.root_object["/Lang"]) == "nl"
    assert b"<pdfuaid:part>1<" in reader.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["map", "distance", "trend", "tiles"])
def test_a_drawing_is_a_figure_with_its_alternative(
    made: dict[str, PictureContent], kind: str
) -> None:
    pdf = draw_picture(made[kind], size=PictureSize.SQUARE, form="pdf")
    reader = PdfReader(io.BytesIO(pdf))
    elements = [reader.get_object(n) for n in range(1, int(str(reader.trailer.get("/Size"))))]
    words = [str(e["/Alt"]) for e in elements if isinstance(e, DictionaryObject) and "/Alt" in e]
    assert words == [made[kind].alternative]


def test_svg_stands_alone_with_its_alternative(made: dict[str, PictureContent]) -> None:
    for content in made.values():
        svg = draw_picture(content, size=PictureSize.SQUARE, form="svg").decode()
        assert svg.startswith('<svg role="img" lang="nl" aria-label="')
        assert "<script" not in svg
        assert not re.search(r"(href|src)=\"(?!#|data:)", svg)


def test_the_texts_of_an_svg_cannot_leave_their_place(made: dict[str, PictureContent]) -> None:
    hostile = '"><script>alert(1)</script>'
    content = replace(made["measure"], title=hostile, alternative=hostile)
    svg = draw_picture(content, size=PictureSize.SQUARE, form="svg").decode()
    assert "<script" not in svg


@pytest.mark.parametrize("text", ['#panic("x")', "$x$ *b* _i_ `c`", "<a> @b // c", "\\ #let"])
def test_what_is_typed_is_never_code(made: dict[str, PictureContent], text: str) -> None:
    _, found = read(
        draw_picture(replace(made["measure"], title=text), size=PictureSize.SQUARE, form="pdf")
    )
    assert plain(text) in found


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize(("text", "sign"), [("Goed zo 😀", "😀"), ("日本", "日")])
def test_a_sign_that_the_type_lacks_is_refused(
    made: dict[str, PictureContent], form: Form, text: str, sign: str
) -> None:
    with pytest.raises(ExportError, match=f"het teken '{sign}' niet"):
        draw_picture(replace(made["measure"], title=text), size=PictureSize.SQUARE, form=form)


# --- fitting ------------------------------------------------------------------------------------

LONG: dict[str, dict[str, str]] = {
    "long name": {"title": LONG_NAME, "place": LONG_NAME},
    "long title": {"title": SENTENCE * 2},
    "endless title": {"title": SENTENCE * 12},
    "long word": {"title": WORD},
    "endless word": {"title": WORD * 4},
    "endless finding": {"finding": SENTENCE * 25},
    "long source": {"source": "Bron: " + "Politie, Geregistreerde misdrijven per gemeente; " * 4},
}


def untouched(content: PictureContent, size: PictureSize) -> bool:
    """Whether nothing was drawn near the left and right edge."""
    sheet, pixels = SHEETS[size], np.asarray(_image(content, size).convert("L"), dtype=int)
    edge = int(3 * sheet.unit * sheet.ppi / 72)
    strips = [pixels[:, :edge], pixels[:, -edge:]]
    return all(int(np.ptp(strip, axis=1).max()) == 0 for strip in strips)


def _image(content: PictureContent, size: PictureSize) -> Image.Image:
    return Image.open(io.BytesIO(draw_picture(content, size=size, form="png")))


# Each text in each size with one kind, such that each kind has each text and each size too.
FITTED = [
    (name, size, ("key", "map", "trend", "measure")[(row + column) % 4])
    for row, name in enumerate(LONG)
    for column, size in enumerate(DIFFERENT)
]


@pytest.mark.parametrize(("name", "size", "kind"), FITTED)
def test_a_long_text_fits_whole_or_is_refused(
    made: dict[str, PictureContent], name: str, size: PictureSize, kind: str
) -> None:
    content = replace(made[kind], **LONG[name])  # type: ignore[arg-type]
    if not text_fits(content, size=size):
        assert name != "long name"
        return
    reader, found = read(draw_picture(content, size=size, form="pdf"))
    assert len(reader.pages) == 1
    assert [text for text in texts(content) if text not in found] == []
    assert untouched(content, size)


@pytest.mark.parametrize(
    ("kind", "size", "field", "text"),
    [
        ("key", PictureSize.LANDSCAPE, "title", SENTENCE * 12),
        ("map", PictureSize.SQUARE, "title", WORD * 4),
        ("distance", PictureSize.STORY, "finding", SENTENCE * 25),
        ("trend", PictureSize.SLIDE, "title", SENTENCE * 12),
        ("measure", PictureSize.PORTRAIT, "text", SENTENCE * 20),
        ("measure", PictureSize.POSTER_A4, "residents", SENTENCE * 30),
    ],
)
def test_without_the_signs_that_are_too_many_it_fits(
    made: dict[str, PictureContent], kind: str, size: PictureSize, field: str, text: str
) -> None:
    content = replace(made[kind], **{field: text})  # type: ignore[arg-type]
    with pytest.raises(TooLongError) as caught:
        draw_picture(content, size=size, form="png")
    assert list(caught.value.excess) == [field]
    signs = caught.value.excess[field]
    assert f"{signs} tekens te veel" in str(caught.value)
    for more, good in ((0, True), (1, False)):
        shorter = replace(content, **{field: text[: len(text) - signs + more]})  # type: ignore[arg-type]
        assert text_fits(shorter, size=size) is good


def test_when_no_single_text_is_to_blame_all_are_counted(made: dict[str, PictureContent]) -> None:
    content = replace(made["measure"], title=WORD * 4)
    content = replace(content, text=SENTENCE * 20, residents=SENTENCE * 20)
    with pytest.raises(TooLongError) as caught:
        draw_picture(content, size=PictureSize.SQUARE, form="png")
    assert len(caught.value.excess) > 1


# --- languages, colours, marks ------------------------------------------------------------------


# Dutch is in `test_pdf_holds_every_text_on_one_page`.
@pytest.mark.parametrize("language", [x for x in PictureLanguage if x is not PictureLanguage.DUTCH])
def test_each_other_language_fits(
    board: Board, catalog: Catalog, language: PictureLanguage
) -> None:
    hardest = (PictureSize.SQUARE, PictureSize.LANDSCAPE, PictureSize.STORY)
    for content, size in product(contents(board, catalog, language).values(), hardest):
        assert text_fits(content, size=size), (content.name, size)
    reader = PdfReader(io.BytesIO(draw_picture(content, size=PictureSize.SQUARE, form="pdf")))
    assert str(reader.root_object["/Lang"]) == language.value


def test_every_pair_of_colours_that_is_used_is_readable(made: dict[str, PictureContent]) -> None:
    colours = _picture_colours(made["key"])
    pairs = [
        ("on-accent", "accent"),
        ("ink", "paper"),
        ("quiet", "paper"),
        ("accent", "paper"),
        ("ink", "wash"),
        ("accent", "wash"),
    ]
    for colour, ground in pairs:
        assert contrast(colours[colour], colours[ground]) >= 4.5, (colour, ground)
    # Not text: what is lit must stand out from the land around it.
    assert contrast(colours["accent"], palette.GRID) >= 3


def test_made_up_figures_are_marked_large_in_every_picture(
    tmp_path: Path, catalog: Catalog
) -> None:
    found = contents(fictitious(*copied(tmp_path)), catalog)
    for content, size in product(found.values(), (PictureSize.SQUARE, PictureSize.LANDSCAPE)):
        assert content.alternative.startswith("FICTIEVE CIJFERS.")
        assert "FICTIEVECIJFERS" in read(draw_picture(content, size=size, form="pdf"))[1]
    height = np.asarray(_image(found["measure"], PictureSize.SQUARE).convert("L"))
    rows = np.flatnonzero((height[:, 200:880] == 255).mean(axis=1) > 0.5)
    assert rows[0] < 120  # a white band on top of the panel


def test_a_typed_newline_stays(made: dict[str, PictureContent]) -> None:
    one, two = (replace(made["measure"], text=text) for text in (TEXT, TEXT.replace(". ", ".\n")))
    assert draw_picture(one, size=PictureSize.SQUARE, form="png") != draw_picture(
        two, size=PictureSize.SQUARE, form="png"
    )


@pytest.mark.parametrize("width", [9, 300])
def test_the_municipality_s_own_style_is_used(
    made: dict[str, PictureContent], tmp_path: Path, width: int
) -> None:
    shutil.copy(FONT_FOLDER / "SourceSansPro-Black.ttf", tmp_path)
    logo = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 9">'
        f'<path fill="#f0f" d="M0 0h{width}v9H0z"/></svg>'
    )
    look = replace(made["key"].look, accent="#1D6F42", logo=logo.encode(), fonts=tmp_path)
    content = replace(made["key"], look=look)
    for size in (PictureSize.SQUARE, PictureSize.LANDSCAPE):
        pixels = np.asarray(_image(content, size).convert("RGB"))
        assert tuple(pixels[5, 5]) == (0x1D, 0x6F, 0x42)
        assert (pixels == (255, 0, 255)).all(axis=2).sum() > 1000
        assert untouched(content, size)
    reader, found = read(draw_picture(content, size=PictureSize.SQUARE, form="pdf"))
    assert len(reader.pages) == 1
    assert plain(content.finding) in found


def test_a_municipality_with_a_long_name(made: dict[str, PictureContent]) -> None:
    look = replace(made["key"].look, municipality="Súdwest-Fryslân en de Fryske Marren samen")
    for kind, size in product(("key", "map"), DIFFERENT):
        content = replace(made[kind], look=look)
        assert untouched(content, size)
        found = read(draw_picture(content, size=size, form="pdf"))[1]
        assert [text for text in texts(content) if text not in found] == []
