"""The public site over plain HTTP, from memory: no Streamlit, no database, no file per request.

Bodies are packed once and their headers made beforehand. At most once a second a request starts a
look, in a thread, whether data or stories changed; meanwhile everybody gets what there is. Each
process looks by itself. Not here: what stands on the pages (`lib.export.site`).
"""

import asyncio
import base64
import gzip
import hashlib
import logging
import re
import time
from collections.abc import Mapping
from email.utils import format_datetime
from functools import lru_cache
from threading import Lock
from typing import NamedTuple, Protocol

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.board import DataProblemsError
from lib.export.site import NOT_FOUND_PAGE, SiteFile
from lib.store import StoreError
from lib.web.answers import PUBLIC_ROUTES
from lib.web.headers import FIXED, OVER_TLS

Header = tuple[bytes, bytes]
ROOTS = tuple(f"/{route}" for route in PUBLIC_ROUTES)
BELOW = tuple(f"{root}/" for root in ROOTS)
EMBEDDED = "/inbed/"
# After so long a look is started; after so long, when nobody came by, it is waited for.
LOOK_SECONDS, WAIT_SECONDS = 1.0, 3.0
# Short, so that what is withdrawn is soon gone everywhere.
KEEP = (b"cache-control", b"public, max-age=60, stale-while-revalidate=30")
VARY = (b"vary", b"accept-encoding")
INLINE_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
PACKED = ("text/", "application/")
OF_BODY = {b"content-type", b"content-length", b"content-encoding"}
AWAY = (
    b'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Even niet te zien</title>'
    b"</head><body><h1>Deze pagina is even niet te zien</h1>"
    b"<p>Probeer het later nog eens.</p></body></html>"
)
logger = logging.getLogger(__name__)


class Answer(NamedTuple):
    """A body with its status and headers; `tag` is its ETag."""

    status: int
    headers: list[Header]
    body: bytes
    tag: bytes = b""


class Page(NamedTuple):
    """How a path is answered: as it is, and packed for who can unpack."""

    plain: Answer
    packed: Answer


class Source(Protocol):
    """Where the pages come from; see `lib.web.public_files`."""

    def version(self) -> str:
        """Return a text that changes with the pages."""
        ...

    def make(self) -> Mapping[str, SiteFile]:
        """Return every file by its path, and that of `MISSING`."""
        ...


class Pages:
    """The pages that are served now; none until they could be made once.

    `ancestors` may show a page inside a page of theirs, `embedders` the short form of a story.
    """

    def __init__(self, source: Source, *, ancestors: str, embedders: str) -> None:
        self._source, self._ancestors, self._embedders = source, ancestors, embedders
        self._lock = Lock()
        self._version = self._trouble = ""
        self._looked = float("-inf")
        self.found: Mapping[str, Page] = {}

    @property
    def age(self) -> float:
        """Seconds since somebody last began to look whether anything changed."""
        return time.monotonic() - self._looked

    def renew(self) -> None:
        """Look whether anything changed, and if so make all pages anew; never raises.

        What there was stays when that cannot be done.
        """
        with self._lock:
            if self.age < LOOK_SECONDS:
                return  # another thread just did
            self._looked = time.monotonic()
            try:
                self._renew()
                self._trouble = ""
            except (DataProblemsError, StoreError) as error:
                if str(error) != self._trouble:
                    self._trouble = str(error)
                    logger.warning("the public site stays as it is: %s", type(error).__name__)
            except Exception:
                logger.exception("the public site stays as it is")

    def _renew(self) -> None:
        version = self._source.version()
        if version == self._version:
            return
        files = self._source.make()
        self.found = {path: _page(file, who=self._who(path)) for path, file in files.items()}
        self._version = version

    def _who(self, path: str) -> str:
        return self._embedders if path.endswith(EMBEDDED) else self._ancestors


class PublicSite:
    """Answers for the public site, and passes everything else on."""

    def __init__(self, app: ASGIApp, *, pages: Pages, hosts: list[str]) -> None:
        self._app, self._pages = app, pages
        self._own = TrustedHostMiddleware(self._answer, allowed_hosts=hosts, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_own = scope["type"] == "http" and (
            scope["path"].startswith(BELOW) or scope["path"] in ROOTS
        )
        await (self._own if is_own else self._app)(scope, receive, send)

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        age = self._pages.age
        if age > LOOK_SECONDS or not self._pages.found:
            look = asyncio.get_running_loop().run_in_executor(None, self._pages.renew)
            if age > WAIT_SECONDS or not self._pages.found:
                await look
        answer = answer_to(scope, self._pages.found)
        headers = answer.headers
        if scope.get("scheme") == "https":
            headers = [*headers, *OVER_TLS]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})


def answer_to(scope: Scope, pages: Mapping[str, Page]) -> Answer:
    """Return the answer to a request: the page, 304, or in Dutch why there is none."""
    if scope["method"] not in {"GET", "HEAD"}:
        return _short(405, (b"allow", b"GET, HEAD"))
    if not pages:
        return _short(503, (b"retry-after", b"60"), body=AWAY)
    path = scope["path"]
    page = pages.get(path)
    if page is None:
        if f"{path}/" in pages:
            return _short(308, (b"location", f"{path}/".encode()), KEEP)
        page = pages[NOT_FOUND_PAGE]
    asked = dict(scope["headers"])
    answer = page.packed if _unpacks(asked.get(b"accept-encoding", b"")) else page.plain
    known = asked.get(b"if-none-match")
    if known is not None and answer.status == 200 and _holds(known, answer.tag):  # noqa: PLR2004
        return Answer(304, [h for h in answer.headers if h[0] not in OF_BODY], b"")
    return answer


@lru_cache(maxsize=256)
def _unpacks(accepted: bytes) -> bool:
    """Tell whether a browser takes gzip: named, and not with quality 0."""
    for part in accepted.lower().split(b","):
        name, _, quality = part.partition(b";")
        if name.strip() == b"gzip":
            return not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return False


def _holds(known: bytes, tag: bytes) -> bool:
    tags = [part.strip().removeprefix(b"W/") for part in known.split(b",")]
    return tag in tags or b"*" in tags


def _short(status: int, *headers: Header, body: bytes = b"") -> Answer:
    given = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    return Answer(status, [*given, *headers, *FIXED], body)


def _page(file: SiteFile, *, who: str) -> Page:
    digest = hashlib.sha256(file.body).hexdigest()[:32]
    shared = [
        (b"content-type", file.kind.encode()),
        (b"last-modified", format_datetime(file.modified, usegmt=True).encode()),
        KEEP,
        VARY,
        *FIXED,
        (b"content-security-policy", content_policy(file.body, who=who)),
    ]
    plain = _whole(file, shared, body=file.body, tag=f'"{digest}"')
    if not file.kind.startswith(PACKED):
        return Page(plain, plain)
    body = gzip.compress(file.body, 9, mtime=0)
    packed = _whole(
        file, [*shared, (b"content-encoding", b"gzip")], body=body, tag=f'"{digest}-gz"'
    )
    return Page(plain, packed)


def _whole(file: SiteFile, shared: list[Header], *, body: bytes, tag: str) -> Answer:
    own = [(b"content-length", str(len(body)).encode()), (b"etag", tag.encode())]
    return Answer(file.status, [*shared, *own], body, tag.encode())


def content_policy(body: bytes, *, who: str) -> bytes:
    """Return the content-security-policy: no script, and of styles only the page's own."""
    styles = (
        " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"
            for style in INLINE_STYLE.findall(body)
        )
        or "'none'"
    )
    return (
        f"default-src 'none'; script-src 'none'; style-src {styles}; "
        f"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {who}"
    ).encode()
