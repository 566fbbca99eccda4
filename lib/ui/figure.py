"""What every figure has around it: title, finding, source, table view, download."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from lib.board import Board
from lib.catalog import Source, Status
from lib.export.csv import csv_bytes
from lib.figures import tables
from lib.figures.charts import Figure
from lib.ui import frame


def caption(title: str, finding: str) -> None:
    """Show a figure's title and, under it, what it shows."""
    frame.heading(title)
    if finding:
        frame.show(tables.subtitle(finding))


def chart(figure: Figure, *, key: str, alternative: str) -> None:
    """Show an Altair chart with its text alternative."""
    st.altair_chart(figure, theme=None, key=key, alt=alternative, width="stretch")


def below(
    source: str,
    *,
    name: str,
    title: str,
    table: Markup | None = None,
    data: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Show what stands under a figure: its source, and table and download where it has them.

    `name` is the file name without its ending; `data` makes the file's columns when asked for.
    """
    frame.show(tables.source_line(source))
    if table is not None:
        with st.expander(f"Tabel: {title}"):
            frame.show(table)
    if data is not None:
        make = data
        st.download_button(
            "Download als CSV",
            data=lambda: csv_bytes(make()),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"download_{name}",
            on_click="ignore",
            help=f"De cijfers van '{title}', met bron en periode",
        )


def sources_of(board: Board, keys: pd.Series) -> list[Source]:
    """Return the sources of rows, each once."""
    return [board.sources[k] for k in dict.fromkeys(keys)]


def least_sure(statuses: pd.Series) -> Status:
    """Return the least sure status: the one that must be told."""
    order = (Status.FICTITIOUS, Status.PROVISIONAL)
    return next((s for s in order if s.value in set(statuses)), Status.FINAL)
