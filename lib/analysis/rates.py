"""Counts per 1,000 inhabitants, and which areas are alike enough to compare."""

import pandas as pd

PER = 1_000


def per_1000(count: pd.Series, inhabitants: pd.Series, *, minimum: int) -> pd.Series:
    """Return count / inhabitants * 1,000; NaN below `minimum` inhabitants or without a count."""
    enough = inhabitants.where(inhabitants >= max(minimum, 1))
    return count / enough * PER


def find_similar(values: pd.Series, *, area: str, among: pd.Series, number: int) -> list[str]:
    """Return the `number` areas whose value is nearest to that of `area`, nearest first.

    Only areas with a value and the same entry in `among` count; equal distances go by name. An
    area without a value is like no other.
    """
    alike = among.index[among == among[area]].drop(area)
    others = values.reindex(alike).dropna()
    distance = (others - values[area]).abs().round(10).dropna()
    return [str(a) for a in distance.sort_index().sort_values(kind="stable").index[:number]]
