"""What the municipal mean would be if areas got other ratings. An example, no forecast."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.analysis.gap import gap

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Scenario:
    """The result: means, unrounded; `gap` is mean minus target."""

    ratings: pd.Series
    mean_before: float
    mean_after: float
    gap: float
    meets_target: bool


def weighted_mean(values: pd.Series, weights: pd.Series) -> float:
    """Return sum(w * v) / sum(w) over the areas that have a value and a weight.

    Raises `ValueError` when the weights do not add up to more than zero.
    """
    known = values.notna() & weights.reindex(values.index).notna()
    used = weights.reindex(values.index)[known].astype(float)
    if not used.sum() > 0:
        raise ValueError("weights must add up to more than zero")
    return float((values[known] * used).sum() / used.sum())


def apply_raises(
    values: pd.Series, raises: Mapping[str, float], *, scale: tuple[float, float]
) -> pd.Series:
    """Return the ratings after adding each area's raise, within the ends of their scale."""
    added = pd.Series(raises, dtype=float).reindex(values.index).fillna(0.0)
    return (values + added).round(10).clip(*scale)


def raises_to_floor(values: pd.Series, *, floor: float) -> dict[str, float]:
    """Return the raises that lift every area below the floor exactly to it."""
    below = values[values.map(lambda v: gap(v, goal=floor) < 0)]
    return {str(area): round(floor - value, 10) for area, value in below.items()}


def run_scenario(
    values: pd.Series,
    *,
    weights: pd.Series,
    raises: Mapping[str, float],
    target: float,
    scale: tuple[float, float],
) -> Scenario:
    """Apply the raises and judge the unrounded mean against the target.

    `values` and `weights` are indexed by area; ratings lie within `scale`.
    """
    after = apply_raises(values, raises, scale=scale)
    mean_after = weighted_mean(after, weights)
    return Scenario(
        ratings=after,
        mean_before=weighted_mean(values, weights),
        mean_after=mean_after,
        gap=gap(mean_after, goal=target),
        meets_target=mean_after >= target - TOLERANCE,
    )
