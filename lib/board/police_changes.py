"""The police's own lists on the board, for the driehoek only: weeks, and which changes are real.

Judged as `changes`, in two families that are always whole: the watched kinds of the lists in all
areas, and all their kinds for the whole municipality. Not here: the counts themselves
(`police_daily`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lib.analysis.day_windows import (
    DAYS_A_WEEK,
    DayComparison,
    Days,
    Lack,
    days_to_compare,
    make_day_windows,
    week_up_to,
)
from lib.analysis.windows import Windows
from lib.board.cached_method import cached_method
from lib.board.change_tests import area_rows, judge_family, municipal_row
from lib.board.changes import RegistrationChanges
from lib.board.police_daily import (
    WEEK_COLUMNS,
    covered_days,
    daily_counts,
    daily_counts_per_area,
    lists_status,
    lists_used,
    newest_covered_day,
    police_sources,
    weekly_counts,
)
from lib.board.visible_catalog import VisibleCatalog
from lib.catalog import Catalog
from lib.store import PoliceCounts

MOST_CHOICES = 32  # of days, of which the verdicts are remembered


@dataclass(frozen=True, eq=False)
class PoliceChanges(RegistrationChanges):
    """The verdicts on chosen days; `before` and `after` are days ('2026-11-23').

    `kinds` are the indicators that are judged; `lacking` has the reason why the others in the
    lists are not. Both families are empty where all are lacking.
    """

    kinds: tuple[str, ...]
    lacking: Mapping[str, Lack]


def judge_police_changes(
    catalog: Catalog, police: PoliceCounts, *, after: Days, comparison: DayComparison
) -> PoliceChanges:
    """Judge chosen days. Raises `ValueError` where the last day is before the first."""
    tried = {
        kind: make_day_windows(covered_days(police, kind), after, comparison)
        for kind in map(str, police.covered)
        if kind in catalog.indicators
    }
    own = {kind: w for kind, w in tried.items() if isinstance(w, Windows)}
    days = {kind: (*w.before, *w.after) for kind, w in own.items()}
    used = frozenset[int]().union(*(lists_used(police, k, days[k]) for k in own))
    areas, totals = _judge_days(catalog, police, own)
    before = days_to_compare(after, comparison)
    return PoliceChanges(
        areas=areas,
        totals=totals,
        before=(before[0].isoformat(), before[1].isoformat()),
        after=(after[0].isoformat(), after[1].isoformat()),
        sources=tuple(police_sources(police, used)),
        status=lists_status(police, used or police.lists),
        is_filling=after[1] >= week_up_to(newest_covered_day(police))[0],
        kinds=tuple(own),
        lacking={kind: w for kind, w in tried.items() if isinstance(w, Lack)},
    )


def _judge_days(
    catalog: Catalog, police: PoliceCounts, own: Mapping[str, Windows]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the families of the areas and of the municipality, each with its verdicts."""
    places = list(catalog.of_kind("area"))
    areas = judge_family(
        area_rows(kind, daily_counts_per_area(police, kind, places), windows)
        for kind, windows in own.items()
        if catalog.indicators[kind].watched
    )
    totals = judge_family(
        municipal_row(kind, daily_counts(police, kind), windows, step=dispersion_step(windows))
        for kind, windows in own.items()
    )
    return areas, totals


def dispersion_step(found: Windows) -> int:
    """Return by how many days the dispersion of a total is taken: a single day is often empty."""
    return DAYS_A_WEEK if len(found.after) >= 2 * DAYS_A_WEEK else 1


@dataclass(frozen=True, eq=False)
class PoliceFigures:
    """Figures of the police's own lists; none for who may not see those (`counts` is None)."""

    visible: VisibleCatalog
    counts: PoliceCounts | None

    @property
    def newest_day(self) -> dt.date | None:
        """The last day of all lists; None without a list."""
        return newest_covered_day(self.counts) if self.counts else None

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

        Of the whole municipality, or of an area; see `weekly_counts`. Empty where no
        list has it.
        """
        police, about = self.counts, self.visible.indicators.get(indicator)
        empty = pd.DataFrame(columns=WEEK_COLUMNS)
        if police is None or about is None or indicator not in police.covered:
            return empty
        if area is None:
            days = daily_counts(police, indicator)
        elif set(about.levels) == {"municipality"}:
            return empty
        else:
            days = daily_counts_per_area(police, indicator, [area]).sum()
        return weekly_counts(days, newest=newest_covered_day(police))
