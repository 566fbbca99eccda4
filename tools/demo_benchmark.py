"""Fictitious figures of other regions: see `demo_figures`.

Inhabitants, registrations of the country and of municipalities that do not exist, and a survey
with margins. Nothing in them is anybody's figure.
"""

import numpy as np
import pandas as pd

from lib.catalog import Catalog, Status
from lib.catalog.open_tables import ALL_KINDS, OPEN_COLUMNS, OpenTable

INHABITANTS, RATING = "inwoners", "rapportcijfer"
YEARS = range(2021, 2026)
GROWTH = 0.004  # of inhabitants, a year
STEP = 5  # to which numbers of inhabitants are rounded
COUNTRY_SIZE = 170  # times the municipality
SMALLEST, LARGEST = 0.6, 1.3  # times the municipality, of another one
LEAST_RATE, MOST_RATE = 0.6, 1.1  # times the municipality's registrations per inhabitant
LEAST_SHARE, MOST_SHARE = 12.0, 38.0  # per cent that a survey gives
# Of a survey, by kind of region: how far it lies from the country, and half its margin.
SPREAD = {"municipality": (2.5, 2.2), "police_unit": (1.0, 0.9), "country": (0.0, 0.4)}


def example(letter: str) -> str:
    """Return the entry of gemeente.toml of a municipality that does not exist."""
    key, name = f"voorbeeld-{letter.lower()}", f"Voorbeeldgemeente {letter}"
    return f'region = "{key}"\nkind = "municipality"\nname = "{name}"'


def inhabitants(real: Catalog, made_up: Catalog, chance: np.random.Generator) -> pd.DataFrame:
    """Return rows per buurt, for the municipality and for each region, in each year.

    The buurten grow and shrink evenly around what is known of them.
    """
    rows = real.frame("counts")
    known = rows[rows["indicator"] == INHABITANTS].dropna(subset="value").sort_values("period")
    known = known.drop_duplicates("area", keep="last")
    base = known.set_index("area")["value"]
    own = float(base.sum())
    sizes = {
        key: own * (COUNTRY_SIZE if r.kind == "country" else chance.uniform(SMALLEST, LARGEST))
        for key, r in made_up.regions.items()
        if r.kind != "police_unit"
    }
    frames = []
    for year in YEARS:
        grown = 1 + GROWTH * (year - YEARS[-1])
        parts = (base * grown / STEP).round() * STEP
        others = (pd.Series(sizes) * grown / STEP).round() * STEP
        total = pd.Series({made_up.municipality.code: parts.sum()})
        frames.append(_rows(pd.concat([parts, total, others]), INHABITANTS, str(year)))
    return pd.concat(frames, ignore_index=True)


def counts(
    yearly: pd.DataFrame, people: pd.DataFrame, made_up: Catalog, chance: np.random.Generator
) -> pd.DataFrame:
    """Return yearly rows of each region: the municipality's per inhabitant, more or less."""
    newest = people[people["period"] == people["period"].max()].set_index("area")["value"]
    frames = []
    for key in made_up.regions:
        if key in newest.index:
            size = float(newest[key] / newest[made_up.municipality.code])
            rate = chance.uniform(LEAST_RATE, MOST_RATE, len(yearly))
            frames.append(yearly.assign(area=key, value=(yearly["value"] * size * rate).round()))
    return pd.concat(frames, ignore_index=True)


def survey(
    spec: OpenTable, made_up: Catalog, chance: np.random.Generator, *, years: tuple[int, ...]
) -> pd.DataFrame:
    """Return each measure but the rating, with margins, for municipality, unit and country."""
    places = {made_up.municipality.code: "municipality"}
    places |= {key: r.kind for key, r in made_up.regions.items() if r.kind in spec.benchmark}
    frames = []
    for measure in spec.columns:
        if measure == RATING:
            continue
        country = chance.uniform(LEAST_SHARE, MOST_SHARE)
        for year in years:
            values = {p: country + chance.normal(0, SPREAD[k][0]) for p, k in places.items()}
            rows = _rows(pd.Series(values).round(1), measure, str(year))
            half = rows["area"].map(lambda area: SPREAD[places[area]][1])
            bounds = {"lower": rows["value"] - half, "upper": rows["value"] + half}
            frames.append(rows.assign(**{k: v.round(1) for k, v in bounds.items()}))
    return pd.concat(frames, ignore_index=True)


def _rows(values: pd.Series, measure: str, period: str) -> pd.DataFrame:
    frame = pd.DataFrame({"area": values.index, "value": values.to_numpy()})
    frame = frame.assign(
        measure=measure, kind=ALL_KINDS, period=period, status=Status.FICTITIOUS.value
    )
    return frame.reindex(columns=list(OPEN_COLUMNS)).astype(
        dict.fromkeys(("lower", "upper"), "float64")
    )
