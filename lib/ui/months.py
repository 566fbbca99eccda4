"""One kind of registration per month, with what happened on the way."""

import pandas as pd

from lib.board import Board, get_store
from lib.catalog import Indicator, Period, Polarity
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.export.tables import provenance
from lib.figures.format import number, partial_date, period
from lib.figures.layers import MORE_CONTROL
from lib.figures.page_html import render_list, render_source_line, render_table
from lib.figures.sentences import format_source, months_finding, protection_note
from lib.figures.trends import draw_months
from lib.figures.vocabulary import SUPPRESSED
from lib.store import load_measures
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.exhibit.show import least_sure, sources_of
from lib.ui.sign_in import current_actor

MONTH = len("2023-05")


def per_month(board: Board, indicator: Indicator, *, name: str) -> None:
    """Show the months of the whole municipality."""
    rows = board.registrations.monthly(indicator.indicator)
    if rows.empty:
        return
    title, note = _title(board, indicator), protection_note(board)
    events = _events(board, indicator, rows["period"])
    finding = months_finding(rows, unit=indicator.unit)
    show.caption(title, finding)
    drawn = draw_months(rows, unit=indicator.unit, events=events)
    show.chart(drawn, key="per_month", alternative=f"{title}. {finding}")
    if len(events):
        frame.show_html(render_list(events["line"]))
        frame.show_html(render_source_line("De lijnen zeggen wanneer iets was, niet wat het deed."))
    if indicator.polarity is Polarity.NONE:
        frame.show_html(render_source_line(MORE_CONTROL))
    frame.show_html(render_source_line(f"{indicator.definition} {note}".strip()))
    show.under(
        _source(board, rows),
        name=f"{name}-{indicator.indicator}-per-maand",
        title=title,
        make=lambda: of_months(board, indicator, name=name),
        table=render_table(
            ("Maand", indicator.unit),
            [
                (partial_date(p), SUPPRESSED if note and pd.isna(v) else number(v))
                for p, v in zip(rows["period"], rows["value"], strict=True)
            ],
            caption=title,
            numeric=(1,),
        ),
    )


def of_months(board: Board, indicator: Indicator, *, name: str) -> Exhibit:
    """Return the months, of which there must be some, as a figure of its own."""
    rows, note = board.registrations.monthly(indicator.indicator), protection_note(board)
    events = _events(board, indicator, rows["period"])
    return show.exhibit(
        source=_source(board, rows),
        name=f"{name}-{indicator.indicator}-per-maand",
        title=_title(board, indicator),
        finding=months_finding(rows, unit=indicator.unit),
        alternative="",
        data=lambda: provenance(
            rows[["period", "value"]].rename(columns={"period": "maand", "value": indicator.unit}),
            sources=sources_of(board, rows["source"]),
            period=_span(rows),
            status=least_sure(rows["status"]),
            note=note,
        ),
        drawn=lambda: draw_months(rows, unit=indicator.unit, events=events),
        native=Native(Shape.LINES, "maand", (indicator.unit,)),
        internal=board.internal,
    )


def _title(board: Board, indicator: Indicator) -> str:
    return f"{indicator.name} per maand in heel {board.municipality.name}"


def _span(rows: pd.DataFrame) -> str:
    return (
        f"{partial_date(rows['period'].iloc[0])} tot en met {partial_date(rows['period'].iloc[-1])}"
    )


def _source(board: Board, rows: pd.DataFrame) -> str:
    return format_source(
        sources_of(board, rows["source"]), period=_span(rows), status=least_sure(rows["status"])
    )


def _events(board: Board, indicator: Indicator, months: pd.Series) -> pd.DataFrame:
    """Return the events in these months: `month`, `name` and `line` (its text in a list).

    Decisions and plans, and the start of measures that are about the kind or its theme.
    """
    first, last = months.iloc[0], months.iloc[-1]
    own = [
        (m.measure.start[:MONTH], m.measure.title)
        for m in load_measures(current_actor(), get_store())
        if m.measure.indicator == indicator.indicator or m.measure.theme in indicator.themes
    ]
    started = pd.DataFrame(own, columns=["period", "name"])
    found = pd.concat([board.planning.events(first=first, last=last), started], ignore_index=True)
    found["month"] = [f"{Period(p).start:%Y-%m}" for p in found["period"]]
    found = found[found["month"].between(first, last)]
    together = found.groupby(["month", "period"], as_index=False).agg({"name": "; ".join})
    together["line"] = [
        f"{n}. {period(Period(p))}: {name}"
        for n, (p, name) in enumerate(zip(together["period"], together["name"], strict=True), 1)
    ]
    return together
