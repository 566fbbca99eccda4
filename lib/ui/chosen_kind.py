"""The parts of a page that show registrations, of a kind that the reader chooses.

Not here: which changes are real (`change_lists`), and other regions (`survey_benchmark`).
"""

from collections.abc import Sequence

import streamlit as st

from lib.board import Board, get_store
from lib.catalog import Indicator, Theme
from lib.exhibits.area_registrations import (
    area_kinds,
    area_panels,
    area_years,
    loaded_kinds,
    unit_counts,
)
from lib.exhibits.benchmark import rates_per_year, registration_rates
from lib.exhibits.registrations import registrations_per_month
from lib.exhibits.yearly import registrations_per_year
from lib.figures.layers.modes import RegistrationView
from lib.figures.page_html import render_source_line
from lib.figures.sentences.source_sentences import format_source
from lib.figures.vocabulary import VIEW_LABELS
from lib.store import Measure, load_measures
from lib.ui import frame
from lib.ui.change_lists import show_comparison_control
from lib.ui.exhibit.show import show, show_below, show_caption, show_picture
from lib.ui.selection import choose_option, read_choice, write_choice_on_change
from lib.ui.sign_in import current_actor

KIND_PARAM, VIEW_PARAM = "soort", "weergave"


def theme_kinds(board: Board, theme: Theme) -> list[Indicator]:
    """Return the theme's own counts of which municipal figures are loaded."""
    own = [i for i in board.indicators.values() if theme.slug in i.themes and i.kinds]
    return [i for i in own if not board.registrations.yearly(i.indicator).empty]


def has_kinds_per_area(board: Board, theme: Theme) -> bool:
    """Return whether a kind of the theme has figures per area: else the map shows a stand-in."""
    return any(board.area_values(kind.indicator) for kind in theme_kinds(board, theme))


def counts_in_files(board: Board, theme: Theme) -> list[Indicator]:
    """Return the theme's counts that no published table has: their figures are in `data/`."""
    own = [i for i in board.indicators.values() if theme.slug in i.themes and i.kind == "count"]
    return [i for i in own if not i.tables]


def going_concern_kinds(board: Board) -> list[Indicator]:
    """Return the counts that go on whatever the priorities are, as far as they are loaded."""
    own = [i for i in board.indicators.values() if i.going_concern]
    return [i for i in own if not board.registrations.yearly(i.indicator).empty]


def show_view_controls(board: Board, theme: Theme) -> RegistrationView:
    """Show what the map can draw of a kind, and what the newest months are compared with.

    Return what the map tells, as the URL has it.
    """
    if not has_kinds_per_area(board, theme):
        return RegistrationView.COUNT
    views = _possible_views(board)
    left, right = st.columns(2, gap="medium")
    with left:
        view = choose_option(
            views,
            name=VIEW_PARAM,
            label="De kaart toont per soort",
            text=lambda v: VIEW_LABELS[v],
            wrong="weergave",
        )
    with right:
        show_comparison_control(board)
    return view


def _possible_views(board: Board) -> list[RegistrationView]:
    has_changes = board.registrations.changes() is not None
    return [v for v in RegistrationView if has_changes or v is not RegistrationView.CHANGE]


def read_view(board: Board) -> RegistrationView:
    """Return what the URL lets the map tell of a kind, where that can be."""
    return read_choice(_possible_views(board), name=VIEW_PARAM) or RegistrationView.COUNT


@st.fragment
def show_kind_over_time(board: Board, theme: Theme) -> None:
    """Show one kind of the reader's choice: per month and year, per area, and in other regions."""
    yearly = board.registrations.yearly
    # A kind of one year has no course to begin with.
    kinds = sorted(theme_kinds(board, theme), key=lambda kind: len(yearly(kind.indicator)) == 1)
    if not kinds:
        return
    indicator = _choose_kind(kinds)
    if not board.registrations.monthly(indicator.indicator).empty:
        measures = visible_measures()
        show(registrations_per_month(board, indicator, measures=measures, name=theme.slug))
    left, right = st.columns(2, gap="medium")
    with left:
        show(
            registrations_per_year(
                board, indicator, name=f"{theme.slug}-{indicator.indicator}-per-jaar"
            )
        )
    with right:
        show(rates_per_year(board, indicator, name=theme.slug))
    show(area_panels(board, indicator, name=theme.slug))
    show(registration_rates(board, indicator, name=theme.slug))


def visible_measures() -> list[Measure]:
    """Return the measures that this visitor may see."""
    return [stored.measure for stored in load_measures(current_actor(), get_store())]


def _choose_kind(own: Sequence[Indicator]) -> Indicator:
    by_key = {i.indicator: i for i in own}
    unknown = "De soort '{}' in de link is er niet. U ziet de eerste soort."
    kind = read_choice(by_key, name=KIND_PARAM, unknown=unknown) or own[0].indicator
    st.session_state["kind_box"] = kind
    st.selectbox(
        "Welke soort?",
        list(by_key),
        format_func=lambda k: by_key[k].name,
        key="kind_box",
        placeholder="Kies een soort",
        on_change=write_choice_on_change("kind_box", KIND_PARAM),
    )
    return by_key[kind]


def show_area_registrations(board: Board, area: str) -> None:
    """Show what was registered in one area: per kind with its verdict, and one kind per year."""
    exhibit = area_kinds(board, area)
    if exhibit is None:
        return
    show_caption(
        exhibit.title, "De meeste bovenaan. Wat een soort betekent, staat bij Verantwoording."
    )
    with st.container(key="area_kinds"):
        show_picture(exhibit)
    show_below(exhibit)
    # Not on paper: a profile fills one sheet.
    with st.container(key="area_one_kind"):
        _show_one_kind(board, area)


@st.fragment
def _show_one_kind(board: Board, area: str) -> None:
    """Show one kind of the reader's choice per year in an area."""
    indicator = _choose_kind([values.indicator for values in loaded_kinds(board, area)])
    exhibit = area_years(board, area, indicator)
    if exhibit is None:
        return
    show_caption(exhibit.title, "Of een verschil echt is, staat in de tabel hierboven.")
    show(exhibit, heading=False)
    if board.internal:
        _show_unit_counts(board, area, indicator)


def _show_unit_counts(board: Board, area: str, indicator: Indicator) -> None:
    """Show the newest count of a kind in each CBS wijk and buurt; for insiders only."""
    rows, newest = unit_counts(board, area, indicator), board.area_values(indicator.indicator)
    if not rows or newest is None:
        return
    title = f"{indicator.name} in de delen van {board.areas[area].name}, {newest.period}"
    source = format_source(newest.sources, period=newest.period, status=newest.status)
    with st.expander(title):
        frame.show_table(("Deel", "Soort", indicator.unit), rows, caption=title, numeric=(2,))
        note = "Intern: kleine aantallen tonen wij het publiek niet."
        frame.show_html(render_source_line(f"{source} {note}"))
