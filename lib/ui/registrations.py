"""The parts of a page that show kinds of registrations: per month, per area, per year.

Not here: which changes are real (`movements`), and other regions (`beside`).
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.board import NOT_COMPARABLE, AreaValues, Board, Unit
from lib.catalog import Indicator, Theme
from lib.export.tables import provenance
from lib.figures.format import number
from lib.figures.layers import RegistrationView
from lib.figures.page_html import render_source_line, render_table, render_verdict
from lib.figures.panels import Panel, draw_panels, render_panels
from lib.figures.sentences import format_source, multiples_finding, protection_note
from lib.figures.trends import draw_years
from lib.figures.vocabulary import SUPPRESSED, VERDICT_LABELS, VIEW_LABELS, judge_verdict
from lib.ui import benchmark, frame
from lib.ui.changes import comparison_control
from lib.ui.exhibit import show
from lib.ui.exhibit.show import least_sure, sources_of
from lib.ui.months import per_month
from lib.ui.selection import choose_option, read_choice, write_choice_on_change

KIND, VIEW_OF = "soort", "weergave"
YEARS, PANEL_YEARS = 3, 8


def of_theme(board: Board, theme: Theme) -> list[Indicator]:
    """Return the theme's own counts of which municipal figures are loaded."""
    own = [i for i in board.indicators.values() if theme.slug in i.themes and i.kinds]
    return [i for i in own if not board.registrations.yearly(i.indicator).empty]


def going_concern(board: Board) -> list[Indicator]:
    """Return the counts that go on whatever the priorities are, as far as they are loaded."""
    own = [i for i in board.indicators.values() if i.going_concern]
    return [i for i in own if not board.registrations.yearly(i.indicator).empty]


def controls(board: Board, theme: Theme) -> RegistrationView:
    """Show what the map may tell of a kind, and what the newest months stand beside.

    Return what the map tells, as the URL has it.
    """
    if not of_theme(board, theme):
        return RegistrationView.COUNT
    views = _views(board)
    left, right = st.columns(2, gap="medium")
    with left:
        view = choose_option(
            views,
            name=VIEW_OF,
            label="De kaart toont per soort",
            text=lambda v: VIEW_LABELS[v],
            wrong="weergave",
        )
    with right:
        comparison_control(board)
    return view


def _views(board: Board) -> list[RegistrationView]:
    return (
        list(RegistrationView)
        if board.registrations.changes()
        else [v for v in RegistrationView if v is not RegistrationView.CHANGE]
    )


def chosen_view(board: Board) -> RegistrationView:
    """Return what the URL lets the map tell of a kind, where that can be."""
    return read_choice(_views(board), name=VIEW_OF) or RegistrationView.COUNT


@st.fragment
def over_time(board: Board, theme: Theme) -> None:
    """Show one kind of the reader's choice: per month, and per year in each area."""
    own = of_theme(board, theme)
    if not own:
        return
    indicator = _chosen_kind(own)
    per_month(board, indicator, name=theme.slug)
    _small_multiples(board, indicator, name=theme.slug)
    benchmark.registered(board, indicator, name=theme.slug)


def _chosen_kind(own: Sequence[Indicator]) -> Indicator:
    by_key = {i.indicator: i for i in own}
    unknown = "De soort '{}' in de link is er niet. U ziet de eerste soort."
    kind = read_choice(by_key, name=KIND, unknown=unknown) or own[0].indicator
    st.session_state["kind_box"] = kind
    st.selectbox(
        "Welke soort?",
        list(by_key),
        format_func=lambda k: by_key[k].name,
        key="kind_box",
        placeholder="Kies een soort",
        on_change=write_choice_on_change("kind_box", KIND),
    )
    return by_key[kind]


def _small_multiples(board: Board, indicator: Indicator, *, name: str) -> None:
    """Show the years of every area on one scale."""
    years = board.registrations.years(indicator.indicator)[-PANEL_YEARS:]
    found = {y: lv for y in years if (lv := board.area_values(indicator.indicator, period=y))}
    if len(found) < 2:  # noqa: PLR2004 - one year is no course
        return
    rows = pd.concat(
        [lv.frame[["name", "value", "missing"]].assign(period=y) for y, lv in found.items()]
    )
    title = f"{indicator.name} per wijk, {years[0]}-{years[-1]}"
    finding = multiples_finding(rows)
    show.caption(title, finding)
    order = sorted(set(rows["name"]))
    texts = {y: lv.frame.set_index("name") for y, lv in found.items()}
    drawn = {n: _panel({y: t.loc[n] for y, t in texts.items()}) for n in order}
    highest = f"{number(rows['value'].max())} {indicator.unit}"
    frame.show_html(render_panels(drawn, first=years[0], last=years[-1], highest=highest))
    sources = list(dict.fromkeys(s for lv in found.values() for s in lv.sources))
    span = f"{years[0]}-{years[-1]}"
    status = least_sure(pd.Series([lv.status.value for lv in found.values()]))
    show.below(
        format_source(sources, period=span, status=status),
        name=f"{name}-{indicator.indicator}-per-wijk",
        title=title,
        finding=finding,
        drawn=lambda: draw_panels(drawn, first=years[0], last=years[-1], highest=highest),
        table=render_table(
            ("Wijk", *found),
            [
                (n, *(t["missing"][n] or number(t["value"][n]) for t in texts.values()))
                for n in order
            ],
            caption=title,
            numeric=range(1, len(found) + 1),
        ),
        data=lambda: provenance(
            rows.rename(
                columns={
                    "name": "wijk",
                    "value": indicator.unit,
                    "period": "jaar",
                    "missing": "ontbreekt omdat",
                }
            ),
            sources=sources,
            period=span,
            status=status,
        ),
    )


def _panel(years: Mapping[str, pd.Series]) -> Panel:
    """Return one area's panel; each year has `value` and `missing`."""
    told = {y: row["missing"] or number(row["value"]) for y, row in years.items()}
    last = max(years)
    return Panel(
        [None if pd.isna(row["value"]) else float(row["value"]) for row in years.values()],
        "; ".join(f"{year} {text}" for year, text in told.items()),
        f"{last}: {told[last]}",
    )


def per_year(board: Board, indicators: Sequence[Indicator], *, name: str) -> None:
    """Show the municipal figure of each kind in the last years, largest first."""
    series = {i: board.registrations.yearly(i.indicator) for i in indicators}
    found = {i.name: rows.set_index("period") for i, rows in _largest_first(series)}
    if not found:
        return
    years = sorted(set().union(*(s.index for s in found.values())))[-YEARS:]
    title = f"Registraties in heel {board.municipality.name}, {years[0]}-{years[-1]}"
    values = {k: [float(s["value"].get(y, float("nan"))) for y in years] for k, s in found.items()}
    finding = f"Aantallen per jaar, de meeste in {years[-1]} bovenaan."
    show.caption(title, finding)
    rows = pd.concat(found.values())
    sources, status = sources_of(board, rows["source"]), least_sure(rows["status"])
    span, note = f"{years[0]}-{years[-1]}", protection_note(board)
    frame.show_html(
        render_table(
            ("Soort", *years),
            [
                (k, *(SUPPRESSED if note and pd.isna(v) else number(v) for v in row))
                for k, row in values.items()
            ],
            caption=title,
            numeric=range(1, len(years) + 1),
        )
    )
    if note:
        frame.show_html(render_source_line(note))
    show.below(
        format_source(sources, period=span, status=status),
        name=f"{name}-soorten",
        title=title,
        finding=finding,
        data=lambda: provenance(
            pd.DataFrame.from_dict(values, orient="index", columns=years)
            .rename_axis("soort")
            .reset_index(),
            sources=sources,
            period=span,
            status=status,
            note=note,
        ),
    )


def _largest_first(
    series: Mapping[Indicator, pd.DataFrame],
) -> list[tuple[Indicator, pd.DataFrame]]:
    loaded = [(i, rows) for i, rows in series.items() if len(rows)]
    return sorted(loaded, key=lambda pair: -float(pair[1]["value"].iloc[-1]))


def of_area(board: Board, area: str) -> None:
    """Show what was registered in one area: per kind with its verdict, and one kind per year."""
    levels = [lv for k, i in board.indicators.items() if i.kinds and (lv := board.area_values(k))]
    if not any(lv.indicator.themes for lv in levels):
        return
    levels.sort(key=lambda lv: -(lv.cell(area).value or 0.0))
    title = f"Registraties per soort in {board.areas[area].name}, {levels[0].period}"
    header = ("Soort", "Aantal", "Per 1.000 inwoners", "% van alles", "Laatste 12 maanden")
    shown = [_of_area(board, area, lv) for lv in levels]
    sources = list(dict.fromkeys(s for lv in levels for s in lv.sources))
    status = least_sure(pd.Series([lv.status.value for lv in levels]))
    span = ", ".join(dict.fromkeys(lv.period for lv in levels))
    show.caption(title, "De meeste bovenaan. Wat een soort betekent, staat bij Verantwoording.")
    with st.container(key="area_kinds"):
        frame.show_html(render_table(header, shown, caption=title, numeric=(1, 2, 3)))
    if board.hard_to_compare(area):
        frame.show_html(render_source_line(f"Per 1.000 inwoners: {NOT_COMPARABLE}."))
    show.below(
        format_source(sources, period=span, status=status),
        name=f"wijk-{area}-soorten",
        title=title,
        data=lambda: provenance(
            pd.DataFrame(
                [(*told, str(verdict.striptags())) for *told, verdict in shown],
                columns=[name.lower() for name in header],
            ),
            sources=sources,
            period=span,
            status=status,
        ),
    )
    # Not on paper: a profile fills one sheet.
    with st.container(key="area_one_kind"):
        _one_kind(board, area, levels)


def _of_area(board: Board, area: str, per_area: AreaValues) -> tuple[str, str, str, str, Markup]:
    """Return one kind in an area: its count, rate, share, and verdict where it is judged."""
    indicator = per_area.indicator
    cell = per_area.cell(area)
    others = [
        (lv.cell(area).missing or number(lv.cell(area).value, decimals=1)) if lv else "–"
        for lv in (board.area_values(indicator.indicator, unit=u) for u in (Unit.RATE, Unit.SHARE))
    ]
    if cell.missing:
        others = ["–", "–"]
    moved = board.registrations.changes()
    rows = moved.areas if moved else pd.DataFrame(columns=["group", "area", "verdict"])
    own = rows[(rows["group"] == indicator.indicator) & (rows["area"] == area)]["verdict"]
    verdict = Markup()
    if len(own):
        v = own.iloc[0]
        verdict = render_verdict(VERDICT_LABELS[v], judge_verdict(v, indicator.polarity))
    return (indicator.name, cell.missing or number(cell.value), others[0], others[1], verdict)


@st.fragment
def _one_kind(board: Board, area: str, levels: Sequence[AreaValues]) -> None:
    """Show one kind of the reader's choice per year in an area."""
    indicator = _chosen_kind([lv.indicator for lv in levels])
    years = board.registrations.years(indicator.indicator)[-PANEL_YEARS:]
    cells = {
        y: lv.cell(area) for y in years if (lv := board.area_values(indicator.indicator, period=y))
    }
    per_area = board.area_values(indicator.indicator)
    if len(cells) < 2 or per_area is None:  # noqa: PLR2004 - one year is no course
        return
    name = board.areas[area].name
    title = f"{indicator.name} per jaar in {name}"
    show.caption(title, "Of een verschil echt is, staat in de tabel hierboven.")
    rows = pd.DataFrame({"period": list(cells), "value": [c.value for c in cells.values()]})
    told = [(y, c.missing or number(c.value)) for y, c in cells.items()]
    drawn = draw_years(rows.astype({"value": float}), unit=indicator.unit)
    alternative = f"{title}: " + "; ".join(f"{y} {v}" for y, v in told) + "."
    show.chart(drawn, key="area_years", alternative=alternative)
    span = f"{years[0]}-{years[-1]}"
    show.below(
        format_source(per_area.sources, period=span, status=per_area.status),
        name=f"wijk-{area}-{indicator.indicator}",
        title=title,
        alternative=alternative,
        drawn=lambda: drawn,
        table=render_table(("Jaar", indicator.unit), told, caption=title, numeric=(1,)),
        data=lambda: provenance(
            pd.DataFrame(told, columns=["jaar", indicator.unit]),
            sources=per_area.sources,
            period=span,
            status=per_area.status,
        ),
    )
    if board.internal:
        _parts(board, area, indicator)


def _parts(board: Board, area: str, indicator: Indicator) -> None:
    """Show the newest count of a kind in each CBS wijk and buurt; for insiders only."""
    found = {
        "CBS-wijk": board.unit_values(area, indicator.indicator, kind="cbs_wijk"),
        "CBS-buurt": board.unit_values(area, indicator.indicator, kind="cbs_buurt"),
    }
    rows = [
        (cell.name, kind, cell.missing or number(cell.value))
        for kind, cells in found.items()
        for cell in cells.values()
    ]
    per_area = board.area_values(indicator.indicator)
    if not rows or per_area is None:
        return
    name = board.areas[area].name
    title = f"{indicator.name} in de delen van {name}, {per_area.period}"
    with st.expander(title):
        frame.show_html(
            render_table(("Deel", "Soort", indicator.unit), rows, caption=title, numeric=(2,))
        )
        frame.show_html(
            render_source_line(
                format_source(per_area.sources, period=per_area.period, status=per_area.status)
                + " Intern: kleine aantallen zijn niet openbaar."
            )
        )
