"""The frame of every page: navigation, title, style, messages, footer, and data not in order.

Not here: what stands on a page (`pages/`) and the figures (`lib.figures`).
"""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

from lib import metrics
from lib.access import Actor, NotAllowedError, Operation
from lib.board import Board, DataProblemsError, load_board
from lib.catalog.routes import PageSlug
from lib.figures import palette
from lib.figures.format import count, day
from lib.figures.page_html import (
    HtmlText,
    render_cards,
    render_finding,
    render_heading,
    render_list,
    render_mark,
    render_notice,
    render_page_title,
    render_source_line,
    render_subtitle,
    render_table,
)
from lib.figures.vocabulary import FICTITIOUS, NOT_FILLED_IN
from lib.store import StoreError
from lib.ui.brand import render_brand
from lib.ui.page_registry import build_pages
from lib.ui.sessions import note_actor
from lib.ui.sign_in import can_sign_in, current_actor, has_expired, show_sign_in_control

SCREEN_COLOURS = {
    "accent": palette.ACCENT,
    "ink": palette.INK,
    "quiet": palette.QUIET,
    "line": palette.GRID,
    "wash": palette.WASH,
    "good": palette.GOOD,
    "bad": palette.BAD,
    "paper": palette.PAPER,
}
# In the HTML of every page (app.py), not among what each run sends.
PAGE_STYLE = Markup("<style>:root{{{}}}{}</style>").format(
    "".join(f"--vd-{name}:{colour};" for name, colour in SCREEN_COLOURS.items()),
    Markup(Path(__file__).with_name("style.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
)
MADE_UP = (
    "Cijfers met dit stempel zijn verzonnen, om het dashboard te proberen. Doelen, feiten en "
    "aanpak uit het beleid zijn echt."
)
# In the session: of this run, of the page that is on the screen, and for the page that is next.
RUN_KEY, PAGE_KEY, NOTICE_KEY = "_run", "_page_run", "_notice"
FORGOTTEN_KEY = "_forgotten_drafts"
# The chosen area, in the URL and in the session: it goes along from page to page.
AREA_PARAM, AREA_KEY = "wijk", "_area"
logger = logging.getLogger(__name__)


@dataclass
class _PageRun:
    """What one run of the script shares between app.py and the page."""

    board: Board
    slug: str


def run_app() -> None:
    """Run the app for one visitor: load the board, then show the page that the URL names."""
    st.set_page_config(page_title="Veiligheid", page_icon="📊", layout="wide")
    actor = current_actor()
    note_actor(actor)
    with metrics.time_run() as name_page:
        _run_for(actor, name_page)


def _run_for(actor: Actor, name_page: Callable[[str], None]) -> None:
    """Show the page that the URL names, or what is wrong with data or database."""
    try:
        board = load_board(actor)
    except DataProblemsError as error:
        _show_data_problems(error, actor)
        show_sign_in_control()
        return
    except StoreError as error:
        logger.exception("database not in order", extra={"role": actor.role})
        metrics.count_error("database")
        st.html(render_page_title("De gegevens zijn niet te lezen", "Veiligheid", ""))
        show_notice(str(error))
        return
    st.html(render_brand(board))
    _run_page(board, name_page)
    _show_footer(board)
    show_sign_in_control()


def _run_page(board: Board, name_page: Callable[[str], None]) -> None:
    """Run the page that the URL names; whatever fails in it becomes a calm sentence."""
    path = ""
    try:
        pages = build_pages(board)
        page = st.navigation([*pages, *_unknown(pages)], position="top")
        path = page.url_path
        name_page(path or PageSlug.OVERVIEW.name.lower())
        st.session_state[RUN_KEY] = _PageRun(board, path)
        if has_expired():
            show_notice(
                "Uw aanmelding is verlopen. U ziet wat openbaar is; onderaan meldt u zich weer aan."
            )
        page.run()
    except NotAllowedError as error:
        _show_no_access(error.operation, board)
    except StoreError as error:
        logger.exception("page %r without database", path, extra={"role": board.actor.role})
        metrics.count_error("database")
        show_notice(str(error))
    except Exception:
        # A visitor gets a calm sentence; the log has the rest.
        logger.exception("page %r failed", path, extra={"role": board.actor.role})
        metrics.count_error("pagina")
        show_notice(
            "Er ging iets mis op deze pagina. Laad de pagina opnieuw, of kies een andere pagina."
        )
    finally:
        st.session_state.pop(RUN_KEY, None)


def _unknown(pages: Sequence[Page]) -> list[Page]:
    """Return a page of our own for an address that is none: Streamlit's dialog is English.

    The server answers 404 to such an address; this is for a theme that goes while it is open.
    """
    path = urlsplit(st.context.url or "").path.strip("/")
    if not re.fullmatch(r"[\w-]{1,80}", path) or path in {p.url_path for p in pages}:
        return []

    def missing() -> None:
        begin_page("Deze pagina is er niet")
        show_notice("Dit adres is niet bekend. Kies hierboven een pagina.")

    return [st.Page(missing, title="Niet gevonden", url_path=path, visibility="hidden")]


def begin_page(title: str = "", *, needs: Operation = Operation.READ_PUBLIC) -> Board:
    """Start a page: give its title to browser and reader, return the board.

    A page that runs without app.py (a deep link to a fresh process) would have no navigation and
    no check of access: it stops here. Raises `NotAllowedError`, which `run_app` shows as a calm
    page, where the page needs an operation that the actor may not do.
    """
    run = st.session_state.get(RUN_KEY)
    if not isinstance(run, _PageRun):
        st.error("Open het dashboard via de startpagina.")
        st.stop()
    board = run.board
    board.actor.require(needs)
    is_opened = getattr(st.session_state.get(PAGE_KEY), "slug", None) != run.slug
    # A fragment runs again without `run_app`, which takes the other one away.
    st.session_state[PAGE_KEY] = run
    area = str(st.session_state.get(AREA_KEY))
    if is_opened and AREA_PARAM not in st.query_params and area in board.areas:
        st.query_params[AREA_PARAM] = area
    dashboard, policy = board.municipality.dashboard_title, board.municipality.policy
    name = title or {t.slug: t.name for t in board.files.themes}[run.slug]
    st.set_page_config(page_title=f"{name} · {dashboard}")
    st.html(render_page_title(name, dashboard, f"{policy.title} {policy.period}"))
    if board.fictitious:
        st.html(Markup("{} {}").format(render_mark(FICTITIOUS), render_source_line(MADE_UP)))
    _show_what_was_done()
    return board


def _show_what_was_done() -> None:
    """Show the notice of what was saved, in sight wherever the page was scrolled to.

    In a place that is always there: what stands below it would else be made anew, twice on the
    screen meanwhile.
    """
    place = st.empty()
    notice, forms = st.session_state.pop(NOTICE_KEY, ""), st.session_state.pop(FORGOTTEN_KEY, ())
    if not notice and not forms:
        return
    with place.container(key="done"):
        if notice:
            show_notice(notice)
        for form in forms:
            st.html(Markup('<span data-forget="{}"></span>').format(form))


def current_board() -> Board:
    """Return the board of the page; also while a part of the page runs again."""
    return _current_run().board


def current_slug() -> str:
    """Return the path of the page; also while a part of the page runs again."""
    return _current_run().slug


def _current_run() -> _PageRun:
    run = st.session_state[PAGE_KEY]
    assert isinstance(run, _PageRun)  # noqa: S101 - `begin_page` saw to that
    return run


def show_heading(text: str) -> None:
    """Show the heading of a part of the page."""
    st.html(render_heading(text))


def show_subtitle(text: HtmlText) -> None:
    """Show the line under a heading."""
    st.html(render_subtitle(text))


def show_source_line(text: HtmlText) -> None:
    """Show a line of small print: a source, or a remark."""
    st.html(render_source_line(text))


def show_list(items: Iterable[HtmlText]) -> None:
    """Show texts as a list."""
    st.html(render_list(items))


def show_html(part: Markup) -> None:
    """Show safe HTML made by `lib.figures.page_html`."""
    st.html(part)


def show_table(
    header: Sequence[str],
    rows: Iterable[Sequence[HtmlText]],
    *,
    caption: str,
    numeric: Collection[int] = (),
) -> None:
    """Show a table; `numeric` are the columns with numbers."""
    st.html(render_table(header, rows, caption=caption, numeric=numeric))


def show_cards(cards: Sequence[tuple[str, str, str]]) -> None:
    """Show titled texts of the data folder as cards, or that there are none yet."""
    st.html(render_cards(cards) if cards else render_source_line(f"{NOT_FILLED_IN.capitalize()}."))


def show_notice(text: str) -> None:
    """Show a short message that the reader should not miss."""
    st.html(render_notice(text))


def forget_drafts(form: str) -> None:
    """Let the browser forget what was typed in a form, when the page runs next.

    `form` begins the keys of its fields; its number makes it another one each time.
    """
    st.session_state.setdefault(FORGOTTEN_KEY, []).append(form)


def queue_notice(text: str) -> None:
    """Show this notice on top of the page when it runs next, as after a callback or `saving`."""
    st.session_state[NOTICE_KEY] = text


def rerun_if_role_changed(reader: Board) -> None:
    """Run the whole page again where the reader of a part is no longer who the page was made for.

    A part that runs by itself has the board of the page; an identity may have ended meanwhile.
    """
    if current_actor().role is not reader.actor.role:
        st.rerun()


def _show_no_access(operation: Operation, board: Board) -> None:
    """Show, in place of a page, that it is not for this visitor."""
    dashboard = board.municipality.dashboard_title
    st.set_page_config(page_title=f"Geen toegang · {dashboard}")
    st.html(render_page_title("Geen toegang", dashboard, ""))
    st.html(render_finding("Deze pagina is alleen voor medewerkers."))
    way = " Meld u onderaan deze pagina aan." if can_sign_in() else ""
    show_notice(f"Nodig is het recht: {operation}.{way}")


def _show_data_problems(error: DataProblemsError, actor: Actor) -> None:
    """Show what is wrong with the data, to whoever may see it; the app goes on by itself.

    The list holds values from the files, also internal ones: the public gets one sentence.
    """
    logger.warning("data not in order:\n%s", error)
    metrics.count_error("gegevens")
    st.html(render_page_title("De gegevens zijn niet in orde", "Veiligheid", ""))
    verb = "is" if len(error.problems) == 1 else "zijn"
    number = count(len(error.problems), "probleem", "problemen")
    finding = f"Er {verb} {number} gevonden. Zolang toont het dashboard geen cijfers."
    st.html(render_finding(finding))
    if not actor.may(Operation.READ_INTERNAL):
        show_notice("Probeer het later opnieuw.")
        return
    show_table(
        ("Bestand", "Rij", "Kolom", "Er staat", "Verwacht", "Wat te doen"),
        [(p.file, str(p.row or ""), p.column, p.value, p.expected, p.fix) for p in error.problems],
        caption="Alle problemen",
    )
    st.html(render_source_line("Verbeter de bestanden en laad deze pagina opnieuw."))


def _show_footer(board: Board) -> None:
    reader = "interne weergave" if board.internal else "openbare weergave"
    text = (
        f"{board.municipality.dashboard_title} · {day(board.today)} · {reader} · "
        f"gegevensversie {board.version}"
    )
    st.html(Markup('<p class="vd-source vd-foot" style="margin-top:1rem">{}</p>').format(text))
