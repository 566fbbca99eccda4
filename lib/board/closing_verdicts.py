"""The verdicts at the closing of a meeting, and which of them are other ones at a later meeting.

Saved as JSON, since the data of then is gone once newer data is there. Not here: how a change is
judged (`registration_changes`), and where it is stored (`lib.store`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.analysis.counts import Verdict
from lib.board.board import Board

CALLED = {Verdict.RISE, Verdict.FALL}


@dataclass(frozen=True)
class TurnedVerdict:
    """A verdict that is another one than then; `area` is one of the board's, or the whole."""

    indicator: str
    area: str
    before: Verdict
    now: Verdict


@dataclass(frozen=True)
class TurnedRating:
    """A rating that is another one than then, each with its wave; None where there was none."""

    area: str
    before: tuple[str, float] | None
    now: tuple[str, float]


def snapshot_verdicts(board: Board) -> dict[str, Any]:
    """Return what the figures say now: the board's version, its verdicts and its ratings.

    Verdicts are those of the comparison that pages show first, by indicator and area.
    """
    return {
        "version": board.version,
        "verdicts": _list_verdicts(board),
        "ratings": {area: list(rating) for area, rating in _list_ratings(board).items()},
    }


def find_turned_verdicts(board: Board, before: Mapping[str, Any]) -> Iterator[TurnedVerdict]:
    """Yield what was or is a demonstrable change and said something else then.

    Only what was judged both times: a kind that is new turned nothing.
    """
    then, now = before["verdicts"], _list_verdicts(board)
    for indicator, verdicts in now.items():
        for area, verdict in verdicts.items():
            former = then.get(indicator, {}).get(area)
            if former is not None and former != verdict and CALLED & {former, verdict}:
                yield TurnedVerdict(indicator, area, Verdict(former), Verdict(verdict))


def find_turned_ratings(board: Board, before: Mapping[str, Any]) -> Iterator[TurnedRating]:
    """Yield the ratings with another value or of another wave than then."""
    for area, now in _list_ratings(board).items():
        former = before["ratings"].get(area)
        if former is None or tuple(former) != now:
            yield TurnedRating(area, former and (str(former[0]), float(former[1])), now)


def _list_verdicts(board: Board) -> dict[str, dict[str, str]]:
    found = board.registrations.changes()
    if found is None:
        return {}
    rows = pd.concat([found.totals, found.areas])[["group", "area", "verdict"]]
    verdicts: dict[str, dict[str, str]] = {}
    for group, area, verdict in rows.itertuples(index=False):
        verdicts.setdefault(str(group), {})[str(area)] = Verdict(verdict).value
    return verdicts


def _list_ratings(board: Board) -> dict[str, tuple[str, float]]:
    rated = board.ratings.newest().dropna(subset="value")
    period = str(board.ratings.period)
    return {str(area): (period, float(value)) for area, value in rated["value"].items()}
