"""The map of equal tiles: every area as large, about where it lies, to be read from afar.

For slides and rooms, where space is wide and low. Which tile lies where is in `data/tiles.csv`. Not
here: the map of the shapes (`svg_map`).
"""

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
FIGURE_SHARE, NAME_SHARE = 0.42, 0.26  # the size of the type as a part of a tile's height
NAME_MARGIN = 5  # pixels between a name and the edge of its tile
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
    figure = FIGURE_SHARE * height
    fitting = (width - 2 * NAME_MARGIN) / (len(mark.name) * REGULAR_LETTER)
    name = max(SMALLEST_NAME, min(LARGEST_NAME, NAME_SHARE * height, fitting))
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
    text = crop_text(mark.name, width=width - NAME_MARGIN, font_size=name)
    return (
        drawn
        + svg_text(
            mark.starred_label,
            **look,
            y=round(0.36 * height + BASELINE * figure, 1),
            font_size=round(figure, 1),
            font_weight=700,
        )
        + svg_text(text, **look, y=round(0.82 * height, 1), font_size=round(name, 1))
    )


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
