"""The parts of Doelen: each goal, and every area beside floor and target."""

import streamlit as st

from lib.board import Board, GoalStatus
from lib.exhibits import ratings
from lib.figures.page_html import render_list
from lib.figures.sentences.goal_sentences import course_sentence, goal_sentence, pace_sentence
from lib.ui import frame
from lib.ui.exhibit.show import show_below, show_caption, show_picture

# The column of each order; within equals by name. No list of best to worst for the public:
# groups, and names.
ORDERS = {"Per groep": "group", "Naam": "name", "Afstand tot de ondergrens": "gap_floor"}
PUBLIC_ORDERS = ("Per groep", "Naam")
ORDER_KEY = "ratings_order"


def show_goal(board: Board, goal: GoalStatus) -> None:
    """Show one goal: where we stand, the verdict with its reason, the pace that is needed."""
    exhibit = ratings.goal_progress(board, goal)
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
