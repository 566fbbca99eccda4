"""The control cycle with today on it, the organisation, and what goes on besides the themes."""

from lib.exhibits.planning import planning_steps
from lib.exhibits.yearly import kinds_per_year
from lib.figures.page_html import render_finding
from lib.figures.sentences.planning_sentences import planning_finding
from lib.ui import change_lists, chosen_kind, delivery, frame
from lib.ui.exhibit.show import show
from lib.ui.measures import measure_list

board = frame.begin_page("Uitvoering")
frame.show_html(render_finding(planning_finding(board)))
show(planning_steps(board))
measure_list.show_measures(board)
delivery.show_threads(board)
delivery.show_organisation(board)
delivery.show_going_concern(board)
change_lists.show_comparison_control(board)
change_lists.show_changes(board, chosen_kind.going_concern_kinds(board), name="altijd-door")
show(kinds_per_year(board, chosen_kind.going_concern_kinds(board), name="altijd-door"))
delivery.show_high_impact(board)
