"""All colours, once. Not here: which value gets which colour (`layers`).

Tested: neighbouring classes differ by at least 10 (CIE76-like distance in OKLab x 100) in normal
sight, in three simulated forms of colour-blindness and in grey; text on them has contrast 4.5.
"""

from lib.catalog.style import contrast

ACCENT = "#0B4F7D"
INK = "#111111"
QUIET = "#4A5560"
GRID = "#D5DBE1"
BORDER = "#7C8894"
PAPER = "#FFFFFF"
WASH = "#F3F6F9"
NO_FIGURE_FILL = "#E4E4E0"
SELECTED = "#111111"
# What lies around the areas on a map; never a class of figures.
NEIGHBOUR, ABROAD, WATER = "#EAE8E2", "#F6F4EF", "#A9CCE6"
FOCUS = "#111111"

# Level: one hue. Ratings run dark to light, so that the eye goes to what falls short; counts
# run light to dark.
RATING_CLASSES = ("#0B3C66", "#5F9DCA", "#CFE2F1")
COUNT_CLASSES = ("#EFE8F5", "#CDBFE0", "#9F88C4", "#74529F", "#462070")
# Under the floor is one meaning, so one colour: on each map, chart, list, slide and in each file.
BELOW_FLOOR = RATING_CLASSES[0]
# Gap: that blue under the floor, then neutral to green.
GAP_CLASSES = (BELOW_FLOOR, "#F6F2E2", "#C3D694", "#86A84E")
# A judgement on a change: the word stands with it.
GOOD, BAD = "#1D6F68", "#9C3D06"
# Registrations up, level, down: a direction, no judgement, so not the colours of the gap.
DIRECTION_COLOURS = ("#5B2A86", "#EDEFF1", "#2E7DA6")
# Change: a verdict, not a level.
CHANGE_COLOURS = (BAD, "#EDEFF1", GOOD)
# A count is a circle, on ground without a class.
CIRCLE, CIRCLE_EDGE = COUNT_CLASSES[1], COUNT_CLASSES[3]

# Ink on a class that is light on a dark background too: there it stays dark.
INK_ON_LIGHT = "#121212"

DARK_PAPER = "#10161C"
# The same roles on a dark background: what stands out on white as dark stands out here as light.
DARK = {
    PAPER: DARK_PAPER,
    WASH: "#1B252E",
    INK: "#F2F5F7",
    INK_ON_LIGHT: DARK_PAPER,
    QUIET: "#B7C1CA",
    ACCENT: "#6DB6E8",
    GRID: "#3D4954",
    BORDER: "#8A97A3",
    NO_FIGURE_FILL: "#646A70",
    NEIGHBOUR: "#222B33",
    ABROAD: "#171F27",
    WATER: "#2F5D7E",
    **dict(zip(RATING_CLASSES, ("#E2F0FB", "#86BCE2", "#4B7697"), strict=True)),
    **dict(
        zip(COUNT_CLASSES, ("#6B5C84", "#8E79B8", "#B19BD8", "#D4C4EE", "#F4EEFC"), strict=True)
    ),
    **dict(zip(GAP_CLASSES[1:], ("#74705C", "#9DAF63", "#D8EFA8"), strict=True)),
    BAD: "#F58F42",
    GOOD: "#A6E6DC",
    **dict(zip(DIRECTION_COLOURS, ("#C49BEA", "#6A727A", "#79C2E8"), strict=True)),
}


def text_on(colour: str) -> str:
    """Return the ink that reads best on a background, also once both are made dark by `DARK`."""
    if contrast(PAPER, colour) > contrast(INK, colour):
        return PAPER
    dark = DARK.get(colour, colour)
    return max((INK, INK_ON_LIGHT), key=lambda ink: contrast(DARK[ink], dark))
