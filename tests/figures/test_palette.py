"""Classes stay apart for every eye and in grey print; text on them stays readable."""

from itertools import pairwise

import pytest

from lib.catalog.style import contrast, luminance
from lib.figures import palette
from lib.figures.palette import text_on
from tests.figures.colour_blindness import SIGHTS, difference, linear, oklab

SEQUENTIAL = {"RATING": palette.RATING_CLASSES, "COUNTS": palette.COUNT_CLASSES}
PALETTES = {
    **SEQUENTIAL,
    "GAP": palette.GAP_CLASSES,
    "CHANGE": palette.CHANGE_COLOURS,
    "MOVEMENT": palette.DIRECTION_COLOURS,
}
IN_THE_DARK = {
    f"{name} in the dark": tuple(palette.DARK[c] for c in colours)
    for name, colours in PALETTES.items()
}
NEIGHBOURS = [
    pytest.param(one, other, id=f"{name}-{n}")
    for name, colours in {**PALETTES, **IN_THE_DARK}.items()
    for n, (one, other) in enumerate(pairwise(colours))
]
CLASSES = [
    pytest.param(colour, id=f"{name}-{n}")
    for name, colours in {**PALETTES, "NO_FIGURE_FILL": (palette.NO_FIGURE_FILL,)}.items()
    for n, colour in enumerate(colours)
]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbouring_classes_are_distinguishable(one: str, other: str, sight: str) -> None:
    assert difference(one, other, sight=sight) >= 10


@pytest.mark.parametrize("name", SEQUENTIAL)
def test_sequential_palettes_step_in_lightness_one_way(name: str) -> None:
    steps = [
        oklab(other, sight="grey")[0] - oklab(one, sight="grey")[0]
        for one, other in pairwise(SEQUENTIAL[name])
    ]
    assert all(step >= 0.08 for step in steps) or all(step <= -0.08 for step in steps)


@pytest.mark.parametrize("sight", [s for s in SIGHTS if s != "grey"])
@pytest.mark.parametrize("name", ["GAP", "CHANGE", "MOVEMENT"])
def test_ends_of_diverging_palettes_are_distinguishable(name: str, sight: str) -> None:
    """In grey they may agree: each class has a sign next to it."""
    assert difference(PALETTES[name][0], PALETTES[name][-1], sight=sight) >= 10


@pytest.mark.parametrize("colour", CLASSES)
def test_text_on_a_class_is_readable(colour: str) -> None:
    ink = text_on(colour)
    assert contrast(ink, colour) >= 4.5
    # In the dark it is as large as a room needs.
    assert contrast(palette.DARK[ink], palette.DARK[colour]) >= 4


@pytest.mark.parametrize("ground", ["PAPER", "WASH"])
@pytest.mark.parametrize("ink", ["INK", "QUIET", "ACCENT"])
def test_text_colours_are_readable(ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("ink", ["INK", "QUIET", "ACCENT"])
@pytest.mark.parametrize("ground", ["PAPER", "WASH"])
def test_text_in_the_dark_is_readable(ink: str, ground: str) -> None:
    one, other = (palette.DARK[getattr(palette, name)] for name in (ink, ground))
    assert contrast(one, other) >= 4.5


@pytest.mark.parametrize("colour", [c for colours in IN_THE_DARK.values() for c in colours])
def test_marks_in_the_dark_stand_out(colour: str) -> None:
    assert contrast(colour, palette.DARK_PAPER) >= 3


@pytest.mark.parametrize(
    "name", ["ACCENT", "BORDER", "NO_FIGURE_FILL", "SELECTED", "FOCUS", "GOOD", "BAD"]
)
def test_lines_and_judgements_in_the_dark_stand_out(name: str) -> None:
    assert contrast(palette.DARK[getattr(palette, name)], palette.DARK_PAPER) >= 3


def test_every_colour_has_one_for_the_dark() -> None:
    values = (v for n, v in vars(palette).items() if n.isupper() and not n.startswith("DARK"))
    colours = {c for v in values for c in ((v,) if isinstance(v, str) else v)}
    assert colours == set(palette.DARK)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#123456", "#123456", 1.0),
        ("#767676", "#FFFFFF", 4.54),
    ],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


def test_luminance_of_black_and_white() -> None:
    assert (luminance("#000000"), round(luminance("#ffffff"), 9)) == (0.0, 1.0)


def test_simulation_leaves_greys_and_confuses_what_the_eye_confuses() -> None:
    """The measuring tape itself: published values and known confusions."""
    assert linear("#FFFFFF") == (1.0, 1.0, 1.0)
    # OKLab of pure red, as published by Ottosson
    assert oklab("#FF0000") == pytest.approx((0.62796, 0.22486, 0.12585), abs=1e-4)
    for sight in SIGHTS:
        assert difference("#777777", "#777777", sight=sight) == 0
        assert difference("#000000", "#FFFFFF", sight=sight) == pytest.approx(100, abs=0.1)
        assert oklab("#777777", sight=sight) == pytest.approx(oklab("#777777"), abs=2e-3)
    red, green = "#B35900", "#6B7A00"
    assert difference(red, green, sight="deuteranopia") < difference(red, green, sight="normal") / 2
