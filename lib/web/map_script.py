"""The answer with the shapes of the map. Not here: what stands in it (`lib.figures.map_shapes`)."""

from starlette.requests import Request
from starlette.responses import Response

from lib.board import DataProblemsError, load_geography
from lib.board.cached_method import cached_method
from lib.board.geography import Geography
from lib.figures.map_shapes import list_shapes
from lib.web.front_end import FOR_A_YEAR
from lib.web.resource import Resource, build_resource, choose_representation

KIND = "text/javascript; charset=utf-8"
EARLY = '<link rel="preload" as="script" href="{}">'


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
        return EARLY.format(list_shapes(load_geography()).address).encode()
    except DataProblemsError:
        return b""


@cached_method(most=1)
def _build_answer(geography: Geography) -> Resource:
    return build_resource(list_shapes(geography).script.encode(), (), kind=KIND)
