"""Where does the municipality stand? The answer, key numbers, the map beside the list."""

from lib.figures.keynumbers import overview_tiles
from lib.figures.layers import map_layers
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences import headline
from lib.ui import frame, page_files
from lib.ui.exhibit import presentation
from lib.ui.exhibit.map_exhibits import of_layers
from lib.ui.map.map_and_list import map_and_list
from lib.ui.overview import felt_and_registered

TITLE = "Overzicht"
board = frame.begin_page(TITLE)
maps = map_layers(board)
if presentation.asked():
    presentation.present(of_layers(maps, board, name="overzicht"), title=TITLE)
else:
    page_files.of_overview(lambda: of_layers(maps, board, name="overzicht"), title=headline(board))
    frame.show_html(render_finding(headline(board)))
    frame.show_html(render_tiles(overview_tiles(board)))
    map_and_list(board, maps, name="overzicht")
    felt_and_registered(board)
