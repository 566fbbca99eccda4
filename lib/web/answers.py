"""Small answers that machines ask for: health, readiness, and whom to tell of a weakness.

Not here: what is wrong. That stands in the log and, for who may see it, on the page.
"""

import datetime as dt
import logging
import os
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from lib.access import PUBLIC
from lib.board import get_store, load_board, now
from lib.catalog.routes import ServerRoute
from lib.store import load_board_version

# For search engines: the public site is theirs, what a visitor's session needs is not.
PUBLIC_ROUTES = (ServerRoute.PUBLIC_OVERVIEW, ServerRoute.STORIES)
SESSION_ROUTES = (
    ServerRoute.CORE,
    ServerRoute.COMPONENT,
    ServerRoute.MEDIA,
    ServerRoute.AUTH,
    ServerRoute.SIGNED_IN,
    ServerRoute.READY,
)
ROBOTS = "\n".join(
    (
        "User-agent: *",
        *(f"Allow: /{route}/" for route in PUBLIC_ROUTES),
        *(f"Disallow: /{route}" for route in SESSION_ROUTES),
        "",
    )
)
logger = logging.getLogger(__name__)
# RFC 9116 wants less than a year.
CONTACT_HOLDS = dt.timedelta(days=90)


async def alive(_request: Request) -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


def data_in_order() -> None:
    """Raise `DataProblemsError` while the public cannot be shown any figures."""
    load_board(PUBLIC)


def database_answers() -> None:
    """Raise `StoreError` while the database cannot be reached."""
    load_board_version(get_store(), now=now())


def readiness(checks: Mapping[str, Callable[[], None]]) -> Callable[[Request], JSONResponse]:
    """Return an endpoint that tells of each check, by name, whether it ran without an exception.

    200 when all did, otherwise 503. It runs in a thread: checks may wait for disk and network.
    """

    def ready(_request: Request) -> JSONResponse:
        found = {name: _runs(check, name=name) for name, check in checks.items()}
        good = all(found.values())
        told = {name: "in orde" if fine else "niet in orde" for name, fine in found.items()}
        status = "ok" if good else "niet gereed"
        return JSONResponse({"status": status, **told}, status_code=200 if good else 503)

    return ready


def _runs(check: Callable[[], None], *, name: str) -> bool:
    try:
        check()
    except Exception:
        logger.exception("not ready: %s", name)
        return False
    return True


async def robots(_request: Request) -> PlainTextResponse:
    """Answer robots.txt (RFC 9309)."""
    return PlainTextResponse(ROBOTS)


async def security_contact(_request: Request) -> Response:
    """Answer security.txt (RFC 9116) with the contact in `SECURITY_CONTACT`; 404 without one."""
    contact = os.getenv("SECURITY_CONTACT")
    if not contact:
        return PlainTextResponse("Not Found", status_code=404)
    expires = (dt.datetime.now(dt.UTC) + CONTACT_HOLDS).replace(microsecond=0)
    lines = (
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
    )
    return PlainTextResponse("".join(f"{line}\n" for line in lines))
