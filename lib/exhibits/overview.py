"""The figures that the presentation and the slides of the overview have, in their order."""

from lib.board import Board
from lib.exhibits.exhibit import ExhibitMaker
from lib.exhibits.goals import goal_makers
from lib.exhibits.maps import area_map_makers
from lib.figures.layers.modes import map_layers


def overview_makers(board: Board) -> list[ExhibitMaker]:
    """Return what makes the goal as large as a wall, and the map of every layer, for a room."""
    return [
        *goal_makers(board),
        *area_map_makers(board, map_layers(board).values(), name="overzicht"),
    ]
