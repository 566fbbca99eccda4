"""Reading a survey wave in, on Gegevens: template, upload, problems, questions, preview, proposal.

Nothing is stored before all is in order and somebody confirms it. Not here: reading the file
(`lib.intake`), saving it (`lib.store`), publishing it (`wave_list`).
"""

from collections.abc import Mapping
from functools import partial
from typing import Literal

import streamlit as st

from lib.analysis.change import Change
from lib.board import (
    RATING,
    AreaValues,
    Board,
    find_folders,
    get_store,
    load_catalog_for,
    preview_survey,
)
from lib.catalog import DataProblemsError, DesignCounted, Indicator, Observation, Status
from lib.exhibits.margins import MARGIN_HEADER, format_margin_cells
from lib.figures.format import UNKNOWN, interval, listing, number, signed
from lib.figures.page_html import render_list, render_source_line, render_subtitle, render_table
from lib.figures.sentences.goal_sentences import course_sentence, goal_sentence, headline
from lib.figures.vocabulary import CHANGE_LABELS
from lib.intake import Question, SurveyRequest, WaveFile, make_survey_template, read_wave
from lib.store import ImportedFile, propose_wave
from lib.store.personal import NOTICE
from lib.ui import frame
from lib.ui.forms.saving import save_and_report, show_problems
from lib.ui.forms.widgets import fresh_key, renew_key, show_file_button
from lib.ui.sign_in import current_actor

TEMPLATE_LABELS: Mapping[Literal["xlsx", "csv"], str] = {
    "xlsx": "Invulblad als Excel",
    "csv": "Invulblad als CSV",
}
ALL_WAVES = "alle metingen in het bestand"


def show_survey_upload(board: Board) -> None:
    """Show the steps from an empty template to a proposal."""
    frame.show_heading("Een meting inlezen")
    surveys = [i for i in board.indicators.values() if i.kind == "survey"]
    if not surveys:
        return
    indicator, period = _choose_indicator(board, surveys)
    _show_template_buttons(board, indicator, period)
    uploaded = st.file_uploader(
        "Bestand met de cijfers (XLSX of CSV)",
        type=["xlsx", "csv", "xlsm", "txt"],
        key=fresh_key("wave_file"),
    )
    is_correction = st.checkbox("Dit is een verbeterde versie van een meting die er al is.")
    if uploaded is None:
        return
    existing = () if is_correction else _existing_waves(board, indicator)
    found = _read_wave_file(uploaded.getvalue(), uploaded.name, indicator, period, existing)
    _show_findings(found)
    if (
        found.is_ready
        and not _refuse_cbs_areas(board, found)
        and not _refuse_other_status(board, found)
    ):
        design = _ask_design(found)
        _show_survey_preview(board, found, indicator, design=design)
        _show_proposal_form(found, design)


def _choose_indicator(board: Board, surveys: list[Indicator]) -> tuple[Indicator, str | None]:
    by_key = {i.indicator: i for i in surveys}
    left, right = st.columns(2, gap="medium")
    with left:
        key = st.selectbox(
            "Wat is gemeten?",
            list(by_key),
            format_func=lambda k: by_key[k].name,
            placeholder="Kies een onderwerp",
        )
    waves = [*(str(w.year) for w in reversed(board.planning.waves)), ALL_WAVES]
    with right:
        wave = st.selectbox("Welke meting?", waves, placeholder="Kies een meting")
    return by_key[key], None if wave == ALL_WAVES else wave


def _show_template_buttons(board: Board, indicator: Indicator, period: str | None) -> None:
    if period is None:
        return
    catalog, key = load_catalog_for(board.actor), indicator.indicator
    with st.container(horizontal=True):
        for form, label in TEMPLATE_LABELS.items():
            make = partial(make_survey_template, catalog, indicator=key, period=period, form=form)
            show_file_button(label, make, file=f"{key}-{period}.{form}", key=f"template_{form}")


def _existing_waves(board: Board, indicator: Indicator) -> tuple[str, ...]:
    """Return the waves in which areas have figures already."""
    return board.ratings.survey_periods(indicator.indicator)


def _read_wave_file(
    content: bytes, name: str, indicator: Indicator, period: str | None, existing: tuple[str, ...]
) -> WaveFile:
    """Read the file, ask about each name that no area has, and read it again with the answers."""

    def read(names: Mapping[str, str]) -> WaveFile:
        return read_wave(
            content,
            name=name,
            catalog=load_catalog_for(current_actor()),
            request=SurveyRequest(
                indicator=indicator.indicator, period=period, existing=existing, names=names
            ),
        )

    first = read({})
    answers = {q.name: a for q in first.questions if (a := _ask_area(q)) is not None}
    return read(answers) if answers else first


SKIP_ROW = ""


def _ask_area(question: Question) -> str | None:
    """Ask which area a name means; None while nobody chose."""
    catalog = load_catalog_for(current_actor())
    first = catalog.areas[question.candidates[0]].name if question.candidates else ""
    ask = f" Bedoelde u {first}?" if first else ""
    others = [a for a in catalog.of_kind("area") if a not in question.candidates]
    # Apart: a label is markdown, and the name is anybody's.
    frame.show_html(
        render_subtitle(f"Rij {question.row}: de wijk '{question.name[:60]}' is niet bekend.{ask}")
    )
    return st.selectbox(
        f"Welke wijk staat in rij {question.row}?",
        [*question.candidates, *others, SKIP_ROW],
        index=None,
        placeholder="Kies een wijk",
        format_func=lambda a: catalog.areas[a].name if a else "sla deze rij over",
        key=f"answer_{question.name}",
    )


def _show_findings(found: WaveFile) -> None:
    if found.problems:
        show_problems(found.problems)
    elif found.questions:
        frame.show_notice("Kies hierboven bij elke naam de wijk. Er is nog niets bewaard.")
    if found.notices:
        frame.show_html(render_list(found.notices))


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


def _show_survey_preview(
    board: Board, found: WaveFile, indicator: Indicator, *, design: DesignCounted
) -> None:
    """Show what the figures would do: to the areas, to the answer, and to both goals."""
    try:
        after = preview_survey(current_actor(), found.observations, design=design)
    except DataProblemsError as error:
        show_problems(error.problems)
        return
    frame.show_heading("Voorbeeld: dit verandert er")
    frame.show_html(render_subtitle("Zo staat het er dan, op Overzicht en bij de doelen:"))
    lines = [headline(after)]
    for goal in after.goals:
        course = course_sentence(goal, board=after)
        lines.append(f"{goal.target.name}. {goal_sentence(goal, board=after)} {course}")
    frame.show_html(render_list(lines))
    for period in found.periods:
        per_area = after.area_values(indicator.indicator, period=period)
        before = board.area_values(indicator.indicator)
        if per_area is not None:
            _show_comparison(per_area, before, after=after)
    rest = [o for o in found.observations if o.area not in board.areas]
    if rest:
        header = ("Gebied", "Meting", indicator.unit, "Marge (95 %)")
        rows = [_observation_cells(board, indicator, o) for o in rest]
        frame.show_html(render_table(header, rows, caption=indicator.name, numeric=(2, 3)))


def _observation_cells(
    board: Board, indicator: Indicator, o: Observation
) -> tuple[str, str, str, str]:
    """Return one figure in words, of the municipality or of a part of an area."""
    area = board.municipality.name if o.area == board.municipality.code else o.area
    margin = interval(o.lower, o.upper, decimals=indicator.decimals)
    return area, o.period.text, number(o.value, decimals=indicator.decimals), margin


def _show_comparison(per_area: AreaValues, before: AreaValues | None, *, after: Board) -> None:
    """Show old next to new for each area, with the verdict where the waves can be compared."""
    changes = after.ratings.changes()
    is_rating = per_area.indicator.indicator == RATING
    is_newest = (
        is_rating and changes is not None and after.ratings.comparable_waves[-1] == per_area.period
    )
    verdicts = dict(changes["verdict"]) if changes is not None and is_newest else {}
    rows = [
        _comparison_cells(area, per_area, before, verdicts.get(area))
        for area in per_area.frame.index
    ]
    gone = [name for name, old, new, *_ in rows if new == UNKNOWN != old]
    if gone:
        frame.show_notice(f"Van deze wijken is er in het bestand geen cijfer: {listing(gone)}.")
    frame.show_html(
        render_table(
            (
                "Wijk",
                f"Nu ({before.period if before else '–'})",
                f"Nieuw ({per_area.period})",
                "Verschil",
                "Oordeel over de twee nieuwste metingen",
                *MARGIN_HEADER,
            ),
            rows,
            caption=f"Oud naast nieuw, meting {per_area.period}",
            numeric=(1, 2, 3, 5, 6),
        )
    )


def _comparison_cells(
    area: str, per_area: AreaValues, before: AreaValues | None, verdict: Change | None
) -> tuple[str, ...]:
    decimals = per_area.indicator.decimals
    new, old = per_area.cell(area).value, before.cell(area).value if before else None
    change = "–" if new is None or old is None else signed(new - old, decimals=decimals)
    return (
        per_area.cell(area).name,
        number(old, decimals=decimals),
        number(new, decimals=decimals),
        change,
        CHANGE_LABELS[verdict] if verdict else "",
        *format_margin_cells(per_area.frame.loc[[area]].iloc[0], decimals=decimals),
    )


def _show_proposal_form(found: WaveFile, design: DesignCounted) -> None:
    with st.form("proposal"):
        note = st.text_area("Toelichting", max_chars=600, key=f"{fresh_key('wave_file')}_note")
        frame.show_html(render_source_line(NOTICE))
        if not st.form_submit_button("Voorstellen voor publicatie", type="primary"):
            return
    save_and_report(partial(_propose, found, note, design))


def _propose(found: WaveFile, note: str, design: DesignCounted) -> str:
    wave = propose_wave(
        current_actor(),
        get_store(),
        observations=found.observations,
        file=ImportedFile(found.name, found.sha256),
        note=note,
        design=design,
    )
    renew_key("wave_file")
    renew_key("wave_design")
    return f"Meting {wave} staat klaar. Een beheerder kan de meting publiceren."
