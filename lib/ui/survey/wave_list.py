"""The imported waves on Gegevens: their state, and publishing and withdrawing for those who can.

Not here: reading one in (`survey_upload`), and what a reader sees of it (`lib.board`).
"""

import datetime as dt
from itertools import groupby
from operator import itemgetter

import streamlit as st

from lib import store
from lib.access import Operation
from lib.board import Board, get_store, now
from lib.figures.format import moment
from lib.figures.page_html import render_heading
from lib.figures.sentences.wave_sentences import describe_design, name_periods
from lib.settings import DUTCH_TIME
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm
from lib.ui.sign_in import current_actor
from lib.ui.survey.wave_preview import show_wave_preview

EMBARGO_FORMAT = "%d-%m-%Y %H:%M"
WRONG_MOMENT = dt.datetime.min.replace(tzinfo=dt.UTC)


def show_wave_list(board: Board) -> None:
    """Show every imported wave, newest first, with what this visitor may do with it."""
    frame.show_heading("Ingelezen metingen")
    found = store.load_waves(current_actor(), get_store())
    if not found:
        frame.show_subtitle("Er is nog geen meting ingelezen.")
        return
    for wave in found:
        with st.container(border=True, key=f"wave_{wave.number}"):
            _show_wave(board, wave)


def _show_wave(board: Board, wave: store.Wave) -> None:
    frame.show_html(render_heading(f"Meting {wave.number}: {_name_figures(board, wave)}"))
    frame.show_list(_wave_lines(wave))
    form = VersionedForm(
        f"wave_{wave.number}",
        wave,
        field="reason",
        describe=lambda newer: f"{newer.state}{_visibility_note(newer)}.",
    )
    form.show_newer()
    actor = current_actor()
    is_proposed, can_publish = wave.state is store.WaveState.PROPOSED, actor.may(Operation.PUBLISH)
    is_own = is_proposed and wave.proposed_by == actor.name
    if is_proposed and can_publish:
        _show_publish_form(board, wave, form)
    if _is_under_embargo(wave) and can_publish:
        _show_embargo_form(form)
    if wave.state is not store.WaveState.WITHDRAWN and (can_publish or is_own):
        _show_withdraw_form(form)


def _name_figures(board: Board, wave: store.Wave) -> str:
    """Return what a wave has figures of: 'Rapportcijfer 2023, Rapportcijfer 2025'."""
    parts = []
    for key, covers in groupby(sorted(wave.covers), key=itemgetter(0)):
        periods, indicator = [period for _, period in covers], board.indicators.get(key)
        if indicator and indicator.kind == "effort":
            periods = [name_periods(indicator, periods)]
        parts += [f"{indicator.short if indicator else key} {period}" for period in periods]
    return ", ".join(parts)


def _wave_lines(wave: store.Wave) -> list[str]:
    """Return what happened to a wave, a line each."""
    lines = [
        f"Stand: {wave.state}{_visibility_note(wave)}",
        f"Bestand: {wave.file.name} (sha256 {wave.file.sha256[:12]}…)",
        f"Voorgesteld door {wave.proposed_by} op {moment(wave.proposed_at)}",
        f"Marges gewogen voor de opzet van de enquête: {describe_design(wave.design)}",
    ]
    if wave.published_at:
        lines.append(f"Gepubliceerd op {moment(wave.published_at)}")
    if wave.embargo:
        lines.append(f"Openbaar vanaf {moment(wave.embargo)}")
    if wave.withdrawn_at:
        lines.append(f"Ingetrokken op {moment(wave.withdrawn_at)}")
    details = {label: getattr(wave.details, name) for name, label in store.DETAIL_LABELS.items()}
    lines += [f"{label.capitalize()}: {value}" for label, value in details.items() if value]
    if wave.proposal_note:
        lines.append(f"Toelichting bij het voorstel: {wave.proposal_note}")
    if wave.note and wave.state is not store.WaveState.PROPOSED:
        lines.append(f"Toelichting: {wave.note}")
    return lines


def _visibility_note(wave: store.Wave) -> str:
    if wave.state is not store.WaveState.PUBLISHED:
        return ""
    if not wave.visible:
        return ", vervangen door een latere versie"
    return ", onder embargo" if _is_under_embargo(wave) else ""


def _is_under_embargo(wave: store.Wave) -> bool:
    is_published = wave.state is store.WaveState.PUBLISHED
    return is_published and wave.embargo is not None and wave.embargo > now()


def _show_publish_form(board: Board, wave: store.Wave, form: VersionedForm[store.Wave]) -> None:
    with st.expander("Publiceren"):
        figures = store.load_wave_observations(current_actor(), get_store(), wave=wave.number)
        show_wave_preview(board, figures, design=wave.design, about=f"Nummer {wave.number}. ")
        _show_publish_fields(form)


def _show_publish_fields(form: VersionedForm[store.Wave]) -> None:
    with st.form(f"publish_{form.key}"):
        note = st.text_area("Toelichting", max_chars=600, key=f"{form.key}_note")
        frame.show_source_line(NOTICE)
        typed = st.text_input(
            "Openbaar vanaf (dd-mm-jjjj uu:mm; vul niets in voor meteen)",
            key=f"{form.key}_embargo",
            max_chars=40,
        )
        if not st.form_submit_button("Publiceer", type="primary"):
            return
    if (embargo := _read_embargo(typed)) is not WRONG_MOMENT:
        with form.saving() as seen:
            store.publish_wave(
                current_actor(), get_store(), wave=seen.number, note=note, embargo=embargo
            )
            frame.queue_notice(f"Meting {seen.number} is gepubliceerd.")


def _read_embargo(typed: str) -> dt.datetime | None:
    """Return the moment that was typed; `WRONG_MOMENT`, with a notice, for what is none to come."""
    try:
        embargo = _parse_embargo(typed)
    except (ValueError, OverflowError):
        frame.show_notice(
            f"'{typed[:40]}' is geen tijdstip. Schrijf het als 02-12-2026 09:00. Er is niets "
            "gepubliceerd."
        )
        return WRONG_MOMENT
    if embargo is not None and embargo <= now():
        # Rather a question than figures in the open by a wrong year.
        frame.show_notice(
            f"{typed[:40]} is al geweest. Laat het vak leeg om meteen openbaar te maken. Er is "
            "niets gepubliceerd."
        )
        return WRONG_MOMENT
    return embargo


def _show_embargo_form(form: VersionedForm[store.Wave]) -> None:
    with st.expander("Embargo verplaatsen"), st.form(f"embargo_{form.key}"):
        typed = st.text_input(
            "Nu openbaar vanaf (dd-mm-jjjj uu:mm; vul niets in voor meteen)",
            key=f"{form.key}_moved",
            max_chars=40,
        )
        reason = st.text_area("Reden van het verplaatsen", max_chars=600, key=f"{form.key}_why")
        frame.show_source_line(NOTICE)
        if not st.form_submit_button("Verplaats het embargo"):
            return
    if (embargo := _read_embargo(typed)) is not WRONG_MOMENT:
        with form.saving() as seen:
            store.move_embargo(
                current_actor(), get_store(), seen=seen, embargo=embargo, reason=reason
            )
            when = f"openbaar vanaf {moment(embargo)}" if embargo else "nu openbaar"
            frame.queue_notice(f"Meting {seen.number} is {when}.")


def _parse_embargo(typed: str) -> dt.datetime | None:
    """Return the moment, typed as in the Netherlands; raises `ValueError` for what is none.

    Raises `OverflowError` for one that the calendar does not have elsewhere.
    """
    if not typed.strip():
        return None
    local = dt.datetime.strptime(typed.strip(), EMBARGO_FORMAT).replace(tzinfo=DUTCH_TIME)
    return local.astimezone(dt.UTC)


def _show_withdraw_form(form: VersionedForm[store.Wave]) -> None:
    with st.expander("Intrekken"), st.form(f"withdraw_{form.key}"):
        reason = st.text_area("Reden", max_chars=600, key=f"{form.key}_reason")
        frame.show_source_line(NOTICE)
        if not st.form_submit_button("Trek in"):
            return
    with form.saving() as seen:
        store.withdraw_wave(current_actor(), get_store(), seen=seen, reason=reason)
        frame.queue_notice(f"Meting {seen.number} is ingetrokken. Wat er eerst stond, is terug.")
