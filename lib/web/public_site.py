"""The public site over plain HTTP, from memory: no Streamlit, no database, no file per request.

From the first request on, a thread looks twice a second whether data or stories changed. Nobody
waits for it while there are pages, however long the database takes; the first requests after a
start wait for what they ask. What an earlier process made is not served: some of it may have been
withdrawn since. Each process looks by itself.
Not here: what stands on the pages (`lib.export.site`), and how an answer is packed (`resource`).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from pathlib import Path

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.access import PUBLIC
from lib.board import Board, DataProblemsError, get_store, load_board, now
from lib.board.load_board import FICTITIOUS_IN_PUBLIC
from lib.catalog.routes import ServerRoute
from lib.export.site.files import NOT_FOUND_PAGE, SiteFile, build_site
from lib.export.site.open_data import build_open_data
from lib.export.site.story_page import EMBED_SCRIPT
from lib.export.site.templates import OPEN_DATA_PATH, SITEMAP_PATH, SiteAddress
from lib.store import (
    StoreError,
    load_measures,
    load_public_version,
    load_published_stories,
    load_withdrawn_slugs,
)
from lib.web.headers import FIXED_HEADERS, INLINE_STYLE, TLS_HEADERS, hash_content, hash_inline
from lib.web.resource import (
    Header,
    Representation,
    Resource,
    build_resource,
    choose_representation,
    send_representation,
)

ROOTS = (f"/{ServerRoute.STORIES}", f"/{ServerRoute.PUBLIC_OVERVIEW}")
BELOW_ROOTS = tuple(f"{root}/" for root in ROOTS)
OWN_PATHS = {*ROOTS, SITEMAP_PATH}
EMBEDDED = "/inbed/"
# Between two looks; and how long somebody waits for the first pages.
LOOK_SECONDS, WAIT_SECONDS = 0.5, 20.0
# Short, so that what is withdrawn is soon gone everywhere.
CACHE_CONTROL = (b"cache-control", b"public, max-age=60, stale-while-revalidate=30")
# Everybody may read all of it, from any page: no answer depends on who asks.
ANY_ORIGIN = (b"access-control-allow-origin", b"*")
UNAVAILABLE = Path(__file__).with_name("unavailable.html").read_bytes()
FICTITIOUS_PAGE = Path(__file__).with_name("fictitious.html").read_bytes()
logger = logging.getLogger(__name__)


class PublicFiles:
    """What the public may read at this moment.

    While the data is not in order it comes from the last data that was, so that a story which is
    withdrawn meanwhile is gone all the same.
    """

    def __init__(self, address: SiteAddress) -> None:
        self._address = address
        self._board: Board | None = None
        self._trouble = ""

    def version(self) -> str:
        """Return a text that changes with anything that the files show; one small query.

        Raises `DataProblemsError` while the data never was in order, `StoreError` while the
        database is away.
        """
        return f"{self._newest().version} {load_public_version(get_store(), now=now())}"

    def make(self) -> Mapping[str, SiteFile]:
        """Return all files but the open data; raises as `load_public_version`."""
        stories = load_published_stories(get_store())
        return build_site(
            self._newest(),
            stories,
            address=self._address,
            measures=[m.measure for m in load_measures(PUBLIC, get_store())],
            gone=load_withdrawn_slugs(get_store()),
        )

    def make_open_data(self) -> Mapping[str, SiteFile]:
        """Return the open data, which takes seconds where the figures are new."""
        return build_open_data(self._newest(), address=self._address)

    def _newest(self) -> Board:
        try:
            self._board, self._trouble = load_board(PUBLIC), ""
        except DataProblemsError as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                logger.warning("the public site goes on with earlier data:\n%s", error)
            if self._board is None:
                raise
        return self._board


class PublicPages:
    """The pages that are served now; none until they could be made once.

    `ancestors` are the sites that may frame a page, `embedders` those that may frame the short form
    of a story.
    """

    def __init__(self, files: PublicFiles, *, ancestors: str, embedders: str) -> None:
        self._files, self._ancestors, self._embedders = files, ancestors, embedders
        self._version = self._trouble = ""
        self._tables: Mapping[str, SiteFile] = {}
        self.resources: Mapping[str, Resource] = {}
        self.open_data: Mapping[str, Resource] = {}
        self.reason = UNAVAILABLE  # why there are no pages

    def renew(self) -> None:
        """Look whether anything changed, and if so make all pages anew; never raises.

        What there was stays when that cannot be done. One thread at a time.
        """
        self._try(self._make_pages)

    def renew_open_data(self) -> None:
        """Do the same with the open data, which takes seconds when figures changed."""
        self._try(self._make_tables)

    def _try(self, make: Callable[[], None]) -> None:
        try:
            make()
            self._trouble = ""
        except (DataProblemsError, StoreError) as error:
            is_fictitious = FICTITIOUS_IN_PUBLIC in getattr(error, "problems", ())
            self.reason = FICTITIOUS_PAGE if is_fictitious else UNAVAILABLE
            if str(error) != self._trouble:
                self._trouble = str(error)
                logger.warning("the public site stays as it is: %s", type(error).__name__)
        except Exception:
            logger.exception("the public site stays as it is")

    def _make_pages(self) -> None:
        version = self._files.version()
        if version != self._version:
            self.resources = self._make_resources(self._files.make())
            self._version = version

    def _make_tables(self) -> None:
        tables = self._files.make_open_data()
        if tables is not self._tables:
            self.open_data, self._tables = self._make_resources(tables), tables

    def _make_resources(self, files: Mapping[str, SiteFile]) -> dict[str, Resource]:
        return {path: self._make_page(path, file) for path, file in files.items()}

    def _make_page(self, path: str, file: SiteFile) -> Resource:
        is_embedded = path.endswith(EMBEDDED)
        ancestors = self._embedders if is_embedded else self._ancestors
        script = hash_content(EMBED_SCRIPT.encode()) if is_embedded else "'none'"
        policy = build_site_policy(file.body, ancestors=ancestors, script=script)
        headers = [
            (b"last-modified", format_datetime(file.modified, usegmt=True).encode()),
            CACHE_CONTROL,
            ANY_ORIGIN,
            *FIXED_HEADERS,
            # Made to be seen elsewhere too: pictures to share, open data.
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"content-security-policy", policy),
        ]
        return build_resource(file.body, headers, kind=file.kind, status=file.status)


class PublicSite:
    """Answers for the public site, and passes everything else on."""

    def __init__(self, app: ASGIApp, *, pages: PublicPages, hosts: list[str]) -> None:
        self._app, self._pages = app, pages
        self._renewals: list[asyncio.Task[None]] = []
        self._looks: dict[Callable[[], None], asyncio.Future[None]] = {}
        self._own = TrustedHostMiddleware(self._answer, allowed_hosts=hosts, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_own = scope["type"] == "http" and (
            scope["path"].startswith(BELOW_ROOTS) or scope["path"] in OWN_PATHS
        )
        await (self._own if is_own else self._app)(scope, receive, send)

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if not self._renewals or self._renewals[0].done():
            loops = (self._renew_for_ever(), self._renew_open_data_for_ever())
            self._renewals = [asyncio.create_task(loop) for loop in loops]
        if not self._pages.resources:
            await asyncio.wait({self._begin_look(self._pages.renew)}, timeout=WAIT_SECONDS)
        if _is_open_data(scope) and not self._pages.open_data:
            look = self._begin_look(self._pages.renew_open_data)
            await asyncio.wait({look}, timeout=WAIT_SECONDS)
        answer = _find_answer(scope, self._pages)
        if scope.get("scheme") == "https":
            answer = answer._replace(headers=[*answer.headers, *TLS_HEADERS])
        await send_representation(answer, scope, send)

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.wait({self._begin_look(self._pages.renew)})
            await asyncio.sleep(LOOK_SECONDS)

    async def _renew_open_data_for_ever(self) -> None:
        await asyncio.wait({self._begin_look(self._pages.renew)})  # somebody waits for a page
        while True:
            await asyncio.wait({self._begin_look(self._pages.renew_open_data)})
            await asyncio.sleep(LOOK_SECONDS)

    def _begin_look(self, renew: Callable[[], None]) -> asyncio.Future[None]:
        """Return the look that is going on, else a new one: never two of a kind at a time."""
        look = self._looks.get(renew)
        if look is None or look.done():
            look = asyncio.get_running_loop().run_in_executor(None, renew)
            self._looks[renew] = look
        return look


def _is_open_data(scope: Scope) -> bool:
    return f"{scope['path']}/".startswith(OPEN_DATA_PATH)


def _find_answer(scope: Scope, pages: PublicPages) -> Representation:
    """Return the answer to a request: the file, 304, or in Dutch why there is none."""
    path = scope["path"]
    resources = pages.open_data if _is_open_data(scope) else pages.resources
    if scope["method"] not in {"GET", "HEAD"}:
        return _refuse(405, (b"allow", b"GET, HEAD"))
    if not resources:
        return _refuse(503, (b"retry-after", b"60"), body=pages.reason)
    if path not in resources and f"{path}/" in resources:
        return _refuse(308, (b"location", f"{path}/".encode()), CACHE_CONTROL)
    resource = resources.get(path) or pages.resources[NOT_FOUND_PAGE]
    return choose_representation(resource, dict(scope["headers"]))


def _refuse(status: int, *headers: Header, body: bytes = b"") -> Representation:
    given = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    return Representation(status, [*given, *headers, *FIXED_HEADERS], body)


def build_site_policy(body: bytes, *, ancestors: str, script: str = "'none'") -> bytes:
    """Return the content-security-policy: at most one script, and of styles only the page's own."""
    styles = hash_inline(INLINE_STYLE, body).strip() or "'none'"
    return (
        f"default-src 'none'; script-src {script}; style-src {styles}; "
        f"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    ).encode()
