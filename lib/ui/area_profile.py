"""The parts of an area's profile. The figures come from the board, the words from sentences."""

import pandas as pd
import streamlit as st

from lib.board import (
    CRIME,
    CRIME_RATE,
    INHABITANTS,
    NOT_COMPARABLE,
    RATING,
    AreaValues,
    Board,
    Cell,
)
from lib.export.tables import provenance, rounded
from lib.figures.charts import Chart, draw_locator
from lib.figures.format import number
from lib.figures.page_html import render_list, render_source_line, render_table
from lib.figures.sentences import (
    benchmark_finding,
    extra_effort_text,
    format_source,
    unknown_about_area,
)
from lib.figures.waves import draw_wave_history
from lib.ui import frame
from lib.ui.exhibit import show
from lib.ui.exhibit.show import least_sure
from lib.ui.selection import AREA_PARAM, read_area, show_area_box, write_choice


def choose_area(board: Board) -> str:
    """Show box and buttons to choose an area; return the chosen one, by name the first."""
    by_name = sorted(board.areas, key=lambda a: board.areas[a].name)
    area = read_area(board) or by_name[0]
    place = by_name.index(area)
    box, back, on = st.columns([4, 1.6, 1.6], vertical_alignment="bottom")
    with box:
        show_area_box(board, area, key="profile_box", everything=False)
    for column, label, step in ((back, "← Vorige wijk", -1), (on, "Volgende wijk →", 1)):
        neighbour = by_name[(place + step) % len(by_name)]
        with column:
            st.button(
                label,
                key=f"step_{step}",
                on_click=write_choice,
                args=(AREA_PARAM, neighbour),
                width="stretch",
                help=board.areas[neighbour].name,
            )
    return area


def compared(board: Board, area: str) -> None:
    """Show the area beside the municipality and the areas most like it."""
    columns = [lv for k in (RATING, INHABITANTS, CRIME, CRIME_RATE) if (lv := board.area_values(k))]
    if not columns:
        return
    kind = "met" if board.hard_to_compare(area) else "zonder"
    title = f"{board.areas[area].name} naast de gemeente en drie andere wijken"
    method = (
        "Gekozen op het aantal inwoners dat het dichtst bij ligt, uit de wijken "
        f"{kind} stadscentrum of bedrijventerrein."
    )
    show.caption(title, method)
    areas = (area, *board.alike(area))
    header = ["Wijk", *(f"{lv.indicator.short} {lv.period}" for lv in columns)]
    rows = [
        [board.areas[a].name, *(_text(lv.cell(a), lv.indicator.decimals) for lv in columns)]
        for a in areas
    ]
    totals = [lv.total if lv.total is not None or lv.hides else lv.located for lv in columns]
    rows.append(
        [
            f"Gemeente {board.municipality.name}",
            *(
                number(total, decimals=lv.indicator.decimals)
                for total, lv in zip(totals, columns, strict=True)
            ),
        ]
    )
    frame.show_html(render_table(header, rows, caption=title, numeric=range(1, len(header))))
    if board.hard_to_compare(area):
        frame.show_html(render_source_line(f"* {NOT_COMPARABLE}. {board.areas[area].note}"))
    sources = tuple(dict.fromkeys(s for lv in columns for s in lv.sources))
    years = "; ".join(f"{lv.indicator.short.lower()} {lv.when}" for lv in columns)
    status = least_sure(pd.Series([lv.status.value for lv in columns]))
    show.below(
        format_source(sources, period=years, status=status),
        name=f"wijk-{area}",
        title=title,
        finding=benchmark_finding(
            board.areas[area].name,
            [
                (lv.indicator, text, lv.period)
                for lv, text in zip(columns, rows[0][1:], strict=True)
            ],
        ),
        data=lambda: provenance(
            pd.DataFrame(
                [
                    [board.areas[a].name, *(_figure(lv, lv.cell(a).value) for lv in columns)]
                    for a in areas
                ]
                + [[rows[-1][0], *map(_figure, columns, totals)]],
                columns=header,
            ),
            sources=sources,
            period=years,
            status=status,
        ),
    )


def _figure(per_area: AreaValues, value: float | None) -> float | None:
    return rounded(value, decimals=per_area.indicator.decimals)


def _text(cell: Cell, decimals: int) -> str:
    star = "*" if cell.remark and cell.value is not None else ""
    return cell.missing or number(cell.value, decimals=decimals) + star


def history(board: Board, area: str) -> None:
    """Show every wave of the rating, with the method break told."""
    rows = board.history(area)
    if rows.empty:
        return
    indicator = board.indicators[RATING]
    frame.show_heading("Alle metingen")
    drawn = _waves(board, rows) if len(rows) > 1 else None
    frame.show_html(
        render_table(
            ("Meting", "Rapportcijfer", "Gaat over", "Vergelijkbaar"),
            [
                (
                    r["period"],
                    number(r["value"], decimals=1),
                    r["name"] + (f". {r['note']}" if r["note"] else ""),
                    "vanaf deze meting" if r["comparable"] else "nee, andere meetmethode",
                )
                for _, r in rows.iterrows()
            ],
            caption="Rapportcijfer per meting",
            numeric=(1,),
        )
    )
    sources = [board.sources[s] for s in dict.fromkeys(rows["source"])]
    note = "" if rows["comparable"].all() else indicator.break_note
    years = ", ".join(rows["period"])
    show.below(
        f"{format_source(sources, period=years)} {note}".strip(),
        name=f"metingen-{area}",
        title=f"Alle metingen: {board.areas[area].name}",
        drawn=(lambda: drawn) if drawn else None,
        public=True,
        data=lambda: provenance(
            rows[["period", "value", "name", "comparable"]].set_axis(
                ["meting", "rapportcijfer", "gaat over", "vergelijkbaar"], axis="columns"
            ),
            sources=sources,
            period=years,
            status=board.rating_status,
            note=note,
        ),
    )


def _waves(board: Board, rows: pd.DataFrame) -> Chart:
    """Show the waves as a chart; of a combined area its parts are in the table only."""
    own = rows[~rows["period"].duplicated(keep="last")]
    goals = {"ondergrens": board.floor, "doel": board.target}
    told = "; ".join(
        f"{p} {number(v, decimals=1)}" for p, v in zip(own["period"], own["value"], strict=True)
    )
    drawn = draw_wave_history(
        own[["period", "value", "lower", "upper", "comparable"]],
        goals={name: goal.value for name, goal in goals.items() if goal},
    )
    with st.container(key="history"):
        show.chart(drawn, key="waves", alternative=f"Rapportcijfer per meting: {told}.")
    return drawn


def locator(board: Board, area: str) -> None:
    """Show where the area lies in the municipality."""
    name = board.areas[area].name
    with st.container(key="locator_box"):
        show.chart(
            draw_locator(area, board=board),
            key="locator",
            alternative=f"Kaart van {board.municipality.name} met {name} donker gekleurd.",
        )
    frame.show_html(render_source_line(board.municipality.map.attribution))


def effort(board: Board, area: str) -> None:
    """Show whether the area, or a part of it, gets extra effort, and what that means."""
    frame.show_heading("Extra inzet")
    frame.show_html(render_list(extra_effort_text(board, area)))


def parts(board: Board, area: str) -> None:
    """Show the CBS wijken and buurten that make up the area; figures only for the wijken."""
    wijken = board.units(area, kind="cbs_wijk")
    frame.show_heading("Waar de wijk uit bestaat")
    if len(wijken) > 1:
        _wijken(board, area)
    buurten = board.units(area, kind="cbs_buurt")
    names = ", ".join(b.name for b in buurten)
    year = board.areas[area].boundary_year
    frame.show_html(
        render_list(
            [
                f"CBS-wijk: {', '.join(w.name for w in wijken)}",
                f"CBS-buurten ({len(buurten)}, indeling {year}): {names}",
            ]
        )
    )


def _wijken(board: Board, area: str) -> None:
    """Show the figures of each CBS wijk of a combined area."""
    levels = [lv for k in (INHABITANTS, CRIME, CRIME_RATE) if (lv := board.area_values(k))]
    if not levels:
        return
    cells = [board.parts(area, lv.indicator.indicator, kind="cbs_wijk") for lv in levels]
    rows = [(cell.name, [c[code] for c in cells]) for code, cell in cells[0].items()]
    title = "Deze wijk bestaat uit meer dan één CBS-wijk"
    header = ["CBS-wijk", *(f"{lv.indicator.short} {lv.period}" for lv in levels)]
    frame.show_html(
        render_table(
            header,
            [
                [cells[0][code].name]
                + [
                    _text(c[code], lv.indicator.decimals)
                    for c, lv in zip(cells, levels, strict=True)
                ]
                for code in cells[0]
            ],
            caption=title,
            numeric=range(1, len(header)),
        )
    )
    sources = tuple(dict.fromkeys(s for lv in levels for s in lv.sources))
    years = "; ".join(f"{lv.indicator.short.lower()} {lv.when}" for lv in levels)
    status = least_sure(pd.Series([lv.status.value for lv in levels]))
    show.below(
        format_source(sources, period=years, status=status),
        name=f"delen-{area}",
        title=title,
        data=lambda: provenance(
            pd.DataFrame(
                [
                    [name, *(_figure(lv, c.value) for lv, c in zip(levels, row, strict=True))]
                    for name, row in rows
                ],
                columns=header,
            ),
            sources=sources,
            period=years,
            status=status,
        ),
    )


def unknown(board: Board, area: str) -> None:
    """Show what the dashboard does not know about the area."""
    frame.show_heading("Wat we niet weten")
    frame.show_html(render_list(unknown_about_area(board, area)))
