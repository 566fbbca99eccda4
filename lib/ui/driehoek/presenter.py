"""The presenter's view of a meeting: what the room does not see while the figure is on the wall.

The room's window shows only the figure and follows the presenter's slides (`page_start.js`). Here
are the time of the item, noting agreements at it, and what comes next. Not here: the figures
(`presentation`), and saving agreements (`lib.store`).
"""

import re
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import Operation
from lib.board import Board, get_store, now
from lib.figures.format import count, day, listing
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.driehoek.agreement_list import FIRST_VALUES, record_agreement, show_doer_fields
from lib.ui.driehoek.closing_form import MEETING_PARAM
from lib.ui.exhibit.presentation import PRESENTATION_PARAM, TIMES_PARAM, Mode
from lib.ui.forms.widgets import RecordFields, fresh_key
from lib.ui.selection import write_choice
from lib.ui.sign_in import current_actor

TIMER_SECONDS, MINUTE = 5, 60
# In the address, '12:340_13@1795446000', so that a reload goes on: for how many seconds each item
# was on the wall, and which one is since when.
TIME = re.compile(r"(\d{1,9})([:@])(\d{1,10})")
LONGEST_MEETING = 12 * 60 * MINUTE  # seconds; after that a link is an old one


def show_presenter_button(meeting: store.Meeting) -> None:
    """Show the button that starts the presenter's view."""
    st.button(
        "Presenteer met notities",
        key="present_notes",
        icon=":material/edit_note:",
        on_click=_start_presenter,
        args=(meeting,),
        help="Voor wie het overleg leidt: tijd per punt, en afspraken vastleggen bij het punt. "
        "De zaal ziet een eigen scherm met alleen de figuur.",
    )


def _start_presenter(meeting: store.Meeting) -> None:
    write_choice(MEETING_PARAM, meeting.day.isoformat())
    write_choice(PRESENTATION_PARAM, Mode.PRESENTER)


def show_notes(board: Board, meeting: store.Meeting, place: int) -> None:
    """Show what belongs to a slide: 0 is that of the agreements, then one for each item."""
    actor = current_actor()
    items = store.load_agenda(actor, get_store(), meeting=meeting.number)
    item = items[place - 1] if 0 < place <= len(items) else None
    _show_room_link(meeting)
    if item:
        _show_timer(item)
        _show_agreements_of(item)
    if meeting.state is store.MeetingState.PREPARING and actor.may(Operation.WRITE_DRIEHOEK):
        _show_note_form(board, meeting, item)
    if place < len(items):
        frame.show_source_line(f"Hierna: {items[place].place}. {items[place].title}")


def _show_room_link(meeting: store.Meeting) -> None:
    query = urlencode({MEETING_PARAM: meeting.day.isoformat(), PRESENTATION_PARAM: Mode.ROOM})
    frame.show_html(
        Markup(
            '<p class="vd-source"><a href="?{}" target="_blank">Open het scherm voor de zaal</a>: '
            "een tweede venster, dat met u meegaat.</p>"
        ).format(query)
    )


def _show_agreements_of(item: store.AgendaItem) -> None:
    found = store.load_agreements(current_actor(), get_store())
    own = [a for a in found if a.item == item.number]
    if own:
        frame.show_list(
            f"{a.number}. {a.agreement.what} ({listing([w.value for w in a.agreement.who])}, "
            f"uiterlijk {day(a.agreement.due)})"
            for a in own
        )


def _show_note_form(board: Board, meeting: store.Meeting, item: store.AgendaItem | None) -> None:
    """Show the fields of an agreement: who does what before when."""
    at = f"bij punt {item.place}" if item else "zonder punt"
    name = f"note_{meeting.number}_{item.number if item else 0}"
    fields = RecordFields(fresh_key(name), FIRST_VALUES)
    with st.form(f"form_{name}"):
        frame.show_subtitle(f"Afspraak {at}")
        fields.text("what", "Wat spreken we af?", height=80)
        show_doer_fields(board, fields)
        frame.show_source_line(NOTICE)
        is_sent = st.form_submit_button("Leg vast", type="primary")
    if is_sent:
        record_agreement(meeting, fields.values, form=name, item=item)


@st.fragment(run_every=TIMER_SECONDS)
def _show_timer(item: store.AgendaItem) -> None:
    """Show how long the item is on the wall, all times together, next to its minutes."""
    spent = _count_seconds(item.number)
    with st.container(key="present_timer"):
        frame.show_html(_render_timer(spent, item.minutes))


def _count_seconds(number: int) -> float:
    """Return for how many seconds an item was on the wall, all times together, until now."""
    moment = int(now().timestamp())
    spent, current, since = _read_times(number, moment)
    if current != number:
        spent[current] = spent.get(current, 0) + moment - since
        since = moment
    times = [*(f"{n}:{seconds}" for n, seconds in spent.items()), f"{number}@{since}"]
    if "_".join(times) != st.query_params.get(TIMES_PARAM):
        write_choice(TIMES_PARAM, "_".join(times))
    return spent.get(number, 0) + moment - since


def _read_times(number: int, moment: int) -> tuple[dict[int, int], int, int]:
    """Return the seconds of each item, which one is on the wall, and since when.

    All begins anew at item `number` where the address has no times, or those of another day.
    """
    parts = TIME.findall(st.query_params.get(TIMES_PARAM, ""))
    spent = {int(n): int(seconds) for n, mark, seconds in parts if mark == ":"}
    running = [(int(n), int(since)) for n, mark, since in parts if mark == "@"]
    if not running or not 0 <= moment - running[-1][1] < LONGEST_MEETING:
        return {}, number, moment
    return spent, *running[-1]


def _render_timer(spent: float, minutes: int) -> Markup:
    over = int(spent // MINUTE) - minutes
    clock = f"{int(spent // MINUTE)}:{int(spent % MINUTE):02}"
    text = f"{clock} van {count(minutes, 'minuut', 'minuten')}"
    late = Markup(' <b class="vd-late">{} over de tijd</b>').format(
        count(over, "minuut", "minuten")
    )
    return Markup('<p class="vd-timer" role="timer">{}{}</p>').format(
        text, late if over > 0 else Markup()
    )
