"""The ZIP of a story: whole, the same every time, with names that are safe anywhere."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from lib.board import Board
from lib.catalog import Catalog
from lib.export.story.draw_pictures import PictureContent, PictureSize
from lib.export.story.package import StoryPassage, safe_name, zip_story
from lib.export.story.picture_words import PictureLanguage
from lib.export.typeset import ExportError
from tests.export.story.samples import contents

pytestmark = pytest.mark.slow

PASSAGES = (
    StoryPassage("Wat we deden", "Nieuwe lampen.\n\nEn toezicht."),
    StoryPassage("", "<b>Bel 112</b>"),
)
NAMES = {
    "getal-rapportcijfer-klingerberg-nl",
    "voor-en-na-woninginbraak-gm0983-nl",
    "verloop-rapportcijfer-gm0983-nl",
    "kaart-rapportcijfer-blerick-noord-en-trade-port-nl",
    "afstand-tot-het-doel-rapportcijfer-klingerberg-nl",
    "tegelkaart-rapportcijfer-nl",
    "maatregel-12-nl",
}


@pytest.fixture(scope="module")
def made(public: Board, catalog: Catalog) -> list[PictureContent]:
    return list(contents(public, catalog).values())


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_picture_and_text_is_in_it(made: list[PictureContent]) -> None:
    sizes = (PictureSize.SQUARE, PictureSize.POSTER_A3)
    found = files(zip_story(made, title="Meer licht", passages=PASSAGES, sizes=sizes))
    pictures = {
        f"{form}/{name}-{size}.{form}"
        for name in NAMES
        for size in sizes
        for form in ("png", "svg", "pdf")
    }
    texts = {"teksten.txt", "teksten.html", "alt-teksten.txt", "bronnen.txt"}
    assert set(found) == pictures | texts
    for name, content in found.items():
        assert 0 < len(content) < 400_000, name
        assert re.fullmatch(r"[a-z0-9/.-]+", name)
        if name.endswith(".png"):
            Image.open(io.BytesIO(content)).verify()
    words, sources = found["alt-teksten.txt"].decode(), found["bronnen.txt"].decode()
    assert all(c.alternative in words and c.source in sources for c in made)
    assert "Wat we deden\nNieuwe lampen." in found["teksten.txt"].decode()
    page = found["teksten.html"].decode()
    assert "<h2>Wat we deden</h2>\n<p>Nieuwe lampen.</p>\n<p>En toezicht.</p>" in page
    assert "&lt;b&gt;Bel 112" in page


def test_the_same_story_makes_the_same_pictures(made: list[PictureContent]) -> None:
    one, two = (
        zip_story(
            made[:1], title="t", passages=PASSAGES, sizes=[PictureSize.SQUARE], forms=["png", "svg"]
        )
        for _ in range(2)
    )
    assert one == two


def test_made_up_figures_are_marked_in_the_texts(made: list[PictureContent]) -> None:
    marked = [replace(made[0], marks=("FICTIEVE CIJFERS",))]
    found = files(zip_story(marked, title="t", passages=PASSAGES, sizes=[PictureSize.SQUARE]))
    for name in ("teksten.txt", "alt-teksten.txt", "bronnen.txt"):
        assert found[name].decode().startswith("FICTIEVE CIJFERS\n")
    assert "<p>FICTIEVE CIJFERS</p>" in found["teksten.html"].decode()


def test_all_that_is_too_long_is_reported_at_once_and_nothing_is_made(
    made: list[PictureContent],
) -> None:
    long = [replace(c, title="Een heel lange titel " * 40) for c in made[:2]]
    with pytest.raises(ExportError) as caught:
        zip_story(
            long,
            title="t",
            passages=(),
            sizes=[PictureSize.SQUARE, PictureSize.LANDSCAPE],
            forms=["png"],
        )
    assert len(str(caught.value).splitlines()) == 4
    assert str(caught.value).count("tekens te veel") == 4


def test_two_pictures_of_one_name_are_both_there(made: list[PictureContent]) -> None:
    twice = [made[0], made[0], replace(made[0], language=PictureLanguage.POLISH)]
    found = files(
        zip_story(twice, title="t", passages=(), sizes=[PictureSize.SQUARE], forms=["svg"])
    )
    pictures = [name for name in found if name.startswith("svg/")]
    assert len(pictures) == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Venlo-Noord-Oost (Veegtes/'t Ven)", "venlo-noord-oost-veegtes-t-ven"),
        ("../../etc/passwd", "etc-passwd"),
        ("Łódź é", "odz-e"),
        ("C:\\x\x00", "c-x"),
        ("", "plaat"),
        ("...", "plaat"),
        ("a" * 300, "a" * 60),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name
