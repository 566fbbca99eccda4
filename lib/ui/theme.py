"""The parts of a theme page, all from the theme's data."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

import streamlit as st

from lib.analysis.windows import Comparison
from lib.board import Board
from lib.catalog import Indicator, Theme
from lib.catalog.policy_texts import Approach
from lib.exhibits.benchmark import load_surveys, registration_rates
from lib.exhibits.change_lists import ChangeList, ChangePart, ChangeScope
from lib.exhibits.changes import change_list
from lib.exhibits.exhibit import Exhibit, ExhibitMaker
from lib.exhibits.maps import area_map_makers
from lib.exhibits.registrations import registrations_per_month
from lib.exhibits.yearly import kinds_per_year, registrations_per_year
from lib.figures.format import span
from lib.figures.layers.layer import Layer
from lib.figures.layers.modes import RegistrationView, theme_layers
from lib.figures.page_html import render_brief_list, render_cards
from lib.figures.sentences.source_sentences import find_sections, format_source
from lib.figures.vocabulary import STATE_LABELS, format_paragraph
from lib.ui import frame, registration_parts, survey_benchmark
from lib.ui.data_parts import show_refresh_button
from lib.ui.exhibit.show import show
from lib.ui.frame import AREA_PARAM
from lib.ui.map.map_and_list import map_and_list
from lib.ui.measures import measure_list
from lib.ui.selection import MODE_PARAM, read_choice, show_folds


def page_theme(board: Board) -> Theme:
    """Return the theme whose page this is."""
    return next(t for t in board.files.themes if t.slug == frame.current_slug())


def _show_findings(theme: Theme) -> None:
    """Show what the sources say, each with level, period and section."""
    if theme.fact:
        frame.show_heading("Wat we weten")
        frame.show_list(
            f"{f.label}{f': {f.figure}' if f.figure else ''}. {f.text} "
            f"({f.level}, {f.period}; {format_paragraph(f.section)})"
            for f in theme.fact
        )


def _show_stand_in(board: Board, theme: Theme) -> None:
    """Show, while no kind has figures per area, which are missing and the map of all crime."""
    if registration_parts.has_kinds_per_area(board, theme):
        return
    if theme.missing:
        _show_missing_figures(board, theme)
    map_and_list(board, theme_layers(board, theme), name=theme.slug)


def _show_missing_figures(board: Board, theme: Theme) -> None:
    kinds = registration_parts.theme_kinds(board, theme)
    lead = "Per wijk staan de cijfers per soort" if kinds else "De cijfers per soort staan"
    frame.show_notice(
        f"{lead} nog niet in dit dashboard. De kaart toont daarom alle geregistreerde "
        "misdrijven samen, niet alleen die van dit thema."
    )
    show_refresh_button(board)
    with st.expander("Wat ontbreekt er nog?"):
        frame.show_list(theme.missing)
        command = "De opdracht 'make data' haalt de cijfers op. Daarna staan de cijfers hier."
        text = command if board.internal else "De cijfers komen hier zodra de gemeente ze heeft."
        frame.show_source_line(f"Deze cijfers komen uit de open data van politie en CBS. {text}")


def show_figures(
    board: Board, theme: Theme, kinds: Sequence[Indicator], kind: Indicator | None
) -> None:
    """Show the figures behind the answer: of the chosen kind, of all kinds, and of surveys.

    Folded by what they answer, the first one open: together they fill fourteen telephone screens.
    """
    _show_stand_in(board, theme)
    for exhibit in counts_per_year(board, theme):
        show(exhibit)
    indicator = board.indicators.get(theme.indicator)
    if indicator is not None and not kinds:
        show(registrations_per_year(board, indicator, name=f"{theme.slug}-per-jaar"))
    folds = registration_parts.fold_kind_figures(board, theme, kind) if kind else {}
    if kinds and board.registrations.changes(registration_parts.read_comparison(board)) is not None:
        changes = partial(registration_parts.show_changes, board, kinds, name=theme.slug)
        folds["veranderingen"] = ("Wat steeg en wat daalde", changes)
    if kinds:
        table = partial(kinds_per_year, board, tuple(kinds), name=theme.slug)
        folds["soorten"] = ("Alle soorten per jaar", lambda: show(table()))
    surveys = survey_benchmark.theme_surveys(board, theme)
    if load_surveys(board, surveys):
        answers = partial(survey_benchmark.show_surveys, board, surveys, name=theme.slug)
        folds["inwoners"] = ("Wat inwoners zeggen", answers)
    # Next to a map that stands in for the kinds, nothing.
    first = next(iter(folds), "") if registration_parts.has_kinds_per_area(board, theme) else ""
    show_folds(folds, opened=first)


def show_approach_part(board: Board, theme: Theme) -> None:
    """Show what the approach is, the measures, and the steps in time."""
    _name_chosen_area(board)
    frame.show_heading("Wat houdt de aanpak in?")
    frame.show_html(
        render_cards(
            [
                (a.title, a.text, f"{_name_partners(board, a)} · {format_paragraph(a.section)}")
                for a in theme.approach
            ]
        )
    )
    measure_list.show_theme_measures(board, theme.slug)
    _show_milestones(board, theme)


def show_background(board: Board, theme: Theme) -> None:
    """Show what the theme is, what the sources say, and what makes the municipality vulnerable."""
    _name_chosen_area(board)
    _show_description(theme)
    _show_findings(theme)
    _show_exposure(theme)


def _name_chosen_area(board: Board) -> None:
    """Show, while an area is chosen, that a part is about the whole municipality."""
    if area := read_choice(board.areas, name=AREA_PARAM):
        name, whole = board.areas[area].name, board.municipality.name
        frame.show_subtitle(f"U koos {name}. Dit deel gaat over heel {whole}.")


def theme_figures(
    board: Board, theme: Theme, kinds: Sequence[Indicator], comparison: Comparison | None
) -> list[ExhibitMaker]:
    """Return what makes the figures of the theme's presentation and slides.

    What demonstrably changed, then of each kind its map, months, years and other regions, and
    last the counts that no published table has.
    """
    view = read_choice(RegistrationView, name=MODE_PARAM) or RegistrationView.RATE
    layers = theme_layers(board, theme, view=view, comparison=comparison)
    keys = {kind.indicator for kind in kinds}
    stand_ins = [layer for key, layer in layers.items() if key not in keys]
    of_kinds = (
        maker
        for kind in kinds
        for maker in _kind_makers(board, kind, layers.get(kind.indicator), name=theme.slug)
    )
    return [
        *_change_makers(board, theme, kinds, comparison),
        *area_map_makers(board, stand_ins, name=theme.slug),
        *of_kinds,
        # They are made already, to know which there are: their makers return a copy.
        *(partial(replace, exhibit) for exhibit in counts_per_year(board, theme)),
    ]


def _change_makers(
    board: Board, theme: Theme, kinds: Sequence[Indicator], comparison: Comparison | None
) -> Iterator[ExhibitMaker]:
    """Yield what makes the list of demonstrable changes, of the whole and per area."""
    found = board.registrations.changes(comparison)
    if found is None:
        return
    by_key = {kind.indicator: kind for kind in kinds}
    for scope in ChangeScope:
        changes = ChangeList(board, found, by_key, scope, ChangePart.DEMONSTRATED)
        exhibit = change_list(changes, name=f"{theme.slug}-{scope}")
        if exhibit is not None:
            yield exhibit.room or partial(replace, exhibit)


def _kind_makers(
    board: Board, kind: Indicator, layer: Layer | None, *, name: str
) -> Iterator[ExhibitMaker]:
    """Yield what makes a kind's map, its months, its years, and it next to other regions."""
    if layer is not None:
        yield from area_map_makers(board, [layer], name=name)
    if registration_parts.has_months(board, kind):
        measures = registration_parts.visible_measures()
        yield partial(registrations_per_month, board, kind, measures=measures, name=name)
    # Neither is None for a theme's kind of which other regions are known too.
    per_year = partial(
        registrations_per_year, board, kind, name=f"{name}-{kind.indicator}-per-jaar"
    )
    yield cast(ExhibitMaker, per_year)
    if not board.benchmark.rates(kind.indicator).empty:
        yield cast(ExhibitMaker, partial(registration_rates, board, kind, name=name))


def counts_per_year(board: Board, theme: Theme) -> list[Exhibit]:
    """Return a figure of each count of the theme that no published table has."""
    made = (
        registrations_per_year(board, i, name=f"{theme.slug}-{key}")
        for key, i in board.indicators.items()
        if theme.slug in i.themes and i.kind == "count" and not i.tables
    )
    return [exhibit for exhibit in made if exhibit is not None]


def _show_description(theme: Theme) -> None:
    """Show the theme's own text and its parts."""
    frame.show_heading("Wat is het?")
    frame.show_html(
        render_cards([(p.title, p.text, format_paragraph(p.section)) for p in theme.part])
    )
    st.markdown(theme.text, anchors=False)


def _show_exposure(theme: Theme) -> None:
    """Show what makes the municipality vulnerable."""
    frame.show_heading("Wat zegt het beleid over de omstandigheden?")
    frame.show_list(f"{p.text} ({format_paragraph(p.section)})" for p in theme.exposure)


def show_approach(board: Board, theme: Theme) -> None:
    """Show the approach as a list, each part with its partners and red threads."""
    frame.show_heading("De aanpak")
    frame.show_html(render_brief_list((a.title, _name_partners(board, a)) for a in theme.approach))


def _name_partners(board: Board, part: Approach) -> str:
    """Return with whom a part of the approach is done, and its red threads."""
    names = board.files.organisation
    with_whom = [f"met {names.partner_names[key]}" for key in part.partners]
    return " · ".join([*with_whom, *(names.thread_names[key] for key in part.threads)])


def _show_milestones(board: Board, theme: Theme) -> None:
    """Show the steps of the control cycle that matter most to the theme."""
    steps = [s for s in board.planning.steps if s.milestone.milestone in theme.milestones]
    if not steps:
        return
    frame.show_heading("Stappen in de tijd")
    frame.show_table(
        ("Stap", "Wanneer", "Stand volgens planning", "Waar het staat"),
        [
            (
                s.milestone.title,
                span(s.milestone.start, s.milestone.end),
                STATE_LABELS[s.state],
                format_paragraph(s.milestone.section),
            )
            for s in steps
        ],
        caption="Planning en controle",
    )


def show_theme_sources(board: Board, theme: Theme) -> None:
    """Show the sources of the theme's facts, approach and steps, with the sections used."""
    policy = board.municipality.policy
    steps = [m for m in board.files.milestones if m.milestone in theme.milestones]
    sections = find_sections([*theme.texts, *steps])
    sources = [board.sources[key] for key in sections]
    if sources:
        text = format_source(sources, period=policy.period, sections=sections)
        frame.show_source_line(text)
