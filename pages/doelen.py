"""The goals: where each stands, every area against floor and target, and what it would take."""

from lib.board import RATING
from lib.exhibits import ratings
from lib.exhibits.goals import floor_chances
from lib.figures.page_html import render_answer_lines
from lib.figures.sentences.goal_sentences import answer_details, answer_sentence
from lib.ui import frame, survey_benchmark
from lib.ui.exhibit.show import show
from lib.ui.goal_widgets import show_area_ratings, show_goals
from lib.ui.what_it_takes import show_scenario, show_survey_plan

board = frame.begin_page("Doelen")
frame.show_html(render_answer_lines(answer_sentence(board), answer_details(board)))
show_goals(board)
show_area_ratings(board)
show_scenario(board)
show(ratings.slopes(board))
show(floor_chances(board))
show_survey_plan(board)
survey_benchmark.show_surveys(board, [board.indicators[RATING]], name="doelen")
