"""Made-up tables of police counts for a municipality of any size, to see what its public gets.

Places and their shares are Venlo's; how common each kind is, is drawn. Counts are Poisson. Unlike
the figures of `tools.demo_figures` these can be small, and the rows of the municipality are exactly
those of its buurten and of what no buurt holds.
"""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalog import Catalog
from lib.catalog.open_tables import ALL_KINDS, OPEN_COLUMNS, OPEN_DATA_FOLDER, OpenTable
from lib.opendata.storage import OpenDataFolder

NUISANCE_PER_CRIME, UNLOCATED, RARE_SHARE = 0.6, 0.01, 0.05
# No indicator counts these: 'onder invloed (weg)' and other noise.
OTHER_KINDS = {"politie": "3.5.2", "overlast": "M22"}
MONTHS = [f"{month:02}" for month in range(1, 13)]


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """How many crimes a year (`total`), what share is of no indicator, and until when.

    `last_month` is the last with figures, `last_table` the last year with figures per buurt.
    """

    total: int
    seed: int
    others: float = 0.1
    first: int = 2022
    last_month: str = "2024-06"
    last_table: str = "2023"


def write_counts(folder: Path, catalog: Catalog, made_up: MadeUp, *, data: Path) -> None:
    """Write a copy of the folder `data` with these counts in place of the real ones."""
    shutil.copytree(data, folder)
    for name in ("misdrijven", "overlast"):
        for path in (folder / "observations").glob(f"{name}-*.csv"):
            path.unlink()
    opened = OpenDataFolder(folder / OPEN_DATA_FOLDER)
    opened.path.mkdir(exist_ok=True)
    for group in OTHER_KINDS:
        counts = _draw(catalog, group, made_up)
        if group == "politie":
            _write_sums_of_buurten(folder, catalog, counts)
        for table in (t for t in catalog.open_tables if t.group == group):
            rows = _rows_of_table(counts, table, catalog.municipality.code, made_up)
            about = {"title": table.title, "version": "1", "retrieved": dt.date(2026, 11, 1)}
            kinds = {kind: kind for kind in sorted(set(rows["kind"]))}
            opened.publish_table(table, rows, {**about, "kinds": kinds})


def _write_sums_of_buurten(folder: Path, catalog: Catalog, counts: pd.Series) -> None:
    """Write the series of sums of buurten that the files have next to the published totals."""
    source, whole = "politie-soorten", catalog.municipality.code
    series = catalog.frame("series")
    own = set(series.loc[series["source"] == source, "indicator"])
    located = counts.drop("", level="area").groupby(level=["kind", "period"]).sum().reset_index()
    located["year"] = located["period"].str[:4]
    lines = ["indicator,area,period,value,lower,upper,n,source,status,missing,note"]
    for key in sorted(own):
        of_kind = located[located["kind"].isin(catalog.indicators[key].kinds)]
        for year, months in of_kind.groupby("year"):
            if months["period"].nunique() == len(MONTHS):
                value = int(months["value"].sum())
                lines.append(f"{key},{whole},{year},{value},,,,{source},definitief,,")
    path = folder / "observations" / "misdrijven-soorten.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _draw(catalog: Catalog, group: str, made_up: MadeUp) -> pd.Series:
    """Return counts by kind, place and month; the place '' is of what no buurt holds."""
    chance = np.random.default_rng([made_up.seed, len(group)])
    shares = _shares(catalog, group, made_up.others, chance)
    base = catalog.rows("counts", "misdrijven").drop_duplicates("area").set_index("area")["value"]
    places = pd.concat([base / base.sum() * (1 - UNLOCATED), pd.Series({"": UNLOCATED})])
    total = made_up.total * (NUISANCE_PER_CRIME if group == "overlast" else 1)
    years = range(made_up.first, int(made_up.last_month[:4]) + 1)
    months = [f"{year}-{month}" for year in years for month in MONTHS]
    means = np.multiply.outer(shares.to_numpy(), places.to_numpy()) * total / len(MONTHS)
    drawn = chance.poisson(np.repeat(means[:, :, None], len(months), axis=2))
    every = np.concatenate([drawn, drawn.sum(axis=0, keepdims=True)])
    names = ["kind", "area", "period"]
    keys = pd.MultiIndex.from_product(
        [[*shares.index, ALL_KINDS], places.index, months], names=names
    )
    counts = pd.Series(every.ravel().astype(float), index=keys, name="value")
    return counts[counts.index.get_level_values("period") <= made_up.last_month]


def _shares(catalog: Catalog, group: str, others: float, chance: np.random.Generator) -> pd.Series:
    """Return each kind's share of all; together 1."""
    tables = {t.id for t in catalog.open_tables if t.group == group}
    found = [i for i in catalog.indicators.values() if tables & set(i.tables)]
    kinds = sorted({k for i in found for k in i.kinds} - {ALL_KINDS})
    drawn = pd.Series(chance.lognormal(size=len(kinds)), index=kinds)
    drawn[drawn.index.isin(catalog.municipality.disclosure.municipal_only)] *= RARE_SHARE
    return pd.concat([drawn / drawn.sum() * (1 - others), pd.Series({OTHER_KINDS[group]: others})])


def _rows_of_table(
    counts: pd.Series, table: OpenTable, municipality: str, made_up: MadeUp
) -> pd.DataFrame:
    """Return the rows of one table as it is published: by month, by year or both."""
    if table.regions == "parts":
        counts = counts.drop("", level="area")
        counts = counts[counts.index.get_level_values("period").str[:4] <= made_up.last_table]
    else:
        sums = counts.groupby(level=["kind", "period"]).sum()
        counts = pd.concat({municipality: sums}, names=["area"])
    # Of buurten the months with nothing are not there.
    monthly = counts[(counts > 0) | (table.regions != "parts")].rename("value").reset_index()
    year = counts.index.get_level_values("period").str[:4].rename("period")
    kind, area = (counts.index.get_level_values(level) for level in ("kind", "area"))
    yearly = counts.groupby([kind, area, year]).sum().rename("value").reset_index()
    is_whole = yearly["period"].isin(
        [m[:4] for m in counts.index.unique("period") if m[5:] == "12"]
    )
    both = {"47018NED": [yearly[is_whole]], "47022NED": [monthly]}
    rows = pd.concat(both.get(table.id, [yearly[is_whole], monthly]), ignore_index=True)
    bounds = {"lower": float("nan"), "upper": float("nan")}
    made = rows.assign(measure="aantal", status="definitief", **bounds)
    return made[list(OPEN_COLUMNS)]
