"""Which ratings demonstrably rose or fell between two waves, by name, and how sure that is.

No causes, no rank: areas stand by name.
"""

from collections.abc import Iterable, Sequence
from math import sqrt

import pandas as pd

from lib.analysis.change import Change
from lib.analysis.estimate import DESIGN_EFFECT
from lib.board import Board
from lib.catalog import DesignCounted, Indicator, Period
from lib.figures.format import count, listing, number, signed, span

MANY = 5
WIDENING = number(sqrt(DESIGN_EFFECT), decimals=2)
WIDENED = f"bij een oordeel rekenen wij met marges die {WIDENING} keer zo breed zijn"
CHANGE_TEXTS = {
    Change.RISE: "aantoonbaar hoger dan",
    Change.FALL: "aantoonbaar lager dan",
    Change.NOT_DEMONSTRABLE: "niet aantoonbaar anders dan",
}


def describe_wave_change(board: Board, area: str) -> str:
    """Return how the newest wave of an area or the municipality compares with the one before.

    To stand after its figure: ', aantoonbaar hoger dan in 2023 (6,4)'; of an area with the number
    of areas that were compared. Empty without two waves that have a margin and can be compared.
    """
    change = board.ratings.change_of(area)
    if change is None or not change.verdict.is_tested:
        return ""
    before = number(change.first, decimals=1)
    if area in board.areas:
        verdicts = board.ratings.verdicts(change.before, change.after)
        before += f"; {count_compared(verdicts[a] for a in board.areas)}"
    return f", {CHANGE_TEXTS[change.verdict]} in {change.before} ({before})"


def area_changes_sentence(board: Board) -> str:
    """Return which areas rose or fell between the two newest waves; empty without two waves."""
    changes = board.ratings.changes()
    if changes is None:
        return ""
    before, after = board.ratings.comparable_waves[-2:]
    when = f"van {before} naar {after}"
    if not any(verdict.is_tested for verdict in changes["verdict"]):
        return (
            f"Of het cijfer van een wijk {when} steeg of daalde, is niet te zeggen: er is geen "
            "marge bekend."
        )
    compared = count_compared(changes["verdict"])
    rises, falls = (_name_areas(changes, verdict) for verdict in (Change.RISE, Change.FALL))
    if not (rises or falls):
        return f"In geen enkele wijk steeg of daalde het cijfer {when} aantoonbaar ({compared})."
    parts = [f"in {rises} steeg het cijfer {when} aantoonbaar"] if rises else []
    if falls:
        parts.append(f"in {falls} daalde het {'' if rises else f'cijfer {when} '}aantoonbaar")
    text = " en ".join(parts)
    return f"{text[0].upper()}{text[1:]} ({compared})."


def design_note(board: Board, periods: Iterable[str]) -> str:
    """Return of which waves the margins are widened, and why; empty where of none."""
    waves = [
        period
        for period in periods
        if any(
            rating.standard_error is not None and rating.design_effect > 1
            for rating in board.ratings.estimates(period).values()
        )
    ]
    if not waves:
        return ""
    return (
        f"Van de meting van {listing(waves)} zijn de marges niet gewogen voor de opzet van de "
        f"enquête, of wij weten dat niet: {WIDENED}."
    )


def name_periods(indicator: Indicator, periods: Sequence[str]) -> str:
    """Return 'meting 2025', or of what the municipality registers from when to when it is."""
    if indicator.kind != "effort":
        return f"meting {listing(list(periods))}"
    ordered = sorted(map(Period, periods))
    return span(ordered[0], ordered[-1])


def describe_design(design: DesignCounted) -> str:
    """Return whether a wave's margins count the survey's design, and what that means."""
    return design.value if design is DesignCounted.YES else f"{design.value}; {WIDENED}"


def shorten_list(names: list[str]) -> str:
    """Return the names; of many only the first, and how many more there are."""
    if len(names) <= MANY:
        return listing(names)
    return f"{', '.join(names[:MANY])} en {len(names) - MANY} andere"


def count_compared(verdicts: Iterable[Change]) -> str:
    """Return of how many areas a change was tested: '18 wijken vergeleken'."""
    tested = sum(verdict.is_tested for verdict in verdicts)
    return f"{count(tested, 'wijk', 'wijken')} vergeleken"


def _name_areas(changes: pd.DataFrame, verdict: Change) -> str:
    """Return the areas with a verdict and by how much each changed; empty where there is none."""
    found = changes[changes["verdict"] == verdict].sort_values("name")
    names = zip(found["name"], found["value"], strict=True)
    return shorten_list([f"{name} ({signed(value)})" for name, value in names])
