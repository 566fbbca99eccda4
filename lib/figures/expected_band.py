"""What was expected if nothing changed, next to what was counted: in words and as a small picture.

Not here: how it is expected (`lib.analysis.expected`), and charts with axes (`trends`).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from lib.analysis.counts import Verdict
from lib.analysis.expected import expect_total
from lib.board.area_values import number_or_none
from lib.figures.format import count, number, partial_date
from lib.figures.panels import Panel, render_panel
from lib.figures.vocabulary import SUPPRESSED

MOST_NAMED = 2  # months outside their band that are named; of more their number
TRACK_LENGTH = 36  # months or weeks in a small picture
EXPECTED_NOTE = (
    "Verwacht is wat het zonder verandering zou zijn; tussen haakjes waar het door toeval 95 van "
    "de 100 keer tussen ligt."
)
BAND_NOTE = (
    "In de grafiek is dat het grijze vlak, per maand of week. Een stip ligt erbuiten: ook zonder "
    "verandering is dat 5 van de 100 keer zo."
)


def format_expected(row: Mapping[Any, Any] | pd.Series) -> str:
    """Return what a row of changes was expected to be: '120 (95 tot 147)'."""
    expected, low, high = expect_total(
        float(row["before"]), share=float(row["share"]), dispersion=float(row["dispersion"])
    )
    if pd.isna(expected):
        return SUPPRESSED
    return f"{number(expected)} ({number(low)} tot {number(high)})"


def find_outside(track: pd.DataFrame) -> pd.DataFrame:
    """Return the newest months or weeks of a track that lie outside their band."""
    newest = track[track["is_after"]]
    return newest[(newest["value"] > newest["upper"]) | (newest["value"] < newest["lower"])]


def describe_track(track: pd.DataFrame, verdict: Verdict) -> str:
    """Return which of the newest months or weeks lie outside their band.

    Of a real change also whether a single one is most of it. Nothing where none has a band.
    """
    newest, outside = track[track["is_after"]], find_outside(track)
    if newest["upper"].isna().all() or newest["value"].isna().all():
        return ""
    is_weekly = len(str(newest["period"].iloc[0])) > len("2026-11")
    nouns = ("week", "weken") if is_weekly else ("maand", "maanden")
    if outside.empty:
        return f"{count(len(newest), *nouns)}, alle binnen de band"
    if len(outside) > MOST_NAMED:
        above = int((outside["value"] > outside["upper"]).sum())
        sides = ((above, "boven"), (len(outside) - above, "onder"))
        parts = [f"{n} {side}" for n, side in sides if n]
        text = f"{' en '.join(parts)} de band, van {count(len(newest), *nouns)}"
    else:
        text = "; ".join(_name_outside(row) for _, row in outside.iterrows())
    return f"{text}{_describe_cluster(newest) if verdict in {Verdict.RISE, Verdict.FALL} else ''}"


def _name_outside(row: pd.Series) -> str:
    side = "boven" if row["value"] > row["upper"] else "onder"
    band = f"{number(row['lower'])} tot {number(row['upper'])}"
    return f"{partial_date(row['period'])} {side} de band: {number(row['value'])}, verwacht {band}"


def _describe_cluster(newest: pd.DataFrame) -> str:
    """Return which single month or week is most of the difference; nothing where none is."""
    excess = (newest["value"] - newest["expected"]).dropna()
    if len(excess) < 2:  # noqa: PLR2004 - one is all of it
        return ""
    at, total = excess.abs().argmax(), excess.sum()
    if total == 0 or excess.iloc[at] / total < 1 / 2:
        return ""
    return f". Meer dan de helft van het verschil is {partial_date(str(newest['period'].iloc[at]))}"


def make_track_panel(track: pd.DataFrame, verdict: Verdict, *, name: str) -> Panel:
    """Return the last months or weeks as a small picture with their band."""
    recent = track.tail(TRACK_LENGTH)
    bands = zip(recent["lower"], recent["upper"], strict=True)
    first, last = (partial_date(str(recent["period"].iloc[end])) for end in (0, -1))
    outside = describe_track(track, verdict)
    return Panel(
        values=list(map(number_or_none, recent["value"])),
        words=f"{name}, {first} tot en met {last}: {outside}",
        newest=outside,
        band=[None if pd.isna(low) else (float(low), float(high)) for low, high in bands],
        newest_from=len(recent) - int(recent["is_after"].sum()),
    )


def render_track(track: pd.DataFrame, verdict: Verdict, *, name: str) -> Markup:
    """Return a track as a small picture with its words; nothing where it may not be seen."""
    if track["value"].isna().all():
        return Markup()
    return render_panel(make_track_panel(track, verdict, name=name))
