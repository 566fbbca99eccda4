"""Figures per area, ready to draw: one `AreaValues` per indicator and period.

Not here: making them (`area_values_maker`), and what they look like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan
from typing import Any

import pandas as pd

from lib.analysis.disclosure import safe_total
from lib.catalog import AreaFlag, Indicator, Missing, Period, Source, Status

NOT_LOADED = Missing.NOT_LOADED.value
TOO_FEW_INHABITANTS = "te weinig inwoners"
UNKNOWN_INHABITANTS = "aantal inwoners niet bekend"
NO_REGISTRATIONS = "geen registraties"
PROTECTS_OTHERS = "niet getoond, beschermt andere aantallen"
INHABITANTS = "inwoners"
EVERY_KIND = ("0.0.0",)
SURVEY_NUMBERS = ("value", "lower", "upper", "n")
NOT_COMPARABLE = "veel bezoekers of bedrijven: niet vergelijkbaar"


class Unit(StrEnum):
    """How a count is expressed: as it is, per 1,000 inhabitants, or as share of all kinds."""

    COUNT = "count"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True)
class Cell:
    """One figure of an area or a CBS unit: a value, or the Dutch reason why there is none.

    Of a survey also the 95 % interval and the number of respondents, where they are known.
    """

    name: str
    value: float | None
    missing: str = ""
    remark: str = ""
    lower: float | None = None
    upper: float | None = None
    n: float | None = None


@dataclass(frozen=True)
class AreaValues:
    """One indicator over all areas in one period.

    `frame` is indexed by area, in file order, with columns `name`, `value` (float in the
    indicator's unit, NaN when absent), `lower`, `upper`, `n` (respondents, NaN where unknown),
    `missing` (Dutch reason, empty when there is a value) and `remark` (Dutch, empty when there is
    none).

    `total`: the figure of the whole municipality. `located`: the sum over areas, where that means
    something. `part_sources`: those of `sources` that the figures of areas are from. `hides`:
    whether small counts are suppressed. `step`: the multiple to which the counts of areas are
    rounded, 1 where they are exact.
    """

    indicator: Indicator
    frame: pd.DataFrame
    period: str = ""
    sources: tuple[Source, ...] = ()
    part_sources: tuple[Source, ...] = ()
    status: Status = Status.FINAL
    total: float | None = None
    located: float | None = None
    base_period: str = ""
    hides: bool = False
    step: int = 1

    def __copy__(self) -> "AreaValues":
        """Return the same with a frame of its own."""
        return replace(self, frame=self.frame.copy(deep=False))

    def cell(self, area: str) -> Cell:
        """Return one area's figure."""
        row = frame_row(self.frame, area)
        return Cell(
            name=str(row["name"]),
            missing=str(row["missing"]),
            remark=str(row["remark"]),
            **{column: number_or_none(row[column]) for column in SURVEY_NUMBERS},
        )

    @property
    def when(self) -> str:
        """The period, and for a rate also that of the inhabitants."""
        return f"{self.period}, inwoners {self.base_period}" if self.base_period else self.period

    @property
    def not_located(self) -> float | None:
        """The part of the municipal total that no area holds; None when it is unknown."""
        if self.total is None or self.located is None:
            return None
        return self.total - self.located

    def round_total(self, total: float, *, threshold: int) -> float | None:
        """Return a municipal total as the public may see it next to what it sees of areas."""
        if not self.hides:
            return total
        protecting = int((self.frame["missing"] == PROTECTS_OTHERS).sum())
        visible = float(self.frame["value"].sum())
        return safe_total(total, visible=visible, protecting=protecting, threshold=threshold)


def frame_row(frame: pd.DataFrame, key: str) -> dict[str, Any]:
    """Return one row of a frame by column name; a row of mixed types has no type of its own."""
    return {str(column): value for column, value in frame.loc[key].items()}


def number_or_none(value: float | None) -> float | None:
    """Return a frame's number, None where it holds NaN or nothing."""
    return None if value is None or isnan(value) else float(value)


def empty_frame(names: Mapping[str, str], *, missing: str = "") -> pd.DataFrame:
    """Return a frame as `AreaValues.frame` has it, without any value."""
    frame = pd.DataFrame({"name": dict(names)})
    frame[list(SURVEY_NUMBERS)] = float("nan")
    frame["missing"], frame["remark"] = missing, ""
    return frame


def prefer(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the indicator's rows, of each area and period only the most preferred source."""
    rows = frame[frame["indicator"] == indicator.indicator]
    rank: Mapping[str, int] = {s: n for n, s in enumerate(indicator.preferred)}
    order = rows["source"].map(rank).fillna(len(rank)).to_numpy().argsort(kind="stable")
    return rows.iloc[order].drop_duplicates(["area", "period"]).sort_index()


def full_periods(rows: pd.DataFrame) -> list[str]:
    """Return the periods in which most areas have a value; all where none has."""
    counts = rows.dropna(subset="value").groupby("period")["area"].nunique()
    full = counts[counts >= counts.max() / 2]
    return [str(p) for p in (full.index if len(full) else rows["period"].unique())]


def nearest_period(periods: Iterable[str], wanted: str) -> str:
    """Return the period nearest to the year of `wanted`, the later of two as near."""
    year = Period(wanted).year
    return min(periods, key=lambda p: (abs(Period(p).year - year), -Period(p).year))


def is_hard_to_compare(flags: tuple[AreaFlag, ...]) -> bool:
    """Return whether visitors or businesses make crime per inhabitant hard to compare."""
    return bool({AreaFlag.CITY_CENTRE, AreaFlag.BUSINESS_PARK} & set(flags))


def least_certain(*found: Status) -> Status:
    """Return the least certain status: the one to name."""
    for status in (Status.FICTITIOUS, Status.PROVISIONAL):
        if status in found:
            return status
    return Status.FINAL
