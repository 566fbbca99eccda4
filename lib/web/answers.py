"""Small answers that machines ask for: health, readiness, robots, and a security contact.

Not here: what is wrong. That stands in the log and, for whoever may see it, on the page.
"""

import datetime as dt
import logging
import os
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from lib.access import PUBLIC
from lib.board import check_store, load_board, now
from lib.catalog.routes import ServerRoute
from lib.export.site.templates import SITEMAP_PATH, SiteAddress

# For search engines: the public site is theirs, what a visitor's session needs is not.
ROBOTS = f"""User-agent: *
Allow: /{ServerRoute.PUBLIC_OVERVIEW}/
Allow: /{ServerRoute.STORIES}/
Disallow: /{ServerRoute.CORE}
Disallow: /{ServerRoute.COMPONENT}
Disallow: /{ServerRoute.MEDIA}
Disallow: /{ServerRoute.AUTH}
"""
logger = logging.getLogger(__name__)
# RFC 9116 wants less than a year.
CONTACT_IS_VALID_FOR = dt.timedelta(days=90)


async def answer_alive(_request: Request) -> JSONResponse:
    """Answer that the process is alive."""
    return JSONResponse({"status": "ok"})


def check_data() -> None:
    """Raise `DataProblemsError` while there are no figures for the public."""
    load_board(PUBLIC)


def check_database() -> None:
    """Raise `StoreError` while the database cannot be reached, or nothing can be saved in it."""
    check_store(now())


def build_readiness(checks: Mapping[str, Callable[[], None]]) -> Callable[[Request], JSONResponse]:
    """Return an endpoint that reports of each check, by name, whether it ran without an exception.

    200 when all did, otherwise 503. It runs in a thread: checks may wait for disk and network.
    """

    def ready(_request: Request) -> JSONResponse:
        passed = {name: _passes(check, name=name) for name, check in checks.items()}
        results = {name: "in orde" if ok else "niet in orde" for name, ok in passed.items()}
        if all(passed.values()):
            return JSONResponse({"status": "ok", **results})
        return JSONResponse({"status": "niet gereed", **results}, status_code=503)

    return ready


def _passes(check: Callable[[], None], *, name: str) -> bool:
    try:
        check()
    except Exception:
        logger.exception("not ready: %s", name)
        return False
    return True


async def answer_robots(_request: Request) -> PlainTextResponse:
    """Answer robots.txt (RFC 9309)."""
    return PlainTextResponse(f"{ROBOTS}Sitemap: {SiteAddress.here().base}{SITEMAP_PATH}\n")


async def answer_security_contact(_request: Request) -> Response:
    """Answer security.txt (RFC 9116) with the contact in `SECURITY_CONTACT`; 404 without one."""
    contact = os.getenv("SECURITY_CONTACT")
    if not contact:
        return PlainTextResponse("Not Found", status_code=404)
    expires = (dt.datetime.now(dt.UTC) + CONTACT_IS_VALID_FOR).replace(microsecond=0)
    lines = (
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
    )
    return PlainTextResponse("".join(f"{line}\n" for line in lines))
