"""What the municipality itself registers, next to its measures: on Uitvoering and with a theme."""

from lib.board import Board
from lib.exhibits.efforts import effort_series, list_efforts
from lib.figures.page_html import render_subtitle
from lib.ui import frame
from lib.ui.chosen_kind import visible_measures
from lib.ui.exhibit.show import show
from lib.ui.forms.widgets import show_url_choice_box
from lib.ui.selection import read_choice

HEADING = "Wat de gemeente zelf registreert"
EFFORT_PARAM = "inzet"


def show_efforts(board: Board, *, name: str, theme: str = "") -> None:
    """Show one effort in time, of the reader's choice; nothing where there is none."""
    found = {i.indicator: i for i in list_efforts(board, theme=theme)}
    if not found:
        return
    frame.show_heading(HEADING)
    frame.show_html(
        render_subtitle("Aantallen van wat de gemeente deed. Er staat geen oordeel bij.")
    )
    unknown = "De registratie '{}' in de link is er niet. U ziet de eerste."
    chosen = read_choice(found, name=EFFORT_PARAM, unknown=unknown) or next(iter(found))
    if len(found) > 1:
        names = {key: indicator.name for key, indicator in found.items()}
        show_url_choice_box("Welke registratie?", names, chosen, name=EFFORT_PARAM, key="effort")
    show(effort_series(board, found[chosen], measures=visible_measures(), name=name))
