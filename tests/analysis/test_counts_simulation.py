"""Do the error rate and the power of the risers and decliners hold? Everything is seeded.

`python -m tests.analysis.test_counts_simulation` prints the tables of docs/statistics.md.
"""

from collections.abc import Callable
from math import log

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from lib.analysis.counts import Verdict, detectable_ratio, dispersion, judge
from tests.simulation import highest_error_rate, number_of_lists

pytestmark = pytest.mark.simulation

Array = npt.NDArray[np.float64]

GROUPS, AREAS, HISTORY = 8, 18, 5
BANDS = 3  # of areas by size, as lib.board.change_tests judges them
FAMILY = GROUPS * AREAS
NAMES = pd.MultiIndex.from_product([range(GROUPS), range(AREAS)], names=["group", "area"])
CASES = (40, 100, 400)
SPREADS = [1.0, 1.5, 2.0, 3.0]
CALLS = [Verdict.RISE, Verdict.FALL]


def draw(rng: np.random.Generator, mean: Array, spread: Array | float) -> Array:
    """Counts with variance spread x mean: negative binomial, as a gamma mixture of Poisson."""
    excess = np.maximum(np.asarray(spread) - 1, 1e-6)
    return np.asarray(rng.poisson(rng.gamma(mean / excess, excess)), dtype=np.float64)


def means(rng: np.random.Generator) -> Array:
    """12-month means of each group and area, evenly spread on the log scale from 3 to 400."""
    return np.exp(rng.uniform(log(3), log(400), (GROUPS, AREAS)))


def frame(before: Array, after: Array, spreads: Array) -> pd.DataFrame:
    columns = {"before": before, "after": after, "dispersion": spreads}
    flat = {name: values.ravel() for name, values in columns.items()}
    return pd.DataFrame(flat, index=NAMES).reset_index()


def estimated(earlier: Array, bands: int) -> Array:
    """Dispersion of each group and area, from the areas of the group in the same band of size."""
    found = np.empty((GROUPS, AREAS))
    for group, row in zip(earlier, found, strict=True):
        for band in np.array_split(group.sum(axis=1).argsort(), bands):
            row[band] = dispersion(pd.DataFrame(group[band]))
    return found


def judged(
    rng: np.random.Generator,
    mean: Array,
    after: Array,
    *,
    spread: Array | float,
    periods: int = HISTORY,
    bands: int = BANDS,
) -> pd.DataFrame:
    """One simulated list: dispersion from earlier periods, then the two periods, judged."""
    earlier = draw(rng, np.repeat(mean[:, :, None], periods, axis=2), np.asarray(spread)[..., None])
    spreads = estimated(earlier, bands)
    return judge(frame(draw(rng, mean, spread), draw(rng, after, spread), spreads))


def error_rate(spread: float, *, lists: int, seed: int, periods: int = HISTORY) -> float:
    """Share of lists with any call while nothing changed."""
    rng, false = np.random.default_rng(seed), 0
    for _ in range(lists):
        mean = means(rng)
        found = judged(rng, mean, mean, spread=spread, periods=periods)
        false += bool(found["verdict"].isin(CALLS).any())
    return false / lists


def growing_error_rate(spread: float, *, lists: int, seed: int, bands: int) -> float:
    """The same where excess variance grows with the mean; `spread` is that of a mean of 35."""
    rng, false = np.random.default_rng(seed), 0
    for _ in range(lists):
        mean = means(rng)
        found = judged(rng, mean, mean, spread=1 + (spread - 1) * mean / 35, bands=bands)
        false += bool(found["verdict"].isin(CALLS).any())
    return false / lists


def poisson_error_rate(spread: float, *, lists: int, seed: int) -> float:
    """The same, of a test that takes the counts for Poisson."""
    rng, false = np.random.default_rng(seed), 0
    for _ in range(lists):
        mean = means(rng)
        family = frame(draw(rng, mean, spread), draw(rng, mean, spread), np.ones_like(mean))
        false += bool(judge(family)["verdict"].isin(CALLS).any())
    return false / lists


def power_of(cases: float, ratio: float, spread: float, *, lists: int, seed: int) -> float:
    """Share of lists that call the single true riser (the first row)."""
    rng, found = np.random.default_rng(seed), 0
    for _ in range(lists):
        mean = means(rng)
        mean[0, 0] = cases
        after = mean.copy()
        after[0, 0] = cases * ratio
        found += judged(rng, mean, after, spread=spread)["verdict"].iloc[0] is Verdict.RISE
    return found / lists


@pytest.mark.parametrize("spread", SPREADS)
def test_at_most_one_list_in_twenty_calls_a_change_that_is_not_there(spread: float) -> None:
    lists = number_of_lists(150)
    assert error_rate(spread, lists=lists, seed=1) <= highest_error_rate(lists)


@pytest.mark.parametrize("periods", [2, 3])
def test_a_short_history_does_not_raise_the_error_rate(periods: int) -> None:
    lists = number_of_lists(100)
    found = error_rate(3, lists=lists, seed=2, periods=periods)
    assert found <= highest_error_rate(lists)


def test_a_poisson_test_fails_that_bar_by_far() -> None:
    assert poisson_error_rate(2, lists=number_of_lists(50), seed=3) > 0.3


@pytest.mark.parametrize(("periods", "spread"), [(2, 1.0), (5, 1.0), (5, 2.0), (5, 3.0)])
def test_dispersion_leans_upwards_but_not_far(periods: int, spread: float) -> None:
    rng = np.random.default_rng(4)
    mean = np.repeat(np.geomspace(3, 400, AREAS)[:, None], periods, axis=1)
    found = [dispersion(pd.DataFrame(draw(rng, mean, spread))) for _ in range(300)]
    assert spread <= np.mean(found) <= spread * (1.2 if periods == HISTORY else 2)


def test_power_at_many_cases_and_its_lack_at_few() -> None:
    lists = number_of_lists(50)
    assert power_of(400, 1.5, 1, lists=lists, seed=5) > 0.9
    assert power_of(40, 1.5, 3, lists=lists, seed=5) < 0.1


@pytest.mark.parametrize(("cases", "spread"), [(40, 1.0), (40, 3.0), (100, 2.0), (400, 3.0)])
def test_detectable_ratio_has_the_power_asked_for(cases: float, spread: float) -> None:
    ratio = detectable_ratio(cases, dispersion=spread, family=FAMILY)
    rng = np.random.default_rng(6)
    before, after = (draw(rng, np.full(20_000, m), spread) for m in (cases, cases * ratio))
    needed = 3.5781  # the two-sided point of 0.05 / 144
    z = (after - before - 1) / np.sqrt(spread * (before + after))
    assert np.mean(z > needed) == pytest.approx(0.8, abs=0.04)


@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_the_interval_covers_the_true_ratio(spread: float) -> None:
    rng, size = np.random.default_rng(7), 4_000
    mean = np.geomspace(10, 400, size)
    family = pd.DataFrame(
        {"before": draw(rng, mean, spread), "after": draw(rng, 1.5 * mean, spread)}
    )
    found = judge(family.assign(group="g", area=range(size), dispersion=spread))
    assert np.mean((found["lower"] <= 1.5) & (found["upper"] >= 1.5)) >= 0.95 - 2 * 0.0035


def pooled(rate: Callable[[int], float]) -> str:
    """Mean of a rate over eight seeds: one seed alone can be far off."""
    return f"{100 * np.mean([rate(seed) for seed in range(20, 28)]):.1f} %"


def error_cells(spread: float) -> list[str]:
    cells = [
        pooled(lambda seed, p=p: error_rate(spread, lists=250, seed=seed, periods=p))  # type: ignore[misc]
        for p in (5, 3, 2)
    ]
    cells.append(pooled(lambda seed: poisson_error_rate(spread, lists=250, seed=seed)))
    return cells + [
        pooled(lambda seed, b=b: growing_error_rate(spread, lists=125, seed=seed, bands=b))  # type: ignore[misc]
        for b in (1, 3)
    ]


def power_cells(spread: float) -> list[str]:
    cells = [
        pooled(lambda seed, c=c: power_of(c, 1.5, spread, lists=125, seed=seed))  # type: ignore[misc]
        for c in CASES
    ]
    return cells + [f"{detectable_ratio(c, dispersion=spread, family=FAMILY):.2f}" for c in CASES]


def main() -> None:
    """Print the tables of docs/statistics.md; takes about four minutes."""
    for cells_of in (error_cells, power_cells):
        for spread in SPREADS:
            print("|", spread, "|", " | ".join(cells_of(spread)), "|", flush=True)


if __name__ == "__main__":
    main()
