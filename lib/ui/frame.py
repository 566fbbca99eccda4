"""The frame of every page: navigation, title, style, messages, footer, and data in disorder.

Not here: what stands on a page (`pages/`) and the figures (`lib.figures`).
"""

import logging
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

from lib.access import Operation
from lib.board import Board, DataProblemsError, board
from lib.figures import palette, tables
from lib.figures.format import count, day
from lib.figures.words import FICTITIOUS
from lib.ui.access import current_actor

ROOT = Path(__file__).parents[2]
COLOURS = {
    "accent": palette.ACCENT, "ink": palette.INK, "quiet": palette.QUIET, "line": palette.LINE,
    "wash": palette.WASH, "good": palette.GOOD, "bad": palette.BAD,
}  # fmt: skip
STYLE = Markup("<style>:root{{{}}}{}</style>").format(
    "".join(f"--vd-{name}:{colour};" for name, colour in COLOURS.items()),
    Markup(Path(__file__).with_name("style.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
)
OVERVIEW, GOALS, AREA, THEME = (
    "pages/overzicht.py", "pages/doelen.py", "pages/wijk.py", "pages/thema.py",
)  # fmt: skip
SHARED = "_run"
logger = logging.getLogger(__name__)
DELIVERY, ACCOUNTABILITY = "pages/uitvoering.py", "pages/verantwoording.py"


@dataclass
class _Run:
    """What one run of the script shares between app.py and the page."""

    board: Board
    slug: str


def run() -> None:
    """Run the app for one visitor: load the board, then show the page that the URL names."""
    st.set_page_config(page_title="Veiligheid", page_icon="📊", layout="wide")
    st.html(STYLE)
    try:
        current = board(current_actor())
    except DataProblemsError as error:
        _disorder(error)
        return
    page = st.navigation(_pages(current), position="top")
    st.session_state[SHARED] = _Run(current, page.url_path)
    try:
        page.run()
    except Exception:
        # A visitor gets a calm sentence; the log has the rest.
        logger.exception("page %r failed", page.url_path)
        notice("Er ging iets mis op deze pagina. Laad haar opnieuw, of kies een andere pagina.")
    finally:
        del st.session_state[SHARED]
    _footer(current)


def _pages(current: Board) -> list[Page]:
    """Return the pages, with the short names of the menu; each theme in the data is a page."""
    return [
        st.Page(OVERVIEW, title="Overzicht", default=True),
        st.Page(GOALS, title="Doelen", url_path="doelen"),
        st.Page(AREA, title="Wijk", url_path="wijk"),
        *(st.Page(THEME, title=t.short, url_path=t.slug) for t in current.themes),
        st.Page(DELIVERY, title="Uitvoering", url_path="uitvoering"),
        st.Page(ACCOUNTABILITY, title="Verantwoording", url_path="verantwoording"),
    ]


def begin(title: str = "") -> Board:
    """Start a page: give its title to browser and reader, return the board.

    A page that runs without app.py (a deep link to a fresh process) would have no navigation and
    no check of access: it stops here.
    """
    shared = st.session_state.get(SHARED)
    if not isinstance(shared, _Run):
        st.error("Open het dashboard via de startpagina.")
        st.stop()
    current = shared.board
    name = title or _theme_name(shared)
    st.set_page_config(page_title=f"{name} · {current.municipality.dashboard_title}")
    policy = current.municipality.policy
    where = f"{current.municipality.dashboard_title} · {policy.title} {policy.start}-{policy.end}"
    st.html(tables.top(name, where))
    if current.fictitious:
        st.html(tables.mark(FICTITIOUS))
    return current


def slug() -> str:
    """Return the path of the page that is shown."""
    shared = st.session_state[SHARED]
    return shared.slug if isinstance(shared, _Run) else ""


def _theme_name(shared: _Run) -> str:
    return next(t.name for t in shared.board.themes if t.slug == shared.slug)


def heading(text: str) -> None:
    """Show the heading of a part of the page."""
    st.html(tables.heading(text))


def show(part: Markup) -> None:
    """Show safe HTML made by `lib.figures.tables`."""
    st.html(part)


def notice(text: str) -> None:
    """Show a short message that the reader should not miss."""
    st.html(tables.notice(text))


def _disorder(error: DataProblemsError) -> None:
    """Show what is wrong with the data, to whoever may see it; the app goes on by itself.

    The list holds values from the files, also internal ones: the public gets one sentence.
    """
    logger.warning("data not in order:\n%s", error)
    st.html(tables.top("De gegevens zijn niet in orde", "Veiligheid"))
    number = count(len(error.problems), "probleem", "problemen")
    st.html(
        tables.finding(
            f"Er {'is' if len(error.problems) == 1 else 'zijn'} {number} gevonden. Zolang toont "
            "het dashboard geen cijfers."
        )
    )
    if not current_actor().may(Operation.READ_INTERNAL):
        return
    st.html(
        tables.table(
            ("Bestand", "Rij", "Kolom", "Er staat", "Verwacht", "Wat te doen"),
            [
                (p.file, str(p.row or ""), p.column, p.value, p.expected, p.mend)
                for p in error.problems
            ],
            caption="Alle problemen",
            numeric=(1,),
        )
    )
    st.html(tables.source_line("Verbeter de bestanden en laad deze pagina opnieuw."))


def _footer(current: Board) -> None:
    reader = "interne weergave" if current.internal else "openbare weergave"
    st.html(
        Markup('<p class="vd-source" style="margin-top:1rem">{}</p>').format(
            f"{current.municipality.dashboard_title} · {day(current.today)} · {reader} · "
            f"gegevensversie {current.version}"
        )
    )
