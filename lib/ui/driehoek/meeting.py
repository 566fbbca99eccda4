"""The meeting that the page Driehoek is about: choosing, planning, presenting, files.

Also what changed since the former one. Not here: closing it (`closing_form`), its agenda
(`agenda_editor`), agreements (`agreement_list`), and what rose or fell (`risers_and_decliners`).
"""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import Operation
from lib.analysis.working_days import find_working_day
from lib.board import Board, get_store
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import INTERNAL, Exhibit, ExhibitMaker
from lib.exhibits.meeting_figures import (
    count_open,
    first_moment_after,
    open_agreements,
    since_meeting,
)
from lib.export.meeting_calendar import render_calendar
from lib.export.pdf.report import (
    Report,
    ReportItem,
    render_report,
    render_report_document,
    render_report_slides,
)
from lib.export.site.templates import SiteAddress
from lib.figures.format import count, day
from lib.figures.page_html import render_finding
from lib.figures.vocabulary import FICTITIOUS
from lib.settings import DUTCH_TIME
from lib.ui import frame
from lib.ui.driehoek import agreement_list
from lib.ui.driehoek.agenda_editor import list_item_figures
from lib.ui.driehoek.closing_form import MEETING_PARAM, show_closing
from lib.ui.driehoek.presenter import show_presenter_button
from lib.ui.exhibit import presentation
from lib.ui.exhibit.download_menu import FileMaker, offer
from lib.ui.exhibit.show import show, show_caption
from lib.ui.forms.saving import VersionedForm, saving, saving_in_callback
from lib.ui.forms.widgets import date_field, fresh_key, renew_key, show_url_choice_box
from lib.ui.selection import PART_PARAM, write_choice
from lib.ui.sign_in import current_actor

SINCE_PART = "sinds"


def find_chosen_meeting() -> store.Meeting | None:
    """Return the meeting that the URL names, else the next one, else the last; None: no meeting."""
    found = store.load_meetings(current_actor(), get_store())
    wanted = st.query_params.get(MEETING_PARAM)
    for meeting in found:
        if meeting.day.isoformat() == wanted:
            return meeting
    if wanted is not None:
        frame.show_notice(f"Op '{wanted[:60]}' is geen overleg. U ziet een ander overleg.")
    ahead = [m for m in found if m.state is store.MeetingState.PREPARING]
    if ahead:
        return ahead[-1]
    return found[0] if found else None


def show_meeting_head(board: Board, meeting: store.Meeting | None) -> None:
    """Show which meeting this is, with how many items and agreements, and the others."""
    if meeting is None:
        frame.show_html(render_finding("Er is nog geen overleg gepland."))
    else:
        frame.show_html(render_finding(_meeting_sentence(board, meeting)))
    found = store.load_meetings(current_actor(), get_store())
    with st.container(horizontal=True, vertical_alignment="bottom", key="meeting_row"):
        if meeting is not None:
            _show_meeting_box(found, meeting)
            presentation.show_present_button()
            show_presenter_button(meeting)
            _show_report_menu(board, meeting)
    if current_actor().may(Operation.WRITE_DRIEHOEK):
        _show_planning(board, meeting, found)


def _meeting_sentence(board: Board, meeting: store.Meeting) -> str:
    items = store.load_agenda(current_actor(), get_store(), meeting=meeting.number)
    agreements = agreement_list.load_meeting_agreements(meeting)
    on = agreement_list.judged_on(meeting, board)
    summary = f"{count(len(items), 'punt', 'punten')} op de agenda, {count_open(agreements, on=on)}"
    closed = " Dit overleg is afgesloten: u ziet wat er toen is besproken."
    if meeting.reason:
        closed += f" Eerder afgesloten dan de dag zelf: {meeting.reason}"
    return f"Driehoek van {day(meeting.day)}: {summary}." + (
        closed if meeting.state is store.MeetingState.CLOSED else ""
    )


def _show_meeting_box(found: tuple[store.Meeting, ...], meeting: store.Meeting) -> None:
    days = {m.day.isoformat(): f"{day(m.day)} ({m.state})" for m in found}
    chosen = meeting.day.isoformat()
    show_url_choice_box("Overleg", days, chosen, name=MEETING_PARAM, key="meeting_box", width=360)


def propose_day(board: Board, meetings: Iterable[store.Meeting]) -> dt.date:
    """Return a working day for the next meeting, so many weeks after the last one or today."""
    last = max((m.day for m in meetings), default=board.today)
    weeks = dt.timedelta(weeks=board.municipality.policy.driehoek_weeks)
    return find_working_day(max(last, board.today) + weeks)


def _show_planning(
    board: Board, meeting: store.Meeting | None, meetings: Iterable[store.Meeting]
) -> None:
    """Show how to plan a meeting, and how to close or remove the chosen one."""
    with st.expander("Overleg plannen of afsluiten", expanded=meeting is None):
        with st.form("plan"):
            chosen = date_field(
                "Dag van het nieuwe overleg",
                key=fresh_key("plan_day"),
                default=propose_day(board, meetings),
            )
            if st.form_submit_button("Plan dit overleg"):
                topics = [item.model_dump() for item in board.municipality.agenda]
                with saving():
                    actor = current_actor()
                    planned = store.plan_meeting(actor, get_store(), day=chosen, topics=topics)
                    _go_to_meeting(planned, done="gepland")
        if meeting is not None and meeting.state is store.MeetingState.PREPARING:
            _show_preparation(board, meeting)


def _show_preparation(board: Board, meeting: store.Meeting) -> None:
    """Show how to move, close or remove a meeting that is to come."""
    show_closing(board, meeting)
    form = VersionedForm(
        f"move_{meeting.number}", meeting, field="day", describe=lambda m: f"{m}, {m.state}."
    )
    form.show_newer()
    with st.form("move"):
        label = f"Andere dag voor het overleg van {day(meeting.day)}"
        other = date_field(label, key=f"{form.key}_day", default=meeting.day)
        is_sent = st.form_submit_button("Verzet dit overleg")
    if is_sent:
        with form.saving() as seen:
            moved = store.move_meeting(current_actor(), get_store(), seen=seen, day=other)
            _go_to_meeting(moved, done="verzet")
    st.button("Haal een leeg overleg weg", key="unplan", on_click=_remove_meeting, args=(meeting,))


def _go_to_meeting(meeting: store.Meeting, *, done: str) -> None:
    """Let the page go on with a meeting that has a new day, and say what was done."""
    write_choice(MEETING_PARAM, meeting.day.isoformat())
    renew_key("plan_day")
    frame.queue_notice(f"Het overleg van {day(meeting.day)} is {done}.")


def _remove_meeting(meeting: store.Meeting) -> None:
    with saving_in_callback():
        store.remove_meeting(current_actor(), get_store(), seen=meeting)
        frame.queue_notice("Het overleg is weggehaald.")


def meeting_figures(board: Board, meeting: store.Meeting) -> tuple[list[ExhibitMaker], list[str]]:
    """Return what makes the figures of a meeting's presentation, and their questions.

    What was agreed comes first.
    """
    items = store.load_agenda(current_actor(), get_store(), meeting=meeting.number)
    agreements = partial(
        open_agreements,
        board,
        agreement_list.load_meeting_agreements(meeting),
        on=agreement_list.judged_on(meeting, board),
    )
    makers: list[ExhibitMaker] = [agreements, *list_item_figures(board, meeting, items)]
    return makers, ["", *(item.question for item in items)]


@st.fragment
def _show_report_menu(board: Board, meeting: store.Meeting) -> None:
    frame.rerun_if_role_changed(board)
    menu = st.popover(
        "Verslag", key="page_menu_driehoek", on_change="rerun", icon=":material/description:"
    )
    if not menu.open:
        return
    author = board.municipality.dashboard_title
    with menu:
        report = _make_report(board, meeting)
        files: dict[str, FileMaker] = {
            "pdf": lambda: render_report(report, author=author),
            "docx": lambda: render_report_document(report, author=author),
            "pptx": lambda: render_report_slides(report, author=author),
            "ics": lambda: _render_calendar(author),
        }
        offer(files, board=board, name="driehoek", day=meeting.day)


def _render_calendar(name: str) -> bytes:
    """Return the days of all meetings and agreements: a calendar reads them again as they are."""
    actor = current_actor()
    return render_calendar(
        store.load_meetings(actor, get_store()),
        store.load_agreements(actor, get_store()),
        name=name,
        address=f"{SiteAddress.here().base}/{PageSlug.DRIEHOEK}",
    )


def _make_report(board: Board, meeting: store.Meeting) -> Report:
    """Return the meeting with its figures as they were picked, and its agreements."""
    items = store.load_agenda(current_actor(), get_store(), meeting=meeting.number)
    closed = meeting.closed_at and meeting.closed_at.astimezone(DUTCH_TIME).date()
    judged_on = agreement_list.judged_on(meeting, board)
    agreements = [
        (a.item, agreement_list.report_agreement(board, a, judged_on))
        for a in agreement_list.load_meeting_agreements(meeting)
    ]
    return Report(
        title=f"Lokale driehoek {board.municipality.name}, {day(meeting.day)}",
        items=tuple(
            ReportItem(
                make(),
                i.question,
                i.link and f"{SiteAddress.here().base}{i.link}",
                tuple(agreed for number, agreed in agreements if number == i.number),
            )
            for i, make in zip(items, list_item_figures(board, meeting, items), strict=True)
        ),
        agreements=tuple(agreed for _, agreed in agreements),
        frozen=closed,
        marks=(INTERNAL, *([FICTITIOUS] if board.fictitious else [])),
    )


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
