"""Changing the register of measures: adding, changing, ending, and reading in a file.

Whoever was overtaken by somebody else sees that and loses nothing. Not here: the list
(`measure_list`).
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib import store
from lib.board import Board, get_store, load_catalog_for
from lib.figures.format import count
from lib.figures.timeline import format_duration
from lib.intake import MeasureRow, read_measures
from lib.store.measures import ENDED_STATUSES
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm, saving, show_problems
from lib.ui.forms.widgets import UPLOAD_TYPES, RecordFields, choose_in_url_box, fresh_key, renew_key
from lib.ui.selection import MEASURE_PARAM
from lib.ui.sign_in import current_actor


def show_measure_forms(board: Board, every: Sequence[store.StoredMeasure]) -> None:
    """Show how to add, change, end and read in measures."""
    with st.expander("Maatregel toevoegen"):
        if values := _show_measure_form(board, fresh_key("new"), None):
            _add_measure(values)
    if every:
        with st.expander("Maatregel wijzigen of beëindigen"):
            # In the URL: it stays the same one after a restart, and when its title changes.
            titles = {str(m.number): f"{m.measure.title} ({m.number})" for m in every}
            chosen = choose_in_url_box(
                "Welke maatregel?", titles, name=MEASURE_PARAM, key="measure_box"
            )
            seen = next(m for m in every if str(m.number) == chosen)
            form = VersionedForm(
                f"change_{chosen}", seen, field="title", describe=_summarise_measure
            )
            form.show_newer()
            if values := _show_measure_form(board, form.key, form.seen):
                _change_measure(form, values)
            if seen.measure.status not in ENDED_STATUSES:
                _show_end_form(form)
    with st.expander("Maatregelen inlezen uit een bestand"):
        _show_file_upload()


def _show_end_form(form: VersionedForm[store.StoredMeasure]) -> None:
    """Show the short way to record that a measure is over."""
    key = f"{form.key}_over"
    fields = RecordFields(key, {})
    with st.form(f"measure_{key}"):
        left, right = st.columns(2, gap="medium")
        with left:
            fields.choose(
                "status",
                "Hoe is de maatregel geëindigd?",
                {s.value: s.value for s in sorted(ENDED_STATUSES)},
            )
        with right:
            fields.partial_day("date", "Einde")
        is_sent = st.form_submit_button("Beëindig")
    if is_sent:
        status = store.MeasureStatus(str(fields.values["status"]))
        end = str(fields.values["date"])
        with form.saving() as seen:
            store.end_measure(current_actor(), get_store(), seen=seen, status=status, end=end)
            frame.queue_notice(f"Maatregel {seen.number} is beëindigd.")


def _show_measure_form(
    board: Board, key: str, seen: store.StoredMeasure | None
) -> Mapping[str, object] | None:
    """Show the fields of a measure; return what they hold when it is to be saved."""
    new = {"visibility": store.Visibility.INTERNAL.value}
    fields = RecordFields(key, seen.measure.model_dump(mode="json") if seen else new)
    with st.form(f"measure_{key}"):
        frame.show_source_line(NOTICE)
        left, right = st.columns(2, gap="medium")
        with left:
            _show_place_fields(board, fields)
        with right:
            _show_progress_fields(board, fields)
        fields.text("residents", "Wat kunnen inwoners doen?")
        return fields.values if st.form_submit_button("Bewaar", type="primary") else None


def _show_place_fields(board: Board, fields: RecordFields) -> None:
    """Show what a measure is called and about, where it is done and with whom."""
    organisation = board.files.organisation
    fields.line("title", "Titel")
    fields.choose("theme", "Thema", board.files.theme_names)
    fields.choose_many("threads", "Rode draden", organisation.thread_names)
    areas = board.area_names
    fields.choose_many("areas", f"Wijken (kies niets voor heel {board.municipality.name})", areas)
    fields.choose_many("partners", "Partners", organisation.partner_names)


def _show_progress_fields(board: Board, fields: RecordFields) -> None:
    """Show when a measure is done, how far it is, what it should change and who sees it."""
    fields.partial_day("start", "Begin")
    fields.partial_day("end", "Einde, als dat bekend is")
    fields.choose("status", "Stand", {s.value: s.value for s in store.MeasureStatus})
    indicators = {key: indicator.name for key, indicator in board.indicators.items()}
    fields.choose("indicator", "Wat moet het veranderen?", {"": "niet te meten"} | indicators)
    fields.choose("visibility", "Wie ziet het?", {v.value: v.value for v in store.Visibility})


def _summarise_measure(stored: store.StoredMeasure) -> str:
    m = stored.measure
    return f"'{m.title}', {m.status}, {format_duration(m)}. {m.residents}"


def _add_measure(values: Mapping[str, object]) -> None:
    with saving():
        actor = current_actor()
        catalog = load_catalog_for(actor)
        stored = store.add_measure(actor, get_store(), values=values, catalog=catalog)
        # The next one starts in an empty form.
        renew_key("new")
        frame.queue_notice(f"Maatregel {stored.number} is toegevoegd.")


def _change_measure(form: VersionedForm[store.StoredMeasure], values: Mapping[str, object]) -> None:
    with form.saving() as seen:
        actor = current_actor()
        catalog = load_catalog_for(actor)
        store.change_measure(actor, get_store(), seen=seen, values=values, catalog=catalog)
        frame.queue_notice(f"Maatregel {seen.number} is gewijzigd.")


def _show_file_upload() -> None:
    """Show the upload of a file with measures, what is wrong with it, and the button to save it."""
    frame.show_source_line(NOTICE)
    uploaded = st.file_uploader(
        "Bestand met maatregelen (XLSX, ODS of CSV)",
        type=UPLOAD_TYPES,
        key=fresh_key("measures_file"),
    )
    if uploaded is None:
        return
    actor = current_actor()
    catalog = load_catalog_for(actor)
    found = read_measures(uploaded.getvalue(), name=uploaded.name, catalog=catalog)
    if found.notices:
        frame.show_list(found.notices)
    if found.problems:
        show_problems(found.problems)
        return
    number = count(len(found.rows), "maatregel", "maatregelen")
    if st.button(f"Voeg {number} toe", key="add_measures", type="primary"):
        with saving():
            rows = [_store_values(row) for row in found.rows]
            store.add_measures(actor, get_store(), rows=rows, catalog=catalog, file=found.name)
            renew_key("measures_file")
            frame.queue_notice(f"{number} toegevoegd.")


def _store_values(row: MeasureRow) -> dict[str, object]:
    """Return a row of a file as the store takes it."""
    return row.model_dump(exclude={"public"}) | {
        "visibility": store.Visibility.PUBLIC if row.public else store.Visibility.INTERNAL
    }
