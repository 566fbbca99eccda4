"""Closing a meeting of the driehoek: what is open is asked, and then nothing of it changes.

Not here: what closing freezes (`lib.store`).
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from lib import store
from lib.board import Board, get_store, load_catalog_for
from lib.board.closing_verdicts import snapshot_verdicts
from lib.figures.format import count, day
from lib.ui import frame
from lib.ui.driehoek.agreement_list import default_due_day
from lib.ui.forms.saving import saving_in_callback
from lib.ui.forms.widgets import show_choice_box
from lib.ui.selection import write_choice
from lib.ui.sign_in import current_actor

MEETING_PARAM = "overleg"


class Outcome(StrEnum):
    """What closing does with an agreement of which the day has come."""

    STAYS = "blijft staan"
    DONE = "klaar"
    DROPPED = "vervallen"
    POSTPONED = "verschuift"


def show_closing(board: Board, meeting: store.Meeting) -> None:
    """Show what is open in a meeting, and the button that closes it."""
    due = _find_due_agreements(meeting)
    frame.show_subtitle(f"Het overleg van {day(meeting.day)} afsluiten")
    frame.show_list(_describe_open(meeting))
    later = default_due_day(board)
    texts = {o: f"{o} naar {day(later)}" if o is Outcome.POSTPONED else str(o) for o in Outcome}
    for agreement in due:
        what = f"{agreement.number}. {agreement.agreement.what[:80]}"
        label = f"Uiterlijk {day(agreement.agreement.due)}: {what}"
        show_choice_box(label, texts, key=_outcome_key(agreement))
    if board.today < meeting.day:
        st.text_input(
            f"Waarom sluit u af voor {day(meeting.day)}?", key=_reason_key(meeting), max_chars=600
        )
    sure = st.checkbox(
        "Het overleg is geweest. Agenda en cijfers mogen niet meer veranderen.",
        key=f"sure_{meeting.number}_{meeting.version}",
    )
    st.button(
        "Sluit het overleg af",
        disabled=not sure,
        key="close",
        type="primary",
        on_click=_close_meeting,
        args=(board, meeting, due, later),
    )


def _find_due_agreements(meeting: store.Meeting) -> list[store.StoredAgreement]:
    """Return the open agreements of which the day has come at this meeting."""
    found = store.load_agreements(current_actor(), get_store())
    return [a for a in found if not a.is_over and a.agreement.due <= meeting.day]


def _describe_open(meeting: store.Meeting) -> list[str]:
    """Return what is open: items without an agreement, and agreements that go on."""
    actor = current_actor()
    agreements = store.load_agreements(actor, get_store())
    items = store.load_agenda(actor, get_store(), meeting=meeting.number)
    agreed = {a.item for a in agreements}
    without = [f"{i.place}. {i.title}" for i in items if i.number not in agreed and not i.is_topic]
    going_on = count(sum(not a.is_over for a in agreements), "open afspraak", "open afspraken")
    lines = [f"{going_on} voor een volgend overleg."]
    if without:
        lines.append(f"Zonder afspraak: {'; '.join(without)}.")
    if not items:
        lines.append("De agenda is leeg.")
    return lines


def _outcome_key(agreement: store.StoredAgreement) -> str:
    return f"outcome_{agreement.number}_{agreement.version}"


def _reason_key(meeting: store.Meeting) -> str:
    return f"reason_{meeting.number}"


def _close_meeting(
    board: Board, meeting: store.Meeting, due: Sequence[store.StoredAgreement], later: dt.date
) -> None:
    """Save what becomes of each agreement, then close; show on top what went wrong."""
    # A URL without a day would go on to another meeting, that is not over.
    write_choice(MEETING_PARAM, meeting.day.isoformat())
    actor, reason = current_actor(), st.session_state.get(_reason_key(meeting), "")
    with saving_in_callback():
        # First: what was agreed must not change by a closing that is refused.
        store.check_closing(actor, get_store(), seen=meeting, on=board.today, reason=reason)
        for agreement in due:
            _save_outcome(agreement, later=later)
        store.close_meeting(
            actor,
            get_store(),
            seen=meeting,
            on=board.today,
            reason=reason,
            verdicts=snapshot_verdicts(board),
        )
        frame.queue_notice("Het overleg is afgesloten.")


def _save_outcome(agreement: store.StoredAgreement, *, later: dt.date) -> None:
    outcome = Outcome(st.session_state.get(_outcome_key(agreement), Outcome.STAYS))
    if outcome is Outcome.STAYS:
        return
    change = {"due": later} if outcome is Outcome.POSTPONED else {"status": str(outcome)}
    actor = current_actor()
    store.change_agreement(
        actor,
        get_store(),
        seen=agreement,
        values=agreement.agreement.model_dump() | change,
        catalog=load_catalog_for(actor),
    )
