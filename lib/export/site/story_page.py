"""A story as a page and a part of somebody else's; all stories as a page, a feed, a sitemap."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from feedgen.feed import FeedGenerator
from markupsafe import Markup

from lib.board import Board
from lib.exhibits.exhibit import Exhibit, as_json, from_json
from lib.export.columns import format_table
from lib.export.picture import draw_svg
from lib.export.site.drawing import inline_svg
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
from lib.figures.format import day_of
from lib.figures.page_html import render_table
from lib.store import BindingKind, Language, PublicStory

PAGE_PARTS = ("what", "why", "here_and_now", "residents", "next")
DUTCH_HEADINGS = (
    "Wat we deden",
    "Waarom",
    "Waarom hier en nu",
    "Wat u kunt doen",
    "Hoe het verder gaat",
)
# Of each other language its own name, and its headings.
TRANSLATED_HEADINGS = {
    Language.ENGLISH: (
        "English",
        ("What we did", "Why", "Why here and now", "What you can do", "What happens next"),
    ),
    Language.GERMAN: (
        "Deutsch",
        (
            "Was wir getan haben",
            "Warum",
            "Warum hier und jetzt",
            "Was Sie tun können",
            "Wie es weitergeht",
        ),
    ),
    Language.POLISH: (
        "Polski",
        (
            "Co zrobiliśmy",
            "Dlaczego",
            "Dlaczego tutaj i teraz",
            "Co mogą Państwo zrobić",
            "Co dalej",
        ),
    ),
}
EMBED = "inbed/"
PICTURE = "beeld.png"
PHOTO = "foto.jpg"
LONGEST_SUMMARY = 200
# The short form says how high it is, and the snippet gives its frame that height. Without script it
# has that of the snippet.
EMBED_SCRIPT = (
    "new ResizeObserver(()=>parent.postMessage({verhaal:location.href,hoogte:Math.ceil("
    'document.documentElement.getBoundingClientRect().height)},"*")).observe(document.body)'
)
SNIPPET = Markup(
    '<iframe src="{src}" title="{title}" width="100%" height="640" loading="lazy"></iframe>'
    '<script>addEventListener("message",e=>document.querySelectorAll("iframe").forEach(f=>'
    "{{if(f.contentWindow===e.source&&e.data&&e.data.verhaal===f.src)"
    "f.height=Number(e.data.hoogte)}}))</script>"
)
# Pixels: a chart is drawn as wide as on a telephone, and grows with its page.
STORY_CHART_WIDTH, TELEPHONE_WIDTH = 320, 360
SITEMAP_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class PageFigure:
    """An exhibit as it stands on a page.

    `big` is its number, with what is counted, where there is only one. `is_wide`: its words would
    be too small to read on a telephone, and so it must scroll there.
    """

    exhibit: Exhibit
    drawing: Markup
    table: Markup
    big: tuple[str, str] | None
    is_wide: bool


def render_story_page(story: PublicStory, *, board: Board, address: SiteAddress) -> str:
    """Return the page of a story, with its figures as they were published.

    Raises `ValueError` for a board that is not the public's, `ExportError` for a figure that
    cannot be drawn.
    """
    return render_page(
        "story.html",
        board=board,
        address=address,
        **_story_values(story, board),
        parts=_name_parts(DUTCH_HEADINGS),
        translations=_translations(story),
        own_sources=_list_own_sources(story),
        iframe=render_iframe(story, address=address),
        picture=f"{address.story(story.slug)}{PICTURE}",
        photo=PHOTO if story.photo else "",
    )


def render_embed_page(story: PublicStory, *, board: Board, address: SiteAddress) -> str:
    """Return the short form of a story for an iframe: its first figure; raises as `story_page`."""
    values = _story_values(story, board) | {"script": Markup(EMBED_SCRIPT)}  # noqa: S704 - ours
    return render_page("embed.html", board=board, address=address, **values)


def render_iframe(story: PublicStory, *, address: SiteAddress) -> str:
    """Return the HTML with which another site shows the story, as high as it is."""
    return str(SNIPPET.format(src=f"{address.story(story.slug)}{EMBED}", title=story.story.title))


def summarise(story: PublicStory) -> str:
    """Return the beginning of what was done, in whole words."""
    text = " ".join(story.story.what.split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rpartition(" ")[0] + " …"


def _story_values(story: PublicStory, board: Board) -> dict[str, object]:
    # What the writer wrote of each picture; nothing where that is not filled in.
    pairs = zip_longest(
        story.exhibits, story.story.alternatives[: len(story.exhibits)], fillvalue=""
    )
    return {
        "story": story,
        "places": format_story_places(board, story),
        "theme": story_theme_name(board, story),
        "summary": summarise(story),
        "figures": [
            _draw_page_figure(json.dumps(stored, sort_keys=True), alternative, f"beeld-{number}")
            for number, (stored, alternative) in enumerate(pairs, start=1)
        ],
    }


def make_page_figure(exhibit: Exhibit) -> PageFigure:
    """Return an exhibit of now as it stands on a page."""
    return _draw_page_figure(json.dumps(as_json(exhibit), sort_keys=True), "", exhibit.name)


@lru_cache(maxsize=256)
def _draw_page_figure(stored: str, alternative: str, name: str) -> PageFigure:
    """Return an exhibit drawn; a published one never changes, so it is drawn once."""
    exhibit = from_json(json.loads(stored))
    words = format_table(exhibit.figures)
    table = render_table(words.header, words.rows, caption=exhibit.title, numeric=words.numeric)
    big = find_only_number(exhibit)
    if not exhibit.has_picture:
        return PageFigure(exhibit, Markup(""), table, big, is_wide=False)
    drawing = inline_svg(
        draw_svg(exhibit, width=STORY_CHART_WIDTH),
        name=name,
        title=exhibit.title,
        description=alternative or exhibit.alternative,
    )
    is_wide = drawing.width > TELEPHONE_WIDTH and "<text" in drawing.markup
    return PageFigure(exhibit, drawing.markup, table, big, is_wide=is_wide)


def find_only_number(exhibit: Exhibit) -> tuple[str, str] | None:
    """Return the number of an exhibit that has but one, with what is counted."""
    table = format_table(exhibit.figures)
    last = len(table.header) - 1
    if len(table.rows) != 1 or last not in table.numeric:
        return None
    return table.rows[0][-1], table.header[-1]


def _translations(story: PublicStory) -> list[dict[str, object]]:
    return [
        {"lang": language.value, "name": name, "words": words, "parts": _name_parts(headings)}
        for language, words in story.story.languages.items()
        for name, headings in [TRANSLATED_HEADINGS[language]]
    ]


def _list_own_sources(story: PublicStory) -> list[tuple[str, str]]:
    """Return each number or cause that rests on a source of the writer's own, with that source."""
    own = [b for b in story.story.bindings if b.kind is BindingKind.SOURCE]
    return [(b.text, "Volgens " + ", ".join(filter(None, (b.who, b.title, b.date)))) for b in own]


def _name_parts(headings: Sequence[str]) -> dict[str, str]:
    return dict(zip(PAGE_PARTS, headings, strict=True))


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
        **{address.story(story.slug): day_of(story.published) for story in stories},
    }
    lines = "".join(
        Markup("<url><loc>{}</loc><lastmod>{}</lastmod></url>\n").format(page, changed)
        for page, changed in pages.items()
    )
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP_SCHEMA}">\n'
    return f"{start}{lines}</urlset>\n".encode()
