"""The police's own lists on the board, for the driehoek only: weeks, and which changes are real.

Judged as in `registration_changes`, in two families that are always whole: the watched kinds of the
lists in all areas, and all their kinds for the whole municipality. Here too is whether the lists
count a kind in another way than the open data: that shows in the months that both have, and makes
them two series. Not here: the counts themselves (`police_daily`).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from lib.analysis.counts import Verdict, judge
from lib.analysis.day_windows import (
    DAYS_A_WEEK,
    DayComparison,
    Days,
    Lack,
    days_to_compare,
    list_days,
    make_day_windows,
    week_up_to,
)
from lib.analysis.expected import EXPECTED_COLUMNS, expect_count
from lib.analysis.windows import Windows
from lib.board.cached_method import cached_method
from lib.board.change_tests import WHOLE_MUNICIPALITY, area_rows, judge_family, municipal_row
from lib.board.police_daily import (
    WEEK_COLUMNS,
    covered_days,
    covered_months,
    daily_counts,
    daily_counts_per_area,
    lists_status,
    lists_used,
    newest_covered_day,
    police_sources,
    weekly_counts,
)
from lib.board.registration_changes import (
    RegistrationChanges,
    find_detectable,
    load_municipal_months,
)
from lib.board.visible_catalog import VisibleCatalog
from lib.catalog import Catalog
from lib.catalog.period import month_of
from lib.store import PoliceCounts

WEEKS_IN_TRACK = 26
MOST_CHOICES = 32  # of days, of which the verdicts are remembered
# What is registered or corrected later makes the same count another one; more is another way.
LARGEST_RATIO = 1.1
COUNTING_COLUMNS = ["group", "area", "before", "after", "months", "dispersion"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PoliceChanges(RegistrationChanges):
    """The verdicts on chosen days: `windows`, `before` and `after` are of days ('2026-11-23').

    `kinds` are the indicators that are judged; `lacking` has the reason why the others in the
    lists are not. Both families are empty where all are lacking.
    """

    kinds: tuple[str, ...]
    lacking: Mapping[str, Lack]

    def track(self, row: pd.Series) -> pd.DataFrame:
        """Return the last weeks of a row with their band, oldest first; columns as of months.

        A week is seven days up to the newest chosen day, named by its first. It is expected to be
        as the mean of all days before the chosen ones, without a season; absent days give NaN.
        """
        counts, area = self.counts.get(str(row["group"])), str(row["area"])
        if counts is None or area not in counts.index:
            return pd.DataFrame(columns=EXPECTED_COLUMNS)
        days = counts.T[area].dropna()
        first, last = self.after
        expected = DAYS_A_WEEK * days[days.index < first].mean()
        lower, upper = expect_count(expected, row["dispersion"])
        weeks = weekly_counts(days[days.index <= last], newest=dt.date.fromisoformat(last))
        found = weeks.rename(columns={"first": "period"}).assign(
            expected=expected, lower=lower, upper=upper, is_after=weeks["last"] >= first
        )
        return found[EXPECTED_COLUMNS].tail(WEEKS_IN_TRACK)


def judge_police_changes(
    catalog: Catalog, police: PoliceCounts, *, after: Days, comparison: DayComparison
) -> PoliceChanges:
    """Judge chosen days. Raises `ValueError` where the last day is before the first."""
    own, lacking = _make_windows(catalog, police, after=after, comparison=comparison)
    days = {kind: (*w.before, *w.after) for kind, w in own.items()}
    used = frozenset[int]().union(*(lists_used(police, k, days[k]) for k in own))
    counts = {kind: _daily_rows(catalog, police, kind) for kind in own}
    areas, totals = _judge_days(counts, own)
    return PoliceChanges(
        areas=areas,
        totals=totals,
        windows=Windows(list_days(days_to_compare(after, comparison)), list_days(after), ()),
        counts=counts,
        detectable=find_detectable(areas),
        sources=tuple(police_sources(police, used)),
        status=lists_status(police, used or police.lists),
        is_filling=after[1] >= week_up_to(newest_covered_day(police))[0],
        kinds=tuple(own),
        lacking=lacking,
    )


def _make_windows(
    catalog: Catalog, police: PoliceCounts, *, after: Days, comparison: DayComparison
) -> tuple[dict[str, Windows], dict[str, Lack]]:
    """Return the windows of each kind that has all days, and what the other kinds lack."""
    tried = {
        kind: make_day_windows(covered_days(police, kind), after, comparison)
        for kind in map(str, police.covered)
        if kind in catalog.indicators
    }
    own = {kind: w for kind, w in tried.items() if isinstance(w, Windows)}
    return own, {kind: w for kind, w in tried.items() if isinstance(w, Lack)}


def _daily_rows(catalog: Catalog, police: PoliceCounts, kind: str) -> pd.DataFrame:
    """Return a kind per day: a row for the municipality, and per area where it is watched."""
    whole = daily_counts(police, kind).to_frame(WHOLE_MUNICIPALITY).T
    if not catalog.indicators[kind].watched:
        return whole
    return pd.concat([daily_counts_per_area(police, kind, list(catalog.of_kind("area"))), whole])


def _judge_days(
    counts: Mapping[str, pd.DataFrame], own: Mapping[str, Windows]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the families of the areas and of the municipality, each with its verdicts."""
    per_area = {kind: rows.drop(index=WHOLE_MUNICIPALITY) for kind, rows in counts.items()}
    areas = judge_family(
        area_rows(kind, rows, own[kind]) for kind, rows in per_area.items() if len(rows)
    )
    totals = judge_family(
        municipal_row(kind, rows.T[WHOLE_MUNICIPALITY], own[kind], step=dispersion_step(own[kind]))
        for kind, rows in counts.items()
    )
    return areas, totals


def dispersion_step(found: Windows) -> int:
    """Return by how many days the dispersion of a total is taken: a single day is often empty."""
    return DAYS_A_WEEK if len(found.after) >= 2 * DAYS_A_WEEK else 1


def find_other_countings(catalog: Catalog, police: PoliceCounts) -> pd.DataFrame:
    """Return the kinds that lists count in another way than the open data, a row each.

    Columns of `judge`, where `before` is the open count and `after` that of the lists, summed over
    the `months` that both have. Two counts of the same cases differ less than two independent ones,
    for which the test is made: so it says too little rather than too much. A kind is named where
    it is a discovery among all kinds and its whole 95 % interval lies beyond LARGEST_RATIO.
    """
    family = pd.DataFrame(list(_compare_months(catalog, police)), columns=COUNTING_COLUMNS)
    if family.empty:
        return family
    judged = family.join(judge(family))
    is_called = judged["verdict"].isin([Verdict.RISE, Verdict.FALL])
    is_beyond = (judged["lower"] > LARGEST_RATIO) | (judged["upper"] < 1 / LARGEST_RATIO)
    return judged[is_called & is_beyond].set_index("group")


def _compare_months(catalog: Catalog, police: PoliceCounts) -> Iterator[tuple[object, ...]]:
    """Yield of each kind both sums over the months that lists and open data have whole."""
    for kind in map(str, police.covered):
        indicator = catalog.indicators.get(kind)
        if indicator is None or not indicator.kinds:
            continue
        months = load_municipal_months(catalog, indicator).dropna(subset="value")
        published = months.set_index("period")["value"]
        both = [month for month in covered_months(police, kind) if month in published.index]
        if not both:
            continue
        own = daily_counts(police, kind).groupby(month_of).sum()
        sums = float(published[both].sum()), float(own[both].sum())
        yield kind, WHOLE_MUNICIPALITY, *sums, len(both), 1.0


@dataclass(frozen=True, eq=False)
class PoliceFigures:
    """Figures of the police's own lists; none for whoever may not see those (`counts` is None)."""

    visible: VisibleCatalog
    counts: PoliceCounts | None

    @property
    def newest_day(self) -> dt.date | None:
        """The last day of all lists; None without a list."""
        return newest_covered_day(self.counts) if self.counts else None

    @cached_method()
    def other_countings(self) -> pd.DataFrame:
        """Return the kinds that the lists count otherwise; see `find_other_countings`."""
        if self.counts is None:
            return pd.DataFrame()
        return find_other_countings(self.visible.catalog, self.counts)

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
        elif about.is_municipal_only:
            return empty
        else:
            days = daily_counts_per_area(police, indicator, [area]).sum()
        return weekly_counts(days, newest=newest_covered_day(police))
