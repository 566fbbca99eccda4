"""The files of a whole page: the briefing, slides, a workbook; and the way to its presentation.

Not here: the files of one figure (`save`).
"""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.access import Actor
from lib.board import Board, store
from lib.export.briefing import briefing
from lib.export.slides import slides
from lib.export.workbook import workbook
from lib.figures.exhibit import Exhibit
from lib.figures.format import day
from lib.store import measures
from lib.ui import frame, presentation
from lib.ui.access import current_actor
from lib.ui.save import Maker, offer

Figures = Callable[[], Sequence[Callable[[], Exhibit]]]


def of_page(
    figures: Figures | None = None, *, title: str, name: str = "briefing", area: str | None = None
) -> None:
    """Show, beside the page's title, its presentation and the menu of its files.

    `figures` are those of its presentation; a page without has a briefing only. `area` is what the
    briefing is about, where that is not the whole municipality.
    """
    with st.container(key="page_files", horizontal=True, horizontal_alignment="right"):
        if figures is not None:
            presentation.button()
        _menu(frame.current_board(), figures, title, name, area)


@st.fragment
def _menu(board: Board, figures: Figures | None, title: str, name: str, area: str | None) -> None:
    menu = st.popover("Briefing", key=f"page_menu_{name}", on_change="rerun",
                      icon=":material/description:")  # fmt: skip
    if not menu.open:
        return
    author, actor = board.municipality.dashboard_title, current_actor()
    made: dict[str, Maker] = {"pdf": lambda: _briefing(board, actor, area, author)}
    if figures is not None:
        make = figures
        made |= {
            "pptx": lambda: slides(
                [one() for one in make()], title=title, subtitle=day(board.today), author=author
            ),
            "xlsx": lambda: workbook([one() for one in make()], author=author),
        }
    with menu:
        offer(made, board=board, name=name)


def _briefing(board: Board, actor: Actor, area: str | None, author: str) -> bytes:
    kept = [m.measure for m in measures(actor, store())]
    return briefing(board, area=area, measures=kept, author=author)
