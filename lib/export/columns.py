"""What kind of column a table has: figures or words, and how many decimals it has.

Not here: its width, which depends on the kind of file.
"""

import math
from collections.abc import Sequence
from numbers import Real
from typing import NamedTuple, TypeGuard

import numpy as np
import pandas as pd

from lib.catalog import Period
from lib.exhibits.margins import MARGIN_ENDS
from lib.figures.format import MINUS, NO_MARGIN, interval, number, period

ABSENT = "–"
MOST_DECIMALS = 2
LARGEST_NUMBER = 10**15  # a spreadsheet holds no more digits
INFINITE = "oneindig"
# Whole numbers in these are years: no dots between thousands.
MARGIN = "marge (95 %)"
YEAR_COLUMNS = ("jaar", "meting", "periode", "wanneer")


def drop_empty_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame without the columns in which nothing stands; without rows as it is."""
    if frame.empty:
        return frame
    return frame.loc[:, ~frame.map(format_cell).isin(["", ABSENT]).all().to_numpy()]


class FormattedTable(NamedTuple):
    """A table in words: its header, its rows, and the places of the columns of figures."""

    header: list[str]
    rows: list[tuple[str, ...]]
    numeric: list[int]


def join_margins(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with both ends of each margin in one column, in words."""
    joined = frame.copy()
    low, high = MARGIN_ENDS
    for name in (str(c) for c in frame if str(c).endswith(low)):
        before = name.removesuffix(low)
        ends = joined[[name, before + high]].astype(float)
        joined = joined.drop(columns=before + high)
        column = [*ends[name], *ends[before + high]]
        words = [interval(*p, decimals=1, among=column) for p in ends.itertuples(index=False)]
        joined[name] = [None if text == NO_MARGIN else text for text in words]
        joined = joined.rename(columns={name: before + MARGIN})
    return joined


def format_table(frame: pd.DataFrame) -> FormattedTable:
    """Return a frame in words, without the columns in which nothing stands."""
    filled = join_margins(drop_empty_columns(frame))
    columns = [(str(c), list(filled.iloc[:, n])) for n, c in enumerate(filled)]
    words = [format_column(values, name=name) for name, values in columns]
    return FormattedTable(
        [name for name, _ in columns],
        list(zip(*words, strict=True)),
        [n for n, (_, values) in enumerate(columns) if is_numeric(values)],
    )


def is_figure(value: object) -> TypeGuard[float]:
    """Return whether a value is a number that every file can hold: finite and not too large."""
    return (
        isinstance(value, Real)
        and not isinstance(value, bool)
        and -LARGEST_NUMBER < value < LARGEST_NUMBER  # type: ignore[operator]  # no NaN is
    )


def is_numeric(values: Sequence[object]) -> bool:
    """Return whether a column is one of figures: at least one, and no words between them."""
    return any(map(is_figure, values)) and not any(isinstance(v, str) and v for v in values)


def column_decimals(values: Sequence[object], *, name: str) -> int | None:
    """Return how many decimals a column has: as few as lose nothing, at most two.

    None for years, which have no dots between thousands either.
    """
    known = [v for v in values if is_figure(v)]
    for places in range(MOST_DECIMALS):
        if all(math.isclose(v, round(v, places)) for v in known):
            return None if places == 0 and name.casefold() in YEAR_COLUMNS else places
    return MOST_DECIMALS


def format_column(values: Sequence[object], *, name: str) -> list[str]:
    """Return a column's cells in words, all with the same number of decimals."""
    places = column_decimals(values, name=name)
    return [
        format_cell(v)
        if not is_figure(v)
        else f"{v:.0f}"
        if places is None
        else number(float(v), decimals=places)
        for v in values
    ]


def format_cell(value: object) -> str:
    """Return in words what is no figure; a dash where there is nothing."""
    if isinstance(value, Period):
        return period(value)
    if isinstance(value, bool | np.bool_):
        return "ja" if value else "nee"
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar
        return ABSENT
    if isinstance(value, float) and math.isinf(value):
        return INFINITE if value > 0 else MINUS + INFINITE
    return number(value) if isinstance(value, int | float) else str(value)
