"""Registrations of the whole municipality per month. Not here: per year (`yearly`)."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
from markupsafe import Markup

from lib.analysis.counts import Verdict
from lib.board import Board
from lib.catalog import Indicator, Period, Polarity
from lib.catalog.period import parse_date_parts
from lib.exhibits.exhibit import ChartOnDemand, Exhibit, Native, Shape
from lib.exhibits.margins import EXPECTED_ENDS
from lib.exhibits.provenance import provenance_of_rows
from lib.figures.expected_band import describe_track
from lib.figures.format import number, partial_date, period
from lib.figures.layers.registration_layers import MORE_CONTROL
from lib.figures.page_html import render_source_line, render_table
from lib.figures.sentences.registration_sentences import months_finding, protection_note
from lib.figures.trends import draw_months, format_bands
from lib.figures.vocabulary import SUPPRESSED
from lib.store import Measure


def registrations_per_month(
    board: Board, indicator: Indicator, *, measures: Sequence[Measure], name: str
) -> Exhibit:
    """Return the months of the whole municipality, of which there must be some.

    `measures` are those that the reader may see: their start stands with the months.
    """
    rows, note = _months_with_band(board, indicator), protection_note(board)
    first, last = (partial_date(rows["period"].iloc[end]) for end in (0, -1))
    provenance = provenance_of_rows(board, rows, period=f"{first} tot en met {last}")
    events = find_events(board, indicator, months=rows["period"], measures=measures)
    title = f"{indicator.name} per maand in heel {board.municipality.name}"
    effort = MORE_CONTROL if indicator.polarity is Polarity.NONE else ""
    return Exhibit(
        name=f"{name}-{indicator.indicator}-per-maand",
        title=title,
        finding=f"{months_finding(rows, unit=indicator.unit)} {_describe_months(rows)}".strip(),
        source=provenance.describe(),
        caveats=provenance.caveats(board, notes=[effort, note, *describe_events(events)]),
        table=provenance.add_to(
            rows[["period", "value", "lower", "upper"]].set_axis(
                ["maand", indicator.unit, *EXPECTED_ENDS], axis="columns"
            ),
            note=note,
        ),
        chart=ChartOnDemand(partial(draw_months, rows, unit=indicator.unit, events=events)),
        native=Native(
            Shape.LINES,
            "maand",
            (indicator.unit,),
            margin=EXPECTED_ENDS,
            moments=tuple((month, str(n)) for n, month in enumerate(events["month"], 1)),
        ),
        screen_table=render_table(
            ("Maand", indicator.unit, "Verwacht"),
            [
                (partial_date(p), SUPPRESSED if note and pd.isna(v) else number(v), band)
                for p, v, band in zip(
                    rows["period"], rows["value"], format_bands(rows), strict=True
                )
            ],
            caption=title,
            numeric=(1, 2),
        )
        + render_source_line(indicator.definition),
    )


def _describe_months(rows: pd.DataFrame) -> str:
    text = describe_track(rows, Verdict.NOT_DEMONSTRABLE)
    return f"Verloop: {text}." if text else ""


def _months_with_band(board: Board, indicator: Indicator) -> pd.DataFrame:
    """Return the months that this reader may see, with `lower`, `upper` and `is_after`.

    The band is that of the board's default comparison, made of those months; NaN without one.
    """
    rows, found = board.registrations.monthly(indicator.indicator), board.registrations.changes()
    track = pd.DataFrame(columns=["period", "lower", "upper", "is_after"])
    if found is not None:
        own = found.totals[found.totals["group"] == indicator.indicator]
        track = found.track(own.iloc[0]) if len(own) else track
    band = track.set_index("period")[["lower", "upper"]].astype(float)
    newest = track.loc[track["is_after"].astype(bool), "period"]
    return rows.join(band, on="period").assign(is_after=rows["period"].isin(newest))


def find_events(
    board: Board, indicator: Indicator, *, months: pd.Series, measures: Sequence[Measure]
) -> pd.DataFrame:
    """Return the events in these months: `month`, `name` and `line` (its text in a list).

    Decisions and plans, and the start of measures that are about the kind or its theme. Empty where
    there are no months.
    """
    columns = ["period", "month", "name", "line"]
    if months.empty:
        return pd.DataFrame(columns=columns)
    first, last = months.iloc[0], months.iloc[-1]
    started = pd.DataFrame(
        [
            (_start_period(m), m.title)
            for m in measures
            if m.indicator == indicator.indicator or m.theme in indicator.themes
        ],
        columns=["period", "name"],
    )
    found = pd.concat([board.planning.events(first=first, last=last), started], ignore_index=True)
    if found.empty:
        return pd.DataFrame(columns=columns)
    found["month"] = [f"{Period(p).start:%Y-%m}" for p in found["period"]]
    found = found[found["month"].between(first, last)]
    together = found.groupby(["month", "period"], as_index=False).agg({"name": "; ".join})
    together["line"] = [
        f"{n}. {period(Period(p))}: {name}"
        for n, (p, name) in enumerate(zip(together["period"], together["name"], strict=True), 1)
    ]
    return together


def _start_period(measure: Measure) -> str:
    """Return the month in which a measure starts, or its year where no more is known."""
    start = parse_date_parts(measure.start)
    return f"{start.year:04}-{start.month:02}" if start.month else f"{start.year:04}"


def describe_events(events: pd.DataFrame) -> list[str]:
    """Return the events as notes, which say nothing about an effect; nothing without any."""
    last = [] if events.empty else ["De stippellijn toont het moment, niet het effect."]
    return [*events["line"], *last]


def render_events(events: pd.DataFrame) -> Markup:
    """Return the same for the page only: a file for everyone must not name an internal measure."""
    return Markup().join(map(render_source_line, describe_events(events)))
