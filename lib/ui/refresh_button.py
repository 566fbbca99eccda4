"""The button that fetches the open data, for whoever may, with its progress.

Not here: fetching (`lib.opendata`).
"""

import streamlit as st

from lib.access import Operation
from lib.board import Board, DataProblemsError, find_folders
from lib.catalog import load_catalog
from lib.figures.format import day, partial_date
from lib.figures.page_html import render_list, render_subtitle
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.refresh import refresh_open_data
from lib.ui import frame

# In the session: whether the button was pressed, and what the last refresh brought.
ASKED_KEY, RESULT_KEY = "_refresh_asked", "_refresh_result"
REFRESHED, NOT_REFRESHED = "De open data zijn bijgewerkt.", "Er is niets opgehaald."


def show_open_data(board: Board) -> None:
    """Show which published tables are there, how new they are, and the button."""
    frame.show_heading("Open data")
    rows = [
        (
            t.title,
            f"{partial_date(t.first)} tot en met {partial_date(t.last)}",
            t.version,
            day(t.retrieved),
        )
        for t in board.files.stored.values()
    ]
    if rows:
        header = ("Tabel", "Periode", "Versie", "Opgehaald")
        frame.show_table(header, rows, caption="Opgehaalde tabellen")
    else:
        frame.show_html(render_subtitle("Er zijn nog geen open data opgehaald."))
    show_refresh_button(board)


def show_refresh_button(board: Board) -> None:
    """Show the button and what the last refresh of this visitor brought."""
    if not board.actor.may(Operation.REFRESH):
        return
    is_asked = st.session_state.pop(ASKED_KEY, False)
    # Off while it works: a second press would break off the first.
    st.button(
        "Open data ophalen",
        key="refresh",
        icon=":material/sync:",
        disabled=is_asked,
        on_click=_request_refresh,
    )
    if is_asked:
        st.session_state[RESULT_KEY] = _refresh(board, st.progress(0.0, "Verbinding maken …"))
        st.rerun()
    if result := st.session_state.pop(RESULT_KEY, None):
        frame.show_notice(result[0])
        frame.show_html(render_list(result[1]))


def _request_refresh() -> None:
    st.session_state[ASKED_KEY] = True


def _refresh(board: Board, bar: "st.delta_generator.DeltaGenerator") -> tuple[str, list[str]]:
    """Fetch everything; return how it went, and a line for each table."""
    board.actor.require(Operation.REFRESH)
    data_dir, geo_dir = find_folders()
    done: dict[str, tuple[int, int]] = {}

    def progress(table: str, now: int, of: int) -> None:
        done[table] = (now, of)
        share = sum(n for n, _ in done.values()) / max(sum(m for _, m in done.values()), 1)
        bar.progress(min(share, 1.0), f"Tabel {table}: {now} van {of} vragen")

    try:
        catalog = load_catalog(data_dir, geo_dir)
        outcomes = refresh_open_data(catalog, data_dir=data_dir, progress=progress)
    except (OpenDataError, DataProblemsError) as error:
        return NOT_REFRESHED, [str(error)]
    succeeded = [o.error is None for o in outcomes]
    if all(succeeded):
        summary = REFRESHED
    else:
        summary = "Niet alles is opgehaald." if any(succeeded) else NOT_REFRESHED
    return summary, [o.summary for o in outcomes]
