"""All stories on one page, as an Atom feed, and all pages as a sitemap for search engines."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from feedgen.feed import FeedGenerator
from markupsafe import Markup

from lib.board import Board
from lib.export.site.story_page import summarise
from lib.export.site.templates import (
    COUNCIL_PATH,
    FEED_PATH,
    OPEN_DATA_PATH,
    OVERVIEW_PATH,
    STORIES_PATH,
    SiteAddress,
    format_story_places,
    render_page,
    story_area_names,
    story_theme_name,
)
from lib.store import PublicStory

SITEMAP_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def render_index_page(stories: Sequence[PublicStory], *, board: Board, address: SiteAddress) -> str:
    """Return the page, the newest story first, then by area and by theme.

    Raises `ValueError` for a board that is not the public's.
    """
    whole = f"Heel {board.municipality.name}"
    areas = ((name, s) for s in stories for name in story_area_names(board, s) or [whole])
    themes = ((name, s) for s in stories if (name := story_theme_name(board, s)))
    return render_page(
        "index.html",
        board=board,
        address=address,
        cards=[
            (s, format_story_places(board, s), story_theme_name(board, s), summarise(s))
            for s in stories
        ],
        groups={"Per wijk": _group_stories(areas), "Per thema": _group_stories(themes)},
    )


def _group_stories(named: Iterable[tuple[str, PublicStory]]) -> list[tuple[str, list[PublicStory]]]:
    found = defaultdict(list)
    for name, story in named:
        found[name].append(story)
    return sorted(found.items())


def render_feed(stories: Sequence[PublicStory], *, board: Board, address: SiteAddress) -> bytes:
    """Return the feed, the newest story first; the same stories always give the same bytes."""
    feed = FeedGenerator()
    feed.id(f"{address.base}{STORIES_PATH}")
    feed.title(f"Verhalen · {board.municipality.dashboard_title}")
    feed.language("nl")
    feed.author({"name": board.municipality.name})
    feed.generator("Veiligheidsdashboard")
    feed.link(href=f"{address.base}{FEED_PATH}", rel="self", type="application/atom+xml")
    feed.link(href=f"{address.base}{STORIES_PATH}", rel="alternate", type="text/html")
    feed.updated(max((s.published for s in stories), default=START))
    for story in stories:
        entry = feed.add_entry(order="append")
        entry.id(address.story(story.slug))
        entry.title(story.story.title)
        entry.link(href=address.story(story.slug))
        entry.summary(summarise(story))
        entry.published(story.first)
        entry.updated(story.published)
        if theme := story_theme_name(board, story):
            entry.category(term=theme)
    return bytes(feed.atom_str(pretty=True))


def render_sitemap(stories: Sequence[PublicStory], *, board: Board, address: SiteAddress) -> bytes:
    """Return every page of the site for search engines, with the day on which it changed."""
    pages = {
        f"{address.base}{OVERVIEW_PATH}": board.today,
        f"{address.base}{COUNCIL_PATH}": board.today,
        f"{address.base}{OPEN_DATA_PATH}": board.today,
        f"{address.base}{STORIES_PATH}": board.today,
        **{address.story(story.slug): story.published.date() for story in stories},
    }
    lines = "".join(
        Markup("<url><loc>{}</loc><lastmod>{}</lastmod></url>\n").format(page, changed)
        for page, changed in pages.items()
    )
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP_SCHEMA}">\n'
    return f"{start}{lines}</urlset>\n".encode()
