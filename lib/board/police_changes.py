"""Which changes of the last days are real, by the police's own lists; for the driehoek only.

Judged as `movements`, in two families that are always whole: the watched kinds of the lists in all
areas, and all their kinds for the whole municipality. Not here: the counts themselves (`daily`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.day_windows import (
    WEEK,
    DayComparison,
    Days,
    Lack,
    day_windows,
    days_beside,
)
from lib.analysis.windows import Windows
from lib.board import police_daily
from lib.board.change_tests import judged, of_areas, of_whole
from lib.board.changes import RegistrationChanges
from lib.catalog import Catalog
from lib.store import PoliceCounts


@dataclass(frozen=True, eq=False)
class PoliceChanges(RegistrationChanges):
    """The verdicts on chosen days; `before` and `after` are days ('2026-11-23').

    `kinds` are the indicators that are judged; `lacking` says of the others in the lists why they
    are not. Both families are empty where all are lacking.
    """

    kinds: tuple[str, ...]
    lacking: Mapping[str, Lack]


def recent(
    catalog: Catalog, found: PoliceCounts, *, after: Days, comparison: DayComparison
) -> PoliceChanges:
    """Judge chosen days. Raises `ValueError` where the last day is before the first."""
    before = days_beside(after, comparison)
    known = [kind for kind in map(str, found.covered) if kind in catalog.indicators]
    tried = {kind: day_windows(police_daily.held(found, kind), after, comparison) for kind in known}
    own = {kind: w for kind, w in tried.items() if isinstance(w, Windows)}
    places = list(catalog.of_kind("area"))
    areas = judged(
        [
            of_areas(kind, police_daily.per_area(found, kind, places), windows)
            for kind, windows in own.items()
            if catalog.indicators[kind].watched
        ]
    )
    totals = judged(
        [
            of_whole(kind, police_daily.of_whole(found, kind), windows, step=step(windows))
            for kind, windows in own.items()
        ]
    )
    used = {
        n for k, w in own.items() for n in police_daily.told_by(found, k, (*w.before, *w.after))
    }
    return PoliceChanges(
        areas,
        totals,
        _iso(before),
        _iso(after),
        tuple(found.lists[number].source.source for number in sorted(used, reverse=True)),
        police_daily.status_of(found, used or found.lists),
        tuple(own),
        {kind: w for kind, w in tried.items() if isinstance(w, Lack)},
    )


def _iso(days: Days) -> tuple[str, str]:
    return days[0].isoformat(), days[1].isoformat()


def step(found: Windows) -> int:
    """Return by how many days the dispersion of a total is taken: a single day is often empty."""
    return WEEK if len(found.after) >= 2 * WEEK else 1
