"""What belongs with a map for the public that names areas under the floor, in agreed words."""

from lib.board import Board
from lib.figures.format import number


def describe_map_context(board: Board) -> str:
    """Return what belongs on a public map that names areas under the floor; nothing without any."""
    whole = board.ratings.newest_of_municipality
    if board.internal or whole is None or not list_areas_below(board):
        return ""
    value = number(float(whole["value"]), decimals=1)
    text = board.files.words.map_context
    return text.format(gemeente=board.municipality.name, cijfer=value)


def list_areas_below(board: Board) -> list[str]:
    """Return the areas with a rating under the floor, by the policy's own rule."""
    newest = board.ratings.newest()
    return [str(area) for area in newest.index[newest["gap_floor"] < 0]]
