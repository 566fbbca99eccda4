"""The control cycle with today on it, the organisation, and what goes on besides the themes."""

from lib.figures.page_html import render_finding
from lib.figures.sentences import planning_finding
from lib.ui import changes, delivery, frame, registrations
from lib.ui.measures import measure_list

board = frame.begin_page("Uitvoering")
frame.show_html(render_finding(planning_finding(board)))
delivery.cycle(board)
measure_list.register(board)
delivery.threads(board)
delivery.organisation(board)
delivery.going_concern(board)
changes.comparison_control(board)
changes.changes(board, registrations.going_concern(board), name="altijd-door")
registrations.per_year(board, registrations.going_concern(board), name="altijd-door")
