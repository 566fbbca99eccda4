"""The map of equal tiles: every area as large, about where it lies, to be read from afar.

For slides and rooms, where space is wide and low. Which tile lies where is in `data/tiles.csv`. Not
here: the map of the shapes (`svg_map`).
"""

import re
from functools import partial

import shapely

from lib.board import Board
from lib.figures import palette
from lib.figures.layers.layer import NOT_COMPARED, AreaMark, Layer, list_bands
from lib.figures.svg_parts import (
    BASELINE,
    BOLD_LETTER,
    RIM,
    crop_text,
    svg_circle,
    svg_document,
    svg_group,
    svg_hatch,
    svg_rectangle,
    svg_text,
)
from lib.figures.vocabulary import focus_word

GAP, PADDING = 4, 5
LEGEND_ROW, SWATCH, INDENT, LEGEND_GAP = 24.0, 14, 20, 22
LEGEND_TYPE = 14
FIGURE_SHARE = 0.42  # the size of the figure as a part of a tile's height
NAME_LETTER = 0.47  # the width of a letter of a name, with its capitals
NAME_MARGIN = 4  # pixels between a name and the edge of its tile, also above and below
LARGEST_NAME = 15.0
SMALLEST_ON_PAPER, SMALLEST_ON_SCREEN = 10.0, 14.0  # of names
LINE_HEIGHT = 1.1  # of the lines in a tile, as a part of the size of their type
CIRCLE_SHARE = 0.48  # the radius of the largest circle as a part of the tile
# Where a word breaks if it must: between two consonants that are not one sound, such as 'ch'.
BREAK_IN_WORD = r"^(\w{{2,{}}}[bcdfgklmnpqrstvwxz])([bdfgklmnpqrstvwxz]\w{{2,}})$"
ENDING = 2  # what follows on the first line: the last consonant and the hyphen
DASHES = {"fill": "none", "stroke_width": 2, "stroke_dasharray": "4 3"}


def draw_tile_map(layer: Layer, *, board: Board, width: float, height: float) -> str:
    """Return the layer as tiles with figure and name, its classes under them."""
    legend, legend_height = _draw_legend(layer, board=board, width=width)
    drawn = _place_tiles(
        layer, board=board, width=width, height=height - legend_height, smallest=SMALLEST_ON_PAPER
    )
    under = svg_group(legend, transform=f"translate(0 {height - legend_height + GAP:.1f})")
    whole = {"width": width + 2 * PADDING, "height": height + 2 * PADDING}
    inside = svg_group(drawn + under, transform=f"translate({PADDING} {PADDING})")
    paper = svg_rectangle(**whole, fill=palette.PAPER)
    return svg_document(paper + inside, **whole, font_size=LEGEND_TYPE)


def draw_tiles(layer: Layer, *, board: Board, width: float, height: float) -> str:
    """Return the tiles alone; each is a group that has its area in `data-area`."""
    inner = {"width": width - 2 * PADDING, "height": height - 2 * PADDING}
    drawn = _place_tiles(layer, board=board, **inner, smallest=SMALLEST_ON_SCREEN)
    inside = svg_group(drawn, transform=f"translate({PADDING} {PADDING})")
    return svg_document(inside, width=width, height=height, font_size=LEGEND_TYPE)


def _place_tiles(
    layer: Layer, *, board: Board, width: float, height: float, smallest: float
) -> str:
    tiles = board.files.tiles
    columns, rows = (max(places) for places in zip(*tiles.values(), strict=True))
    across, down = (width + GAP) / columns - GAP, (height + GAP) / rows - GAP
    focus = {area for f in board.files.focus for area in f.areas}
    figure = _choose_figure_size(layer, width=across, height=down, smallest=smallest)
    drawn = ""
    for area, (x, y) in tiles.items():
        mark = layer.marks[area]
        ink = palette.text_on(layer.find_ground(area))
        drawn += svg_group(
            _draw_ground(layer, area, width=across, height=down, is_focus=area in focus),
            _draw_text(mark, width=across, height=down, figure=figure, smallest=smallest, ink=ink),
            data_area=area,
            transform=f"translate({(x - 1) * (across + GAP):.1f} {(y - 1) * (down + GAP):.1f})",
        )
    return drawn


def _choose_figure_size(layer: Layer, *, width: float, height: float, smallest: float) -> float:
    """Return the type of all figures: the longest fits, and leaves room for the longest name."""
    room = width - 2 * NAME_MARGIN
    longest = max(len(mark.starred_label) for mark in layer.marks.values())
    letters = int(room / (smallest * NAME_LETTER))
    lines = max(len(_break_name(_find_name(m), letters=letters)) for m in layer.marks.values())
    left = (height - 2 * NAME_MARGIN) // LINE_HEIGHT - lines * smallest
    return min(FIGURE_SHARE * height, room / (longest * BOLD_LETTER), max(left, smallest))


def _draw_ground(layer: Layer, area: str, *, width: float, height: float, is_focus: bool) -> str:
    """Return a tile in the colour of its class, with a dashed line where there is extra effort."""
    colour = layer.find_ground(area)
    size = {"width": round(width, 1), "height": round(height, 1)}
    drawn = svg_rectangle(**size, fill=colour, stroke=palette.BORDER)
    if layer.marks[area].band == NOT_COMPARED:
        drawn += svg_hatch(shapely.box(0, 0, width, height))
    if radius := CIRCLE_SHARE * min(width, height) * layer.find_circle(area):
        middle = {"cx": round(width / 2, 1), "cy": round(height / 2, 1), "r": round(radius, 1)}
        drawn += svg_circle(**middle, fill=palette.CIRCLE, stroke=palette.CIRCLE_EDGE)
    if is_focus:
        inner = {"width": round(width - 6, 1), "height": round(height - 6, 1)}
        ink = palette.text_on(colour)
        drawn += svg_rectangle(x=3, y=3, **inner, **DASHES, stroke=ink)
    return drawn


def _draw_text(
    mark: AreaMark, *, width: float, height: float, figure: float, smallest: float, ink: str
) -> str:
    """Return a tile's figure with its name under it, together in the middle."""
    under = figure * LINE_HEIGHT
    lines, size = _fit_name(
        _find_name(mark),
        width=width - 2 * NAME_MARGIN,
        height=height - under - 2 * NAME_MARGIN,
        smallest=smallest,
    )
    top = (height - under - len(lines) * size * LINE_HEIGHT) / 2
    rows = [(mark.starred_label, figure, top + under / 2)]
    for number, line in enumerate(lines):
        rows.append((line, size, top + under + (number + 0.5) * size * LINE_HEIGHT))
    text = "".join(
        svg_text(
            text,
            x=round(width / 2, 1),
            y=round(middle + BASELINE * type_size, 1),
            font_size=round(type_size, 1),
            font_weight=400 if number else 700,
        )
        for number, (text, type_size, middle) in enumerate(rows)
    )
    around = svg_group(text, **RIM) if mark.band == NOT_COMPARED else ""
    return svg_group(around + text, text_anchor="middle", fill=ink)


def _find_name(mark: AreaMark) -> str:
    """Return the name on a tile: what stands in brackets in a name is for the list."""
    return mark.name.partition(" (")[0]


def _fit_name(
    name: str, *, width: float, height: float, smallest: float
) -> tuple[list[str], float]:
    """Return a name in lines and the largest type in which these fit; cut off where none does.

    A word breaks only where whole words do not fit in the smallest type.
    """
    size = LARGEST_NAME
    while True:
        letters = int(width / (size * NAME_LETTER))
        lines = _break_name(name, letters=letters, in_words=size <= smallest)
        if lines and len(lines) * size * LINE_HEIGHT <= height:
            return lines, size
        if size <= smallest:
            return [crop_text(name, width=width, font_size=size)], size
        size -= 1


def _break_name(name: str, *, letters: int, in_words: bool = True) -> list[str]:
    """Return a name in lines of at most so many letters; none where that cannot be.

    It is broken at spaces, after hyphens, and if need be `in_words`.
    """
    if in_words and letters > ENDING:
        name = re.sub(rf"\w{{{letters + 1},}}", partial(_hyphenate, letters=letters), name)
    lines = [""]
    for part in re.findall(r"[^ -]*(?:[ -]|$)", name):
        if lines[-1] and len(f"{lines[-1]}{part}".rstrip()) > letters:
            lines.append("")
        lines[-1] += part
    found = [line.rstrip() for line in lines]
    return found if max(map(len, found)) <= letters else []


def _hyphenate(word: re.Match[str], *, letters: int) -> str:
    """Return a word broken between two consonants, as late as fits on its first line."""
    return re.sub(BREAK_IN_WORD.format(letters - ENDING), r"\1-\2", word[0])


def _draw_legend(layer: Layer, *, board: Board, width: float) -> tuple[str, float]:
    """Return the classes in as many rows as they need, and the height of these."""
    bands = layer.rest if layer.has_circles else list_bands(layer)
    entries: list[tuple[str, dict[str, object]]] = [
        (
            f"{band.sign} {band.label}".strip(),
            {"fill": palette.PAPER if band == NOT_COMPARED else band.colour},
        )
        for band in bands
    ]
    if layer.has_circles:
        circle = {"fill": palette.CIRCLE, "rx": SWATCH / 2}
        entries.insert(0, (f"hoe groter, hoe meer {layer.indicator.unit}", circle))
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
        if NOT_COMPARED.label in text:
            drawn += svg_hatch(shapely.box(x + 1, y + 4, x + 1 + SWATCH, y + 4 + SWATCH))
        drawn += svg_text(text, x=round(x + INDENT, 1), y=y + 4 + SWATCH - 2)
        x += needed + LEGEND_GAP
    return drawn, y + LEGEND_ROW + GAP
