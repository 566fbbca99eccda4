"""Who is looking: the actor of this session. What an actor may do stands in `lib.access`.

Without sign-in everybody is public. `LOKAAL_BEHEER=1` (set by `make run`) lets somebody who sits
at this very machine see internal figures: peer, Host and Origin are loopback, and nothing says
that a proxy stood between.
"""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from lib.access import LOCAL, PUBLIC, Actor

LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "::1"}
# What proxies add to a request that they pass on.
PROXY_HEADERS = {
    "forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip",
}  # fmt: skip


def current_actor() -> Actor:
    """Return the actor of the session that runs the script."""
    asked_for = os.getenv("LOKAAL_BEHEER") == "1" and st.context.ip_address is None
    headers = {key.lower(): value for key, value in st.context.headers.items()}
    return LOCAL if asked_for and is_local(headers) else PUBLIC


def is_local(headers: Mapping[str, str]) -> bool:
    """Tell whether a websocket's headers (names in lower case) are those of this very machine.

    Host and Origin must be loopback: a browser always sends the Origin of the page, so a visitor
    who came through a proxy has that of the public address, whatever Host the proxy sends.
    """
    if any(key in PROXY_HEADERS or key.startswith("x-forwarded") for key in headers):
        return False
    host = urlsplit(f"//{headers.get('host', '')}").hostname
    origin = urlsplit(headers.get("origin", "")).hostname
    return host in LOOPBACK_HOSTS and origin in LOOPBACK_HOSTS
