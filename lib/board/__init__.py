"""The only source of figures for everything above it: `load_board(actor) -> Board`."""

from lib.board.area_values import INHABITANTS, NOT_COMPARABLE, AreaValues, Cell, Unit
from lib.board.board import Board
from lib.board.current_store import check_store, get_store, sparing_others
from lib.board.goals import GoalStatus
from lib.board.load_board import (
    find_folders,
    load_board,
    load_catalog_for,
    load_geography,
    load_public_board,
    now,
    preview_figures,
    preview_police_list,
)
from lib.board.planning import PlannedStep, StepState
from lib.board.police_changes import PoliceChanges
from lib.board.ratings import Rating
from lib.board.registration_changes import RegistrationChanges
from lib.board.registrations import CRIME, CRIME_RATE
from lib.catalog import RATING, DataProblem, DataProblemsError
