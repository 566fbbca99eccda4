"""The scripts and styles that others made, served from memory: packed once, asked for early.

Streamlit reads its 3 MB from disk for each visitor and sends them unpacked, and a browser hears of
a widget's script only when the first widget comes. Not here: what else is done to answers.
"""

import gzip
import mimetypes
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

LEAFLET, FOLIUM, STREAMLIT = (
    "/assets/leaflet/",
    "/component/streamlit_folium.st_folium/static/",
    "/static/",
)
# Where the files of an address stand: package, and folder in it.
FOLDERS = {
    STREAMLIT: ("streamlit", "static/static"),
    FOLIUM: ("streamlit_folium", "frontend/build/static"),
    LEAFLET: ("js_lib_leaflet", "static/js_lib_leaflet"),
}
# What a page needs before its map is drawn; the files have a hash in their names.
EARLY = (
    "Html",
    "ComponentInstance",
    "ButtonGroup",
    "Selectbox",
    "Radio",
    "Button",
)
# None of these is a page, and a page brings sixty: the long headers of `headers` stay off.
SHORT = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'self'"}
HAS_HASH = re.compile(r"\.[\w-]{8,}\.\w+$")
FOR_A_YEAR, FOR_A_DAY = "public, immutable, max-age=31536000", "public, max-age=86400"
PACKED = ("text/", "application/javascript", "application/json", "image/svg")
IMPORTED = re.compile(rb'(?:from|import)\s*"\./([\w.-]+\.js)"')


class File(NamedTuple):
    """A file; `packed` is None where packing gains nothing."""

    body: bytes
    packed: bytes | None
    kind: str
    keep: str


class FromMemory:
    """Answers for these files, and passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = _paths().get(scope["path"]) if scope["type"] == "http" else None
        if path is None or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        file = _file(path)
        accepts = next((v for k, v in scope["headers"] if k == b"accept-encoding"), b"")
        headers = {**SHORT, "Cache-Control": file.keep, "Vary": "Accept-Encoding"}
        body = file.body
        if file.packed is not None and b"gzip" in accepts:
            body, headers["Content-Encoding"] = file.packed, "gzip"
        await Response(body, media_type=file.kind, headers=headers)(scope, receive, send)


@cache
def _paths() -> dict[str, Path]:
    """Return the only addresses that are served, those of the files that are there, by address."""
    return {
        prefix + path.relative_to(root).as_posix(): path
        for prefix, root in ((p, _root(p)) for p in FOLDERS)
        for path in root.rglob("*")
        if path.is_file()
    }


def _root(prefix: str) -> Path:
    package, folder = FOLDERS[prefix]
    # Not importlib.resources: it would import the package, and streamlit_folium may only be
    # imported once Streamlit runs.
    spec = find_spec(package)
    assert spec is not None  # noqa: S101 - all are in requirements.txt
    assert spec.submodule_search_locations is not None  # noqa: S101 - and are packages
    return Path(spec.submodule_search_locations[0]) / folder


@cache
def _file(path: Path) -> File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = kind.replace("text/javascript", "application/javascript")
    packed = gzip.compress(body, 6) if kind.startswith(PACKED) else None
    return File(body, packed, kind, FOR_A_YEAR if HAS_HASH.search(path.name) else FOR_A_DAY)


def page_links(page: bytes) -> bytes:
    """Return the links that make a browser fetch the scripts of `EARLY` at once.

    Only those that `page`, the HTML that they will stand in, does not name already.
    """
    names = (STREAMLIT.encode() + b"js/" + name.encode() for name in _early())
    return b"".join(
        b'<link rel="modulepreload" fetchpriority="low" crossorigin href="%s">' % name
        for name in names
        if name not in page
    )


@cache
def _early() -> tuple[str, ...]:
    """Return the names of the scripts of `EARLY` and of all that they import."""
    folder = _root(STREAMLIT) / "js"
    found: dict[str, None] = {}
    waiting = [path.name for part in EARLY for path in folder.glob(f"{part}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += [o.decode() for o in IMPORTED.findall((folder / name).read_bytes())]
    return tuple(found)


def frame_links() -> bytes:
    """Return the links that make the map's frame fetch Leaflet beside its own script."""
    return (
        f'<link rel="preload" as="script" href="{LEAFLET}leaflet.js">'
        f'<link rel="preload" as="style" href="{LEAFLET}leaflet.css">'
    ).encode()
