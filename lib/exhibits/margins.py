"""The columns with which a survey figure's margin stands in tables and files."""

import pandas as pd

from lib.figures.format import interval, number

MARGIN_COLUMNS = {"lower": "marge van", "upper": "marge tot", "n": "deelnemers"}
MARGIN_HEADER = ("Marge (95 %)", "Deelnemers")
CERTAINTY_COLUMN = "wat de marge zegt"


def add_margins(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return a file's table with the interval and respondents of its figures, row by row."""
    return table.assign(
        **{title: figures[column].to_numpy() for column, title in MARGIN_COLUMNS.items()}
    ).astype({"deelnemers": "Int64"})


def format_margin_cells(row: pd.Series, *, decimals: int) -> tuple[str, str]:
    """Return the cells of MARGIN_HEADER for one figure; a dash where it has no respondents."""
    respondents = "–" if pd.isna(row["n"]) else number(row["n"])
    return interval(row["lower"], row["upper"], decimals=decimals), respondents
