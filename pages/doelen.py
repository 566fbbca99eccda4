"""The goals: where each stands, every area against floor and target, and what it would take."""

import streamlit as st

from lib.board import RATING
from lib.exhibits import floor, ratings
from lib.figures.keynumbers import goal_tiles
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences.goal_sentences import headline
from lib.ui import frame, survey_benchmark
from lib.ui.exhibit.show import show
from lib.ui.goal_widgets import show_area_ratings, show_goal
from lib.ui.what_it_takes import show_scenario, show_survey_plan

board = frame.begin_page("Doelen")
frame.show_html(render_finding(headline(board)))
frame.show_html(render_tiles(goal_tiles(board)))
for column, goal in zip(st.columns(2, gap="medium"), board.goals, strict=False):
    with column:
        show_goal(board, goal)
show_area_ratings(board)
show(floor.floor_chances(board))
show(ratings.slopes(board))
show_scenario(board)
show_survey_plan(board)
survey_benchmark.show_surveys(board, [board.indicators[RATING]], name="doelen")
