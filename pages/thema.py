"""One priority theme: what we know, where, the approach, and what it is. Built from its data."""

from lib.figures.keynumbers import theme_tiles
from lib.figures.layers import theme_layers
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences import theme_finding
from lib.ui import benchmark, changes, frame, page_files, registrations, theme
from lib.ui.exhibit import presentation
from lib.ui.map.map_and_list import map_and_list
from lib.ui.measures import measure_list

board = frame.begin_page()
subject = theme.current(board)
own, compared = registrations.of_theme(board, subject), changes.comparison(board)
if presentation.asked():
    presentation.present(theme.shown(board, subject, own, compared), title=subject.short)
else:
    page_files.of_theme(
        lambda: theme.shown(board, subject, own, compared), title=subject.name, name=subject.slug
    )
    frame.show_html(render_finding(theme_finding(board, subject)))
    frame.show_html(render_tiles(theme_tiles(board, subject, compared)))
    theme.not_loaded(board, subject)
    view = registrations.controls(board, subject)
    map_and_list(board, theme_layers(board, subject, view, compared), name=subject.slug)
    changes.changes(board, own, name=subject.slug)
    registrations.over_time(board, subject)
    registrations.per_year(board, own, name=subject.slug)
    benchmark.monitor(board, subject)
    theme.approach(board, subject)
    measure_list.of_theme(board, subject.slug)
    theme.findings(subject)
    theme.what_it_is(subject)
    theme.exposure(subject)
    theme.over_time(board, subject)
    theme.milestones(board, subject)
    theme.sources(board, subject)
