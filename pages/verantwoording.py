"""Where every figure comes from, what it means, and what it cannot say."""

from lib.figures.page_html import render_finding
from lib.ui import accountability, frame

board = frame.begin("Verantwoording")
frame.show(
    render_finding(
        "Hier staat waar elk cijfer vandaan komt, wat het betekent en wat het niet zegt."
    )
)
accountability.spokesperson(board)
accountability.disagreements(board)
accountability.sources(board)
accountability.indicators(board)
accountability.areas(board)
accountability.notes(board.accountability.method, "Methode en afronding")
accountability.notes(board.accountability.privacy, "Privacy")
accountability.notes(board.accountability.accessibility, "Toegankelijkheid")
accountability.versions(board)
