"""What stands with a survey figure in tables, charts and files: its margin, and the goals."""

from collections.abc import Iterable

import pandas as pd

from lib.board import Board
from lib.figures.format import interval, number

MARGIN_COLUMNS = {"lower": "marge van", "upper": "marge tot", "n": "deelnemers"}
MARGIN_ENDS = (MARGIN_COLUMNS["lower"], MARGIN_COLUMNS["upper"])
MARGIN_HEADER = ("Marge (95 %)", "Deelnemers")
EXPECTED_ENDS = ("verwacht vanaf", "verwacht tot en met")  # of counts without a change
CERTAINTY_COLUMN = "wat de marge zegt"


def add_margins(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return a file's table with the interval and respondents of its figures, row by row."""
    return table.assign(
        **{title: figures[column].to_numpy() for column, title in MARGIN_COLUMNS.items()}
    ).astype({"deelnemers": "Int64"})


def format_margin_cells(
    row: pd.Series, *, decimals: int, among: Iterable[float] = ()
) -> tuple[str, str]:
    """Return the cells of MARGIN_HEADER for one figure; a dash where it has no respondents.

    `among` are the ends of all margins in the column.
    """
    respondents = "–" if pd.isna(row["n"]) else number(row["n"])
    return interval(row["lower"], row["upper"], decimals=decimals, among=among), respondents


def goal_values(board: Board) -> dict[str, float]:
    """Return where the floor and the target stand, by the name of their line."""
    goals = {"ondergrens": board.floor, "doel": board.target}
    return {name: goal.value for name, goal in goals.items() if goal}
