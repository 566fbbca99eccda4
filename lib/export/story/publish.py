"""Publishing a story: its figures as they are now, and the judge of its numbers.

Both are made here of the public board, whoever publishes: no caller can change them.
Not here: the steps themselves (`lib.store.story.story_steps`).
"""

from collections.abc import Iterable
from functools import partial

from lib.access import PUBLIC, Actor
from lib.board import Board, load_board
from lib.exhibits.exhibit import Exhibit, as_json
from lib.export.story.chosen_figure import chosen_exhibit, read_reference
from lib.store import NotPublishableError, Store, StoredStory, Story, load_measures, publish_story
from lib.store.story.content import STORY_LABELS, STORY_PARTS
from lib.story import facts
from lib.story.judge import check_parts, forbids, untold


def publish_with_figures(actor: Actor, store: Store, *, seen: StoredStory) -> StoredStory:
    """Publish an approved story with its figures frozen.

    Raises `NotPublishableError` with all reasons when a number differs from the data or has no
    source, or a figure is not public; `DataProblemsError` while the public has no board; and as
    `publish_story`.
    """
    board = load_board(PUBLIC)
    made = _make_exhibits(board, seen.story)
    if seen.story.measure in _internal_measures(actor, store):
        raise NotPublishableError([f"Maatregel {seen.story.measure} is intern."])
    absent = [name for name, figure in made.items() if figure is None]
    if absent:
        raise NotPublishableError([f"Dit cijfer is niet meer openbaar: {name}." for name in absent])
    frozen = [as_json(figure) for figure in made.values() if figure is not None]
    judge = partial(_find_reasons, board)
    return publish_story(actor, store, seen=seen, exhibits=frozen, judge=judge)


def _make_exhibits(board: Board, story: Story) -> dict[str, Exhibit | None]:
    """Return the figures of a story by their keys, None where one is not public."""
    found: dict[str, Exhibit | None] = {}
    for stored in story.figures:
        ref = read_reference(stored)
        found[" ".join(map(str, stored.values()))] = chosen_exhibit(board, ref) if ref else None
    return found


def _internal_measures(actor: Actor, store: Store) -> set[int | None]:
    public = {m.number for m in load_measures(PUBLIC, store)}
    return {m.number for m in load_measures(actor, store) if m.number not in public}


def name_descriptions(alternatives: Iterable[str]) -> dict[str, str]:
    """Return the alternative of each picture by a Dutch name."""
    return {f"beschrijving {n}": text for n, text in enumerate(alternatives, start=1)}


def _find_reasons(board: Board, stored: StoredStory) -> list[str]:
    """Return what forbids publication: of the words, and of what stands under the figures."""
    story = stored.story
    chosen = [ref for figure in story.figures if (ref := read_reference(figure))]
    parts = {STORY_LABELS[name]: getattr(story, name) for name in STORY_PARTS}
    parts |= name_descriptions(story.alternatives)
    parts[STORY_LABELS["contact"]] = story.contact
    parts[STORY_LABELS["stated_sources"]] = "\n\n".join(story.stated_sources.values())
    known = facts(board, chosen=chosen)
    reasons = forbids(check_parts(parts, known, stated=story.stated_sources))
    for language, words in story.languages.items():
        parts_in = {
            f"{STORY_LABELS[name]}, {language}": getattr(words, name) for name in STORY_PARTS
        }
        reasons += untold(parts_in, " ".join(parts.values()))
    return reasons
