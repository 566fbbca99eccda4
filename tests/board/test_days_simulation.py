"""Risers and decliners of days: few false calls while nothing changes, and large rises are seen.

As `tests.analysis.test_counts_simulation`, with eighteen months of days, a weekend, and windows as
`lib.board.police_changes` takes them. `python -m tests.board.test_days_simulation` prints the
table of docs/statistics.md. Everything is seeded.
"""

import datetime as dt
from math import log

import numpy as np
import pandas as pd
import pytest

from lib.analysis.counts import Verdict
from lib.analysis.day_windows import DayComparison, make_day_windows
from lib.analysis.windows import Windows
from lib.board.change_tests import area_rows, judge_family, municipal_row
from lib.board.police_changes import dispersion_step
from tests.analysis.test_counts_simulation import CALLS, Array, draw
from tests.simulation import highest_error_rate, number_of_lists

pytestmark = pytest.mark.simulation

KINDS, AREAS, DAYS = 8, 18, 548
NEWEST = dt.date(2026, 11, 22)
WEEKEND = 1.3  # times an ordinary day


def windows(length: int, comparison: DayComparison) -> tuple[list[str], Windows]:
    every = [(NEWEST - dt.timedelta(days=n)).isoformat() for n in reversed(range(DAYS))]
    after = (NEWEST - dt.timedelta(days=length - 1), NEWEST)
    found = make_day_windows(every, after, comparison)
    assert isinstance(found, Windows)
    return every, found


def means(rng: np.random.Generator) -> Array:
    """Daily means: of a year 3 to 400 in an area, evenly spread on the log scale."""
    year = np.exp(rng.uniform(log(3), log(400), (KINDS, AREAS, 1)))
    weekday = np.array([WEEKEND if (n % 7) >= 5 else 1.0 for n in range(DAYS)])
    return np.asarray(year / 365 * weekday / weekday.mean())


def lists(
    rng: np.random.Generator,
    length: int,
    comparison: DayComparison,
    *,
    spread: float,
    rise: float = 1.0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One simulated list: its areas and its totals; the first area of the first kind may rise."""
    every, found = windows(length, comparison)
    mean = means(rng)
    if rise > 1:
        mean[0, 0] = 1.0  # a day
    mean[0, 0, -length:] *= rise
    counts = draw(rng, mean, spread)
    tables = [pd.DataFrame(kind, columns=every) for kind in counts]
    areas = judge_family([area_rows(str(n), table, found) for n, table in enumerate(tables)])
    totals = judge_family(
        [
            municipal_row(str(n), table.sum(), found, step=dispersion_step(found))
            for n, table in enumerate(tables)
        ]
    )
    return areas, totals


def error_rates(
    length: int, comparison: DayComparison, *, spread: float, number: int, seed: int
) -> tuple[float, float]:
    """Share of lists with any call while nothing changed: of areas, and of totals."""
    rng = np.random.default_rng(seed)
    false = [
        [
            family["verdict"].isin(CALLS).any()
            for family in lists(rng, length, comparison, spread=spread)
        ]
        for _ in range(number)
    ]
    areas, totals = np.mean(false, axis=0)
    return float(areas), float(totals)


@pytest.mark.parametrize(
    ("length", "comparison", "spread"),
    [
        (7, DayComparison.DAYS_BEFORE, 1.0),
        (10, DayComparison.DAYS_BEFORE, 2.0),
        (28, DayComparison.YEAR_BEFORE, 1.5),
        (42, DayComparison.DAYS_BEFORE, 3.0),
        (180, DayComparison.YEAR_BEFORE, 1.0),
    ],
)
def test_at_most_one_list_in_twenty_calls_a_change_that_is_not_there(
    length: int, comparison: DayComparison, spread: float
) -> None:
    number = number_of_lists(25)
    rates = error_rates(length, comparison, spread=spread, number=number, seed=41)
    assert max(rates) <= highest_error_rate(number)


def test_a_large_rise_in_one_area_is_seen() -> None:
    rng, number = np.random.default_rng(42), number_of_lists(20)
    seen = sum(
        lists(rng, 42, DayComparison.DAYS_BEFORE, spread=1.0, rise=2.5)[0]["verdict"].iloc[0]
        is Verdict.RISE
        for _ in range(number)
    )
    assert seen / number > 0.8


def main() -> None:
    """Print the table of docs/statistics.md; takes about ten minutes."""
    for length in (7, 28, 42, 91):
        for comparison in DayComparison:
            cells = [
                error_rates(length, comparison, spread=spread, number=400, seed=43)
                for spread in (1.0, 1.5, 2.0, 3.0)
            ]
            told = " | ".join(f"{100 * a:.1f} / {100 * t:.1f} %" for a, t in cells)
            print(f"| {length} | {comparison} | {told} |", flush=True)


if __name__ == "__main__":
    main()
