"""Fictitious survey waves per area: see `demo_figures`.

Ratings with margins, around those that are known, of which one rises and one falls; and the
questions behind the rating. Nothing in them is anybody's figure.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalog import Catalog, DesignCounted, Status
from lib.catalog.catalog import OBSERVATION_COLUMNS

RATING, SOURCE = "rapportcijfer", "fictieve-meting"
TITLE = "Fictieve meting"
YEARS = (2021, 2023)
DEVIATION, SHIFT = 1.6, 0.1  # of one answer; of an area's true rating from the real one
FEWEST, MOST = 60, 260  # respondents in an area
MOVED = 0.8  # what the lowest area rises and the highest falls, from the first wave to the last
LEAST_SHARE, MOST_SHARE = 0.15, 0.45
HALF = 1.96


def write_waves(real: Catalog, folder: Path, chance: np.random.Generator) -> None:
    """Put the waves in a copy of the data folder, in place of the real ratings."""
    rows = pd.DataFrame([*_ratings(real, chance), *_answers(real, chance)])
    rows = rows.assign(source=SOURCE, status=Status.FICTITIOUS.value, missing="", note="")
    rows[list(OBSERVATION_COLUMNS)].to_csv(folder / "observations" / f"{SOURCE}.csv", index=False)
    own = {"source": SOURCE, "title": TITLE, "publisher": TITLE, "date": str(YEARS[-1])}
    add_source(folder, own | {"design": DesignCounted.YES.value})


def add_source(folder: Path, source: Mapping[str, str]) -> None:
    """Add a source to those of a data folder, retrieved on the day of the first of them."""
    sources = folder / "sources.csv"
    known = pd.read_csv(sources, dtype=str, keep_default_na=False)
    row = pd.DataFrame([{**source, "retrieved": known["retrieved"].iloc[0]}])
    pd.concat([known, row]).fillna("").to_csv(sources, index=False)


def _ratings(real: Catalog, chance: np.random.Generator) -> Iterator[dict[str, object]]:
    rows = real.rows("own_survey", RATING)
    newest = rows[rows["area"].isin(list(real.of_kind("area")))].dropna(subset="value")
    newest = newest[newest["period"] == newest["period"].max()]
    known = newest.set_index("area")["value"].sort_values(kind="stable")
    truth = known + chance.normal(0, SHIFT, len(known))
    people = chance.integers(FEWEST, MOST, len(known))
    for year in YEARS:
        moved = MOVED if year == YEARS[-1] else 0.0
        truth_now = truth.copy()
        truth_now.iloc[0] += moved
        truth_now.iloc[-1] -= moved
        errors = DEVIATION / np.sqrt(people)
        values = (truth_now + chance.normal(0, 1, len(known)) * errors).round(1)
        found = zip(values.items(), errors, people, strict=True)
        for (area, value), error, n in found:
            yield _row(RATING, str(area), year, value=float(value), error=float(error), n=int(n))
        total = float(np.average(values, weights=people))
        error = DEVIATION / sqrt(people.sum())
        yield _row(
            RATING, real.municipality.code, year, value=total, error=error, n=int(people.sum())
        )


def _answers(real: Catalog, chance: np.random.Generator) -> Iterator[dict[str, object]]:
    for key, indicator in real.indicators.items():
        if not indicator.behind_rating or key == RATING:
            continue
        for area in real.of_kind("area"):
            n, share = int(chance.integers(FEWEST, MOST)), chance.uniform(LEAST_SHARE, MOST_SHARE)
            error = 100 * sqrt(share * (1 - share) / n)
            yield _row(key, area, YEARS[-1], value=100 * share, error=error, n=n)


def _row(
    indicator: str, area: str, year: int, *, value: float, error: float, n: int
) -> dict[str, object]:
    value, decimals = round(value, 1), 2 if indicator == RATING else 1
    return {
        "indicator": indicator,
        "area": area,
        "period": year,
        "value": value,
        "lower": round(value - HALF * error, decimals),
        "upper": round(value + HALF * error, decimals),
        "n": n,
    }
