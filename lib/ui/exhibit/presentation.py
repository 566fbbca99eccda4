"""Presentation mode: one figure a screen, for a room; `?presentatie=1&dia=3&licht=donker&alles=1`.

Keys: arrows and page keys, Home, End and Escape; the buttons do the same, and in a field the keys
do what they always do there. With `presentatie=regie` notes stand next to a smaller figure. Not
here: which figures and notes these are (the pages), and what a figure says (`lib.exhibits`).
"""

import logging
from base64 import b64encode
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from lib.board import Board, now
from lib.exhibits.exhibit import Exhibit, ExhibitMaker
from lib.export.columns import format_table
from lib.export.exhibit_text import source_line
from lib.export.picture import draw_fitted_png
from lib.export.typeset import ExportError
from lib.figures import palette
from lib.figures.page_html import HtmlText, render_notice, render_table
from lib.figures.vocabulary import FICTITIOUS, OVERDUE
from lib.ui import frame
from lib.ui.selection import write_choice

PRESENTATION_PARAM, SLIDE_PARAM, LIGHT_PARAM, DARK_CHOICE = "presentatie", "dia", "licht", "donker"
ALL_PARAM, TIMES_PARAM, MOST_SLIDES = "alles", "tijden", 6
# Figures of the screen are read from half a metre; these from five.
SMALLEST_PRESENTED_TYPE, PRESENTED_WIDTH, PRESENTED_HEIGHT, MOST_ROWS = 20, 1240, 430, 7
CLOCK_SECONDS = 10
logger = logging.getLogger(__name__)
STYLE = Markup(Path(__file__).with_name("presentation.css").read_text(encoding="utf-8"))  # noqa: S704 - ours


class Mode(StrEnum):
    """For whom the presentation is."""

    ROOM = "1"
    PRESENTER = "regie"


def is_requested() -> bool:
    """Return whether the URL asks for the presentation."""
    return st.query_params.get(PRESENTATION_PARAM) in list(Mode)


def show_present_button() -> None:
    """Show the button that starts the presentation of this page."""
    st.button(
        "Presenteer",
        key="present",
        icon=":material/slideshow:",
        on_click=write_choice,
        args=(PRESENTATION_PARAM, Mode.ROOM),
        help="Eén figuur per scherm. Verder met de pijltjes, weg met Escape.",
    )


def present(
    makers: Sequence[ExhibitMaker],
    *,
    title: str,
    questions: Sequence[str] = (),
    most: int = MOST_SLIDES,
    show_notes: Callable[[int], None] | None = None,
) -> None:
    """Show one of the figures, the one that the URL names, and what leads to the others.

    After `most` figures the others come only on demand. `questions` stand with the figures, in
    the same order. `show_notes` shows what the presenter has next to a figure, by its place.
    """
    if not makers:
        frame.show_notice("Er is nog niets om te presenteren.")
        st.button("Terug", on_click=_leave_presentation)
        return
    number = len(makers) if ALL_PARAM in st.query_params else min(most, len(makers))
    place, is_dark = _read_slide(number), st.query_params.get(LIGHT_PARAM) == DARK_CHOICE
    st.html(_render_style(is_dark=is_dark))
    exhibit = makers[place]()
    question = questions[place] if questions else ""
    slide = render_presented_figure(
        exhibit, frame.current_board(), question=question, is_dark=is_dark
    )
    if show_notes and st.query_params.get(PRESENTATION_PARAM) == Mode.PRESENTER:
        left, right = st.columns((3, 2), gap="large")
        with left, st.container(key="present_small"):
            st.html(slide)
        with right:
            show_notes(place)
    else:
        st.html(slide)
    with st.container(horizontal=True, key="present_controls", vertical_alignment="center"):
        _show_controls(place, number, is_dark=is_dark)
        if number < len(makers):
            label = f"Nog {len(makers) - number}"
            st.button(label, key="present_all", on_click=write_choice, args=(ALL_PARAM, "1"))
        _show_clock(f"{title} · {place + 1}/{number}")


def _read_slide(number: int) -> int:
    """Return which figure the URL names, counted from 0; the nearest that there is."""
    wanted = st.query_params.get(SLIDE_PARAM, "1")
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 1  # noqa: PLR2004
    return min(max(place, 1), number) - 1


def render_presented_figure(
    exhibit: Exhibit, board: Board, *, question: str = "", is_dark: bool = False
) -> Markup:
    """Return a figure as a room sees it: what it shows, the figure, its caveats and source."""
    words = dict.fromkeys((*exhibit.marks, *([FICTITIOUS] if board.fictitious else [])))
    marks = Markup("").join(Markup('<b class="vd-mark">{}</b> ').format(m) for m in words)
    question_line = Markup('<p class="vd-slide-question">{}</p>').format(question)
    return Markup(
        '<div class="vd-slide"><h1>{}</h1><p class="vd-slide-small">{}{}</p>{}'
        '<div class="vd-slide-figure">{}</div><p class="vd-slide-source">{}</p></div>'
    ).format(
        exhibit.finding or exhibit.title,
        marks,
        exhibit.title if exhibit.finding else "",
        question_line if question else "",
        _render_figure(exhibit, is_dark=is_dark),
        source_line(exhibit),
    )


def _render_figure(exhibit: Exhibit, *, is_dark: bool) -> Markup:
    """Return the picture as an image that fills the screen, whatever its size; else the table.

    Drawn here, not in the browser, where a chart does not grow with the screen.
    """
    if exhibit.is_title_only:
        return Markup()
    if not exhibit.has_picture:
        return _render_rows(exhibit)
    try:
        return _render_picture(exhibit, is_dark=is_dark)
    except ExportError as error:
        logger.exception("picture failed")
        return Markup("{}{}").format(render_notice(str(error)), _render_rows(exhibit))


def _render_picture(exhibit: Exhibit, *, is_dark: bool) -> Markup:
    drawn = draw_fitted_png(
        exhibit,
        width=PRESENTED_WIDTH,
        height=PRESENTED_HEIGHT,
        smallest=SMALLEST_PRESENTED_TYPE,
        is_dark=is_dark,
    )
    return Markup('<img alt="{}" src="data:image/png;base64,{}">').format(
        exhibit.alternative, b64encode(drawn).decode()
    )


def _render_rows(exhibit: Exhibit) -> Markup:
    """Return the first rows of a figure that is a table."""
    table = format_table(exhibit.figures)
    more = len(table.rows) - MOST_ROWS
    caption = f"{exhibit.title}, en {more} andere rijen" if more > 0 else exhibit.title
    rows = [[_mark_overdue(text) for text in row] for row in table.rows[:MOST_ROWS]]
    return render_table(table.header, rows, caption=caption, numeric=table.numeric)


def _mark_overdue(text: str) -> HtmlText:
    return Markup('<b class="vd-late">{}</b>').format(text) if text.startswith(OVERDUE) else text


def _show_controls(place: int, number: int, *, is_dark: bool) -> None:
    """Show the buttons, each with its key; page keys have buttons that nobody sees."""
    back, on = max(place - 1, 0), min(place + 1, number - 1)
    steps = (
        ("Vorige", "Left", back),
        ("Volgende", "Right", on),
        ("Omlaag", "PageDown", on),
        ("Omhoog", "PageUp", back),
        ("Begin", "Home", 0),
        ("Eind", "End", number - 1),
    )
    for label, key, to in steps:
        slide = (SLIDE_PARAM, str(to + 1))
        st.button(label, key=f"present_{key}", shortcut=key, on_click=write_choice, args=slide)
    st.button(
        "Licht" if is_dark else "Donker",
        key="present_light",
        on_click=write_choice,
        args=(LIGHT_PARAM, None if is_dark else DARK_CHOICE),
    )
    st.button("Stop", key="present_stop", shortcut="Esc", on_click=_leave_presentation)


def _leave_presentation() -> None:
    # The presentation last: until then no change of the address is a step for the back button.
    for name in (SLIDE_PARAM, LIGHT_PARAM, ALL_PARAM, TIMES_PARAM, PRESENTATION_PARAM):
        write_choice(name, None)


@st.fragment(run_every=CLOCK_SECONDS)
def _show_clock(text: str) -> None:
    with st.container(key="present_clock"):
        st.html(Markup("<p>{} · <b>{:%H:%M}</b></p>").format(text, now()))


def _render_style(*, is_dark: bool) -> Markup:
    """Return the style that takes away all but the figure."""
    colours = ";".join(
        f"--vd-{name}:{palette.DARK[colour]}"
        for name, colour in frame.SCREEN_COLOURS.items()
        if colour in palette.DARK
    )
    dark = f".stApp{{{colours};background:{palette.DARK[palette.PAPER]};color:var(--vd-ink)}}"
    return Markup("<style>{}{}</style>").format(STYLE, Markup(dark if is_dark else ""))  # noqa: S704 - ours
