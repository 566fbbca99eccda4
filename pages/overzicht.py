"""Where does the municipality stand? The answer, key numbers, the map next to the list."""

from functools import partial

from lib.exhibits.interpretations import interpreted
from lib.exhibits.overview import overview_makers
from lib.figures.keynumbers import overview_tiles
from lib.figures.layers.modes import map_layers
from lib.figures.page_html import render_overview, render_tiles
from lib.figures.sentences.goal_sentences import answer_details, answer_sentence
from lib.ui import frame
from lib.ui.exhibit import download_menu, presentation
from lib.ui.goal_widgets import show_crime, show_rating_and_crime
from lib.ui.map.map_and_list import map_and_list_alone

TITLE = "Overzicht"
board = frame.begin_page(TITLE)
maps = map_layers(board)
make_figures = partial(overview_makers, board)
if presentation.is_requested():
    presentation.present(interpreted(board, make_figures()), title=TITLE)
else:
    download_menu.show_overview_files(make_figures, title=answer_sentence(board))
    tiles = render_tiles(overview_tiles(board))
    frame.show_html(render_overview(answer_sentence(board), answer_details(board), tiles))
    map_and_list_alone(board, maps, name="overzicht")
    show_crime(board)
    show_rating_and_crime(board)
