"""The ratings of areas and municipality, wave by wave. Not here: goals (`goals`)."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.analysis.change import Change, Estimate, judge_change
from lib.analysis.floor import FloorChances, FloorPosition, estimate_floor_chances, judge_floor
from lib.analysis.gap import GoalGroup, gap, goal_group
from lib.board.area_values import (
    SURVEY_NUMBERS,
    AreaValues,
    empty_frame,
    frame_row,
    number_or_none,
)
from lib.board.visible_catalog import VisibleCatalog, cached_method
from lib.catalog import RATING, Period, Status, Target


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
    group: GoalGroup
    missing: str


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
        frame = wave.frame.copy() if wave else empty_frame(names, missing="niet geladen")
        floor, target = (goal.value if goal else None for goal in (self.floor, self.target))
        frame["gap_floor"] = _gaps(frame["value"], floor)
        frame["gap_target"] = _gaps(frame["value"], target)
        frame["group"] = [goal_group(v, floor=floor, target=target) for v in frame["value"]]
        in_focus = {area for focus in self.visible.catalog.focus for area in focus.areas}
        frame["focus"] = frame.index.isin(in_focus)
        frame["position"] = [self._judge_floor(row) for _, row in frame.iterrows()]
        chances = self.floor_chances
        frame["chance_below"] = chances.below.reindex(frame.index) if chances else float("nan")
        return frame

    @cached_property
    def _newest_wave(self) -> AreaValues | None:
        return self.visible.area_values(RATING)

    def _judge_floor(self, row: pd.Series) -> FloorPosition:
        if self.floor is None or pd.isna(row["value"]):
            return FloorPosition.NO_RATING
        return judge_floor(_survey_estimate(row), floor=self.floor.value)

    @cached_property
    def floor_chances(self) -> FloorChances | None:
        """The chances of the newest wave's areas with a rating; for internal readers only.

        None without a floor or a rating, and while one of the ratings has no margin.
        """
        wave = self._newest_wave
        if wave is None or self.floor is None or not self.visible.internal:
            return None
        rated = wave.frame.dropna(subset="value").iterrows()
        return estimate_floor_chances(
            {str(area): _survey_estimate(row) for area, row in rated},
            floor=self.floor.value,
            decimals=wave.indicator.decimals,
        )

    @property
    def period(self) -> str:
        """The wave that `newest` shows; empty when none is loaded."""
        return self._newest_wave.period if self._newest_wave else ""

    @property
    def status(self) -> Status:
        """How certain the newest ratings are."""
        return self._newest_wave.status if self._newest_wave else Status.FINAL

    def of_area(self, area: str) -> Rating:
        """Return one area's newest rating with its distances and group."""
        row = frame_row(self.newest(), area)
        numbers = (*SURVEY_NUMBERS, "gap_floor", "gap_target", "chance_below")
        return Rating(
            name=str(row["name"]),
            group=GoalGroup(row["group"]),
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

    @cached_property
    def comparable_waves(self) -> tuple[str, ...]:
        """The periods, oldest first, in which areas have ratings that may be compared."""
        return tuple(p for p in self.survey_periods(RATING) if self._is_comparable(p))

    def _is_comparable(self, period: str) -> bool:
        since = self.visible.catalog.indicators[RATING].comparable_from
        return since is None or Period(period) >= since

    @cached_method()
    def changes(self) -> pd.DataFrame | None:
        """Return the change between the two newest comparable waves per area, None without two.

        Columns `name`, `before`, `after`, `value` (after minus before) and `verdict`.
        """
        if len(self.comparable_waves) < 2:  # noqa: PLR2004 - a change is between two
            return None
        first, last = (
            self.visible.area_values(RATING, period=p) for p in self.comparable_waves[-2:]
        )
        if first is None or last is None:
            return None
        frame = pd.DataFrame({"name": last.frame["name"]})
        frame["before"], frame["after"] = first.frame["value"], last.frame["value"]
        frame["value"] = (frame["after"] - frame["before"]).round(10)
        pairs = ((first.frame.loc[area], last.frame.loc[area]) for area in frame.index)
        frame["verdict"] = [_judge_change(before, after) for before, after in pairs]
        return frame


def _gaps(values: pd.Series, goal: float | None) -> list[float]:
    return [float("nan") if goal is None else gap(value, goal=goal) for value in values]


def _judge_change(before: pd.Series, after: pd.Series) -> Change:
    if pd.isna(before["value"]) or pd.isna(after["value"]):
        return Change.NOT_COMPARABLE
    return judge_change(_survey_estimate(before), _survey_estimate(after))


def _survey_estimate(row: pd.Series) -> Estimate:
    lower, upper = (number_or_none(row[column]) for column in ("lower", "upper"))
    return Estimate(float(row["value"]), lower=lower, upper=upper)
