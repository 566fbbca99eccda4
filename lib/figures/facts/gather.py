"""Makes the facts of one subject from the public board. Not here: caching (`facts`)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import pandas as pd

from lib.analysis.change import Difference
from lib.board import INHABITANTS, RATING, AreaValues, Board, RegistrationChanges, Unit
from lib.board.area_values import number_or_none
from lib.board.change_tests import WHOLE_MUNICIPALITY
from lib.catalog import Indicator, Period, Source, Status, is_year
from lib.figures.facts.fact import ALL_AREAS, ALL_OTHERS, AREAS, RATE, Fact, Role
from lib.figures.format import period
from lib.figures.sentences.source_sentences import format_source
from lib.figures.vocabulary import format_comparison

Row = Mapping[Any, Any]
DOCUMENTS = "documenten"  # the subject of numbers that stand in a document and in no table


def has_figures(board: Board, key: str) -> bool:
    """Return whether the board has any figure of an indicator."""
    return (
        board.area_values(key) is not None
        or len(board.registrations.yearly(key)) > 0
        or len(board.benchmark.surveys(key)) > 0
    )


def gather(board: Board, subject: str, subjects: Mapping[str, Indicator]) -> Iterable[Fact]:
    """Yield every fact of a subject; none of an unknown one."""
    if subject == DOCUMENTS:
        return _gather_documents(board)
    indicator = subjects.get(RATING if subject == AREAS else subject)
    if indicator is None:
        return ()
    maker = _FactMaker(board, subject, indicator)
    if subject == AREAS:
        return maker.area_counts()
    if subject == RATING:
        return maker.ratings()
    return maker.survey() if indicator.kind == "survey" else maker.counts()


def find_reasons(board: Board, subject: str) -> Mapping[tuple[str, str], str]:
    """Return why figures of a subject are not public, by area and period."""
    return {
        (str(area), per_area.period): str(why)
        for per_area in _load_area_values(board, subject)
        for area, why in per_area.frame["missing"].items()
        if why
    }


def _load_area_values(board: Board, subject: str) -> list[AreaValues]:
    """Return what facts are made of per area: every year of a count, the newest of the rest."""
    key, years = subject.removesuffix(RATE), board.registrations.years(subject)
    if subject.endswith(RATE):
        found = [board.area_values(key, unit=Unit.RATE)]
    elif years:
        found = [board.area_values(key, period=year) for year in years]
    else:
        found = [board.area_values(key)]
    return [per_area for per_area in found if per_area]


def _gather_documents(board: Board) -> Iterable[Fact]:
    """Yield the numbers that themes and going concern cite from a document, as they write them."""
    cited = [
        (f.figure, f.label, f.period, f.level, f.source, f.section)
        for theme in board.files.themes
        for f in theme.fact
    ]
    cited += [
        (s.figure, s.figure_label, s.figure_period, board.municipality.name, s.source, s.section)
        for s in board.files.organisation.subject
    ]
    for figure, label, when, place, source, section in cited:
        digits = re.search(r"\d+(?:\.\d{3})*(?:,\d+)?", figure)
        if digits:
            plain = digits.group().replace(".", "")
            yield Fact(
                role=Role.DOCUMENT,
                subject=DOCUMENTS,
                value=float(plain.replace(",", ".")),
                decimals=len(plain.partition(",")[2]),
                unit="%" if "%" in figure else "€" if "€" in figure else "",
                label=label,
                area=board.municipality.code,
                name=place,
                period=when,
                written=figure,
                source=format_source(
                    [board.sources[source]],
                    period=when or "niet genoemd",
                    sections={source: [section]},
                ),
            )


@dataclass(frozen=True)
class _FactMaker:
    """Makes the facts of one subject."""

    board: Board
    subject: str
    indicator: Indicator

    def area_counts(self) -> Iterable[Fact]:
        """Yield how many areas have a rating, and lie under or above the goals; also in percent."""
        newest = self.board.ratings.newest()["value"].dropna()
        wave = self.board.area_values(RATING)
        if wave is None or newest.empty:
            return
        counts = {ALL_AREAS: len(newest)}
        for goal, name in ((self.board.floor, "de ondergrens"), (self.board.target, "het doel")):
            if goal is not None:
                below = int((newest < goal.value).sum())
                counts[f"wijken onder {name}"] = below
                counts[f"wijken op of boven {name}"] = len(newest) - below
        line = format_source(wave.sources, period=wave.period, status=wave.status)
        for label, amount in counts.items():
            shares = {AREAS: amount, "% van de wijken": amount / len(newest) * 100}
            for unit, value in shares.items():
                yield self._make(self._home(wave.period), value, line, unit=unit, label=label)

    def ratings(self) -> Iterable[Fact]:
        """Yield waves, distances, changes and goals of the rating."""
        board = self.board
        for area in (board.municipality.code, *board.areas):
            rows = board.ratings.history(area).to_dict("records")
            own = [row for row in rows if row["area"] == area]
            yield from (self._row_fact(row) for row in rows)
            if own:
                yield from self._gaps(own[-1])
            for before, after in combinations(own, 2):
                yield self._wave_change(before, after)
        yield from self._comparisons()
        for goal in filter(None, (board.target, board.floor)):
            line = self._line([goal.source], str(goal.year), section=goal.section)
            where = self._home(str(goal.year))
            yield self._make(where, goal.value, line, role=Role.GOAL, label=goal.scope)

    def _comparisons(self) -> Iterable[Fact]:
        """Yield how each place compares with each other, and each area with all others at once."""
        board, found = self.board, dict(self.board.ratings.comparisons())
        names = {board.municipality.code: board.municipality.name, ALL_OTHERS: ALL_OTHERS}
        names |= board.area_names
        wave = board.area_values(RATING)
        if wave is None:
            return
        for area in board.areas:
            among = {found[pair] for other in board.areas if (pair := (area, other)) in found}
            if among:
                is_same = len(among) == 1
                found[area, ALL_OTHERS] = among.pop() if is_same else Difference.NOT_DEMONSTRABLE
        line = format_source(wave.sources, period=wave.period, status=wave.status)
        home = self._home(wave.period) | {"status": wave.status}
        for (area, other), verdict in found.items():
            yield self._make(
                home | {"area": area, "name": names[area]},
                float("nan"),
                line,
                role=Role.COMPARISON,
                label=names[other],
                verdict=verdict,
            )

    def _gaps(self, row: Row) -> Iterable[Fact]:
        """Yield the distance to the goals and, of an area, to the whole municipality."""
        board, is_home = self.board, row["area"] == self.board.municipality.code
        goals: dict[str, tuple[float, str]] = {
            g.scope: (g.value, g.source) for g in (board.floor, board.target) if g
        }
        if is_home:
            goals.pop("every_area", None)
        else:  # of the same wave: between two a distance says nothing
            waves = board.ratings.of_municipality()
            for home in waves[waves["period"] == row["period"]].to_dict("records"):
                goals[board.municipality.name] = float(home["value"]), str(home["source"])
        for label, (value, source) in goals.items():
            line = self._line([row["source"], source], row["period"], status=row["status"])
            gap = round(row["value"] - value, 10)
            yield self._make(row, gap, line, role=Role.GAP, unit="punt", label=label)

    def _wave_change(self, before: Row, after: Row) -> Fact:
        when = f"{before['period']} en {after['period']}"
        line = self._line([before["source"], after["source"]], when, status=after["status"])
        verdict = self.board.ratings.verdicts(before["period"], after["period"])[after["area"]]
        gap, since = round(after["value"] - before["value"], 10), str(before["period"])
        return self._make(
            after, gap, line, role=Role.CHANGE, unit="punt", before=since, verdict=verdict
        )

    def survey(self) -> Iterable[Fact]:
        """Yield what residents of the municipality, and of areas, answered."""
        rows = self.board.benchmark.surveys(self.subject)
        home = rows[rows["area"] == self.board.municipality.code]
        yield from (self._row_fact(row) for row in home.to_dict("records"))
        yield from self._per_area()

    def counts(self) -> Iterable[Fact]:
        """Yield areas and municipality per year, then months, then the changes."""
        yield from self._elsewhere()
        if self.subject.endswith(RATE):
            yield from self._per_area()
            return
        parts = self.board.registrations.yearly, self.board.registrations.monthly
        rows: list[dict[Any, Any]] = []
        for part in parts:
            rows += part(self.subject).dropna(subset="value").to_dict("records")
        yield from (self._row_fact(self._home(row["period"]) | row) for row in rows)
        yield from self._per_area(known={row["period"] for row in rows})
        yield from self._year_changes([row for row in rows if is_year(row["period"])])
        for comparison in self.board.registrations.comparisons():
            if changes := self.board.registrations.changes(comparison):
                yield from self._month_changes(changes)

    def _elsewhere(self) -> Iterable[Fact]:
        """Yield the regions to compare with in each year, and the own figures as counted there."""
        key, registrations = self.subject.removesuffix(RATE), self.board.registrations
        if key == self.subject:
            rows = self.board.benchmark.counts(key).to_dict("records")
            for counting in registrations.countings(key)[1:]:
                own = registrations.yearly(key, counting=counting).dropna(subset="value")
                rows += [self._home("") | row for row in own.to_dict("records")]
        else:
            found = self.board.benchmark.rates(key).dropna(subset="rate")
            rows = found.rename(columns={"code": "area", "rate": "value"}).to_dict("records")
        for row in rows:
            line = self._line([row["source"]], row["period"], status=row["status"])
            counting = self.board.sources[row["source"]].counting
            label = f"{self.indicator.name} ({counting})" if counting else self.indicator.name
            yield self._make(row, row["value"], line, role=Role.BENCHMARK, label=label)

    def _per_area(self, known: Iterable[str] = ()) -> Iterable[Fact]:
        for per_area in _load_area_values(self.board, self.subject):
            line = format_source(per_area.sources, period=per_area.when, status=per_area.status)
            frame = per_area.frame.dropna(subset="value").reset_index(names="area")
            total = per_area.located if self.subject == INHABITANTS else per_area.total
            rows = frame.to_dict("records")
            if total is not None and per_area.period not in known:
                rows.append(self._home("") | {"value": total})
            same = {"period": per_area.period, "status": per_area.status}
            yield from (self._make(row | same, row["value"], line) for row in rows)

    def _year_changes(self, rows: Sequence[Row]) -> Iterable[Fact]:
        """Yield how a year differs from the one before, and since the policy; in percent too."""
        judged = self.board.registrations.year_changes()
        named = {str(row["period"]): row for row in rows}
        verdicts: dict[tuple[str, str], Any] = dict.fromkeys(pairwise(named))
        if judged and {judged.before, judged.after} <= set(named):
            verdicts[judged.before, judged.after] = judged.rows["verdict"].get(self.subject)
        for ends, verdict in verdicts.items():
            before, after = (named[year] for year in ends)
            keys = [before["source"], after["source"]]
            line = self._line(keys, " en ".join(ends), status=after["status"])
            moved = after["value"] - before["value"]
            shares = {self.indicator.unit: moved, "%": moved / (before["value"] or 1) * 100}
            where = self._home(ends[1]) | {"status": after["status"]}
            same = {"role": Role.CHANGE, "before": ends[0], "verdict": verdict}
            for unit, value in shares.items():
                yield self._make(where, value, line, unit=unit, **same)

    def _month_changes(self, found: RegistrationChanges) -> Iterable[Fact]:
        """Yield the verdicts on the newest months."""
        line = format_source(
            [self.board.sources[s] for s in found.sources],
            period=format_comparison(found),
            status=found.status,
        )
        is_even = len(found.windows.before) == len(found.windows.after)
        both = pd.concat([found.totals, found.areas])
        for row in both[both["group"] == self.subject].to_dict("records"):
            where = self._home("")
            if row["area"] != WHOLE_MUNICIPALITY:
                where |= {"area": row["area"], "name": self.board.areas[row["area"]].name}
            yield self._make(
                where | {"period": found.after[1], "status": found.status},
                row["after"] - row["before"] if is_even else float("nan"),
                line,
                role=Role.CHANGE,
                before=found.before[0],
                verdict=row["verdict"],
            )

    def _home(self, when: str) -> dict[Any, Any]:
        home = self.board.municipality
        return {"area": home.code, "name": home.name, "period": when, "status": Status.FINAL}

    def _row_fact(self, row: Row) -> Fact:
        line = self._line([row["source"]], row["period"], status=row["status"])
        return self._make(row, row["value"], line)

    def _make(self, row: Row, value: float, source: str, **other: Any) -> Fact:  # noqa: ANN401
        """Return a fact about the place and period of a row; `other` are fields of `Fact`."""
        known = {"role": Role.VALUE, "unit": self.indicator.unit, "label": self.indicator.name}
        ends = {k: number_or_none(row.get(k)) for k in ("lower", "upper")}
        fields = {**known, **(ends if "role" not in other else {}), **other}
        is_share = str(fields["unit"]).startswith("%") and fields["unit"] != self.indicator.unit
        decimals = 0 if fields["unit"] == AREAS or is_share else self.indicator.decimals
        return Fact(
            **fields,
            subject=self.subject,
            value=number_or_none(value),
            decimals=decimals,
            area=str(row["area"]),
            name=str(row["name"]),
            period=str(row["period"]),
            source=source,
            fictitious=Status(row["status"]) is Status.FICTITIOUS,
        )

    def _line(
        self, keys: Sequence[str], when: str, *, status: str = Status.FINAL, section: str = ""
    ) -> str:
        sources: list[Source] = [self.board.sources[k] for k in dict.fromkeys(keys)]
        written = period(Period(when)) if " " not in when else when
        sections = {key: [section] for key in keys} if section else None
        return format_source(sources, period=written, status=Status(status), sections=sections)
