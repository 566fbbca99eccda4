"""Stories on the page Verhaal: the list, the one that is worked on, its steps and versions.

Not here: writing it (`story_form`), what is said of its words (`story_checks`), pictures.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from lib.access import NotAllowedError, Operation
from lib.board import Board, DataProblemsError, store
from lib.export.site import Place, iframe, outdated
from lib.export.story_choice import exhibit, from_reference
from lib.export.story_publish import publish
from lib.figures import tables
from lib.figures.exhibit import Exhibit
from lib.figures.format import moment
from lib.store import (
    NotPublishableError,
    PublicStory,
    StoredStory,
    StoreError,
    StoryStep,
    approve_story,
    published_stories,
    submit_story,
    withdraw_story,
)
from lib.store import stories as kept_stories
from lib.ui import frame
from lib.ui.access import current_actor
from lib.ui.imports import problems_table
from lib.ui.selection import choose

STORY, MEASURE = "verhaal", "maatregel"
NEW = ""
NEXT = {
    StoryStep.DRAFT: "Leg het voor als het af is.",
    StoryStep.SUBMITTED: "Een collega die niet meeschreef geeft akkoord.",
    StoryStep.APPROVED: "Een beheerder publiceert het.",
    StoryStep.PUBLISHED: "Iedereen kan het lezen.",
    StoryStep.WITHDRAWN: "Het staat niet meer online.",
}


def chosen() -> StoredStory | None:
    """Return the story that the URL names; None for a new one."""
    wanted = st.query_params.get(STORY, NEW)
    found = {str(s.number): s for s in kept_stories(current_actor(), store())}
    if wanted and wanted not in found:
        frame.notice(f"Verhaal '{wanted[:20]}' is er niet. U begint een nieuw verhaal.")
    return found.get(wanted)


def box(story: StoredStory | None) -> None:
    """Show which stories there are, and how far each is."""
    every = {str(s.number): s for s in kept_stories(current_actor(), store())}
    key = "story_box"
    st.session_state[key] = str(story.number) if story else NEW
    st.selectbox(
        "Verhaal", [NEW, *every], key=key, width=560, placeholder="Kies",
        format_func=lambda n: _named(every[n]) if n else "Nieuw verhaal",
        on_change=lambda: choose(STORY, st.session_state[key] or None),
    )  # fmt: skip


def _named(story: StoredStory) -> str:
    public = ", staat online" if story.public else ""
    return f"{story.number}. {story.story.title} ({story.step}{public})"


def steps(shown: Board, story: StoredStory, *, is_kept: bool) -> None:
    """Show how far a story is, who took which step, and what may be done now.

    `is_kept`: nothing was typed since the story was kept.
    """
    frame.heading("Publiceren")
    frame.show(tables.subtitle(f"Stand: {story.step}. {NEXT[story.step]}"))
    _online(shown, story)
    if not is_kept:
        frame.notice("Wat u veranderde is nog niet bewaard. Een stap gaat over wat er bewaard is.")
    _actions(story, is_kept=is_kept)
    frame.show(
        tables.table(
            ("Versie", "Stap", "Wie", "Wanneer", "Toelichting"),
            [
                (str(s.version), s.step.value, s.who, moment(s.at.astimezone()), s.note)
                for s in story.steps
            ],
            caption="Wie wat deed",
        )
    )


def _actions(story: StoredStory, *, is_kept: bool) -> None:
    """Show the step that is next, to who may take it; nobody submits other words than they see."""
    actor = current_actor()
    note = st.text_input("Toelichting bij deze stap", key=f"note_{story.number}", max_chars=600)
    with st.container(horizontal=True):
        if story.step is StoryStep.DRAFT and is_kept and actor.may(Operation.WRITE_STORIES):
            _button("Leg voor", lambda: submit_story(actor, store(), seen=story, note=note))
        if story.step is StoryStep.SUBMITTED:
            _button("Geef akkoord", lambda: approve_story(actor, store(), seen=story, note=note))
        if story.step is StoryStep.APPROVED and actor.may(Operation.PUBLISH):
            _button("Publiceer", lambda: publish(actor, store(), seen=story))
        if story.step is not StoryStep.WITHDRAWN and (
            story.public is None or actor.may(Operation.PUBLISH)
        ):
            word = "Haal van het internet" if story.public else "Gooi het concept weg"
            _button(word, lambda: withdraw_story(actor, store(), seen=story, reason=note))


def _button(label: str, act: Callable[[], object]) -> None:
    """Show a button for a step; say what forbids it, all at once."""
    if not st.button(label, key=f"step_{label}"):
        return
    try:
        act()
    except DataProblemsError as error:
        problems_table(error.problems)
    except NotPublishableError as error:
        frame.notice("Dit verhaal kan zo niet worden gepubliceerd.")
        frame.show(tables.bullet_list(error.reasons))
    except (StoreError, NotAllowedError) as error:
        frame.notice(str(error))
    else:
        frame.say_after("De stap is gezet.")


def _online(shown: Board, story: StoredStory) -> None:
    """Show where a story stands online, how others can show it, and what is no longer so."""
    public = next((p for p in published_stories(store()) if p.number == story.number), None)
    if public is None:
        return
    frame.show(
        tables.link(f"/verhalen/{public.slug}/", f"Bekijk het verhaal: {public.story.title}")
    )
    with st.expander("Zet het verhaal op een andere website"):
        st.code(iframe(public, place=Place.here()), language="html")
    if changed := _outdated(shown, public):
        frame.notice(
            "Nieuwere gegevens veranderen een cijfer in dit verhaal. Maak een nieuwe versie."
        )
        frame.show(tables.bullet_list(changed))


def _outdated(shown: Board, public: PublicStory) -> list[str]:
    def rebuild(kept: Mapping[str, object]) -> Exhibit | None:
        ref = from_reference(kept)
        return exhibit(shown, ref) if ref else None

    return outdated(public, rebuild=rebuild)
