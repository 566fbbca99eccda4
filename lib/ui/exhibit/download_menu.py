"""The menus with files, and a place on the agenda of the driehoek: of a figure, and of a page.

Nothing of it is made before somebody opens it. Not here: how files are made (`lib.export`).
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from lib.access import Actor, Operation
from lib.board import Board, get_store
from lib.exhibits.exhibit import Exhibit, ExhibitMaker
from lib.exhibits.interpretations import interpreted, with_interpretations
from lib.export.file_names import file_name
from lib.export.pdf.briefing import render_briefing
from lib.export.picture import render_picture
from lib.export.pptx.slides import render_slide, render_slides
from lib.export.table_files import render_figure_csv, render_workbook
from lib.export.typeset import ExportError, Form
from lib.figures.format import day, escape_markdown
from lib.store import load_agreements, load_measures
from lib.ui import frame
from lib.ui.driehoek.agenda_editor import link_here, show_agenda_button
from lib.ui.exhibit import presentation
from lib.ui.forms.widgets import show_file_button
from lib.ui.interpretations import show_write_button
from lib.ui.sign_in import current_actor

LABELS = {
    "png": "PNG",
    "svg": "SVG",
    "pdf": "PDF",
    "docx": "Word",
    "csv": "CSV",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "ics": "Agendabestand",
}
EXPLANATIONS = {
    "png": "PNG en SVG: beeld (in SVG zijn de letters om de grafiek en in een tabel vormen)",
    "pdf": "PDF: op papier",
    "docx": "Word: tekst die u kunt aanpassen",
    "pptx": "PowerPoint: dia's die u kunt aanpassen",
    "xlsx": "Excel: de cijfers",
    "csv": "CSV: de cijfers voor andere programma's",
    "ics": "Agendabestand: de dagen van overleggen en afspraken, zonder cijfers, voor uw agenda",
}
FAILED = (
    "dit is niet gemaakt, er ging iets mis. Wat te doen: probeer het nog eens; blijft het zo, "
    "meld het dan bij de beheerder."
)
FileMaker = Callable[[], bytes]
logger = logging.getLogger(__name__)
DETAILS_KEY, ALL_KEY = "briefing_details", "all_slides"
FigureList = Callable[[], Sequence[ExhibitMaker]]


def show_menu(make: ExhibitMaker, *, name: str, title: str, board: Board, slug: str) -> None:
    """Show the button that opens a figure's menu: its files, and the agenda."""
    frame.rerun_if_role_changed(board)
    can_edit = board.actor.may(Operation.WRITE_DRIEHOEK)
    word = "Download of agenda" if can_edit else "Download"
    # What is emphasised is read aloud only: each menu has a name of its own.
    label = f"{word} *van {escape_markdown(title)}*"
    menu = st.popover(label, key=f"menu_{name}", on_change="rerun", icon=":material/download:")
    if not menu.open:
        return
    with menu:
        try:
            exhibit = with_interpretations(board, make())
        except Exception:
            logger.exception("figure %r failed", name)
            frame.show_notice(FAILED)
            return
        offer(figure_files(exhibit, board), board=board, name=name)
        parts = {exhibit.title: exhibit.room or make, **exhibit.parts}
        wrapped = zip(parts, interpreted(board, parts.values()), strict=True)
        show_agenda_button(dict(wrapped), board=board, slug=slug)
        show_write_button(exhibit, link=link_here(slug))


# Opening a menu does not run the page again.
show_menu_alone = st.fragment(show_menu)


def figure_files(exhibit: Exhibit, board: Board) -> dict[str, FileMaker]:
    """Return what makes each file of a figure, by its ending.

    A table is a picture and stands on paper as a meeting sees it, in the words of the screen.
    """
    author = board.municipality.dashboard_title

    def draw_as(form: Form) -> bytes:
        on_paper = exhibit if exhibit.has_picture or exhibit.room is None else exhibit.room()
        return render_picture(on_paper, form=form, author=author)

    def make_slide() -> bytes:
        return render_slide(exhibit.room() if exhibit.room else exhibit, author=author)

    return {
        "png": lambda: draw_as("png"),
        "svg": lambda: draw_as("svg"),
        "pdf": lambda: draw_as("pdf"),
        "pptx": make_slide,
        "csv": lambda: render_figure_csv(exhibit),
        "xlsx": lambda: render_workbook([exhibit], author=author),
    }


def offer(
    files: Mapping[str, FileMaker], *, board: Board, name: str, day: dt.date | None = None
) -> None:
    """Make the files, and show a button for each as soon as it is there; else why it is not."""
    failed = []
    with st.container(horizontal=True, gap="small", key=f"files_{name}"):
        for ending, make in files.items():
            with st.spinner(f"{LABELS[ending]} wordt gemaakt"):
                content = _made(make, ending)
            if isinstance(content, str):
                failed.append(content)
                continue
            file = file_name(board, name, ending, day=day)
            show_file_button(LABELS[ending], content, file=file, key=f"download_{name}_{ending}")
    explained = ". ".join(text for ending, text in EXPLANATIONS.items() if ending in files)
    frame.show_source_line(f"{explained}.")
    for reason in failed:
        frame.show_notice(reason)


def _made(make: FileMaker, ending: str) -> bytes | str:
    """Return the file, or why it could not be made."""
    try:
        return make()
    except ExportError as error:
        logger.exception("export failed")
        return f"{LABELS[ending]} is niet gemaakt. {error}"
    except Exception:
        logger.exception("export failed")
        return f"{LABELS[ending]}: {FAILED}"


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
