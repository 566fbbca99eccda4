"""What a fact is: one number with its meaning and source, and how a story points at it.

Not here: which facts there are (`facts`).
"""

from dataclasses import dataclass
from enum import StrEnum

from lib.analysis.change import Change
from lib.analysis.counts import Verdict
from lib.catalog import Indicator
from lib.figures.format import number

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


def names_unit(indicator: Indicator) -> bool:
    """Tell whether an indicator's name says what is counted: 'Geregistreerde misdrijven'."""
    return indicator.unit.lower() in indicator.name.lower().split()
