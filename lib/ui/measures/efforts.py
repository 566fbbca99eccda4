"""What the municipality itself registers, next to its measures: on Uitvoering and with a theme."""

import streamlit as st

from lib.board import Board
from lib.exhibits.efforts import effort_series, list_efforts
from lib.figures.page_html import render_subtitle
from lib.ui import frame
from lib.ui.chosen_kind import visible_measures
from lib.ui.exhibit.show import show

HEADING = "Wat de gemeente zelf registreert"


def show_efforts(board: Board, *, name: str, theme: str = "") -> None:
    """Show each effort in time, two next to each other; nothing where there is none."""
    found = list_efforts(board, theme=theme)
    if not found:
        return
    frame.show_heading(HEADING)
    frame.show_html(
        render_subtitle("Aantallen van wat de gemeente deed. Er staat geen oordeel bij.")
    )
    measures = visible_measures()
    for place, column in enumerate(st.columns(2, gap="medium")):
        with column:
            for indicator in found[place::2]:
                show(effort_series(board, indicator, measures=measures, name=name))
