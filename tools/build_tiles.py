"""Make data/tiles.csv: each area as a tile of equal size, as near as can be to where it lies.

    python -m tools.build_tiles [--columns 4] [--data data] [--geo geo]

A start to correct by hand: what people expect next to each other counts more than metres. Tiles
have a column and a row, from the top left; no two are in one place.
"""

import argparse
import sys
from pathlib import Path

from lib.catalog.boundaries import read_shapes
from lib.catalog.tiles import format_tiles, place_tiles
from tools.build_geo import write


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--geo", type=Path, default=Path("geo"))
    options = parser.parse_args(arguments)
    tiles = place_tiles(read_shapes(options.geo / "areas.geojson"), columns=options.columns)
    write(options.data / "tiles.csv", format_tiles(tiles))
    return 0


if __name__ == "__main__":
    sys.exit(main())
