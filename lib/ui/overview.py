"""The part of Overzicht that is for insiders: how safe people feel beside what is registered."""

import streamlit as st

from lib.board import CRIME_RATE, RATING, Board
from lib.exhibits import ratings
from lib.ui.exhibit.show import show
from lib.ui.selection import read_choice, write_choice

ALSO, CRIMES = "ook", "misdrijven"


def show_rating_and_crime(board: Board) -> None:
    """Show, when asked for, each area's rating beside its registered crime; insiders only."""
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
    if not is_open:
        return
    show(ratings.rating_and_crime(board))
