"""Do the error rate and the power of the risers and decliners hold? Everything is seeded.

`python -m tests.analysis.test_counts_simulation` prints the tables of docs/statistics.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from lib.analysis.counts import Verdict, detectable_ratio, judge, judge_against_rest
from tests.analysis.samples import dispersion
from tests.simulation import highest_error_rate, number_of_lists

pytestmark = pytest.mark.simulation

Array = npt.NDArray[np.float64]

GROUPS, AREAS, HISTORY, YEARS = 8, 18, 5, 4
FAMILY = GROUPS * AREAS
NAMES = pd.MultiIndex.from_product([range(GROUPS), range(AREAS)], names=["group", "area"])
CASES = (40, 100, 400)
CALLS = [Verdict.RISE, Verdict.FALL]
KIND_SPREADS = np.array([1, 1, 1.5, 1.5, 2, 2, 3, 4.0])[:, None]
# How dispersion depends on the mean of a row: the same, growing with it, another per kind.
SPREADS: dict[str, Callable[[Array], Array]] = {
    "1": np.ones_like,
    "1.5": lambda mean: np.full_like(mean, 1.5),
    "2": lambda mean: np.full_like(mean, 2.0),
    "3": lambda mean: np.full_like(mean, 3.0),
    "1 + 0.012 mean": lambda mean: 1 + 0.012 * mean,
    "1 + 0.03 mean": lambda mean: 1 + 0.03 * mean,
    "1 + 0.2 sqrt(mean)": lambda mean: 1 + 0.2 * np.sqrt(mean),
    "per kind 1 to 4": lambda mean: np.broadcast_to(KIND_SPREADS, mean.shape),
}


def draw(rng: np.random.Generator, mean: Array, spread: Array | float) -> Array:
    """Counts with variance spread x mean: negative binomial, as a gamma mixture of Poisson."""
    excess = np.maximum(np.asarray(spread) - 1, 1e-6)
    return np.asarray(rng.poisson(rng.gamma(mean / excess, excess)), dtype=np.float64)


def means(rng: np.random.Generator) -> Array:
    """12-month means of each group and area, evenly spread on the log scale from 3 to 400."""
    return np.exp(rng.uniform(log(3), log(400), (GROUPS, AREAS)))


@dataclass(frozen=True)
class Riser:
    """The first row: its cases a year, and how many times as many it has in the last."""

    cases: float
    ratio: float


@dataclass(frozen=True)
class Plan:
    """What a simulated list is like. `trend` is what all areas of a kind share in each year.

    `against_rest`: the last year is compared with the four before, scaled by the rest; else with
    the year before, after `periods` that show the dispersion.
    """

    spread: str
    riser: Riser | None = None
    against_rest: bool = False
    periods: int = HISTORY
    trend: tuple[float, ...] = ()

    def judge(self, rng: np.random.Generator) -> pd.DataFrame:
        """Return the verdicts on one simulated list."""
        mean = means(rng)
        if self.riser:
            mean[0, 0] = self.riser.cases
        years = YEARS + 1 if self.against_rest else self.periods + 2
        yearly = mean[:, :, None] * np.array(self.trend or (1.0,) * years)
        if self.riser:
            yearly[0, 0, -1] *= self.riser.ratio
        spread = SPREADS[self.spread](mean)
        counts = draw(rng, yearly, spread[:, :, None]).reshape(FAMILY, years)
        history = pd.DataFrame(counts[:, :YEARS] if self.against_rest else counts[:, :-2])
        rows = NAMES.to_frame(index=False)
        family = rows.join(dispersion(history, groups=rows["group"])).assign(after=counts[:, -1])
        if self.against_rest:
            before = counts[:, :YEARS].sum(axis=1)
            return judge_against_rest(family.assign(before=before, share=1 / (YEARS + 1)))[1]
        return judge(family.assign(before=counts[:, -2]))


def error_rate(plan: Plan, *, lists: int, seed: int) -> float:
    """Share of lists with any call but that of the riser."""
    rng, first = np.random.default_rng(seed), 1 if plan.riser else 0
    found = [plan.judge(rng)["verdict"].iloc[first:].isin(CALLS).any() for _ in range(lists)]
    return float(np.mean(found))


def power_of(plan: Plan, *, lists: int, seed: int) -> float:
    """Share of lists that call the single true riser (the first row)."""
    rng = np.random.default_rng(seed)
    return float(
        np.mean([plan.judge(rng)["verdict"].iloc[0] is Verdict.RISE for _ in range(lists)])
    )


@pytest.mark.parametrize("against_rest", [False, True])
@pytest.mark.parametrize("spread", list(SPREADS))
def test_at_most_one_list_in_twenty_calls_a_change_that_is_not_there(
    spread: str, against_rest: bool
) -> None:
    lists = number_of_lists(60)
    found = error_rate(Plan(spread, against_rest=against_rest), lists=lists, seed=1)
    assert found <= highest_error_rate(lists)


@pytest.mark.parametrize("periods", [2, 3])
def test_a_short_history_does_not_raise_the_error_rate(periods: int) -> None:
    lists = number_of_lists(60)
    found = error_rate(Plan("3", periods=periods), lists=lists, seed=2)
    assert found <= highest_error_rate(lists)


@pytest.mark.parametrize(
    "trend",
    [
        (1.0, 0.9, 0.8, 0.7, 0.6),  # a trend that all areas share
        (1.0, 1.0, 1.0, 1.0, 0.85),  # registrations that come in late
        (1.0, 1.0, 0.6, 0.6, 0.6),  # a break in registration
    ],
)
def test_what_all_areas_share_is_no_change_next_to_the_rest(trend: tuple[float, ...]) -> None:
    lists = number_of_lists(60)
    found = error_rate(Plan("1.5", against_rest=True, trend=trend), lists=lists, seed=3)
    assert found <= highest_error_rate(lists)


def test_what_all_areas_share_is_called_without_the_rest() -> None:
    trend = (1.0,) * 6 + (0.6,)
    assert error_rate(Plan("1.5", trend=trend), lists=number_of_lists(10), seed=3) > 0.9


def test_a_large_riser_makes_no_others_fall() -> None:
    lists = number_of_lists(60)
    plan = Plan("1.5", Riser(400, 2.5), against_rest=True)
    assert error_rate(plan, lists=lists, seed=4) <= highest_error_rate(lists) + 0.03


def test_a_poisson_test_fails_that_bar_by_far() -> None:
    rng, lists = np.random.default_rng(5), number_of_lists(20)
    false = 0
    for _ in range(lists):
        mean = means(rng).ravel()
        before, after = draw(rng, mean, 2.0), draw(rng, mean, 2.0)
        family = NAMES.to_frame(index=False).assign(before=before, after=after, dispersion=1.0)
        false += bool(judge(family)["verdict"].isin(CALLS).any())
    assert false / lists > 0.3


@pytest.mark.parametrize("spread", ["1", "2", "3"])
def test_dispersion_is_about_right(spread: str) -> None:
    rng = np.random.default_rng(6)
    mean = np.repeat(np.geomspace(3, 400, FAMILY)[:, None], HISTORY, axis=1)
    groups = np.arange(FAMILY) % GROUPS
    found = [
        dispersion(pd.DataFrame(draw(rng, mean, float(spread))), groups=list(groups))["dispersion"]
        for _ in range(30)
    ]
    assert np.mean(found) == pytest.approx(float(spread), rel=0.06)


@pytest.mark.parametrize(
    ("riser", "against_rest", "least"),
    [
        (Riser(100, 1.5), False, 0.11),
        (Riser(400, 1.5), False, 0.84),
        (Riser(100, 2.0), False, 0.75),
        (Riser(400, 2.0), False, 1.0),
        (Riser(100, 1.5), True, 0.19),
        (Riser(400, 1.5), True, 0.92),
    ],
)
def test_power_at_dispersion_one_and_a_half(riser: Riser, against_rest: bool, least: float) -> None:
    lists = number_of_lists(60)
    found = power_of(Plan("1.5", riser, against_rest=against_rest), lists=lists, seed=8)
    assert found >= least - 2 * (least * (1 - least) / lists) ** 0.5


def test_few_cases_are_mostly_not_called() -> None:
    assert power_of(Plan("3", Riser(40, 1.5)), lists=number_of_lists(30), seed=9) < 0.1


@pytest.mark.parametrize("share", [0.5, 0.2])
@pytest.mark.parametrize(("cases", "spread"), [(40, 1.0), (100, 2.0), (400, 3.0)])
def test_detectable_ratio_has_the_power_asked_for(
    cases: float, spread: float, share: float
) -> None:
    ratio = detectable_ratio(cases, dispersion=spread, family=FAMILY, share=share)
    rng, size = np.random.default_rng(10), 20_000
    before = draw(rng, np.full(size, cases * (1 - share) / share), spread)
    family = pd.DataFrame(
        {"before": before, "after": draw(rng, np.full(size, cases * ratio), spread)}
    )
    p_value = judge(family.assign(group="g", area=range(size), dispersion=spread, share=share))[
        "p_value"
    ]
    assert np.mean(p_value <= 0.05 / FAMILY) == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_the_interval_covers_the_true_ratio(spread: float) -> None:
    rng, size = np.random.default_rng(7), 4_000
    mean = np.geomspace(10, 400, size)
    family = pd.DataFrame(
        {"before": draw(rng, mean, spread), "after": draw(rng, 1.5 * mean, spread)}
    )
    found = judge(family.assign(group="g", area=range(size), dispersion=spread))
    assert np.mean((found["lower"] <= 1.5) & (found["upper"] >= 1.5)) >= 0.95 - 2 * 0.0035


def format_rate(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def error_cells(spread: str, *, lists: int) -> list[str]:
    plans = [Plan(spread, periods=n) for n in (5, 3, 2)] + [Plan(spread, against_rest=True)]
    return [format_rate(error_rate(plan, lists=lists, seed=20)) for plan in plans]


def power_cells(spread: str, *, ratio: float, against_rest: bool, lists: int) -> list[str]:
    plans = [Plan(spread, Riser(cases, ratio), against_rest=against_rest) for cases in CASES]
    return [format_rate(power_of(plan, lists=lists, seed=21)) for plan in plans]


def detectable_cells(spread: str) -> list[str]:
    return [
        f"{detectable_ratio(c, dispersion=float(spread), family=FAMILY, share=share):.2f}"
        for share in (0.5, 1 / (YEARS + 1))
        for c in CASES
    ]


def print_row(*cells: str) -> None:
    print("|", " | ".join(cells), "|", flush=True)


def main(lists: int = 1_000) -> None:
    """Print the tables of docs/statistics.md; takes about half an hour."""
    for spread in SPREADS:
        print_row(spread, *error_cells(spread, lists=lists))
    for spread in ("1", "1.5", "2", "3"):
        for ratio in (1.5, 2.0):
            cells = [
                cell
                for rest in (False, True)
                for cell in power_cells(spread, ratio=ratio, against_rest=rest, lists=lists)
            ]
            print_row(spread, f"+{100 * (ratio - 1):.0f} %", *cells)
    for spread in ("1", "1.5", "2", "3"):
        print_row(spread, *detectable_cells(spread))


if __name__ == "__main__":
    main()
