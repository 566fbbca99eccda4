"""The parts of pages about ratings: each goal, every area against floor and target, and crime."""

from enum import StrEnum

import streamlit as st
from markupsafe import Markup

from lib.board import CRIME, CRIME_RATE, RATING, Board
from lib.exhibits import goals, ratings
from lib.exhibits.yearly import registrations_per_year
from lib.figures.page_html import render_list, render_pair, render_source_line
from lib.figures.sentences.goal_sentences import list_verdicts
from lib.ui import frame
from lib.ui.exhibit.show import show, show_below, show_caption, show_foot, show_picture
from lib.ui.selection import choose_option, read_area, read_choice, write_choice

ALSO, CRIMES = "ook", "misdrijven"


class RatingOrder(StrEnum):
    """In which order every area's rating is listed; within equals by name."""

    GROUP = "groep"
    NAME = "naam"
    GAP = "afstand"


# Of each order the column of `Board.ratings` and its name.
ORDERS = {
    RatingOrder.GROUP: ("group", "Per groep"),
    RatingOrder.NAME: ("name", "Naam"),
    RatingOrder.GAP: ("gap_floor", "Afstand tot de ondergrens"),
}


def show_goals(board: Board) -> None:
    """Show each goal in one sentence and one strip, then once what holds for all of them."""
    exhibits = []
    with st.container(key="chart_row_goals"):
        columns = st.columns(max(len(board.goals), 1), gap="medium")
    for column, goal in zip(columns, board.goals, strict=False):
        exhibit = goals.goal_progress(board, goal)
        exhibits.append(exhibit)
        with column:
            show_caption(exhibit.title, exhibit.finding)
            show_picture(exhibit)
            show_foot(exhibit)
    lines = [line for exhibit in exhibits for line in exhibit.notes]
    sources = map(render_source_line, dict.fromkeys(lines))
    notes = Markup("<div>{}</div>").format(Markup("").join(sources))
    frame.show_html(render_pair(render_list(list_verdicts(board)), notes))


def show_area_ratings(board: Board) -> None:
    """Show every area's rating against floor and target, in an order of the reader's choice.

    No list of best to worst for the public: groups, and names.
    """
    if board.area_values(RATING) is None or board.floor is None or board.target is None:
        return
    orders = list(RatingOrder) if board.internal else [RatingOrder.GROUP, RatingOrder.NAME]
    heading = st.container()
    texts = {order: ORDERS[order][1] for order in orders}
    order = choose_option(texts, name="volgorde", label="Volgorde", wrong="volgorde")
    exhibit = ratings.area_ratings(board, order=ORDERS[order][0], chosen=read_area(board))
    if exhibit is not None:
        with heading:
            show_caption(exhibit.title, exhibit.finding)
        show_picture(exhibit)
        show_below(exhibit)


def show_rating_and_crime(board: Board) -> None:
    """Show, when asked for, each area's rating next to its registered crime; insiders only."""
    if not board.internal or not all(map(board.area_values, (RATING, CRIME_RATE))):
        return
    unknown = "Wat u met '{}' in de link ook wilt zien, is er niet."
    is_open = read_choice([CRIMES], name=ALSO, unknown=unknown) is not None
    word = "Verberg" if is_open else "Toon"
    # Asked for apart: chart code would hold up the map.
    st.button(
        f"{word} het rapportcijfer naast de misdrijven",
        key="also",
        on_click=write_choice,
        args=(ALSO, None if is_open else CRIMES),
    )
    if is_open:
        show(ratings.rating_and_crime(board))


def show_crime(board: Board) -> None:
    """Show all registered crime of the municipality over the years, each series by its name.

    In words and a table, without the chart: its code would hold up the map.
    """
    exhibit = registrations_per_year(
        board, board.indicators[CRIME], name="overzicht-misdrijven-per-jaar"
    )
    if exhibit is not None:
        show_caption("En de misdaad?", f"{exhibit.title}. {exhibit.finding}")
        show_below(exhibit)
