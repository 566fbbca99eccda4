"""The control cycle with today on it, the organisation, and what goes on besides the themes."""

from lib.exhibits.planning import planning_steps
from lib.exhibits.registrations import kinds_per_year
from lib.figures.page_html import render_finding
from lib.figures.sentences.planning_sentences import planning_finding
from lib.ui import changes, delivery, frame, registrations
from lib.ui.exhibit.show import show
from lib.ui.measures import measure_list

board = frame.begin_page("Uitvoering")
frame.show_html(render_finding(planning_finding(board)))
show(planning_steps(board))
measure_list.show_measures(board)
delivery.show_threads(board)
delivery.show_organisation(board)
delivery.show_going_concern(board)
changes.show_comparison_control(board)
changes.show_changes(board, registrations.going_concern_kinds(board), name="altijd-door")
show(kinds_per_year(board, registrations.going_concern_kinds(board), name="altijd-door"))
