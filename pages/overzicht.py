"""Where does the municipality stand? The answer, key numbers, the map beside the list."""

from lib.figures import keynumbers, sentences, tables
from lib.figures.layers import layers
from lib.ui import frame
from lib.ui.area_map import map_and_list
from lib.ui.overview import felt_and_registered

board = frame.begin("Overzicht")
frame.show(tables.finding(sentences.headline(board)))
frame.show(tables.tiles(keynumbers.overview(board)))
map_and_list(board, layers(board), name="overzicht")
felt_and_registered(board)
