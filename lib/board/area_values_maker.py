"""Makes figures per area: adds up counts of CBS units, divides them, suppresses small counts.

Not here: the figures themselves (`area_values`), and the rules of suppression
(`lib.analysis.disclosure`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from lib.analysis.disclosure import Hidden, ProtectedKinds, protect, protect_kinds, round_count
from lib.analysis.rates import per_1000
from lib.board.area_values import (
    EVERY_KIND,
    INHABITANTS,
    NO_REGISTRATIONS,
    NOT_COMPARABLE,
    NOT_LOADED,
    PROTECTS_OTHERS,
    SURVEY_NUMBERS,
    TOO_FEW_INHABITANTS,
    UNKNOWN_INHABITANTS,
    AreaValues,
    Cell,
    Unit,
    empty_frame,
    full_periods,
    is_hard_to_compare,
    least_certain,
    nearest_period,
    number_or_none,
    prefer,
)
from lib.board.cached_method import cached_method
from lib.catalog import Area, Catalog, Indicator, Period, Source, Status
from lib.catalog.catalog import Frame


@dataclass(frozen=True)
class AreaValuesMaker:
    """Makes figures per area from a catalog for one kind of reader."""

    catalog: Catalog
    internal: bool

    @property
    def _threshold(self) -> int:
        return self.catalog.municipality.disclosure.threshold

    def area_values(self, key: str, *, period: str | None, unit: Unit) -> AreaValues | None:
        """Return an indicator's figures in a period (None: the newest), None when not loaded.

        `unit` only makes a difference to counts; None too where a share has no whole.
        """
        indicator = self.catalog.indicators[key]
        if indicator.kind == "count" and unit is Unit.RATE:
            indicator = _as_rate(indicator)
        if indicator.kind == "rate":
            return self._rate(indicator, period)
        if indicator.kind == "count" and unit is Unit.SHARE:
            return self._share(indicator, period)
        if indicator.kind == "survey":
            return self._survey(indicator, period)
        return self._count(key, period)

    def unit_values(self, area: str, key: str, *, kind: str) -> dict[str, Cell]:
        """Return figures of the CBS units in an area, by CBS code.

        For the public all units are hidden when one of them is small, and when the area's own
        count is hidden or rounded: they would give it away. The public never sees CBS buurten, nor
        one of several kinds in a CBS wijk.
        """
        indicator = self.catalog.indicators[key]
        units = self.catalog.parts(area, kind=kind)
        codes = [u.area for u in units]
        is_rate = indicator.kind == "rate"
        counts, values = (
            self._unit_rates(indicator, codes) if is_rate else (self._sums(key, codes),) * 2
        )
        reason = TOO_FEW_INHABITANTS if is_rate and counts.notna().any() else NOT_LOADED
        if self._hides_units(area, indicator, counts, kind=kind):
            values, reason = values * float("nan"), PROTECTS_OTHERS
        remarks = self._unit_remarks(area, units) if is_rate else {}
        cells = zip(units, map(number_or_none, values), strict=True)
        return {
            u.area: Cell(u.name, v, reason if v is None else "", remarks.get(u.area, ""))
            for u, v in cells
        }

    def _unit_remarks(self, area: str, units: Sequence[Area]) -> dict[str, str]:
        """Return which units of an area are hard to compare.

        Flags of units say which of them make their area so; without any, all may.
        """
        is_mixed = any(is_hard_to_compare(unit.flags) for unit in units)
        return {u.area: self._remark(u.area if is_mixed else area) for u in units}

    def _remark(self, area: str) -> str:
        """Return that an area or unit is hard to compare."""
        return NOT_COMPARABLE if is_hard_to_compare(self.catalog.areas[area].flags) else ""

    def _unit_rates(self, rate: Indicator, codes: list[str]) -> tuple[pd.Series, pd.Series]:
        """Return counts and rates of CBS units, in the newest year that most of all units have."""
        numerator, denominator = str(rate.numerator), str(rate.denominator)
        rows = self._rows("counts", self.catalog.indicators[numerator])
        year = max(full_periods(rows), key=Period) if len(rows) else None
        counts = self._sums(numerator, codes, period=year)
        base = year and self._nearest_full_period(self.catalog.indicators[denominator], year)
        inhabitants = self._sums(denominator, codes, period=base)
        minimum = self.catalog.municipality.disclosure.min_inhabitants_rate
        return counts, per_1000(counts, inhabitants, minimum=minimum)

    def _hides_units(
        self, area: str, indicator: Indicator, counts: pd.Series, *, kind: str
    ) -> bool:
        if self.internal or indicator.kind not in {"count", "rate"}:
            return False
        counted = self.catalog.indicators[indicator.numerator or indicator.indicator]
        own = self._count(counted.indicator, None)
        is_exact = own is None or (own.cell(area).value is not None and own.step == 1)
        is_small = bool((counts < self._threshold).any())
        is_part = self._all_kinds(counted) not in {None, counted}
        return kind == "cbs_buurt" or is_small or is_part or not is_exact

    def _survey(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        rows = self._rows("own_survey", indicator)
        rows = rows[rows["area"].isin(list(self.catalog.of_kind("area")))]
        if rows.empty:
            return None
        period = period or max(full_periods(rows), key=Period)
        rows = rows[rows["period"] == period].set_index("area")
        frame = self._empty_frame()
        for column in SURVEY_NUMBERS:
            frame[column] = rows[column].astype(float).reindex(frame.index)
        reasons = rows["missing"].reindex(frame.index).fillna("").replace("", NOT_LOADED)
        frame["missing"] = reasons.where(frame["value"].isna(), "")
        return self._with_total(indicator, frame, rows=rows, period=period)

    @cached_method()
    def _count(self, key: str, period: str | None, *, suppress: bool = True) -> AreaValues | None:
        """Return the sums per area, small ones suppressed for the public.

        With `suppress` false they are not: the inhabitants that a rate is divided by.
        """
        indicator = self.catalog.indicators[key]
        rows = self._rows("counts", indicator)
        if rows.empty:
            return None
        period = period or max(full_periods(rows), key=Period)
        rows = rows[rows["period"] == period]
        if rows.empty:
            return None
        frame = self._empty_frame()
        values = self._sums(indicator.indicator, list(frame.index), period=period)
        frame["value"] = values
        frame["missing"] = frame["value"].map(lambda v: NOT_LOADED if pd.isna(v) else "")
        found = replace(
            self._with_total(indicator, frame, rows=rows, period=period),
            located=None if values.isna().any() else float(values.sum()),
        )
        is_protected = suppress and not self.internal and indicator.kind == "count"
        return self._suppress(found) if is_protected else found

    def _with_total(
        self, indicator: Indicator, frame: pd.DataFrame, *, rows: pd.DataFrame, period: str
    ) -> AreaValues:
        """Return the figures of `frame` with the municipality's own, and where both come from."""
        name: Frame = "own_survey" if indicator.kind == "survey" else "series"
        own = self._rows(name, indicator)
        is_municipal = own["area"] == self.catalog.municipality.code
        own = own[is_municipal & (own["period"] == period)].dropna(subset="value")
        return AreaValues(
            indicator,
            frame,
            period,
            sources=self._sources(rows, own),
            part_sources=self._sources(rows),
            status=least_certain(*map(Status, (*rows["status"], *own["status"]))),
            total=None if own.empty else float(own["value"].iloc[0]),
        )

    def _suppress(self, found: AreaValues) -> AreaValues:
        """Return figures without small counts, those that protect them, and an exact total."""
        threshold = self._threshold
        hidden, is_rounded = self._protect(found)
        if not hidden and not is_rounded:
            return found
        frame = found.frame.copy()
        reasons = {Hidden.SMALL: f"minder dan {threshold}", Hidden.PROTECTS: PROTECTS_OTHERS}
        frame.loc[list(hidden), "value"] = float("nan")
        frame.loc[list(hidden), "missing"] = [reasons[why] for why in hidden.values()]
        step = threshold if is_rounded else 1
        frame["value"] = frame["value"].map(partial(round_count, threshold=step))
        safe = replace(found, frame=frame, located=None, total=None, hides=True, step=step)
        if found.total is None:
            return safe
        return replace(safe, total=safe.round_total(found.total, threshold=threshold))

    def _protect(self, found: AreaValues) -> tuple[Mapping[str, Hidden], bool]:
        """Return which areas are hidden, and whether the others are rounded.

        A kind is protected together with the other kinds of its table and their total.
        """
        every = self._all_kinds(found.indicator)
        if every is not None:
            kinds = self._protected_kinds(every.indicator, found.period)
            if found.indicator.indicator in kinds.hidden:
                return kinds.hidden[found.indicator.indicator], False
        hidden = protect(_whole_counts(found.frame["value"]), threshold=self._threshold)
        return hidden, every is found.indicator and kinds.round_totals

    @cached_method()
    def _protected_kinds(self, every: str, period: str) -> ProtectedKinds:
        """Return what may be visible of all kinds that have a total together, in one period."""
        indicators, areas = self.catalog.indicators, list(self.catalog.of_kind("area"))
        counts = {
            key: _whole_counts(self._sums(key, areas, period=period))
            for key, i in indicators.items()
            if set(i.tables) & set(indicators[every].tables) and i.visibility == "public"
        }
        totals = counts.pop(every, {})
        return protect_kinds(counts, totals, threshold=self._threshold)

    def _rate(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        counts = self._count(str(indicator.numerator), period)
        if counts is None:
            return None
        denominator = self.catalog.indicators[str(indicator.denominator)]
        base = self._nearest_full_period(denominator, counts.period)
        people = self._count(denominator.indicator, base, suppress=False)
        if people is None:
            return None
        minimum = self.catalog.municipality.disclosure.min_inhabitants_rate
        frame = counts.frame.copy()
        frame["value"] = per_1000(frame["value"], people.frame["value"], minimum=minimum)
        has_none = frame["value"].isna() & (frame["missing"] == "")
        is_known = people.frame["value"].notna()
        frame.loc[has_none & is_known, "missing"] = TOO_FEW_INHABITANTS
        frame.loc[has_none & ~is_known, "missing"] = UNKNOWN_INHABITANTS
        frame["remark"] = [self._remark(str(area)) for area in frame.index]
        found = _divide(counts, people, per=1_000, whole=people.located)
        return replace(found, indicator=indicator, frame=frame, base_period=people.period)

    def _share(self, indicator: Indicator, period: str | None) -> AreaValues | None:
        """Return the share that an indicator has in all registrations of its table, in percent."""
        every = self._all_kinds(indicator)
        part = self._count(indicator.indicator, period)
        whole = self._count(every.indicator, part.period) if every and part else None
        if every is None or part is None or whole is None or whole.frame["value"].isna().all():
            return None
        frame, all_kinds = part.frame.copy(), whole.frame["value"]
        frame["value"] = frame["value"] / all_kinds.where(all_kinds > 0) * 100
        is_unknown = frame["value"].isna() & (frame["missing"] == "")
        reasons = whole.frame["missing"].replace("", NO_REGISTRATIONS)
        frame["missing"] = frame["missing"].mask(is_unknown, reasons)
        found = _divide(part, whole, per=100, whole=whole.total)
        return replace(found, indicator=_as_share(indicator, every), frame=frame)

    def _all_kinds(self, indicator: Indicator) -> Indicator | None:
        """Return the indicator of all kinds together in a table of this one, if there is one."""
        tables = set(indicator.tables)
        every = (i for i in self.catalog.indicators.values() if i.kinds == EVERY_KIND)
        return next((i for i in every if tables & set(i.tables)), None)

    def _nearest_full_period(self, indicator: Indicator, period: str) -> str | None:
        """Return the period nearest to `period` in which most units have a figure."""
        rows = self._rows("counts", indicator)
        return nearest_period(full_periods(rows), period) if len(rows) else None

    def _sums(self, key: str, areas: list[str], *, period: str | None = None) -> pd.Series:
        """Return the sum of an indicator over the CBS units in each of `areas`."""
        rows = self.catalog.rows("counts", key)
        rows = rows[rows["period"] == (period or max(rows["period"], default=""))]
        rows = prefer(rows, self.catalog.indicators[key])
        inside = {u.area: a for a in areas for u in self._buurten(a)}
        values = rows.set_index("area")["value"].reindex(list(inside))
        by_area = values.groupby(list(inside.values()))
        return by_area.sum().where(by_area.count() == by_area.size()).reindex(areas)

    @cached_method()
    def _buurten(self, area: str) -> tuple[Area, ...]:
        return self.catalog.parts(area, kind="cbs_buurt")

    @cached_method()
    def _rows(self, frame: Frame, indicator: Indicator) -> pd.DataFrame:
        return prefer(self.catalog.rows(frame, indicator.indicator), indicator)

    def _empty_frame(self) -> pd.DataFrame:
        return empty_frame({k: a.name for k, a in self.catalog.of_kind("area").items()})

    def _sources(self, *rows: pd.DataFrame) -> tuple[Source, ...]:
        keys = dict.fromkeys(key for part in rows for key in part["source"])
        return tuple(self.catalog.sources[key] for key in keys)


def _whole_counts(values: pd.Series) -> dict[str, int]:
    """Return the counts that are known, by area."""
    return {str(area): int(count) for area, count in values.dropna().items()}


def _divide(part: AreaValues, by: AreaValues, *, per: int, whole: float | None) -> AreaValues:
    """Return `part` with its total divided by `whole`, and with the sources of both."""
    return replace(
        part,
        total=part.total / whole * per if part.total is not None and whole else None,
        located=None,
        sources=tuple(dict.fromkeys((*part.sources, *by.sources))),
        part_sources=tuple(dict.fromkeys((*part.part_sources, *by.part_sources))),
        hides=part.hides or by.hides,
        status=least_certain(part.status, by.status),
    )


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
