"""The numbers that a story may use, each with its meaning and source; and what can be chosen.

All come from the public board: what it does not show is no fact, only a reason. Not here: finding
numbers in a text (`reading`) and judging them (`numbers`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import combinations

import pandas as pd

from lib.analysis.change import Change, Estimate, change
from lib.analysis.counts import Verdict
from lib.board import INHABITANTS, RATING, Board, Level, Unit
from lib.board.movements import WHOLE
from lib.catalog import Indicator, Period, Source, Status, Target
from lib.figures.format import number, period
from lib.figures.sentences import source_text
from lib.figures.words import movement_period
from lib.story.documents import Told, told_in_documents

AREAS = "wijken"  # the subject of how many areas there are
RATE = "/per-1000"  # ends the subject of a count per 1,000 inhabitants


class Role(StrEnum):
    """What a fact is to its subject."""

    VALUE = "value"
    GOAL = "goal"
    GAP = "gap"
    CHANGE = "change"
    TOLD = "told"


class Kind(StrEnum):
    """What a story can show of a figure."""

    NUMBER = "getal"
    MAP = "kaart"
    GAP = "afstand tot het doel"
    TREND = "verloop"


@dataclass(frozen=True, order=True)
class FigureRef:
    """A figure that can be chosen: keys of indicator and area, and a period (of a trend its last).

    The indicator of a count per 1,000 inhabitants ends in `RATE`.
    """

    kind: Kind
    indicator: str
    area: str
    period: str


@dataclass(frozen=True)
class Option:
    """A figure with its Dutch label; `hidden` says why it cannot be chosen, empty if it can."""

    ref: FigureRef
    label: str
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number. `value` is in `unit`, rounded to `decimals` where it is told.

    `source` is the whole line with source, period and retrieval date. A change carries its
    `verdict` and both of its periods; its value is after minus before, None where no numbers
    may be told. A gap is value minus goal.
    """

    role: Role
    subject: str
    value: float | None
    decimals: int
    unit: str
    label: str
    area: str
    name: str
    period: str
    source: str
    before: str = ""
    verdict: Change | Verdict | None = None
    fictitious: bool = False

    @property
    def shown(self) -> str:
        """The number as the screen shows it."""
        return number(self.value, decimals=self.decimals)


@dataclass(frozen=True, eq=False)
class Facts:
    """All facts of a board, made per subject when they are asked for; `chosen` is the story's."""

    board: Board
    chosen: tuple[FigureRef, ...]
    _book: "Book"

    @property
    def home(self) -> str:
        """The key of the municipality."""
        return self.board.municipality.code

    @property
    def subjects(self) -> Mapping[str, Indicator]:
        """The indicators that there are figures of, by subject; rates of counts included."""
        return self._book.subjects

    @property
    def ratings(self) -> Mapping[str, float]:
        """The newest rating of each area that has one."""
        return self._book.ratings

    @property
    def told(self) -> tuple[Told, ...]:
        """The numbers that stand in documents, with the words that they are about."""
        return self._book.told

    def about(self, subject: str) -> tuple[Fact, ...]:
        """Return every fact of a subject; none of an unknown one."""
        return self._book.about(subject)

    def hidden(self, subject: str) -> Mapping[tuple[str, str], str]:
        """Return why figures of a subject are not public, by area and period."""
        return self._book.hidden(subject)


@dataclass(frozen=True, eq=False)
class Book:
    """What `Facts` has of a board, whatever is chosen: made once."""

    board: Board

    @cached_property
    def subjects(self) -> Mapping[str, Indicator]:
        """See `Facts.subjects`."""
        found = {}
        for key, indicator in self.board.indicators.items():
            if indicator.kind == "rate" or not _has_figures(self.board, key):
                continue
            found[key] = indicator
            rate = self.board.level(key, unit=Unit.RATE) if indicator.kind == "count" else None
            if rate:
                found[key + RATE] = rate.indicator
        return found

    @cached_property
    def ratings(self) -> Mapping[str, float]:
        """See `Facts.ratings`."""
        known = self.board.ratings["value"].dropna()
        return {str(area): float(value) for area, value in known.items()}

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """See `Facts.told`."""
        return told_in_documents(self.board)

    @cached_property
    def about(self) -> Callable[[str], tuple[Fact, ...]]:
        """See `Facts.about`."""
        return cache(lambda subject: tuple(_facts(self.board, subject, self.subjects)))

    @cached_property
    def hidden(self) -> Callable[[str], Mapping[tuple[str, str], str]]:
        """See `Facts.hidden`."""
        return cache(lambda subject: _reasons(self.board, subject, self.subjects))


_book = lru_cache(maxsize=4)(Book)


class InternalBoardError(ValueError):
    """A story was to be made of figures that are not all public."""


def facts(board: Board, *, chosen: Sequence[FigureRef] = ()) -> Facts:
    """Return the facts of a public board; raise `InternalBoardError` for another."""
    if board.internal:
        raise InternalBoardError("stories are made from the public board only")
    return Facts(board, tuple(chosen), _book(board))


def figure(found: Facts, ref: FigureRef) -> Fact | None:
    """Return the number of a chosen figure, None where it is not shown."""
    role = Role.GAP if ref.kind is Kind.GAP else Role.VALUE
    same = [
        f
        for f in found.about(ref.indicator)
        if (f.role, f.area, f.period) == (role, ref.area, ref.period)
    ]
    return same[0] if same else None


def options(board: Board) -> list[Option]:
    """Return what can be chosen: the municipality first, then the areas by name.

    Of each indicator its newest period. Raises `InternalBoardError` for an internal board.
    """
    found = facts(board)
    places = {found.home: board.municipality.name} | {a: x.name for a, x in board.areas.items()}
    return [
        option
        for area, name in places.items()
        for subject, indicator in found.subjects.items()
        for option in _options(found, subject, indicator, area=area, name=name)
    ]


def _options(
    found: Facts, subject: str, indicator: Indicator, *, area: str, name: str
) -> list[Option]:
    own = [f for f in found.about(subject) if f.area == area]
    values = [f for f in own if f.role is Role.VALUE and _is_year(f.period)]
    start = f"{name}: {indicator.name[0].lower()}{indicator.name[1:]}"
    why = next(iter(_newest_reason(found, subject, area)), None)
    if why and not (values and values[-1].period >= why[0]):
        return [Option(FigureRef(Kind.NUMBER, subject, area, why[0]), f"{start}, {why[0]}", why[1])]
    if not values:
        return []
    newest = values[-1].period
    kinds = [Kind.NUMBER]
    if area != found.home:
        kinds.append(Kind.MAP)
    if any(f.role is Role.GAP for f in own):
        kinds.append(Kind.GAP)
    if len(values) > 1:
        kinds.append(Kind.TREND)
    return [
        Option(FigureRef(k, subject, area, newest), f"{start}, {newest} ({k.value})") for k in kinds
    ]


def _newest_reason(found: Facts, subject: str, area: str) -> list[tuple[str, str]]:
    reasons = found.hidden(subject)
    return sorted(((when, why) for (a, when), why in reasons.items() if a == area), reverse=True)


def _is_year(text: str) -> bool:
    return len(text) == len("2023")


def _has_figures(board: Board, key: str) -> bool:
    return board.level(key) is not None or len(board.series(key)) > 0 or len(board.monitor(key)) > 0


def _facts(board: Board, subject: str, subjects: Mapping[str, Indicator]) -> Iterable[Fact]:
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
    level, known = board.level(RATING), board.ratings["value"].dropna()
    if level is None or known.empty:
        return
    yield Fact(
        role=Role.VALUE, subject=AREAS, value=float(len(known)), decimals=0, unit="wijken",
        label="wijken met een rapportcijfer", area=board.municipality.code,
        name=board.municipality.name, period=level.period,
        source=source_text(level.sources, period=level.period, status=level.status),
    )  # fmt: skip


def _levels(board: Board, subject: str) -> list[Level]:
    """Return the levels that facts are made of: every year of a count, the newest of a rate."""
    key, is_rate = subject.removesuffix(RATE), subject.endswith(RATE)
    if is_rate:
        found = [board.level(key, unit=Unit.RATE)]
    elif board.years(key):
        found = [board.level(key, period=year) for year in board.years(key)]
    else:
        found = [board.level(key)]
    return [level for level in found if level]


def _reasons(
    board: Board, subject: str, subjects: Mapping[str, Indicator]
) -> Mapping[tuple[str, str], str]:
    if subject not in subjects:
        return {}
    return {
        (str(area), level.period): str(why)
        for level in _levels(board, subject)
        for area, why in level.frame["missing"].items()
        if why
    }


@dataclass(frozen=True)
class _Maker:
    """Makes the facts of one subject."""

    board: Board
    subject: str
    indicator: Indicator

    def ratings(self) -> Iterable[Fact]:
        board = self.board
        for area in (board.municipality.code, *board.areas):
            yield from self._history(board.history(area), area)
        for goal in filter(None, (board.target, board.floor)):
            yield self._goal(goal)

    def _history(self, rows: pd.DataFrame, area: str) -> Iterable[Fact]:
        """Yield an area's waves, those of its parts under their own key, gaps and changes."""
        for row in rows.to_dict("records"):
            yield self._value(
                row["value"], area=row["area"], name=row["name"], when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
            )  # fmt: skip
        own = rows[rows["area"] == area].to_dict("records")
        if own:
            yield from self._gaps(own[-1])
        for before, after in combinations(own, 2):
            yield self._wave_change(before, after)

    def _gaps(self, row: dict[str, object]) -> Iterable[Fact]:
        board = self.board
        is_home = row["area"] == board.municipality.code
        for goal in (board.target,) if is_home else (board.floor, board.target):
            if goal is None:
                continue
            yield self._value(
                round(float(str(row["value"])) - goal.value, 10), role=Role.GAP, unit="punt",
                area=str(row["area"]), name=str(row["name"]), when=str(row["period"]),
                label=goal.scope, source=self._line([str(row["source"]), goal.source],
                str(row["period"]), str(row["status"])),
            )  # fmt: skip

    def _wave_change(self, before: dict[str, object], after: dict[str, object]) -> Fact:
        verdict = change(_estimate(before), _estimate(after))
        return self._value(
            round(float(str(after["value"])) - float(str(before["value"])), 10), role=Role.CHANGE,
            unit="punt", area=str(after["area"]), name=str(after["name"]),
            when=str(after["period"]), before=str(before["period"]), verdict=verdict,
            source=self._line([str(before["source"]), str(after["source"])],
            f"{before['period']} en {after['period']}", str(after["status"])),
        )  # fmt: skip

    def _goal(self, goal: Target) -> Fact:
        return self._value(
            goal.value, role=Role.GOAL, area=self.board.municipality.code, label=goal.scope,
            name=self.board.municipality.name, when=str(goal.year),
            source=self._line([goal.source], str(goal.year), Status.FINAL, goal.section),
        )  # fmt: skip

    def survey(self) -> Iterable[Fact]:
        """Yield what residents of the municipality said; not what stands beside it."""
        rows = self.board.monitor(self.subject)
        home = self.board.municipality
        for row in rows[rows["area"] == home.code].to_dict("records"):
            yield self._value(
                row["value"], area=home.code, name=home.name, when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
            )  # fmt: skip

    def counts(self) -> Iterable[Fact]:
        """Yield areas and municipality per year, then months, then the judged change."""
        home, years = self.board.municipality, set()
        for row in () if self.subject.endswith(RATE) else self._series():
            years.add(row["period"])
            yield self._value(
                row["value"], area=home.code, name=home.name, when=row["period"],
                source=self._line([row["source"]], row["period"], row["status"]),
            )  # fmt: skip
        for level in _levels(self.board, self.subject):
            line = source_text(level.sources, period=level.when, status=level.status)
            shown = level.frame.dropna(subset="value")
            for area, name, value in zip(shown.index, shown["name"], shown["value"], strict=True):
                yield self._value(
                    value, area=str(area), name=name, when=level.period, source=line,
                    fictitious=level.status is Status.FICTITIOUS,
                )  # fmt: skip
            total = level.located if self.subject == INHABITANTS else level.total
            if total is not None and level.period not in years:
                yield self._value(
                    total, area=home.code, name=home.name, when=level.period, source=line,
                    fictitious=level.status is Status.FICTITIOUS,
                )  # fmt: skip
        if not self.subject.endswith(RATE):
            yield from self._movements()

    def _series(self) -> list[dict[str, str]]:
        """Return the municipal years, and its months as they may be told."""
        parts = [self.board.series(self.subject), self.board.months(self.subject)]
        columns = ["period", "value", "status", "source"]
        return [
            row
            for part in parts
            if len(part)
            for row in part[columns].dropna(subset="value").to_dict("records")
        ]

    def _movements(self) -> Iterable[Fact]:
        found = self.board.movements()
        if found is None:
            return
        both = pd.concat([found.totals, found.areas])
        line = source_text(
            [self.board.sources[s] for s in found.sources],
            period=movement_period(found), status=found.status,
        )  # fmt: skip
        names = {a: x.name for a, x in self.board.areas.items()}
        for row in both[both["group"] == self.subject].to_dict("records"):
            is_whole = row["area"] == WHOLE
            home = self.board.municipality
            yield self._value(
                row["after"] - row["before"], role=Role.CHANGE,
                area=home.code if is_whole else row["area"],
                name=home.name if is_whole else names[row["area"]],
                when=found.after[1], before=found.before[0], verdict=row["verdict"], source=line,
                fictitious=found.status is Status.FICTITIOUS,
            )  # fmt: skip

    def _value(  # noqa: PLR0913 - a fact has many sides
        self, value: object, *, area: str, name: str, when: str, source: str,
        role: Role = Role.VALUE, unit: str = "", label: str = "", before: str = "",
        verdict: Change | Verdict | None = None, fictitious: bool = False,
    ) -> Fact:  # fmt: skip
        known = float(str(value))
        return Fact(
            role=role, subject=self.subject, value=None if pd.isna(known) else known,
            decimals=self.indicator.decimals, unit=unit or self.indicator.unit,
            label=label or self.indicator.name, area=area, name=name, period=when, source=source,
            before=before, verdict=verdict,
            fictitious=fictitious or source.startswith("FICTIEVE"),
        )  # fmt: skip

    def _line(self, keys: Sequence[str], when: str, status: str, section: str = "") -> str:
        sources: list[Source] = [self.board.sources[k] for k in dict.fromkeys(keys)]
        told = period(Period(when)) if " " not in when else when
        return source_text(sources, period=told, status=Status(status), sections=[section])


def _estimate(row: Mapping[str, object]) -> Estimate:
    lower, upper = (None if pd.isna(row[c]) else float(str(row[c])) for c in ("lower", "upper"))  # type: ignore[call-overload]
    return Estimate(
        float(str(row["value"])), lower=lower, upper=upper, comparable=bool(row["comparable"])
    )
