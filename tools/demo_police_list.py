"""A fictitious list of the police, to try out: `python -m tools.demo_police_list FOLDER`.

FOLDER is one that `python -m tools.demo_figures` made; the list goes into it as an Excel file, to
be read in on the page Driehoek. Every row has the status "fictief", by which it is known wherever
it shows. Each area has, by chance, as many cases a day as its fictitious newest year; in the last
`CHANGED` days one kind rises in the area with most of it, and one falls everywhere.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalog import Catalog, Indicator, Status, load_catalog
from lib.intake.police_names import UNLOCATED
from lib.intake.police_template import PoliceLine, write_police_xlsx

ROOT = Path(__file__).parents[1]
FILE = "politielijst-demo.xlsx"
SEED, DAYS, CHANGED = 20261124, 548, 42
DAYS_A_YEAR = 365.25
RISE, FALL = 4.0, 0.4
WEEKEND = 1.3  # times an ordinary day


def demo_list(catalog: Catalog, *, last: dt.date) -> bytes:
    """Return the workbook: the days up to and including `last`; the same each time.

    Raises `ValueError` for a catalog whose counts are not fictitious.
    """
    return write_police_xlsx(_lines(catalog, last=last), catalog=catalog)


def _lines(catalog: Catalog, *, last: dt.date) -> Iterator[PoliceLine]:
    chance = np.random.default_rng(SEED)
    days = pd.date_range(end=last, periods=DAYS)
    weights = np.where(days.day_of_week >= 4, WEEKEND, 1.0)  # noqa: PLR2004
    listed = [i for i in catalog.indicators.values() if i.watched or i.going_concern]
    kinds = pd.concat({i.name: _per_day(catalog, i) for i in listed})
    totals = kinds.groupby(level=0, sort=False).sum()
    totals = totals[totals > 0]
    kinds = kinds[kinds.index.isin(totals.index, level=0)]
    watched = totals[totals.index.isin([i.name for i in listed if i.watched])]
    if len(watched) < 2:  # noqa: PLR2004 - one that rises and one that falls
        raise ValueError("no fictitious counts: make the folder with python -m tools.demo_figures")
    rising, falling = watched.nlargest(2).index
    expected = np.outer(kinds, weights / weights.mean())
    expected[kinds.index.get_loc((rising, kinds[rising].idxmax())), -CHANGED:] *= RISE
    expected[kinds.index.get_loc(falling), -CHANGED:] *= FALL
    counts = chance.poisson(expected)
    for place, day in zip(*counts.nonzero(), strict=True):
        count = int(counts[place, day])
        yield *kinds.index[place], days[day].date(), count, Status.FICTITIOUS.value
    # The list goes on to its last day, for every kind, whatever happened.
    for name in totals.index:
        yield name, UNLOCATED, last, 0, Status.FICTITIOUS.value


def _per_day(catalog: Catalog, indicator: Indicator) -> pd.Series:
    """Return the mean count a day of each area in the newest year, by its name; 0 where absent."""
    rows = catalog.rows("counts", indicator.indicator)
    rows = rows[rows["status"] == Status.FICTITIOUS.value]
    newest = rows[rows["period"] == rows["period"].max()].set_index("area")["value"]
    found = {
        area.name: newest.reindex([u.area for u in catalog.parts(key, kind="cbs_buurt")]).sum()
        for key, area in catalog.of_kind("area").items()
    }
    return pd.Series(found, dtype=float) / DAYS_A_YEAR


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_police_list")
    parser.add_argument("folder", type=Path, help="map met fictieve cijfers")
    parser.add_argument("--geo", type=Path, default=ROOT / "geo")
    options = parser.parse_args(arguments)
    yesterday = dt.datetime.now().astimezone().date() - dt.timedelta(days=1)
    try:
        content = demo_list(load_catalog(options.folder, options.geo), last=yesterday)
    except ValueError as error:
        sys.stderr.write(f"{options.folder}: {error}\n")
        return 1
    (options.folder / FILE).write_bytes(content)
    sys.stderr.write(f"{options.folder / FILE}: fictieve politielijst gemaakt\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
