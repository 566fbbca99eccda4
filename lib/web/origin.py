"""Who may ask: the names by which the server answers, and pages that may open a websocket.

Not here: which person asks, and what they may do (`lib.ui.sign_in`).
"""

import os

from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def allowed_hosts() -> list[str]:
    """Return the names in `ALLOWED_HOSTS`, by default those of this very machine.

    Any other name would be one that somebody else made lead here (DNS rebinding).
    """
    named = [name.strip() for name in os.getenv("ALLOWED_HOSTS", "").split(",")]
    return [name for name in named if name] or list(LOOPBACK)


class OwnOrigin:
    """Refuses websockets that another site's page opens.

    Streamlit refuses them too, but first asks a host on the internet for its own address, and
    the whole server waits for the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a websocket whose Origin is not the host that it asks for."""
        if scope["type"] == "websocket":
            headers = dict(scope["headers"])
            origin = headers.get(b"origin")
            if origin is not None and origin.split(b"://")[-1] != headers.get(b"host"):
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)
