"""The files of a whole page: the briefing, slides, a workbook; and the way to its presentation.

Not here: the files of one figure (`exhibit.download_menu`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from lib.access import Actor, Operation
from lib.board import Board, get_store
from lib.exhibits.exhibit import Exhibit, ExhibitMaker
from lib.exhibits.interpretations import interpreted
from lib.export.pdf.briefing import render_briefing
from lib.export.pptx.slides import render_slides
from lib.export.workbook import render_workbook
from lib.figures.format import day
from lib.store import load_agreements, load_measures
from lib.ui import frame
from lib.ui.exhibit import presentation
from lib.ui.exhibit.download_menu import FileMaker, offer
from lib.ui.sign_in import current_actor

DETAILS_KEY, ALL_KEY = "briefing_details", "all_slides"
FigureList = Callable[[], Sequence[ExhibitMaker]]


def show_overview_files(make_figures: FigureList, *, title: str) -> None:
    """Show the presentation, and the briefing of the municipality.

    Insiders get its figures as slides and workbook too: they take a second to make.
    """
    board, actor = frame.current_board(), current_actor()
    files: dict[str, FileMaker] = {"pdf": partial(_make_briefing, board, actor, None)}
    if board.internal:
        files |= _figure_files(board, make_figures, title)
    _show_files("Briefing", files, name="briefing", presents=True)


def show_area_files(area: str) -> None:
    """Show the briefing of one area."""
    board, actor = frame.current_board(), current_actor()
    files = {"pdf": partial(_make_briefing, board, actor, area)}
    _show_files("Briefing", files, name=f"briefing-{area}", presents=False)


def show_theme_files(make_figures: FigureList, *, title: str, name: str) -> None:
    """Show the presentation of a theme, and to insiders its figures as slides and workbook."""
    board = frame.current_board()
    files = _figure_files(board, make_figures, title) if board.internal else {}
    _show_files("Bestanden", files, name=name, presents=True)


def _show_files(label: str, files: Mapping[str, FileMaker], *, name: str, presents: bool) -> None:
    with st.container(key="page_files", horizontal=True, horizontal_alignment="right"):
        if presents:
            presentation.show_present_button()
        if files:
            _show_files_menu(label, files, name, frame.current_board())


@st.fragment
def _show_files_menu(label: str, files: Mapping[str, FileMaker], name: str, board: Board) -> None:
    frame.rerun_if_role_changed(board)
    menu = st.popover(
        label, key=f"page_menu_{name}", on_change="rerun", icon=":material/description:"
    )
    if menu.open:
        with menu:
            if "pdf" in files:
                st.checkbox("Met een tweede blad: alle veranderingen en bronnen", key=DETAILS_KEY)
            if "pptx" in files:
                st.checkbox("Alle figuren als dia, niet alleen de eerste zes", key=ALL_KEY)
            offer(files, board=board, name=name)


def _figure_files(board: Board, make_figures: FigureList, title: str) -> dict[str, FileMaker]:
    author = board.municipality.dashboard_title

    def make_exhibits(most: int | None = None) -> list[Exhibit]:
        return [make() for make in interpreted(board, make_figures()[:most])]

    return {
        "pptx": lambda: render_slides(
            make_exhibits(None if st.session_state.get(ALL_KEY) else presentation.MOST_SLIDES),
            title=title,
            subtitle=day(board.today),
            author=author,
        ),
        "xlsx": lambda: render_workbook(make_exhibits(), author=author),
    }


def _make_briefing(board: Board, actor: Actor, area: str | None) -> bytes:
    store, sees_agreements = get_store(), actor.may(Operation.READ_DRIEHOEK)
    return render_briefing(
        board,
        area=area,
        measures=[m.measure for m in load_measures(actor, store)],
        agreements=load_agreements(actor, store) if sees_agreements else None,
        author=board.municipality.dashboard_title,
        has_details=bool(st.session_state.get(DETAILS_KEY)),
    )
