"""The parts of a page that set the municipality beside other regions.

Registrations per 1,000 inhabitants, and what residents say, with margins. Not here: choosing the
regions (`gemeente.toml`).
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.analysis.change import Difference, Estimate, judge_difference
from lib.board import Board
from lib.catalog import Indicator, Theme
from lib.exhibits.exhibit import Native, Shape
from lib.export.tables import provenance
from lib.figures.charts import Chart
from lib.figures.format import number
from lib.figures.page_html import render_subtitle, render_table
from lib.figures.sentences import format_source
from lib.figures.trends import draw_bars, draw_benchmark, stack_charts
from lib.figures.vocabulary import DIFFERENCE_LABELS
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.exhibit.show import least_sure, sources_of


def registered(board: Board, indicator: Indicator, *, name: str) -> None:
    """Show a count per 1,000 inhabitants beside the country and other municipalities."""
    rows = board.benchmark.rates(indicator.indicator)
    if rows.empty:
        return
    when = f"{rows['period'].iloc[0]}, inwoners {rows['base_period'].iloc[0]}"
    own = board.municipality
    title = f"{indicator.name} per 1.000 inwoners naast andere gebieden, {when}"
    finding = (
        f"{own.name}: {number(rows['rate'].iloc[0], decimals=1)} per 1.000 inwoners. Gebieden "
        "verschillen in ligging en in bezoekers: een hoger cijfer zegt niet waardoor."
    )
    show.caption(title, finding)
    drawn = draw_bars(
        rows.rename(columns={"rate": "value"})[["name", "value"]].assign(
            own=rows["code"] == own.code
        ),
        unit=f"{indicator.unit} per 1.000 inwoners",
        decimals=1,
    )
    show.chart(
        drawn, key="beside", alternative=f"{title}. De tabel hieronder heeft dezelfde cijfers."
    )
    sources = sources_of(board, pd.concat([rows["source"], rows["base_source"]]))
    status = least_sure(rows["status"])
    show.below(
        format_source(sources, period=when, status=status),
        name=f"{name}-{indicator.indicator}-vergeleken",
        title=title,
        finding=finding,
        drawn=lambda: drawn,
        native=Native(Shape.BARS, "gebied", ("per 1.000",)),
        table=render_table(
            ("Gebied", indicator.unit, "inwoners", "per 1.000"),
            [
                (
                    r["name"],
                    number(r["count"]),
                    number(r["inhabitants"]),
                    number(r["rate"], decimals=1),
                )
                for _, r in rows.iterrows()
            ],
            caption=title,
            numeric=(1, 2, 3),
        ),
        data=lambda: provenance(
            rows[["name", "count", "inhabitants", "rate"]].set_axis(
                ["gebied", indicator.unit, "inwoners", "per 1.000"], axis="columns"
            ),
            sources=sources,
            period=when,
            status=status,
        ),
    )


def monitor(board: Board, theme: Theme) -> None:
    """Show what residents say in the national survey, beside police unit and country."""
    own = [i for i in board.indicators.values() if theme.slug in i.themes and i.kind == "survey"]
    said(board, own, name=theme.slug)


def said(board: Board, indicators: Sequence[Indicator], *, name: str) -> None:
    """Show survey figures beside those of other regions: a chart each, and one table."""
    found = {i: rows for i in indicators if len(rows := _one_source(board, i))}
    if not found:
        return
    every = pd.concat(found.values())
    period = ", ".join(sorted(set(every["period"])))
    title = f"Wat inwoners zeggen, meting {period}"
    finding = "Een streep is de marge van 95 %. Alleen een verschil buiten de marges telt."
    show.caption(title, finding)
    columns = st.columns(2, gap="medium")
    for place, (indicator, rows) in enumerate(found.items()):
        with columns[place % 2]:
            _chart(board, indicator, rows)
    lines = [line for i, rows in found.items() for line in _lines(board, i, rows)]
    header = ("Vraag", "Gebied", "Cijfer", "Marge (95 %)", board.municipality.name)
    table = render_table(header, lines, caption=title, numeric=(2, 3))
    sources, status = sources_of(board, every["source"]), least_sure(every["status"])
    show.below(
        format_source(sources, period=f"meting {period}", status=status),
        name=f"{name}-monitor",
        title=title,
        finding=finding,
        drawn=lambda: stack_charts({i.name: _drawn(board, i, r) for i, r in found.items()}),
        public=True,
        table=table,
        data=lambda: provenance(
            pd.concat([rows.assign(vraag=i.name) for i, rows in found.items()])[
                ["vraag", "name", "value", "lower", "upper"]
            ].set_axis(["vraag", "gebied", "cijfer", "ondergrens", "bovengrens"], axis="columns"),
            sources=sources,
            period=f"meting {period}",
            status=status,
        ),
    )


def _one_source(board: Board, indicator: Indicator) -> pd.DataFrame:
    """Return the newest wave of the source that has other regions too.

    Where none has: the municipality's own figure, unless its areas have one, which is shown
    with them.
    """
    rows = board.benchmark.surveys(indicator.indicator)
    others = rows[rows["area"] != board.municipality.code]
    if others.empty:
        return rows.iloc[:0] if "area" in indicator.levels else rows.head(1)
    return rows[rows["source"].isin(others["source"])].reset_index(drop=True)


def _chart(board: Board, indicator: Indicator, rows: pd.DataFrame) -> None:
    told = "; ".join(
        f"{n} {number(v, decimals=indicator.decimals)}"
        for n, v in zip(rows["name"], rows["value"], strict=True)
    )
    frame.show_html(render_subtitle(indicator.name))
    show.chart(
        _drawn(board, indicator, rows),
        key=f"monitor_{indicator.indicator}",
        alternative=f"{indicator.name}: {told}.",
    )


def _drawn(board: Board, indicator: Indicator, rows: pd.DataFrame) -> Chart:
    return draw_benchmark(
        rows[["name", "value", "lower", "upper"]].assign(
            own=rows["area"] == board.municipality.code
        ),
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def _lines(board: Board, indicator: Indicator, rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return a line per region, with how the municipality stands beside it."""
    own = rows[rows["area"] == board.municipality.code]
    decimals = indicator.decimals
    lines: list[tuple[str, ...]] = []
    for _, r in rows.iterrows():
        margin = "geen marge bekend"
        if pd.notna(r["lower"]):
            low, high = (number(r[edge], decimals=decimals) for edge in ("lower", "upper"))
            margin = f"{low} tot {high}"
        verdict = ""
        if len(own) and r["area"] != board.municipality.code:
            verdict = DIFFERENCE_LABELS[_difference(own.iloc[0], r)]
        value = number(r["value"], decimals=decimals)
        lines.append((indicator.name, str(r["name"]), value, margin, verdict))
    return lines


def _difference(own: pd.Series, other: pd.Series) -> Difference:
    one, two = (
        Estimate(
            float(r["value"]),
            None if pd.isna(r["lower"]) else float(r["lower"]),
            None if pd.isna(r["upper"]) else float(r["upper"]),
            comparable=own["period"] == other["period"],
        )
        for r in (own, other)
    )
    return judge_difference(one, two)
