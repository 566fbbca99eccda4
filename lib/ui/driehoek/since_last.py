"""What changed since the former meeting: a page of its own. Not here: what that is."""

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.board import Board, get_store
from lib.exhibits.exhibit import Exhibit
from lib.exhibits.meeting_figures import first_moment_after, since_meeting
from lib.ui import frame
from lib.ui.driehoek.closing_form import MEETING_PARAM
from lib.ui.exhibit.show import show, show_caption
from lib.ui.selection import PART_PARAM
from lib.ui.sign_in import current_actor

SINCE_PART = "sinds"


def is_since_requested() -> bool:
    """Return whether the URL asks for the page of what changed."""
    return st.query_params.get(PART_PARAM) == SINCE_PART


def show_since_last(board: Board, meeting: store.Meeting) -> None:
    """Show what changed since the meeting before this one, each line with a link to its place."""
    _show_link("Terug naar het overleg", {MEETING_PARAM: meeting.day.isoformat()})
    exhibit = make_since_last(board, meeting)
    show(exhibit)
    if exhibit is None:
        frame.show_notice("Voor dit overleg is geen lijst: het is het eerste, of afgesloten.")


def show_since_link(board: Board, meeting: store.Meeting) -> None:
    """Show how much changed since the meeting before this one, and the way to its page."""
    exhibit = make_since_last(board, meeting)
    if exhibit is not None:
        show_caption(exhibit.title, exhibit.finding)
        query = {MEETING_PARAM: meeting.day.isoformat(), PART_PARAM: SINCE_PART}
        _show_link("Bekijk wat er veranderde", query)


def make_since_last(board: Board, meeting: store.Meeting) -> Exhibit | None:
    """Return what changed since the meeting before this one; None without one, or once closed."""
    actor, database = current_actor(), get_store()
    last = store.load_last_meeting(actor, database, before=meeting.day)
    if last is None or meeting.state is store.MeetingState.CLOSED:
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


def _show_link(words: str, query: dict[str, str]) -> None:
    link = Markup('<p class="vd-link"><a href="?{}" target="_self">{}</a></p>')
    frame.show_html(link.format(urlencode(query), words))
