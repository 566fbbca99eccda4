"""What follows from all that the public sees of counts: an attack by integer programming.

`Knowledge` holds unknown counts and what limits them; `PublicFigures` adds what a public board
shows, and boards of several days add up: archives forget nothing. The one who attacks knows how
the figures are made: a sum is a sum, a rounded figure is within half a step, and a hidden cell has
a reason.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from lib.analysis.windows import Comparison
from lib.board import AreaValues, Board, Unit
from lib.board.area_values import EVERY_KIND, PROTECTS_OTHERS

Unknown = tuple[str, str, str]  # kind, place or '' for what no area holds, year or month
Range = tuple[float, float]
NOWHERE, OTHERS = "", "other kinds"
OF_BUURTEN = "som van de buurten"  # a way of counting: without what no area holds
MOST, TOLERANCE = 50_000, 1e-6
ROUNDS = 8


@dataclass(frozen=True)
class Knowledge:
    """Unknown counts, each with bounds, and sums of them with bounds."""

    bounds: dict[Unknown, Range] = field(default_factory=dict)
    sums: list[tuple[dict[Unknown, float], Range]] = field(default_factory=list)

    def limit(self, unknown: Unknown, low: float, high: float = MOST) -> None:
        """Add that a count is from `low` to `high`."""
        known = self.bounds.get(unknown, (0, MOST))
        self.bounds[unknown] = (max(known[0], low), min(known[1], high))

    def limit_sum(self, terms: Mapping[Unknown, float], low: float, high: float) -> None:
        """Add that a sum of counts, each times a number, is from `low` to `high`."""
        for unknown in terms:
            self.limit(unknown, 0)
        self.sums.append((dict(terms), (low, high)))

    def equate(self, whole: Iterable[Unknown], parts: Iterable[Unknown]) -> None:
        """Add that some counts are together as many as some others."""
        self.limit_sum(dict.fromkeys(whole, 1.0) | dict.fromkeys(parts, -1.0), 0, 0)

    def narrowed(self, hidden: Collection[Unknown], *, least: int = 3) -> dict[Unknown, Range]:
        """Return the hidden counts for which fewer than `least` values may be left, with those.

        Each count that is not in it has been seen with values at least that far apart.
        """
        solve = self._solver()
        seen: dict[Unknown, list[float]] = defaultdict(list)
        chance = np.random.default_rng(1)

        def is_open(unknown: Unknown) -> bool:
            return not seen[unknown] or max(seen[unknown]) - min(seen[unknown]) < least - 1

        def look(aims: Mapping[Unknown, float]) -> None:
            for unknown, value in solve(aims).items():
                seen[unknown].append(value)

        # One solution shows many counts at once: large, small, and in any direction.
        for turn in range(ROUNDS):
            still_open = [unknown for unknown in hidden if is_open(unknown)]
            drawn = chance.normal(size=len(still_open))
            aims = drawn if turn > 1 else np.full(len(still_open), 1 - 2 * turn)
            look(dict(zip(still_open, aims, strict=True)))
        for unknown in hidden:
            for aim in (1.0, -1.0):
                if is_open(unknown):
                    look({unknown: aim})
        return {u: (min(seen[u]), max(seen[u])) for u in hidden if is_open(u)}

    def _solver(self) -> Callable[[Mapping[Unknown, float]], dict[Unknown, float]]:
        """Return what finds the counts that fit and are largest in the direction of its aims."""
        at = dict(zip(self.bounds, count(), strict=False))
        starts = np.cumsum([0, *(len(terms) for terms, _ in self.sums)])
        values = [number for terms, _ in self.sums for number in terms.values()]
        columns = [at[unknown] for terms, _ in self.sums for unknown in terms]
        matrix = csr_array((values, columns, starts), shape=(len(self.sums), len(at)))
        limits = np.array([limit for _, limit in self.sums]).reshape(-1, 2)
        sums = [LinearConstraint(matrix, *limits.T)] if len(limits) else []
        bounds = Bounds(*np.array(list(self.bounds.values())).T)
        whole = np.ones(len(at), dtype=int)

        def solve(aims: Mapping[Unknown, float]) -> dict[Unknown, float]:
            costs = np.zeros(len(at))
            for unknown, aim in aims.items():
                costs[at[unknown]] = -aim
            found = milp(costs, constraints=sums, bounds=bounds, integrality=whole)
            if found.x is None:
                raise ValueError(f"no counts fit what is visible: {found.message}")
            return dict(zip(at, np.rint(found.x), strict=True))

        return solve


@dataclass(frozen=True)
class PublicFigures:
    """What one public board shows of the kinds of one table, in `years`, added to a knowledge."""

    board: Board
    knowledge: Knowledge
    table: str
    years: tuple[str, ...]

    def learn(self) -> set[Unknown]:
        """Add all that is visible; return the counts that are hidden."""
        hidden = set()
        for kind in self.kinds:
            for year in self.years:
                hidden |= self._learn_areas(kind, year)
                self._learn_total(kind, year)
            hidden |= self._learn_months(kind)
        if len(self.years) > 1:
            self._learn_windows()
        self._learn_structure()
        return hidden

    @property
    def kinds(self) -> list[str]:
        """The indicators of the group: the one of all kinds first."""
        found = {k: i for k, i in self.board.indicators.items() if self.table in i.tables}
        return sorted(found, key=lambda key: found[key].kinds != EVERY_KIND)

    @property
    def _threshold(self) -> int:
        return self.board.municipality.disclosure.threshold

    @property
    def places(self) -> list[str]:
        """Where a count may be."""
        return [*self.board.areas, NOWHERE]

    def _learn_structure(self) -> None:
        """Add that kinds are all kinds together, months a year, and that others are not visible."""
        total, *kinds = self.kinds
        months = self.board.registrations.monthly(total)["period"]
        moments = [(place, year) for year in self.years for place in self.places]
        moments += [("month", month) for month in months if month[:4] in self.years]
        for where, when in moments:
            parts = [(kind, where, when) for kind in [*kinds, OTHERS]]
            self.knowledge.equate([(total, where, when)], parts)
        for kind in (total, *kinds, OTHERS):
            for year in self.years:
                of_year = [(kind, "month", m) for m in months if m[:4] == year]
                if len(of_year) == 12:
                    self.knowledge.equate(of_year, [(kind, p, year) for p in self.places])

    def _learn_areas(self, kind: str, year: str) -> set[Unknown]:
        hidden = set()
        for unit in Unit:
            found = self.board.area_values(kind, period=year, unit=unit)
            if year not in self.board.registrations.years(kind) or found is None:
                continue
            for area in self.board.areas:
                if unit is Unit.COUNT:
                    hidden |= self._learn_cell((kind, area, year), found)
                else:
                    self._learn_ratio((kind, area, year), found, unit)
        return hidden

    def _learn_cell(self, unknown: Unknown, found: AreaValues) -> set[Unknown]:
        cell, threshold = found.cell(unknown[1]), self._threshold
        if cell.value is not None:
            self._learn_value([unknown], cell.value, found.step)
            return set()
        if cell.missing == PROTECTS_OTHERS:
            self.knowledge.limit(unknown, threshold)
        else:
            assert cell.missing == f"minder dan {threshold}"
            self.knowledge.limit(unknown, 0, threshold - 1)
        return {unknown}

    def _learn_ratio(self, unknown: Unknown, found: AreaValues, unit: Unit) -> None:
        """Add what a rate or a share gives away: the count, or its part of the total."""
        value = found.cell(unknown[1]).value
        if value is None:
            return
        if unit is Unit.RATE:
            people = self.board.area_values("inwoners", period=found.base_period)
            assert people is not None
            base = people.cell(unknown[1]).value
            assert base is not None
            slack = (found.step - 1) / 2 + TOLERANCE
            self.knowledge.limit_sum(
                {unknown: 1}, value * base / 1000 - slack, value * base / 1000 + slack
            )
        elif self.kinds[0] != unknown[0]:
            total = self.board.area_values(self.kinds[0], period=unknown[2])
            assert total is not None
            if total.step == 1:
                terms = {unknown: 100, (self.kinds[0], *unknown[1:]): -value}
                self.knowledge.limit_sum(terms, -TOLERANCE, TOLERANCE)

    def _learn_value(self, terms: Collection[Unknown], value: float, step: float) -> None:
        slack = (step - 1) / 2
        self.knowledge.limit_sum(dict.fromkeys(terms, 1.0), max(0, value - slack), value + slack)

    def _learn_total(self, kind: str, year: str) -> None:
        """Add a year's total of the municipality: of each way of counting, and next to areas."""
        registrations = self.board.registrations
        found = self.board.area_values(kind, period=year)
        totals = [(NOWHERE, found.total)] if found and found.total is not None else []
        for counting in registrations.countings(kind):
            rows = registrations.yearly(kind, counting=counting)
            of_year = rows["value"][rows["period"] == year]
            totals += [(counting, float(value)) for value in of_year]
        may_be_rounded = year not in registrations.years(kind) or bool(found and found.hides)
        for counting, total in totals:
            places = [p for p in self.places if p or counting != OF_BUURTEN]
            is_rounded = may_be_rounded and total % self._threshold == 0
            step = self._threshold if is_rounded else 1
            self._learn_value([(kind, place, year) for place in places], total, step)

    def _learn_months(self, kind: str) -> set[Unknown]:
        rows = self.board.registrations.monthly(kind)
        rows = rows[rows["period"].str[:4].isin(self.years)]
        hidden = set()
        for period, value, step in zip(rows["period"], rows["value"], rows["step"], strict=True):
            unknown = (kind, "month", str(period))
            self.knowledge.limit(unknown, 0)
            if pd.isna(value):
                hidden.add(unknown)
            else:
                self._learn_value([unknown], value, step)
        return hidden

    def _learn_windows(self) -> None:
        """Add the sums of months that the lists of risers and decliners show."""
        for comparison in Comparison:
            changes = self.board.registrations.changes(comparison)
            if changes is None:
                continue
            rows = changes.totals[changes.totals["group"].isin(self.kinds)]
            for row in rows.to_dict("records"):
                for name, window in (("before", changes.before), ("after", changes.after)):
                    self._learn_window(str(row["group"]), window, float(row[name]))

    def _learn_window(self, kind: str, window: tuple[str, str], value: float) -> None:
        months = pd.period_range(*window, freq="M").astype(str)
        rows = self.board.registrations.monthly(kind).set_index("period").reindex(months)
        is_inside = all(month[:4] in self.years for month in months)
        if is_inside and not np.isnan(value) and rows["value"].notna().all():
            unknowns = [(kind, "month", month) for month in months]
            self._learn_value(unknowns, value, float(rows["step"].max()))
