"""Agreements of the driehoek: the list, and recording and changing them.

Not here: saving them (`lib.store`).
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import Operation
from lib.analysis.working_days import find_working_day
from lib.board import Board, get_store, load_catalog_for
from lib.exhibits.meeting_figures import AGREEMENT_COLUMNS, count_open, format_agreement
from lib.export.pdf.report import ReportAgreement
from lib.figures.format import day, listing, moment
from lib.figures.vocabulary import OVERDUE
from lib.store.driehoek.agreements import AGREEMENT_FIELDS
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm, saving
from lib.ui.forms.widgets import RecordFields, choose_in_url_box, fresh_key, renew_key
from lib.ui.sign_in import current_actor

NO_THEME, AGREEMENT_PARAM = "", "afspraak"
FIRST_VALUES = {"who": (store.Party.MUNICIPALITY,)}


def load_meeting_agreements(meeting: store.Meeting) -> tuple[store.StoredAgreement, ...]:
    """Return the agreements of a meeting: as they are, or as they were when it was closed."""
    actor = current_actor()
    if meeting.state is store.MeetingState.CLOSED:
        return store.load_frozen_agreements(actor, get_store(), meeting=meeting.number)
    return store.load_agreements(actor, get_store())


def show_agreements(board: Board, meeting: store.Meeting) -> None:
    """Show the agreements that are open, overdue ones first, then those that are over."""
    found, on = load_meeting_agreements(meeting), judged_on(meeting, board)
    frame.show_heading("Afspraken")
    frame.show_subtitle(f"{count_open(found, on=on)}.")
    if open_ones := [a for a in found if not a.is_over]:
        _show_table(board, open_ones, on, caption="Open afspraken")
    if over := [a for a in found if a.is_over]:
        with st.expander(f"Klaar of vervallen: {len(over)}"):
            _show_table(board, over, on, caption="Klaar of vervallen")
    if meeting.state is store.MeetingState.CLOSED:
        frame.show_source_line(
            "Dit zijn de afspraken zoals ze waren bij het afsluiten. Afspraken wijzigen, en "
            "zien wat nu stijgt of daalt, kan bij een overleg dat nog komt: kies het bij "
            "'Overleg', of plan er een."
        )
    elif current_actor().may(Operation.WRITE_DRIEHOEK):
        _show_forms(board, meeting)


def judged_on(meeting: store.Meeting, board: Board) -> dt.date:
    """Return the day on which agreements are late or not: of a closed meeting its own."""
    return meeting.day if meeting.state is store.MeetingState.CLOSED else board.today


def report_agreement(board: Board, stored: store.StoredAgreement, on: dt.date) -> ReportAgreement:
    """Return an agreement as a report has it."""
    what, who, where, theme, _, status = format_agreement(board, stored, on=on)
    late = f", {OVERDUE}" if stored.is_overdue(on) else ""
    return ReportAgreement(what, who, where, theme, day(stored.agreement.due), f"{status}{late}")


def _show_table(
    board: Board, found: Sequence[store.StoredAgreement], on: dt.date, *, caption: str
) -> None:
    rows = []
    for stored in found:
        *cells, due, status = format_agreement(board, stored, on=on)
        due_cell = Markup('<b class="vd-late">{}</b>').format(due) if stored.is_overdue(on) else due
        rows.append((f"{stored.number}. {cells[0]}", *cells[1:], due_cell, status))
    frame.show_table(AGREEMENT_COLUMNS, rows, caption=caption)


def _show_forms(board: Board, meeting: store.Meeting) -> None:
    with st.expander("Afspraak vastleggen"):
        name = f"agreement_new_{meeting.number}"
        if values := _show_form(board, fresh_key(name), None):
            record_agreement(meeting, values, form=name)
    every = store.load_agreements(current_actor(), get_store())
    if not every:
        return
    with st.expander("Afspraak wijzigen, of zien wat er eerder stond"):
        # In the URL: it stays the same one after a restart, and when its text changes.
        titles = {str(a.number): f"{a.number}. {a.agreement.what[:80]}" for a in every}
        chosen = choose_in_url_box(
            "Welke afspraak?", titles, name=AGREEMENT_PARAM, key="agreement_box"
        )
        seen = next(a for a in every if str(a.number) == chosen)
        form = VersionedForm(
            f"agree_{chosen}",
            seen,
            field="what",
            describe=lambda a: "; ".join(format_agreement(board, a, on=board.today)),
        )
        form.show_newer()
        if values := _show_form(board, form.key, form.seen):
            _change_agreement(form, values)
        _show_history(board, seen.number)


def _show_form(
    board: Board, key: str, seen: store.StoredAgreement | None
) -> Mapping[str, object] | None:
    """Show the fields of an agreement; return what they hold when it is to be saved."""
    fields = RecordFields(key, seen.agreement.model_dump() if seen else FIRST_VALUES)
    with st.form(f"agreement_{key}"):
        frame.show_source_line(NOTICE)
        fields.text("what", "Wat spreken we af?", height=80)
        left, right = st.columns(2, gap="medium")
        with left:
            show_doer_fields(board, fields)
        with right:
            label = f"Wijken (kies niets voor heel {board.municipality.name})"
            fields.choose_many("areas", label, board.area_names)
            fields.choose("theme", "Thema", {NO_THEME: "geen"} | board.files.theme_names)
            fields.choose("status", "Stand", {s.value: s.value for s in store.AgreementStatus})
        fields.line("note", "Toelichting", max_chars=600)
        return fields.values if st.form_submit_button("Bewaar", type="primary") else None


def show_doer_fields(board: Board, fields: RecordFields) -> None:
    """Show who does what was agreed, with whom and before when."""
    fields.choose_many("who", "Wie doet het?", {p.value: p.value for p in store.Party})
    fields.choose_many("partners", "Welke partners?", board.files.organisation.partner_names)
    fields.day("due", "Uiterlijk", default=default_due_day(board))


def default_due_day(board: Board) -> dt.date:
    """Return the day that a new agreement is due unless somebody chooses another."""
    weeks = dt.timedelta(weeks=board.municipality.policy.driehoek_weeks)
    return find_working_day(board.today + weeks)


def record_agreement(
    meeting: store.Meeting,
    values: Mapping[str, object],
    *,
    form: str,
    item: store.AgendaItem | None = None,
) -> None:
    """Save an agreement of a meeting, made at an item or at none; the next `form` starts empty."""
    with saving():
        actor = current_actor()
        stored = store.add_agreement(
            actor,
            get_store(),
            meeting=meeting.number,
            values=values,
            catalog=load_catalog_for(actor),
            item=item.number if item else None,
        )
        renew_key(form)
        frame.queue_notice(f"Afspraak {stored.number} is vastgelegd.")


def _change_agreement(
    form: VersionedForm[store.StoredAgreement], values: Mapping[str, object]
) -> None:
    with form.saving() as seen:
        actor = current_actor()
        catalog = load_catalog_for(actor)
        store.change_agreement(actor, get_store(), seen=seen, values=values, catalog=catalog)
        frame.queue_notice(f"Afspraak {seen.number} is gewijzigd.")


def _show_history(board: Board, number: int) -> None:
    changes = store.load_agreement_history(current_actor(), get_store(), number=number)
    rows = [
        (moment(c.at), c.role, c.what, _describe_difference(board, c.before, c.after))
        for c in changes
    ]
    frame.show_table(("Wanneer", "Rol", "Wat", "Verschil"), rows, caption="Wat er eerder stond")


def _describe_difference(board: Board, before: object, after: object) -> str:
    """Return which values changed, from what to what, in words."""
    old, new = (v if isinstance(v, dict) else {} for v in (before, after))
    return "; ".join(
        f"{AGREEMENT_FIELDS.labels.get(name, name)}: {_format_value(board, name, old[name])} → "
        f"{_format_value(board, name, new.get(name))}"
        for name in old
        if old[name] != new.get(name)
    )


def _format_value(board: Board, name: str, value: object) -> str:
    """Return a stored value in the words that the screen has elsewhere."""
    partners = board.files.organisation.partner_names
    known: Mapping[str, Mapping[str, str]] = {
        "areas": board.area_names,
        "theme": {t.slug: t.short for t in board.files.themes},
        # A single partner is what an agreement had at first.
        "partner": partners,
        "partners": partners,
    }
    if name == "due":
        return day(dt.date.fromisoformat(str(value)))
    values = value if isinstance(value, list) else [value] if value else []
    none = f"heel {board.municipality.name}" if name == "areas" else "–"
    return listing([known.get(name, {}).get(str(v), str(v)) for v in values]) or none
