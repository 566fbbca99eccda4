"""The only source of figures for everything above it: `board(actor) -> Board`."""

from lib.board.area_values import INHABITANTS, NOT_COMPARABLE, Cell, Level, Unit
from lib.board.board import (
    CRIME,
    CRIME_RATE,
    RATING,
    Board,
    Rating,
)
from lib.board.changes import Movements
from lib.board.goals import GoalStatus
from lib.board.load_board import (
    board,
    folders,
    now,
    preview,
    preview_list,
    public_view,
    registers,
    store,
)
from lib.board.planning import State, Step, WaveStatus
from lib.board.police_changes import Recent
from lib.catalog import DataProblem, DataProblemsError

__all__ = [
    "CRIME",
    "CRIME_RATE",
    "INHABITANTS",
    "NOT_COMPARABLE",
    "RATING",
    "Board",
    "Cell",
    "DataProblem",
    "DataProblemsError",
    "GoalStatus",
    "Level",
    "Movements",
    "Rating",
    "Recent",
    "State",
    "Step",
    "Unit",
    "WaveStatus",
    "board",
    "folders",
    "now",
    "preview",
    "preview_list",
    "public_view",
    "registers",
    "store",
]
