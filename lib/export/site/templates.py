"""What every page of the public site has: its templates, style, addresses and words.

Not here: what stands on a page.
"""

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lib.board import Board
from lib.catalog.style import HouseStyle
from lib.export.picture import DOCUMENT_COLOURS
from lib.figures.format import day, partial_date
from lib.settings import is_web_address
from lib.store import PublicStory

STORIES_PATH, OVERVIEW_PATH = "/verhalen/", "/openbaar/"
OPEN_DATA_PATH = f"{OVERVIEW_PATH}data/"
COUNCIL_PATH = f"{OVERVIEW_PATH}raad/"
SITEMAP_PATH = "/sitemap.xml"
ARCHIVE_PATH = "/archief/"
FEED_PATH = f"{STORIES_PATH}atom.xml"
LOCAL_URL = "http://127.0.0.1:8501"


@dataclass(frozen=True)
class SiteAddress:
    """Where the site is (`base`, without a slash at its end) and where its dashboard is.

    Of the archive: the day of the `edition`, and where the site of now is (`live`). Of a site that
    has an archive: `has_archive`.
    """

    base: str
    dashboard: str
    edition: dt.date | None = None
    live: str = ""
    has_archive: bool = False

    @classmethod
    def at(cls, base_url: str, *, dashboard: str = "") -> "SiteAddress":
        """Return the site at an http address; raise `ValueError` for what is none."""
        if not is_web_address(base_url):
            raise ValueError(f"'{base_url}' is geen adres dat met https:// begint.")
        base = base_url.rstrip("/")
        return cls(base, dashboard or f"{base}/")

    @classmethod
    def here(cls) -> "SiteAddress":
        """Return where everybody reaches the app: `PUBLIC_URL`; raises as `at`."""
        return cls.at(os.getenv("PUBLIC_URL") or LOCAL_URL)

    @property
    def root(self) -> str:
        """What stands before every path of a link within the site."""
        return urlsplit(self.base).path

    @property
    def live_root(self) -> str:
        """What stands before every path of the site of now."""
        return urlsplit(self.live or self.base).path

    def story(self, slug: str) -> str:
        """Return the whole address of a story."""
        return f"{self.base}{STORIES_PATH}{slug}/"


def render_page(template: str, *, board: Board, address: SiteAddress, **values: object) -> str:
    """Return a page; raise `ValueError` for a board that is not the public's."""
    if board.internal:
        raise ValueError("a public page of an internal board")
    page = _environment().get_template(template)
    title = board.municipality.dashboard_title
    return page.render(
        board=board,
        address=address,
        site=title,
        style=_site_style(board.municipality.style),
        **values,
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("lib.export.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "iso_day": partial_date, "paragraphs": split_paragraphs}
    made.globals |= {"stories": STORIES_PATH, "overview": OVERVIEW_PATH, "feed": FEED_PATH}
    made.globals |= {"open_data": OPEN_DATA_PATH, "archive": ARCHIVE_PATH}
    made.globals |= {"council": COUNCIL_PATH}
    return made


@lru_cache(maxsize=8)
def _site_style(own: HouseStyle) -> Markup:
    """Return the style of every page, in the municipality's own colour and type."""
    chosen = DOCUMENT_COLOURS | {"accent": own.accent}
    colours = "".join(f"--vd-{name}:{colour};" for name, colour in chosen.items())
    colours += f"--vd-font:{own.font_family};" if own.font_family else ""
    rules = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    return Markup(f":root{{{colours}}}{rules}")  # noqa: S704 - ours


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: an empty line parts them."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def format_story_places(board: Board, story: PublicStory) -> str:
    """Return the names of a story's areas, or that it is about the whole municipality."""
    names = story_area_names(board, story)
    return ", ".join(names) if names else f"heel {board.municipality.name}"


def story_area_names(board: Board, story: PublicStory) -> Sequence[str]:
    """Return the names of a story's areas that are still there, in order of name."""
    return sorted(board.areas[key].name for key in story.story.areas if key in board.areas)


def story_theme_name(board: Board, story: PublicStory) -> str:
    """Return the name of a story's theme; nothing when that is gone."""
    return next((t.name for t in board.files.themes if t.slug == story.story.theme), "")
