"""The lokale driehoek: its agenda, what was agreed, and what moved lately."""

from lib.access import Operation
from lib.store import MeetingState
from lib.ui import agenda, agreements, driehoek, frame, police_lists, presentation, recent

TITLE = "Driehoek"
board = frame.begin(TITLE, needs=Operation.READ_DRIEHOEK)
meeting = driehoek.chosen_meeting()
if meeting and presentation.asked():
    figures, questions = driehoek.shown(board, meeting)
    presentation.present(figures, title=TITLE, questions=questions)
else:
    driehoek.head(board, meeting)
    if meeting:
        agreements.show(board, meeting)
        agenda.prepare(board, meeting)
    # What moves now was no part of a meeting that is closed.
    if meeting is None or meeting.state is not MeetingState.CLOSED:
        recent.risers_and_decliners(board, meeting)
    police_lists.lists(board)
