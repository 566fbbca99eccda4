"""Publishing a story: its figures as they are now, and the judge of its numbers.

Both are made here of the public board, whoever publishes: what a caller says cannot change them.
Not here: the steps themselves (`lib.store.story_steps`).
"""

from collections.abc import Iterable
from functools import partial

from lib.access import PUBLIC, Actor
from lib.board import Board, board
from lib.export.story_choice import exhibit, from_reference
from lib.figures.exhibit import Exhibit, as_json
from lib.store import (
    NotPublishableError,
    Store,
    StoredStory,
    Story,
    Words,
    publish_story,
)
from lib.store.story import LABELS
from lib.story import FigureRef, facts
from lib.story.judge import check_parts, forbids

PARTS = ("title", "what", "why", "here_and_now", "residents", "next")


def publish(actor: Actor, store: Store, *, seen: StoredStory) -> StoredStory:
    """Publish an approved story with its figures frozen.

    Raises `NotPublishableError` with all reasons when a number differs from the data or has no
    source, or a figure is not public; `DataProblemsError` while the public has no board; and as
    `publish_story`.
    """
    shown = board(PUBLIC)
    made = exhibits(shown, seen.story)
    absent = [name for name, figure in made.items() if figure is None]
    if absent:
        raise NotPublishableError([f"Dit cijfer is niet meer openbaar: {name}." for name in absent])
    kept = [as_json(figure) for figure in made.values() if figure is not None]
    judge = partial(_judged, shown)
    return publish_story(actor, store, seen=seen, exhibits=kept, judge=judge)


def exhibits(shown: Board, story: Story) -> dict[str, Exhibit | None]:
    """Return the figures of a story by what they are, None where one is not shown."""
    found: dict[str, Exhibit | None] = {}
    for kept in story.figures:
        ref = from_reference(kept)
        found[" ".join(map(str, kept.values()))] = exhibit(shown, ref) if ref else None
    return found


def parts(words: Words) -> dict[str, str]:
    """Return the parts of a story in one language, by their Dutch names."""
    return {LABELS[name]: getattr(words, name) for name in PARTS}


def descriptions(alternatives: Iterable[str]) -> dict[str, str]:
    """Return what is said of each picture to who cannot see it, by a Dutch name."""
    return {f"beschrijving {n}": text for n, text in enumerate(alternatives, start=1)}


def references(story: Story) -> tuple[FigureRef, ...]:
    """Return the chosen figures of a story."""
    return tuple(ref for kept in story.figures if (ref := from_reference(kept)))


def _judged(shown: Board, stored: StoredStory) -> list[str]:
    story = stored.story
    told = parts(story) | descriptions(story.alternatives)
    found = check_parts(told, facts(shown, chosen=references(story)), stated=story.stated_sources)
    return forbids(found)
