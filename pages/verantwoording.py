"""Where every figure comes from, what it means, and what it cannot say."""

from lib.figures.page_html import render_finding
from lib.ui import accountability, frame

board = frame.begin_page("Verantwoording")
frame.show_html(
    render_finding(
        "Hier staat waar elk cijfer vandaan komt, wat het betekent en wat het niet zegt."
    )
)
accountability.show_spokesperson(board)
accountability.show_notes(
    board, board.files.accountability.disagreement, "Waar bronnen elkaar tegenspreken"
)
accountability.show_sources(board)
accountability.show_indicators(board)
accountability.show_areas(board)
accountability.show_notes(board, board.files.accountability.method, "Methode en afronding")
accountability.show_notes(board, board.files.accountability.privacy, "Privacy")
accountability.show_notes(board, board.files.accountability.accessibility, "Toegankelijkheid")
accountability.show_versions(board)
