"""The police's own lists: template, upload, problems, what a list holds, saving, withdrawing.

Nothing is stored before all is in order and somebody confirms it. Not here: reading the file
(`lib.intake`), saving it (`lib.store`), and what it means (`risers_and_decliners`).
"""

from collections import Counter
from functools import partial

import streamlit as st

from lib import store
from lib.access import Operation
from lib.analysis.day_windows import week_up_to
from lib.board import Board, get_store, load_catalog_for, preview_police_list
from lib.catalog import DataProblemsError
from lib.figures.format import day, moment, number
from lib.figures.sentences.change_sentences import (
    describe_other_countings,
    registration_changes_finding,
)
from lib.figures.vocabulary import STILL_FILLING
from lib.intake import PoliceList, make_police_template, read_police_list
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import saving, show_problems
from lib.ui.forms.widgets import (
    UPLOAD_TYPES,
    fresh_key,
    renew_key,
    show_choice_box,
    show_file_button,
)
from lib.ui.sign_in import current_actor


def show_police_lists(board: Board) -> None:
    """Show the lists that are saved, and reading in another; not on paper."""
    saved = store.load_police_lists(current_actor(), get_store())
    with st.container(key="police_lists"):
        frame.show_heading("Lijsten van de politie")
        frame.show_subtitle(
            "Aantallen per soort, wijk en dag: geen namen, geen zaken. Een nieuwe lijst gaat voor "
            "op oudere lijsten en op de open cijfers van dezelfde dagen."
        )
        if saved:
            frame.show_table(
                ("Lijst", "Ingelezen", "Eerste dag", "Laatste dag", "Soorten", "Gevallen", "Stand"),
                [_police_list_cells(one) for one in saved],
                caption="Ingelezen lijsten, de nieuwste bovenaan",
                numeric=(4, 5),
            )
        if current_actor().may(Operation.WRITE_DRIEHOEK):
            with st.expander("Een lijst inlezen of intrekken", expanded=not saved):
                _show_police_upload(board)
                _show_police_withdrawal(saved)


def _police_list_cells(saved: store.SavedPoliceList) -> tuple[str, ...]:
    state = "ingetrokken" if saved.withdrawn_at else saved.status.value
    return (
        f"{saved.number}. {saved.file.name}",
        moment(saved.saved_at),
        day(saved.first),
        day(saved.last),
        number(len(saved.kinds)),
        number(saved.cases),
        state,
    )


def _show_police_upload(board: Board) -> None:
    """Show the upload of a list, what is wrong with it or in it, and the button to save it."""
    actor = current_actor()
    catalog = load_catalog_for(actor)
    template = partial(make_police_template, catalog)
    show_file_button(
        "Invulblad als Excel", template, file="politielijst.xlsx", key="police_template"
    )
    frame.show_source_line(NOTICE)
    uploaded = st.file_uploader(
        "Lijst van de politie (XLSX, ODS of CSV)", type=UPLOAD_TYPES, key=fresh_key("police_file")
    )
    if uploaded is None:
        return
    found = read_police_list(
        uploaded.getvalue(), name=uploaded.name, catalog=catalog, today=board.today
    )
    if found.notices:
        frame.show_list(found.notices)
    if found.problems:
        show_problems(found.problems)
        return
    if _preview_police_list(board, found) and st.button(
        "Neem deze lijst op", key="keep_list", type="primary"
    ):
        _save_police_list(found)


def _preview_police_list(board: Board, found: PoliceList) -> bool:
    """Show what a list holds per kind, and what it would show; return whether it can be saved."""
    _show_list_totals(board, found)
    try:
        then = preview_police_list(current_actor(), found)
    except DataProblemsError as error:
        show_problems(error.problems)
        return False
    if other := describe_other_countings(then):
        frame.show_notice(other)
    newest = then.police.newest_day
    moved = then.police.changes(week_up_to(newest)) if newest else None
    if newest and moved is not None:
        finding = registration_changes_finding(moved.areas["verdict"]) if len(moved.areas) else ""
        frame.show_subtitle(
            f"Met deze lijst is {day(newest)} de nieuwste dag. Die week: {finding} {STILL_FILLING}"
        )
    return True


def _show_list_totals(board: Board, found: PoliceList) -> None:
    totals: Counter[str] = Counter()
    for (kind, _, _), value in found.counts.items():
        totals[kind] += value
    span = f"{day(found.first)} tot en met {day(found.last)}" if found.first and found.last else ""
    frame.show_table(
        ("Soort", "Aantal in deze lijst"),
        [(board.indicators[k].name, number(totals[k])) for k in found.kinds],
        caption=f"{found.name}: {span}",
        numeric=(1,),
    )


def _save_police_list(found: PoliceList) -> None:
    with saving():
        number = store.save_police_list(
            current_actor(),
            get_store(),
            file=store.ImportedFile(found.name, found.sha256),
            values={
                "first": found.first,
                "last": found.last,
                "kinds": found.kinds,
                "status": found.status,
            },
            counts=found.counts,
        )
        renew_key("police_file")
        frame.queue_notice(f"De lijst is opgenomen als nummer {number}.")


def _show_police_withdrawal(saved: tuple[store.SavedPoliceList, ...]) -> None:
    valid = {
        one.number: f"{one.number}. {one.file.name} (tot en met {day(one.last)})"
        for one in saved
        if one.withdrawn_at is None
    }
    if not valid:
        return
    with st.form("withdraw_list"):
        chosen = show_choice_box("Welke lijst trekt u in?", valid)
        reason = st.text_input("Waarom?", key=fresh_key("withdraw_list"), max_chars=600)
        if not st.form_submit_button("Trek deze lijst in"):
            return
    with saving():
        store.withdraw_police_list(current_actor(), get_store(), number=chosen, reason=reason)
        renew_key("withdraw_list")
        frame.queue_notice(f"Lijst {chosen} is ingetrokken.")
