"""The board: everything a page may show to one kind of reader, on one day.

Here the catalog is joined with the rules of disclosure and the date. Not here: drawing, wording
and number format (`lib.figures`). Nothing above this layer reads the catalog itself.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import shapely
import shapely.geometry

from lib.access import PUBLIC, Actor, Operation
from lib.analysis.change import Change, Estimate, change
from lib.analysis.day_windows import DayComparison, Days
from lib.analysis.gap import Group, gap, group
from lib.analysis.rates import most_alike
from lib.analysis.windows import Comparison
from lib.board import benchmark, police_daily
from lib.board.area_values import INHABITANTS, AreaValues, Cell, Maker, Unit, known, prefer, record
from lib.board.changes import RegistrationChanges, movements, municipal_months
from lib.board.goals import GoalStatus, areas_goal, municipal_goal, waves_to_come
from lib.board.planning import Step, WaveStatus, steps, waves
from lib.board.police_changes import PoliceChanges, recent
from lib.board.suppressed_months import Told, told
from lib.catalog import (
    RATING,
    Area,
    AreaFlag,
    Catalog,
    Focus,
    Indicator,
    Milestone,
    Municipality,
    Period,
    Source,
    Status,
    Target,
    Theme,
)
from lib.catalog.open_tables import StoredTable
from lib.catalog.schema import Accountability, Organisation
from lib.store import PoliceCounts

CRIME, CRIME_RATE = "misdrijven", "misdrijven-per-1000"
WGS84 = 4326
CHOICES = 32  # of days, that are kept judged


@dataclass(frozen=True)
class Rating:
    """One area's rating, on the scale 1-10; gaps are rating minus goal, None where unknown."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    gap_floor: float | None
    gap_target: float | None
    group: Group
    missing: str


@dataclass(frozen=True, eq=False)
class Board:
    """See the module. `version` changes whenever anything shown may have changed.

    `is_ahead`: it holds figures of a survey that the public does not see yet.
    """

    _catalog: Catalog
    actor: Actor
    today: dt.date
    version: str
    _police: PoliceCounts | None = None
    is_ahead: bool = False

    @cached_property
    def internal(self) -> bool:
        """Whether this reader sees internal figures and working terms."""
        return self.actor.may(Operation.READ_INTERNAL)

    @cached_property
    def _maker(self) -> Maker:
        return Maker(self._catalog, internal=self.internal)

    def as_public(self) -> "Board":
        """Return what the public would see, of figures that it never gets: fictitious ones."""
        return replace(self, actor=PUBLIC, _police=None)

    # --- what stands in the files, as it is -------------------------------------------------

    @property
    def municipality(self) -> Municipality:
        """Name, code, policy and rules."""
        return self._catalog.municipality

    @property
    def logo(self) -> bytes:
        """The municipality's logo as SVG; empty where it has none."""
        return self._catalog.logo

    @property
    def font_folder(self) -> Path | None:
        """The folder with the municipality's own fonts; None where it has none."""
        return self._catalog.font_folder

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source, by key."""
        own = police_daily.sources(self._police) if self._police else {}
        return MappingProxyType({**self._catalog.sources, **own})

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The priority themes, in order."""
        return self._catalog.themes

    @property
    def organisation(self) -> Organisation:
        """Red threads, partners, roles, and what goes on whatever the priorities."""
        return self._catalog.organisation

    @property
    def accountability(self) -> Accountability:
        """Texts of the accountability page."""
        return self._catalog.accountability

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """The steps of the control cycle, by end."""
        return self._catalog.milestones

    @property
    def focus(self) -> tuple[Focus, ...]:
        """The neighbourhoods with extra effort."""
        return self._catalog.focus

    @property
    def stored(self) -> tuple[StoredTable, ...]:
        """The published tables that were fetched."""
        return tuple(self._catalog.stored.values())

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """The areas with a rating of their own, by slug, in order of name."""
        return self._catalog.of_kind("area")

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators that this reader may see."""
        return MappingProxyType(
            {
                k: i
                for k, i in self._catalog.indicators.items()
                if self.internal or i.visibility == "public"
            }
        )

    def units(self, area: str, *, kind: str) -> tuple[Area, ...]:
        """Return the CBS units of one kind in an area."""
        return self._catalog.parts(area, kind=kind)

    def focus_in(self, area: str) -> tuple[Focus, ...]:
        """Return the neighbourhoods with extra effort that are, or lie in, an area."""
        inside = {area} | {
            u.area for kind in ("cbs_wijk", "cbs_buurt") for u in self.units(area, kind=kind)
        }
        return tuple(f for f in self.focus if inside & set(f.areas))

    def is_focus(self, area: str) -> bool:
        """Tell whether the area as a whole is a neighbourhood with extra effort."""
        return any(area in f.areas for f in self.focus)

    def hard_to_compare(self, area: str) -> bool:
        """Tell whether visitors or businesses make crime per inhabitant hard to compare."""
        return bool({AreaFlag.CITY_CENTRE, AreaFlag.BUSINESS_PARK} & set(self.areas[area].flags))

    # --- shapes -----------------------------------------------------------------------------

    @cached_property
    def outlines(self) -> Mapping[str, Mapping[str, object]]:
        """The areas as GeoJSON geometries in WGS84, by area."""
        return _geometries(self._catalog.boundaries)

    @cached_property
    def focus_outlines(self) -> Mapping[str, Mapping[str, object]]:
        """All neighbourhoods with extra effort as GeoJSON geometries in WGS84, by focus."""
        return _geometries(self.focus_boundaries_rd)

    @cached_property
    def label_points(self) -> Mapping[str, tuple[float, float]]:
        """A point well inside each area, (latitude, longitude), where a label can stand."""
        points = self._catalog.boundaries.geometry.apply(_label_point).to_crs(WGS84)
        return MappingProxyType({str(k): (p.y, p.x) for k, p in points.items()})

    @property
    def boundaries_rd(self) -> gpd.GeoDataFrame:
        """The areas in RD, for static pictures."""
        return self._catalog.boundaries

    @property
    def focus_boundaries_rd(self) -> gpd.GeoDataFrame:
        """All neighbourhoods with extra effort in RD, indexed by focus."""
        own, areas = self._catalog.focus_boundaries, self._catalog.boundaries
        shapes = {
            f.focus: own.geometry[f.focus] if f.focus in own.index else areas.geometry[f.areas[0]]
            for f in self.focus
        }
        return gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes), crs=areas.crs)

    # --- figures ----------------------------------------------------------------------------

    def area_values(
        self, indicator: str, *, period: str | None = None, unit: Unit = Unit.COUNT
    ) -> AreaValues | None:
        """Return an indicator over all areas; None when nothing is loaded for this reader."""
        if indicator not in self.indicators:
            return None
        found = self._levels(indicator, period, unit)
        # The board is shared between visitors: each gets a frame of its own.
        return found and replace(found, frame=found.frame.copy(deep=False))

    def empty_area_values(self, indicator: Indicator) -> AreaValues:
        """Return a level of an indicator without any figure: what stands on a map of verdicts."""
        frame = pd.DataFrame({"name": {k: a.name for k, a in self.areas.items()}})
        frame[["value", "lower", "upper"]] = float("nan")
        frame["missing"], frame["remark"] = "", ""
        return AreaValues(
            indicator=indicator,
            frame=frame,
            period="",
            base_period="",
            sources=(),
            total=None,
            located=None,
            hides=False,
            status=Status.FINAL,
        )

    @cached_property
    def _levels(self) -> Callable[[str, str | None, Unit], AreaValues | None]:
        return cache(
            lambda indicator, period, unit: self._maker.area_values(
                indicator, period=period, unit=unit
            )
        )

    def parts(self, area: str, indicator: str, *, kind: str) -> Mapping[str, Cell]:
        """Return figures of the CBS units of one kind in an area; see `Maker.parts`."""
        if indicator not in self.indicators:
            return {}
        return self._maker.parts(area, indicator, kind=kind)

    def rating(self, area: str) -> Rating:
        """Return one area's newest rating with its distances and group."""
        row = record(self._ratings, area)
        return Rating(
            name=str(row["name"]),
            value=known(row["value"]),
            lower=known(row["lower"]),
            upper=known(row["upper"]),
            gap_floor=known(row["gap_floor"]),
            gap_target=known(row["gap_target"]),
            group=Group(row["group"]),
            missing=str(row["missing"]),
        )

    @property
    def ratings(self) -> pd.DataFrame:
        """The newest ratings: the level's frame with `gap_floor`, `gap_target`, `group`, `focus`.

        Empty of values (all NaN) when no wave is loaded; a gap is NaN where there is no goal.
        """
        return self._ratings.copy(deep=False)

    @cached_property
    def _ratings(self) -> pd.DataFrame:
        per_area = self.area_values(RATING)
        if per_area is None:
            frame = pd.DataFrame({"name": {k: a.name for k, a in self.areas.items()}})
            frame[["value", "lower", "upper"]] = float("nan")
            frame["missing"], frame["remark"] = "niet geladen", ""
        else:
            frame = per_area.frame.copy()
        floor = self.floor.value if self.floor else None
        target = self.target.value if self.target else None
        for column, goal in (("gap_floor", floor), ("gap_target", target)):
            frame[column] = [
                float("nan") if goal is None else gap(v, goal=goal) for v in frame["value"]
            ]
        frame["group"] = [group(v, floor=floor, target=target) for v in frame["value"]]
        frame["focus"] = [self.is_focus(str(a)) for a in frame.index]
        return frame

    @cached_property
    def area_period(self) -> str:
        """The wave that `ratings` shows; empty when none is loaded."""
        per_area = self.area_values(RATING)
        return per_area.period if per_area else ""

    @cached_property
    def fictitious(self) -> bool:
        """Whether anything on the board is fictitious, so that every page must say so."""
        frames = (self._catalog.survey, self._catalog.series, self._catalog.counts)
        return any((frame["status"] == Status.FICTITIOUS.value).any() for frame in frames)

    @cached_property
    def rating_status(self) -> Status:
        """How sure the newest ratings are."""
        per_area = self.area_values(RATING)
        return per_area.status if per_area else Status.FINAL

    @cached_property
    def inhabitants(self) -> pd.Series:
        """Inhabitants per area, NaN where unknown."""
        per_area = self.area_values(INHABITANTS)
        if per_area is None:
            return pd.Series(float("nan"), index=list(self.areas))
        return per_area.frame["value"]

    @cached_property
    def municipal_ratings(self) -> pd.DataFrame:
        """The municipality's waves, oldest first: columns as an observation, and `comparable`."""
        return self.history(self.municipality.code)

    def history(self, area: str) -> pd.DataFrame:
        """Return all waves of one area's rating, its CBS wijken included where they have one.

        Columns as an observation, plus `comparable` (no method break lies between it and now)
        and `name` (whom the figure is about).
        """
        indicator = self._catalog.indicators[RATING]
        units = {area, *(u.area for u in self.units(area, kind="cbs_wijk"))}
        rows = prefer(self._catalog.rows("own_survey", RATING), indicator)
        if area == self.municipality.code:
            units = {area}
        rows = rows[rows["area"].isin(units)].dropna(subset="value").sort_values("period")
        since = indicator.comparable_from
        comparable = [since is None or Period(p) >= since for p in rows["period"]]
        names = [self._catalog.areas[a].name for a in rows["area"]]
        return rows.assign(comparable=comparable, name=names).reset_index(drop=True)

    def series(self, indicator: str) -> pd.DataFrame:
        """Return the municipal figures of an indicator per year, oldest first.

        Columns as an observation. Years in which small counts of areas are hidden have the total
        that may stand beside them; years without a figure that may be told are left out.
        """
        return self._all_series(indicator).copy(deep=False)

    @cached_property
    def _all_series(self) -> Callable[[str], pd.DataFrame]:
        return cache(self._series)

    def _series(self, indicator: str) -> pd.DataFrame:
        found = self.indicators.get(indicator)
        if found is None:
            return self._catalog.series.iloc[:0]
        rows = prefer(self._catalog.rows("series", indicator), found)
        is_year = rows["period"].str.fullmatch(r"\d{4}")
        rows = rows[(rows["area"] == self.municipality.code) & is_year].sort_values("period")
        for row, period in () if self.internal else rows["period"].items():
            per_area = self.area_values(indicator, period=str(period))
            if per_area is not None and per_area.hides:
                rows.loc[row, "value"] = float("nan") if per_area.total is None else per_area.total
        if not self.internal and found.kind == "count":
            rows = rows[~(rows["value"] < self.municipality.disclosure.threshold)]
        return rows.dropna(subset="value").reset_index(drop=True)

    def months(self, indicator: str) -> pd.DataFrame:
        """Return the municipal figures of an indicator per month, oldest first.

        Columns `period`, `value`, `status`, `source` and `step`: to what multiple the value is
        rounded, 1 where it is exact. For the public as `Told.months` has it; for the driehoek with
        the months of the police's own lists in place of open ones and after them.
        """
        return self._all_months(indicator).copy(deep=False)

    @cached_property
    def _all_months(self) -> Callable[[str], pd.DataFrame]:
        return cache(self._months)

    def _months(self, indicator: str) -> pd.DataFrame:
        found = self.indicators.get(indicator)
        if found is None or not found.kinds:
            return pd.DataFrame(columns=["period", "value", "status", "source", "step"])
        rows = self._municipal_months(found)
        return rows.assign(step=1.0) if self.internal else self._all_told(indicator).months(rows)

    def _municipal_months(self, indicator: Indicator) -> pd.DataFrame:
        rows = municipal_months(self._catalog, indicator)
        if self._police is None:
            return rows
        return police_daily.with_months(rows, self._police, indicator.indicator)

    @cached_property
    def _all_told(self) -> Callable[[str], Told]:
        return cache(self._told)

    def _told(self, indicator: str) -> Told:
        """Return how exactly the municipality's months may be told to the public."""
        levels = {y: self.area_values(indicator, period=y) for y in self.years(indicator)}
        series = self._all_series(indicator)
        return told(
            municipal_months(self._catalog, self.indicators[indicator]),
            levels={year: per_area for year, per_area in levels.items() if per_area},
            totals=dict(zip(series["period"], series["value"], strict=True)),
            threshold=self.municipality.disclosure.threshold,
        )

    def years(self, indicator: str) -> list[str]:
        """Return the years of which areas have figures of an indicator, oldest first."""
        if indicator not in self.indicators:
            return []
        periods = self._catalog.rows("counts", indicator)["period"]
        return sorted(set(periods[periods.str.fullmatch(r"\d{4}")]))

    def events(self, *, first: str, last: str) -> pd.DataFrame:
        """Return columns `period` and `name`: decisions and plans between two months (2023-05)."""
        rows = [
            (m.start.text, m.title)
            for m in self.milestones
            if m.kind in {"decision", "plan"} and first <= f"{m.start.start:%Y-%m}" <= last
        ]
        return pd.DataFrame(rows, columns=["period", "name"])

    def movements(
        self, comparison: Comparison = Comparison.YEAR_BEFORE
    ) -> RegistrationChanges | None:
        """Return which changes are real; None where the months do not go back far enough."""
        return self._all_movements(comparison)

    @cached_property
    def newest_day(self) -> dt.date | None:
        """The last day of the police's own lists; None without one, or for other readers."""
        return police_daily.newest_day(self._police) if self._police else None

    def recent(
        self, after: Days, *, comparison: DayComparison = DayComparison.DAYS_BEFORE
    ) -> PoliceChanges | None:
        """Return which changes of chosen days are real; None where `newest_day` is None.

        Raises `ValueError` where the last day is before the first.
        """
        return self._all_recent(after, comparison)

    @cached_property
    def _all_recent(self) -> Callable[[Days, DayComparison], PoliceChanges | None]:
        @lru_cache(maxsize=CHOICES)
        def judge(after: Days, comparison: DayComparison) -> PoliceChanges | None:
            if self._police is None:
                return None
            return recent(self._catalog, self._police, after=after, comparison=comparison)

        return judge

    def weeks(self, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a kind of the police's own lists per seven days up to `newest_day`, oldest first.

        Of the whole municipality, or of an area; see `daily.weeks`. Empty where no list has it.
        """
        found, about = self._police, self.indicators.get(indicator)
        if found is None or about is None or indicator not in found.covered:
            return pd.DataFrame(columns=police_daily.WEEKS)
        if area is None:
            days = police_daily.of_whole(found, indicator)
        elif set(about.levels) == {"municipality"}:
            return pd.DataFrame(columns=police_daily.WEEKS)
        else:
            days = police_daily.per_area(found, indicator, [area]).sum()
        return police_daily.weeks(days, newest=police_daily.newest_day(found))

    def monitor(self, indicator: str) -> pd.DataFrame:
        """Return each source's newest survey wave beside the regions; see `beside.monitor`."""
        found = self.indicators.get(indicator)
        if found is None or found.kind != "survey":
            return pd.DataFrame(columns=benchmark.MONITOR)
        return benchmark.monitor(self._catalog, found)

    def compared(self, indicator: str) -> pd.DataFrame:
        """Return a count per 1,000 inhabitants beside the regions; see `beside.compared`."""
        return self._all_compared(indicator).copy(deep=False)

    @cached_property
    def _all_compared(self) -> Callable[[str], pd.DataFrame]:
        return cache(self._compared)

    def _compared(self, indicator: str) -> pd.DataFrame:
        found = self.indicators.get(indicator)
        if found is None or found.kind != "count":
            return pd.DataFrame(columns=benchmark.COMPARED)
        return benchmark.compared(
            self._catalog,
            found,
            own=self._all_series(indicator),
            people=self._catalog.indicators[INHABITANTS],
            threshold=0 if self.internal else self.municipality.disclosure.threshold,
        )

    @cached_property
    def _all_movements(self) -> Callable[[Comparison], RegistrationChanges | None]:
        def judge(comparison: Comparison) -> RegistrationChanges | None:
            counted = {k: i for k, i in self.indicators.items() if i.kinds}
            months = {k: self._municipal_months(i) for k, i in counted.items()}
            return movements(
                self._catalog,
                comparison,
                months={k: rows for k, rows in months.items() if len(rows)},
                told=None if self.internal else {k: self._all_told(k) for k in counted},
                police=self._police,
            )

        return cache(judge)

    def alike(self, area: str, *, number: int = 3) -> list[str]:
        """Return the areas with the most equal number of inhabitants and the same kind of use."""
        same_use = pd.Series({a: self.hard_to_compare(a) for a in self.areas})
        return most_alike(self.inhabitants, area=area, among=same_use, number=number)

    # --- goals ------------------------------------------------------------------------------

    def _target(self, scope: str) -> Target | None:
        return next((t for t in self._catalog.targets if t.scope == scope), None)

    @cached_property
    def target(self) -> Target | None:
        """The goal for the municipal mean, if there is one."""
        return self._target("municipality")

    @cached_property
    def floor(self) -> Target | None:
        """The goal that holds for every area, if there is one."""
        return self._target("every_area")

    @cached_property
    def newest(self) -> pd.Series | None:
        """The municipality's newest wave, or None."""
        rows = self.municipal_ratings
        return None if rows.empty else rows.iloc[-1]

    @cached_property
    def goals(self) -> tuple[GoalStatus, ...]:
        """Where the goals stand: the one for the mean first, then the floor."""
        return tuple(self._goal(t) for t in (self.target, self.floor) if t)

    def _goal(self, target: Target) -> GoalStatus:
        to_come = waves_to_come(target, self.milestones, today=self.today)
        if target.scope == "municipality":
            return municipal_goal(target, self.newest, to_come=to_come)
        before = self.area_values(RATING, period=target.baseline_period.text)
        baselines = before.frame["value"].dropna() if before else pd.Series(dtype=float)
        return areas_goal(
            target, self.ratings, period=self.area_period, baselines=baselines, to_come=to_come
        )

    # --- time -------------------------------------------------------------------------------

    @cached_property
    def waves(self) -> tuple[WaveStatus, ...]:
        """Every wave that is loaded or planned."""
        loaded = {int(p[:4]) for p in self.municipal_ratings["period"]}
        if self.area_period:
            loaded.add(int(self.area_period[:4]))
        return waves(self.milestones, loaded=loaded, today=self.today)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The control cycle with where each step stands today."""
        return steps(self.milestones, today=self.today)

    def survey_periods(self, indicator: str) -> tuple[str, ...]:
        """Return the periods in which areas have figures of a survey indicator, oldest first."""
        rows = prefer(
            self._catalog.rows("own_survey", indicator), self._catalog.indicators[indicator]
        )
        rows = rows[rows["area"].isin(list(self.areas))].dropna(subset="value")
        return tuple(sorted(set(rows["period"])))

    @cached_property
    def comparable_waves(self) -> tuple[str, ...]:
        """The periods, oldest first, in which areas have ratings that may be compared."""
        since = self._catalog.indicators[RATING].comparable_from
        found = self.survey_periods(RATING)
        return tuple(p for p in found if since is None or Period(p) >= since)

    @cached_property
    def changes(self) -> pd.DataFrame | None:
        """Change between the two newest comparable waves per area; None when there are no two.

        Columns `name`, `before`, `after`, `value` (after minus before) and `verdict`.
        """
        if len(self.comparable_waves) < 2:  # noqa: PLR2004
            return None
        first, last = (self.area_values(RATING, period=p) for p in self.comparable_waves[-2:])
        if first is None or last is None:
            return None
        frame = pd.DataFrame({"name": last.frame["name"]})
        frame["before"], frame["after"] = first.frame["value"], last.frame["value"]
        frame["value"] = (frame["after"] - frame["before"]).round(10)
        frame["verdict"] = [_change(first.frame.loc[a], last.frame.loc[a]) for a in frame.index]
        return frame


def _geometries(frame: gpd.GeoDataFrame) -> Mapping[str, Mapping[str, object]]:
    # Five decimals of a degree are about a metre: the precision of the files.
    shapes = shapely.set_precision(frame.geometry.to_crs(WGS84).values, 1e-5)
    return MappingProxyType(
        {str(k): shapely.geometry.mapping(s) for k, s in zip(frame.index, shapes, strict=True)}
    )


def _label_point(shape: shapely.Polygon | shapely.MultiPolygon) -> shapely.Point:
    # The circle comes as a line from its centre to its rim.
    return shapely.Point(shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0])


def _change(before: pd.Series, after: pd.Series) -> Change:
    def estimate(row: pd.Series) -> Estimate:
        bounds = [None if pd.isna(row[c]) else float(row[c]) for c in ("lower", "upper")]
        return Estimate(float(row["value"]), lower=bounds[0], upper=bounds[1])

    if pd.isna(before["value"]) or pd.isna(after["value"]):
        return Change.NOT_COMPARABLE
    return change(estimate(before), estimate(after))
