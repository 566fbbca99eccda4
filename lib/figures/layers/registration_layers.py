"""The layers of registrations: counts, rates and shares, and how these changed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import floor, log10

import numpy as np
import pandas as pd

from lib.analysis.counts import Verdict
from lib.analysis.gap import round_half_up
from lib.board import CRIME, CRIME_RATE, NOT_COMPARABLE, AreaValues, Board, RegistrationChanges
from lib.catalog import Indicator, Polarity
from lib.figures import palette
from lib.figures.format import format_change_margin, number, signed
from lib.figures.layers.layer import AreaMark, Band, Layer, LayerKind, build_bands, build_marks
from lib.figures.vocabulary import (
    DIRECTION_SIGNS,
    STILL_FILLING,
    VERDICT_LABELS,
    format_comparison,
    name_verdict,
)

MORE_CONTROL = (
    "Meer registraties kan meer controle betekenen: dit cijfer zegt niet of het beter of slechter "
    "gaat."
)
VERDICT_BANDS = {
    verdict: Band(name_verdict(verdict), colour, sign=sign, verdict=verdict)
    for (verdict, sign), colour in zip(
        DIRECTION_SIGNS.items(), (*palette.DIRECTION_COLOURS, palette.NO_FIGURE_FILL), strict=True
    )
}
ROUND_DIGITS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)  # where a class may begin, times a power of ten
MOVED_FIRST = (Verdict.RISE, Verdict.FALL, Verdict.NOT_DEMONSTRABLE, Verdict.TOO_SMALL)


def build_crime_layer(board: Board) -> Layer | None:
    """Return registered crime as a count."""
    crime = board.area_values(CRIME)
    return build_registrations_layer(crime) if crime else None


def build_crime_rate_layer(board: Board) -> Layer | None:
    """Return registered crime per 1,000 inhabitants, with both years."""
    rate = board.area_values(CRIME_RATE)
    if rate is None:
        return None
    star = f"* {NOT_COMPARABLE}. Het cijfer zegt hier weinig over de bewoners."
    has_stars = any(area.flags for area in board.areas.values())
    title = f"{rate.indicator.name} ({rate.when})"
    return _build_count_layer(rate, title=title, star_note=star if has_stars else "")


def build_registrations_layer(area_values: AreaValues) -> Layer:
    """Return a kind of registrations: its count, or the rate or share made of that."""
    has_remarks = bool((area_values.frame["remark"] != "").any())
    return _build_count_layer(
        area_values,
        title=f"{area_values.indicator.name}, {area_values.when}",
        star_note=f"* {NOT_COMPARABLE}." if has_remarks else "",
    )


def build_answers_layer(area_values: AreaValues) -> Layer:
    """Return a question of the survey behind the rating, in about equally filled classes."""
    title = f"{area_values.indicator.name}, meting {area_values.period}"
    return replace(_build_count_layer(area_values, title=title), kind=LayerKind.ANSWERS)


def build_registration_changes_layer(
    board: Board, indicator: Indicator, found: RegistrationChanges | None
) -> Layer | None:
    """Return how registrations of one kind changed in each area, classed by verdict.

    The public gets verdicts only: a percentage next to a count would give away a small one.
    """
    if found is None:
        return None
    rows = found.areas[found.areas["group"] == indicator.indicator]
    if rows.empty:
        return None
    changes = {str(row["area"]): row for _, row in rows.iterrows()}
    bands = tuple(VERDICT_BANDS.values())
    empty = board.empty_area_values(indicator.model_copy(update={"unit": ""}))
    margins = [_change_margin(changes[area], internal=board.internal) for area in empty.frame.index]
    lower, upper = zip(*margins, strict=True)
    return Layer(
        kind=LayerKind.REGISTRATION_CHANGES,
        key=indicator.indicator,
        label=indicator.short,
        title=f"Verandering van {indicator.name.lower()}, {format_comparison(found)}",
        area_values=replace(
            empty,
            frame=empty.frame.assign(lower=lower, upper=upper),
            period=format_comparison(found),
            sources=tuple(board.sources[key] for key in found.sources),
            status=found.status,
        ),
        marks={
            key: _build_change_mark(area.name, changes[key], internal=board.internal)
            for key, area in board.areas.items()
        },
        bands=bands,
        by_attention=tuple(VERDICT_BANDS[verdict] for verdict in MOVED_FIRST),
        note=f"{_effort_note(indicator)} {STILL_FILLING if found.is_filling else ''}".strip(),
    )


def _change_margin(row: pd.Series, *, internal: bool) -> tuple[float, float]:
    """Return the margin of a change in %; NaN for the public, and where an end has no bound."""
    ends = [round((float(row[end]) - 1) * 100, 0) for end in ("lower", "upper")]
    is_open = internal and row["verdict"] != Verdict.TOO_SMALL and bool(np.isfinite(ends).all())
    return (ends[0], ends[1]) if is_open else (np.nan, np.nan)


def _build_change_mark(name: str, row: pd.Series, *, internal: bool) -> AreaMark:
    """Return an area's verdict, for insiders with the percentage of a real change."""
    verdict = row["verdict"]
    band = VERDICT_BANDS[verdict]
    # From nothing to something has no percentage.
    is_open = internal and verdict != Verdict.TOO_SMALL and bool(np.isfinite(row["ratio"]))
    share = (row["ratio"] - 1) * 100 if is_open else None
    is_real = share is not None and verdict in {Verdict.RISE, Verdict.FALL}
    return AreaMark(
        name=name,
        value=share,
        text=f"{signed(share, decimals=0)} %" if is_real else band.sign,
        band=band,
        missing="",
        remark=VERDICT_LABELS[verdict],
        star="",
        # A percentage that means nothing would be read as one that does.
        label=band.sign,
        margin=format_change_margin(*_change_margin(row, internal=internal), decimals=0, unit=" %"),
    )


def _build_count_layer(area_values: AreaValues, *, title: str, star_note: str = "") -> Layer:
    """Return a layer of counts, in the classes of its indicator or else about equally filled."""
    indicator, values = area_values.indicator, area_values.frame["value"]
    breaks = indicator.breaks or choose_breaks(values, decimals=indicator.decimals)
    labels = _label_classes(breaks, decimals=indicator.decimals)
    is_count = indicator.kind == "count" and not indicator.unit.startswith("%")
    colours = [palette.CIRCLE] * len(labels) if is_count else palette.COUNT_CLASSES
    bands = build_bands(breaks, labels, colours)
    write = partial(number, decimals=indicator.decimals)
    return Layer(
        kind=LayerKind.COUNTS if is_count else LayerKind.REGISTRATIONS,
        key=indicator.indicator,
        label=indicator.short,
        title=title,
        area_values=area_values,
        marks=build_marks(area_values, values, bands, text=write, star="*" if star_note else ""),
        bands=bands,
        note=_effort_note(indicator),
        star_note=star_note,
    )


def _label_classes(breaks: Sequence[float], *, decimals: int) -> list[str]:
    # Whole numbers as such; only the figure itself always has the indicator's decimals.
    is_whole = all(b == int(b) for b in breaks)
    ends = [number(b, decimals=0 if is_whole else decimals) for b in breaks]
    between = [f"{low} tot {high}" for low, high in pairwise(ends)]
    return [f"minder dan {ends[0]}", *between, f"{ends[-1]} of meer"]


def choose_breaks(values: pd.Series, *, decimals: int) -> tuple[float, ...]:
    """Return round numbers that part the values in classes of about the same number of areas.

    At least one, upwards; none has more decimals than the figures.
    """
    known = values.dropna()
    if known.empty:
        return (1.0,)
    shares = [n / len(palette.COUNT_CLASSES) for n in range(1, len(palette.COUNT_CLASSES))]
    found = {_round_break(b, decimals=decimals) for b in known.quantile(shares)}
    between = {b for b in found if known.min() < b <= known.max()}
    return tuple(sorted(between or {max(found)}))


def _round_break(value: float, *, decimals: int) -> float:
    """Return the nearest number of one round digit, of at least one unit of the last decimal."""
    smallest = 10.0**-decimals
    if value <= smallest:
        return smallest
    power = 10.0 ** floor(log10(value))
    nearest = min((digit * power for digit in ROUND_DIGITS), key=lambda b: abs(b - value))
    return max(smallest, round_half_up(nearest, decimals=decimals))


def _effort_note(indicator: Indicator) -> str:
    """Return that more control means more registrations, where that is so."""
    return MORE_CONTROL if indicator.polarity is Polarity.NONE else ""
