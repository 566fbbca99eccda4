"""Reading a survey wave in, on Gegevens: template, upload, problems, questions, preview, proposal.

Nothing is stored before all is in order and somebody confirms it. Not here: reading the file
(`lib.intake`), saving it (`lib.store`), publishing it (`wave_list`).
"""

from collections.abc import Mapping
from functools import partial
from typing import Literal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.board import RATING, Board, find_folders, get_store, load_catalog_for
from lib.catalog import DesignCounted, Indicator, Status
from lib.figures.sentences.wave_sentences import name_periods
from lib.intake import SurveyRequest, WaveFile, make_survey_template, read_wave
from lib.store import DETAIL_LABELS, ImportedFile, propose_wave
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import saving, show_problems
from lib.ui.forms.widgets import UPLOAD_TYPES, fresh_key, renew_key, show_file_button
from lib.ui.sign_in import current_actor
from lib.ui.survey.survey_questions import offer_other_wave, read_with_answers
from lib.ui.survey.wave_preview import show_wave_preview

TEMPLATE_LABELS: Mapping[Literal["xlsx", "csv"], str] = {
    "xlsx": "Invulblad als Excel",
    "csv": "Invulblad als CSV",
}
EFFORT_LABELS: Mapping[str, str] = {"effort": " (registratie van de gemeente)"}
ALL_WAVES = "alle metingen in het bestand"
WAVE_KEY, CORRECTION_KEY = "survey_wave", "survey_correction"
DETAIL_HELP: Mapping[str, str] = {
    "report": "zoals: rapport, tabel 3.2",
    "fieldwork": "zoals: 1-9-2025 tot en met 30-11-2025",
    "method": "zoals: vragenlijst op internet en papier, 3.970 deelnemers",
}


def show_survey_upload(board: Board) -> None:
    """Show the steps from an empty template to a proposal."""
    with st.container(key="upload_heading"):  # on paper its fields are not there
        frame.show_heading("Een meting of registratie inlezen")
    own = [i for i in board.indicators.values() if i.kind in {"survey", "effort"}]
    if not own:
        return
    indicator, period = _choose_indicator(board, sorted(own, key=lambda i: i.kind == "effort"))
    _show_template_buttons(board, indicator, period)
    if indicator.kind == "effort":
        period = None  # the file says which months it holds
    uploaded = st.file_uploader(
        "Bestand met de cijfers (XLSX, ODS of CSV)", type=UPLOAD_TYPES, key=fresh_key("wave_file")
    )
    if indicator.kind == "survey":
        st.checkbox("Dit is een verbeterde versie van een meting die er al is.", key=CORRECTION_KEY)
    if uploaded is None:
        return
    found = _read_wave_file(uploaded, board, indicator, period)
    _show_findings(found)
    offer_other_wave(found, key=WAVE_KEY)
    if (
        found.is_ready
        and not _refuse_cbs_areas(board, found)
        and not _refuse_other_status(board, found)
    ):
        design = _ask_design(found)
        frame.show_heading("Voorbeeld: dit verandert er")
        show_wave_preview(board, found.observations, design=design)
        _show_proposal_form(board, found, design)


def _choose_indicator(board: Board, own: list[Indicator]) -> tuple[Indicator, str | None]:
    """Ask what the file is about; return that, and its wave or, of an effort, a year."""
    by_key = {i.indicator: i for i in own}
    left, right = st.columns(2, gap="medium")
    with left:
        key = st.selectbox(
            "Wat is gemeten of geregistreerd?",
            list(by_key),
            format_func=lambda k: by_key[k].name + EFFORT_LABELS.get(by_key[k].kind, ""),
            placeholder="Kies een onderwerp",
        )
    if by_key[key].kind == "effort":
        years = range(board.today.year, board.municipality.policy.start - 1, -1)
        with right:
            year = st.selectbox("Welk jaar op het invulblad?", [str(y) for y in years])
        return by_key[key], year
    waves = [*(str(w.year) for w in reversed(board.planning.waves)), ALL_WAVES]
    with right:
        wave = st.selectbox("Welke meting?", waves, placeholder="Kies een meting", key=WAVE_KEY)
    return by_key[key], None if wave == ALL_WAVES else wave


def _show_template_buttons(board: Board, indicator: Indicator, period: str | None) -> None:
    if period is None:
        return
    catalog, key = load_catalog_for(board.actor), indicator.indicator
    with st.container(horizontal=True):
        for form, label in TEMPLATE_LABELS.items():
            make = partial(make_survey_template, catalog, indicator=key, period=period, form=form)
            show_file_button(label, make, file=f"{key}-{period}.{form}", key=f"template_{form}")


def _read_wave_file(
    uploaded: UploadedFile, board: Board, indicator: Indicator, period: str | None
) -> WaveFile:
    """Read the file with what is answered; of a correction no wave is there already."""
    existing: tuple[str, ...] = ()  # the months of an effort may come again
    if indicator.kind == "survey" and not st.session_state.get(CORRECTION_KEY, False):
        existing = board.ratings.survey_periods(indicator.indicator)
    planned = [str(wave.year) for wave in board.planning.waves] if period else []

    def read(names: Mapping[str, str], columns: Mapping[str, str]) -> WaveFile:
        return read_wave(
            uploaded.getvalue(),
            name=uploaded.name,
            catalog=load_catalog_for(current_actor()),
            request=SurveyRequest(
                indicator=indicator.indicator,
                period=period,
                existing=existing,
                names=names,
                planned=planned,
                columns=columns,
            ),
        )

    return read_with_answers(read)


def _show_findings(found: WaveFile) -> None:
    if found.unknown and found.layout is None:
        frame.show_notice(
            "Er is niets bewaard. Is dit niet het goede bestand, gebruik dan het invulblad."
        )
    elif found.problems:
        show_problems(found.problems)
    elif found.questions:
        frame.show_notice(
            "Kijk hierboven bij elke naam of de wijk klopt, en kies dan 'Deze namen kloppen'. "
            "Er is nog niets bewaard."
        )
    if found.notices:
        frame.show_list(found.notices)


def _refuse_cbs_areas(board: Board, found: WaveFile) -> bool:
    """Return, with a notice, whether CBS figures would come in one line with own waves."""
    has_waves = found.indicator == RATING or board.area_values(found.indicator) is not None
    is_apart = found.layout == "cbs" and has_waves
    if is_apart:
        frame.show_notice(
            "Dit is de tabel van het CBS. Die cijfers staan apart van de eigen meting van de "
            "gemeente. Haal de tabel op met 'Open data ophalen', hieronder. Er is niets bewaard."
        )
    return is_apart


def _refuse_other_status(board: Board, found: WaveFile) -> bool:
    """Return, with a notice, whether fictitious figures would come among real ones."""
    is_made_up = any(o.status is Status.FICTITIOUS for o in found.observations)
    if is_made_up != board.fictitious:
        frame.show_notice(
            "Fictieve en echte cijfers gaan niet samen. Zet bij status 'definitief' of "
            f"'voorlopig', of probeer het uit met de map {find_folders()[0].name} van make demo."
        )
    return is_made_up != board.fictitious


def _ask_design(found: WaveFile) -> DesignCounted:
    """Ask whether the margins count the survey's design; not known where there is no margin."""
    if all(o.lower is None for o in found.observations):
        return DesignCounted.UNKNOWN
    with st.container(key="wave_design_question"):
        answer = st.radio(
            "Zijn de marges gewogen voor de opzet van de enquête?",
            list(DesignCounted),
            index=list(DesignCounted).index(DesignCounted.UNKNOWN),
            horizontal=True,
            key=fresh_key("wave_design"),
        )
        st.caption(
            "Wie de enquête deed, weet dit. Bij 'nee' of 'onbekend' rekenen wij bij een oordeel "
            "met bredere marges."
        )
    return answer or DesignCounted.UNKNOWN


def _show_proposal_form(board: Board, found: WaveFile, design: DesignCounted) -> None:
    """Ask what the wave is called and how it was done, and propose it."""
    key = fresh_key("wave_file")
    indicator = board.indicators[found.indicator]
    known = {
        "title": f"{indicator.name}, {name_periods(indicator, found.periods)}",
        "publisher": f"Gemeente {board.municipality.name}",
    }
    with st.form("proposal"):
        frame.show_source_line("Dit staat straks bij elk cijfer, als bron.")
        details = {
            name: st.text_input(
                label[0].upper() + label[1:],
                known.get(name, ""),
                max_chars=120,
                placeholder=DETAIL_HELP.get(name),
                key=f"{key}_{name}",
            )
            for name, label in DETAIL_LABELS.items()
        }
        note = st.text_area("Toelichting", max_chars=600, key=f"{key}_note")
        frame.show_source_line(NOTICE)
        if not st.form_submit_button("Voorstellen voor publicatie", type="primary"):
            return
    _propose(found, note, {**details, "design": design})


def _propose(found: WaveFile, note: str, details: Mapping[str, object]) -> None:
    with saving():
        wave = propose_wave(
            current_actor(),
            get_store(),
            observations=found.observations,
            file=ImportedFile(found.name, found.sha256),
            note=note,
            details=details,
        )
        renew_key("wave_file")
        renew_key("wave_design")
        frame.queue_notice(f"Meting {wave} staat klaar. Een beheerder kan de meting publiceren.")
