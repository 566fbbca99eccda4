"""The parts of pages about ratings: each goal, every area against floor and target, and crime."""

import streamlit as st

from lib.board import CRIME, CRIME_RATE, RATING, Board, GoalStatus
from lib.exhibits import goals, ratings
from lib.exhibits.yearly import registrations_per_year
from lib.figures.page_html import render_list
from lib.figures.sentences.goal_sentences import course_sentence, goal_sentence, pace_sentence
from lib.ui import frame
from lib.ui.exhibit.show import show, show_below, show_caption, show_picture
from lib.ui.selection import read_choice, write_choice

# The column of each order; within equals by name. No list of best to worst for the public:
# groups, and names.
ORDERS = {"Per groep": "group", "Naam": "name", "Afstand tot de ondergrens": "gap_floor"}
PUBLIC_ORDERS = ("Per groep", "Naam")
ORDER_KEY = "ratings_order"
ALSO, CRIMES = "ook", "misdrijven"


def show_goal(board: Board, goal: GoalStatus) -> None:
    """Show one goal: where we stand, the verdict with its reason, the pace that is needed."""
    exhibit = goals.goal_progress(board, goal)
    sentences = (
        goal_sentence(goal, board=board),
        course_sentence(goal, board=board),
        pace_sentence(goal),
    )
    frame.show_heading(exhibit.title)
    frame.show_html(render_list(filter(None, sentences)))
    show_picture(exhibit)
    show_below(exhibit)


def show_area_ratings(board: Board) -> None:
    """Show every area's rating against floor and target, in an order of the reader's choice."""
    choices = list(ORDERS) if board.internal else list(PUBLIC_ORDERS)
    order = st.session_state.get(ORDER_KEY, choices[0])
    exhibit = ratings.area_ratings(board, order=ORDERS.get(order, ORDERS[choices[0]]))
    if exhibit is None:
        return
    show_caption(exhibit.title, exhibit.finding)
    st.segmented_control("Volgorde", choices, default=choices[0], required=True, key=ORDER_KEY)
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
