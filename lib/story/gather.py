"""Makes the facts of one subject from the public board.

Not here: keeping them (`facts`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.analysis.windows import Comparison
from lib.board import INHABITANTS, RATING, AreaValues, Board, Unit
from lib.board.change_tests import WHOLE_MUNICIPALITY
from lib.catalog import Indicator, Period, Source, Status, Target
from lib.figures.format import period
from lib.figures.sentences.source_sentences import format_source
from lib.figures.vocabulary import format_comparison
from lib.story.fact import AREAS, RATE, Fact, Role


def has_figures(board: Board, key: str) -> bool:
    """Tell whether the board has any figure of an indicator."""
    return (
        board.area_values(key) is not None
        or len(board.registrations.yearly(key)) > 0
        or len(board.benchmark.surveys(key)) > 0
    )


def gather(board: Board, subject: str, subjects: Mapping[str, Indicator]) -> Iterable[Fact]:
    """Yield every fact of a subject; none of an unknown one."""
    if subject == AREAS:
        return _areas(board)
    indicator = subjects.get(subject)
    if indicator is None:
        return ()
    maker = _Maker(board, subject, indicator)
    if subject == RATING:
        return maker.ratings()
    if indicator.kind == "survey":
        return maker.survey()
    return maker.counts()


def _areas(board: Board) -> Iterable[Fact]:
    per_area, known = board.area_values(RATING), board.ratings.newest()["value"].dropna()
    if per_area is None or known.empty:
        return
    yield Fact(
        role=Role.VALUE,
        subject=AREAS,
        value=float(len(known)),
        decimals=0,
        unit="wijken",
        label="wijken met een rapportcijfer",
        area=board.municipality.code,
        name=board.municipality.name,
        period=per_area.period,
        source=format_source(per_area.sources, period=per_area.period, status=per_area.status),
    )


def _levels(board: Board, subject: str) -> list[AreaValues]:
    """Return the levels that facts are made of: every year of a count, the newest of a rate."""
    key, is_rate = subject.removesuffix(RATE), subject.endswith(RATE)
    if is_rate:
        found = [board.area_values(key, unit=Unit.RATE)]
    elif board.registrations.years(key):
        found = [board.area_values(key, period=year) for year in board.registrations.years(key)]
    else:
        found = [board.area_values(key)]
    return [per_area for per_area in found if per_area]


def reasons(
    board: Board, subject: str, subjects: Mapping[str, Indicator]
) -> Mapping[tuple[str, str], str]:
    """Return why figures of a subject are not shown, by area and period."""
    if subject not in subjects:
        return {}
    return {
        (str(area), per_area.period): str(why)
        for per_area in _levels(board, subject)
        for area, why in per_area.frame["missing"].items()
        if why
    }


@dataclass(frozen=True)
class _Maker:
    """Makes the facts of one subject."""

    board: Board
    subject: str
    indicator: Indicator

    def ratings(self) -> Iterable[Fact]:
        """Yield waves, distances, changes and goals of the rating."""
        board = self.board
        for area in (board.municipality.code, *board.areas):
            yield from self._history(board.ratings.history(area), area)
        for goal in filter(None, (board.target, board.floor)):
            yield self._goal(goal)

    def _history(self, rows: pd.DataFrame, area: str) -> Iterable[Fact]:
        """Yield an area's waves, those of its parts under their own key, gaps and changes."""
        for row in rows.to_dict("records"):
            yield self._value(
                row["value"],
                area=row["area"],
                name=row["name"],
                when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
                status=row["status"],
            )
        own = rows[rows["area"] == area].to_dict("records")
        if own:
            yield from self._gaps(own[-1])
        for before, after in combinations(own, 2):
            yield self._wave_change(before, after)

    def _gaps(self, row: dict[Any, Any]) -> Iterable[Fact]:
        board = self.board
        is_home = row["area"] == board.municipality.code
        for goal in (board.target,) if is_home else (board.floor, board.target):
            if goal is None:
                continue
            yield self._value(
                round(row["value"] - goal.value, 10),
                role=Role.GAP,
                unit="punt",
                area=row["area"],
                name=row["name"],
                when=row["period"],
                label=goal.scope,
                source=self._line([row["source"], goal.source], row["period"], row["status"]),
                status=row["status"],
            )

    def _wave_change(self, before: dict[Any, Any], after: dict[Any, Any]) -> Fact:
        verdicts = self.board.ratings.verdicts(before["period"], after["period"])
        return self._value(
            round(after["value"] - before["value"], 10),
            role=Role.CHANGE,
            unit="punt",
            area=after["area"],
            name=after["name"],
            when=after["period"],
            before=before["period"],
            verdict=verdicts[after["area"]],
            source=self._line(
                [before["source"], after["source"]],
                f"{before['period']} en {after['period']}",
                after["status"],
            ),
            status=after["status"],
        )

    def _goal(self, goal: Target) -> Fact:
        return self._value(
            goal.value,
            role=Role.GOAL,
            area=self.board.municipality.code,
            label=goal.scope,
            name=self.board.municipality.name,
            when=str(goal.year),
            source=self._line([goal.source], str(goal.year), Status.FINAL, goal.section),
        )

    def survey(self) -> Iterable[Fact]:
        """Yield what residents of the municipality said; not what stands beside it."""
        rows = self.board.benchmark.surveys(self.subject)
        home = self.board.municipality
        for row in rows[rows["area"] == home.code].to_dict("records"):
            yield self._value(
                row["value"],
                area=home.code,
                name=home.name,
                when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
                status=row["status"],
            )

    def counts(self) -> Iterable[Fact]:
        """Yield areas and municipality per year, then months, then the judged change."""
        home, years = self.board.municipality, set()
        for row in () if self.subject.endswith(RATE) else self._series():
            years.add(row["period"])
            yield self._value(
                row["value"],
                area=home.code,
                name=home.name,
                when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
                status=row["status"],
            )
        for per_area in _levels(self.board, self.subject):
            line = format_source(per_area.sources, period=per_area.when, status=per_area.status)
            shown = per_area.frame.dropna(subset="value")
            for area, name, value in zip(shown.index, shown["name"], shown["value"], strict=True):
                yield self._value(
                    value,
                    area=str(area),
                    name=name,
                    when=per_area.period,
                    source=line,
                    status=per_area.status,
                )
            total = per_area.located if self.subject == INHABITANTS else per_area.total
            if total is not None and per_area.period not in years:
                yield self._value(
                    total,
                    area=home.code,
                    name=home.name,
                    when=per_area.period,
                    source=line,
                    status=per_area.status,
                )
        if not self.subject.endswith(RATE):
            yield from self._movements()

    def _series(self) -> list[dict[Any, Any]]:
        """Return the municipal years, and its months as they may be told."""
        parts = [
            self.board.registrations.yearly(self.subject),
            self.board.registrations.monthly(self.subject),
        ]
        columns = ["period", "value", "status", "source"]
        return [
            row
            for part in parts
            if len(part)
            for row in part[columns].dropna(subset="value").to_dict("records")
        ]

    def _movements(self) -> Iterable[Fact]:
        found = self.board.registrations.changes(Comparison.YEAR_BEFORE)
        if found is None:
            return
        both = pd.concat([found.totals, found.areas])
        line = format_source(
            [self.board.sources[s] for s in found.sources],
            period=format_comparison(found),
            status=found.status,
        )
        names = {a: x.name for a, x in self.board.areas.items()}
        for row in both[both["group"] == self.subject].to_dict("records"):
            is_whole = row["area"] == WHOLE_MUNICIPALITY
            home = self.board.municipality
            yield self._value(
                row["after"] - row["before"],
                role=Role.CHANGE,
                area=home.code if is_whole else row["area"],
                name=home.name if is_whole else names[row["area"]],
                when=found.after[1],
                before=found.before[0],
                verdict=row["verdict"],
                source=line,
                status=found.status,
            )

    def _value(  # noqa: PLR0913 - a fact has many sides
        self,
        value: float,
        *,
        area: str,
        name: str,
        when: str,
        source: str,
        role: Role = Role.VALUE,
        unit: str = "",
        label: str = "",
        before: str = "",
        verdict: Change | Verdict | None = None,
        status: str = Status.FINAL,
    ) -> Fact:
        return Fact(
            role=role,
            subject=self.subject,
            value=None if pd.isna(value) else float(value),
            decimals=self.indicator.decimals,
            unit=unit or self.indicator.unit,
            label=label or self.indicator.name,
            area=area,
            name=name,
            period=when,
            source=source,
            before=before,
            verdict=verdict,
            fictitious=Status(status) is Status.FICTITIOUS,
        )

    def _line(self, keys: Sequence[str], when: str, status: str, section: str = "") -> str:
        sources: list[Source] = [self.board.sources[k] for k in dict.fromkeys(keys)]
        told = period(Period(when)) if " " not in when else when
        sections = {key: [section] for key in keys} if section else None
        return format_source(sources, period=told, status=Status(status), sections=sections)
