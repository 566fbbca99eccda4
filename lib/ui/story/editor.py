"""One story on the page Verhaal: its form with checks and pictures, and saving it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from lib.board import Board, get_store, load_catalog_for
from lib.export.story.chosen_figure import read_reference
from lib.export.story.publish import make_descriptions
from lib.figures.facts.fact import FigureRef
from lib.figures.facts.facts import load_facts
from lib.store import Language, StoredStory, Story, change_story, load_story_photo, write_story
from lib.store.story.content import STORY_PARTS, StoryWords
from lib.story import Reference, check_story
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm, saving
from lib.ui.selection import MEASURE_PARAM, write_choice
from lib.ui.sign_in import current_actor
from lib.ui.story import previews, story_form, text_checks, workflow
from lib.ui.story.story_form import PHOTO_DATA
from lib.ui.story.text_checks import BINDINGS
from lib.ui.story.workflow import STORY_PARAM

BEGIN = "begin"  # what all fields held when they were first shown


class ComposedStory(NamedTuple):
    """The public's board that a story is made of, and whether all that was typed is saved.

    `form` is there where the story was saved before.
    """

    board: Board
    is_saved: bool
    form: VersionedForm[StoredStory] | None


def show_story_editor(stored: StoredStory | None) -> ComposedStory | None:
    """Show a story to write, or a new one; None while the public has no board."""
    if not (board := text_checks.load_public_figures()):
        return None
    form = workflow.make_story_form(stored) if stored else None
    if form:
        form.show_newer()
    number = stored.story.measure if stored else st.query_params.get(MEASURE_PARAM)
    key, seen = (form.key, form.seen.story) if form else (f"story_new_{number or ''}", None)
    return _show_story_parts(board, key, seen, form=form, measure=number)


def _show_story_parts(
    board: Board,
    key: str,
    seen: Story | None,
    *,
    form: VersionedForm[StoredStory] | None,
    measure: object,
) -> ComposedStory:
    """Show the fields of a story, the checks of its words, the button to save it, its pictures."""
    about = story_form.find_story_measure(measure)
    frame.show_heading("De tekst")
    is_new = f"{key}_title" not in st.session_state
    if is_new:
        photo = load_story_photo(current_actor(), get_store(), seen=form.seen) if form else b""
        st.session_state[f"{key}_{PHOTO_DATA}"] = photo
    values = story_form.show_story_fields(board, key, seen, about)
    words = {name: str(values[name]) for name in STORY_PARTS}
    figures = _figure_texts(values)
    values["bindings"] = st.session_state[f"{key}_{BINDINGS}"]
    references = _show_checks(board, key, values, words, figures)
    if is_new:
        st.session_state[f"{key}_{BEGIN}"] = values
    if st.button("Bewaar als concept", type="primary", key=f"{key}_save"):
        used = text_checks.drop_unused(values["bindings"], references)
        _save_story(form, values | {"bindings": used}, key=key)
    previews.show_story_pictures(board, key, words, figures, about, languages=values["languages"])
    photo = st.session_state[f"{key}_{PHOTO_DATA}"]
    previews.show_page_preview(board, key, values, photo=photo)
    return ComposedStory(board, values == st.session_state.get(f"{key}_{BEGIN}"), form)


def _show_checks(
    board: Board,
    key: str,
    values: Mapping[str, Any],
    words: Mapping[str, str],
    figures: Mapping[FigureRef, str],
) -> list[Reference]:
    """Show what the numbers of the typed words are, and the words to look at again."""
    languages = {
        Language(name): StoryWords.model_construct(**own)
        for name, own in values["languages"].items()
    }
    typed = Story.model_construct(**{**values, "languages": languages})
    generated = make_descriptions(board, figures)
    found = check_story(typed, load_facts(board), generated=generated)
    text_checks.show_reference_list(key, found)
    text_checks.show_word_checks(board, words, found)
    return found


def _figure_texts(values: Mapping[str, Any]) -> dict[FigureRef, str]:
    """Return the chosen figures, each with its text for those who cannot see it."""
    found = zip(map(read_reference, values["figures"]), values["alternatives"], strict=True)
    return {ref: text for ref, text in found if ref}


def _save_story(
    form: VersionedForm[StoredStory] | None, values: Mapping[str, object], *, key: str
) -> None:
    """Save what was typed as the next version; what cannot be saved stays typed."""
    actor = current_actor()
    catalog = load_catalog_for(actor)
    photo: bytes = st.session_state[f"{key}_{PHOTO_DATA}"]
    if form:
        with form.saving() as seen:
            saved = change_story(
                actor, get_store(), seen=seen, values=values, catalog=catalog, photo=photo
            )
            report_saved(saved)
    else:
        with saving():
            saved = write_story(actor, get_store(), values=values, catalog=catalog, photo=photo)
            frame.forget_drafts(f"{key}__{saved.number}")
            report_saved(saved)


def report_saved(saved: StoredStory) -> None:
    """Go on with the story or answer that was saved, and say so."""
    write_choice(MEASURE_PARAM, None)
    write_choice(STORY_PARAM, str(saved.number))
    frame.queue_notice(f"{saved.name} is bewaard als concept, versie {saved.version}.")
