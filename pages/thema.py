"""One priority theme: what we know, where, what it is, and the approach. Built from its data."""

from lib.figures import keynumbers, tables
from lib.figures.layers import theme_layers
from lib.ui import frame, theme
from lib.ui.area_map import map_and_list

board = frame.begin()
subject = theme.current(board)
frame.show(tables.finding(subject.finding))
frame.show(tables.tiles(keynumbers.theme(subject)))
theme.not_loaded(subject)
map_and_list(board, theme_layers(board, subject), name=subject.slug)
theme.over_time(board, subject)
theme.findings(subject)
theme.what_it_is(subject)
theme.exposure(subject)
theme.approach(board, subject)
theme.milestones(board, subject)
theme.sources(board, subject)
