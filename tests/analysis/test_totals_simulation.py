"""The whole municipality's changes: few false calls where months have a season and vary a lot.

A total has no areas to show its dispersion; its months have, a row per earlier window
(`lib.board.change_tests`). Everything is seeded.
"""

import numpy as np
import pandas as pd
import pytest

from lib.analysis.counts import Verdict
from lib.analysis.windows import Windows
from lib.board.change_tests import judge_family, municipal_row
from tests.analysis.test_counts_simulation import CALLS, draw
from tests.simulation import highest_error_rate, number_of_lists

pytestmark = pytest.mark.simulation

KINDS, WINDOWS, MONTHS = 25, 4, 12
EVERY_MONTH = [f"{year}-{m:02}" for year in range(2000, 2002 + WINDOWS) for m in range(MONTHS)]
YEARS = [tuple(EVERY_MONTH[n : n + MONTHS]) for n in range(0, len(EVERY_MONTH), MONTHS)]
FOUND = Windows(YEARS[-2], YEARS[-1], tuple(YEARS[:-2]))
SEASON = 1 + 0.3 * np.sin(np.arange(MONTHS) / MONTHS * 2 * np.pi)


def judged(rng: np.random.Generator, *, spread: float, rise: float = 1.0) -> pd.DataFrame:
    """A list of kinds over earlier windows and two more, of which the first kind's last rose."""
    mean = np.exp(rng.uniform(np.log(2), np.log(120), KINDS))[:, None, None]
    mean[0] = 30  # a month
    course = np.linspace(0.8, 1.0, WINDOWS)[None, :, None]  # a drift before, none in what is judged
    history = draw(rng, mean * course * SEASON, spread)
    before, after = (draw(rng, mean[:, 0] * SEASON * r, spread) for r in (1.0, 1.0))
    after[0] = draw(rng, mean[0, 0] * SEASON * rise, spread)
    counts = np.concatenate([history.reshape(KINDS, -1), before, after], axis=1)
    return judge_family(
        municipal_row(str(n), pd.Series(kind, index=EVERY_MONTH), FOUND)
        for n, kind in enumerate(counts)
    )


@pytest.mark.parametrize("spread", [1.0, 1.5, 2.0, 3.0])
def test_at_most_one_list_in_twenty_calls_a_change_that_is_not_there(spread: float) -> None:
    rng, lists = np.random.default_rng(31), number_of_lists(100)
    false = sum(judged(rng, spread=spread)["verdict"].isin(CALLS).any() for _ in range(lists))
    assert false / lists <= highest_error_rate(lists)


def test_a_large_rise_is_seen() -> None:
    rng, lists = np.random.default_rng(32), number_of_lists(50)
    found = sum(
        judged(rng, spread=1.5, rise=1.5)["verdict"].iloc[0] is Verdict.RISE for _ in range(lists)
    )
    assert found / lists > 0.8
