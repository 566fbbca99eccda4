"""Municipal counts on the board: per year, per month, and which of them rose or fell.

Not here: counts per area (`area_values`), and the counts per day of the police (`police_days`).
"""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.windows import Comparison
from lib.board import police_daily
from lib.board.changes import RegistrationChanges, judge_changes, load_municipal_months
from lib.board.suppressed_months import SuppressedMonths, suppress_months
from lib.board.visible_catalog import VisibleCatalog, cached_method
from lib.catalog import Indicator
from lib.catalog.period import yearly_rows
from lib.store import PoliceCounts

CRIME, CRIME_RATE = "misdrijven", "misdrijven-per-1000"


@dataclass(frozen=True, eq=False)
class Registrations:
    """Counts of the whole municipality as one reader may see them.

    `police`: the counts of the police's own lists, for readers who may see those.
    """

    visible: VisibleCatalog
    police: PoliceCounts | None

    @cached_method()
    def yearly(self, indicator: str) -> pd.DataFrame:
        """Return the municipal figures of an indicator per year, oldest first.

        Columns as an observation. Years in which small counts of areas are suppressed have the
        total that may stand next to them; years without a figure that may be seen are left out.
        """
        catalog, found = self.visible.catalog, self.visible.indicators.get(indicator)
        if found is None:
            return catalog.series.iloc[:0]
        rows = yearly_rows(self.visible.rows("series", indicator))
        rows = rows[rows["area"] == catalog.municipality.code].sort_values("period")
        if not self.visible.internal:
            totals = zip(rows["period"], rows["value"], strict=True)
            rows = rows.assign(value=[self._safe_total(indicator, *total) for total in totals])
        if found.kind == "count":
            rows = rows[~(rows["value"] < self.visible.least_visible)]
        return rows.dropna(subset="value").reset_index(drop=True)

    def _safe_total(self, indicator: str, year: str, total: float) -> float:
        """Return a year's total as it may stand next to the year's figures per area."""
        per_area = self.visible.area_values(indicator, period=year)
        if per_area is None or not per_area.hides:
            return total
        return float("nan") if per_area.total is None else per_area.total

    @cached_method()
    def monthly(self, indicator: str) -> pd.DataFrame:
        """Return the municipal figures of an indicator per month, oldest first.

        Columns `period`, `value`, `status`, `source` and `step`: to what multiple the value is
        rounded, 1 where it is exact. For the public as `SuppressedMonths.months` has it; for the
        driehoek with the months of the police's own lists in place of open ones and after them.
        """
        found = self.visible.indicators.get(indicator)
        if found is None or not found.kinds:
            return pd.DataFrame(columns=["period", "value", "status", "source", "step"])
        rows = self._exact_months(found)
        if self.visible.internal:
            return rows.assign(step=1.0)
        return self._suppressed(indicator).months(rows)

    def _exact_months(self, indicator: Indicator) -> pd.DataFrame:
        rows = load_municipal_months(self.visible.catalog, indicator)
        if self.police is None:
            return rows
        return police_daily.with_police_months(rows, self.police, indicator.indicator)

    @cached_method()
    def _suppressed(self, indicator: str) -> SuppressedMonths:
        """Return how exactly the public may see the municipality's months."""
        found = {y: self.visible.area_values(indicator, period=y) for y in self.years(indicator)}
        totals = self.yearly(indicator)
        return suppress_months(
            load_municipal_months(self.visible.catalog, self.visible.indicators[indicator]),
            per_year={year: per_area for year, per_area in found.items() if per_area},
            totals=dict(zip(totals["period"], totals["value"], strict=True)),
            threshold=self.visible.least_visible,
        )

    def years(self, indicator: str) -> list[str]:
        """Return the years of which areas have figures of an indicator, oldest first."""
        if indicator not in self.visible.indicators:
            return []
        return sorted(set(yearly_rows(self.visible.catalog.rows("counts", indicator))["period"]))

    @cached_method()
    def changes(
        self, comparison: Comparison = Comparison.YEAR_BEFORE
    ) -> RegistrationChanges | None:
        """Return which changes are real; None where the months do not go back far enough."""
        counted = {k: i for k, i in self.visible.indicators.items() if i.kinds}
        months = {k: self._exact_months(i) for k, i in counted.items()}
        suppressed = None if self.visible.internal else {k: self._suppressed(k) for k in counted}
        return judge_changes(
            self.visible.catalog,
            comparison,
            months={k: rows for k, rows in months.items() if len(rows)},
            suppressed=suppressed,
            police=self.police,
        )
