"""What kind of column a table has: figures or words, and with how many decimals it is told.

Not here: its width, which depends on the kind of file.
"""

import math
from collections.abc import Sequence
from numbers import Real

import pandas as pd

from lib.export.picture import cell
from lib.figures.format import number

MOST_DECIMALS = 2
TIMES = ("jaar", "meting", "periode")  # whole numbers in these are years: no thousands


def finite(value: object) -> bool:
    """Return whether a cell holds a number that can be told and calculated with."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    return is_number and value is not pd.NA and math.isfinite(float(value))  # type: ignore[arg-type]


def decimals(values: Sequence[object]) -> int:
    """Return with how many decimals figures are told: as few as lose nothing, at most two."""
    known = [float(v) for v in values if finite(v)]  # type: ignore[arg-type]
    return next(
        (d for d in range(MOST_DECIMALS) if all(math.isclose(v, round(v, d)) for v in known)),
        MOST_DECIMALS,
    )


def is_numeric(values: Sequence[object]) -> bool:
    """Return whether a column is one of figures: at least one, and no words between them."""
    return any(map(finite, values)) and not any(isinstance(v, str) and v for v in values)


def in_words(values: Sequence[object], *, name: str) -> list[str]:
    """Return a column's cells in words, all with the same number of decimals."""
    if name.casefold() in TIMES:
        return [str(int(v)) if finite(v) and v == int(v) else cell(v) for v in values]  # type: ignore[call-overload]
    places = decimals(values)
    return [number(float(v), decimals=places) if finite(v) else cell(v) for v in values]  # type: ignore[arg-type]
