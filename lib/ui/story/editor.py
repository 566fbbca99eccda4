"""One story on the page Verhaal: its form with checks and pictures, and keeping it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from lib.board import Board, DataProblemsError, get_store, load_catalog_for, load_public_board
from lib.export.story.chosen_figure import read_reference
from lib.store import StoredStory, Story, change_story, check_story, write_story
from lib.store.story.content import STORY_PARTS
from lib.story import FigureRef
from lib.ui import frame
from lib.ui.forms.saving import save_and_report
from lib.ui.forms.versioned_form import VersionedForm
from lib.ui.selection import MEASURE_PARAM, write_choice
from lib.ui.sign_in import current_actor
from lib.ui.story import picture_preview, story_form, word_checks, workflow
from lib.ui.story.workflow import STORY_PARAM


class ComposedStory(NamedTuple):
    """The public's board that a story is made of, and whether all that was typed is kept."""

    board: Board
    is_saved: bool


def show_story_editor(stored: StoredStory | None) -> ComposedStory | None:
    """Show a story to write, or a new one; None while the public has no board."""
    try:
        shown = load_public_board(current_actor())
    except DataProblemsError:
        frame.show_notice("De openbare cijfers zijn nu niet te lezen. Probeer het later opnieuw.")
        return None
    editing = workflow.make_story_form(stored) if stored else None
    if editing:
        editing.show_newer()
    number = stored.story.measure if stored else st.query_params.get(MEASURE_PARAM)
    measure = story_form.find_story_measure(number)
    key = editing.key if editing else f"story_new_{number or ''}"
    seen = editing.seen.story if editing else None
    frame.show_heading("De tekst")
    values = story_form.show_story_fields(shown, key, seen, measure)
    words = {name: str(values[name]) for name in STORY_PARTS}
    figures = _figure_texts(values)
    stated = seen.stated_sources if seen else {}
    values["stated_sources"] = word_checks.show_word_checks(shown, key, words, figures, stated)
    if st.button("Bewaar als concept", type="primary", key=f"{key}_save"):
        _save_story(editing, values)
    picture_preview.show_story_pictures(
        shown, key, words, figures, measure, languages=values["languages"]
    )
    return ComposedStory(shown, seen is None or _is_saved(values, seen))


def _figure_texts(values: Mapping[str, Any]) -> dict[FigureRef, str]:
    """Return the chosen figures, each with what is said of it to who cannot see it."""
    found = zip(map(read_reference, values["figures"]), values["alternatives"], strict=True)
    return {ref: text for ref, text in found if ref}


def _is_saved(values: Mapping[str, object], seen: Story) -> bool:
    try:
        return check_story(values, catalog=load_catalog_for(current_actor())) == seen
    except DataProblemsError:
        return False


def _save_story(form: VersionedForm[StoredStory] | None, values: Mapping[str, object]) -> None:
    """Save what was typed as the next version; what cannot be saved stays typed."""
    actor = current_actor()
    catalog = load_catalog_for(actor)

    def add() -> str:
        return _report_saved(write_story(actor, get_store(), values=values, catalog=catalog))

    def change(seen: StoredStory) -> str:
        saved = change_story(actor, get_store(), seen=seen, values=values, catalog=catalog)
        return _report_saved(saved)

    if form:
        form.save(change)
    else:
        save_and_report(add)


def _report_saved(saved: StoredStory) -> str:
    """Go on with the story that was saved; return the notice."""
    write_choice(MEASURE_PARAM, None)
    write_choice(STORY_PARAM, str(saved.number))
    return f"Verhaal {saved.number} is bewaard als concept, versie {saved.version}."
