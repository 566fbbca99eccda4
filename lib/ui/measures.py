"""The register of measures: the list with its filters and timeline, and editing for who may.

The policy note's own approach stands in the catalog's themes; it is shown here as lines at policy
level. Not here: keeping measures (`lib.store`), reading and writing their files (`lib.intake`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.access import Operation
from lib.board import Board, registers, store
from lib.figures import tables, timeline
from lib.figures.exhibit import INTERNAL, Exhibit
from lib.figures.format import count, day, partial_date
from lib.intake import MeasureRow, measures_csv, measures_xlsx, read_measures
from lib.store import (
    Measure,
    MeasureStatus,
    StoredMeasure,
    Visibility,
    add_measure,
    add_measures,
    change_measure,
    end_measure,
    measures,
    published_stories,
)
from lib.store.measures import ENDED
from lib.store.personal import NOTICE
from lib.ui import figure, frame
from lib.ui.access import current_actor
from lib.ui.delivery import policy_lines
from lib.ui.editing import Editing
from lib.ui.fields import keep, many, one
from lib.ui.imports import MIME, problems_table
from lib.ui.selection import STORY_MEASURE, follow

EVERYTHING = ""
FILTERS = {"mthema": "Thema", "mwijk": "Wijk", "mstand": "Stand"}
UPLOADS, ADDED = "_measure_uploads", "_measures_added"


def register(board: Board) -> None:
    """Show all measures that this visitor may see, filtered, on a line of time and as cards."""
    frame.heading("Maatregelen")
    every = measures(current_actor(), store())
    if not every:
        frame.show(tables.subtitle("Er zijn nog geen maatregelen ingevoerd."))
    else:
        shown = _filtered(board, every)
        frame.show(tables.subtitle(_finding(shown)))
        if shown:
            frame.show(timeline.measures([m.measure for m in shown], today=board.today))
            cards(board, shown)
            figure.under(
                _source(board), name="maatregelen", title="Maatregelen",
                make=partial(_exhibit, board, shown),
            )  # fmt: skip
            _files(board, shown)
    policy_lines(board)
    if current_actor().may(Operation.EDIT_MEASURES):
        _editing(board, every)


def of_area(board: Board, area: str) -> None:
    """Show the measures in one area, and in time what was done and what was told about it."""
    found = [m for m in measures(current_actor(), store()) if area in m.measure.areas]
    told = [s for s in published_stories(store()) if area in s.story.areas]
    if found:
        frame.heading("Maatregelen in deze wijk")
        cards(board, found)
    if told:
        frame.heading("Wat we deden, en wat we erover vertelden")
        frame.show(timeline.done_and_told([m.measure for m in found], told))


def of_theme(board: Board, theme: str) -> None:
    """Show the measures of one theme."""
    found = [m for m in measures(current_actor(), store()) if m.measure.theme == theme]
    if found:
        frame.heading("Maatregelen")
        cards(board, found)


def cards(board: Board, found: Sequence[StoredMeasure]) -> None:
    """Show measures as cards: what, when, where, with whom, and what residents can do.

    To who writes stories also the way from a measure to its story.
    """
    frame.show(tables.cards([_card(board, m.measure) for m in found]))
    if current_actor().may(Operation.WRITE_STORIES):
        with st.expander("Vertel het verhaal bij een maatregel"):
            for m in found:
                st.page_link(
                    frame.STORY, label=m.measure.title, icon=":material/edit_note:",
                    query_params={STORY_MEASURE: str(m.number)},
                )  # fmt: skip


def _card(board: Board, m: Measure) -> tuple[str, str, str]:
    themes = {t.slug: t.short for t in board.themes}
    partners = {p.key: p.name for p in board.organisation.partner}
    threads = {t.key: t.name for t in board.organisation.thread}
    text = f"{m.status.capitalize()}, {_span(m)}; {_where(board, m)}."
    if m.residents:
        text += f" Wat u kunt doen: {m.residents}"
    parts = [themes.get(m.theme, m.theme)]
    if m.partners:
        parts.append("met " + ", ".join(partners.get(k, k) for k in m.partners))
    if m.threads:
        parts.append("rode draad: " + ", ".join(threads.get(k, k) for k in m.threads))
    if m.indicator in board.indicators:
        parts.append(f"gaat over: {board.indicators[str(m.indicator)].name}")
    if m.visibility is Visibility.INTERNAL:
        parts.append("INTERN")
    return m.title, text, " · ".join(parts)


def _finding(shown: Sequence[StoredMeasure]) -> str:
    number = count(len(shown), "maatregel", "maatregelen")
    return f"{number}. Een maatregel naast een cijfer is geen oorzaak."


def _origin(board: Board) -> str:
    return f"gemeente {board.municipality.name}, register van maatregelen"


def _source(board: Board) -> str:
    return f"Bron: {_origin(board)}. Stand: {day(board.today)}."


def _exhibit(board: Board, shown: Sequence[StoredMeasure]) -> Exhibit:
    """Return the measures as a figure of the files and the agenda."""
    themes = {t.slug: t.short for t in board.themes}
    rows = [
        (m.title, m.status.value, _span(m), _where(board, m), themes.get(m.theme, m.theme),
         m.residents, INTERNAL if m.visibility is Visibility.INTERNAL else "")
        for m in (one.measure for one in shown)
    ]  # fmt: skip
    columns = ["maatregel", "stand", "wanneer", "waar", "thema", "wat u kunt doen", "voor wie"]
    return Exhibit(
        name="maatregelen",
        title="Maatregelen",
        finding=_finding(shown),
        source=_source(board),
        alternative="",
        marks=(INTERNAL,) if any(INTERNAL in row for row in rows) else (),
        table=pd.DataFrame(rows, columns=columns).assign(
            bron=_origin(board), opgehaald=day(board.today)
        ),
    )


def _where(board: Board, m: Measure) -> str:
    return ", ".join(_area(board, a) for a in m.areas) or f"heel {board.municipality.name}"


def _area(board: Board, key: str) -> str:
    return board.areas[key].name if key in board.areas else key


def _span(m: Measure) -> str:
    start = f"vanaf {partial_date(m.start)}"
    return f"{start} tot en met {partial_date(m.end)}" if m.end else start


def _filtered(board: Board, every: Sequence[StoredMeasure]) -> list[StoredMeasure]:
    """Show the filters, kept in the URL, and return what passes them."""
    options: dict[str, dict[str, str]] = {
        "mthema": {t.slug: t.short for t in board.themes},
        "mwijk": {a: area.name for a, area in board.areas.items()},
        "mstand": {s.value: s.value for s in MeasureStatus},
    }
    wanted = {}
    for column, (name, label) in zip(st.columns(3, gap="medium"), FILTERS.items(), strict=True):
        with column:
            wanted[name] = _filter(name, label, options[name])
    return [m for m in every if _passes(m.measure, wanted)]


def _filter(name: str, label: str, options: Mapping[str, str]) -> str:
    asked = st.query_params.get(name, EVERYTHING)
    key = f"filter_{name}"
    st.session_state[key] = asked if asked in options else EVERYTHING

    st.selectbox(
        label, [EVERYTHING, *options], format_func=lambda k: options.get(k, "alle"), key=key,
        on_change=follow(key, name), placeholder="Kies",
        )  # fmt: skip
    return str(st.session_state[key])


def _passes(m: Measure, wanted: Mapping[str, str]) -> bool:
    return (
        wanted["mthema"] in {EVERYTHING, m.theme}
        and (wanted["mwijk"] == EVERYTHING or not m.areas or wanted["mwijk"] in m.areas)
        and wanted["mstand"] in {EVERYTHING, m.status.value}
    )


def _files(board: Board, shown: Sequence[StoredMeasure]) -> None:
    """Show to insiders the files that can be read in again."""
    if not board.internal:
        return
    catalog = registers(current_actor())
    rows = [_row(m.measure) for m in shown]
    with st.container(horizontal=True):
        st.download_button(
            "Register als CSV", data=partial(measures_csv, rows, catalog=catalog),
            file_name="maatregelen.csv", mime=MIME["csv"], key="measures_csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Register als Excel", data=partial(measures_xlsx, rows, catalog=catalog),
            file_name="maatregelen.xlsx", mime=MIME["xlsx"], key="measures_xlsx",
            on_click="ignore",
        )  # fmt: skip


def _row(m: Measure) -> MeasureRow:
    """Return a measure as a row of a file."""
    return MeasureRow(
        title=m.title, theme=m.theme, threads=m.threads, areas=m.areas, partners=m.partners,
        start=m.start, end=m.end, status=m.status.value, indicator=m.indicator,
        residents=m.residents, public=m.visibility is Visibility.PUBLIC,
    )  # fmt: skip


def _values(row: MeasureRow) -> dict[str, object]:
    """Return a row of a file as the store takes it."""
    return row.model_dump(exclude={"public"}) | {
        "visibility": Visibility.PUBLIC if row.public else Visibility.INTERNAL
    }


def _editing(board: Board, every: Sequence[StoredMeasure]) -> None:
    with st.expander("Maatregel toevoegen"):
        _form(board, f"new_{st.session_state.get(ADDED, 0)}", None, _add)
    if every:
        with st.expander("Maatregel wijzigen of beëindigen"):
            titles = {m.number: f"{m.measure.title} ({m.number})" for m in every}
            number = st.selectbox(
                "Welke maatregel?", list(titles), format_func=titles.__getitem__, placeholder="Kies"
            )
            seen = next(m for m in every if m.number == number)
            editing = Editing(f"change_{number}", seen, field="title")
            editing.tell(lambda newer: _told(newer.measure))
            _form(board, editing.key, editing.seen, partial(_change, editing))
            if seen.measure.status not in ENDED:
                _end(editing)
    with st.expander("Maatregelen inlezen uit een bestand"):
        _read_file()


def _end(editing: Editing[StoredMeasure]) -> None:
    """Show the short way to say that a measure is over."""
    seen = editing.seen
    key = f"end_{seen.number}_{seen.version}"
    with st.form(f"measure_{key}"):
        left, right = st.columns(2, gap="medium")
        with left:
            status = one("Hoe is zij geëindigd?", {s.value: s.value for s in sorted(ENDED)}, None,
                          key=f"{key}_status")  # fmt: skip
        with right:
            end = st.text_input("Einde (jjjj, jjjj-mm of jjjj-mm-dd)", key=f"{key}_date")
        if not st.form_submit_button("Beëindig"):
            return

    def over(values: Mapping[str, object]) -> str:
        with editing.saving():
            end_measure(
                current_actor(), store(), seen=seen, status=MeasureStatus(str(values["status"])),
                end=str(values["end"]),
            )  # fmt: skip
        return f"Maatregel {seen.number} is beëindigd."

    _save(over, {"status": status, "end": end})


Save = Callable[[Mapping[str, object]], str]


def _form(board: Board, key: str, seen: StoredMeasure | None, save: Save) -> None:
    """Show the fields of a measure; `save` keeps them and returns what to say."""
    m = seen.measure if seen else None
    organisation = board.organisation
    themes = {t.slug: t.name for t in board.themes}
    with st.form(f"measure_{key}"):
        frame.show(tables.source_line(NOTICE))
        left, right = st.columns(2, gap="medium")
        with left:
            title = st.text_input("Titel", m.title if m else "", key=f"{key}_title")
            theme = one("Thema", themes, m.theme if m else None, key=f"{key}_theme")
            threads = many("Rode draden", {t.key: t.name for t in organisation.thread},
                            m.threads if m else (), key=f"{key}_threads")  # fmt: skip
            areas = many(f"Wijken; leeg: heel {board.municipality.name}",
                          {k: a.name for k, a in board.areas.items()},
                          m.areas if m else (), key=f"{key}_areas")  # fmt: skip
            partners = many("Partners", {p.key: p.name for p in organisation.partner},
                             m.partners if m else (), key=f"{key}_partners")  # fmt: skip
        with right:
            start = st.text_input("Begin (jjjj, jjjj-mm of jjjj-mm-dd)", m.start if m else "",
                                  key=f"{key}_start")  # fmt: skip
            end = st.text_input("Einde, als dat bekend is", m.end if m else "", key=f"{key}_end")
            status = one("Stand", {s.value: s.value for s in MeasureStatus},
                          m.status.value if m else None, key=f"{key}_status")  # fmt: skip
            indicator = one("Wat moet het veranderen?",
                             {"": "niet te meten"}
                             | {k: i.name for k, i in board.indicators.items()},
                             (m.indicator or "") if m else "", key=f"{key}_indicator")  # fmt: skip
            visibility = one("Wie ziet het?", {v.value: v.value for v in Visibility},
                              m.visibility.value if m else Visibility.INTERNAL.value,
                              key=f"{key}_visibility")  # fmt: skip
        residents = st.text_area("Wat kunnen inwoners doen?", m.residents if m else "",
                                 max_chars=600, key=f"{key}_residents")  # fmt: skip
        if not st.form_submit_button("Bewaar", type="primary"):
            return
    _save(save, {
        "title": title, "theme": theme, "threads": threads, "areas": areas,
        "partners": partners, "start": start, "end": end, "status": status,
        "indicator": indicator or None, "residents": residents, "visibility": visibility,
    })  # fmt: skip


def _save(save: Save, values: Mapping[str, object]) -> None:
    keep(lambda: save(values), told=lambda newer: _told(newer.measure))


def _told(m: Measure) -> str:
    return f"'{m.title}', {m.status}, {_span(m)}. {m.residents}"


def _add(values: Mapping[str, object]) -> str:
    actor = current_actor()
    kept = add_measure(actor, store(), values=values, catalog=registers(actor))
    # The next one starts in an empty form.
    st.session_state[ADDED] = st.session_state.get(ADDED, 0) + 1
    return f"Maatregel {kept.number} is toegevoegd."


def _change(editing: Editing[StoredMeasure], values: Mapping[str, object]) -> str:
    actor, seen = current_actor(), editing.seen
    with editing.saving():
        change_measure(actor, store(), seen=seen, values=values, catalog=registers(actor))
    return f"Maatregel {seen.number} is gewijzigd."


def _read_file() -> None:
    """Show the upload of a file with measures, what is wrong with it, and the button to keep it."""
    frame.show(tables.source_line(NOTICE))
    uploaded = st.file_uploader(
        "Bestand met maatregelen (XLSX of CSV)", type=["xlsx", "csv", "txt"],
        key=f"measures_file_{st.session_state.get(UPLOADS, 0)}",
    )  # fmt: skip
    if uploaded is None:
        return
    actor = current_actor()
    catalog = registers(actor)
    found = read_measures(uploaded.getvalue(), name=uploaded.name, catalog=catalog)
    if found.told:
        frame.show(tables.bullet_list(found.told))
    if found.problems:
        problems_table(found.problems)
        return
    number = count(len(found.rows), "maatregel", "maatregelen")
    if not st.button(f"Voeg {number} toe", key="add_measures", type="primary"):
        return

    def kept(_nothing: Mapping[str, object]) -> str:
        rows = [_values(row) for row in found.rows]
        add_measures(actor, store(), rows=rows, catalog=catalog, file=found.name)
        st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
        return f"{number} toegevoegd."

    _save(kept, {})
