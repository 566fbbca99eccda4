"""The parts of the page Gegevens: open data with the button that fetches it, and the audit trail.

Nobody can change the trail here. Not here: fetching (`lib.opendata`), and survey waves (`survey`).
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from lib.access import Operation
from lib.board import Board, DataProblemsError, find_folders, get_store
from lib.catalog import load_catalog
from lib.catalog.open_tables import StoredTable
from lib.catalog.problems import describe_file_trouble
from lib.export.table_files import render_csv
from lib.figures.format import count, day, moment, partial_date
from lib.opendata.fetch_problems import OpenDataError
from lib.opendata.refresh import refresh_open_data
from lib.store import AuditEntry, load_audit_trail
from lib.store.field_names import FIELD_NAMES
from lib.text import shorten
from lib.ui import frame
from lib.ui.forms.widgets import show_file_button
from lib.ui.sign_in import current_actor

# In the session: whether the button was pressed, and what the last refresh brought.
ASKED_KEY, RESULT_KEY = "_refresh_asked", "_refresh_result"
REFRESHED, NOT_REFRESHED = "De open data zijn bijgewerkt.", "Er is niets opgehaald."
NEWEST, LONGEST_VALUE = 50, 50
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d$")


def show_open_data(board: Board) -> None:
    """Show which published tables are there, how new they are, and the button."""
    frame.show_heading("Open data")
    if board.files.stored:
        caption, rows = list_tables(board.files.stored.values())
        frame.show_table(("Tabel", "Periode", "Versie", "Opgehaald"), rows, caption=caption)
    else:
        frame.show_subtitle("Er zijn nog geen open data opgehaald.")
    show_refresh_button(board)


def list_tables(stored: Collection[StoredTable]) -> tuple[str, list[tuple[str, str, str, str]]]:
    """Return the caption and the rows of the published tables.

    A title that all of them share stands in the caption once, and their numbers in the rows.
    """
    titles = {table.title for table in stored}
    shared = f": {min(titles)}" if len(stored) > len(titles) == 1 else ""
    rows = [
        (
            table.table if shared else table.title,
            " tot en met ".join(dict.fromkeys(map(partial_date, (table.first, table.last)))),
            format_version(table.version),
            day(table.retrieved),
        )
        for table in stored
    ]
    return f"Opgehaalde tabellen{shared}", rows


def format_version(version: str) -> str:
    """Return the day of a publisher's version, which mostly is a time; other text as it is."""
    try:
        return partial_date(version[:10])
    except ValueError:
        return version


def show_refresh_button(board: Board) -> None:
    """Show the button and what the last refresh of this visitor brought."""
    if not board.actor.may(Operation.REFRESH):
        return
    is_requested = st.session_state.pop(ASKED_KEY, False)
    # Off while it works: a second press would break off the first.
    st.button(
        "Open data ophalen",
        key="refresh",
        icon=":material/sync:",
        disabled=is_requested,
        on_click=_request_refresh,
    )
    if is_requested:
        st.session_state[RESULT_KEY] = _refresh(board, st.progress(0.0, "Verbinding maken …"))
        st.rerun()
    if result := st.session_state.pop(RESULT_KEY, None):
        frame.show_notice(result[0])
        frame.show_list(result[1])


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
    except OSError as error:
        return NOT_REFRESHED, [describe_file_trouble(error)]
    succeeded = [o.error is None for o in outcomes]
    if all(succeeded):
        summary = REFRESHED
    else:
        summary = "Niet alles is opgehaald." if any(succeeded) else NOT_REFRESHED
    return summary, [o.summary for o in outcomes]


def show_logbook() -> None:
    """Show the newest entries, and all of them as a file."""
    actor = current_actor()
    if not actor.may(Operation.READ_AUDIT):
        return
    frame.show_heading("Logboek")
    entries = load_audit_trail(actor, get_store(), limit=NEWEST)
    if not entries:
        frame.show_subtitle("Er is nog niets gebeurd.")
        return
    frame.show_table(
        ("Wanneer", "Wie", "Rol", "Wat", "Waarover", "Verandering"),
        [
            (moment(e.at), e.who, e.role, e.what, e.subject, _describe_change(e.before, e.after))
            for e in entries
        ],
        caption=f"De nieuwste {count(len(entries), 'regel', 'regels')}",
    )
    show_file_button(
        "Heel het logboek als CSV",
        lambda: render_csv(_tabulate_entries(load_audit_trail(actor, get_store()))),
        file="logboek.csv",
        key="audit_file",
    )


def _describe_change(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> str:
    """Return the fields that changed, with what they became."""
    old, new = before or {}, after or {}
    changed = [k for k in dict.fromkeys((*old, *new)) if old.get(k) != new.get(k)]
    return "; ".join(
        f"{_name_field(k)}: {_shorten_value(old[k])} → {_shorten_value(new.get(k))}"
        if k in old
        else f"{_name_field(k)}: {_shorten_value(new[k])}"
        for k in sorted(changed, key=lambda k: k not in old)
    )


def _name_field(name: str) -> str:
    return FIELD_NAMES.get(name, name)


def _shorten_value(value: object) -> str:
    return shorten(_describe_value(value), longest=LONGEST_VALUE)


def _describe_value(value: object) -> str:
    """Return a stored value in words: 'ja', 'niets', a list with commas, a moment in Dutch time."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        return "; ".join(f"{_name_field(k)}: {_describe_value(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_describe_value, value)) or "niets"
    if isinstance(value, str) and _MOMENT.match(value):
        return moment(dt.datetime.fromisoformat(value))
    return "niets" if value in {None, ""} else str(value)


def _tabulate_entries(entries: tuple[AuditEntry, ...]) -> pd.DataFrame:
    columns = ("nummer", "wanneer", "wie", "rol", "wat", "waarover", "voor", "na")
    rows = [
        (
            e.number,
            moment(e.at),
            e.who,
            e.role,
            e.what,
            e.subject,
            _describe_value(e.before or {}),
            _describe_value(e.after or {}),
        )
        for e in entries
    ]
    return pd.DataFrame(rows, columns=columns)
