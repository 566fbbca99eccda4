"""All stories on one page: the newest first, then by area and by theme."""

from collections.abc import Callable, Sequence

from lib.board import Board
from lib.export.site.story_page import summarise
from lib.export.site.templates import SiteAddress, area_names, places, render_page, theme_name
from lib.store import PublicStory

Group = tuple[str, list[PublicStory]]


def render_index_page(stories: Sequence[PublicStory], *, board: Board, place: SiteAddress) -> str:
    """Return the page; raise `ValueError` for a board that is not the public's."""
    return render_page(
        "index.html",
        board=board,
        place=place,
        cards=[(s, places(board, s), theme_name(board, s), summarise(s)) for s in stories],
        groups={
            "Per wijk": _groups(stories, lambda s: area_names(board, s) or [_whole(board)]),
            "Per thema": _groups(stories, lambda s: [n for n in [theme_name(board, s)] if n]),
        },
    )


def _whole(board: Board) -> str:
    return f"Heel {board.municipality.name}"


def _groups(
    stories: Sequence[PublicStory], names: Callable[[PublicStory], Sequence[str]]
) -> list[Group]:
    found: dict[str, list[PublicStory]] = {}
    for story in stories:
        for name in names(story):
            found.setdefault(name, []).append(story)
    return sorted(found.items())
