"""Where does the municipality stand? The answer, key numbers, the map beside the list."""

from lib.figures import keynumbers, sentences, tables
from lib.figures.layers import layers
from lib.ui import frame, page_files
from lib.ui.exhibit import presentation
from lib.ui.exhibit.map_exhibits import of_layers
from lib.ui.map.map_and_list import map_and_list
from lib.ui.overview import felt_and_registered

TITLE = "Overzicht"
board = frame.begin(TITLE)
maps = layers(board)
if presentation.asked():
    presentation.present(of_layers(maps, board, name="overzicht"), title=TITLE)
else:
    page_files.of_overview(
        lambda: of_layers(maps, board, name="overzicht"), title=sentences.headline(board)
    )
    frame.show(tables.finding(sentences.headline(board)))
    frame.show(tables.tiles(keynumbers.overview(board)))
    map_and_list(board, maps, name="overzicht")
    felt_and_registered(board)
