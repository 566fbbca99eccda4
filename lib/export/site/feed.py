"""The stories as an Atom feed, for readers of news and other sites."""

import datetime as dt
from collections.abc import Sequence

from feedgen.feed import FeedGenerator

from lib.board import Board
from lib.export.site.story_page import summarise
from lib.export.site.templates import FEED_PATH, STORIES_PATH, SiteAddress, story_theme_name
from lib.store import PublicStory

START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


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
