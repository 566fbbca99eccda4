"""The figures of a page, in the order of its presentation.

The same figures stand on the page itself. Not here: showing them (`presentation`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from lib.board import Board
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.export.tables import layer_table
from lib.figures.charts import draw_area_map
from lib.figures.layers import Layer
from lib.figures.printed_map import Names
from lib.figures.sentences import format_source, layer_finding, map_alternative
from lib.ui.exhibit import show

ROOM = (900, 330)  # pixels, of which the larger screen makes more


def of_layers(
    layers: Mapping[str, Layer], board: Board, *, name: str
) -> list[Callable[[], Exhibit]]:
    """Return what makes the map of each layer, for a room."""
    return [partial(for_room, layer, board, name=name) for layer in layers.values()]


def of_layer(layer: Layer, board: Board, *, name: str) -> Exhibit:
    """Return a layer's map as a figure of its own."""
    return show.exhibit(
        source=map_source(layer, board),
        name=f"{name}-{layer.key}",
        title=layer.title,
        data=lambda: layer_table(layer),
        finding=layer_finding(layer, board=board),
        alternative=f"Kaart. {map_alternative(layer, board=board)}",
        drawn=lambda: draw_area_map(layer, board=board),
        native=None if layer.is_movement else Native(Shape.BARS, "wijk", (layer.label.lower(),)),
        internal=board.internal and (layer.indicator.kind != "survey" or board.is_ahead),
    )


def for_room(layer: Layer, board: Board, *, name: str) -> Exhibit:
    """Return a layer's map as `of_layer`, every area named beside it."""
    width, height = ROOM
    drawn = draw_area_map(
        layer, board=board, width=width, height=height, names=Names.ROOM
    ).to_dict()
    return replace(of_layer(layer, board, name=name), chart=drawn)


def map_source(layer: Layer, board: Board) -> str:
    """Return the line of source under a map, with that of its boundaries."""
    told = format_source(layer.sources, period=layer.period, status=layer.status)
    return f"{told} {board.municipality.map.attribution}."
