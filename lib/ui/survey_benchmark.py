"""The parts of a page that set the municipality next to other regions."""

from collections.abc import Sequence

import streamlit as st

from lib.board import Board
from lib.catalog import Indicator, Theme
from lib.exhibits.benchmark import describe_question, draw_question, load_surveys, survey_figures
from lib.figures.chart_style import build_specification
from lib.ui import frame
from lib.ui.exhibit.show import show_below, show_caption, show_chart


def theme_surveys(board: Board, theme: Theme) -> list[Indicator]:
    """Return what the national survey asks residents about a theme."""
    return [i for i in board.indicators.values() if theme.slug in i.themes and i.kind == "survey"]


def show_surveys(board: Board, indicators: Sequence[Indicator], *, name: str) -> None:
    """Show survey figures next to those of other regions: a chart each, and one table."""
    surveys = load_surveys(board, indicators)
    exhibit = survey_figures(board, surveys, name=name)
    if exhibit is None:
        return
    show_caption(exhibit.title, exhibit.finding)
    with st.container(key="chart_row_surveys"):
        columns = st.columns(2, gap="medium")
    for place, (indicator, rows) in enumerate(surveys.items()):
        with columns[place % 2]:
            frame.show_subtitle(indicator.name)
            show_chart(
                build_specification(draw_question(board, indicator, surveys)),
                key=f"monitor_{indicator.indicator}",
                alternative=describe_question(indicator, rows),
            )
    show_below(exhibit)
