"""The agenda of the driehoek: putting a figure on it from anywhere, and preparing it.

Not here: saving it (`lib.store`), agreements (`agreement_list`), presenting it.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import NotAllowedError, Operation
from lib.board import Board, get_store
from lib.catalog import DataProblemsError
from lib.exhibits.exhibit import CaveatKind, Exhibit, as_json, from_json
from lib.exhibits.interpretations import interpreted
from lib.exhibits.meeting_figures import topic
from lib.figures.format import count, day
from lib.store.driehoek.agenda import MAX_MINUTES
from lib.store.personal import NOTICE
from lib.text import shorten
from lib.ui import frame
from lib.ui.forms.saving import saving, saving_in_callback
from lib.ui.forms.widgets import fresh_key, renew_key, show_choice_box
from lib.ui.sign_in import current_actor

MAX_TITLE_LENGTH = 120  # characters of a title on an agenda
PRESENTATION_PARAMS = ("presentatie", "dia", "licht")
Make = Callable[[], Exhibit]
logger = logging.getLogger(__name__)


def show_agenda_button(figures: Mapping[str, Make], *, board: Board, slug: str) -> None:
    """Show how to put a figure on the agenda to those who can; `figures` by their names."""
    actor = current_actor()
    if not actor.may(Operation.WRITE_DRIEHOEK):
        return
    ahead = [
        m
        for m in store.load_meetings(actor, get_store())
        if m.state is store.MeetingState.PREPARING
    ]
    frame.show_subtitle("Op de agenda van de driehoek")
    if not ahead:
        frame.show_source_line("Plan eerst een overleg op de pagina Driehoek.")
        return
    key = next(iter(figures))
    if len(figures) > 1:
        names = {name: name for name in figures}
        key = show_choice_box("Wat komt op de agenda?", names, key=f"pick_{key}")
    meeting = ahead[-1]
    if len(ahead) > 1:
        days = {m: day(m.day) for m in reversed(ahead)}
        meeting = show_choice_box("Welk overleg?", days, key=f"when_{key}")
    if st.button(f"Op de agenda van {day(meeting.day)}", key=f"agenda_{key}"):
        frame.show_notice(_add_figure(figures[key], meeting, board=board, slug=slug))


def _add_figure(make: Make, meeting: store.Meeting, *, board: Board, slug: str) -> str:
    """Put a figure on an agenda; return the notice to show."""
    try:
        exhibit = make()
    except Exception:
        logger.exception("figure for the agenda failed")
        return "Deze figuur kon niet worden gemaakt. Wat te doen: meld het bij de beheerder."
    # The title too: one figure may show another unit or period.
    mark = hashlib.sha256(exhibit.title.encode()).hexdigest()[:8]
    values = {
        "title": shorten(exhibit.title, longest=MAX_TITLE_LENGTH),
        "link": link_here(slug),
        "board_version": board.version,
        "key": f"{slug or 'overzicht'}/{exhibit.name}/{mark}",
    }
    try:
        item = store.add_agenda_item(
            current_actor(),
            get_store(),
            meeting=meeting.number,
            values=values,
            exhibit=as_json(exhibit),
        )
    except (DataProblemsError, store.StoreError, NotAllowedError) as error:
        return str(error)
    return f"Dit is nu punt {item.place} van {day(meeting.day)}."


def link_here(slug: str) -> str:
    """Return the address of this page with its choices, as an item or a text refers to it."""
    query = {k: v for k, v in st.query_params.items() if k not in PRESENTATION_PARAMS}
    return f"/{slug}" + (f"?{urlencode(query)}" if query else "")


def show_agenda(board: Board, meeting: store.Meeting) -> None:
    """Show the items of an agenda, with their questions; while it is open also their order."""
    actor = current_actor()
    items = store.load_agenda(actor, get_store(), meeting=meeting.number)
    is_open = meeting.state is store.MeetingState.PREPARING and actor.may(Operation.WRITE_DRIEHOEK)
    frame.show_heading("Agenda")
    frame.show_subtitle(_summarise_agenda(items))
    for item, make in zip(items, list_item_figures(board, meeting, items), strict=True):
        _show_agenda_item(board, item, items, is_open=is_open)
        for caveat in make().caveats:
            if caveat.kind is CaveatKind.INTERPRETATION:
                frame.show_source_line(caveat.text)
    if is_open:
        _show_topic_form(meeting)
        frame.show_source_line(NOTICE)


def _summarise_agenda(items: Sequence[store.AgendaItem]) -> str:
    """Return how many items there are and how long they take, and how to add a figure."""
    number, how = count(len(items), "punt", "punten"), ""
    if all(item.is_topic for item in items):
        how = (
            " Nog geen figuren. Open bij een figuur 'Download of agenda'. Dat kan op elke pagina, "
            "ook bij één stijger of daler."
        )
    else:
        how = " De cijfers zijn zoals ze waren toen iemand ze op de agenda zette."
    total = count(sum(item.minutes for item in items), "minuut", "minuten")
    return f"{number}, samen {total}.{how}"


def _show_topic_form(meeting: store.Meeting) -> None:
    """Show how to add an item without a figure."""
    form = st.form(f"topic_{meeting.number}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            "Punt zonder figuur",
            key=fresh_key("topic_title"),
            max_chars=MAX_TITLE_LENGTH,
            placeholder="Casus: alleen dat woord, geen namen",
        )
        is_sent = st.form_submit_button("Zet op de agenda")
    if is_sent:
        with saving():
            topics = [{"title": title}]
            store.add_topics(current_actor(), get_store(), meeting=meeting.number, topics=topics)
            renew_key("topic_title")
            frame.queue_notice(f"'{title}' staat op de agenda.")


def _show_agenda_item(
    board: Board, item: store.AgendaItem, items: Sequence[store.AgendaItem], *, is_open: bool
) -> None:
    newer = is_open and not item.is_topic and item.board_version != board.version
    with st.container(key=f"item_{item.number}", horizontal=True, vertical_alignment="center"):
        st.html(_render_agenda_item(item, newer=newer, question="" if is_open else item.question))
        if is_open:
            _show_minutes(item)
            _show_move_buttons(item, len(items))
    if is_open:
        key = f"question_{item.number}_{item.version}"
        st.text_input(
            f"Vraag bij punt {item.place}",
            item.question,
            key=key,
            max_chars=600,
            placeholder="Waar moet het over gaan?",
            on_change=partial(_save_question, item, key),
        )


def _render_agenda_item(item: store.AgendaItem, *, newer: bool, question: str) -> Markup:
    question_line = Markup("<br>Vraag: {}").format(question) if question else ""
    warning = (
        Markup(
            '<br><span class="vd-small">Er zijn sindsdien gegevens bijgekomen. Open de figuur en '
            "zet de figuur opnieuw op de agenda. Dan staan hier de nieuwste cijfers.</span>"
        )
        if newer
        else ""
    )
    link = Markup('<a href="{}" target="_self">{}</a>').format(item.link, item.title)
    minutes = Markup(' <span class="vd-small">{} minuten</span>').format(item.minutes)
    return Markup('<p class="vd-item"><b>{}. {}</b>{}{}{}</p>').format(
        item.place, item.title if item.is_topic else link, minutes, question_line, warning
    )


def _show_minutes(item: store.AgendaItem) -> None:
    key = f"minutes_{item.number}_{item.version}"
    st.number_input(
        f"Minuten voor punt {item.place}",
        min_value=1,
        max_value=MAX_MINUTES,
        value=item.minutes,
        step=5,
        key=key,
        label_visibility="collapsed",
        width=110,
        on_change=partial(_save_minutes, item, key),
    )


def _save_minutes(item: store.AgendaItem, key: str) -> None:
    minutes = st.session_state[key]
    _change_agenda(store.change_minutes, {"seen": item, "minutes": minutes}, lost=str(minutes))


def list_item_figures(
    board: Board, meeting: store.Meeting, items: Sequence[store.AgendaItem]
) -> list[Make]:
    """Return what makes the figures of items, as they were picked.

    While the meeting is open also with what was written of them since.
    """
    makers: list[Make] = [partial(_load_figure, item) for item in items]
    is_open = meeting.state is store.MeetingState.PREPARING
    return interpreted(board, makers) if is_open else makers


def _load_figure(item: store.AgendaItem) -> Exhibit:
    """Return the figure of an item as it was picked; of a topic its title."""
    if item.is_topic:
        return topic(item.title)
    return from_json(store.load_item_exhibit(current_actor(), get_store(), item=item.number))


def _show_move_buttons(item: store.AgendaItem, number: int) -> None:
    steps = (
        ("Omhoog", "arrow_upward", item.place - 1),
        ("Omlaag", "arrow_downward", item.place + 1),
    )
    for label, icon, place in steps:
        st.button(
            f"{label}: punt {item.place}",
            icon=f":material/{icon}:",
            disabled=not 1 <= place <= number,
            key=f"{label}_{item.number}",
            on_click=_change_agenda,
            args=(store.move_agenda_item, {"item": item.number, "place": place}),
        )
    st.button(
        f"Haal weg: punt {item.place}",
        icon=":material/delete:",
        key=f"remove_{item.number}",
        on_click=_change_agenda,
        args=(store.remove_agenda_item, {"seen": item}),
    )


def _save_question(item: store.AgendaItem, key: str) -> None:
    typed = st.session_state[key]
    _change_agenda(store.change_question, {"seen": item, "question": typed}, lost=typed)


def _change_agenda(
    what: Callable[..., object], arguments: Mapping[str, object], *, lost: str = ""
) -> None:
    """Change the agenda; show on top of the page what went wrong.

    `lost` is what was typed into a field that shows the text of somebody else by then.
    """
    with saving_in_callback():
        try:
            what(current_actor(), get_store(), **arguments)
        except store.ChangedMeanwhileError as error:
            frame.queue_notice(f"{error} U schreef: '{lost}'" if lost else str(error))
