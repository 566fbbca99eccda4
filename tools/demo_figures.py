"""Fictitious figures to try the dashboard out with: `python -m tools.demo_figures FOLDER`.

Makes a copy of the data folder with open-data tables of its own making. Everything in them has
the status 'fictief', so that every page and file shows it, and the public is refused. The real
figures of the same indicators stay out of the copy: real and fictitious never share a figure.

How: each buurt's real total of registered crime of the base year is spread at random over kinds
and months, so that the areas add up to what is known. Earlier years vary around it. A few kinds
(`PLANTED`), each in one area, stay at PLANTED_SHARE of it before the base year: risers to be found.
Ratings and the questions behind them have waves of their own with margins (`demo_survey`), and so
has what the municipality registers itself (`demo_efforts`). Not here: other regions
(`demo_benchmark`).
"""

import argparse
import datetime as dt
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd

from lib.catalog import Catalog, load_catalog, year_of
from lib.catalog.open_tables import ALL_KINDS, OPEN_DATA_FOLDER, OpenTable
from lib.opendata.storage import FICTITIOUS_MARK, OpenDataFolder
from tools import demo_benchmark, demo_efforts, demo_survey

ROOT = Path(__file__).parents[1]
SEED, BASE_YEAR, YEARS_BEFORE = 20261124, 2023, 5
CRIME = "misdrijven"
# Each kind's share of all: made up, of a likely size. What no indicator counts is the rest; the
# kinds of which only the municipality has figures are rare; others share what is left.
SHARES = {"2.5.2": 0.10, "2.2.1": 0.10, "1.4.5": 0.10, "3.9.1": 0.07, "1.4.4": 0.06}
REST = {"politie": {"1.6.2": 0.15}, "overlast": {"M22": 0.5}}
RARE_SHARE = 0.002
NUISANCE_PER_CRIME = 0.6
UNLOCATED = 0.01
# Variance of a year's count over its mean.
DISPERSION = 1.3
# Kinds that rise, each in one of the areas with the most crime: there a rise can be seen.
PLANTED = ("2.5.2", "2.2.1", "1.4.5")
PLANTED_SHARE = 0.2
MONTHS = 12
FICTITIOUS_TITLE = "Fictieve cijfers"


def make(source: Path, target: Path, *, geo: Path) -> None:
    """Write the copy; `target` is replaced when a former run made it, and refused otherwise."""
    mark = target / OPEN_DATA_FOLDER / FICTITIOUS_MARK
    if target.exists() and not mark.exists():
        raise FileExistsError(f"{target} is niet door deze opdracht gemaakt: kies een andere map.")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(OPEN_DATA_FOLDER))
    (target / OPEN_DATA_FOLDER).mkdir()
    mark.touch()
    real = load_catalog(source, geo)
    _name_nobody(target)
    _leave_out_real(target, {k for k, i in real.indicators.items() if i.tables})
    demo_survey.write_waves(real, target, np.random.default_rng(SEED + 2))
    demo_efforts.write_efforts(real, target, np.random.default_rng(SEED + 3))
    made_up = load_catalog(target, geo)
    folder, today = OpenDataFolder(target / OPEN_DATA_FOLDER), dt.datetime.now().astimezone().date()
    for spec, rows in _tables(real, made_up):
        kinds = {k: f"Soort {k}" for k in sorted(set(rows["kind"]))}
        about = {
            "title": FICTITIOUS_TITLE,
            "version": today.isoformat(),
            "retrieved": today,
            "kinds": kinds,
        }
        folder.publish_table(spec, rows, about)


def _name_nobody(folder: Path) -> None:
    """Take off the names of the publisher and of other municipalities: these are not theirs."""
    tables, settings = folder / "opendata.toml", folder / "gemeente.toml"
    text = tables.read_text(encoding="utf-8")
    for key in ("title", "publisher", "licence"):
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{FICTITIOUS_TITLE}"', text, flags=re.MULTILINE)
    tables.write_text(text, encoding="utf-8")
    letters = iter(ascii_uppercase)
    text = re.sub(
        r'^region = ".*"\nkind = "municipality"\nname = ".*"$',
        lambda _: demo_benchmark.example(next(letters)),
        settings.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    settings.write_text(text, encoding="utf-8")


def _leave_out_real(target: Path, indicators: set[str]) -> None:
    for path in (target / "observations").glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        others = rows[~rows["indicator"].isin(indicators)]
        others.to_csv(path, index=False) if len(others) else path.unlink()


def _tables(real: Catalog, made_up: Catalog) -> Iterable[tuple[OpenTable, pd.DataFrame]]:
    """Yield each table with its rows."""
    chance, other = np.random.default_rng(SEED), np.random.default_rng(SEED + 1)
    counts = real.frame("counts")
    base = counts[(counts["indicator"] == CRIME) & (counts["period"] == str(BASE_YEAR))]
    totals = base.drop_duplicates("area").set_index("area")["value"].astype(int)
    rows = {
        "politie": _spread(totals, _shares(real, "politie"), _planted(real), chance),
        "overlast": _spread(
            (totals * NUISANCE_PER_CRIME).astype(int), _shares(real, "overlast"), set(), chance
        ),
    }
    people = demo_benchmark.inhabitants(real, made_up, other)
    for spec in made_up.open_tables:
        if spec.group == "inwoners":
            yield spec, people[people["period"] == _year(real, spec)]
        elif spec.group == "veiligheidsmonitor":
            yield (
                spec,
                demo_benchmark.survey(spec, made_up, other, years=(BASE_YEAR - 2, BASE_YEAR)),
            )
        else:
            yield spec, _counts(spec, rows[spec.group], made_up, people, other)


def _counts(
    spec: OpenTable,
    rows: pd.DataFrame,
    made_up: Catalog,
    people: pd.DataFrame,
    chance: np.random.Generator,
) -> pd.DataFrame:
    """Return the rows of one table of counts, as it is published: by year, by month or both."""
    if spec.regions == "municipality":
        rows = _whole(rows, made_up.municipality.code)
    monthly, yearly = _sums(rows), _sums(rows.assign(period=rows["period"].map(year_of)))
    both = {"47018NED": [yearly], "47022NED": [monthly]}.get(spec.id, [yearly, monthly])
    if spec.benchmark:
        both.append(demo_benchmark.counts(yearly, people, made_up, chance))
    return pd.concat(both, ignore_index=True)


def _year(real: Catalog, spec: OpenTable) -> str:
    """Return the year of a table of inhabitants: its real title names it."""
    title = next(t.title for t in real.open_tables if t.id == spec.id)
    return title.rpartition(" ")[2]


def _shares(catalog: Catalog, group: str) -> dict[str, float]:
    """Return each kind's share of all; together 1."""
    tables = {t.id for t in catalog.open_tables if t.group == group}
    kinds = {k for i in catalog.indicators.values() if tables & set(i.tables) for k in i.kinds}
    found = {k: share for k, share in SHARES.items() if k in kinds} | REST[group]
    found |= dict.fromkeys(kinds & set(catalog.municipality.disclosure.municipal_only), RARE_SHARE)
    others = sorted(kinds - set(found) - {ALL_KINDS})
    left = (1 - sum(found.values())) / len(others)
    return dict(sorted((found | dict.fromkeys(others, left)).items()))


def planted(catalog: Catalog) -> dict[str, str]:
    """Return the planted risers: the kind that rises, by area."""
    counts = catalog.frame("counts")
    base = counts[(counts["indicator"] == CRIME) & (counts["period"] == str(BASE_YEAR))]
    of_buurt = base.drop_duplicates("area").set_index("area")["value"]
    totals = {
        area: float(of_buurt.reindex([u.area for u in catalog.parts(area, kind="cbs_buurt")]).sum())
        for area in catalog.of_kind("area")
    }
    largest = sorted(totals, key=lambda area: (-totals[area], area))
    return dict(zip(largest, PLANTED, strict=False))


def _planted(catalog: Catalog) -> set[tuple[str, str]]:
    """Return the planted risers by buurt and kind."""
    return {
        (unit.area, kind)
        for area, kind in planted(catalog).items()
        for unit in catalog.parts(area, kind="cbs_buurt")
    }


def _spread(
    totals: pd.Series,
    shares: Mapping[str, float],
    planted: set[tuple[str, str]],
    chance: np.random.Generator,
) -> pd.DataFrame:
    """Return counts per buurt, kind and month; those of the base year add up to `totals`."""
    kinds, weights = list(shares), np.repeat(list(shares.values()), MONTHS) / MONTHS
    years = range(BASE_YEAR - YEARS_BEFORE, BASE_YEAR + 1)
    cells = np.zeros((len(years), len(totals), len(kinds), MONTHS), dtype=np.int64)
    for at_year, year in enumerate(years):
        for at, (area, total) in enumerate(totals.items()):
            amount = int(total) if year == BASE_YEAR else _varied(int(total), chance)
            found = chance.multinomial(amount, weights).reshape(len(kinds), MONTHS)
            if year < BASE_YEAR:
                low = [(str(area), kind) in planted for kind in kinds]
                found[low] = chance.binomial(found[low], PLANTED_SHARE)
            cells[at_year, at] = found
    every = cells.sum(axis=2, keepdims=True)
    months = [f"{month:02}" for month in range(1, MONTHS + 1)]
    keys = pd.MultiIndex.from_product(
        [map(str, years), totals.index.astype(str), [*kinds, ALL_KINDS], months],
        names=["year", "area", "kind", "month"],
    )
    rows = pd.Series(np.concatenate([cells, every], axis=2).ravel(), index=keys, name="value")
    long = rows.reset_index()
    return long.assign(period=long["year"] + "-" + long["month"]).drop(columns=["year", "month"])


def _varied(total: int, chance: np.random.Generator) -> int:
    """Return a count around `total` with more variance than Poisson."""
    if total == 0:
        return 0
    size = total / (DISPERSION - 1)
    return int(chance.negative_binomial(size, 1 / DISPERSION))


def _whole(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the municipality's rows: the buurten, and some that no buurt holds."""
    sums = rows.groupby(["kind", "period"], as_index=False)["value"].sum()
    extra = np.ceil(sums["value"] * UNLOCATED).astype(int)
    whole: pd.DataFrame = sums.assign(value=sums["value"] + extra, area=code)
    return whole


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sum per kind, area and period, as a fetched table has it."""
    sums = rows.groupby(["kind", "area", "period"], as_index=False)["value"].sum()
    found: pd.DataFrame = sums.assign(
        measure="aantal",
        value=sums["value"].astype("float64"),
        lower=float("nan"),
        upper=float("nan"),
        status="fictief",
    )
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_figures")
    parser.add_argument("target", type=Path, help="map voor de kopie met fictieve cijfers")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--geo", type=Path, default=ROOT / "geo")
    options = parser.parse_args(arguments)
    try:
        make(options.data, options.target, geo=options.geo)
    except FileExistsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{options.target}: fictieve cijfers gemaakt\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
