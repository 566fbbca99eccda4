"""Of areas given 70-80 %, 70-80 % are really under the floor; so for the chances of all together.

Waves of 18 areas with known true values, published with one decimal. Everything is seeded.
Rerun of the table in docs/statistics.md: `python -m tests.analysis.test_floor_simulation`.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest

from lib.analysis.estimate import Estimate
from lib.analysis.floor import FloorChances, FloorPosition, estimate_floor_chances, judge_floor
from lib.analysis.sample_size import Z95, Answers, find_respondents
from tests.simulation import number_of_lists

pytestmark = pytest.mark.simulation

AREAS, FLOOR, DEVIATION = 18, 6.7, 1.6
Truth = Callable[[np.random.Generator], np.ndarray]
BANDS = ((0.02, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.98))


def alike(rng: np.random.Generator) -> np.ndarray:
    """Areas around one mean, near enough to the floor that it matters."""
    return rng.normal(7.0, 0.3, AREAS)


def two_weak(rng: np.random.Generator) -> np.ndarray:
    """Sixteen areas that are alike, and two far below: not what the model assumes."""
    return np.concatenate([rng.normal(7.1, 0.25, AREAS - 2), rng.normal(6.4, 0.1, 2)])


def uneven(rng: np.random.Generator) -> np.ndarray:
    """Areas evenly over a point and a half: not what the model assumes either."""
    return rng.uniform(6.2, 7.7, AREAS)


def varied(rng: np.random.Generator) -> np.ndarray:
    """Another city each time: its mean and how far its areas lie apart are not known."""
    return rng.normal(rng.uniform(6.9, 7.7), rng.uniform(0.05, 0.5), AREAS)


TRUTHS: tuple[Truth, ...] = (alike, two_weak, uneven, varied)


@dataclass(frozen=True)
class SimulatedWave:
    """A wave: true values, published values and half-widths, and respondents."""

    truth: np.ndarray
    values: np.ndarray
    half_widths: np.ndarray
    respondents: np.ndarray

    @property
    def chances(self) -> FloorChances:
        found = estimate_floor_chances(
            {str(place): rating for place, rating in enumerate(self.ratings)},
            floor=FLOOR,
            decimals=1,
        )
        assert found is not None
        return found

    @property
    def ratings(self) -> list[Estimate]:
        pairs = zip(self.values, self.half_widths, strict=True)
        return [Estimate(value, value - half, value + half) for value, half in pairs]


def publish(rng: np.random.Generator, truth: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Values with one decimal, half up, of `n` respondents per area."""
    return np.floor(rng.normal(truth, DEVIATION / np.sqrt(n)) * 10 + 0.5) / 10


def waves(rng: np.random.Generator, truth: Truth, *, number: int) -> Iterator[SimulatedWave]:
    """Waves of 40 to 300 respondents an area, with intervals from each sample's own deviation."""
    for _ in range(number):
        n = rng.integers(40, 301, AREAS)
        values = truth(rng)
        sample = DEVIATION * np.sqrt(rng.chisquare(n - 1) / (n - 1))
        half = np.round(Z95 * sample / np.sqrt(n), 2)
        yield SimulatedWave(values, publish(rng, values, n), half, n)


def rates(given: np.ndarray, happened: np.ndarray) -> dict[tuple[float, float], tuple[float, int]]:
    """How often it happened, and of how many, for each band of given chances."""
    found = {}
    for low, high in BANDS:
        inside = (given >= low) & (given < high)
        if inside.sum():
            found[low, high] = (float(happened[inside].mean()), int(inside.sum()))
    return found


def assert_calibrated(given: np.ndarray, happened: np.ndarray, *, least: int) -> None:
    """Each band's rate lies in the band, within three standard errors of its middle's."""
    for (low, high), (rate, number) in rates(given, happened).items():
        if number >= least:
            middle = (low + high) / 2
            slack = 3 * sqrt(middle * (1 - middle) / number)
            assert low - slack <= rate <= high + slack, (low, high, rate, number)


def areas_below(rng: np.random.Generator, truth: Truth, *, number: int) -> tuple[np.ndarray, ...]:
    """The chance that each area is under the floor, and whether it is."""
    found = [
        (w.chances.below.to_numpy(), w.truth < FLOOR) for w in waves(rng, truth, number=number)
    ]
    given, happened = zip(*found, strict=True)
    return np.concatenate(given), np.concatenate(happened)


@pytest.mark.parametrize("truth", TRUTHS)
def test_areas_are_under_the_floor_as_often_as_their_chance_says(truth: Truth) -> None:
    rng = np.random.default_rng(51)
    given, happened = areas_below(rng, truth, number=number_of_lists(300))
    assert_calibrated(given, happened, least=100)


def together(
    rng: np.random.Generator, truth: Truth, *, number: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Both chances of all areas together, and whether it happened in a next wave alike."""
    rows = []
    for wave in waves(rng, truth, number=number):
        again = publish(rng, wave.truth, wave.respondents)
        stood = wave.values >= FLOOR - 1e-9
        fell = bool((again[stood] < FLOOR - 1e-9).any())
        chances = wave.chances
        rows.append((chances.all_above, (wave.truth >= FLOOR).all(), chances.any_falls, fell))
    columns = np.array(rows, dtype=float).T
    return {"all above": (columns[0], columns[1]), "any falls": (columns[2], columns[3])}


def test_chances_of_all_areas_together_come_true_as_often() -> None:
    found = together(np.random.default_rng(52), varied, number=number_of_lists(500))
    for given, happened in found.values():
        assert_calibrated(given, happened, least=50)


def test_surely_below_is_rarely_wrong() -> None:
    wrong, named = 0, 0
    for wave in waves(np.random.default_rng(53), alike, number=number_of_lists(200)):
        for rating, truth in zip(wave.ratings, wave.truth, strict=True):
            if judge_floor(rating, floor=FLOOR) is FloorPosition.SURELY_BELOW:
                named += 1
                wrong += truth >= FLOOR
    assert named > 100
    assert wrong / named < 0.05


@pytest.mark.parametrize("waves_compared", [1, 2])
def test_as_many_respondents_as_the_planner_asks_show_the_difference(waves_compared: int) -> None:
    answers, difference = Answers(DEVIATION, 1.5), 0.2
    n = find_respondents(difference, answers=answers, waves=waves_compared)
    rng, lists = np.random.default_rng(54), number_of_lists(4000)
    error = answers.standard_error(n) * sqrt(waves_compared)
    seen = np.abs(rng.normal(difference, error, lists)) > Z95 * error
    assert abs(seen.mean() - 0.8) < 3 * sqrt(0.16 / lists)


def main() -> None:
    """Print the table of docs/statistics.md."""
    out = sys.stdout
    for truth in TRUTHS:
        given, happened = areas_below(np.random.default_rng(51), truth, number=4000)
        out.write(f"{truth.__name__}: {rates(given, happened)}\n")
    for name, pair in together(np.random.default_rng(52), varied, number=8000).items():
        out.write(f"{name}: {rates(*pair)}\n")


if __name__ == "__main__":
    main()
