"""What a fact is: one figure with its meaning and source, and how a story points at it.

Not here: which facts there are (`facts`).
"""

from dataclasses import dataclass
from enum import StrEnum

from lib.analysis.change import Change, Difference
from lib.analysis.counts import Verdict
from lib.catalog import Period
from lib.figures.format import NO_MARGIN, interval, number, period
from lib.figures.vocabulary import CHANGE_LABELS, DIFFERENCE_LABELS, name_verdict

AREAS = "wijken"  # the subject of how many areas there are, in all or on one side of a goal
ALL_AREAS = "wijken met een rapportcijfer"
_GOALS = {"every_area": "de ondergrens", "municipality": "het doel"}
ALL_OTHERS = "alle andere wijken"
RATE = "/per-1000"  # ends the subject of a count per 1,000 inhabitants


class Role(StrEnum):
    """What a fact is to its subject."""

    VALUE = "value"
    GOAL = "goal"
    GAP = "gap"
    CHANGE = "change"
    COMPARISON = "comparison"
    DOCUMENT = "document"
    BENCHMARK = "benchmark"  # of another municipality, or counted as there


class Kind(StrEnum):
    """What a story can show of a figure."""

    NUMBER = "getal"
    MAP = "kaart"
    GAP = "afstand tot het doel"
    TREND = "verloop"
    CHANGE = "voor en na"
    TILES = "tegelkaart"


@dataclass(frozen=True, order=True)
class FigureRef:
    """A figure that can be chosen: keys of indicator and area, and a period (of a trend its last).

    The indicator of a count per 1,000 inhabitants ends in `RATE`.
    """

    kind: Kind
    indicator: str
    area: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure. `value` is in `unit`, rounded to `decimals` where it is written.

    `source` is the whole line with source, period and retrieval date. A change carries its
    `verdict` and both of its periods; its value is after minus before, None where no numbers
    may be given. A comparison has the other place as its `label`, or ALL_OTHERS. A gap is value
    minus goal; `label` is the goal's scope. `written` is how a
    document writes it ('ongeveer 3.000').
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
    lower: float | None = None
    upper: float | None = None
    verdict: Change | Verdict | Difference | None = None
    fictitious: bool = False
    written: str = ""

    @property
    def key(self) -> str:
        """What a binding saves of a fact: the same in each version of the data."""
        parts = self.role.value, self.subject, self.label, self.area, self.before, self.period
        return "|".join((*parts, "%" if self.unit.startswith("%") else ""))

    @property
    def scope(self) -> str:
        """The scope of the goal that it is, or is on a side of; '' of any other."""
        return next((s for s, goal in _GOALS.items() if s == self.label or goal in self.label), "")

    @property
    def figure_text(self) -> str:
        """The number as the screen shows it."""
        return self.written or number(self.value, decimals=self.decimals)

    @property
    def when(self) -> str:
        """The period in words; of a change both, of a document as it writes it."""
        if self.role is Role.DOCUMENT:
            return self.period or "zonder jaar"
        ends = [period(Period(p)) for p in (self.before, self.period) if p]
        return " en ".join(ends)

    @property
    def verdict_text(self) -> str:
        """The verdict in the program's words; nothing where there is none."""
        if isinstance(self.verdict, Change):
            return CHANGE_LABELS[self.verdict]
        if isinstance(self.verdict, Difference):
            return DIFFERENCE_LABELS[self.verdict]
        return name_verdict(self.verdict) if self.verdict else ""

    def describe(self) -> str:
        """Return the fact in full: subject, place, period, value, margin or verdict."""
        goal = _GOALS.get(self.label, "")
        match self.role:
            case Role.DOCUMENT:
                return f"{self.figure_text} {self.label} ({self.name}, {self.when})"
            case Role.GOAL:
                return (
                    f"{goal.partition(' ')[2].capitalize()} voor {self.period}: {self.figure_text}"
                )
            case Role.GAP:
                return self._describe_gap(goal or self.label)
            case Role.CHANGE:
                return self._describe_change()
            case Role.COMPARISON:
                return f"{self.name} vergeleken met {self.label}, {self.when}: {self.verdict_text}"
        unit = "" if self.unit in {"rapportcijfer", *self.label.lower().split()} else self.unit
        amount = f"{self.figure_text}{unit if unit == '%' else ' ' * bool(unit) + unit}"
        return f"{self.label}, {self.name}, {self.when}: {amount}{self._margin}"

    def _describe_gap(self, goal: str) -> str:
        gap = self.value or 0
        distance = number(abs(gap), decimals=self.decimals)
        side = "onder" if gap < 0 else "boven"
        return f"{self.name}, {self.when}: {distance} punt {side} {goal}"

    def _describe_change(self) -> str:
        unit = " %" if self.unit == "%" else ""
        amount = f"{self.figure_text}{unit}, " if self.value is not None else ""
        judged = self.verdict_text or "niet onderzocht"
        return f"{self.label}, {self.name}, {self.when}: {amount}{judged}"

    @property
    def _margin(self) -> str:
        if self.lower is not None and self.upper is not None:
            return f" (marge {interval(self.lower, self.upper, decimals=self.decimals)})"
        return f" ({NO_MARGIN})" if self.unit == "rapportcijfer" else ""
