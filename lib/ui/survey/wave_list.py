"""The imported waves on Gegevens: their state, and publishing and withdrawing for those who can.

Not here: reading one in (`survey_upload`), and what a reader sees of it (`lib.board`).
"""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from lib.access import Operation
from lib.board import Board, get_store, now
from lib.figures.format import moment
from lib.figures.page_html import render_heading, render_list, render_source_line, render_subtitle
from lib.store import Wave, WaveState, load_waves, publish_wave, withdraw_wave
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import save_and_report
from lib.ui.sign_in import current_actor

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
EMBARGO_FORMAT = "%d-%m-%Y %H:%M"


def show_wave_list(board: Board) -> None:
    """Show every imported wave, newest first, with what this visitor may do with it."""
    frame.show_heading("Ingelezen metingen")
    found = load_waves(current_actor(), get_store())
    if not found:
        frame.show_html(render_subtitle("Er is nog geen meting ingelezen."))
        return
    for wave in found:
        with st.container(border=True, key=f"wave_{wave.number}"):
            _show_wave(board, wave)


def _show_wave(board: Board, wave: Wave) -> None:
    covers = ", ".join(
        f"{board.indicators[k].short if k in board.indicators else k} {period}"
        for k, period in sorted(wave.covers)
    )
    frame.show_html(render_heading(f"Meting {wave.number}: {covers}"))
    frame.show_html(render_list(_wave_lines(wave)))
    actor = current_actor()
    is_proposed, can_publish = wave.state is WaveState.PROPOSED, actor.may(Operation.PUBLISH)
    is_own = is_proposed and wave.proposed_by == actor.name
    if is_proposed and can_publish:
        _show_publish_form(wave)
    if wave.state is not WaveState.WITHDRAWN and (can_publish or is_own):
        _show_withdraw_form(wave)


def _wave_lines(wave: Wave) -> list[str]:
    """Return what happened to a wave, a line each."""
    lines = [
        f"Stand: {wave.state}{_visibility_note(wave)}",
        f"Bestand: {wave.file.name} (sha256 {wave.file.sha256[:12]}…)",
        f"Voorgesteld door {wave.proposed_by} op {moment(wave.proposed_at)}",
    ]
    if wave.published_at:
        lines.append(f"Gepubliceerd op {moment(wave.published_at)}")
    if wave.embargo:
        lines.append(f"Openbaar vanaf {moment(wave.embargo.astimezone(DUTCH_TIME))}")
    if wave.withdrawn_at:
        lines.append(f"Ingetrokken op {moment(wave.withdrawn_at)}")
    if wave.note:
        lines.append(f"Toelichting: {wave.note}")
    return lines


def _visibility_note(wave: Wave) -> str:
    if wave.state is not WaveState.PUBLISHED:
        return ""
    if not wave.visible:
        return ", vervangen door een latere versie"
    return ", onder embargo" if wave.embargo and wave.embargo > now() else ""


def _show_publish_form(wave: Wave) -> None:
    with st.expander("Publiceren"), st.form(f"publish_{wave.number}"):
        note = st.text_area("Toelichting", max_chars=600, key=f"publish_note_{wave.number}")
        frame.show_html(render_source_line(NOTICE))
        typed = st.text_input(
            "Openbaar vanaf (dd-mm-jjjj uu:mm); leeg: meteen", key=f"embargo_{wave.number}"
        )
        if not st.form_submit_button("Publiceer", type="primary"):
            return
    try:
        embargo = _parse_embargo(typed)
    except (ValueError, OverflowError):
        frame.show_notice(
            f"'{typed[:40]}' is geen tijdstip. Schrijf het als 02-12-2026 09:00. Er is niets "
            "gepubliceerd."
        )
        return
    if embargo is not None and embargo <= now():
        # Rather a question than figures in the open by a wrong year.
        frame.show_notice(
            f"{typed[:40]} is al voorbij. Laat het vak leeg om meteen openbaar te maken. Er is "
            "niets gepubliceerd."
        )
        return
    save_and_report(partial(_publish, wave.number, note, embargo))


def _publish(wave: int, note: str, embargo: dt.datetime | None) -> str:
    publish_wave(current_actor(), get_store(), wave=wave, note=note, embargo=embargo)
    return f"Meting {wave} is gepubliceerd."


def _parse_embargo(typed: str) -> dt.datetime | None:
    """Return the moment, typed as in the Netherlands; raises `ValueError` for what is none.

    Raises `OverflowError` for one that the calendar does not have elsewhere.
    """
    if not typed.strip():
        return None
    local = dt.datetime.strptime(typed.strip(), EMBARGO_FORMAT).replace(tzinfo=DUTCH_TIME)
    return local.astimezone(dt.UTC)


def _show_withdraw_form(wave: Wave) -> None:
    with st.expander("Intrekken"), st.form(f"withdraw_{wave.number}"):
        reason = st.text_area("Reden", max_chars=600, key=f"reason_{wave.number}")
        frame.show_html(render_source_line(NOTICE))
        if not st.form_submit_button("Trek in"):
            return
    save_and_report(partial(_withdraw, wave.number, reason))


def _withdraw(wave: int, reason: str) -> str:
    withdraw_wave(current_actor(), get_store(), wave=wave, reason=reason)
    return f"Meting {wave} is ingetrokken. Wat er eerst stond, is terug."
