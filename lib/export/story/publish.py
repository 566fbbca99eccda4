"""Publishing a story: its figures as they are now, what its numbers and claims are, what changed.

Figures and claims are made here of the public board, whoever publishes: no caller can change them.
Not here: the steps themselves (`lib.store.story.story_steps`).
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from lib.access import PUBLIC, Actor
from lib.board import Board, DataProblemsError, load_board, now
from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.export.columns import format_column
from lib.export.story.chosen_figure import read_reference, rebuild_figure
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

MOST_DIFFERENCES = 5


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
        made[" ".join(map(str, stored.values()))] = rebuild_figure(board, stored)
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


def list_outdated(board: Board, story: PublicStory) -> list[str]:
    """Return in Dutch what is no longer as it was published; nothing when all still holds."""
    found: list[str] = []
    for reference, stored in zip(story.story.figures, story.exhibits, strict=True):
        was, now = from_json(stored), rebuild_figure(board, reference)
        if now is None:
            found.append(f"'{was.title}' is met de gegevens van nu niet meer te maken.")
        else:
            # Through JSON as the published one went, so that only a figure can differ.
            found += _find_differences(was, from_json(as_json(now)))
    return found


def _find_differences(was: Exhibit, now: Exhibit) -> list[str]:
    before, after = was.figures, now.figures
    if list(before.columns) != list(after.columns):
        return [f"De tabel van '{was.title}' heeft nu andere kolommen."]
    # Told together: with as many decimals, so that only what differs does.
    columns = [
        format_column([*before.iloc[:, n], *after.iloc[:, n]], name=str(column))
        for n, column in enumerate(before)
    ]
    lines = list(zip(*columns, strict=True))
    rows, newer = _rows_by_name(lines[: len(before)]), _rows_by_name(lines[len(before) :])
    changed = [
        f"'{was.title}', {name}, {column}: gepubliceerd {old}, nu {new}."
        for name in [*rows, *(n for n in newer if n not in rows)]
        for column, old, new in zip_longest(
            map(str, before.columns), rows.get(name, ()), newer.get(name, ()), fillvalue="niets"
        )
        if old != new
    ]
    if len(changed) > MOST_DIFFERENCES:
        more = len(changed) - MOST_DIFFERENCES
        return [*changed[:MOST_DIFFERENCES], f"'{was.title}': nog {more} andere verschillen."]
    return changed


def _rows_by_name(rows: Iterable[Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return each row by its first cell; cells that recur get a number."""
    found: dict[str, Sequence[str]] = {}
    for row in rows:
        name = row[0] if row[0] not in found else f"{row[0]} ({len(found) + 1})"
        found[name] = row
    return found
