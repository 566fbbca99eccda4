"""The board: everything a page may show to one kind of reader, on one day.

Here the catalog is joined with the rules of disclosure and the date; each subject has a part of
its own (`board.ratings`, `board.registrations` and so on). Not here: drawing, wording and number
format (`lib.figures`). Nothing above this layer reads the catalog itself.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from lib.access import PUBLIC, Actor, Operation
from lib.board.area_values import AreaValues, Cell, Unit, empty_frame, is_hard_to_compare
from lib.board.benchmark import Benchmark
from lib.board.goals import GoalStatus, judge_area_goal, judge_municipal_goal, waves_to_come
from lib.board.planning import Planning
from lib.board.police_changes import PoliceFigures
from lib.board.police_daily import police_sources
from lib.board.ratings import Ratings
from lib.board.registrations import Registrations
from lib.board.visible_catalog import VisibleCatalog
from lib.catalog import (
    RATING,
    Area,
    Catalog,
    Focus,
    Indicator,
    Municipality,
    Period,
    Source,
    Status,
    Target,
)
from lib.catalog.catalog import Frame, PublicFiles
from lib.catalog.geography import Geography
from lib.store import PoliceCounts, StoredInterpretation, Visibility


@dataclass(frozen=True, eq=False)
class Board:
    """See the module. `version` changes whenever anything visible may have changed.

    `is_ahead`: it holds figures of a survey that the public does not see yet. `interpretations`:
    what analysts say of figures and somebody agreed with, the newest first.
    """

    _catalog: Catalog
    actor: Actor
    today: dt.date
    version: str
    _police: PoliceCounts | None = None
    is_ahead: bool = False
    interpretations: tuple[StoredInterpretation, ...] = ()

    @cached_property
    def internal(self) -> bool:
        """Whether this reader sees internal figures and working terms."""
        return self.actor.may(Operation.READ_INTERNAL)

    @cached_property
    def _visible(self) -> VisibleCatalog:
        return VisibleCatalog(self._catalog, internal=self.internal)

    def as_public(self) -> "Board":
        """Return what the public would see, of figures that it never gets: fictitious ones."""
        public = tuple(
            one
            for one in self.interpretations
            if one.interpretation.visibility is Visibility.PUBLIC
        )
        return replace(self, actor=PUBLIC, _police=None, interpretations=public)

    # --- the parts by subject ---------------------------------------------------------------

    @cached_property
    def ratings(self) -> Ratings:
        """Ratings of areas and municipality, and how they changed."""
        return Ratings(self._visible, floor=self.floor, target=self.target)

    @cached_property
    def registrations(self) -> Registrations:
        """Municipal counts per year and month, and which of them rose or fell."""
        return Registrations(self._visible, self._police)

    @cached_property
    def police(self) -> PoliceFigures:
        """Figures of the police's own lists, for whoever may read those."""
        return PoliceFigures(self._visible, self._police)

    @cached_property
    def benchmark(self) -> Benchmark:
        """Other regions, and similar areas."""
        return Benchmark(self._visible, self.registrations)

    @property
    def geography(self) -> Geography:
        """Shapes of areas and focus neighbourhoods."""
        return self._catalog.geography

    @cached_property
    def planning(self) -> Planning:
        """The control cycle and the survey waves."""
        waves = [*self.ratings.of_municipality()["period"], *self.ratings.full_waves]
        loaded = {Period(wave).year for wave in waves}
        return Planning(self._catalog.milestones, loaded=loaded, today=self.today)

    # --- what stands in the files, as it is -------------------------------------------------

    @property
    def files(self) -> PublicFiles:
        """What anybody may see of the files, as it stands in them."""
        return self._catalog

    @property
    def municipality(self) -> Municipality:
        """Name, code, policy and rules."""
        return self._catalog.municipality

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source, by key."""
        own = police_sources(self._police, self._police.lists) if self._police else {}
        return MappingProxyType({**self._catalog.sources, **own})

    @property
    def areas(self) -> Mapping[str, Area]:
        """The areas with a rating of their own, by slug, in order of name."""
        return self._visible.areas

    @cached_property
    def area_names(self) -> dict[str, str]:
        """The names of the areas, by slug, in order of name."""
        return {key: area.name for key, area in self.areas.items()}

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators that this reader may see."""
        return self._visible.indicators

    @cached_property
    def drivers(self) -> tuple[Indicator, ...]:
        """The questions of the survey that stand with the rating, without the rating itself."""
        return tuple(i for k, i in self.indicators.items() if i.behind_rating and k != RATING)

    @cached_property
    def fictitious(self) -> bool:
        """Whether anything on the board is fictitious, so that every page must show it."""
        names: tuple[Frame, ...] = ("survey", "series", "counts", "efforts")
        statuses = (self._catalog.frame(name)["status"] for name in names)
        return any((status == Status.FICTITIOUS.value).any() for status in statuses)

    def units(self, area: str, *, kind: str) -> tuple[Area, ...]:
        """Return the CBS units of one kind in an area."""
        return self._catalog.parts(area, kind=kind)

    def focus_in(self, area: str) -> tuple[Focus, ...]:
        """Return the neighbourhoods with extra effort that are, or lie in, an area."""
        inside = {area} | {
            u.area for kind in ("cbs_wijk", "cbs_buurt") for u in self.units(area, kind=kind)
        }
        return tuple(f for f in self._catalog.focus if inside & set(f.areas))

    def is_focus(self, area: str) -> bool:
        """Return whether the area as a whole is a neighbourhood with extra effort."""
        return any(area in f.areas for f in self._catalog.focus)

    def hard_to_compare(self, area: str) -> bool:
        """Return whether visitors or businesses make crime per inhabitant hard to compare."""
        return is_hard_to_compare(self.areas[area].flags)

    # --- figures per area -------------------------------------------------------------------

    def area_values(
        self, indicator: str, *, period: str | None = None, unit: Unit = Unit.COUNT
    ) -> AreaValues | None:
        """Return an indicator over all areas; None when nothing is loaded for this reader."""
        return self._visible.area_values(indicator, period=period, unit=unit)

    def empty_area_values(self, indicator: Indicator) -> AreaValues:
        """Return an indicator over all areas without any figure, for a map of verdicts."""
        return AreaValues(indicator, empty_frame(self.area_names))

    def unit_values(self, area: str, indicator: str, *, kind: str) -> Mapping[str, Cell]:
        """Return figures of the CBS units of one kind in an area, by CBS code."""
        return self._visible.unit_values(area, indicator, kind=kind)

    @cached_property
    def inhabitants(self) -> pd.Series:
        """Inhabitants per area, NaN where unknown."""
        return self._visible.inhabitants()

    # --- goals ------------------------------------------------------------------------------

    @cached_property
    def target(self) -> Target | None:
        """The goal for the municipal mean, if there is one."""
        return self._goal_for("municipality")

    @cached_property
    def floor(self) -> Target | None:
        """The goal that holds for every area, if there is one."""
        return self._goal_for("every_area")

    def _goal_for(self, scope: str) -> Target | None:
        return next((t for t in self._catalog.targets if t.scope == scope), None)

    @cached_property
    def goals(self) -> tuple[GoalStatus, ...]:
        """Where the goals stand: the one for the mean first, then the floor."""
        return tuple(self._judge_goal(t) for t in (self.target, self.floor) if t)

    def _judge_goal(self, target: Target) -> GoalStatus:
        newest, period = self.ratings.newest_of_municipality, self.ratings.period
        if target.scope == "municipality":
            period = "" if newest is None else str(newest["period"])
        found = self._judge_wave(target, period)
        if not found.is_past:
            return found
        # A later wave is the newest figure, but another one decided.
        return replace(found, verdict=self._judge_wave(target, target.judged_on.text).verdict)

    def _judge_wave(self, target: Target, period: str) -> GoalStatus:
        to_come = waves_to_come(target, self.planning.waves)
        if target.scope == "municipality":
            wave = self.ratings.estimates(period).get(self.municipality.code)
            return judge_municipal_goal(target, wave, period=period, to_come=to_come)
        ratings = self.ratings.estimates(period)
        baseline = self.ratings.estimates(target.baseline_period.text)
        return judge_area_goal(
            target,
            {area: ratings.get(area) for area in self.areas},
            period=period,
            baselines={area: rating.value for area, rating in baseline.items()},
            to_come=to_come,
        )
