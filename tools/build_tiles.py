"""Make data/tiles.csv: each area as a tile of equal size, as near as can be to where it lies.

    python -m tools.build_tiles [--columns 4] [--data data] [--geo geo]

A start to correct by hand: what people expect next to each other counts more than metres. Tiles
have a column and a row, from the top left; no two are in one place.
"""

import argparse
import csv
import io
import sys
from math import ceil
from pathlib import Path

import geopandas as gpd
import numpy as np
from scipy.optimize import linear_sum_assignment

from tools.build_geo import read_shapes, write

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


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--geo", type=Path, default=Path("geo"))
    options = parser.parse_args(arguments)
    tiles = place_tiles(read_shapes(options.geo / "areas.geojson"), columns=options.columns)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["area", "column", "row"])
    table.writerows([area, *place] for area, place in sorted(tiles.items()))
    write(options.data / "tiles.csv", text.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
