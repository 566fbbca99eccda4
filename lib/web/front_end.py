"""Scripts and styles, from memory: compressed once, requested early, made Dutch.

Streamlit reads its 3 MB from disk for each visitor and sends them uncompressed, and a browser
learns of a widget's script only when the first widget comes. The shapes of the map are a script of
our own. Not here: what else is done to answers.
"""

import mimetypes
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.board import DataProblemsError, load_geography
from lib.board.cached_method import cached_method
from lib.catalog.geography import Geography
from lib.figures.map_shapes import list_shapes
from lib.web.resource import Resource, build_resource, choose_representation, send_representation

LEAFLET_PATH, FOLIUM_PATH, STREAMLIT_PATH = (
    "/assets/leaflet/",
    "/component/streamlit_folium.st_folium/static/",
    "/static/",
)
# Where the files of an address stand: distribution, and folder in it.
FOLDERS = {
    STREAMLIT_PATH: ("streamlit", "streamlit/static/static"),
    FOLIUM_PATH: ("streamlit-folium", "streamlit_folium/frontend/build/static"),
    LEAFLET_PATH: ("django-js-lib-leaflet", "js_lib_leaflet/static/js_lib_leaflet"),
}
# What a page needs before its map is drawn; the files have a hash in their names.
EARLY = ("Html", "ComponentInstance", "ButtonGroup", "Selectbox", "Radio", "Button")
# None of these is a page, and a page brings sixty: the long headers of `headers` stay off.
SHORT_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'self'"),
]
HAS_HASH = re.compile(r"\.[\w-]{8,}\.\w+$")
# What is Dutch in a script, by the beginning of the script's name.
DUTCH_TEXTS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_name("dutch_texts.toml").read_text(encoding="utf-8")
)
UPRIGHT_FONT = "/SourceSansVF-Upright."
FOR_A_YEAR, FOR_A_DAY = b"public, immutable, max-age=31536000", b"public, max-age=86400"
IMPORTED = re.compile(rb'(?:from|import)\s*"\./([\w.-]+\.js)"')
SHAPES_KIND = "text/javascript; charset=utf-8"
SHAPES_LINK = '<link rel="preload" as="script" href="{}">'


class FrontEndFiles:
    """Answers for these files, and passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = _find_files().get(scope["path"]) if scope["type"] == "http" else None
        if path is None or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        chosen = choose_representation(_load_file(path), dict(scope["headers"]))
        await send_representation(chosen, scope, send)


@cache
def _find_files() -> dict[str, Path]:
    """Return the only addresses that are served, those of the files that are there, by address."""
    return {
        prefix + path.relative_to(root).as_posix(): path
        for prefix, root in ((p, _find_folder(p)) for p in FOLDERS)
        for path in root.rglob("*")
        if path.is_file()
    }


def _find_folder(prefix: str) -> Path:
    # Not importlib.resources: it would import the package, and streamlit_folium may only be
    # imported once Streamlit runs.
    name, folder = FOLDERS[prefix]
    return Path(str(distribution(name).locate_file(folder)))


@lru_cache(maxsize=4096)
def _load_file(path: Path) -> Resource:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = kind.replace("text/javascript", "application/javascript")
    texts = DUTCH_TEXTS.get(path.name.partition(".")[0], {})
    # What is in a script of other words does not follow from the hash in its name.
    age = FOR_A_YEAR if HAS_HASH.search(path.name) and not texts else FOR_A_DAY
    body = path.read_bytes()
    for english, dutch in texts.items():
        body = body.replace(english.encode(), dutch.encode())
    return build_resource(body, [*SHORT_HEADERS, (b"cache-control", age)], kind=kind)


def build_page_links(page: bytes) -> bytes:
    """Return the links that make a browser fetch the scripts of `EARLY` at once.

    Only those that `page`, the HTML that they will stand in, does not name already.
    """
    names = (STREAMLIT_PATH.encode() + b"js/" + name.encode() for name in _find_early_scripts())
    return b"".join(
        b'<link rel="modulepreload" fetchpriority="low" crossorigin href="%s">' % name
        for name in names
        if name not in page
    )


@cache
def _find_early_scripts() -> tuple[str, ...]:
    """Return the names of the scripts of `EARLY` and of all that they import."""
    folder = _find_folder(STREAMLIT_PATH) / "js"
    found: dict[str, None] = {}
    waiting = [path.name for part in EARLY for path in folder.glob(f"{part}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += [o.decode() for o in IMPORTED.findall((folder / name).read_bytes())]
    return tuple(found)


@cache
def build_font_face() -> bytes:
    """Return the style element that names the type's font, before Streamlit's script does."""
    font = next(path for path in _find_files() if UPRIGHT_FONT in path)
    return (
        '<style>@font-face{font-family:"Source Sans";font-weight:100 900;font-display:swap;'
        f"src:url({font})}}</style>"
    ).encode()


@cache
def build_frame_links() -> bytes:
    """Return what makes the map's frame fetch Leaflet with its own script, and its type's font."""
    return (
        f'<link rel="preload" as="script" href="{LEAFLET_PATH}leaflet.js">'
        f'<link rel="preload" as="style" href="{LEAFLET_PATH}leaflet.css">'
    ).encode() + build_font_face()


def answer_map_shapes(request: Request) -> Response:
    """Answer with the shapes of the data as it is; 503 while that is not in order.

    A browser keeps them where it asked for this very version.
    """
    try:
        geography = load_geography()
    except DataProblemsError:
        return Response(status_code=503)
    chosen = choose_representation(_build_answer(geography), dict(request.headers.raw))
    answer = Response(chosen.body, status_code=chosen.status)
    answer.raw_headers = list(chosen.headers)
    is_newest = request.url.query == list_shapes(geography).version
    answer.raw_headers.append((b"cache-control", FOR_A_YEAR if is_newest else b"no-cache"))
    return answer


def build_shapes_link() -> bytes:
    """Return what makes the map's frame fetch the shapes early; nothing for bad data."""
    try:
        return SHAPES_LINK.format(list_shapes(load_geography()).address).encode()
    except DataProblemsError:
        return b""


@cached_method(most=1)
def _build_answer(geography: Geography) -> Resource:
    return build_resource(list_shapes(geography).script.encode(), (), kind=SHAPES_KIND)
