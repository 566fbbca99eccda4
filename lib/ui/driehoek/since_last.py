"""What changed since the former meeting, on the page Driehoek. Not here: what that is."""

from lib import store
from lib.board import Board, get_store
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.since_meeting import first_moment_after, since_meeting
from lib.ui.exhibit.show import show
from lib.ui.sign_in import current_actor


def show_since_last(board: Board, meeting: store.Meeting) -> None:
    """Show what changed since the meeting before this one; nothing without one."""
    show(make_since_last(board, meeting))


def make_since_last(board: Board, meeting: store.Meeting) -> Exhibit | None:
    """Return what changed since the meeting before this one; None without one."""
    actor, database = current_actor(), get_store()
    last = store.load_last_meeting(actor, database, before=meeting.day)
    if last is None:
        return None
    since = first_moment_after(last)
    return since_meeting(
        board,
        meeting=meeting,
        last=last,
        verdicts=store.load_closing_verdicts(actor, database, meeting=last.number),
        agreements=store.load_agreements(actor, database),
        events=store.load_events_since(actor, database, since=since),
    )
