"""The menu under a figure: its files, and a place on the agenda of the driehoek.

Nothing of it is made before somebody opens it. Not here: how files are made (`lib.export`).
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping

import streamlit as st

from lib.board import Board
from lib.export.csv import marked_csv
from lib.export.file_names import file_name
from lib.export.picture import picture
from lib.export.typeset import ExportError, Form
from lib.export.workbook import workbook
from lib.figures.exhibit import Exhibit
from lib.figures.page_html import render_source_line
from lib.ui import frame
from lib.ui.driehoek.agenda_editor import agenda_button, has_agenda

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
LABELS = {
    "png": "PNG",
    "svg": "SVG",
    "pdf": "PDF",
    "csv": "CSV",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
}
TOLD = {
    "png": "PNG en SVG: plaatje",
    "pdf": "PDF: op papier",
    "pptx": "PowerPoint: dia's",
    "xlsx": "Excel: de cijfers",
    "csv": "CSV: de cijfers voor andere programma's",
}
FAILED = (
    "dit is niet gemaakt, er ging iets mis. Wat te doen: probeer het nog eens; blijft het zo, "
    "meld het dan bij de beheerder."
)
Maker = Callable[[], bytes]
Make = Callable[[], Exhibit]
logger = logging.getLogger(__name__)


def save_menu(
    make: Make, *, name: str, parts: Mapping[str, Make], for_room: Make | None = None
) -> None:
    """Show the button that opens a figure's menu; an agenda may have its `parts`, by title.

    `for_room` makes it as a meeting sees it: so a table stands on paper too.
    """
    _menu(
        make,
        for_room=for_room or make,
        parts=parts,
        name=name,
        board=frame.current_board(),
        slug=frame.current_slug(),
    )


@st.fragment
def _menu(  # noqa: PLR0913 - a figure and where it stands
    make: Make,
    *,
    for_room: Make,
    parts: Mapping[str, Make],
    name: str,
    board: Board,
    slug: str,
) -> None:
    # A fragment: opening a menu does not run the page again.
    frame.rerun_if_role_changed(board)
    word = "Download of agenda" if has_agenda() else "Download"
    menu = st.popover(word, key=f"menu_{name}", on_change="rerun", icon=":material/download:")
    if not menu.open:
        return
    with menu:
        try:
            shown = make()
        except Exception:
            logger.exception("figure %r failed", name)
            frame.show_notice(FAILED)
            return
        offer(figure_files(shown, board, for_room=for_room), board=board, name=name)
        agenda_button(parts, board=board, slug=slug)


def figure_files(shown: Exhibit, board: Board, *, for_room: Make) -> dict[str, Maker]:
    """Return what makes each file of a figure, by its ending.

    A table is a picture and stands on paper as `for_room` makes it, in the words of the screen.
    """
    author = board.municipality.dashboard_title

    def drawn(form: Form) -> bytes:
        return picture(shown if shown.has_picture else for_room(), form=form, author=author)

    return {
        "png": lambda: drawn("png"),
        "svg": lambda: drawn("svg"),
        "pdf": lambda: drawn("pdf"),
        "csv": lambda: marked_csv(shown),
        "xlsx": lambda: workbook([shown], author=author),
    }


def offer(
    files: Mapping[str, Maker], *, board: Board, name: str, day: dt.date | None = None
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
            st.download_button(
                LABELS[ending],
                data=content,
                mime=MIME[ending],
                on_click="ignore",
                file_name=file_name(board, name, ending, day=day),
                key=f"download_{name}_{ending}",
            )
    frame.show_html(render_source_line(". ".join(TOLD[e] for e in TOLD if e in files) + "."))
    for reason in failed:
        frame.show_notice(reason)


def _made(make: Maker, ending: str) -> bytes | str:
    """Return the file, or why it could not be made."""
    try:
        return make()
    except ExportError as error:
        logger.exception("export failed")
        return f"{LABELS[ending]} is niet gemaakt. {error}"
    except Exception:
        logger.exception("export failed")
        return f"{LABELS[ending]}: {FAILED}"
