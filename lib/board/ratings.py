"""The ratings of areas and municipality, wave by wave. Not here: goals (`goals`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from types import MappingProxyType

import pandas as pd

from lib.analysis.change import (
    Change,
    Difference,
    find_change_interval,
    judge_change,
    judge_changes,
    name_difference,
)
from lib.analysis.estimate import DESIGN_EFFECT, Estimate, SurveyNumbers, find_rounding
from lib.analysis.floor import FloorChances, FloorPosition, estimate_floor_chances, judge_floor
from lib.analysis.gap import gap, goal_group
from lib.board.area_values import (
    NOT_LOADED,
    SURVEY_NUMBERS,
    AreaValues,
    empty_frame,
    frame_row,
    full_periods,
    number_or_none,
)
from lib.board.cached_method import cached_method
from lib.board.visible_catalog import VisibleCatalog
from lib.catalog import RATING, DesignCounted, Period, Target

REVERSED = {Difference.HIGHER: Difference.LOWER, Difference.LOWER: Difference.HIGHER}


@dataclass(frozen=True)
class Rating:
    """One area's rating, on the scale 1-10; gaps are rating minus goal, None where unknown.

    `chance_below` as in `Ratings.newest`.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    n: float | None
    position: FloorPosition
    chance_below: float | None
    gap_floor: float | None
    gap_target: float | None
    missing: str


@dataclass(frozen=True)
class WaveChange:
    """The verdict on the difference of two waves, and the first rating; periods are text."""

    before: str
    after: str
    first: float
    verdict: Change


@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings and their changes as one reader may see them, with the goals that they are put to."""

    visible: VisibleCatalog
    floor: Target | None
    target: Target | None

    @cached_method()
    def newest(self) -> pd.DataFrame:
        """Return the newest ratings: `AreaValues.frame` with the distances to the goals.

        Columns added are `gap_floor`, `gap_target`, `group`, `focus`, `position` (what the margin
        says of the floor) and `chance_below` (that the area is really under the floor; NaN for the
        public and without margins). Values are all NaN when no wave is loaded; a gap is NaN where
        there is no goal.
        """
        names = {k: a.name for k, a in self.visible.areas.items()}
        wave = self._newest_wave
        frame = wave.frame.copy() if wave else empty_frame(names, missing=NOT_LOADED)
        floor, target = (goal.value if goal else None for goal in (self.floor, self.target))
        frame["gap_floor"] = _gaps(frame["value"], floor)
        frame["gap_target"] = _gaps(frame["value"], target)
        frame["group"] = [goal_group(v, floor=floor, target=target) for v in frame["value"]]
        in_focus = {area for focus in self.visible.catalog.focus for area in focus.areas}
        frame["focus"] = frame.index.isin(in_focus)
        estimates = self.estimates(self.period)
        frame["position"] = [judge_floor(estimates.get(str(a)), floor=floor) for a in frame.index]
        chances = self.floor_chances
        frame["chance_below"] = chances.below.reindex(frame.index) if chances else float("nan")
        return frame

    @cached_property
    def _newest_wave(self) -> AreaValues | None:
        return self.visible.area_values(RATING)

    @cached_property
    def floor_chances(self) -> FloorChances | None:
        """The chances of the newest wave's areas with a rating; for internal readers only.

        None without a floor or a rating, and while one of the ratings has no margin.
        """
        wave = self._newest_wave
        if wave is None or self.floor is None or not self.visible.internal:
            return None
        ratings = self.estimates(self.period)
        return estimate_floor_chances(
            {area: ratings[area] for area in self.visible.areas if area in ratings},
            floor=self.floor.value,
            decimals=wave.indicator.decimals,
        )

    @property
    def period(self) -> str:
        """The wave that `newest` shows; empty when none is loaded."""
        return self._newest_wave.period if self._newest_wave else ""

    def of_area(self, area: str) -> Rating:
        """Return one area's newest rating with its distances."""
        row = frame_row(self.newest(), area)
        numbers = (*SURVEY_NUMBERS, "gap_floor", "gap_target", "chance_below")
        return Rating(
            name=str(row["name"]),
            position=FloorPosition(row["position"]),
            missing=str(row["missing"]),
            **{column: number_or_none(row[column]) for column in numbers},
        )

    @cached_method()
    def history(self, area: str) -> pd.DataFrame:
        """Return all waves of one area's rating, its CBS wijken included where they have one.

        Columns as an observation, plus `comparable` (no method break lies between it and now)
        and `name` (whom the figure is about).
        """
        catalog = self.visible.catalog
        units = {area}
        if area != catalog.municipality.code:
            units |= {unit.area for unit in catalog.parts(area, kind="cbs_wijk")}
        rows = self.visible.rows("own_survey", RATING)
        rows = rows[rows["area"].isin(units)].dropna(subset="value").sort_values("period")
        return rows.assign(
            comparable=[self._is_comparable(p) for p in rows["period"]],
            name=[catalog.areas[a].name for a in rows["area"]],
        ).reset_index(drop=True)

    def of_municipality(self) -> pd.DataFrame:
        """Return the municipality's waves, oldest first; columns as `history`."""
        return self.history(self.visible.catalog.municipality.code)

    @cached_property
    def newest_of_municipality(self) -> pd.Series | None:
        """The municipality's newest wave, or None."""
        rows = self.of_municipality()
        return None if rows.empty else rows.iloc[-1]

    def survey_periods(self, indicator: str) -> tuple[str, ...]:
        """Return the waves in which areas have figures of a survey indicator, oldest first."""
        rows = self.visible.rows("own_survey", indicator)
        rows = rows[rows["area"].isin(list(self.visible.areas))].dropna(subset="value")
        return tuple(sorted(set(rows["period"])))

    @cached_method()
    def survey_figures(self, indicator: str, period: str) -> pd.DataFrame:
        """Return the figures of one wave by area, also that of the municipality.

        Columns `value`, `lower`, `upper` and `n`; no rows where nothing is loaded.
        """
        rows = self.visible.rows("own_survey", indicator)
        of_wave = rows[rows["period"] == period].set_index("area")
        return of_wave[["value", "lower", "upper", "n"]].astype(float)

    @cached_property
    def comparable_waves(self) -> tuple[str, ...]:
        """The periods, oldest first, in which most areas have ratings that may be compared."""
        return tuple(p for p in self.full_waves if self._is_comparable(p))

    @cached_property
    def full_waves(self) -> tuple[str, ...]:
        """The periods, oldest first, in which most areas have a rating; see `newest`."""
        rows = self.visible.rows("own_survey", RATING)
        rows = rows[rows["area"].isin(list(self.visible.areas))].dropna(subset="value")
        return tuple(sorted(full_periods(rows)))

    def _is_comparable(self, period: str) -> bool:
        since = self.visible.catalog.indicators[RATING].comparable_from
        return since is None or Period(period) >= since

    @cached_method()
    def estimates(self, period: str) -> Mapping[str, Estimate]:
        """Return the ratings of a wave with what verdicts need, by area; the municipality's too."""
        rows = self.visible.rows("own_survey", RATING)
        rows = rows[rows["period"] == period].dropna(subset="value")
        known = rows.dropna(subset=["lower", "upper"])
        rounding = find_rounding(
            (SurveyNumbers(*numbers) for numbers in known[["value", "lower", "upper"]].to_numpy()),
            decimals=self.visible.catalog.indicators[RATING].decimals,
        )
        is_comparable = self._is_comparable(period) if period else False
        sources = self.visible.catalog.sources.values()
        weighted = {s.source for s in sources if s.design is DesignCounted.YES}
        return MappingProxyType(
            {
                row["area"]: Estimate(
                    row["value"],
                    **{name: number_or_none(row[name]) for name in ("lower", "upper")},
                    n=None if pd.isna(row["n"]) else float(row["n"]),
                    comparable=is_comparable,
                    design_effect=1.0 if row["source"] in weighted else DESIGN_EFFECT,
                    rounding=rounding,
                )
                for row in rows.to_dict("records")
            }
        )

    @cached_method()
    def verdicts(self, before: str, after: str) -> Mapping[str, Change]:
        """Return whether each area, and the municipality, rose or fell between two waves.

        The areas are judged together, the municipality by itself.
        """
        first, last = self.estimates(before), self.estimates(after)
        pairs = {area: (first[area], last[area]) for area in first if area in last}
        home = self.visible.catalog.municipality.code
        found = judge_changes({area: pairs[area] for area in self.visible.areas if area in pairs})
        if home in pairs:
            found[home] = judge_change(*pairs[home])
        every = (*self.visible.areas, home)
        return MappingProxyType({a: found.get(a, Change.NOT_COMPARABLE) for a in every})

    @cached_method()
    def comparisons(self) -> Mapping[tuple[str, str], Difference]:
        """Return how one place compares with another in the newest wave, for each two.

        Places are areas and the municipality. All pairs are judged together: each is picked from
        the others. The municipality is no independent estimate of its areas, which makes a verdict
        on these two somewhat too careful.
        """
        found = self.estimates(self.period)
        home = self.visible.catalog.municipality.code
        places = [place for place in (home, *self.visible.areas) if place in found]
        pairs = {(a, b): (found[b], found[a]) for a, b in combinations(places, 2)}
        ahead = {pair: name_difference(change) for pair, change in judge_changes(pairs).items()}
        back = {(b, a): REVERSED.get(found, found) for (a, b), found in ahead.items()}
        return MappingProxyType(ahead | back)

    @cached_method()
    def change_of(self, area: str) -> WaveChange | None:
        """Return how an area, or the municipality, changed between its two newest comparable waves.

        None without two.
        """
        rows = self.history(area)
        rows = rows[(rows["area"] == area) & rows["comparable"]].tail(2)
        if len(rows) < 2:  # noqa: PLR2004 - a change is between two
            return None
        before, after = rows["period"]
        verdict = self.verdicts(before, after)[area]
        return WaveChange(before, after, rows["value"].iloc[0], verdict)

    @cached_method()
    def changes(self) -> pd.DataFrame | None:
        """Return the change between the two newest comparable waves per area, None without two.

        Columns `name`, `before`, `after`, `value` (after minus before), `lower` and `upper` (the
        95 % interval of `value`) and `verdict`.
        """
        if len(self.comparable_waves) < 2:  # noqa: PLR2004 - a change is between two
            return None
        periods = self.comparable_waves[-2:]
        first, last = (self.visible.area_values(RATING, period=p) for p in periods)
        if first is None or last is None:
            return None
        frame = pd.DataFrame({"name": last.frame["name"]})
        frame["before"], frame["after"] = first.frame["value"], last.frame["value"]
        frame["value"] = (frame["after"] - frame["before"]).round(10)
        verdicts, estimates = self.verdicts(*periods), [self.estimates(p) for p in periods]
        frame[["lower", "upper"]] = [
            find_change_interval(*(wave.get(area) for wave in estimates)) for area in frame.index
        ]
        # As objects: pandas would make text of them.
        frame["verdict"] = pd.Series({a: verdicts[a] for a in frame.index}, dtype=object)
        return frame


def _gaps(values: pd.Series, goal: float | None) -> list[float]:
    return [float("nan") if goal is None else gap(value, goal=goal) for value in values]
