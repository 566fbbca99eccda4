"""What a survey file leaves open, asked one by one: its wave, its columns, its names of areas.

Each answer is given once: what the columns are is remembered for files of the same layout. Not
here: reading the file (`lib.intake`).
"""

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.board import get_store, load_catalog_for
from lib.catalog import Catalog
from lib.intake import Question, UnknownTable, WaveFile, name_key
from lib.store import load_survey_layout, save_survey_layout
from lib.ui import frame
from lib.ui.sign_in import current_actor

SKIP_ROW = ""
BOXES_IN_ROW = 3
# What a column may be, in the order in which it is asked.
COLUMN_LABELS: Mapping[str, str] = {
    "": "niet nodig",
    "area": "de naam van de wijk",
    "period": "de meting (het jaar)",
    "value": "het cijfer",
    "lower": "de ondergrens",
    "upper": "de bovengrens",
    "margin": "de marge",
    "n": "het aantal respondenten",
    "status": "de status",
}
Reader = Callable[[Mapping[str, str], Mapping[str, str]], WaveFile]  # names, columns


def read_with_answers(read: Reader) -> WaveFile:
    """Return the file, read with all that somebody answered so far."""
    found = read({}, {})
    columns: Mapping[str, str] = {}
    if found.unknown and found.layout is None:
        columns = load_survey_layout(current_actor(), get_store(), layout=found.unknown.key)
        columns = columns or _ask_columns(found.unknown)
        found = read({}, columns) if columns else found
    names = _ask_areas(found.questions)
    return read(names, columns) if names else found


def offer_other_wave(found: WaveFile, *, key: str) -> None:
    """Offer to read the file as the wave that it holds; `key`: of the box with waves."""
    wave = found.other_wave
    if wave is not None:
        st.button(
            f"Lees als meting {wave}",
            key="read_other_wave",
            on_click=lambda: st.session_state.update({key: wave}),
        )


def _ask_columns(table: UnknownTable) -> Mapping[str, str]:
    """Ask what each column is; empty until somebody confirmed it."""
    frame.show_subtitle("Deze kolomnamen kennen wij niet. Wijs één keer aan welke kolom wat is.")
    titles = [title or f"kolom {n}" for n, title in enumerate(table.titles, 1)]
    rows = [(*row, *[""] * (len(titles) - len(row))) for row in table.first_rows]
    frame.show_table(titles, rows, caption="De eerste rijen van het bestand")
    with st.form("survey_columns"):
        roles = [
            place.selectbox(
                f"Wat staat in '{title[:60]}'?",
                list(COLUMN_LABELS),
                index=list(COLUMN_LABELS).index(role) if role in COLUMN_LABELS else 0,
                format_func=COLUMN_LABELS.__getitem__,
                key=f"column_{name_key(title)}_{n}",
            )
            for n, (title, role, place) in enumerate(
                zip(titles, table.roles, _make_places(len(titles)), strict=True)
            )
        ]
        if not st.form_submit_button("Lees het bestand zo", type="primary"):
            return {}
    if not {"area", "value"} <= set(roles):
        frame.show_notice("Wijs ten minste de kolom met de wijk en de kolom met het cijfer aan.")
        return {}
    columns = {name_key(t): role for t, role in zip(table.titles, roles, strict=True)}
    save_survey_layout(current_actor(), get_store(), layout=table.key, columns=columns)
    return columns


def _make_places(number: int) -> list[DeltaGenerator]:
    """Return a place for each box, three next to each other as the columns are."""
    rows = [st.columns(BOXES_IN_ROW, gap="medium") for _ in range(0, number, BOXES_IN_ROW)]
    return [place for row in rows for place in row][:number]


def _ask_areas(questions: tuple[Question, ...]) -> Mapping[str, str]:
    """Ask which area each name means, with the likeliest filled in; empty until it is confirmed."""
    if not questions:
        return {}
    catalog = load_catalog_for(current_actor())
    with st.container(key="survey_names"):
        answers = {question.name: _ask_area(question, catalog) for question in questions}
        done = st.checkbox("Deze namen kloppen", key=f"names_{hash(questions)}")
    chosen = {name: area for name, area in answers.items() if area is not None}
    return chosen if done and len(chosen) == len(questions) else {}


def _ask_area(question: Question, catalog: Catalog) -> str | None:
    """Ask which area one name means; None until one is chosen."""
    near, likely = question.candidates, question.likely
    names = {key: area.name for key, area in catalog.areas.items()}
    names[SKIP_ROW] = "sla deze rij over"
    ask = f"{'Meer wijken lijken' if near else 'Geen wijk lijkt'} hierop: kies er een, of "
    ask = f"Bedoelde u {names[likely]}?" if likely else f"{ask}sla de rij over."
    # Apart: a label is markdown, and the name is anybody's.
    line = f"Rij {question.row}: de wijk '{question.name[:60]}' is niet bekend. {ask}"
    left, right = st.columns(2, gap="small", vertical_alignment="center")
    with left:
        frame.show_subtitle(line)
    return right.selectbox(
        f"Welke wijk staat in rij {question.row}?",
        list(dict.fromkeys((*filter(None, [likely]), *near, *catalog.of_kind("area"), SKIP_ROW))),
        index=0 if likely else None,
        placeholder="Kies een wijk",
        format_func=names.__getitem__,
        key=f"answer_{question.name}",
    )
