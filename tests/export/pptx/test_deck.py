"""The template of a deck has what the code knows of it."""

from typing import Any

import pytest
from pptx.opc.constants import RELATIONSHIP_TYPE

from lib.export.pptx.deck import (
    ACCENTS,
    CAPTION_HOLDER,
    FIGURE_LAYOUT,
    NUMBER_INDEX,
    OPENING_LAYOUT,
    SOURCE_HOLDER,
    SUBTITLE_INDEX,
    TITLE_HOLDER,
    Placeholder,
    make_deck,
)
from lib.figures import palette

DECK: Any = make_deck(title="Driehoek", author="Gemeente")
LAYOUTS: tuple[Any, Any] = (
    DECK.slide_layouts[OPENING_LAYOUT],
    DECK.slide_layouts[FIGURE_LAYOUT],
)


@pytest.mark.parametrize("holder", [TITLE_HOLDER, CAPTION_HOLDER, SOURCE_HOLDER])
def test_placeholder_has_the_place_and_type_of_the_code(holder: Placeholder) -> None:
    (shape,) = (s for s in LAYOUTS[1].placeholders if s.placeholder_format.idx == holder.index)
    place = (shape.left, shape.top, shape.width, shape.height)
    assert place == pytest.approx(holder.box.emu, abs=400)
    assert shape.element.xpath(".//a:defRPr/@sz") == [str(holder.size * 100)]


def test_layouts_have_their_placeholders_and_the_deck_no_slide() -> None:
    opening = {s.placeholder_format.idx for s in LAYOUTS[0].placeholders}
    assert opening == {TITLE_HOLDER.index, SUBTITLE_INDEX}
    assert NUMBER_INDEX in {s.placeholder_format.idx for s in LAYOUTS[1].placeholders}
    assert len(DECK.slides) == 0


def test_theme_has_the_colours_of_the_screen() -> None:
    theme = DECK.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob.decode()
    named = {"dk1": palette.INK, "dk2": palette.QUIET, "lt2": palette.WASH}
    named |= {f"accent{number}": colour for number, colour in enumerate(ACCENTS, 1)}
    for name, colour in named.items():
        assert f"<a:{name}><a:srgbClr val='{colour[1:]}'/>" in theme
    assert theme.count('<a:latin typeface="Arial"') == 2


def test_text_of_the_layouts_has_the_colours_of_the_screen() -> None:
    for layout in LAYOUTS:
        colours = set(layout.element.xpath(".//p:txBody//a:srgbClr/@val"))
        assert colours <= {palette.INK[1:], palette.QUIET[1:]}


def test_a_title_longer_than_a_file_can_say_of_itself_is_cut_off() -> None:
    about = make_deck(title="Veilig " * 60, author="Gemeente " * 60).core_properties
    assert (about.title, about.author) == (("Veilig " * 60)[:255], ("Gemeente " * 60)[:255])
