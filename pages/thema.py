"""One priority theme: what we know, where, the approach, and what it is. Built from its data."""

from lib.figures import keynumbers, sentences, tables
from lib.figures.layers import theme_layers
from lib.ui import beside, files, frame, kinds, measures, movements, presentation, theme
from lib.ui.area_map import map_and_list

board = frame.begin()
subject = theme.current(board)
own, compared = kinds.of_theme(board, subject), movements.comparison(board)
if presentation.asked():
    presentation.present(theme.shown(board, subject, own, compared), title=subject.short)
else:
    files.of_theme(
        lambda: theme.shown(board, subject, own, compared), title=subject.name, name=subject.slug
    )
    frame.show(tables.finding(sentences.theme_finding(board, subject)))
    frame.show(tables.tiles(keynumbers.theme(board, subject, compared)))
    theme.not_loaded(board, subject)
    view = kinds.controls(board, subject)
    map_and_list(board, theme_layers(board, subject, view, compared), name=subject.slug)
    movements.changes(board, own, name=subject.slug)
    kinds.over_time(board, subject)
    kinds.per_year(board, own, name=subject.slug)
    beside.monitor(board, subject)
    theme.approach(board, subject)
    measures.of_theme(board, subject.slug)
    theme.findings(subject)
    theme.what_it_is(subject)
    theme.exposure(subject)
    theme.over_time(board, subject)
    theme.milestones(board, subject)
    theme.sources(board, subject)
