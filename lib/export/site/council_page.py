"""The council edition as a page of the public site.

Not here: what is in it (`lib.export.council`).
"""

from collections.abc import Sequence

from lib.board import Board
from lib.export.council import (
    COUNCIL_TITLE,
    DONE,
    NEXT_TO_EACH_OTHER,
    NOTHING_DONE,
    RESULT,
    WANTED,
    account_for_goals,
)
from lib.export.site.story_page import make_page_figure
from lib.export.site.templates import SiteAddress, render_page
from lib.figures.sentences.goal_sentences import answer_sentence
from lib.store import Measure

COUNCIL_PDF = "raadseditie.pdf"


def render_council_page(board: Board, measures: Sequence[Measure], *, address: SiteAddress) -> str:
    """Return the page; raises as `account_for_goals`."""
    found = account_for_goals(board, measures)
    figures = [[make_page_figure(exhibit) for exhibit in (*g.done, g.result)] for g in found]
    return render_page(
        "council.html",
        board=board,
        address=address,
        title=COUNCIL_TITLE,
        answer=answer_sentence(board),
        headings=(WANTED, DONE, RESULT),
        note=NEXT_TO_EACH_OTHER,
        nothing=NOTHING_DONE,
        pdf=COUNCIL_PDF,
        goals=list(zip(found, figures, strict=True)),
    )
