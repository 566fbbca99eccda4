"""Where every figure comes from, what it means, and what it cannot say."""

from functools import partial

from lib.figures.page_html import render_finding
from lib.ui import accountability, frame, selection

board = frame.begin_page("Verantwoording")
frame.show_html(
    render_finding(
        "Hier staat waar elk cijfer vandaan komt, wat het betekent en wat het niet zegt."
    )
)
selection.show_parts(
    {
        "Rapportcijfers": partial(accountability.show_ratings, board),
        "Bronnen": partial(accountability.show_sources, board),
        "Betekenis": partial(accountability.show_indicators, board),
        "Wijken": partial(accountability.show_areas, board),
        "Methode": partial(accountability.show_method, board),
        "Privacy en toegankelijkheid": partial(accountability.show_privacy_and_access, board),
    }
)
