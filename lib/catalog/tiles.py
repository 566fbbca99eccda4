"""The map of equal tiles: where each area's tile stands.

Not here: drawing it (`lib.figures`).
"""

from collections.abc import Mapping
from math import ceil

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

SPARE = 1.3  # times as many places as there are areas, so that the city's form shows


def place_tiles(areas: gpd.GeoDataFrame, *, columns: int) -> dict[str, tuple[int, int]]:
    """Return column and row of each area, both from 1, with the least sum of squared distances."""
    rows = ceil(len(areas) * SPARE / columns)
    middles = areas.geometry.centroid
    x, y = middles.x.rank(pct=True).to_numpy(), middles.y.rank(pct=True, ascending=False).to_numpy()
    places = np.array([(c, r) for c in range(columns) for r in range(rows)])
    wanted = np.column_stack([x * columns - 0.5, y * rows - 0.5])
    cost = ((wanted[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    found = places[chosen] - places[chosen].min(axis=0) + 1
    return {str(a): (int(c), int(r)) for a, (c, r) in zip(areas["area"], found, strict=True)}


def format_tiles(tiles: Mapping[str, tuple[int, int]]) -> str:
    """Return the text of tiles.csv: area, column and row, in order of area."""
    rows = [(area, *place) for area, place in sorted(tiles.items())]
    table = pd.DataFrame(rows, columns=["area", "column", "row"])
    return str(table.to_csv(index=False, lineterminator="\n"))
