"""All stories on one page: the newest first, then by area and by theme."""

from collections.abc import Callable, Sequence

from lib.board import Board
from lib.export.site.story_page import summarise
from lib.export.site.templates import (
    SiteAddress,
    format_story_places,
    render_page,
    story_area_names,
    story_theme_name,
)
from lib.store import PublicStory

StoryGroup = tuple[str, list[PublicStory]]


def render_index_page(stories: Sequence[PublicStory], *, board: Board, address: SiteAddress) -> str:
    """Return the page; raise `ValueError` for a board that is not the public's."""
    return render_page(
        "index.html",
        board=board,
        address=address,
        cards=[
            (s, format_story_places(board, s), story_theme_name(board, s), summarise(s))
            for s in stories
        ],
        groups={
            "Per wijk": _group_stories(
                stories, lambda s: story_area_names(board, s) or [_whole_municipality(board)]
            ),
            "Per thema": _group_stories(
                stories, lambda s: [n for n in [story_theme_name(board, s)] if n]
            ),
        },
    )


def _whole_municipality(board: Board) -> str:
    return f"Heel {board.municipality.name}"


def _group_stories(
    stories: Sequence[PublicStory], names: Callable[[PublicStory], Sequence[str]]
) -> list[StoryGroup]:
    found: dict[str, list[PublicStory]] = {}
    for story in stories:
        for name in names(story):
            found.setdefault(name, []).append(story)
    return sorted(found.items())
