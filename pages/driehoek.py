"""The lokale driehoek: its agenda, what was agreed, and what moved lately."""

from functools import partial

from lib.access import Operation
from lib.store import MeetingState
from lib.ui import frame
from lib.ui.driehoek import (
    agenda_editor,
    agreement_list,
    meeting,
    police_upload,
    presenter,
    risers_and_decliners,
)
from lib.ui.exhibit import presentation

TITLE = "Driehoek"
board = frame.begin_page(TITLE, needs=Operation.READ_DRIEHOEK)
chosen = meeting.find_chosen_meeting()
if chosen and presentation.is_requested():
    figures, questions = meeting.meeting_figures(board, chosen)
    presentation.present(
        figures,
        title=TITLE,
        questions=questions,
        most=len(figures),
        show_notes=partial(presenter.show_notes, board, chosen),
    )
elif chosen and meeting.is_since_requested():
    meeting.show_since_last(board, chosen)
else:
    meeting.show_meeting_head(board, chosen)
    if chosen:
        meeting.show_since_link(board, chosen)
        agreement_list.show_agreements(board, chosen)
        agenda_editor.show_agenda(board, chosen)
    # What moves now was no part of a meeting that is closed.
    if chosen is None or chosen.state is not MeetingState.CLOSED:
        risers_and_decliners.show_risers_and_decliners(board, chosen)
    police_upload.show_police_lists(board)
