"""The police's own lists on the board: per week, and what changed; for the driehoek only."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from lib.analysis.day_windows import DayComparison, Days
from lib.board import police_daily
from lib.board.cached_method import cached_method
from lib.board.police_changes import PoliceChanges, judge_police_changes
from lib.board.visible_catalog import VisibleCatalog
from lib.store import PoliceCounts

MOST_CHOICES = 32  # of days, of which the verdicts are remembered


@dataclass(frozen=True, eq=False)
class PoliceFigures:
    """What the police's own lists say; nothing where a reader may see none (`counts` is None)."""

    visible: VisibleCatalog
    counts: PoliceCounts | None

    @property
    def newest_day(self) -> dt.date | None:
        """The last day of all lists; None without a list."""
        return police_daily.newest_covered_day(self.counts) if self.counts else None

    @cached_method(most=MOST_CHOICES)
    def changes(
        self, after: Days, *, comparison: DayComparison = DayComparison.DAYS_BEFORE
    ) -> PoliceChanges | None:
        """Return which changes of chosen days are real; None where `newest_day` is None.

        Raises `ValueError` where the last day is before the first.
        """
        if self.counts is None:
            return None
        return judge_police_changes(
            self.visible.catalog, self.counts, after=after, comparison=comparison
        )

    def weeks(self, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a kind per seven days up to `newest_day`, oldest first.

        Of the whole municipality, or of an area; see `police_daily.weekly_counts`. Empty where no
        list has it.
        """
        police, about = self.counts, self.visible.indicators.get(indicator)
        empty = pd.DataFrame(columns=police_daily.WEEK_COLUMNS)
        if police is None or about is None or indicator not in police.covered:
            return empty
        if area is None:
            days = police_daily.daily_counts(police, indicator)
        elif set(about.levels) == {"municipality"}:
            return empty
        else:
            days = police_daily.daily_counts_per_area(police, indicator, [area]).sum()
        newest = police_daily.newest_covered_day(police)
        return police_daily.weekly_counts(days, newest=newest)
