"""File descriptors, of which a session takes four: enough at the start, and some left for others.

When they run out the server can open no file and take no connection. So a new session is refused
while some are left, and `/gereed` says so. Not here: limits on what a visitor
sends (`core_routes`).
"""

import resource
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Some sixteen thousand sessions: by then memory is what a process lacks.
MOST_DESCRIPTORS = 65_536
OPEN_DESCRIPTORS = Path("/dev/fd")
# For answers without a session, files, and the database.
SPARE_SHARE = 0.1
TRY_LATER = "Het is nu te druk. Probeer het over een minuut opnieuw."


class DescriptorsShortError(RuntimeError):
    """There are hardly any file descriptors left."""


def raise_descriptor_limit() -> None:
    """Raise the soft limit as far as the hard one lets it, up to `MOST_DESCRIPTORS`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def check_descriptors() -> None:
    """Raise `DescriptorsShortError` while less than `SPARE_SHARE` of the limit is left."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = sum(1 for _ in OPEN_DESCRIPTORS.iterdir())
    if limit != resource.RLIM_INFINITY and used > limit * (1 - SPARE_SHARE):
        raise DescriptorsShortError(f"{used} of {limit} file descriptors are in use")


class SessionsThatFit:
    """Refuses a websocket while descriptors are short; the page tries again by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a websocket for which there is no room."""
        if scope["type"] == "websocket":
            try:
                check_descriptors()
            except DescriptorsShortError:
                refused = PlainTextResponse(TRY_LATER, status_code=503)
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)
