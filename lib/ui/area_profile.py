"""The parts of an area's profile. The figures come from the exhibits, the words from sentences."""

import streamlit as st

from lib.board import Board
from lib.exhibits import areas, ratings
from lib.figures.page_html import render_svg
from lib.figures.sentences.area_sentences import extra_effort_text, unknown_about_area
from lib.figures.sentences.floor_sentences import describe_certainty, describe_chance_below
from lib.figures.sentences.wave_sentences import design_note
from lib.figures.svg_map import draw_locator
from lib.ui import frame
from lib.ui.exhibit.show import show, show_below, show_caption, show_chart
from lib.ui.selection import read_area, show_area_box, write_choice


def choose_area(board: Board) -> str:
    """Show box and buttons to choose an area; return the chosen one, by name the first."""
    by_name = list(board.areas)
    area = read_area(board) or by_name[0]
    place = by_name.index(area)
    box, buttons = st.columns([4, 3.2], vertical_alignment="bottom")
    with box:
        show_area_box(board, area, key="profile_box", everything=False)
    steps = buttons.container(horizontal=True)
    for label, step in (("← Vorige wijk", -1), ("Volgende wijk →", 1)):
        neighbour = by_name[(place + step) % len(by_name)]
        steps.button(
            label,
            key=f"step_{step}",
            on_click=write_choice,
            args=(frame.AREA_PARAM, neighbour),
            width="stretch",
            help=board.areas[neighbour].name,
        )
    return area


def show_certainty(board: Board, area: str) -> None:
    """Show what the margin says of the floor, and for insiders the chance to be under it."""
    rating, floor = board.ratings.of_area(area), board.floor
    chance = describe_chance_below(rating, floor=floor) if floor else ""
    sentences = (describe_certainty(rating), chance, design_note(board, [board.ratings.period]))
    frame.show_subtitle(" ".join(filter(None, sentences)))


def show_comparison(board: Board, area: str) -> None:
    """Show the area next to the municipality and the areas most like it."""
    show(areas.area_comparison(board, area), finding=areas.describe_choice(board, area))


def show_drivers(board: Board, area: str) -> None:
    """Show what residents said behind the rating, or that it is not loaded."""
    exhibit = areas.area_drivers(board, area)
    if exhibit is None:
        show_caption("Achter het cijfer", areas.describe_absent_drivers(board))
        return
    # Not on paper: a profile fills one sheet.
    with st.container(key="drivers"):
        show(exhibit)


def show_waves(board: Board, area: str) -> None:
    """Show every wave of the rating, also those before the method changed."""
    exhibit = ratings.area_waves(board, area)
    if exhibit is None:
        return
    frame.show_heading("Alle metingen")
    if exhibit.chart:
        # Not on paper next to the table of kinds: a profile fills one sheet.
        with st.container(key="history"):
            show_chart(exhibit.chart, key="waves", alternative=exhibit.alternative)
    frame.show_html(exhibit.html)
    show_below(exhibit)


def show_locator(board: Board, area: str) -> None:
    """Show where the area lies in the municipality."""
    name = board.areas[area].name
    with st.container(key="locator_box"):
        frame.show_html(
            render_svg(
                draw_locator(board, area),
                alternative=f"Kaart van {board.municipality.name} met {name} donker gekleurd.",
            )
        )
    frame.show_source_line(board.municipality.map.attribution)


def show_effort(board: Board, area: str) -> None:
    """Show whether the area, or a part of it, gets extra effort, and what that means."""
    frame.show_heading("Extra inzet")
    frame.show_list(extra_effort_text(board, area))


def show_units(board: Board, area: str) -> None:
    """Show the CBS wijken and buurten that make up the area; figures only for the wijken."""
    wijken = [w.name for w in board.units(area, kind="cbs_wijk")]
    frame.show_heading("Waar de wijk uit bestaat")
    show(areas.cbs_wijken(board, area), heading=False)
    buurten = board.units(area, kind="cbs_buurt")
    count = f"{len(buurten)}, indeling {board.areas[area].boundary_year}"
    lines = (
        *([f"CBS-wijk{'en' * (len(wijken) > 1)}: {', '.join(wijken)}"] if wijken else []),
        f"CBS-buurten ({count}): {', '.join(b.name for b in buurten)}",
    )
    frame.show_list(lines)


def show_unknown(board: Board, area: str) -> None:
    """Show what the dashboard does not know about the area."""
    frame.show_heading("Wat we niet weten")
    frame.show_list(unknown_about_area(board, area))
