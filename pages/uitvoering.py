"""The control cycle with today on it; in tabs the measures, the organisation, tasks and figures."""

from functools import partial

from lib.exhibits.planning import planning_steps
from lib.figures.page_html import render_finding
from lib.figures.sentences.planning_sentences import planning_finding
from lib.ui import delivery, frame, interpretations, selection
from lib.ui.exhibit.show import show
from lib.ui.measures import measure_list

board = frame.begin_page("Uitvoering")
frame.show_html(render_finding(planning_finding(board)))
show(planning_steps(board))
selection.show_parts(
    {
        "Aanpak": partial(measure_list.show_approach, board),
        "Organisatie": partial(delivery.show_organisation, board),
        "Taken": partial(delivery.show_going_concern, board),
        "Cijfers": partial(delivery.show_going_concern_figures, board),
        **interpretations.list_part(board),
    }
)
