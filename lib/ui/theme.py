"""The parts of a theme page, all from the theme's data."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from lib.analysis.windows import Comparison
from lib.board import Board
from lib.catalog import Indicator, Status, Theme
from lib.exhibits.exhibit import Exhibit, Native, Shape
from lib.exhibits.maps import area_map_makers
from lib.export.tables import provenance
from lib.figures.format import number, span
from lib.figures.layers import theme_layers
from lib.figures.page_html import render_cards, render_list, render_source_line, render_table
from lib.figures.sentences import format_source, series_finding
from lib.figures.trends import draw_years
from lib.figures.vocabulary import STATE_LABELS, format_paragraph
from lib.ui import frame, registrations
from lib.ui.exhibit import show
from lib.ui.months import of_months
from lib.ui.refresh_button import show_refresh_button


def current(board: Board) -> Theme:
    """Return the theme whose page this is."""
    return next(t for t in board.themes if t.slug == frame.current_slug())


def findings(theme: Theme) -> None:
    """Show what the sources say in words, each with level, period and section."""
    told = [f for f in theme.fact if not f.figure]
    if told:
        frame.show_heading("Wat we weten")
        frame.show_html(
            render_list(
                f"{f.label}. {f.text} ({f.level}, {f.period}; {format_paragraph(f.section)})"
                for f in told
            )
        )


def not_loaded(board: Board, theme: Theme) -> None:
    """Say which figures of the theme are missing, and what stands on the map until then."""
    if not theme.missing or registrations.of_theme(board, theme):
        return
    frame.show_notice(
        "De cijfers per soort zijn nog niet geladen. De kaart toont daarom alle geregistreerde "
        "misdrijven samen, niet alleen die van dit thema."
    )
    show_refresh_button(board)
    with st.expander("Wat ontbreekt er nog?"):
        frame.show_html(render_list(theme.missing))
        frame.show_html(
            render_source_line(
                "Deze cijfers komen uit de open data van politie en CBS. De opdracht 'make data' "
                "haalt ze op; daarna staan ze hier."
            )
        )


def shown(
    board: Board, theme: Theme, own: Sequence[Indicator], compared: Comparison
) -> list[Callable[[], Exhibit]]:
    """Return what makes the figures of the theme's presentation: its maps, then its months."""
    found = theme_layers(board, theme, registrations.chosen_view(board), compared)
    months = [i for i in own if not board.registrations.monthly(i.indicator).empty]
    return [
        *area_map_makers(board, found.values(), name=theme.slug),
        *(partial(of_months, board, i, name=theme.slug) for i in months),
    ]


def over_time(board: Board, theme: Theme) -> None:
    """Show the municipal figures of the theme's indicator over the years."""
    indicator, rows = (
        board.indicators.get(theme.indicator),
        board.registrations.yearly(theme.indicator),
    )
    if indicator is None or rows.empty or registrations.of_theme(board, theme):
        return
    years = f"{rows['period'].iloc[0]}-{rows['period'].iloc[-1]}"
    title = f"{indicator.name} in heel {board.municipality.name}, {years}"
    finding = series_finding(rows, unit=indicator.unit)
    show.caption(title, finding)
    shown = [
        (str(p), number(v, decimals=indicator.decimals))
        for p, v in zip(rows["period"], rows["value"], strict=True)
    ]
    drawn = draw_years(rows, unit=indicator.unit)
    told = f"{title}: " + "; ".join(f"{year} {value}" for year, value in shown) + "."
    show.chart(drawn, key="over_time", alternative=told)
    sources = [board.sources[k] for k in dict.fromkeys(rows["source"])]
    status = Status(rows["status"].iloc[-1])
    show.below(
        format_source(sources, period=years, status=status),
        name=f"{theme.slug}-per-jaar",
        title=title,
        finding=finding,
        alternative=told,
        drawn=lambda: drawn,
        native=Native(Shape.COLUMNS, "jaar", (indicator.unit,)),
        table=render_table(("Jaar", indicator.unit), shown, caption=title, numeric=(1,)),
        data=lambda: provenance(
            rows[["period", "value"]].rename(columns={"period": "jaar", "value": indicator.unit}),
            sources=sources,
            period=years,
            status=status,
        ),
    )


def what_it_is(theme: Theme) -> None:
    """Show the theme's own text and its parts."""
    frame.show_heading("Wat is het?")
    frame.show_html(
        render_cards([(p.title, p.text, format_paragraph(p.section)) for p in theme.part])
    )
    st.markdown(theme.text, anchors=False)


def exposure(theme: Theme) -> None:
    """Show what makes the municipality vulnerable."""
    frame.show_heading("Wat zegt de nota over de omstandigheden?")
    frame.show_html(
        render_list(f"{p.text} ({format_paragraph(p.section)})" for p in theme.exposure)
    )


def approach(board: Board, theme: Theme) -> None:
    """Show the approach as cards, each with its partners and red threads."""
    partners = {p.key: p.name for p in board.organisation.partner}
    threads = {t.key: t.name for t in board.organisation.thread}
    frame.show_heading("De aanpak")
    frame.show_html(
        render_cards(
            (
                a.title,
                a.text,
                " · ".join(
                    filter(
                        None,
                        (
                            f"Met: {', '.join(partners[k] for k in a.partners)}"
                            if a.partners
                            else "",
                            f"Rode draad: {', '.join(threads[k] for k in a.threads)}"
                            if a.threads
                            else "",
                            format_paragraph(a.section),
                        ),
                    )
                ),
            )
            for a in theme.approach
        )
    )


def milestones(board: Board, theme: Theme) -> None:
    """Show the steps of the control cycle that matter most to the theme."""
    steps = [s for s in board.planning.steps if s.milestone.milestone in theme.milestones]
    if not steps:
        return
    frame.show_heading("Stappen in de tijd")
    frame.show_html(
        render_table(
            ("Stap", "Wanneer", "Stand volgens planning"),
            [
                (s.milestone.title, span(s.milestone.start, s.milestone.end), STATE_LABELS[s.state])
                for s in steps
            ],
            caption="Planning en controle",
        )
    )


def sources(board: Board, theme: Theme) -> None:
    """Show the sources of the theme's facts and approach."""
    policy = board.municipality.policy
    frame.show_html(
        render_source_line(
            format_source(
                [board.sources[k] for k in theme.sources], period=f"{policy.start}-{policy.end}"
            )
        )
    )
