"""The map of equal tiles: every area as large, about where it lies, to be read from afar.

For slides and rooms, where space is wide and low. Which tile lies where is in `data/tiles.csv`. Not
here: the map of the shapes (`svg_map`).
"""

import re

from lib.board import Board
from lib.figures import palette
from lib.figures.layers.layer import AreaMark, Layer, list_bands
from lib.figures.svg_parts import (
    BASELINE,
    BOLD_LETTER,
    REGULAR_LETTER,
    crop_text,
    svg_document,
    svg_group,
    svg_rectangle,
    svg_text,
)
from lib.figures.vocabulary import focus_word

GAP, PADDING = 4, 5
LEGEND_ROW, SWATCH, INDENT, LEGEND_GAP = 24.0, 14, 20, 22
LEGEND_TYPE = 14
# The size of the type as a part of a tile's height; lower where the name has two lines.
FIGURE_SHARE, NAME_SHARE = 0.42, 0.26
LOW_FIGURE_SHARE, LOW_NAME_SHARE, LINE_HEIGHT = 0.38, 0.21, 1.1
NAME_MARGIN = 8  # pixels between a name and the edge of its tile
LARGEST_NAME, SMALLEST_NAME = 15.0, 10.0
DASHES = {"fill": "none", "stroke_width": 2, "stroke_dasharray": "4 3"}


def draw_tile_map(layer: Layer, *, board: Board, width: float, height: float) -> str:
    """Return the layer as tiles with figure and name, its classes under them."""
    tiles = board.files.tiles
    columns, rows = (max(places) for places in zip(*tiles.values(), strict=True))
    legend, legend_height = _draw_legend(layer, board=board, width=width)
    across = (width + GAP) / columns - GAP
    down = (height - legend_height + GAP) / rows - GAP
    focus = {area for f in board.files.focus for area in f.areas}
    drawn = "".join(
        svg_group(
            _draw_tile(layer.marks[area], width=across, height=down, is_focus=area in focus),
            transform=f"translate({(x - 1) * (across + GAP):.1f} {(y - 1) * (down + GAP):.1f})",
        )
        for area, (x, y) in tiles.items()
    )
    under = svg_group(legend, transform=f"translate(0 {height - legend_height + GAP:.1f})")
    whole = {"width": width + 2 * PADDING, "height": height + 2 * PADDING}
    inside = svg_group(drawn + under, transform=f"translate({PADDING} {PADDING})")
    paper = svg_rectangle(**whole, fill=palette.PAPER)
    return svg_document(paper + inside, **whole, font_size=LEGEND_TYPE)


def _draw_tile(mark: AreaMark, *, width: float, height: float, is_focus: bool) -> str:
    ink = palette.text_on(mark.band.colour)
    look = {"x": round(width / 2, 1), "text_anchor": "middle", "fill": ink}
    drawn = svg_rectangle(
        width=round(width, 1),
        height=round(height, 1),
        fill=mark.band.colour,
        stroke=palette.BORDER,
    )
    if is_focus:
        inner = {"width": round(width - 6, 1), "height": round(height - 6, 1)}
        drawn += svg_rectangle(x=3, y=3, **inner, **DASHES, stroke=ink)
    lines, name = _fit_name(mark.name, width=width - 2 * NAME_MARGIN, height=height)
    figure = (FIGURE_SHARE if len(lines) == 1 else LOW_FIGURE_SHARE) * height
    drawn += svg_text(
        mark.starred_label,
        **look,
        y=round((0.36 if len(lines) == 1 else 0.28) * height + BASELINE * figure, 1),
        font_size=round(figure, 1),
        font_weight=700,
    )
    foot = 0.82 if len(lines) == 1 else 0.86
    return drawn + "".join(
        svg_text(
            crop_text(line, width=width - NAME_MARGIN, font_size=name),
            **look,
            y=round(foot * height - number * LINE_HEIGHT * name, 1),
            font_size=round(name, 1),
        )
        for number, line in enumerate(reversed(lines))
    )


def _fit_name(name: str, *, width: float, height: float) -> tuple[list[str], float]:
    """Return a name on one line, or on two where it is easier to read so, and its size."""
    found = []
    for lines, share in (([name], NAME_SHARE), (_split_name(name), LOW_NAME_SHARE)):
        fitting = width / (max(map(len, lines)) * REGULAR_LETTER)
        found.append((lines, max(SMALLEST_NAME, min(LARGEST_NAME, share * height, fitting))))
    one, two = found
    fits = len(name) * REGULAR_LETTER * one[1] <= width + 1
    return one if len(two[0]) == 1 or (fits and one[1] >= two[1]) else two


def _split_name(name: str) -> list[str]:
    """Return a name as two parts, split at the space or hyphen that is nearest to its middle."""
    places = [found.end() for found in re.finditer(r"[ -](?=\S)", name)]
    if not places:
        return [name]
    at = min(places, key=lambda place: abs(place - len(name) / 2))
    return [name[:at].rstrip(), name[at:]]


def _draw_legend(layer: Layer, *, board: Board, width: float) -> tuple[str, float]:
    """Return the classes in as many rows as they need, and the height of these."""
    entries: list[tuple[str, dict[str, object]]] = [
        (f"{band.sign} {band.label}".strip(), {"fill": band.colour}) for band in list_bands(layer)
    ]
    dashed = {**DASHES, "stroke": palette.FOCUS}
    entries.append((focus_word(internal=board.internal), dashed))
    drawn, x, y = "", 0.0, 0.0
    for text, look in entries:
        needed = INDENT + len(text) * LEGEND_TYPE * BOLD_LETTER
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND_ROW
        drawn += svg_rectangle(
            x=round(x + 1, 1),
            y=y + 4,
            width=SWATCH,
            height=SWATCH,
            **{"stroke": palette.BORDER} | look,
        )
        drawn += svg_text(text, x=round(x + INDENT, 1), y=y + 4 + SWATCH - 2)
        x += needed + LEGEND_GAP
    return drawn, y + LEGEND_ROW + GAP
