"""Which changes of the last days are real, by the police's own lists; for the driehoek only.

Judged as `changes`, in two families that are always whole: the watched kinds of the lists in all
areas, and all their kinds for the whole municipality. Not here: the counts themselves
(`police_daily`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.day_windows import (
    DAYS_A_WEEK,
    DayComparison,
    Days,
    Lack,
    days_to_compare,
    make_day_windows,
)
from lib.analysis.windows import Windows
from lib.board.change_tests import area_rows, judge_family, municipal_row
from lib.board.changes import RegistrationChanges
from lib.board.police_daily import (
    covered_days,
    daily_counts,
    daily_counts_per_area,
    lists_status,
    lists_used,
    source_keys,
)
from lib.catalog import Catalog
from lib.store import PoliceCounts


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
    before = days_to_compare(after, comparison)
    tried = {
        kind: make_day_windows(covered_days(police, kind), after, comparison)
        for kind in map(str, police.covered)
        if kind in catalog.indicators
    }
    own = {kind: w for kind, w in tried.items() if isinstance(w, Windows)}
    used = frozenset[int]().union(
        *(lists_used(police, kind, (*w.before, *w.after)) for kind, w in own.items())
    )
    places = list(catalog.of_kind("area"))
    return PoliceChanges(
        areas=judge_family(
            area_rows(kind, daily_counts_per_area(police, kind, places), windows)
            for kind, windows in own.items()
            if catalog.indicators[kind].watched
        ),
        totals=judge_family(
            municipal_row(kind, daily_counts(police, kind), windows, step=dispersion_step(windows))
            for kind, windows in own.items()
        ),
        before=_first_and_last(before),
        after=_first_and_last(after),
        sources=tuple(source_keys(police, used)),
        status=lists_status(police, used or police.lists),
        kinds=tuple(own),
        lacking={kind: w for kind, w in tried.items() if isinstance(w, Lack)},
    )


def _first_and_last(days: Days) -> tuple[str, str]:
    return days[0].isoformat(), days[1].isoformat()


def dispersion_step(found: Windows) -> int:
    """Return by how many days the dispersion of a total is taken: a single day is often empty."""
    return DAYS_A_WEEK if len(found.after) >= 2 * DAYS_A_WEEK else 1
