"""One priority theme: what we know, where, the approach, and what it is. Built from its data."""

from functools import partial

from lib.exhibits.yearly import kinds_per_year
from lib.figures.keynumbers import theme_tiles
from lib.figures.layers.modes import theme_layers
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences.registration_sentences import theme_finding
from lib.ui import change_lists, chosen_kind, frame, page_files, survey_benchmark, theme
from lib.ui.exhibit import presentation
from lib.ui.exhibit.show import show
from lib.ui.map.map_and_list import map_and_list
from lib.ui.measures import measure_list

board = frame.begin_page()
subject = theme.page_theme(board)
kinds, comparison = chosen_kind.theme_kinds(board, subject), change_lists.read_comparison(board)
make_figures = partial(theme.theme_figures, board, subject, kinds, comparison)
if presentation.is_requested():
    presentation.present(make_figures(), title=subject.short)
else:
    page_files.show_theme_files(make_figures, title=subject.name, name=subject.slug)
    frame.show_html(render_finding(theme_finding(board, subject)))
    frame.show_html(render_tiles(theme_tiles(board, subject, comparison)))
    theme.show_missing_figures(board, subject)
    view = chosen_kind.show_view_controls(board, subject)
    layers = theme_layers(board, subject, view=view, comparison=comparison)
    map_and_list(board, layers, name=subject.slug)
    change_lists.show_changes(board, kinds, name=subject.slug)
    chosen_kind.show_kind_over_time(board, subject)
    show(kinds_per_year(board, kinds, name=subject.slug))
    theme.show_counts_per_year(board, subject)
    survey_benchmark.show_theme_surveys(board, subject)
    theme.show_approach(board, subject)
    measure_list.show_theme_measures(board, subject.slug)
    theme.show_findings(board, subject)
    theme.show_description(subject)
    theme.show_exposure(subject)
    theme.show_indicator_per_year(board, subject)
    theme.show_milestones(board, subject)
    theme.show_theme_sources(board, subject)
