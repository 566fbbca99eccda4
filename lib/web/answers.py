"""Small answers that machines ask for: health, readiness, robots, a security contact, metrics.

Not here: what is wrong (that stands in the log and, for whoever may see it, on the page), and what
is counted while the app runs (`lib.metrics`).
"""

import datetime as dt
import logging
import os
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import REGISTRY, Metric, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from lib import metrics
from lib.access import PUBLIC
from lib.board import DataProblemsError, check_store, get_store, load_board, now
from lib.catalog.routes import ServerRoute
from lib.export.site.templates import SITEMAP_PATH, SiteAddress
from lib.store import StoreError, load_maintenance_moments

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


def serve_metrics(count_sessions: Callable[[], int]) -> None:
    """Serve `/metrics` at `METRICS_ADDRESS` (host:port); without that nothing is served.

    Off the public port: how many people use the dashboard is for the operator only.
    """
    address = os.getenv("METRICS_ADDRESS", "")
    if address:
        host, _, port = address.rpartition(":")
        metrics.watch_sessions(count_sessions)
        REGISTRY.register(_Ages())
        start_http_server(int(port), addr=host.strip("[]"))


class _Ages(Collector):
    """Moments that an alert compares with the time: of open data, backup and embargo."""

    def collect(self) -> Iterator[Metric]:
        """Yield the moments that are known; none while data or database is not in order."""
        try:
            found = [_of_open_data(), *_of_store()]
        except (DataProblemsError, StoreError):
            found = []
        yield GaugeMetricFamily("dashboard_data_in_order", "1 when it is", value=int(bool(found)))
        yield from found


def _of_store() -> list[Metric]:
    moments = load_maintenance_moments(get_store(), now=now())
    return [
        GaugeMetricFamily(f"dashboard_{name}_timestamp_seconds", text, value=moment.timestamp())
        for name, text, moment in (
            ("backup", "When the newest backup was made", moments.backup),
            ("next_embargo", "When the next wave becomes public", moments.next_embargo),
        )
        if moment is not None
    ]


def _of_open_data() -> Metric:
    name, text = "dashboard_open_data_timestamp_seconds", "When a published table was fetched"
    family = GaugeMetricFamily(name, text, labels=["table"])
    for table, stored in load_board(PUBLIC).files.stored.items():
        fetched = dt.datetime.combine(stored.retrieved, dt.time(), dt.UTC)
        family.add_metric([table], fetched.timestamp())
    return family
