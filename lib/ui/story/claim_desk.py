"""'Klopt dit?': what each number and claim in a text of somebody else is, and the answer to it.

The answer is a story of its own kind: two people make it, and it is never public. Not here: the
writer's own text (`editor`).
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.board import Board, get_store, load_catalog_for
from lib.export.site.templates import COUNCIL_PATH
from lib.export.story.answer import (
    ANSWER_HEADER,
    list_answers,
    render_answer,
    render_answer_document,
)
from lib.figures.facts.facts import load_facts
from lib.figures.format import number
from lib.figures.page_html import render_link
from lib.store import StoredStory, Story, StoryStep, change_story, write_story
from lib.story import Reference, check_story, list_reasons
from lib.ui import frame
from lib.ui.accountability import COUNCIL_LINK
from lib.ui.exhibit.download_menu import offer
from lib.ui.forms.saving import saving
from lib.ui.forms.widgets import fresh_key, renew_key
from lib.ui.sign_in import current_actor
from lib.ui.story.editor import ComposedStory, report_saved
from lib.ui.story.text_checks import BINDINGS, drop_unused, load_public_figures, show_reference_list
from lib.ui.story.workflow import make_story_form

MAX_PASTED, MAX_TITLE = 5_000, 120  # characters, as in lib.store.form_fields
DESK = "claim_desk"
ADVICE = (
    "Of een zin klopt, zegt het programma niet. Het zoekt per getal de cijfers die erbij passen."
)
HEADER = ("Er staat", "Kan dit cijfer zijn", "Bekend, met een andere waarde", "Bron of reden")
NOT_HERE = "niet in dit dashboard"
FILES_LATER = "PDF en Word komen hier als een collega akkoord gaf en alle getallen gekoppeld zijn."


def show_claim_desk() -> None:
    """Show a field for a text of others, per number the figure that it may be, and saving it."""
    frame.show_html(render_link(COUNCIL_PATH, COUNCIL_LINK))
    with st.expander(
        "Klopt dit? Plak een tekst van een ander, zoals een raadsvraag of een bericht"
    ):
        # What is longer is not taken over from the clipboard, without a word.
        most = f"hoogstens {number(MAX_PASTED)} tekens"
        pasted = st.text_area(
            "Tekst van een ander", key=fresh_key(DESK), max_chars=MAX_PASTED, placeholder=most
        )
        text = str(pasted)
        if not text.strip() or not (board := load_public_figures()):
            return
        typed = {"title": "", "question": text, "bindings": ()}
        frame.show_subtitle(ADVICE)
        rows = [_describe_claim(one) for one in _read_question(board, typed)]
        frame.show_table(HEADER, rows, caption="Getallen en beweringen in de tekst")
        title = st.text_input(
            "Titel van het antwoord", key=f"{fresh_key(DESK)}_title", max_chars=MAX_TITLE
        )
        if st.button("Maak een antwoord", type="primary", key="claim_save"):
            with saving():
                _save_answer(None, typed | {"title": title})


def _read_question(board: Board, values: Mapping[str, Any]) -> list[Reference]:
    return check_story(Story.model_construct(**values), load_facts(board), generated={})


def _describe_claim(one: Reference) -> tuple[str, str, str, str]:
    """Return a row: the words, the likeliest fact, the nearest one of the place, and the source."""
    facts = [found[0].fact for found in (one.nearest, one.proposals) if found]
    # A claim without a fact says why; what to choose is for who writes the answer.
    is_without = one.item.claim and not one.proposals
    why = [one.reason] if is_without else [fact.source for fact in facts]
    nearest = facts[0].describe() if one.nearest else ""
    return one.item.text, _describe_likeliest(one), nearest, "".join(why[:1])


def _describe_likeliest(one: Reference) -> str:
    if not one.proposals:
        return "geen uitspraak" if one.item.claim else NOT_HERE
    best = one.proposals[0].fact
    # With a nearest figure of the place that is named, the value is that of another area.
    is_elsewhere = one.nearest and best.area != one.around.facts.home
    return f"{'alleen elders: ' if is_elsewhere else ''}{best.describe()}"


def show_answer(stored: StoredStory) -> ComposedStory | None:
    """Show an answer to write: the text of the other, what its numbers are, and the files."""
    if not (board := load_public_figures()):
        return None
    form = make_story_form(stored)
    form.show_newer()
    key, seen = form.key, form.seen.story
    st.session_state.setdefault(f"{key}_title", seen.title)
    st.session_state.setdefault(f"{key}_question", seen.question)
    st.session_state.setdefault(f"{key}_{BINDINGS}", seen.bindings)
    frame.show_heading("Antwoord op een tekst van een ander")
    values: dict[str, Any] = {
        "title": st.text_input("Titel", key=f"{key}_title", max_chars=MAX_TITLE),
        "question": st.text_area(
            "Tekst van een ander", key=f"{key}_question", max_chars=MAX_PASTED, height="content"
        ),
        "bindings": st.session_state[f"{key}_{BINDINGS}"],
    }
    found = _read_question(board, values)
    show_reference_list(key, found, is_answer=True)
    if answers := list_answers(found):
        frame.show_table(ANSWER_HEADER, answers, caption="Het antwoord tot nu toe")
    if st.button("Bewaar als concept", type="primary", key=f"{key}_save"):
        used = drop_unused(values["bindings"], found)
        with form.saving() as began:
            _save_answer(began, values | {"bindings": used})
    is_saved = all(value == getattr(seen, name) for name, value in values.items())
    _show_answer_files(board, stored, found, is_saved=is_saved)
    return ComposedStory(board, is_saved, form)


def _save_answer(seen: StoredStory | None, values: Mapping[str, object]) -> None:
    """Save an answer, a new one without `seen`."""
    actor = current_actor()
    catalog = load_catalog_for(actor)
    if seen is None:
        saved = write_story(actor, get_store(), values=values, catalog=catalog)
        renew_key(DESK)
    else:
        saved = change_story(actor, get_store(), seen=seen, values=values, catalog=catalog)
    report_saved(saved)


def _show_answer_files(
    board: Board, stored: StoredStory, found: list[Reference], *, is_saved: bool
) -> None:
    """Show the files of an answer that a second person agreed with, as long as its figures hold."""
    reasons = list_reasons(found)
    if stored.step is not StoryStep.APPROVED or not is_saved or reasons:
        frame.show_subtitle(FILES_LATER)
        frame.show_list(reasons if stored.step is StoryStep.APPROVED else ())
        return
    files = {
        "pdf": lambda: render_answer(stored.story, found, board=board),
        "docx": lambda: render_answer_document(stored.story, found, board=board),
    }
    offer(files, board=board, name=f"antwoord-{stored.number}")
