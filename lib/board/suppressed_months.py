"""How exactly months of the whole municipality, and sums of them, may be told to the public.

Otherwise they would give away what is hidden elsewhere: the sum of a year's months is the exact
total beside hidden counts of areas, and a year's total less eleven months is the twelfth. Not
here: figures per area (`levels`), insiders (who see everything).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.analysis.disclosure import rounded
from lib.board.area_values import AreaValues

YEAR, MONTHS = len("2023"), 12


class Exactness(StrEnum):
    """How months of one year may be told."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Told:
    """What the public may know of one indicator of the whole municipality.

    `years` says how its months may be told; `totals` holds the yearly totals as they are told,
    `hidden` the areas of which a year's count is not.
    """

    years: Mapping[str, Exactness]
    totals: Mapping[str, float]
    hidden: Mapping[str, frozenset[str]]
    threshold: int

    def months(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows with `period` and `value` as they may be told, and `step`.

        `step` is to what multiple a value is rounded; 1 where it is exact. NaN is not told.
        """
        how = rows["period"].str[:YEAR].map(self.years)
        is_rounded = how == Exactness.ROUNDED
        values = rows["value"].astype(float)
        near = values.map(lambda value: rounded(value, threshold=self.threshold))
        return rows.assign(
            value=values.mask(is_rounded, near).mask(how == Exactness.HIDDEN),
            step=is_rounded.map({True: float(self.threshold), False: 1.0}),
        )

    def hides(self, area: str, months: Sequence[str]) -> bool:
        """Tell whether an area's count is hidden in a year of some of the months.

        A verdict on it, beside the counts of other years, would narrow it down.
        """
        return any(area in self.hidden.get(year, ()) for year in {m[:YEAR] for m in months})

    def window(self, months: Sequence[str], count: float) -> float:
        """Return the count of some months as it may be told, NaN where it may not.

        A calendar year has the total that it has elsewhere.
        """
        years = {month[:YEAR] for month in months}
        if len(years) == 1 and len(months) == MONTHS:
            return self.totals.get(next(iter(years)), float("nan"))
        how = {self.years[year] for year in years}
        if Exactness.HIDDEN in how or count < self.threshold:
            return float("nan")
        return rounded(count, threshold=self.threshold) if Exactness.ROUNDED in how else count


def told(
    months: pd.DataFrame,
    *,
    levels: Mapping[str, AreaValues],
    totals: Mapping[str, float],
    threshold: int,
) -> Told:
    """Return how exactly an indicator's months may be told.

    `months` has `period` and `value`; `levels` the figures per area of each year that has them,
    as the public sees them. Of a year with a month under the threshold no month is told, nor of
    one whose total may not be told. Where counts of areas are hidden, months are rounded. A year
    that has no figures per area yet is taken to be as the newest that has.
    """
    by_year = {year: rows["value"] for year, rows in months.groupby(months["period"].str[:YEAR])}
    newest = levels.get(max(levels, default=""))
    return Told(
        years={
            str(year): _exactness(values, levels.get(str(year), newest), threshold=threshold)
            for year, values in by_year.items()
        },
        totals=totals,
        hidden={
            year: frozenset(per_area.frame.index[per_area.frame["value"].isna()])
            for year, per_area in levels.items()
        },
        threshold=threshold,
    )


def _exactness(months: pd.Series, per_area: AreaValues | None, *, threshold: int) -> Exactness:
    if (months < threshold).any():
        return Exactness.HIDDEN
    if per_area is None or not per_area.hides:
        return Exactness.EXACT
    return Exactness.HIDDEN if per_area.total is None else Exactness.ROUNDED
