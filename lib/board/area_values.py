"""Figures per area, ready to show: one `AreaValues` per indicator and period.

Here counts are added up from CBS units, divided by inhabitants and, for the public, protected.
Not here: what a level looks like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan
from typing import Any

import pandas as pd

from lib.analysis.disclosure import Hidden, protect, tellable_total
from lib.analysis.rates import per_1000
from lib.catalog import AreaFlag, Catalog, Indicator, Missing, Period, Source, Status
from lib.catalog.catalog import Frame

NOT_LOADED = Missing.NOT_LOADED.value
TOO_FEW_INHABITANTS = "te weinig inwoners"
NO_REGISTRATIONS = "geen registraties"
INHABITANTS = "inwoners"
PROTECTS = "niet getoond, beschermt andere aantallen"
NOT_COMPARABLE = "veel bezoekers of bedrijven: niet vergelijkbaar"
EVERY_KIND = ("0.0.0",)


class Unit(StrEnum):
    """In what a count is told: as it is, per 1,000 inhabitants, or as share of all kinds."""

    COUNT = "count"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True)
class Cell:
    """One figure of a level or of a part: a value, or the Dutch reason why there is none."""

    name: str
    value: float | None
    missing: str = ""
    remark: str = ""


def cell(frame: pd.DataFrame, key: str) -> Cell:
    """Return one row of a level's frame."""
    row = record(frame, key)
    return Cell(
        name=str(row["name"]),
        value=known(row["value"]),
        missing=str(row["missing"]),
        remark=str(row["remark"]),
    )


def record(frame: pd.DataFrame, key: str) -> dict[str, Any]:
    """Return one row of a frame by column name; a row of mixed types has no type of its own."""
    return {str(column): value for column, value in frame.loc[key].items()}


def known(value: float) -> float | None:
    """Return a frame's number, None where it holds NaN."""
    return None if isnan(value) else float(value)


@dataclass(frozen=True)
class AreaValues:
    """One indicator over all areas in one period.

    `frame` is indexed by area, in file order, with columns `name`, `value` (float in the
    indicator's unit, NaN when absent), `lower`, `upper`, `missing` (Dutch reason, empty when
    there is a value) and `remark` (Dutch, empty when there is none). `total` is the figure of the
    whole municipality; `located` the sum over areas where that means something.
    """

    indicator: Indicator
    frame: pd.DataFrame
    period: str
    base_period: str
    sources: tuple[Source, ...]
    total: float | None
    located: float | None
    hides: bool
    status: Status

    def cell(self, area: str) -> Cell:
        """Return one area's figure."""
        return cell(self.frame, area)

    @property
    def when(self) -> str:
        """The period, and for a rate also that of the inhabitants."""
        return f"{self.period}, inwoners {self.base_period}" if self.base_period else self.period

    @property
    def not_located(self) -> float | None:
        """The part of the municipal total that no area holds; None when it cannot be told."""
        if self.total is None or self.located is None:
            return None
        return self.total - self.located


@dataclass(frozen=True)
class Maker:
    """Makes levels from a catalog for one kind of reader."""

    catalog: Catalog
    internal: bool

    def area_values(
        self, key: str, *, period: str | None = None, unit: Unit = Unit.COUNT
    ) -> AreaValues | None:
        """Return the indicator's level in a period (default: the newest), None when unloaded.

        `unit` only makes a difference to counts; None too where a share has no whole.
        """
        indicator = self.catalog.indicators[key]
        if indicator.kind == "rate":
            return self._rate(indicator, period)
        if indicator.kind == "count" and unit is Unit.RATE:
            return self._rate(_as_rate(indicator), period)
        if indicator.kind == "count" and unit is Unit.SHARE:
            return self._share(indicator, period)
        if indicator.kind == "survey":
            return self._survey(indicator, period)
        return self._count(indicator, period, hide=not self.internal)

    def parts(self, area: str, key: str, *, kind: str) -> dict[str, Cell]:
        """Return figures of the CBS units in an area, by CBS code.

        For the public all parts are hidden when one of them is small, and when the area's own
        count is hidden: the others would give it away. CBS buurten are never shown to the public.
        """
        indicator = self.catalog.indicators[key]
        units = self.catalog.parts(area, kind=kind)
        codes = [u.area for u in units]
        hidden, reason = "", NOT_LOADED
        if indicator.kind == "rate":
            numerator = self.catalog.indicators[str(indicator.numerator)]
            denominator = self.catalog.indicators[str(indicator.denominator)]
            rows = prefer(self.catalog.rows("counts", numerator.indicator), numerator)
            year = _newest_full_wave(rows) if len(rows) else None
            counts = self._sums(numerator.indicator, codes, period=year)
            base = year and self._nearest_wave(denominator, year)
            inhabitants = self._sums(denominator.indicator, codes, period=base)
            rules = self.catalog.municipality.disclosure
            values = per_1000(counts, inhabitants, minimum=rules.min_inhabitants_rate)
            hidden = self._hidden_parts(area, str(indicator.numerator), counts, kind=kind)
            reason = NOT_LOADED if counts.isna().all() else TOO_FEW_INHABITANTS
        else:
            values = self._sums(key, codes)
            if indicator.kind == "count":
                hidden = self._hidden_parts(area, key, values, kind=kind)
        frame = pd.DataFrame({"name": {u.area: u.name for u in units}, "value": values})
        if hidden:
            frame["value"], reason = float("nan"), hidden
        frame["missing"] = [reason if isnan(v) else "" for v in frame["value"]]
        flags = self.catalog.areas[area].flags
        starred = indicator.kind == "rate" and _hard_to_compare(flags)
        frame["remark"] = NOT_COMPARABLE if starred else ""
        return {code: cell(frame, code) for code in codes}

    def _hidden_parts(self, area: str, key: str, counts: pd.Series, *, kind: str) -> str:
        if self.internal:
            return ""
        own = self._count(self.catalog.indicators[key], None, hide=True)
        of_area_hidden = own is not None and own.cell(area).value is None
        threshold = self.catalog.municipality.disclosure.threshold
        is_small = bool((counts < threshold).any())
        return PROTECTS if kind == "cbs_buurt" or is_small or of_area_hidden else ""

    def _survey(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        rows = prefer(self.catalog.rows("own_survey", indicator.indicator), indicator)
        areas = self.catalog.of_kind("area")
        rows = rows[rows["area"].isin(list(areas))]
        if rows.empty:
            return None
        period = period or _newest_full_wave(rows)
        rows = rows[rows["period"] == period].set_index("area")
        frame = pd.DataFrame({"name": {k: a.name for k, a in areas.items()}})
        for column in ("value", "lower", "upper"):
            frame[column] = rows[column].reindex(frame.index)
        reasons = rows["missing"].reindex(frame.index).fillna("").replace("", NOT_LOADED)
        frame["missing"] = reasons.where(frame["value"].isna(), "")
        frame["remark"] = ""
        total = self._total(indicator, period)
        return AreaValues(
            indicator=indicator,
            frame=frame,
            period=period,
            base_period="",
            sources=self._sources(rows, total),
            total=_value(total),
            located=None,
            hides=False,
            status=_status(rows, total),
        )

    def _count(self, indicator: Indicator, period: str | None, *, hide: bool) -> AreaValues | None:
        rows = prefer(self.catalog.rows("counts", indicator.indicator), indicator)
        if rows.empty:
            return None
        period = period or _newest_full_wave(rows)
        areas = self.catalog.of_kind("area")
        values = self._sums(indicator.indicator, list(areas), period=period)
        frame = pd.DataFrame({"name": {k: a.name for k, a in areas.items()}})
        frame["value"], frame["lower"], frame["upper"] = values, float("nan"), float("nan")
        frame["missing"] = frame["value"].map(lambda v: NOT_LOADED if pd.isna(v) else "")
        frame["remark"] = ""
        located = None if values.isna().any() else float(values.sum())
        rows, own = rows[rows["period"] == period], self._total(indicator, period)
        total = _value(own)
        hides = hide and indicator.kind == "count" and self._hide(frame)
        if hides:
            located = None
            if total is not None:
                total = tellable_total(
                    total,
                    shown=float(frame["value"].sum()),
                    threshold=self.catalog.municipality.disclosure.threshold,
                )
        return AreaValues(
            indicator=indicator,
            frame=frame,
            period=period,
            base_period="",
            sources=self._sources(rows, own),
            total=total,
            located=located,
            hides=hides,
            status=_status(rows, own),
        )

    def _hide(self, frame: pd.DataFrame) -> bool:
        """Blank small counts and those that protect them; tell whether there are any."""
        threshold = self.catalog.municipality.disclosure.threshold
        known = frame["value"].dropna()
        shown = protect({str(k): int(v) for k, v in known.items()}, threshold=threshold)
        for key, why in shown.hidden.items():
            small = why is Hidden.SMALL
            frame.loc[key, "value"] = float("nan")
            frame.loc[key, "missing"] = f"minder dan {threshold}" if small else PROTECTS
        return bool(shown.hidden)

    def _rate(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        counted = self.catalog.indicators[str(indicator.numerator)]
        counts = self._count(counted, period, hide=not self.internal)
        if counts is None:
            return None
        denominator = self.catalog.indicators[str(indicator.denominator)]
        base = self._nearest_wave(denominator, counts.period)
        people = self._count(denominator, base, hide=False)
        if people is None:
            return None
        rules = self.catalog.municipality.disclosure
        frame = counts.frame.copy()
        inhabitants = people.frame["value"]
        frame["value"] = per_1000(frame["value"], inhabitants, minimum=rules.min_inhabitants_rate)
        few = frame["value"].isna() & (frame["missing"] == "")
        frame.loc[few, "missing"] = TOO_FEW_INHABITANTS
        flags = {k: a.flags for k, a in self.catalog.of_kind("area").items()}
        frame["remark"] = [
            NOT_COMPARABLE if _hard_to_compare(flags[k]) else "" for k in frame.index
        ]
        total = None
        if counts.total is not None and people.located:
            total = counts.total / people.located * 1_000
        return AreaValues(
            indicator=indicator,
            frame=frame,
            period=counts.period,
            base_period=people.period,
            sources=tuple(dict.fromkeys((*counts.sources, *people.sources))),
            total=total,
            located=None,
            hides=counts.hides,
            status=least_sure(counts.status, people.status),
        )

    def _share(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        """Return the share that an indicator has in all registrations of its table, in percent."""
        every = next(
            (
                i
                for i in self.catalog.indicators.values()
                if i.kinds == EVERY_KIND and set(i.tables) & set(indicator.tables)
            ),
            None,
        )
        part = self._count(indicator, period, hide=not self.internal)
        if every is None or part is None:
            return None
        whole = self._count(every, part.period, hide=not self.internal)
        if whole is None or whole.frame["value"].isna().all():
            return None
        frame, all_kinds = part.frame.copy(), whole.frame["value"]
        frame["value"] = frame["value"] / all_kinds.where(all_kinds > 0) * 100
        unknown = frame["value"].isna() & (frame["missing"] == "")
        reasons = whole.frame["missing"].replace("", NO_REGISTRATIONS)
        frame["missing"] = frame["missing"].mask(unknown, reasons)
        total = None
        if part.total is not None and whole.total:
            total = part.total / whole.total * 100
        return replace(
            part,
            indicator=_as_share(indicator, every),
            frame=frame,
            located=None,
            total=total,
            sources=tuple(dict.fromkeys((*part.sources, *whole.sources))),
            hides=part.hides or whole.hides,
            status=least_sure(part.status, whole.status),
        )

    def _nearest_wave(self, indicator: Indicator, period: str) -> str | None:
        """Return the period nearest to `period` in which most units have a figure."""
        rows = prefer(self.catalog.rows("counts", indicator.indicator), indicator)
        return nearest(_full_waves(rows), period) if len(rows) else None

    def _sums(self, key: str, areas: list[str], *, period: str | None = None) -> pd.Series:
        """Return the sum of an indicator over the CBS units in each of `areas`."""
        rows = prefer(self.catalog.rows("counts", key), self.catalog.indicators[key])
        rows = rows[rows["period"] == (period or max(rows["period"], default=""))]
        inside = {u.area: a for a in areas for u in self.catalog.parts(a, kind="cbs_buurt")}
        values = rows.set_index("area")["value"].reindex(list(inside))
        by_area = values.groupby(list(inside.values()))
        return by_area.sum().where(by_area.count() == by_area.size()).reindex(areas)

    def _total(self, indicator: Indicator, period: str) -> pd.DataFrame:
        """Return the municipality's own row of a period, or no row."""
        frame: Frame = "own_survey" if indicator.kind == "survey" else "series"
        rows = prefer(self.catalog.rows(frame, indicator.indicator), indicator)
        code = self.catalog.municipality.code
        return rows[(rows["area"] == code) & (rows["period"] == period)].dropna(subset="value")

    def _sources(self, *rows: pd.DataFrame) -> tuple[Source, ...]:
        keys = dict.fromkeys(key for part in rows for key in part["source"])
        return tuple(self.catalog.sources[key] for key in keys)


def _as_rate(counted: Indicator) -> Indicator:
    """Return an indicator of the same count per 1,000 inhabitants."""
    return counted.model_copy(
        update={
            "kind": "rate",
            "name": f"{counted.name} per 1.000 inwoners",
            "decimals": 1,
            "unit": f"{counted.unit} per 1.000 inwoners",
            "breaks": (),
            "numerator": counted.indicator,
            "denominator": INHABITANTS,
        }
    )


def _as_share(part: Indicator, whole: Indicator) -> Indicator:
    """Return an indicator of the same count as a share of all kinds."""
    unit = f"% van alle {whole.unit}"
    return part.model_copy(
        update={"name": f"{part.name}, {unit}", "unit": unit, "decimals": 1, "breaks": ()}
    )


def prefer(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the indicator's rows, of each area and period only the most preferred source."""
    rows = frame[frame["indicator"] == indicator.indicator]
    rank: Mapping[str, int] = {s: n for n, s in enumerate(indicator.preferred)}
    order = rows["source"].map(rank).fillna(len(rank))
    rows = rows.assign(_rank=order).sort_values("_rank", kind="stable")
    return rows.drop_duplicates(["area", "period"]).drop(columns="_rank").sort_index()


def _value(rows: pd.DataFrame) -> float | None:
    return None if rows.empty else float(rows["value"].iloc[0])


def _newest_full_wave(rows: pd.DataFrame) -> str:
    """Return the newest period in which most areas have a value; else the newest of all."""
    return max(_full_waves(rows), key=Period)


def _full_waves(rows: pd.DataFrame) -> list[str]:
    """Return the periods in which most areas have a value; all where none has."""
    counts = rows.dropna(subset="value").groupby("period")["area"].nunique()
    full = counts[counts >= counts.max() / 2]
    return [str(p) for p in (full.index if len(full) else rows["period"].unique())]


def nearest(periods: Iterable[str], wanted: str) -> str:
    """Return the period nearest to the year of `wanted`, the later of two as near."""
    year = Period(wanted).year
    return min(periods, key=lambda p: (abs(Period(p).year - year), -Period(p).year))


def _hard_to_compare(flags: tuple[AreaFlag, ...]) -> bool:
    return bool({AreaFlag.CITY_CENTRE, AreaFlag.BUSINESS_PARK} & set(flags))


def _status(*rows: pd.DataFrame) -> Status:
    return least_sure(*(Status(status) for part in rows for status in part["status"]))


def least_sure(*found: Status) -> Status:
    """Return the least certain status: the one that must be told."""
    for status in (Status.FICTITIOUS, Status.PROVISIONAL):
        if status in found:
            return status
    return Status.FINAL
