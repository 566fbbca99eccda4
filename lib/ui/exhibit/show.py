"""An exhibit on the page: heading, picture, caveats, source, table, and the menu of its files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.board import Board
from lib.catalog import Source, Status
from lib.exhibits.exhibit import INTERNAL, Exhibit, Native, caveats_from_marks
from lib.figures.charts import Chart
from lib.figures.page_html import render_source_line, render_subtitle
from lib.figures.vocabulary import FICTITIOUS
from lib.ui import frame
from lib.ui.exhibit.download_menu import download_menu

AS_TABLE = "De tabel hieronder heeft dezelfde cijfers."


def show(exhibit: Exhibit | None, *, heading: bool = True) -> None:
    """Show a figure with all that belongs to it; nothing where there is none."""
    if exhibit is not None:
        if heading:
            show_heading(exhibit.title, exhibit.finding)
        show_picture(exhibit)
        show_below(exhibit)


def show_heading(title: str, finding: str) -> None:
    """Show a figure's title and, under it, what it shows."""
    frame.show_heading(title)
    if finding:
        frame.show_html(render_subtitle(finding))


def show_picture(exhibit: Exhibit) -> None:
    """Show the figure itself: its chart with a text alternative, and its piece of page."""
    if exhibit.chart:
        alternative = f"{exhibit.alternative} {AS_TABLE if exhibit.screen_table else ''}".strip()
        show_chart(exhibit.chart, key=f"chart_{exhibit.name}", alternative=alternative)
    if exhibit.html:
        frame.show_html(exhibit.html)


def show_chart(spec: Mapping[str, Any], *, key: str, alternative: str) -> None:
    """Show a Vega-Lite specification with its text alternative."""
    st.vega_lite_chart(spec=dict(spec), theme=None, key=key, alt=alternative, width="stretch")


def show_below(exhibit: Exhibit) -> None:
    """Show what stands under a figure: its caveats, source, table, and the menu of its files.

    'FICTIEVE CIJFERS' stands over the whole page, and what an insider sees is internal.
    """
    for note in exhibit.notes:
        frame.show_html(render_source_line(note))
    frame.show_html(render_source_line(exhibit.source))
    show_table(exhibit.title, exhibit.screen_table)
    download_menu(lambda: exhibit, name=exhibit.name)


def show_table(title: str, table: Markup) -> None:
    """Show the table of a figure behind a line that opens it; nothing where there is none."""
    if table:
        with st.expander(f"Tabel: {title}"):
            frame.show_html(table)


def caption(title: str, finding: str) -> None:
    """Show a figure's title and, under it, what it shows."""
    frame.show_heading(title)
    if finding:
        frame.show_html(render_subtitle(finding))


def chart(figure: Chart, *, key: str, alternative: str) -> None:
    """Show an Altair chart with its text alternative."""
    st.altair_chart(figure, theme=None, key=key, alt=alternative, width="stretch")


def below(  # noqa: PLR0913 - what stands under a figure, and in its files
    source: str,
    *,
    name: str,
    title: str,
    data: Callable[[], pd.DataFrame],
    table: Markup | None = None,
    finding: str = "",
    alternative: str = "",
    drawn: Callable[[], Chart | str] | None = None,
    native: Native | None = None,
    public: bool = False,
    for_room: Callable[[], pd.DataFrame] | None = None,
    parts: Mapping[str, Callable[[], Exhibit]] | None = None,
) -> None:
    """Show what stands under a figure: its source, table view, and the menu of its files.

    `name` is the file name without its ending; `data` makes the file's columns when asked for;
    `drawn` gives the chart of the screen, or an SVG; a figure without is a table. `public`: it
    tells insiders no more than everybody, but for a wave under embargo. Else a file that an insider
    makes is marked as internal.
    `for_room` gives the columns that a meeting and a sheet of paper have, where those are not the
    file's; `parts` are figures of their own in it, that can be put on an agenda.
    """
    board = frame.current_board()
    internal = board.internal and (not public or board.is_ahead)
    make = partial(
        exhibit,
        source=source,
        name=name,
        title=title,
        finding=finding,
        alternative=alternative,
        drawn=drawn,
        native=native,
        internal=internal,
    )
    under(
        source,
        name=name,
        title=title,
        make=partial(make, data=data),
        table=table,
        for_room=partial(make, data=for_room) if for_room else None,
        parts=parts,
    )


def under(  # noqa: PLR0913 - what stands under a figure
    source: str,
    *,
    name: str,
    title: str,
    make: Callable[[], Exhibit],
    table: Markup | None = None,
    for_room: Callable[[], Exhibit] | None = None,
    parts: Mapping[str, Callable[[], Exhibit]] | None = None,
) -> None:
    """Show what stands under a figure that `make` returns whole.

    `for_room` makes it as a meeting sees it, where that is not the same.
    """
    frame.show_html(render_source_line(source))
    if table is not None:
        with st.expander(f"Tabel: {title}"):
            frame.show_html(table)
    download_menu(lambda: replace(make(), room=for_room, parts=parts or {}), name=name)


def exhibit(  # noqa: PLR0913 - all that is told with a figure
    *,
    source: str,
    name: str,
    title: str,
    data: Callable[[], pd.DataFrame],
    finding: str,
    alternative: str,
    drawn: Callable[[], Chart | str] | None,
    native: Native | None,
    internal: bool,
) -> Exhibit:
    """Return a figure of the screen with all that is told with it; arguments as `below`."""
    rows = data()
    fictitious = "status" in rows and (rows["status"] == FICTITIOUS).any()
    marks = [*([FICTITIOUS] if fictitious else []), *([INTERNAL] if internal else [])]
    picture = drawn() if drawn else None
    return Exhibit(
        name=name,
        title=title,
        finding=finding,
        source=source,
        alternative=alternative or f"{title}. {finding}".strip(),
        caveats=caveats_from_marks(marks),
        table=rows,
        chart=None if picture is None or isinstance(picture, str) else picture.to_dict(),
        svg=picture if isinstance(picture, str) else "",
        native=native,
    )


def sources_of(board: Board, keys: pd.Series) -> list[Source]:
    """Return the sources of rows, each once."""
    return [board.sources[k] for k in dict.fromkeys(keys)]


def least_sure(statuses: pd.Series) -> Status:
    """Return the least sure status: the one that must be told."""
    order = (Status.FICTITIOUS, Status.PROVISIONAL)
    return next((s for s in order if s.value in set(statuses)), Status.FINAL)
