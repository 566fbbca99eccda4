"""The parts of a page that show registrations: which rose or fell, and a kind of choice.

Not here: how a change is judged (`lib.board`), and other regions (`survey_benchmark`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from lib.analysis.windows import Comparison
from lib.board import Board, RegistrationChanges, get_store
from lib.board.cached_method import cached_method
from lib.catalog import Indicator, Theme
from lib.exhibits.area_registrations import (
    area_kinds,
    area_panels,
    area_years,
    loaded_kinds,
    unit_counts,
)
from lib.exhibits.benchmark import rates_per_year, registration_rates
from lib.exhibits.change_lists import ChangeList, ChangePart, ChangeScope
from lib.exhibits.changes import change_list, demonstrated_changes
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.registrations import registrations_per_month
from lib.exhibits.yearly import registrations_per_year
from lib.figures.format import count
from lib.figures.layers.layer import Layer
from lib.figures.layers.modes import RegistrationView, kind_layers
from lib.figures.page_html import render_list, render_pair, render_subtitle
from lib.figures.sentences.change_sentences import describe_detectable_rises
from lib.figures.sentences.source_sentences import format_source
from lib.figures.vocabulary import COMPARISON_LABELS
from lib.store import Measure, load_measures
from lib.ui import frame
from lib.ui.exhibit.show import show, show_below, show_caption, show_picture
from lib.ui.forms.widgets import choose_in_url_box
from lib.ui.frame import AREA_PARAM
from lib.ui.map.map_and_list import map_and_list
from lib.ui.selection import MODE_PARAM, choose_option, read_area, read_choice, write_choice
from lib.ui.sign_in import current_actor

KIND_PARAM = "soort"
COMPARISON_PARAM = "vergelijk"
MOST_CHANGES = 6  # by name, above the figures


def read_comparison(board: Board) -> Comparison | None:
    """Return what the URL compares the newest months with, else the default; None without any."""
    options = board.registrations.comparisons()
    return read_choice(options, name=COMPARISON_PARAM) or next(iter(options), None)


def _show_comparison_control(board: Board) -> None:
    """Show what the newest months can be compared with: all figures of the page follow it."""
    if options := board.registrations.comparisons():
        choose_option(
            {option: COMPARISON_LABELS[option] for option in options},
            name=COMPARISON_PARAM,
            label="De nieuwste maanden naast",
            wrong="vergelijking",
        )


def show_demonstrated(board: Board, kinds: tuple[Indicator, ...]) -> None:
    """Show what demonstrably rose or fell among these kinds, by name; also that nothing did."""
    changed, summary = demonstrated_changes(board, kinds, read_comparison(board))
    if summary:
        frame.show_heading("Wat veranderde aantoonbaar?")
        if (more := len(changed) - MOST_CHANGES) > 0:
            summary += f" Nog {count(more, 'verandering', 'veranderingen')}: zie Cijfers."
        changes = render_list(changed[:MOST_CHANGES]) if changed else ""
        frame.show_html(render_pair(changes, render_subtitle(summary)))


def show_changes(board: Board, kinds: Sequence[Indicator], *, name: str) -> None:
    """Show which kinds rose or fell, in the whole municipality and in which areas."""
    found = board.registrations.changes(read_comparison(board))
    if kinds and found is not None:
        _show_comparison_control(board)
        frame.show_heading("Stijgers en dalers")
        show_verdicts(board, found, kinds, name=name)


def show_verdicts(
    board: Board, found: RegistrationChanges, kinds: Sequence[Indicator], *, name: str
) -> None:
    """Show verdicts on these kinds, of the whole municipality and per area.

    Of each the demonstrable ones, the rest folded.
    """
    by_key = {kind.indicator: kind for kind in kinds}
    totals = ChangeList(board, found, by_key, ChangeScope.MUNICIPALITY)
    if len(totals.compared):
        frame.show_subtitle(f"Hele gemeente. {totals.finding}")
        names = (f"{name}-veranderingen", f"{name}-soorten-geen-verschil")
        _show_folded(totals, names, one="soort", many="soorten")
    areas = replace(totals, scope=ChangeScope.AREAS)
    if len(areas.compared):
        frame.show_subtitle(f"Per wijk. {areas.finding}")
        names = (f"{name}-stijgers-en-dalers", f"{name}-geen-verschil")
        _show_folded(areas, names, one="vergelijking", many="vergelijkingen")
        compared = {key: by_key[key] for key in dict.fromkeys(areas.compared["group"])}
        frame.show_list(describe_detectable_rises(found, compared))


def _show_folded(changes: ChangeList, names: tuple[str, str], *, one: str, many: str) -> None:
    """Show the demonstrable changes, and behind a line the others."""
    demonstrated, others = (
        replace(changes, part=part) for part in (ChangePart.DEMONSTRATED, ChangePart.OTHERS)
    )
    show(change_list(demonstrated, name=names[0]), heading=False)
    if len(others.rows):
        number = count(len(others.rows), one, many)
        with st.expander(f"Geen aantoonbaar verschil, of te kleine aantallen: {number}"):
            show(change_list(others, name=names[1]), heading=False)


@cached_method()
def theme_kinds(board: Board, theme: Theme) -> tuple[Indicator, ...]:
    """Return the theme's own counts of which municipal figures are loaded.

    Those of one year, which have no course, last.
    """
    own = [i for i in board.indicators.values() if theme.slug in i.themes and i.kinds]
    years = {i: len(board.registrations.yearly(i.indicator)) for i in own}
    return tuple(sorted((i for i in own if years[i]), key=lambda i: years[i] == 1))


def has_kinds_per_area(board: Board, theme: Theme) -> bool:
    """Return whether a kind of the theme has figures per area: else the map shows a stand-in."""
    return any(board.area_values(kind.indicator) for kind in theme_kinds(board, theme))


def going_concern_kinds(board: Board) -> list[Indicator]:
    """Return the counts that go on whatever the priorities are, as far as they are loaded."""
    own = [i for i in board.indicators.values() if i.going_concern]
    return [i for i in own if not board.registrations.yearly(i.indicator).empty]


def choose_theme_kind(kinds: Sequence[Indicator]) -> Indicator:
    """Show the one choice of a theme's page, and return the kind that the URL names."""
    by_key = {i.indicator: i for i in kinds}
    texts = {key: kind.short for key, kind in by_key.items()}
    return by_key[choose_option(texts, name=KIND_PARAM, label="Welke soort?", wrong="soort")]


def show_kind(board: Board, theme: Theme, kind: Indicator, comparison: Comparison | None) -> None:
    """Show one kind: its map with the list, and its course.

    Without figures per area: its course, and that of other regions.
    """
    layers = kind_layers(board, theme, kind.indicator, comparison=comparison)
    course = _describe_kind_course(board, theme, kind)
    if layers:
        _drop_missing_change(layers, kind)
        map_and_list(board, layers, name=f"{theme.slug}-{kind.indicator}")
        show(course)
        return
    if area := read_area(board):
        name, whole = board.areas[area].name, board.municipality.name
        text = f"U koos {name}. {kind.short}: geen cijfers per wijk, u ziet heel {whole}."
        frame.show_subtitle(text)
    left, right = st.columns(2, gap="medium")
    with left:
        show(course)
    with right:
        show(rates_per_year(board, kind, name=theme.slug))


def _drop_missing_change(layers: Mapping[str, Layer], kind: Indicator) -> None:
    """Take the map of change out of the URL where this kind has none, and show why."""
    change = RegistrationView.CHANGE
    if change not in layers and read_choice([change], name=MODE_PARAM):
        write_choice(MODE_PARAM, None)
        frame.show_notice(
            f"Of {kind.name.lower()} per wijk veranderde, is niet beoordeeld. "
            f"De kaart staat nu op '{next(iter(layers.values())).label}'."
        )


def _describe_kind_course(board: Board, theme: Theme, kind: Indicator) -> Exhibit | None:
    """Return the months of a kind, else its years."""
    if has_months(board, kind):
        measures = visible_measures()
        return registrations_per_month(board, kind, measures=measures, name=theme.slug)
    return kind_years(board, theme, kind)


def has_months(board: Board, kind: Indicator) -> bool:
    """Return whether a kind has figures per month."""
    return not board.registrations.monthly(kind.indicator).empty


def kind_years(board: Board, theme: Theme, kind: Indicator) -> Exhibit | None:
    """Return a kind over the years."""
    return registrations_per_year(board, kind, name=f"{theme.slug}-{kind.indicator}-per-jaar")


def fold_kind_figures(
    board: Board, theme: Theme, kind: Indicator
) -> dict[str, tuple[str, Callable[[], None]]]:
    """Return label and figures of what else a kind has: per year, elsewhere, and per area.

    Without figures per month those per year stand with the map already, and without figures per
    area those of other regions too.
    """
    area = read_choice(board.areas, name=AREA_PARAM)
    has_map = bool(kind_layers(board, theme, kind.indicator))
    folds: dict[str, tuple[str, Callable[[], None]]] = {}
    if has_map and (has_months(board, kind) or area):
        folds["jaren"] = (
            f"{kind.short} per jaar",
            lambda: _show_row(
                area_years(board, area, kind) if area else None,
                kind_years(board, theme, kind) if has_months(board, kind) else None,
            ),
        )
    if not board.benchmark.rates(kind.indicator).empty:
        folds["gebieden"] = (
            f"{kind.short} in andere gebieden",
            lambda: _show_row(
                rates_per_year(board, kind, name=theme.slug) if has_map else None,
                registration_rates(board, kind, name=theme.slug),
            ),
        )
    if has_map:
        folds["wijken"] = (
            f"{kind.short} in elke wijk",
            lambda: show(area_panels(board, kind, name=theme.slug, chosen=area)),
        )
    return folds


def _show_row(*figures: Exhibit | None) -> None:
    """Show those figures that there are next to each other."""
    found = [figure for figure in figures if figure is not None]
    for column, figure in zip(st.columns(max(1, len(found)), gap="medium"), found, strict=False):
        with column:
            show(figure)


def visible_measures() -> list[Measure]:
    """Return the measures that this visitor may see."""
    return [stored.measure for stored in load_measures(current_actor(), get_store())]


def _choose_kind(own: Sequence[Indicator]) -> Indicator:
    by_key = {i.indicator: i for i in own}
    unknown = "De soort '{}' in de link is er niet. U ziet de eerste soort."
    names = {key: indicator.name for key, indicator in by_key.items()}
    kind = choose_in_url_box(
        "Welke soort?", names, name=KIND_PARAM, key="kind_box", unknown=unknown
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
    show(exhibit, finding="Of een verschil echt is, staat in de tabel hierboven.")
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
        frame.show_source_line(f"{source} {note}")
