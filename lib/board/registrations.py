"""Municipal counts on the board: per year, per month, and which of them rose or fell.

Not here: counts per area (`area_values`), and the counts per day of the police (`police_daily`).
"""

from dataclasses import dataclass, replace

import pandas as pd

from lib.analysis.disclosure import round_count
from lib.analysis.windows import Comparison
from lib.board import police_daily
from lib.board.area_values import prefer
from lib.board.cached_method import cached_method
from lib.board.registration_changes import RegistrationChanges, judge_changes, load_municipal_months
from lib.board.suppressed_months import SuppressedMonths, suppress_months
from lib.board.visible_catalog import VisibleCatalog
from lib.board.year_changes import YearChanges, judge_year_changes
from lib.catalog import Indicator, Period
from lib.catalog.period import yearly_rows
from lib.store import PoliceCounts

CRIME, CRIME_RATE = "misdrijven", "misdrijven-per-1000"
# Times the threshold: an area with so many registrations has fewer than the threshold in no year.
FAR_ABOVE = 10


@dataclass(frozen=True, eq=False)
class Registrations:
    """Counts of the whole municipality as one reader may see them.

    `police`: the counts of the police's own lists, for readers who may see those.
    """

    visible: VisibleCatalog
    police: PoliceCounts | None

    @cached_method()
    def yearly(self, indicator: str, *, counting: str | None = None) -> pd.DataFrame:
        """Return the municipal figures of an indicator per year, oldest first, of one series.

        Columns as an observation. `counting` is one of `countings`, by default the preferred one:
        figures that count in another way never join them. Years in which small counts of areas
        are suppressed have the total that may stand next to them; years without a figure that may
        be seen are left out.
        """
        countings = self.countings(indicator)
        if counting is None and countings:
            return self.yearly(indicator, counting=countings[0])
        rows = self._exact_years(indicator, counting)
        if rows.empty:
            return rows
        if not self.visible.internal:
            totals = zip(rows["period"], rows["value"], strict=True)
            rows = rows.assign(value=[self._safe_total(indicator, *total) for total in totals])
        if self.visible.indicators[indicator].kind == "count":
            rows = rows[~(rows["value"] < self.visible.least_visible)]
        return rows.dropna(subset="value").reset_index(drop=True)

    @cached_method()
    def suppressed_years(self, indicator: str, *, counting: str | None = None) -> tuple[str, ...]:
        """Return the years of a series of which this reader may not see the figure."""
        rows = self._exact_years(indicator, counting).dropna(subset="value")
        visible = self.yearly(indicator, counting=counting)
        known = set(visible["period"])
        return tuple(str(year) for year in rows["period"] if year not in known)

    @cached_method()
    def countings(self, indicator: str) -> tuple[str, ...]:
        """Return the ways in which an indicator's municipal figures were counted, preferred first.

        Empty text is the way of counting of sources that name none.
        """
        found = self.visible.indicators.get(indicator)
        if found is None:
            return ()
        rows = self._municipal_years(indicator)
        order = [s for s in found.preferred if s in set(rows["source"])]
        sources = self.visible.catalog.sources
        return tuple(dict.fromkeys(sources[s].counting for s in (*order, *rows["source"])))

    def _exact_years(self, indicator: str, counting: str | None) -> pd.DataFrame:
        """Return the figures per year of one series, oldest first, small ones too."""
        countings = self.countings(indicator)
        if not countings:
            return self.visible.catalog.frame("series").iloc[:0]
        chosen = countings[0] if counting is None else counting
        rows, sources = self._municipal_years(indicator), self.visible.catalog.sources
        rows = rows[[sources[s].counting == chosen for s in rows["source"]]]
        return prefer(rows, self.visible.indicators[indicator]).sort_values("period")

    def _municipal_years(self, indicator: str) -> pd.DataFrame:
        catalog = self.visible.catalog
        rows = yearly_rows(catalog.rows("series", indicator))
        return rows[rows["area"] == catalog.municipality.code]

    def _safe_total(self, indicator: str, year: str, total: float) -> float:
        """Return a year's total as it may stand next to the year's figures per area.

        Rounded, too, where those are still to come and may be suppressed: the newest that there are
        have an area that is not far above the threshold.
        """
        years, threshold = self.years(indicator), self.visible.least_visible
        newest = self.visible.area_values(indicator, period=max(years, default=None))
        if year > max(years, default=year) and newest is not None:
            is_safe = (newest.frame["value"] >= FAR_ABOVE * threshold).all()
            return total if is_safe else round_count(total, threshold=threshold)
        per_area = self.visible.area_values(indicator, period=year)
        if per_area is None:
            return total
        safe = per_area.round_total(total, threshold=threshold)
        return float("nan") if safe is None else safe

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
            has_areas="cbs_buurt" in self.visible.indicators[indicator].levels,
        )

    @cached_method()
    def efforts(self, indicator: str) -> pd.DataFrame:
        """Return what the municipality itself registered of an indicator, oldest first.

        Columns as an observation. The periods are as long as the newest one: a total of a year
        never stands among months.
        """
        rows = self.visible.rows("efforts", indicator).dropna(subset="value")
        periods = {text: Period(text) for text in rows["period"]}
        if not periods:
            return rows
        newest = max(periods.values(), key=lambda p: (p.end, p.start))
        alike = [text for text, p in periods.items() if p.is_as_long_as(newest)]
        order = rows["period"].map(lambda text: periods[text].start)
        return rows.assign(order=order)[rows["period"].isin(alike)].sort_values("order")

    @cached_method()
    def years(self, indicator: str) -> tuple[str, ...]:
        """Return the years of which areas have figures of an indicator, oldest first."""
        if indicator not in self.visible.indicators:
            return ()
        rows = yearly_rows(self.visible.catalog.rows("counts", indicator))
        return tuple(sorted(set(rows["period"])))

    def comparisons(self) -> list[Comparison]:
        """Return what the newest months can be compared with; the first is the default."""
        return [c for c in Comparison if self.changes(c) is not None]

    @cached_method()
    def changes(self, comparison: Comparison | None = None) -> RegistrationChanges | None:
        """Return which changes are real; None where the months do not go back far enough.

        Without a comparison the first that can be made.
        """
        if comparison is None:
            return next((found for c in Comparison if (found := self.changes(c))), None)
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

    @cached_method()
    def year_changes(self) -> YearChanges | None:
        """Return which yearly counts rose or fell since the year before the policy.

        Counts are those of `yearly`: NaN, or rounded, where small ones must not show. Then ratio
        and bounds are NaN.
        """
        found = judge_year_changes(self.visible.catalog)
        if found is None:
            return None
        exact = found.rows[found.rows.index.isin(list(self.visible.indicators))]
        rows = exact.copy()
        for column, year in (("before", found.before), ("after", found.after)):
            rows[column] = [
                self._visible_count(str(k), year, counting=c) for k, c in rows["counting"].items()
            ]
        is_other = (rows[["before", "after"]] != exact[["before", "after"]]).any(axis=1)
        rows.loc[is_other, ["ratio", "lower", "upper", "p_value"]] = float("nan")
        return replace(found, rows=rows)

    def _visible_count(self, indicator: str, year: str, *, counting: str) -> float:
        rows = self.yearly(indicator, counting=counting)
        return float(rows.loc[rows["period"] == year, "value"].sum(min_count=1))
