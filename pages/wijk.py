"""The profile of one area, to read on the screen or to print on one sheet."""

import streamlit as st

from lib.figures.keynumbers import area_tiles
from lib.figures.page_html import render_finding, render_tiles
from lib.figures.sentences.area_sentences import area_finding
from lib.ui import area_profile as profile
from lib.ui import frame, registration_parts
from lib.ui.exhibit import download_menu
from lib.ui.measures import measure_list

board = frame.begin_page("Wijk")
area = profile.choose_area(board)
frame.show_heading(board.areas[area].name)
download_menu.show_area_files(area)
frame.show_html(render_finding(area_finding(board, area)))
profile.show_certainty(board, area)
frame.show_html(render_tiles(area_tiles(board, area)))
profile.show_drivers(board, area)
left, right = st.columns([3, 2], gap="medium")
with left:
    profile.show_comparison(board, area)
    profile.show_waves(board, area)
with right:
    profile.show_locator(board, area)
    profile.show_effort(board, area)
    profile.show_unknown(board, area)
measure_list.show_area_measures(board, area)
profile.show_units(board, area)
registration_parts.show_area_registrations(board, area)
