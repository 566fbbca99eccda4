"""The frame of every page: navigation, title, style, messages, footer, and data in disorder.

Not here: what stands on a page (`pages/`) and the figures (`lib.figures`).
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

from lib.access import Actor, NotAllowedError, Operation
from lib.board import Board, DataProblemsError, load_board
from lib.figures import palette
from lib.figures.format import count, day
from lib.figures.page_html import (
    render_finding,
    render_heading,
    render_mark,
    render_notice,
    render_page_title,
    render_source_line,
    render_table,
)
from lib.figures.vocabulary import FICTITIOUS
from lib.store import StoreError
from lib.ui.sign_in import can_sign_in, current_actor, has_expired, show_sign_in_control

ROOT = Path(__file__).parents[2]
COLOURS = {
    "accent": palette.ACCENT,
    "ink": palette.INK,
    "quiet": palette.QUIET,
    "line": palette.GRID,
    "wash": palette.WASH,
    "good": palette.GOOD,
    "bad": palette.BAD,
    "paper": palette.PAPER,
}
STYLE = Markup("<style>:root{{{}}}{}</style>").format(
    "".join(f"--vd-{name}:{colour};" for name, colour in COLOURS.items()),
    Markup(Path(__file__).with_name("style.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
)
OVERVIEW, GOALS, AREA, THEME = (
    "pages/overzicht.py",
    "pages/doelen.py",
    "pages/wijk.py",
    "pages/thema.py",
)
SHARED, SHOWN = "_run", "_shown_run"
logger = logging.getLogger(__name__)
DELIVERY, ACCOUNTABILITY, STORY, DRIEHOEK, DATA = (
    "pages/uitvoering.py",
    "pages/verantwoording.py",
    "pages/verhaal.py",
    "pages/driehoek.py",
    "pages/gegevens.py",
)
SAID = "_said"


@dataclass
class _Run:
    """What one run of the script shares between app.py and the page."""

    board: Board
    actor: Actor
    slug: str


def run_app() -> None:
    """Run the app for one visitor: load the board, then show the page that the URL names."""
    st.set_page_config(page_title="Veiligheid", page_icon="📊", layout="wide")
    st.html(STYLE)
    actor = current_actor()
    try:
        current = load_board(actor)
    except DataProblemsError as error:
        _disorder(error, actor)
        show_sign_in_control()
        return
    except StoreError as error:
        logger.exception("database not in order")
        st.html(render_page_title("De gegevens zijn niet te lezen", "Veiligheid"))
        show_notice(str(error))
        return
    pages = _pages(current, actor)
    page = st.navigation([*pages, *_unknown(pages)], position="top")
    st.session_state[SHARED] = _Run(current, actor, page.url_path)
    if has_expired():
        show_notice(
            "Uw aanmelding is verlopen. U ziet wat openbaar is; onderaan meldt u zich weer aan."
        )
    try:
        page.run()
    except NotAllowedError as error:
        _refusal(error.operation, current)
    except Exception:
        # A visitor gets a calm sentence; the log has the rest.
        logger.exception("page %r failed", page.url_path)
        show_notice(
            "Er ging iets mis op deze pagina. Laad haar opnieuw, of kies een andere pagina."
        )
    finally:
        del st.session_state[SHARED]
    _footer(current)
    show_sign_in_control()


def _pages(current: Board, actor: Actor) -> list[Page]:
    """Return the pages, with the short names of the menu; each theme in the data is a page.

    What an actor may not see is not in the menu; a link to it still leads to a calm refusal.
    """

    def page(
        path: str, title: str, slug: str = "", *, needs: Operation = Operation.READ_PUBLIC
    ) -> Page:
        visibility: Literal["visible", "hidden"] = "visible" if actor.may(needs) else "hidden"
        return st.Page(
            path, title=title, url_path=slug or None, default=not slug, visibility=visibility
        )

    return [
        page(OVERVIEW, "Overzicht"),
        page(GOALS, "Doelen", "doelen"),
        page(AREA, "Wijk", "wijk"),
        *(page(THEME, t.short, t.slug) for t in current.themes),
        page(DELIVERY, "Uitvoering", "uitvoering"),
        page(ACCOUNTABILITY, "Verantwoording", "verantwoording"),
        page(STORY, "Verhaal", "verhaal", needs=Operation.WRITE_STORIES),
        page(DRIEHOEK, "Driehoek", "driehoek", needs=Operation.READ_DRIEHOEK),
        page(DATA, "Gegevens", "gegevens", needs=Operation.PREPARE_IMPORT),
    ]


def _unknown(pages: Sequence[Page]) -> list[Page]:
    """Return a page of our own for an address that is none: Streamlit's dialog is English."""
    asked = urlsplit(st.context.url or "").path.strip("/")
    if not re.fullmatch(r"[\w-]{1,80}", asked) or asked in {p.url_path for p in pages}:
        return []

    def missing() -> None:
        begin_page("Deze pagina is er niet")
        show_notice("Dit adres is niet bekend. Kies hierboven een pagina.")

    return [st.Page(missing, title="Niet gevonden", url_path=asked, visibility="hidden")]


def begin_page(title: str = "", *, needs: Operation = Operation.READ_PUBLIC) -> Board:
    """Start a page: give its title to browser and reader, return the board.

    A page that runs without app.py (a deep link to a fresh process) would have no navigation and
    no check of access: it stops here. So does one that needs an operation which the actor may
    not do: `NotAllowedError`, for `run_app` to show as a calm page.
    """
    shared = st.session_state.get(SHARED)
    if not isinstance(shared, _Run):
        st.error("Open het dashboard via de startpagina.")
        st.stop()
    shared.actor.require(needs)
    # A fragment runs again without `run_app`, which takes the other one away.
    st.session_state[SHOWN] = shared
    current = shared.board
    name = title or _theme_name(shared)
    st.set_page_config(page_title=f"{name} · {current.municipality.dashboard_title}")
    policy = current.municipality.policy
    where = f"{current.municipality.dashboard_title} · {policy.title} {policy.start}-{policy.end}"
    st.html(render_page_title(name, where))
    if current.fictitious:
        st.html(render_mark(FICTITIOUS))
    if said := st.session_state.pop(SAID, ""):
        show_notice(said)
    return current


def current_board() -> Board:
    """Return the board that the page shows; also while a part of the page runs again."""
    return _shown().board


def current_slug() -> str:
    """Return the path of the page that is shown; also while a part of the page runs again."""
    return _shown().slug


def _shown() -> _Run:
    shown = st.session_state[SHOWN]
    assert isinstance(shown, _Run)  # noqa: S101 - `begin` saw to that
    return shown


def _theme_name(shared: _Run) -> str:
    return next(t.name for t in shared.board.themes if t.slug == shared.slug)


def show_heading(text: str) -> None:
    """Show the heading of a part of the page."""
    st.html(render_heading(text))


def show_html(part: Markup) -> None:
    """Show safe HTML made by `lib.figures.page_html`."""
    st.html(part)


def show_notice(text: str) -> None:
    """Show a short message that the reader should not miss."""
    st.html(render_notice(text))


def _refusal(operation: Operation, current: Board) -> None:
    """Show, in place of a page, that it is not for this visitor."""
    dashboard = current.municipality.dashboard_title
    st.set_page_config(page_title=f"Geen toegang · {dashboard}")
    st.html(render_page_title("Geen toegang", dashboard))
    st.html(render_finding("Deze pagina is niet voor iedereen."))
    way = " Meld u onderaan deze pagina aan." if can_sign_in() else ""
    show_notice(f"Ze is voor wie dit mag: {operation}.{way}")


def rerun_with_notice(text: str) -> NoReturn:
    """Run the page again, with what was just done in it, and say this on top."""
    st.session_state[SAID] = text
    st.rerun()


def rerun_if_role_changed(reader: Board) -> None:
    """Run the whole page again where the reader of a part is no longer who the page was made for.

    A part that runs by itself keeps the board of the page; an identity may have ended meanwhile.
    """
    if current_actor().role is not reader.actor.role:
        st.rerun()


def queue_notice(text: str) -> None:
    """Say this on top of the page when it runs next, as it does after a callback."""
    st.session_state[SAID] = text


def _disorder(error: DataProblemsError, actor: Actor) -> None:
    """Show what is wrong with the data, to whoever may see it; the app goes on by itself.

    The list holds values from the files, also internal ones: the public gets one sentence.
    """
    logger.warning("data not in order:\n%s", error)
    st.html(render_page_title("De gegevens zijn niet in orde", "Veiligheid"))
    number = count(len(error.problems), "probleem", "problemen")
    st.html(
        render_finding(
            f"Er {'is' if len(error.problems) == 1 else 'zijn'} {number} gevonden. Zolang toont "
            "het dashboard geen cijfers."
        )
    )
    if not actor.may(Operation.READ_INTERNAL):
        return
    st.html(
        render_table(
            ("Bestand", "Rij", "Kolom", "Er staat", "Verwacht", "Wat te doen"),
            [
                (p.file, str(p.row or ""), p.column, p.value, p.expected, p.fix)
                for p in error.problems
            ],
            caption="Alle problemen",
            numeric=(1,),
        )
    )
    st.html(render_source_line("Verbeter de bestanden en laad deze pagina opnieuw."))


def _footer(current: Board) -> None:
    reader = "interne weergave" if current.internal else "openbare weergave"
    st.html(
        Markup('<p class="vd-source vd-foot" style="margin-top:1rem">{}</p>').format(
            f"{current.municipality.dashboard_title} · {day(current.today)} · {reader} · "
            f"gegevensversie {current.version}"
        )
    )
