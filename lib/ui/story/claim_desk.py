"""'Klopt dit?': what each number and claim in a text of somebody else could be. Nothing is saved.

Not here: the writer's own text (`reference_list`).
"""

import streamlit as st

from lib.board import DataProblemsError, load_public_board
from lib.figures.facts.facts import load_facts
from lib.figures.page_html import render_subtitle, render_table
from lib.store import Story
from lib.story import Reference
from lib.story.references import check_text
from lib.ui import frame
from lib.ui.sign_in import current_actor

MAX_PASTED = 5_000  # characters
ADVICE = (
    "Of een zin klopt, zegt het programma niet. Het zoekt per getal de cijfers die erbij passen."
)
HEADER = ("Er staat", "Kan dit cijfer zijn", "Bekend, met een andere waarde", "Bron of reden")
NOT_HERE = "niet in dit dashboard"


def show_claim_desk() -> None:
    """Show a field for a text of others, and per number the figure that it may be, with source."""
    with st.expander(
        "Klopt dit? Plak een tekst van een ander, zoals een raadsvraag of een bericht"
    ):
        text = str(st.text_area("Tekst van een ander", key="claim_desk", max_chars=MAX_PASTED))
        if not text.strip():
            return
        try:
            known = load_facts(load_public_board(current_actor()))
        except DataProblemsError:
            frame.show_notice(
                "De openbare cijfers zijn nu niet te lezen. Probeer het later opnieuw."
            )
            return
        found = check_text(text, known, Story.model_construct(title="", languages={}), part="what")
        frame.show_html(render_subtitle(ADVICE))
        rows = [_describe_claim(one) for one in found]
        frame.show_html(render_table(HEADER, rows, caption="Getallen en beweringen in de tekst"))


def _describe_claim(one: Reference) -> tuple[str, str, str, str]:
    """Return a row: the words, the likeliest fact, the nearest one of the place, and the source."""
    best = one.proposals[0].fact if one.proposals else None
    nearest = one.nearest[0].fact if one.nearest else None
    source = best or nearest
    is_number = one.item.claim is None
    reason = source.source if source and is_number else one.reason
    return (
        one.item.text,
        best.describe() if best else NOT_HERE if is_number else "geen uitspraak",
        nearest.describe() if nearest else "",
        reason if source or not is_number else "",
    )
