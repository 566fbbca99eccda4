"""Stories on the page Verhaal: the list, the one that is worked on, its steps and versions.

Not here: writing it (`story_form`), checks of its words (`text_checks`), pictures.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from lib import store
from lib.access import Actor, NotAllowedError, Operation
from lib.board import Board, DataProblem, DataProblemsError, get_store, load_public_board
from lib.export.site.story_page import render_iframe
from lib.export.site.templates import LOCAL_URL, SiteAddress
from lib.export.story.publish import list_changed, list_outdated, publish_with_figures
from lib.figures.format import moment
from lib.figures.page_html import render_link
from lib.store.story.content import STORY_PARTS
from lib.ui import frame
from lib.ui.forms.saving import VersionedForm, show_problems
from lib.ui.forms.widgets import show_url_choice_box
from lib.ui.sign_in import current_actor

STORY_PARAM = "verhaal"
NEW_STORY, REFUSED_STEP = "", "_story_refused"
NEXT_STEP_HELP = {
    store.StoryStep.DRAFT: "Leg het voor als het af is.",
    store.StoryStep.SUBMITTED: "Een collega die niet meeschreef geeft akkoord.",
    store.StoryStep.APPROVED: "Een beheerder publiceert het.",
    store.StoryStep.RETURNED: "Verander wat gevraagd is, en leg het opnieuw voor.",
    store.StoryStep.PUBLISHED: "Iedereen kan het lezen.",
    store.StoryStep.WITHDRAWN: "Het staat niet meer online.",
}

ANSWER_IS_READY = "Het antwoord is klaar: de bestanden staan op deze pagina."


def find_chosen_story() -> store.StoredStory | None:
    """Return the story that the URL names; None for a new one."""
    wanted = st.query_params.get(STORY_PARAM, NEW_STORY)
    found = {str(s.number): s for s in store.load_stories(current_actor(), get_store())}
    if wanted and wanted not in found:
        frame.show_notice(f"Verhaal '{wanted[:20]}' is er niet. U begint een nieuw verhaal.")
    return found.get(wanted)


def show_worklist() -> None:
    """Show which stories wait for this reader, and which published ones need a look."""
    waiting = store.list_waiting_stories(current_actor(), get_store())
    if waiting:
        frame.show_heading(f"Wacht op u: {len(waiting)}")
        frame.show_list(_story_link(s, _explain_step(s)) for s in waiting)
    changed = _find_changed_stories()
    if changed:
        frame.show_heading(f"Cijfer veranderd sinds het online staat of akkoord is: {len(changed)}")
        frame.show_list(_story_link(s, " ".join(why)) for s, why in changed)


def _find_changed_stories() -> list[tuple[store.StoredStory, list[str]]]:
    """Return public stories and approved answers of which a figure changed, with what it was."""
    actor = current_actor()
    try:
        board = load_public_board(actor)
    except DataProblemsError:
        return []
    public = {s.number for s in store.load_published_stories(get_store())}
    done = [s for s in store.load_stories(actor, get_store()) if s.number in public or s.is_final]
    return [(s, found) for s in done if (found := list_changed(board, s.story))]


def _explain_step(story: store.StoredStory) -> str:
    """Return what comes next for a story, with what was asked for when it was sent back."""
    last = story.steps[-1]
    asked = f" Gevraagd: {last.note}" if last.step is store.StoryStep.RETURNED else ""
    return ANSWER_IS_READY if story.is_final else f"{NEXT_STEP_HELP[last.step]}{asked}"


def _story_link(story: store.StoredStory, why: str) -> Markup:
    link = Markup('<a href="/verhaal?{}={}" target="_self">{}</a> ({}). {}')
    return link.format(STORY_PARAM, story.number, story.story.title, story.steps[-1].step, why)


def show_story_box(story: store.StoredStory | None) -> None:
    """Show which stories there are, and how far each is."""
    labels = {NEW_STORY: "Nieuw verhaal"}
    for one in store.load_stories(current_actor(), get_store()):
        public = ", staat online" if one.public else ""
        labels[str(one.number)] = f"{one.number}. {one.story.title} ({one.step}{public})"
    chosen = str(story.number) if story else NEW_STORY
    show_url_choice_box("Verhaal", labels, chosen, name=STORY_PARAM, key="story_box", width=560)


def show_story_steps(
    board: Board, story: store.StoredStory, *, seen: store.StoredStory, is_saved: bool
) -> None:
    """Show how far a story is, what can be done now, who took which step, and former versions.

    `seen` is what the words on this screen began from; `is_saved`: nothing was typed since.
    """
    frame.show_heading("Akkoord" if story.story.is_answer else "Publiceren")
    frame.show_subtitle(f"Stand: {story.step}. {_explain_step(story)}")
    _show_online_status(board, story)
    _show_refusal()
    if not is_saved:
        frame.show_notice(
            "Wat u veranderde is nog niet bewaard. Een stap gaat over wat er bewaard is."
        )
    _show_step_buttons(story, seen, is_saved=is_saved)
    every = store.load_story_versions(current_actor(), get_store(), number=story.number)
    frame.show_table(
        ("Versie", "Stap", "Wie", "Wanneer", "Toelichting"),
        [
            (str(s.version), s.step.value, s.who, moment(s.at), s.note)
            for version in every
            for s in reversed(version.steps)
        ],
        caption="Wie wat deed, het nieuwste bovenaan",
    )
    _show_former_versions(every[1:])


def _show_former_versions(versions: Sequence[store.StoredStory]) -> None:
    if not versions:
        return
    with st.expander(f"Eerdere versies: {len(versions)}"):
        for version in versions:
            parts = (*STORY_PARTS, "question")
            words = [text for name in parts if (text := getattr(version.story, name))]
            frame.show_subtitle(f"Versie {version.version} ({version.step})")
            frame.show_list(words)


def make_story_form(story: store.StoredStory) -> VersionedForm[store.StoredStory]:
    """Return the form of a story."""
    return VersionedForm(
        f"story_{story.number}",
        story,
        field="title",
        describe=lambda newer: f"'{newer.story.title}', {newer.step}.",
    )


def _show_step_buttons(
    story: store.StoredStory, seen: store.StoredStory, *, is_saved: bool
) -> None:
    """Show the next step to those who can take it; nobody submits other words than they see."""
    actor = current_actor()
    # A note belongs to one step only.
    note = f"note_{story.number}_{story.version}_{len(story.steps)}"
    st.text_input("Toelichting bij deze stap, of reden", key=note, max_chars=600)
    with st.container(horizontal=True):
        if story.step is store.StoryStep.DRAFT and is_saved and actor.may(Operation.WRITE_STORIES):
            _show_step_button("Leg voor", store.submit_story, seen, note)
        if story.step is store.StoryStep.SUBMITTED:
            _show_step_button("Geef akkoord", store.approve_story, seen, note)
        if story.step in {store.StoryStep.SUBMITTED, store.StoryStep.APPROVED}:
            _show_step_button("Stuur terug", store.return_story, seen, note)
        can_publish = story.step is store.StoryStep.APPROVED and not story.is_final
        if can_publish and actor.may(Operation.PUBLISH):
            _show_step_button("Publiceer", _publish_story, seen, note)
        _show_withdraw_button(story, note)


def _show_withdraw_button(story: store.StoredStory, note: str) -> None:
    can_withdraw = story.public is None or current_actor().may(Operation.PUBLISH)
    if can_withdraw and story.step is not store.StoryStep.WITHDRAWN:
        word = "Haal van het internet" if story.public else "Gooi het concept weg"
        _show_step_button(word, _withdraw_story, story, note)


StepFunction = Callable[..., object]  # actor and store, with `seen` and `note`


def _publish_story(
    actor: Actor, stories: store.Store, *, seen: store.StoredStory, note: str
) -> object:
    """Publish: this step has no note."""
    del note
    return publish_with_figures(actor, stories, seen=seen)


def _withdraw_story(
    actor: Actor, stories: store.Store, *, seen: store.StoredStory, note: str
) -> object:
    """Withdraw, with the note as the reason."""
    return store.withdraw_story(actor, stories, seen=seen, reason=note)


def _show_step_button(label: str, act: StepFunction, seen: store.StoredStory, note: str) -> None:
    """Show a button for a step of the story as it is on this screen: others may be ahead of it."""
    st.button(label, key=f"step_{label}", on_click=_take_story_step, args=(act, seen, note))


def _take_story_step(act: StepFunction, seen: store.StoredStory, note: str) -> None:
    """Take a step; store what forbids it for the run that follows, all at once."""
    try:
        act(current_actor(), get_store(), seen=seen, note=st.session_state.get(note, ""))
    except DataProblemsError as error:
        st.session_state[REFUSED_STEP] = error.problems
    except store.NotPublishableError as error:
        st.session_state[REFUSED_STEP] = error.reasons
    except (store.StoreError, NotAllowedError) as error:
        st.session_state[REFUSED_STEP] = (str(error),)
    else:
        frame.queue_notice("De stap is gezet.")


def _show_refusal() -> None:
    """Show once what forbade the last step."""
    found = st.session_state.pop(REFUSED_STEP, ())
    problems = [p for p in found if isinstance(p, DataProblem)]
    if problems:
        show_problems(problems)
    elif len(found) == 1:
        frame.show_notice(str(found[0]))
    elif found:
        frame.show_notice("Dit kan zo nog niet.")
        frame.show_list(map(str, found))


def _show_online_status(board: Board, story: store.StoredStory) -> None:
    """Show where a story stands online, how others can show it, and what is no longer so."""
    public = next(
        (p for p in store.load_published_stories(get_store()) if p.number == story.number), None
    )
    if public is None:
        return
    frame.show_html(
        render_link(f"/verhalen/{public.slug}/", f"Bekijk het verhaal: {public.story.title}")
    )
    if SiteAddress.here().base == LOCAL_URL:
        frame.show_notice(
            "Het adres van deze website is niet ingesteld (PUBLIC_URL). Links die mensen delen "
            "wijzen nu naar deze computer. Vraag de beheerder van de server om het in te stellen."
        )
    with st.expander("Zet het verhaal op een andere website"):
        st.code(render_iframe(public, address=SiteAddress.here()), language="html")
    changed = list_outdated(board, public) + list_changed(board, public.story)
    if changed:
        frame.show_notice(
            "Nieuwere gegevens veranderen een cijfer in dit verhaal. Maak een nieuwe versie."
        )
        frame.show_list(changed)
