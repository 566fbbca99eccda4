"""The registry of pages: of each its file, its name in the menu, and who may see it.

Navigation and links follow it. Not here: the addresses (`lib.catalog.routes`).
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.navigation.page import Page

from lib.access import Operation
from lib.board import Board, get_store, sparing_others
from lib.catalog.routes import PageSlug
from lib.store import StoreError, list_waiting_stories
from lib.ui.sign_in import current_actor


class PageEntry(NamedTuple):
    """What the menu needs to know of a page."""

    file: str
    title: str
    needs: Operation = Operation.READ_PUBLIC


# In the order of the menu; the themes of the data stand after the page of an area.
PAGES = {
    PageSlug.OVERVIEW: PageEntry("pages/overzicht.py", "Overzicht"),
    PageSlug.GOALS: PageEntry("pages/doelen.py", "Doelen"),
    PageSlug.AREA: PageEntry("pages/wijk.py", "Wijk"),
    PageSlug.DELIVERY: PageEntry("pages/uitvoering.py", "Uitvoering"),
    PageSlug.ACCOUNTABILITY: PageEntry("pages/verantwoording.py", "Verantwoording"),
    PageSlug.STORY: PageEntry("pages/verhaal.py", "Verhaal", Operation.WRITE_STORIES),
    PageSlug.DRIEHOEK: PageEntry("pages/driehoek.py", "Driehoek", Operation.READ_DRIEHOEK),
    PageSlug.DATA: PageEntry("pages/gegevens.py", "Gegevens", Operation.PREPARE_IMPORT),
}
THEME_FILE = "pages/thema.py"
PUBLIC_NAMES = {
    str(slug): entry.title for slug, entry in PAGES.items() if entry.needs is Operation.READ_PUBLIC
}


def build_pages(board: Board) -> list[Page]:
    """Return the pages for the menu.

    A page that the actor may not see is not in the menu; a link to it leads to a calm refusal.
    """
    return [_build_page(slug, entry, board) for slug, entry in _list_entries(board)]


def _list_entries(board: Board) -> Iterator[tuple[str, PageEntry]]:
    for slug, entry in PAGES.items():
        yield slug, entry
        if slug is PageSlug.AREA:
            yield from ((t.slug, PageEntry(THEME_FILE, t.short)) for t in board.files.themes)


def _build_page(slug: str, entry: PageEntry, board: Board) -> Page:
    is_visible = board.actor.may(entry.needs)
    waiting = _count_waiting(entry.needs) if slug is PageSlug.STORY else 0
    visibility: Literal["visible", "hidden"] = "visible" if is_visible else "hidden"
    return st.Page(
        entry.file,
        title=f"{entry.title} ({waiting})" if waiting else entry.title,
        url_path=slug or None,
        default=not slug,
        visibility=visibility,
    )


def _count_waiting(needs: Operation) -> int:
    """Return how many stories wait for the reader; 0 while the database does not answer."""
    actor = current_actor()
    if not actor.may(needs):
        return 0
    try:
        with sparing_others():
            return len(list_waiting_stories(actor, get_store()))
    except StoreError:
        return 0
