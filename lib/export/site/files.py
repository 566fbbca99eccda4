"""Every file of the public site, by its path. Not here: what stands on a page."""

import datetime as dt
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lib.board import Board
from lib.exhibits.exhibit import INTERNAL, from_json
from lib.export.exhibit_text import document_data, source_line
from lib.export.picture import DOCUMENT_COLOURS
from lib.export.site.council_page import COUNCIL_PDF, render_council_page, render_council_report
from lib.export.site.overview_page import render_overview_page
from lib.export.site.story_page import (
    EMBED,
    PHOTO,
    PICTURE,
    START,
    find_only_number,
    render_embed_page,
    render_feed,
    render_index_page,
    render_sitemap,
    render_story_page,
)
from lib.export.site.templates import (
    COUNCIL_PATH,
    FEED_PATH,
    OVERVIEW_PATH,
    SITEMAP_PATH,
    STORIES_PATH,
    SiteAddress,
    render_page,
)
from lib.export.typeset import typeset
from lib.store import Measure, PublicStory

HTML, ATOM, PNG = "text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "image/png"
JPEG, PDF = "image/jpeg", "application/pdf"
XML = "application/xml"
NOT_FOUND_PAGE = "/404.html"
logger = logging.getLogger(__name__)


class SiteFile(NamedTuple):
    """A file; `status` is the HTTP status that goes with it, `modified` when it last changed."""

    body: bytes
    kind: str
    modified: dt.datetime
    status: int = 200


def render_share_picture(story: PublicStory, board: Board) -> bytes:
    """Return a PNG of 1200 x 628 for who shares a story: its title and its first figure in words.

    All of both, however long.
    """
    stored = json.dumps(story.exhibits[0], sort_keys=True)
    return _render_share_picture(stored, story.story.title, board.municipality.name)


@lru_cache(maxsize=64)
def _render_share_picture(stored: str, title: str, municipality: str) -> bytes:
    exhibit = from_json(json.loads(stored))
    data = document_data(exhibit) | {
        "title": title,
        "author": municipality,
        "source": source_line(exhibit),
        "colours": DOCUMENT_COLOURS,
        "big": find_only_number(exhibit),
    }
    return typeset("share.typ", data=data, form="png")


def build_site(
    board: Board,
    stories: Sequence[PublicStory],
    *,
    address: SiteAddress,
    measures: Sequence[Measure] = (),
    gone: Collection[str] = (),
) -> Mapping[str, SiteFile]:
    """Return all files by path (`/verhalen/`): pages end with a slash.

    `measures` are those of the public. `gone` are the slugs of withdrawn stories: whoever asks for
    them learns that. A story that cannot be made is left out and logged; the others do not suffer.
    Raises `ValueError` for a board or a measure that is not the public's.
    """
    made = [(s, files) for s in stories if (files := _build_story(s, board, address))]
    visible = [story for story, _ in made]
    newest = max((s.published for s in visible), default=START)
    today = dt.datetime.combine(board.today, dt.time(), dt.UTC)
    shared: dict[str, Any] = {"board": board, "address": address}
    withdrawn = _html_file(render_page("gone.html", **shared), START, status=410)
    found = {
        OVERVIEW_PATH: _html_file(render_overview_page(stories=visible, **shared), today),
        STORIES_PATH: _html_file(render_index_page(visible, **shared), max(newest, today)),
        COUNCIL_PATH: _html_file(render_council_page(measures=measures, **shared), today),
        f"{COUNCIL_PATH}{COUNCIL_PDF}": SiteFile(
            render_council_report(board, tuple(measures)), PDF, today
        ),
        FEED_PATH: SiteFile(render_feed(visible, **shared), ATOM, newest),
        SITEMAP_PATH: SiteFile(render_sitemap(visible, **shared), XML, today),
        NOT_FOUND_PAGE: _html_file(render_page("missing.html", **shared), START, status=404),
    }
    for slug in gone:
        page = f"{STORIES_PATH}{slug}/"
        found |= dict.fromkeys((page, f"{page}{EMBED}"), withdrawn)
    for _, files in made:
        found |= files
    return found


def _build_story(
    story: PublicStory, board: Board, address: SiteAddress
) -> Mapping[str, SiteFile] | None:
    path, when = f"{STORIES_PATH}{story.slug}/", story.published
    shared: dict[str, Any] = {"board": board, "address": address}
    try:
        if any(INTERNAL in from_json(stored).marks for stored in story.exhibits):
            raise ValueError("an internal figure in a published story")  # noqa: TRY301
        return {
            path: _html_file(render_story_page(story, **shared), when),
            f"{path}{EMBED}": _html_file(render_embed_page(story, **shared), when),
            f"{path}{PICTURE}": SiteFile(render_share_picture(story, board), PNG, when),
            **({f"{path}{PHOTO}": SiteFile(story.photo, JPEG, when)} if story.photo else {}),
        }
    except Exception:
        logger.exception("story %s cannot be rendered", story.number)
        return None


def _html_file(text: str, modified: dt.datetime, *, status: int = 200) -> SiteFile:
    return SiteFile(text.encode(), HTML, modified, status)
