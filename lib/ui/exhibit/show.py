"""An exhibit on the page: heading, picture, caveats, source, table, and the menu of its files."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from lib.exhibits.exhibit import CaveatKind, Exhibit, ExhibitMaker
from lib.exhibits.interpretations import find_interpretations, with_interpretations
from lib.figures.page_html import render_figure_foot, render_source_line
from lib.figures.sentences.source_sentences import shorten_source
from lib.ui import frame
from lib.ui.exhibit.download_menu import show_menu, show_menu_alone

AS_TABLE = "De tabel hieronder heeft dezelfde cijfers."


def show(exhibit: Exhibit | None, *, heading: bool = True, finding: str | None = None) -> None:
    """Show a figure with all that belongs to it; nothing where there is none.

    `finding` stands under its title in place of its own.
    """
    if exhibit is not None:
        if heading:
            show_caption(exhibit.title, exhibit.finding if finding is None else finding)
        show_picture(exhibit, under_title=heading)
        show_below(exhibit)


def show_caption(title: str, finding: str) -> None:
    """Show a figure's title and, under it, what it shows."""
    frame.show_heading(title)
    if finding:
        frame.show_subtitle(finding)


def show_picture(exhibit: Exhibit, *, under_title: bool = True) -> None:
    """Show the figure itself: its chart with a text alternative, and its piece of page.

    A table `under_title` does not show that title again.
    """
    if exhibit.chart:
        alternative = f"{exhibit.alternative} {AS_TABLE if exhibit.screen_table else ''}".strip()
        show_chart(exhibit.chart, key=f"chart_{exhibit.name}", alternative=alternative)
    if exhibit.html:
        caption = Markup("<caption>{}</caption>").format(exhibit.title if under_title else "")
        hidden = caption.replace("<caption>", Markup('<caption class="vd-hidden">'))
        frame.show_html(exhibit.html.replace(caption, hidden))


def show_chart(spec: Mapping[str, Any], *, key: str, alternative: str) -> None:
    """Show a Vega-Lite specification with its text alternative."""
    tables = {name: _pack_rows(name, rows) for name, rows in spec["datasets"].items()}
    packed = {**spec, "datasets": tables}
    st.vega_lite_chart(spec=packed, theme=None, key=key, alt=alternative, width="stretch")


@st.cache_resource(max_entries=500, show_spinner=False)
def _pack_rows(name: str, _rows: list[dict[str, Any]]) -> bytes:  # noqa: ARG001 - the cache's key
    """Return a chart's rows as Streamlit sends them: a fifth of a page's time when done each run.

    Altair names rows by a hash of what they hold.
    """
    return convert_anything_to_arrow_bytes(_rows)


def show_below(exhibit: Exhibit) -> None:
    """Show what stands under a figure: its caveats, and the row of its source and tools.

    'FICTIEVE CIJFERS' stands over the whole page, and what an insider sees is internal.
    """
    if exhibit.notes:
        frame.show_html(Markup().join(map(render_source_line, exhibit.notes)))
    show_foot(exhibit)


def show_foot(exhibit: Exhibit) -> None:
    """Show the row of a figure's source and tools, as `show_tools`."""
    show_tools(
        lambda: exhibit,
        name=exhibit.name,
        title=exhibit.title,
        source=exhibit.source,
        table=exhibit.screen_table,
    )


def show_tools(
    make: ExhibitMaker, *, name: str, title: str, source: str, table: Markup, alone: bool = True
) -> None:
    """Show a figure's source on one line, and in the same row its table and the menu of files.

    The whole citation stands with the table; `make` makes the figure once the menu is opened.
    Opening the menu runs the menu `alone`, or what it is a small part of.
    """
    board = frame.current_board()
    if find_interpretations(board, name=name, title=title):
        for caveat in with_interpretations(board, make()).caveats:
            if caveat.kind is CaveatKind.INTERPRETATION:
                frame.show_subtitle(caveat.text)
    line = shorten_source(source, board.sources.values())
    with st.container(key=f"tools_{name}", horizontal=True, vertical_alignment="center"):
        frame.show_html(render_figure_foot(line, title=title, table=table, citation=source))
        menu = show_menu_alone if alone else show_menu
        menu(make, name=name, title=title, board=board, slug=frame.current_slug())
