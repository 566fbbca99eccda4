"""Publishing a story: its figures as they are now, and what its numbers and claims are.

Both are made here of the public board, whoever publishes: no caller can change them.
Not here: the steps themselves (`lib.store.story.story_steps`).
"""

from collections.abc import Iterable
from typing import Any

from lib.access import PUBLIC, Actor
from lib.board import Board, DataProblemsError, load_board, now
from lib.exhibits.exhibit import Exhibit, as_json
from lib.export.story.chosen_figure import chosen_exhibit, read_reference
from lib.figures.facts.fact import FigureRef
from lib.figures.facts.facts import load_facts
from lib.figures.sentences.figure_sentences import alternative
from lib.store import (
    NotPublishableError,
    PublicStory,
    Store,
    StoredStory,
    Story,
    load_measures,
    publish_story,
)
from lib.store.story.content import find_missing_parts
from lib.story import Reference, State, check_story, list_reasons


def publish_with_figures(actor: Actor, store: Store, *, seen: StoredStory) -> StoredStory:
    """Publish an approved story with its figures frozen.

    Raises `NotPublishableError` with all reasons when a number or claim is open, or a figure is not
    public; `DataProblemsError` while the public has no board; and as `publish_story`.
    """
    board = load_board(PUBLIC)
    frozen = _freeze_exhibits(board, seen.story)
    if seen.story.measure in _internal_measures(actor, store):
        raise NotPublishableError([f"Maatregel {seen.story.measure} is intern."])

    def judge(stored: StoredStory) -> list[str]:
        return list_reasons(find_references(board, stored.story))

    return publish_story(actor, store, seen=seen, exhibits=frozen, judge=judge)


def preview_story(board: Board, story: Story, *, photo: bytes) -> PublicStory:
    """Return a story as it would be published now.

    Raises `DataProblemsError` with what it still needs, and `NotPublishableError` as publishing.
    """
    if missing := find_missing_parts(story):
        raise DataProblemsError(missing)
    exhibits, moment = tuple(_freeze_exhibits(board, story)), now()
    return PublicStory(0, 1, "voorbeeld", story, exhibits, moment, moment, photo)


def _freeze_exhibits(board: Board, story: Story) -> list[dict[str, Any]]:
    """Return the figures of a story as JSON; raise `NotPublishableError` with all that are gone."""
    made: dict[str, Exhibit | None] = {}
    for stored in story.figures:
        ref = read_reference(stored)
        made[" ".join(map(str, stored.values()))] = chosen_exhibit(board, ref) if ref else None
    absent = [name for name, figure in made.items() if figure is None]
    if absent:
        raise NotPublishableError([f"Dit cijfer is niet meer openbaar: {name}." for name in absent])
    return [as_json(figure) for figure in made.values() if figure is not None]


def _internal_measures(actor: Actor, store: Store) -> set[int | None]:
    public = {m.number for m in load_measures(PUBLIC, store)}
    return {m.number for m in load_measures(actor, store) if m.number not in public}


def make_descriptions(board: Board, refs: Iterable[FigureRef]) -> dict[int, str]:
    """Return the description that the program makes of each chosen figure, by its number."""
    return {n: alternative(board, ref) for n, ref in enumerate(refs, start=1)}


def find_references(board: Board, story: Story) -> list[Reference]:
    """Return the numbers and claims of a stored story with their states now."""
    chosen = [ref for stored in story.figures if (ref := read_reference(stored))]
    return check_story(story, load_facts(board), generated=make_descriptions(board, chosen))


def list_changed(board: Board, story: Story) -> list[str]:
    """Return in Dutch which figures that a story refers to are no longer as they were."""
    changed = [r for r in find_references(board, story) if r.state is State.CHANGED]
    return list(dict.fromkeys(f"'{r.item.text}': {r.reason}" for r in changed))
