"""How exactly the public may see months of the whole municipality, and sums of them.

Otherwise they would give away what is suppressed elsewhere: the sum of a year's months is the exact
total next to suppressed counts of areas, and a year's total less eleven months is the twelfth. Not
here: figures per area (`area_values_maker`), insiders (who see everything).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.analysis.disclosure import round_count
from lib.analysis.windows import MONTHS_A_YEAR
from lib.board.area_values import AreaValues
from lib.catalog.period import year_of


class Precision(StrEnum):
    """How exactly the months of one year may be seen."""

    EXACT = "exact"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class SuppressedMonths:
    """What the public may know of one indicator of the whole municipality.

    `years` has the precision of each year's months; `totals` the yearly totals as the public sees
    them, `hidden` the areas of which a year's count is suppressed.
    """

    years: Mapping[str, Precision]
    totals: Mapping[str, float]
    hidden: Mapping[str, frozenset[str]]
    threshold: int

    def months(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows with `period` and `value` as the public may see them, and `step`.

        `step` is to what multiple a value is rounded; 1 where it is exact. NaN is suppressed.
        """
        precision = rows["period"].map(year_of).map(self.years)
        is_rounded = precision == Precision.ROUNDED
        values = rows["value"].astype(float)
        near = values.map(lambda value: round_count(value, threshold=self.threshold))
        return rows.assign(
            value=values.mask(is_rounded, near).mask(precision == Precision.SUPPRESSED),
            step=is_rounded.map({True: float(self.threshold), False: 1.0}),
        )

    def hides(self, area: str, months: Sequence[str]) -> bool:
        """Return whether an area's count is suppressed in a year of some of the months.

        A verdict on it, next to the counts of other years, would narrow it down.
        """
        return any(area in self.hidden.get(year, ()) for year in set(map(year_of, months)))

    def window_total(self, months: Sequence[str], count: float) -> float:
        """Return the count of some months as the public may see it, NaN where it may not.

        A calendar year has the total that it has elsewhere, some years the sum of those: another
        rounding of the same would narrow them down. So more than a year has none elsewhere.
        """
        years = set(map(year_of, months))
        if len(months) == MONTHS_A_YEAR * len(years):
            return sum(self.totals.get(year, float("nan")) for year in years)
        found = {self.years[year] for year in years}
        is_long = len(months) > MONTHS_A_YEAR and Precision.ROUNDED in found
        if Precision.SUPPRESSED in found or is_long or count < self.threshold:
            return float("nan")
        return round_count(count, threshold=self.threshold) if Precision.ROUNDED in found else count


def suppress_months(
    months: pd.DataFrame,
    *,
    per_year: Mapping[str, AreaValues],
    totals: Mapping[str, float],
    threshold: int,
    has_areas: bool = True,
) -> SuppressedMonths:
    """Return how exactly an indicator's months may be seen.

    `months` has `period` and `value`; `per_year` the figures per area of each year that has them,
    as the public sees them; `has_areas`: figures per area of other years may still come. Of a year
    with a month under the threshold no month is visible, nor of one whose total is suppressed.
    Where counts of areas are suppressed, months are rounded. So are those of a year that has no
    figures per area yet: who saved them could add them up, and limit what is suppressed later.
    """
    newest = per_year.get(max(per_year, default=""))
    return SuppressedMonths(
        years={
            str(year): _precision(
                rows["value"],
                per_year.get(str(year), newest),
                threshold=threshold,
                is_awaited=has_areas and str(year) not in per_year,
            )
            for year, rows in months.groupby(months["period"].map(year_of))
        },
        totals=totals,
        hidden={
            year: frozenset(per_area.frame.index[per_area.frame["value"].isna()])
            for year, per_area in per_year.items()
        },
        threshold=threshold,
    )


def _precision(
    months: pd.Series, per_area: AreaValues | None, *, threshold: int, is_awaited: bool
) -> Precision:
    if (months < threshold).any():
        return Precision.SUPPRESSED
    if per_area is not None and per_area.hides and per_area.total is None:
        return Precision.SUPPRESSED
    hides = is_awaited or (per_area is not None and per_area.hides)
    return Precision.ROUNDED if hides else Precision.EXACT
