"""What the municipality does: its measures with filters, timeline and files, and its efforts.

The policy note's own approach stands in the catalog's themes; it stands here as lines at policy
level. Not here: changing measures (`measure_forms`), saving them (`lib.store`), writing their
files (`lib.intake`).
"""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from lib import store
from lib.access import Operation
from lib.board import Board, get_store, load_catalog_for
from lib.catalog.routes import PageSlug
from lib.exhibits.exhibit import INTERNAL
from lib.exhibits.measures import effort_series, list_efforts, measures_list
from lib.figures.page_html import render_cards
from lib.figures.sentences.area_sentences import format_areas
from lib.figures.timeline import format_duration, render_measures_and_stories
from lib.intake import MeasureRow, write_measures_csv, write_measures_xlsx
from lib.ui import frame
from lib.ui.delivery import show_policy_lines, show_threads
from lib.ui.exhibit.show import show, show_below, show_picture
from lib.ui.forms.widgets import choose_in_url_box, show_file_button, show_url_choice_box
from lib.ui.frame import AREA_PARAM
from lib.ui.measures import measure_forms
from lib.ui.page_registry import PAGES
from lib.ui.registration_parts import visible_measures
from lib.ui.selection import MEASURE_PARAM, read_choice
from lib.ui.sign_in import current_actor

ANY = ""
EFFORT_PARAM = "inzet"
FILTER_LABELS = {"mthema": "Thema", "mwijk": "Wijk", "mstand": "Stand"}


def show_approach(board: Board) -> None:
    """Show the measures, the lines of the policy note, what is registered, and its red threads."""
    _show_measures(board)
    _show_efforts(board, name="uitvoering")
    show_threads(board)


def _show_measures(board: Board) -> None:
    """Show all measures that this visitor may see, filtered, on a line of time and as cards."""
    frame.show_heading("Maatregelen")
    every = store.load_measures(current_actor(), get_store())
    if not every:
        frame.show_subtitle("Er zijn nog geen maatregelen ingevoerd.")
    else:
        visible, filters = _filter_measures(board, every)
        exhibit = measures_list(board, [m.measure for m in visible], filters=filters)
        frame.show_subtitle(exhibit.finding)
        if visible:
            show_picture(exhibit)
            show_cards(board, visible)
            show_below(exhibit)
            _show_register_files(board, visible)
    show_policy_lines(board)
    if current_actor().may(Operation.EDIT_MEASURES):
        measure_forms.show_measure_forms(board, every)


def show_area_measures(board: Board, area: str) -> None:
    """Show the measures in one area, and in time what was done and which stories there are."""
    found = [
        m for m in store.load_measures(current_actor(), get_store()) if area in m.measure.areas
    ]
    stories = [s for s in store.load_published_stories(get_store()) if area in s.story.areas]
    if found:
        frame.show_heading("Maatregelen in deze wijk")
        show_cards(board, found)
    if stories:
        frame.show_heading("Wat we deden, en wat we erover vertelden")
        frame.show_html(render_measures_and_stories([m.measure for m in found], stories))


def show_theme_measures(board: Board, theme: str) -> None:
    """Show the measures of one theme, and what the municipality registers of it.

    Those in the chosen area first.
    """
    found = [
        m for m in store.load_measures(current_actor(), get_store()) if m.measure.theme == theme
    ]
    if found:
        area = read_choice(board.areas, name=AREA_PARAM)
        own = [m for m in found if area in m.measure.areas]
        frame.show_heading("Maatregelen")
        if area and own:
            frame.show_subtitle(f"Eerst de maatregelen in {board.areas[area].name}.")
        show_cards(board, [*own, *(m for m in found if m not in own)])
    _show_efforts(board, name=theme, theme=theme)


def _show_efforts(board: Board, *, name: str, theme: str = "") -> None:
    """Show one effort in time, of the reader's choice; nothing where there is none."""
    found = {i.indicator: i for i in list_efforts(board, theme=theme)}
    if not found:
        return
    frame.show_heading("Wat de gemeente zelf registreert")
    frame.show_subtitle("Aantallen van wat de gemeente deed. Er staat geen oordeel bij.")
    unknown = "De registratie '{}' in de link is er niet. U ziet de eerste."
    chosen = read_choice(found, name=EFFORT_PARAM, unknown=unknown) or next(iter(found))
    if len(found) > 1:
        names = {key: indicator.name for key, indicator in found.items()}
        show_url_choice_box("Welke registratie?", names, chosen, name=EFFORT_PARAM, key="effort")
    show(effort_series(board, found[chosen], measures=visible_measures(), name=name))


def show_cards(board: Board, found: Sequence[store.StoredMeasure]) -> None:
    """Show measures as cards: what, when, where, with whom, and what residents can do.

    To who writes stories also the way from a measure to its story.
    """
    frame.show_html(render_cards([_make_card(board, m.measure) for m in found]))
    if current_actor().may(Operation.WRITE_STORIES):
        with st.expander("Vertel het verhaal bij een maatregel"):
            for m in found:
                st.page_link(
                    PAGES[PageSlug.STORY].file,
                    label=m.measure.title,
                    icon=":material/edit_note:",
                    query_params={MEASURE_PARAM: str(m.number)},
                )


def _make_card(board: Board, m: store.Measure) -> tuple[str, str, str]:
    names = board.files.organisation
    indicator = board.indicators.get(m.indicator or "")
    text = f"{m.status.capitalize()}, {format_duration(m)}; {format_areas(board, m.areas)}."
    if m.residents:
        text += f" Wat u kunt doen: {m.residents}"
    parts = (
        board.files.theme_names.get(m.theme, m.theme),
        _label_names("met ", m.partners, names.partner_names),
        _label_names("rode draad: ", m.threads, names.thread_names),
        f"gaat over: {indicator.name}" if indicator else "",
        INTERNAL if m.visibility is store.Visibility.INTERNAL else "",
    )
    return m.title, text, " · ".join(filter(None, parts))


def _label_names(label: str, keys: Sequence[str], names: Mapping[str, str]) -> str:
    """Return names with a label before them; nothing where there are none."""
    return label + ", ".join(names.get(key, key) for key in keys) if keys else ""


def _filter_measures(
    board: Board, every: Sequence[store.StoredMeasure]
) -> tuple[list[store.StoredMeasure], list[str]]:
    """Show the filters, stored in the URL; return what passes them, and what is chosen."""
    options: dict[str, dict[str, str]] = {
        "mthema": board.files.theme_names,
        "mwijk": board.area_names,
        "mstand": {s.value: s.value for s in store.MeasureStatus},
    }
    wanted = {}
    for column, (name, label) in zip(
        st.columns(3, gap="medium"), FILTER_LABELS.items(), strict=True
    ):
        with column:
            wanted[name] = _show_filter(name, label, options[name])
    chosen = [options[name][value] for name, value in wanted.items() if value != ANY]
    return [m for m in every if _matches(m.measure, wanted)], chosen


def _show_filter(name: str, label: str, options: Mapping[str, str]) -> str:
    choices = {ANY: "alle", **options}
    unknown = f"{label} '{{}}' in de link is niet bekend. Dit staat nu op 'alle'."
    return choose_in_url_box(label, choices, name=name, key=f"filter_{name}", unknown=unknown)


def _matches(m: store.Measure, wanted: Mapping[str, str]) -> bool:
    return (
        wanted["mthema"] in {ANY, m.theme}
        and (wanted["mwijk"] == ANY or not m.areas or wanted["mwijk"] in m.areas)
        and wanted["mstand"] in {ANY, m.status.value}
    )


def _show_register_files(board: Board, measures: Sequence[store.StoredMeasure]) -> None:
    """Show to insiders the files that can be read in again."""
    if not board.internal:
        return
    catalog = load_catalog_for(current_actor())
    rows = [_make_measure_row(m.measure) for m in measures]
    with st.container(horizontal=True):
        text = partial(write_measures_csv, rows, catalog=catalog)
        show_file_button("Register als CSV", text, file="maatregelen.csv", key="measures_csv")
        book = partial(write_measures_xlsx, rows, catalog=catalog)
        show_file_button("Register als Excel", book, file="maatregelen.xlsx", key="measures_xlsx")


def _make_measure_row(m: store.Measure) -> MeasureRow:
    """Return a measure as a row of a file."""
    public = m.visibility is store.Visibility.PUBLIC
    return MeasureRow(**m.model_dump(exclude={"level", "visibility"}), public=public)
