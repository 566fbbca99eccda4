"""Fictitious numbers of what the municipality registers itself: see `demo_figures`."""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalog import Catalog, Status
from lib.catalog.catalog import OBSERVATION_COLUMNS
from tools.demo_survey import add_source

SOURCE, TITLE = "fictieve-registratie", "Fictieve registratie van de gemeente"
FIRST, LAST = "2024-01", "2026-09"
FEWEST, MOST = 2.0, 60.0  # a month, on average


def write_efforts(catalog: Catalog, folder: Path, chance: np.random.Generator) -> None:
    """Put a number for each month of each effort in a copy of the data folder."""
    months = pd.period_range(FIRST, LAST, freq="M").strftime("%Y-%m")
    efforts = [key for key, indicator in catalog.indicators.items() if indicator.kind == "effort"]
    numbers = {
        key: chance.poisson(chance.uniform(FEWEST, MOST), len(months)).tolist() for key in efforts
    }
    blank = dict.fromkeys(OBSERVATION_COLUMNS, "")
    own = {"area": catalog.municipality.code, "source": SOURCE, "status": Status.FICTITIOUS.value}
    rows = pd.DataFrame(
        {**blank, **own, "indicator": key, "period": month, "value": value}
        for key, values in numbers.items()
        for month, value in zip(months, values, strict=True)
    )
    rows.to_csv(folder / "observations" / f"{SOURCE}.csv", index=False)
    add_source(folder, {"source": SOURCE, "title": TITLE, "publisher": TITLE, "date": LAST})
