"""The first view: what the public may read of a page, inside the HTML that the server sends.

It lies over the page until Streamlit has drawn the same (`page_start.js` takes it away), so that
nobody looks at an empty page. Only what everybody may see, and only for an address without a
choice. Not here: how the page itself is made (`pages/`).
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from markupsafe import Markup

from lib.access import PUBLIC
from lib.board import Board, DataProblemsError, load_board
from lib.catalog.routes import PageSlug
from lib.export.site.drawing import inline_svg
from lib.figures.keynumbers import overview_tiles
from lib.figures.layers.layer import Layer, group_areas
from lib.figures.layers.modes import map_layers
from lib.figures.page_html import (
    render_answer_lines,
    render_overview,
    render_page_title,
    render_tiles,
)
from lib.figures.sentences.goal_sentences import answer_details, answer_sentence
from lib.figures.sentences.map_sentences import map_alternative
from lib.figures.svg_map import MapForm, MapList, draw_svg_map
from lib.store import StoreError

# As large as the map's frame on a laptop; the drawing scales with the page.
DRAWING = MapForm(580, 520, MapList.NOTHING)
AXIS_HEIGHT, GROUP_HEIGHT, ROW_HEIGHT, LEAST_HEIGHT = 1.25, 0.875, 1.5, 27.0
# A look for what changed is done at most this often; nobody waits for it longer than this.
LOOK_SECONDS, WAIT_SECONDS = 1.0, 0.2
logger = logging.getLogger(__name__)


@dataclass
class FirstViews:
    """The first view of each page, from memory.

    `names` are the titles of pages by path, `render_brand` makes the style of the municipality.
    """

    names: Mapping[str, str]
    render_brand: Callable[[Board], Markup]
    _board: Board | None = None
    _views: Mapping[str, bytes] = field(default_factory=dict)
    _look: "Future[None] | None" = None
    _looked: float = 0.0
    # One thread, so that there are never two looks at a time.
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def find(self, path: str, query: bytes) -> bytes:
        """Return the view for an address; nothing where it has a choice, or the board is not ready.

        A board that takes long, such as the first one or that of a slow database, is not waited
        for: the next visitor has it.
        """
        if query:
            return b""
        is_old = time.monotonic() - self._looked > LOOK_SECONDS
        if self._look is None or (self._look.done() and is_old):
            self._look = self._thread.submit(self._renew)
        await asyncio.wait({asyncio.wrap_future(self._look)}, timeout=WAIT_SECONDS)
        return self._views.get(path.removeprefix("/"), b"") if self._look.done() else b""

    def _renew(self) -> None:
        """Make the views anew if the public's board changed; none while it cannot be loaded."""
        try:
            board = load_board(PUBLIC)
            if board is not self._board:
                self._views = self._make_views(board)
                self._board = board
        except (DataProblemsError, StoreError):
            self._board, self._views = None, {}
        except Exception:
            logger.exception("no first view")
            self._board, self._views = None, {}
        self._looked = time.monotonic()

    def _make_views(self, board: Board) -> Mapping[str, bytes]:
        # What is fictitious is for insiders, who get their own figures a moment later.
        if board.fictitious or board.ratings.newest_of_municipality is None:
            return {}
        names = dict(self.names) | {theme.slug: theme.name for theme in board.files.themes}
        brand = self.render_brand(board)
        answer = answer_sentence(board), answer_details(board)
        below: dict[str, Markup] = {
            PageSlug.GOALS: render_answer_lines(*answer),
            PageSlug.OVERVIEW: _render_overview(board, answer),
        }
        views = {s: _render_title(board, name) + below.get(s, "") for s, name in names.items()}
        return {slug: _render_view(brand, view).encode() for slug, view in views.items()}


def _render_title(board: Board, name: str) -> Markup:
    policy = board.municipality.policy
    where = f"{policy.title} {policy.period}"
    return render_page_title(name, board.municipality.dashboard_title, where)


def _render_overview(board: Board, answer: tuple[str, str]) -> Markup:
    """Return the answer with its key numbers, and the first map."""
    answered = render_overview(*answer, render_tiles(overview_tiles(board)))
    layer = next(iter(map_layers(board).values()), None)
    return answered if layer is None else answered + _render_map(board, layer)


def _render_map(board: Board, layer: Layer) -> Markup:
    drawing = inline_svg(
        draw_svg_map(layer, board=board, form=DRAWING),
        name="vd-first-map",
        title=layer.title,
        description=map_alternative(layer, board=board),
    )
    return Markup(
        '<p class="vd-first-title">{}</p><div class="vd-first-map" style="height:{}rem">{}</div>'
    ).format(layer.title, _measure_list(layer), drawing.markup)


def _measure_list(layer: Layer) -> float:
    """Return how high the list next to the map is, in units of the page's type (style.css)."""
    groups = group_areas(layer, internal=False)
    rows = sum(map(len, groups))
    return max(AXIS_HEIGHT + GROUP_HEIGHT * len(groups) + ROW_HEIGHT * rows, LEAST_HEIGHT)


def _render_view(brand: Markup, view: Markup) -> Markup:
    return Markup(
        '<div id="vd-first">{}<div class="vd-first-bar"></div><div class="vd-first-page">{}</div>'
        "</div>"
    ).format(brand, view)
