"""What the municipality does: its measures, and what it registered of that; never judged."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lib.board import Board
from lib.catalog import Indicator, Period, Status
from lib.exhibits.exhibit import INTERNAL, NOTHING, Exhibit, Native, Shape, caveats_from_marks
from lib.exhibits.provenance import provenance_of_rows
from lib.exhibits.registrations import find_events, render_events
from lib.figures.chart_style import build_specification
from lib.figures.format import count, day, number, span
from lib.figures.format import period as format_period
from lib.figures.page_html import render_source_line, render_table
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.timeline import format_duration, render_timeline
from lib.figures.trends import draw_months, draw_years
from lib.store import Measure, Visibility

MEASURE_COLUMNS = ["maatregel", "stand", "wanneer", "waar", "thema", "wat u kunt doen", "voor wie"]
EFFORT_NOTE = (
    "Registratie van de gemeente zelf: wat de gemeente deed, geen misdrijven. Meer of minder is "
    "niet goed of slecht."
)


def measures_list(board: Board, measures: Sequence[Measure], *, filters: Sequence[str]) -> Exhibit:
    """Return measures; `filters` are what they were chosen by, in words.

    The title and the finding say so too: a file and a sheet have no filters next to them.
    """
    themes = board.files.theme_names
    chosen_by = ", ".join(filters)
    rows = [
        (
            m.title,
            m.status.value,
            format_duration(m),
            format_areas(board, m.areas),
            themes.get(m.theme, m.theme),
            m.residents,
            INTERNAL if m.visibility is Visibility.INTERNAL else "",
        )
        for m in measures
    ]
    is_internal = any(m.visibility is Visibility.INTERNAL for m in measures)
    origin = f"gemeente {board.municipality.name}, register van maatregelen"
    number = count(len(measures), "maatregel", "maatregelen")
    number += f" ({chosen_by})" if filters else ""
    return Exhibit(
        name="maatregelen",
        title=f"Maatregelen: {chosen_by}" if filters else "Maatregelen",
        finding=f"{number}. Een maatregel naast een cijfer is geen oorzaak.",
        source=f"Bron: {origin}. Stand: {day(board.today)}.",
        caveats=caveats_from_marks([INTERNAL] if is_internal else []),
        table=pd.DataFrame(rows, columns=MEASURE_COLUMNS).assign(
            bron=origin, opgehaald=day(board.today)
        ),
        html=render_timeline(measures, today=board.today) if measures else NOTHING,
    )


def list_efforts(board: Board, *, theme: str = "") -> list[Indicator]:
    """Return what the municipality registers itself, of a theme or all, as far as there is any."""
    own = [i for i in board.indicators.values() if i.kind == "effort"]
    own = [i for i in own if not theme or theme in i.themes]
    return [i for i in own if len(board.registrations.efforts(i.indicator))]


def effort_series(
    board: Board, indicator: Indicator, *, measures: Sequence[Measure], name: str
) -> Exhibit:
    """Return the numbers of an effort in time, of which there must be some.

    `measures` are those that the reader may see: their start stands with the months.
    """
    rows = board.registrations.efforts(indicator.indicator)
    periods = [Period(text) for text in rows["period"]]
    provenance = provenance_of_rows(board, rows, period=span(periods[0], periods[-1]))
    title = f"{indicator.name} in {board.municipality.name}"
    named = rows.assign(named=[format_period(p) for p in periods])
    months = rows["period"] if periods[0].is_month else rows["period"].iloc[:0]
    events = find_events(board, indicator, months=months, measures=measures)
    return Exhibit(
        name=f"{name}-{indicator.indicator}",
        title=title,
        finding=_describe_newest(indicator, named),
        source=provenance.describe(),
        caveats=provenance.caveats(
            board, public=indicator.visibility == "public", notes=[EFFORT_NOTE]
        ),
        table=provenance.add_to(
            named[["named", "value"]].set_axis(["wanneer", indicator.unit], axis="columns"),
            note=EFFORT_NOTE,
            provisional=rows["status"].eq(Status.PROVISIONAL).tolist(),
        ),
        chart=_draw_effort(named, indicator, events),
        native=Native(Shape.COLUMNS, "wanneer", (indicator.unit,)),
        html=render_events(events),
        screen_table=render_table(
            ("Wanneer", indicator.unit),
            [(when, number(v)) for when, v in zip(named["named"], named["value"], strict=True)],
            caption=title,
            numeric=(1,),
        )
        + render_source_line(indicator.definition),
    )


def _describe_newest(indicator: Indicator, rows: pd.DataFrame) -> str:
    """Return the newest number, and the sum where there are more: no rise, no fall."""
    newest = rows.iloc[-1]
    text = f"{newest['named'].capitalize()}: {number(newest['value'])} {indicator.unit}."
    if len(rows) > 1:
        first, total = rows["named"].iloc[0], number(rows["value"].sum())
        text += f" Vanaf {first} samen {total}, in {len(rows)} perioden met een cijfer."
    return text


def _draw_effort(rows: pd.DataFrame, indicator: Indicator, events: pd.DataFrame) -> dict[str, Any]:
    """Return the chart of an effort: months on a line of time, longer periods as columns."""
    if Period(rows["period"].iloc[0]).is_month:
        no_band = rows.assign(lower=float("nan"), upper=float("nan"))
        chart = draw_months(no_band, unit=indicator.unit, events=events)
    else:
        chart = draw_years(rows.assign(period=rows["named"]), unit=indicator.unit)
    return build_specification(chart)
