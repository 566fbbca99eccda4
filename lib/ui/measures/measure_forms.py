"""Changing the register of measures: adding, changing, ending, and reading in a file.

Who was overtaken by somebody else is told and loses nothing. Not here: the list (`measures`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from lib.board import Board, get_store, load_catalog_for
from lib.figures.format import count
from lib.figures.page_html import render_list, render_source_line
from lib.figures.timeline import format_duration
from lib.intake import MeasureRow, read_measures
from lib.store import (
    Measure,
    MeasureStatus,
    StoredMeasure,
    Visibility,
    add_measure,
    add_measures,
    change_measure,
    end_measure,
)
from lib.store.measures import ENDED_STATUSES
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.choices import save_and_report, select_many, select_one
from lib.ui.forms.versioned_form import VersionedForm
from lib.ui.sign_in import current_actor
from lib.ui.survey.survey_upload import show_problems

MEASURE_UPLOADS, MEASURES_ADDED = "_measure_uploads", "_measures_added"


def show_measure_forms(board: Board, every: Sequence[StoredMeasure]) -> None:
    """Show how to add, change, end and read in measures."""
    with st.expander("Maatregel toevoegen"):
        _show_measure_form(
            board, f"new_{st.session_state.get(MEASURES_ADDED, 0)}", None, _add_measure
        )
    if every:
        with st.expander("Maatregel wijzigen of beëindigen"):
            titles = {m.number: f"{m.measure.title} ({m.number})" for m in every}
            number = st.selectbox(
                "Welke maatregel?", list(titles), format_func=titles.__getitem__, placeholder="Kies"
            )
            seen = next(m for m in every if m.number == number)
            editing = VersionedForm(f"change_{number}", seen, field="title")
            editing.show_newer(lambda newer: _summarise_measure(newer.measure))
            _show_measure_form(board, editing.key, editing.seen, partial(_change_measure, editing))
            if seen.measure.status not in ENDED_STATUSES:
                _show_end_form(editing)
    with st.expander("Maatregelen inlezen uit een bestand"):
        _show_file_upload()


def _show_end_form(editing: VersionedForm[StoredMeasure]) -> None:
    """Show the short way to say that a measure is over."""
    seen = editing.seen
    key = f"end_{seen.number}_{seen.version}"
    with st.form(f"measure_{key}"):
        left, right = st.columns(2, gap="medium")
        with left:
            status = select_one(
                "Hoe is zij geëindigd?",
                {s.value: s.value for s in sorted(ENDED_STATUSES)},
                None,
                key=f"{key}_status",
            )
        with right:
            end = st.text_input("Einde (jjjj, jjjj-mm of jjjj-mm-dd)", key=f"{key}_date")
        if not st.form_submit_button("Beëindig"):
            return

    def over(values: Mapping[str, object]) -> str:
        with editing.saving():
            end_measure(
                current_actor(),
                get_store(),
                seen=seen,
                status=MeasureStatus(str(values["status"])),
                end=str(values["end"]),
            )
        return f"Maatregel {seen.number} is beëindigd."

    _save_measure(over, {"status": status, "end": end})


SaveValues = Callable[[Mapping[str, object]], str]


def _show_measure_form(
    board: Board, key: str, seen: StoredMeasure | None, save: SaveValues
) -> None:
    """Show the fields of a measure; `save` keeps them and returns what to say."""
    m = seen.measure if seen else None
    organisation = board.organisation
    themes = {t.slug: t.name for t in board.themes}
    with st.form(f"measure_{key}"):
        frame.show_html(render_source_line(NOTICE))
        left, right = st.columns(2, gap="medium")
        with left:
            title = st.text_input("Titel", m.title if m else "", key=f"{key}_title")
            theme = select_one("Thema", themes, m.theme if m else None, key=f"{key}_theme")
            threads = select_many(
                "Rode draden",
                {t.key: t.name for t in organisation.thread},
                m.threads if m else (),
                key=f"{key}_threads",
            )
            areas = select_many(
                f"Wijken; leeg: heel {board.municipality.name}",
                {k: a.name for k, a in board.areas.items()},
                m.areas if m else (),
                key=f"{key}_areas",
            )
            partners = select_many(
                "Partners",
                {p.key: p.name for p in organisation.partner},
                m.partners if m else (),
                key=f"{key}_partners",
            )
        with right:
            start = st.text_input(
                "Begin (jjjj, jjjj-mm of jjjj-mm-dd)", m.start if m else "", key=f"{key}_start"
            )
            end = st.text_input("Einde, als dat bekend is", m.end if m else "", key=f"{key}_end")
            status = select_one(
                "Stand",
                {s.value: s.value for s in MeasureStatus},
                m.status.value if m else None,
                key=f"{key}_status",
            )
            indicator = select_one(
                "Wat moet het veranderen?",
                {"": "niet te meten"} | {k: i.name for k, i in board.indicators.items()},
                (m.indicator or "") if m else "",
                key=f"{key}_indicator",
            )
            visibility = select_one(
                "Wie ziet het?",
                {v.value: v.value for v in Visibility},
                m.visibility.value if m else Visibility.INTERNAL.value,
                key=f"{key}_visibility",
            )
        residents = st.text_area(
            "Wat kunnen inwoners doen?",
            m.residents if m else "",
            max_chars=600,
            key=f"{key}_residents",
        )
        if not st.form_submit_button("Bewaar", type="primary"):
            return
    _save_measure(
        save,
        {
            "title": title,
            "theme": theme,
            "threads": threads,
            "areas": areas,
            "partners": partners,
            "start": start,
            "end": end,
            "status": status,
            "indicator": indicator or None,
            "residents": residents,
            "visibility": visibility,
        },
    )


def _save_measure(save: SaveValues, values: Mapping[str, object]) -> None:
    save_and_report(lambda: save(values), describe=lambda newer: _summarise_measure(newer.measure))


def _summarise_measure(m: Measure) -> str:
    return f"'{m.title}', {m.status}, {format_duration(m)}. {m.residents}"


def _add_measure(values: Mapping[str, object]) -> str:
    actor = current_actor()
    kept = add_measure(actor, get_store(), values=values, catalog=load_catalog_for(actor))
    # The next one starts in an empty form.
    st.session_state[MEASURES_ADDED] = st.session_state.get(MEASURES_ADDED, 0) + 1
    return f"Maatregel {kept.number} is toegevoegd."


def _change_measure(editing: VersionedForm[StoredMeasure], values: Mapping[str, object]) -> str:
    actor, seen = current_actor(), editing.seen
    with editing.saving():
        change_measure(
            actor, get_store(), seen=seen, values=values, catalog=load_catalog_for(actor)
        )
    return f"Maatregel {seen.number} is gewijzigd."


def _show_file_upload() -> None:
    """Show the upload of a file with measures, what is wrong with it, and the button to keep it."""
    frame.show_html(render_source_line(NOTICE))
    uploaded = st.file_uploader(
        "Bestand met maatregelen (XLSX of CSV)",
        type=["xlsx", "csv", "txt"],
        key=f"measures_file_{st.session_state.get(MEASURE_UPLOADS, 0)}",
    )
    if uploaded is None:
        return
    actor = current_actor()
    catalog = load_catalog_for(actor)
    found = read_measures(uploaded.getvalue(), name=uploaded.name, catalog=catalog)
    if found.notices:
        frame.show_html(render_list(found.notices))
    if found.problems:
        show_problems(found.problems)
        return
    number = count(len(found.rows), "maatregel", "maatregelen")
    if not st.button(f"Voeg {number} toe", key="add_measures", type="primary"):
        return

    def kept(_nothing: Mapping[str, object]) -> str:
        rows = [_store_values(row) for row in found.rows]
        add_measures(actor, get_store(), rows=rows, catalog=catalog, file=found.name)
        st.session_state[MEASURE_UPLOADS] = st.session_state.get(MEASURE_UPLOADS, 0) + 1
        return f"{number} toegevoegd."

    _save_measure(kept, {})


def _store_values(row: MeasureRow) -> dict[str, object]:
    """Return a row of a file as the store takes it."""
    return row.model_dump(exclude={"public"}) | {
        "visibility": Visibility.PUBLIC if row.public else Visibility.INTERNAL
    }
